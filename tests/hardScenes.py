"""One digit in a picture that is hard to see: hairlines, few pixels, no margin, dirt, two colours."""

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from tests import photos, scenes
from tests.photos import packed
from tests.skeletons import penned

KINDS = (
    *("hairline", "hairline filling", "filling", "hard pen", "smooth pen", "few pixels", "few enlarged"),
    *("dashes", "dirt", "two colours", "dark things beside", "upright bar", "1 on squares"),
)
HAIR = 0.003, 0.015  # of the digit's height
PENS = 1, 4  # pixels
CANVASES = (640, 480), (800, 600), (1024, 768), (1280, 960), (1600, 1200)
GRIDS = 8, 28  # pixels
COVERED = 0.01, 0.1  # of the paper, by dashes or dirt
LUMA = np.array([0.299, 0.587, 0.114])


def makeFile(image, rng, kind):
    """The file, as Pillow reads it, of a picture of the test image (28, 28), of one of KINDS.

    "upright bar" is a 1, whatever the image.
    """
    return MAKERS[kind](image, rng)


def hairline(image, rng, room=(1.25, 3)):
    """A pen of 0.3 to 1.5 % of the digit's height, 1.2 pixels at least, on paper 1.25 to 3 times as high."""
    share = rng.uniform(*HAIR)
    size = rng.uniform(max(200, 1.2 / share), max(500, 1.6 / share))
    ink = penned(image, size, share * size)
    height, width = (round(side) for side in size * rng.uniform(*room, 2))
    canvas = photos.place(ink, max(height, ink.shape[0]), max(width, ink.shape[1]), rng)
    return scenes.finished(canvas, rng)


def hairlineFilling(image, rng):
    """The same on a picture at most 8 % larger than the digit's height."""
    return hairline(image, rng, (1, 1.08)) if rng.random() < 0.5 else bare(image, rng, hair=True)


def bare(image, rng, hair=False):
    """A digit with 0 to 6 % of its longer side around it."""
    size = rng.uniform(250, 600)
    ink = penned(image, size, max(1.2, rng.uniform(*HAIR) * size)) if hair else thick(image, size, rng)
    margins = np.rint(max(ink.shape) * rng.uniform(0, 0.06, (2, 2))).astype(int)
    return scenes.finished(np.pad(ink, margins), rng)


def thick(image, size, rng):
    return photos.stroke(image, size, rng.uniform(1, 3))


def pen(image, rng, isHard=True):
    """A paint program's: a pen of 1 to 4 pixels on 640 × 480 to 1600 × 1200, the digit 15 to 90 % as high."""
    width, height = CANVASES[rng.integers(len(CANVASES))]
    ink = penned(image, height * rng.uniform(0.15, 0.9), rng.integers(PENS[0], PENS[1] + 1), isHard)
    canvas = photos.place(ink, height, width, rng)
    return packed(painted(canvas, rng), "PNG")


def smoothPen(image, rng):
    return pen(image, rng, isHard=False)


def painted(canvas, rng):
    """Black on white; of four, one white on black and one in a colour on white."""
    colours = ((0, 0, 0), (255, 255, 255)), ((255, 255, 255), (0, 0, 0))
    ink, paper = colours[0] if rng.random() < 0.75 else colours[1]
    if ink == (0, 0, 0) and rng.random() < 1 / 3:
        ink = tuple(rng.permutation([0, rng.integers(0, 120), rng.integers(120, 220)]))
    cover = canvas[..., None]
    return Image.fromarray(np.rint(np.array(paper) * (1 - cover) + np.array(ink) * cover).astype(np.uint8))


