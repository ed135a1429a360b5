"""Scenes drawn by chance: a gray picture, the ink of its digits, and their cores.

A new kind of surroundings is a function that changes a Scene, and a row in KINDS with how often it comes.
"""

import numpy as np
from scipy import ndimage

from experiments.eyes import layouts, light, screens, surroundings
from experiments.eyes.scene import Scene, place

# what a sheet may bear or meet: the kind, how often, whether there must be a digit, and its group
KINDS = (
    (surroundings.faint, 0.13, True, "pens"),
    (surroundings.grain, 0.2, True, "pens"),
    (surroundings.broken, 0.13, True, "pens"),
    (surroundings.rules, 0.12, False, "lines"),
    (surroundings.squares, 0.11, False, "lines"),
    (surroundings.dots, 0.03, False, "lines"),
    (surroundings.edgeRule, 0.07, False, "lines"),
    (surroundings.box, 0.1, True, "lines"),
    (surroundings.ring, 0.05, True, "lines"),
    (surroundings.tableCells, 0.05, True, "lines"),
    (surroundings.underline, 0.12, True, "lines"),
    (surroundings.scraps, 0.12, False, "strays"),
    (surroundings.words, 0.08, False, "strays"),
    (surroundings.dirt, 0.1, False, "strays"),
    (surroundings.dashes, 0.08, False, "strays"),
    (surroundings.stain, 0.07, False, "strays"),
)
LIGHTS = (
    (light.scannerBars, 0.06),
    (light.uneven, 0.25),
    (light.folds, 0.08),
    (light.shadow, 0.14),
)
LAYOUTS = (  # where the digits stand, and how often; "many" is a group
    (layouts.single, 0.46, None),
    (layouts.row, 0.17, "many"),
    (layouts.scattered, 0.05, "many"),
    (layouts.page, 0.05, "many"),
    (layouts.cells, 0.04, "many"),
    (layouts.cut, 0.07, "strays"),
    (layouts.letter, 0.04, "strays"),
    (layouts.scribble, 0.04, "strays"),
    (None, 0.08, None),  # nothing
)
SCREENS = ((screens.tiny, 0.14), (screens.figure, 0.07), (screens.painted, 0.07))
SEEN = 5  # grays of 255 between ink and what is around it
CALM = 0.25  # of the sheets bear digits alone, in even light
TABLE = 0.22  # of the sheets lie on something that shows
SHAPES = (  # of pictures, in pixels
    *((64, 64), (64, 96), (96, 64), (96, 96), (96, 96), (96, 96), (80, 112), (112, 80), (128, 128)),
    *((112, 144), (64, 144), (144, 64), (48, 192), (48, 336), (176, 144), (192, 192)),
)
GROUPS = "pens", "lines", "strays", "light", "many", "screens"  # that can be left out


def shard(seed, number, count, without=()):
    """The pictures, ink and cores, (count, height, width) bytes, of scenes: the number-th shard of a seed."""
    rng = np.random.default_rng((seed, number))
    shape = SHAPES[number % len(SHAPES)]
    return [np.stack(part) for part in zip(*(draw(rng, shape, without) for _ in range(count)), strict=True)]


def draw(rng, shape, without=()):
    """One scene (height, width): its picture, its digits' ink and their cores, in bytes."""
    while True:
        picture, ink, cores = drawn(rng, shape, without)
        if canBeSeen(picture, ink):
            return picture, ink, cores


def canBeSeen(picture, ink):
    """Whether the ink differs from what is around it: what nobody sees teaches nothing."""
    mask = ink > 127
    if not mask.any():
        return True
    around = ndimage.maximum_filter(mask, 7) & ~mask
    return abs(float(picture[mask].mean()) - float(picture[around].mean())) > SEEN


def drawn(rng, shape, without):
    scene = Scene(rng, shape)
    which = rng.random()
    for kind, share in () if "screens" in without else SCREENS:
        which -= share
        if which < 0:
            kind(scene)
            if scene.chance(0.15):
                onScreen(scene)
            return light.camera(scene), *scene.targets()
    sheet(scene, without)
    return light.camera(scene), *scene.targets()


def onScreen(scene):
    """A screen that is photographed."""
    scene.isHard = False
    scene.gray = scene.gray * light.lit(scene)
    light.blur(scene)
    light.noise(scene)


def sheet(scene, without):
    rng = scene.rng
    layouts.choosePen(scene)
    region = np.array([0.0, 0.0, *scene.shape])
    isCalm = scene.chance(CALM)
    onTable = not isCalm and "light" not in without and scene.chance(TABLE)
    if onTable:
        region = layOnTable(scene)
    choose(scene, without)(scene, region)
    for kind, share, needsDigit, group in () if isCalm else KINDS:
        if group not in without and scene.chance(share) and (scene.digits or not needsDigit):
            kind(scene)
    if not scene.digits and not scene.marks and not isCalm and scene.chance(0.5):
        surroundings.emptyFrame(scene)
    gray = np.full(scene.shape, scene.paper, np.float32)
    if scene.chance(0.4):
        rough = ndimage.gaussian_filter(rng.standard_normal(scene.shape, np.float32), rng.uniform(0.7, 3))
        gray += rng.uniform(0.02, 0.12) * (0.3 if scene.isFine else 1) * rough
    for cover, tone in scene.marks:
        gray += (tone - gray) * cover * rng.uniform(0.8, 1)
    seen = np.zeros(scene.shape, np.float32)
    for digit in scene.digits:
        place(seen, digit.seen, digit.top, digit.left)
    scene.gray = gray + (scene.ink - gray) * seen
    scene.gray = scene.gray * light.lit(scene)
    for kind, share in () if isCalm or "light" in without else LIGHTS:
        if scene.chance(share):
            kind(scene)
    if onTable:
        light.table(scene)
    if scene.chance(0.65):
        light.blur(scene)
    if scene.chance(0.6):
        light.noise(scene)


def choose(scene, without):
    """A layout, drawn by chance; wide and high pictures hold numbers more often."""
    kinds, shares, groups = zip(*LAYOUTS, strict=True)
    shares = np.array(shares) * [group not in without for group in groups]
    if max(scene.shape) > 1.5 * min(scene.shape):
        shares[0] /= 4
    elif min(scene.shape) < 2 * 90:
        shares[3] = 0
    kind = kinds[scene.rng.choice(len(kinds), p=shares / shares.sum())]
    return kind or (lambda scene, region: None)


def layOnTable(scene):
    """Choose the sheet's corners; returns where on it digits may stand: top, left, bottom, right."""
    rng, height, width = scene.rng, scene.height, scene.width
    margins = (
        rng.uniform(0, 0.28, 4) * (height, width, height, width) * (rng.random(4) > rng.choice([0, 0.4]))
    )
    top, left, bottom, right = margins[0], margins[1], height - margins[2], width - margins[3]
    far = 9
    isThere = margins > 0
    edges = [np.where(isThere, (top, left, bottom, right), (-far, -far, height + far, width + far))][0]
    corners = np.array(
        [(edges[1], edges[0]), (edges[3], edges[0]), (edges[3], edges[2]), (edges[1], edges[2])]
    )
    if scene.chance(0.6):
        whole = np.array([isThere[[1, 0]], isThere[[3, 0]], isThere[[3, 2]], isThere[[1, 2]]]).all(axis=1)
        corners = corners + rng.uniform(-0.05, 0.05, (4, 2)) * (width, height) * whole[:, None]
    scene.sheet = corners
    return np.array([top, left, bottom, right]) + 0.05 * np.array([height, width, -height, -width]) * isThere
