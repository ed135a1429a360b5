"""From a picture to its digits, each as MNIST's are: the network knows nothing else.

The eyes glance at the whole picture, and look at each digit that they find once more from closer by.
"""

from typing import NamedTuple

import numpy as np
from scipy import ndimage

from support.eyes.convolutions import look
from support.eyes.fitting import boxOf, fitted
from support.eyes.rows import rowsOf

GLANCES = 96 * 96, 384 * 384  # pixels in which the whole picture is seen; the second time only
LARGE = 24  # pixels of most digits: smaller ones, or many, are told apart only then
SEEN = 56  # pixels of a digit that is looked at from closer by,
ROOM = 0.35  # with as much of its size around it
INK, CORE = 0.4, 0.5  # of certainty: more is ink, or a core
SMALL = 0.35  # of the largest digit: smaller is none
SURE = 0.95  # of certainty: from closer by a digit's core has more somewhere; a letter's, a scrap's hasn't
CUT = "cut off by the picture's edge?"


class Digit(NamedTuple):
    pixels: np.ndarray  # (784,) from 0 to 1, as the network takes them
    warnings: list  # why it may be misread, a few words each
    box: tuple  # where it lies in its picture, in pixels of that: top, bottom, left, right


def digitsOf(gray, layers):
    """The digits in a gray picture, (height, width) bytes: rows of Digit, the upper one first."""
    gray = np.asarray(gray, dtype=np.float32) / 255
    for pixels in GLANCES:
        ink, core = look(gray, pixels, layers)
        owners, boxes = ownersOf(ink > INK, core > CORE)
        largest = max(map(extent, boxes.values()), default=0)
        boxes = {owner: box for owner, box in boxes.items() if extent(box) >= SMALL * largest}
        if boxes and np.median([extent(box) for box in boxes.values()]) >= LARGE:
            break
    scale = np.repeat(np.divide(gray.shape, ink.shape), 2)
    found = [closer(gray, owners == owner, np.multiply(box, scale), layers) for owner, box in boxes.items()]
    digits = [digit for digit in found if digit is not None]
    return [[digits[index] for index in row] for row in rowsOf([digit.box for digit in digits])]


def extent(box):
    """The longer side of a box."""
    return max(box[1] - box[0], box[3] - box[2])


def ownersOf(ink, core):
    """Of each pixel (h, w) the core it belongs to, by number, and by that number the box of its ink.

    A connected component of the ink belongs to the one core in it; where there are several, or none, each of
    its pixels belongs to the nearest.
    """
    cores, count = ndimage.label(core, np.ones((3, 3)))
    if not count:
        return cores, {}
    owners = nearest(cores)
    pieces, _ = ndimage.label(ink, np.ones((3, 3)))
    for number, place in enumerate(ndimage.find_objects(pieces), 1):
        piece = pieces[place] == number
        within = np.unique(cores[place][piece & (cores[place] > 0)])
        if len(within) == 1:
            owners[place][piece] = within[0]
    inked = np.where(ink, owners, 0)
    return nearest(inked), {owner: boxOf(inked == owner) for owner in np.unique(inked[ink])}


def nearest(numbers):
    """Of each pixel the nearest number that isn't 0."""
    places = ndimage.distance_transform_edt(numbers == 0, return_distances=False, return_indices=True)
    return numbers[tuple(places)]


def closer(gray, isOwn, box, layers):
    """The Digit in a box of the picture, seen from closer by; None if there it is none.

    isOwn (h, w), the whole picture in fewer pixels, says which of them belong to it.
    """
    room = ROOM * extent(box)
    top, left = (max(0, int(start - room)) for start in box[::2])
    part = gray[top : int(box[1] + room) + 1, left : int(box[3] + room) + 1]
    ink, core = look(part, part.size * (SEEN / extent(box)) ** 2, layers)
    finer = np.divide(part.shape, ink.shape)
    rows, columns = (
        ((start + (np.arange(seen) + 0.5) * step) * few / whole).astype(int)
        for start, seen, step, few, whole in zip(
            (top, left), ink.shape, finer, isOwn.shape, gray.shape, strict=True
        )
    )
    ink, core = np.where(isOwn[np.ix_(rows, columns)], (ink, core), 0)
    mask = ink > INK
    if not mask.any() or core.max() < SURE:
        return None
    box = boxOf(mask) * np.repeat(finer, 2) + (top, top, left, left)
    warnings = [CUT] if isCut(box, gray.shape) else []
    return Digit(fitted(ink, mask), warnings, tuple(round(float(side)) for side in box))


def isCut(box, shape):
    """Whether a box ends at one of the picture's edges, and not at the opposite one as well."""
    above, below, before, after = box[0] < 1, box[1] > shape[0] - 1, box[2] < 1, box[3] > shape[1] - 1
    return (above != below and not (before and after)) or (before != after and not (above and below))
