"""The strokes that scenes are drawn with: of MNIST's training digits, the world's hands, fonts, and bars.

Of each digit two fields are kept, so that it can be drawn with any pen in any size: how far a place is from
the middle of the next stroke, and how thick that stroke is there.
"""

from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage
from skimage.morphology import skeletonize

from experiments.world.digits import drawnOn
from experiments.world.strokes import withBar, withCurl, withHook, withUpstroke
from support.data import dataSet

SIDE = 112  # of a field: four of its pixels are one of MNIST's
UNIT = 8  # fields are kept in bytes: so many are a pixel of the field
FIRST, MNIST_DIGITS = 50000, 10000  # so many of MNIST's first training digits; the others are held out
FONTS = sorted(
    path
    for path in (Path(matplotlib.get_data_path()) / "fonts/ttf").glob("DejaVu*.ttf")
    if "Display" not in path.name
)
OTHER_HANDS = (1, withUpstroke, 1 / 2), (9, withHook, 2 / 5), (7, withBar, 1 / 5), (6, withCurl, 2 / 5)
PRINTED = 6  # times each: one of nine digits is printed
FORMS = (  # digits of straight strokes, points x, y: level and upright ones are no rules
    [[(0, 0.25), (0.45, 0), (0.45, 1)]],
    [[(0, 0.45), (0.5, 0), (0.5, 1)]],
    [[(0.15, 0.12), (0.4, 0), (0.4, 1)]],
    [[(0, 0.3), (0.4, 0), (0.4, 1)], [(0.1, 1), (0.75, 1)]],
    [[(0, 0), (0.6, 0), (0.6, 1)]],
    [[(0, 0), (0.65, 0), (0.2, 1)]],
    [[(0, 0), (0.65, 0), (0.25, 1)], [(0.15, 0.5), (0.7, 0.5)]],
    [[(0, 0.2), (0, 0), (0.6, 0), (0.3, 1)]],
    [[(0.45, 0), (0, 0.65), (0.7, 0.65)], [(0.5, 0.35), (0.5, 1)]],
    [[(0, 0), (0, 0.5), (0.6, 0.5)], [(0.6, 0), (0.6, 1)]],
    [[(0.55, 1), (0.55, 0), (0, 0.65), (0.75, 0.65)]],
    [[(0.65, 0), (0, 0), (0, 0.45), (0.6, 0.45), (0.6, 1), (0, 1)]],
    [[(0, 0), (0.6, 0)], [(0, 0), (0, 0.42), (0.4, 0.38), (0.65, 0.6), (0.6, 0.85), (0.3, 1), (0, 0.9)]],
    [[(0, 0), (0.6, 0), (0.6, 0.5), (0, 0.5), (0, 1), (0.6, 1)]],
    [[(0, 0.2), (0.3, 0), (0.6, 0.2), (0, 1), (0.65, 1)]],
    [[(0, 0), (0.6, 0), (0.6, 1), (0, 1)], [(0.1, 0.5), (0.6, 0.5)]],
    [[(0, 0), (0.6, 0), (0.25, 0.4), (0.6, 0.65), (0.5, 0.95), (0, 0.95)]],
    [[(0.6, 0), (0, 0), (0, 1), (0.6, 1), (0.6, 0.5), (0, 0.5)]],
    [[(0.5, 0), (0.1, 0.45), (0, 0.75), (0.3, 1), (0.6, 0.75), (0.3, 0.5), (0.05, 0.7)]],
    [[(0, 0), (0.6, 0), (0.6, 1), (0, 1), (0, 0)], [(0, 0.5), (0.6, 0.5)]],
    [[(0, 0), (0.6, 1), (0, 1), (0.6, 0), (0, 0)]],
    [[(0.6, 0.5), (0, 0.5), (0, 0), (0.6, 0), (0.6, 1)]],
    [[(0.6, 0.5), (0, 0.5), (0, 0), (0.6, 0), (0.6, 1), (0, 1)]],
)
LETTERS = "AEFHKMNRTWXYmkwx"  # no digit looks like them


