"""Where the digits of a scene stand, and with which pen they are written."""

import numpy as np

from experiments.eyes import scene as drawing
from experiments.eyes import strokes

BARS = 0.04  # of the digits are straight strokes, most of them exactly upright,
FORMED = 0.12  # and so many more are made of straight strokes
HOLD = {}  # the fields of digits and of letters, opened once in each process


def open(folder):
    """Take the strokes from folder, where strokes.make has written them."""
    for name in ("digits", "letters"):
        HOLD[name] = np.load(folder / f"{name}.npy", mmap_mode="r")


def digit(scene, size, pen=None, quarterTurns=0):
    """A Digit of a bar, of straight strokes, or of somebody's hand or a font."""
    rng, which = scene.rng, scene.rng.random()
    loose = 1
    if which < BARS:
        fields, loose = strokes.barFields(rng, rng.choice([0, 0, rng.uniform(-20, 20)])), 0
    elif which < BARS + FORMED:
        fields, loose = strokes.formFields(rng), rng.choice([0, 1])
    else:
        fields = HOLD["digits"][rng.integers(len(HOLD["digits"]))]
    return drawing.drawn(rng, fields, size, pen or scene.pen, quarterTurns, loose)


def choosePen(scene):
    rng, which = scene.rng, scene.rng.random()
    if which < 0.45:
        scene.pen = rng.uniform(0.75, 1.25), rng.uniform(-0.5, 1)
    elif which < 0.7:
        scene.pen = rng.uniform(0, 0.3), rng.uniform(0.8, 3.2)
    elif which < 0.88:
        scene.pen = rng.uniform(0, 0.8), rng.uniform(3, 8.5)
    else:
        hairline(scene)


def hairline(scene):
    """A stroke of 0.3 to 2 % of the digit's height, in ink that is seen."""
    scene.pen = 0, scene.rng.uniform(0.1, 0.8)
    scene.contrast = max(scene.contrast, 0.6)
    scene.ink = scene.paper * (1 - scene.contrast)
    scene.isFine = True


def single(scene, region):
    """One digit, somewhere or in the middle; now and then it fills the region."""
    rng = scene.rng
    height, width = region[2] - region[0], region[3] - region[1]
    which = rng.random()
    share = (
        (0.85, 1.02)
        if which < 0.2
        else (0.5, 0.85)
        if which < 0.65
        else (0.3, 0.6)
        if which < 0.85
        else (0.12, 0.4)
    )
    turns = rng.integers(1, 4) if rng.random() < 0.04 else 0
    one = digit(scene, min(height, width) * rng.uniform(*share), quarterTurns=turns)
    if rng.random() < 0.6:
        place = [
            rng.uniform(0, max(0, whole - part)) for whole, part in ((height, one.height), (width, one.width))
        ]
    else:
        place = [
            (whole - part) / 2 + rng.normal(0, 0.05) * scene.short
            for whole, part in ((height, one.height), (width, one.width))
        ]
    top, left = np.maximum(place, 0) + region[:2]
    scene.size = one.size
    scene.add(one, top, left)


def cut(scene, region):
    """One digit, or a row of some, at the picture's edge: a part of it shows."""
    rng = scene.rng
    single(scene, region)
    one = scene.digits[0]
    shown = rng.uniform(0.1, 0.42) if rng.random() < 0.4 else rng.uniform(0.55, 1)
    hidden = 1 - shown
    side = rng.integers(4)
    if side < 2:
        one.left = round(-one.width * hidden if side else scene.width - one.width * shown)
    else:
        one.top = round(-one.height * hidden if side == 2 else scene.height - one.height * shown)


def row(scene, region):
    """A number, or several: on a line that slants a little, digits that dance."""
    rng = scene.rng
    top, left, bottom, right = region
    height, width = bottom - top, right - left
    count = 1 if rng.random() < 0.65 else int(rng.integers(2, 4))
    size = min(height / count * rng.uniform(0.45, 0.9), width * rng.uniform(0.12, 0.5))
    touching = rng.random() < 0.3
    gaps = (
        (-0.1, 0.03)
        if touching
        else (0.02, 0.12)
        if rng.random() < 0.4
        else (0.12, 0.5)
        if rng.random() < 0.6
        else (0.3, 1)
    )
    slope = rng.uniform(-0.08, 0.08) if rng.random() < 0.5 else 0
    dance = size * rng.choice([0.03, 0.1, 0.25])
    for line in range(count):
        middle = (
            top + height * (line + 0.5) / count + (rng.normal(0, 0.1) * (height - size) if count == 1 else 0)
        )
        x = left + size * rng.uniform(0, 0.6)
        for _ in range(rng.integers(1, 12)):
            one = digit(scene, size * rng.uniform(0.8, 1.15))
            if x + one.width > right:
                break
            y = middle - one.height / 2 + slope * (x - left - width / 2) + rng.uniform(-dance, dance) / 2
            add(scene, one, y, x, touching)
            x += one.width + size * (rng.uniform(*gaps) if rng.random() < 0.93 else rng.uniform(0.5, 1.5))
    scene.size = size


