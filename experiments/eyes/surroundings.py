"""What lies on a sheet beside the digits: rules, frames, and what isn't meant. Each kind changes a Scene."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from experiments.eyes import layouts, strokes
from experiments.eyes.scene import field, place, wobbly

WORDS = list("abcdefghiklmnoprstuvwABCDEFGHIJKLMNOPRSTUVW0123456789 .,:-%")


def rules(scene, squared=False):
    rng, height, width = scene.rng, scene.height, scene.width
    step = max(5, scene.size * rng.uniform(0.15, 1.2))
    tilt, start = rng.uniform(-0.05, 0.05), rng.uniform(0, step)
    ways = [
        [(-9, y - tilt * width / 2), (width + 9, y + tilt * width / 2)]
        for y in np.arange(start - step, height + step, step)
    ]
    if squared:
        ways += [
            [(x + tilt * height / 2, -9), (x - tilt * height / 2, height + 9)]
            for x in np.arange(start * rng.uniform(0.5, 1) - step, width + step, step)
        ]
    elif scene.chance(0.15):  # the margin
        ways.append([(width * 0.12, -9), (width * 0.13, height + 9)])
    tone = scene.paper * (1 - scene.contrast * rng.uniform(0.15, 1))
    scene.mark(scene.lines(ways, scene.size * rng.uniform(0.004, 0.03) + 0.5), tone)


def squares(scene):
    rules(scene, squared=True)


def dots(scene):
    step = max(6, int(scene.size * scene.rng.uniform(0.15, 0.5)))
    cover = np.zeros(scene.shape, np.float32)
    cover[step // 2 :: step, step // 2 :: step] = 1
    scene.mark(ndimage.maximum_filter(cover, 2 if scene.chance(0.5) else 1))


def edgeRule(scene):
    rng, height, width = scene.rng, scene.height, scene.width
    off = rng.uniform(0.005, 0.08) * scene.short
    one, other = off * rng.uniform(0.4, 1.6), off
    way = (
        [(-9, one), (width + 9, other)],
        [(-9, height - one), (width + 9, height - other)],
        [(one, -9), (other, height + 9)],
        [(width - one, -9), (width - other, height + 9)],
    )[rng.integers(4)]
    scene.mark(scene.lines([way], scene.size * rng.uniform(0.005, 0.06)))


def box(scene):
    """A box around a digit, by hand or ruler, now and then open or touched by it."""
    rng, digit = scene.rng, scene.one()
    gaps = digit.size * rng.uniform(0.05, 0.6, 4)
    if scene.chance(0.3):
        gaps[rng.integers(4)] = digit.size * rng.uniform(-0.04, 0.02)
    top, left = digit.top - gaps[0], digit.left - gaps[1]
    bottom, right = digit.top + digit.height + gaps[2], digit.left + digit.width + gaps[3]
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)])
    hand = scene.chance(0.5)
    corners[:4] += hand * rng.normal(0, 0.03 * digit.size, (4, 2))
    corners[4] = corners[0]
    sides = [wobbly(rng, a, b, 0.012 * digit.size * hand) for a, b in zip(corners, corners[1:], strict=False)]
    scene.mark(scene.lines(sides[: 3 if scene.chance(0.15) else 4], digit.size * rng.uniform(0.008, 0.08)))


def ring(scene):
    rng, digit = scene.rng, scene.one()
    turn = np.linspace(0, 2 * np.pi * rng.uniform(0.88, 1.06), 60) + rng.uniform(0, 7)
    radius = digit.size * rng.uniform(0.6, 1) * (1 + 0.05 * np.sin(2 * turn + rng.uniform(0, 6)))
    way = np.stack(
        [
            digit.left + digit.width / 2 + rng.uniform(0.8, 1.2) * radius * np.cos(turn),
            digit.top + digit.height / 2 + rng.uniform(0.8, 1.2) * radius * np.sin(turn),
        ],
        axis=1,
    )
    scene.mark(scene.lines([way], digit.size * rng.uniform(0.008, 0.08)))


def tableCells(scene):
    """A printed table's cell around a digit, whose neighbours show."""
    rng, digit = scene.rng, scene.one()
    size = digit.size
    top, bottom = (
        digit.top - size * rng.uniform(0.05, 0.4),
        digit.top + digit.height + size * rng.uniform(0.05, 0.4),
    )
    side = max(digit.width * 1.1, size * rng.uniform(0.75, 1.6))
    first = digit.left + digit.width / 2 - side * rng.uniform(0.45, 0.55)
    heights = [top, bottom] if scene.chance(0.5) else [2 * top - bottom, top, bottom, 2 * bottom - top]
    ways = [[(-9, y), (scene.width + 9, y)] for y in heights]
    low, high = (top, bottom) if scene.chance(0.6) else (-9, scene.height + 9)
    ways += [[(first + k * side, low), (first + k * side, high)] for k in range(-6, 8)]
    scene.mark(scene.lines(ways, size * rng.uniform(0.004, 0.04)))