def fewPixels(image, rng, enlarged=1):
    """A grid of 8 to 28 pixels with hard edges; from 16 on the pen is 1 to 3 pixels thick, below 1."""
    side = int(rng.integers(GRIDS[0], GRIDS[1] + 1))
    width = 1 if side < 16 else int(rng.integers(1, 4))
    margin = int(rng.integers(0, max(1, side // 6 - 1)))
    ink = penned(image, side - 2 * margin - width, width, isHard=True)
    canvas = np.zeros((side, max(side, ink.shape[1])))
    top, left = (canvas.shape[0] - ink.shape[0]) // 2, (canvas.shape[1] - ink.shape[1]) // 2
    part = canvas[max(0, top) :, left : left + ink.shape[1]][: len(ink)]
    part[:] = ink[: len(part)]
    return packed(painted(np.kron(canvas, np.ones((enlarged, enlarged))), rng), "PNG")


def fewEnlarged(image, rng):
    """The same, each pixel a square of 4 to 40."""
    return fewPixels(image, rng, int(rng.integers(4, 41)))


def dashes(image, rng):
    """Dashes of 3 to 12 % of the digit's size, at any angle, on 1 to 10 % of the paper around it."""
    return scattered(image, rng, (0.03, 0.12), (0.008, 0.03))


def dirt(image, rng):
    """Spots of 0.5 to 3.5 % of the digit's size on 1 to 10 % of the paper around it."""
    return scattered(image, rng, (0, 0.01), (0.005, 0.03))


def scattered(image, rng, lengths, widths):
    canvas, (_, _, height, width) = scenes.placed(image, rng)
    size = max(height, width)
    free = ndimage.distance_transform_edt(canvas < 0.2) > 0.02 * size
    covered, wanted = np.zeros(canvas.shape), rng.uniform(*COVERED)
    while (covered * free).mean() < wanted:
        ways = []
        each = size * np.mean(widths) * (size * np.mean(lengths) + size * np.mean(widths))
        for _ in range(1 + int(wanted * canvas.size / each / 3)):
            x, y = rng.uniform(0, 1, 2) * canvas.shape[::-1]
            angle, length = rng.uniform(0, np.pi), size * rng.uniform(*lengths)
            ways.append([(x, y), (x + length * np.cos(angle), y + length * np.sin(angle))])
        brush = max(1, size * rng.uniform(*widths))
        covered = np.maximum(covered, rng.uniform(0.5, 1) * scenes.lines(canvas.shape, ways, brush))
    return scenes.finished(np.maximum(canvas, covered * free), rng)


def twoColours(image, rng):
    """Ink and paper equally light in gray (to 2 of 255), in a channel 80 apart or more: red on green, say."""
    canvas, _ = scenes.placed(image, rng)
    while True:
        ink, paper = rng.integers(20, 236, (2, 3)).astype(float)
        ink += LUMA @ (paper - ink)  # as light as the paper
        if ink.min() >= 0 and ink.max() <= 255 and np.abs(ink - paper).max() >= 80:
            break
    cover = canvas[..., None]
    colours = paper * (1 - cover) + ink * cover
    colours = colours * photos.light(rng, *canvas.shape, rng.uniform(0, 0.2))
    colours += rng.normal(0, rng.uniform(0, 3), colours.shape)
    picture = Image.fromarray(np.clip(np.rint(colours), 0, 255).astype(np.uint8))
    return packed(picture, "PNG") if rng.random() < 0.5 else packed(picture, "JPEG", quality=90)


def darkThings(image, rng):
    """Up to three dark things on the paper's border: a pen, a telephone, a cup, partly beyond the picture."""
    canvas, (_, _, height, width) = scenes.placed(image, rng, (2, 3))
    picture = photos.developed(canvas, rng)
    columns, rows = picture.size
    size = max(height, width)
    near = ndimage.distance_transform_edt(canvas < 0.2) < 0.06 * size  # the digit stays free
    corners = [(0, 0), (columns, 0), (0, rows), (columns, rows)]
    dark = np.zeros(canvas.shape, bool)
    for corner in rng.permutation(4)[: rng.integers(1, 4)]:
        thing = darkThing(canvas.shape, corners[corner], size, rng)
        if not (thing & near).any():
            dark |= thing
    dark = ndimage.gaussian_filter(dark.astype(float), rng.uniform(0.5, 2))[..., None]
    shades = np.asarray(picture) * (1 - dark) + rng.integers(10, 70, 3) * dark
    return packed(Image.fromarray(shades.astype(np.uint8)), "JPEG", quality=int(rng.integers(70, 95)))


def darkThing(shape, corner, size, rng):
    """A mask of a disc or a thick stroke near that corner."""
    drawn = Image.new("L", shape[::-1])
    brush = ImageDraw.Draw(drawn)
    inwards = np.where(np.array(corner) > 0, -1, 1)
    x, y = corner + inwards * rng.uniform(-0.1, 0.3, 2) * size
    if rng.random() < 0.5:
        radius = size * rng.uniform(0.15, 0.5)
        brush.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
    else:
        way = np.array([(x, y), (x, y) + rng.uniform(-1.5, 1.5, 2) * size])
        brush.line([tuple(place) for place in way], 255, max(3, round(size * rng.uniform(0.06, 0.4))))
    return np.asarray(drawn) > 0


def bar(size, rng):
    """An exactly upright stroke, 4 to 20 % as thick as it is high, its ends free; edges hard or soft."""
    thickness = max(1, round(size * rng.uniform(0.04, 0.2)))
    ink = np.pad(np.ones((round(size), thickness)), 2)
    return ndimage.gaussian_filter(ink, rng.choice([0, 0.7]))


def uprightBar(image, rng):
    """A 1 as an exactly upright bar, 20 to 80 % as high as the picture of 28 to 900 pixels."""
    height, width = (
        int(side) for side in rng.integers(*((28, 120) if rng.random() < 0.3 else (120, 901)), 2)
    )
    canvas = photos.place(bar(max(8, height * rng.uniform(0.2, 0.8)), rng), height, width, rng)
    return scenes.finished(canvas, rng) if rng.random() < 0.5 else packed(painted(canvas, rng), "PNG")


def oneOnSquares(image, rng):
    """A stroke upright or up to 20° aslant, on squares, blue or gray, of 0.15 to 0.6 of its height."""
    size = rng.uniform(100, 350)
    ink = np.asarray(
        Image.fromarray(bar(size, rng)).rotate(
            rng.choice([0, rng.uniform(-20, 20)]), Image.Resampling.BICUBIC, expand=True
        )
    )
    height, width = (round(size * side) for side in rng.uniform(1.3, 2.5, 2))
    canvas = np.clip(photos.place(ink, height, width, rng), 0, 1)
    rules = scenes.withRules(np.zeros(canvas.shape), size, rng, squared=True)[..., None]
    colour = ((80, 110, 200), (120, 150, 220), (150, 150, 150))[rng.integers(3)]
    paper = 245 * (1 - rules) + np.array(colour) * rules
    colours = paper * (1 - canvas[..., None]) + np.array((25, 30, 60)) * canvas[..., None]
    colours = colours * photos.light(rng, height, width, rng.uniform(0, 0.3))
    colours = ndimage.gaussian_filter(colours, (0.7, 0.7, 0)) + rng.normal(0, 2, colours.shape)
    return packed(Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8)), "JPEG", quality=85)


MAKERS = {
    "hairline": hairline,
    "hairline filling": hairlineFilling,
    "filling": bare,
    "hard pen": pen,
    "smooth pen": smoothPen,
    "few pixels": fewPixels,
    "few enlarged": fewEnlarged,
    "dashes": dashes,
    "dirt": dirt,
    "two colours": twoColours,
    "dark things beside": darkThings,
    "upright bar": uprightBar,
    "1 on squares": oneOnSquares,
}