def scattered(scene, region):
    grid(scene, region, scene.rng.integers(1, 4), scene.rng.integers(1, 4), 0.85, 0.9)


def page(scene, region):
    """Many small digits in rows and columns."""
    rng = scene.rng
    if scene.isFine:  # in so few pixels a hairline can't be seen
        scene.pen = 1, 0
    size = rng.uniform(6, 30) * drawing.FINE
    steps = size * rng.uniform(1.25, 2, 2)
    rows, columns = np.clip((region[2:] - region[:2]) / steps, 1, 9).astype(int)
    ends = region[:2] + steps * (rows, columns)
    grid(scene, (*region[:2], *ends), rows, columns, 0.8, rng.choice([0.1, 0.5]))


def cells(scene, region):
    """A form's row of cells, a digit in each or none."""
    rng = scene.rng
    top, left, bottom, right = region
    count = int(rng.integers(3, 12))
    side = 0.99 * min((right - left) / count, 0.8 * (bottom - top))
    high = min(side * rng.uniform(1, 1.6), 0.99 * (bottom - top))
    y, x = top + rng.uniform(0, bottom - top - high), left + rng.uniform(0, right - left - count * side)
    apart = side * (rng.uniform(0.05, 0.25) if rng.random() < 0.3 else 0)
    for k in range(count):
        if rng.random() < 0.85:
            one = digit(scene, min(side, high) * rng.uniform(0.55, 0.9))
            add(
                scene,
                one,
                y + (high - one.height) * rng.uniform(0.2, 0.8),
                x + k * side + (side - one.width) * rng.uniform(0.2, 0.8),
            )
    boxes = [(x + k * side + apart / 2, y, x + (k + 1) * side - apart / 2, y + high) for k in range(count)]
    ways = [[(a, b), (c, b), (c, d), (a, d), (a, b)] for a, b, c, d in boxes]
    scene.mark(scene.lines(ways, side * rng.uniform(0.01, 0.05)), scene.tone())
    scene.size = 0.7 * side


def grid(scene, region, rows, columns, largest, loose):
    """Digits in rows × columns places of the region, loose ones anywhere in their place."""
    rng = scene.rng
    high, wide = (region[2] - region[0]) / rows, (region[3] - region[1]) / columns
    size = min(high, wide) * rng.uniform(0.5, largest)
    filled = rng.uniform(0.5, 1) if rng.random() < 0.5 else 1
    for place in range(rows * columns):
        if rng.random() > filled:
            continue
        one = digit(scene, size * rng.uniform(0.85, 1.1))
        share = 0.5 + loose * (rng.random(2) - 0.5)
        top = region[0] + place // columns * high + share[0] * (high - one.height)
        left = region[1] + place % columns * wide + share[1] * (wide - one.width)
        add(scene, one, top, left)
    scene.size = size


def add(scene, one, top, left, mayTouch=False):
    """Add the digit unless it would lie over another; mayTouch lets them overlap by a tenth."""
    free = 0.12 * one.width if mayTouch else -2
    for other in scene.digits:
        apart = (
            max(top, other.top) - min(top + one.height, other.top + other.height),
            max(left, other.left) - min(left + one.width, other.left + other.width),
        )
        if max(apart) < -free:
            return
    scene.add(one, top, left)


def letter(scene, region):
    """A large letter that no digit looks like: written, but no digit."""
    rng = scene.rng
    written(scene, region, HOLD["letters"][rng.integers(len(HOLD["letters"]))])


def scribble(scene, region):
    """Scribbles, open curves, waves, spirals: written, but no digit."""
    rng, t = scene.rng, np.linspace(0, 1, 80)
    which = rng.integers(4)
    if which == 0:  # to and fro
        n = int(rng.integers(5, 14))
        points = np.stack([np.interp(t, np.linspace(0, 1, n), rng.random(n)) for _ in range(2)], axis=1)
    elif which == 1:  # an open curve, a wave
        points = np.stack(
            [0.5 + rng.uniform(0.1, 0.4) * np.sin(rng.uniform(2, 14) * t + rng.uniform(0, 6)), t], axis=1
        )
    elif which == 2:  # a spiral
        turn = rng.uniform(9, 25) * t
        points = 0.5 + 0.5 * (t * [np.sin(turn), np.cos(turn)]).T
    else:  # ways of many directions
        points = np.cumsum(rng.normal(0, 0.09, (80, 2)).cumsum(axis=0) * 0.2, axis=0)
        points = (points - points.min(axis=0)) / max(np.ptp(points), 1e-6)
    written(scene, region, strokes.wayFields(rng, np.clip(points, 0, 1)))


def written(scene, region, fields):
    """Something of these fields in the region that is no digit."""
    rng = scene.rng
    size = min(region[2] - region[0], region[3] - region[1]) * rng.uniform(0.3, 0.95)
    one = drawing.drawn(rng, fields, size, scene.pen)
    one.isDigit = False
    top, left = (
        rng.uniform(a, max(a, b - n))
        for a, b, n in ((region[0], region[2], one.height), (region[1], region[3], one.width))
    )
    scene.size = size
    scene.add(one, top, left)