def underline(scene):
    rng, digit = scene.rng, scene.one()
    size = digit.size
    foot = (
        digit.top
        + digit.height
        + size * (rng.uniform(-0.03, 0.03) if scene.chance(0.4) else rng.uniform(0.03, 0.35))
    )
    if scene.chance(0.1):
        foot = digit.top - size * rng.uniform(0.05, 0.3)
    start, end = -9, scene.width + 9
    if scene.chance(0.6):
        start, end = (
            digit.left - size * rng.uniform(0, 0.6),
            digit.left + digit.width + size * rng.uniform(0, 0.6),
        )
    tilt, width = rng.uniform(-0.05, 0.05) * size, size * rng.uniform(0.008, 0.08)
    ways = [
        wobbly(
            rng,
            (start, foot - tilt + k * width),
            (end, foot + tilt + k * width),
            rng.choice([0, 0.01]) * size,
        )
        for k in ((0, 3) if scene.chance(0.15) else (0,))
    ]
    scene.mark(scene.lines(ways, width))


def emptyFrame(scene):
    """A box with nothing in it, or a line."""
    rng, height, width = scene.rng, scene.height, scene.width
    left, top = rng.uniform(0.1, 0.4) * width, rng.uniform(0.1, 0.4) * height
    right, bottom = rng.uniform(0.6, 0.9) * width, rng.uniform(0.6, 0.9) * height
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    amount = rng.choice([0, 0.01]) * scene.short
    ways = [wobbly(rng, a, b, amount) for a, b in zip(corners, corners[1:], strict=False)]
    if scene.chance(0.2):
        ways = ways[:1]
    scene.mark(scene.lines(ways, scene.short * rng.uniform(0.005, 0.05)), scene.ink)


def scraps(scene):
    """Parts of neighbours that the picture's edge cuts off."""
    rng = scene.rng
    cover = np.zeros(scene.shape, np.float32)
    for _ in range(rng.integers(1, 4)):
        digit = layouts.digit(scene, scene.size * rng.uniform(0.7, 1.1))
        shown, side = rng.uniform(0.08, 0.38), rng.integers(4)
        top, left = rng.uniform(0, 1, 2) * (scene.height - digit.height, scene.width - digit.width)
        if scene.digits and side < 2:
            top = scene.digits[0].top + rng.normal(0, 0.15) * scene.size
        top, left = (
            (top, -digit.width * (1 - shown)),
            (top, scene.width - digit.width * shown),
            (-digit.height * (1 - shown), left),
            (scene.height - digit.height * shown, left),
        )[side]
        place(cover, digit.cover, round(top), round(left))
    scene.mark(cover * scene.free(0.05 * scene.size), scene.ink)


def words(scene):
    """Print that is much smaller than the digits."""
    rng = scene.rng
    cover = np.zeros(scene.shape, np.float32)
    for _ in range(rng.integers(1, 6)):
        size = max(7, min(0.3 * scene.size, 0.1 * scene.height) * rng.uniform(0.5, 1))
        font = ImageFont.truetype(strokes.FONTS[rng.integers(len(strokes.FONTS))], int(size))
        text = "".join(rng.choice(WORDS, rng.integers(1, 12))).strip() or "x"
        line = Image.new("L", tuple(max(1, round(side)) for side in font.getbbox(text)[2:]))
        ImageDraw.Draw(line).text((0, 0), text, 255, font=font)
        top, left = rng.uniform(0, scene.height), rng.uniform(-0.2, 0.9) * scene.width
        place(cover, np.asarray(line, np.float32) / np.float32(255), round(top), round(left))
    scene.mark(cover * scene.free(0.1 * scene.size))