def fieldsOf(image):
    """(2, SIDE, SIDE) bytes of an image (28, 28): how far the next stroke's middle is, and its radius."""
    large = np.asarray(Image.fromarray(image).resize((SIDE, SIDE), Image.Resampling.BICUBIC), np.float32)
    mask = ndimage.gaussian_filter(large, 1.5) > 110
    skeleton = skeletonize(mask)
    if not skeleton.any():
        return None
    radii = np.where(skeleton, ndimage.distance_transform_edt(mask), 0)
    mean = ndimage.uniform_filter(radii, 7) / np.maximum(
        ndimage.uniform_filter(skeleton.astype(float), 7), 1e-3
    )
    distance, places = ndimage.distance_transform_edt(~skeleton, return_indices=True)
    return np.clip(UNIT * np.stack([distance, mean[tuple(places)]]), 0, 255).astype(np.uint8)


def printed(text, font):
    """The text's image (28, 28) in bytes."""
    large = Image.new("L", (SIDE, SIDE))
    box = font.getbbox(text)
    font = font.font_variant(size=int(font.size * 80 / max(box[2] - box[0], box[3] - box[1])))
    ImageDraw.Draw(large).text((SIDE / 2, SIDE / 2), text, 255, font=font, anchor="mm")
    return np.asarray(large.reduce(SIDE // dataSet.SIDE))


def make(folder, seed, count=MNIST_DIGITS):
    """Write the fields of digits, and those of letters, into folder: digits.npy and letters.npy."""
    rng = np.random.RandomState(seed)
    images, labels = dataSet.readTrainSet()
    chosen = rng.permutation(FIRST)[:count]
    images, labels = images[chosen].reshape(-1, dataSet.SIDE, dataSet.SIDE), labels[chosen]
    fonts = [ImageFont.truetype(path, 100) for path in FONTS]
    prints = [printed(str(digit), font) for font in fonts for digit in range(10)]
    letters = [printed(letter, font) for font in fonts for letter in LETTERS]
    written = [*images, *otherHands(images, labels, seed)]
    for name, drawn in (("digits", [*written, *np.repeat(prints, PRINTED, axis=0)]), ("letters", letters)):
        fields = [fieldsOf(np.asarray(image)) for image in drawn]
        np.save(folder / f"{name}.npy", np.stack([field for field in fields if field is not None]))


def otherHands(images, labels, seed):
    """Copies, in bytes, of some images (n, 28, 28), with what hands elsewhere draw onto such digits."""
    rng = np.random.RandomState(seed)
    copies = [
        copy
        for digit, draw, share in OTHER_HANDS
        for copy in drawnOn(images[labels == digit] / 255, draw, share, rng)
    ]
    return np.rint(255 * np.array(copies)).astype(np.uint8)


def barFields(rng, degrees):
    """The fields of a straight stroke at so many degrees from upright."""
    rows, columns = np.mgrid[:SIDE, :SIDE] - SIDE / 2
    along = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    half = rng.uniform(30, 38)
    way = np.clip(along[0] * rows + along[1] * columns, -half, half)
    distance = np.hypot(rows - along[0] * way, columns - along[1] * way)
    radius = np.full((SIDE, SIDE), rng.uniform(3, 8))
    return np.clip(UNIT * np.stack([distance, radius]), 0, 255).astype(np.uint8)


def wayFields(rng, *ways):
    """The fields of strokes through points, each (n, 2), row and column from 0 to 1."""
    drawn = Image.new("L", (SIDE, SIDE), 255)
    for points in ways:
        way = [tuple(map(float, point)) for point in (16 + 80 * points[:, ::-1])]
        ImageDraw.Draw(drawn).line(way, fill=0, width=1)
    distance = ndimage.distance_transform_edt(np.asarray(drawn) > 0)
    radius = np.full((SIDE, SIDE), rng.uniform(3, 7))
    return np.clip(UNIT * np.stack([distance, radius]), 0, 255).astype(np.uint8)


def formFields(rng):
    """The fields of one of FORMS, its corners moved and rounded a little, or as they are."""
    ways = [np.array(way, float)[:, ::-1] for way in FORMS[rng.integers(len(FORMS))]]
    amount, rounds = rng.choice([0, 0, 0.03, 0.06]), rng.integers(0, 4)
    moved = [np.clip(way + rng.normal(0, 1, way.shape) * amount, 0, 1) for way in ways]
    for _ in range(rounds if rng.random() < 0.5 else 0):
        moved = [rounded(way) for way in moved]
    return wayFields(rng, *moved)


def rounded(way):
    """The way (n, 2) with each corner cut off (Chaikin)."""
    near, far = 0.75 * way[:-1] + 0.25 * way[1:], 0.25 * way[:-1] + 0.75 * way[1:]
    return np.concatenate([way[:1], np.stack([near, far], axis=1).reshape(-1, 2), way[-1:]])