def dirt(scene):
    """Specks, from a few to a sky of them."""
    rng = scene.rng
    cover = np.zeros(scene.shape, np.float32)
    for _ in range(int(np.exp(rng.uniform(0, 5)))):
        radius = rng.uniform(0.5, max(1, 0.03 * scene.size))
        speck = np.hypot(*np.mgrid[-radius : radius + 1, -radius : radius + 1]) < radius
        place(cover, speck.astype(np.float32), rng.integers(scene.height), rng.integers(scene.width))
    scene.mark(cover * scene.free(rng.choice([0, 0.05]) * scene.size))


def dashes(scene):
    """Short dashes in all directions, on 1 to 10 % of the paper; they may lie on the digits as well."""
    rng = scene.rng
    length, width = scene.size * rng.uniform(0.03, 0.22), max(1, scene.size * rng.uniform(0.01, 0.06))
    count = min(400, int(rng.uniform(0.005, 0.1) * scene.height * scene.width / (length * width)))
    middles = rng.uniform(0, 1, (count, 2)) * (scene.width, scene.height)
    angles = rng.uniform(0, np.pi, count)
    halves = np.stack([np.cos(angles), np.sin(angles)], axis=1) * length * rng.uniform(0.3, 0.7, (count, 1))
    ways = [[middle - half, middle + half] for middle, half in zip(middles, halves, strict=True)]
    cover = scene.lines(ways, width)
    scene.mark(cover * scene.free(0) if scene.chance(0.6) else cover)


def stain(scene):
    """A finger, a pen, a stain, a coin: something dark or light and large beside the digits."""
    rng, height, width = scene.rng, scene.height, scene.width
    drawn = Image.new("L", (width, height))
    brush = ImageDraw.Draw(drawn)
    angle = rng.uniform(0, 2 * np.pi)
    x, y = width / 2 + 0.55 * width * np.cos(angle), height / 2 + 0.55 * height * np.sin(angle)
    which = rng.random()
    if which < 0.4:
        a, b = rng.uniform(0.03, 0.25, 2) * scene.short
        brush.ellipse([x - a, y - b, x + a, y + b], fill=255)
    elif which < 0.7:
        end = x + width * np.cos(angle + rng.normal(0, 0.5)), y + height * np.sin(angle + rng.normal(0, 0.5))
        brush.line([(x, y), end], fill=255, width=int(scene.short * rng.uniform(0.05, 0.15)))
    else:
        a, b = rng.uniform(0.05, 0.3, 2) * (width, height)
        brush.rectangle([x - a, y - b, x + a, y + b], fill=255)
    cover = np.asarray(drawn, np.float32) / np.float32(255)
    tone = rng.uniform(0, 1) if scene.chance(0.5) else scene.ink
    scene.mark(cover * scene.free(0.05 * scene.size), tone)


def faint(scene):
    """A pencil, or a pen that runs dry: parts of a stroke are down to an eighth."""
    rng = scene.rng
    low = rng.uniform(0.12, 0.5)
    for digit in scene.digits:
        digit.seen = digit.seen * (low + (1 - low) * field(rng, digit.seen.shape, rng.integers(2, 6)))


def grain(scene):
    """Chalk, charcoal, a rough paper."""
    rng = scene.rng
    amount, cells = rng.uniform(0.1, 0.6), rng.uniform(2, 5)
    for digit in scene.digits:
        shape = digit.seen.shape
        rough = rng.random(shape) if scene.chance(0.5) else field(rng, shape, max(3, digit.size / cells))
        digit.seen = (digit.seen * (1 - amount * rough)).astype(np.float32)


def broken(scene):
    """A stroke with gaps: the pen skipped, or an eraser went over it, or the digit is dashed."""
    rng = scene.rng
    isDashed = scene.chance(0.2)
    for digit in scene.digits:
        rows, columns = np.nonzero(digit.cover > 0.5)
        if not len(rows):
            continue
        gaps = Image.new("L", digit.seen.shape[::-1])
        reach = 0.15 * digit.size
        for _ in range(rng.integers(6, 12) if isDashed else rng.integers(1, 5)):
            k, angle = rng.integers(len(rows)), rng.uniform(0, np.pi)
            dx, dy = reach * np.cos(angle), reach * np.sin(angle)
            ends = [(columns[k] - dx, rows[k] - dy), (columns[k] + dx, rows[k] + dy)]
            ImageDraw.Draw(gaps).line(
                ends, fill=255, width=max(1, int(digit.size * rng.uniform(0.015, 0.08)))
            )
        digit.seen = digit.seen * (1 - np.asarray(gaps, np.float32) / np.float32(255))
