"""From a picture to its digits, each as MNIST's are: the network knows nothing else.

The eyes glance at the whole picture, and look at each digit that they find once more from closer by.
"""

import numpy as np
from scipy import ndimage

from experiments.eyes.convolutions import look
from experiments.eyes.rows import rowsOf
from support.ownDigits.fitting import fitted
from support.ownDigits.ink import boxOf
from support.ownDigits.ownDigit import CUT, Prepared

GLANCES = 128 * 128, 384 * 384  # pixels in which the whole picture is seen; the second time only
LARGE = 40  # where no digit has so many pixels: digits that are small, or many, are told apart only then
CLOSER = 96 * 96  # pixels in which a digit is seen,
ROOM = 0.35  # with as much of its size around it
ENOUGH = (
    56  # a digit that the glance has shown in so many pixels isn't looked at again: it would be no larger
)
INK, CORE = 0.4, 0.5  # of certainty: more is ink, or a core
SMALL = 0.35  # of the largest digit: smaller is none


def digitsOf(gray, layers):
    """The digits in a gray picture, (height, width) bytes: rows of Prepared, the upper one first."""
    gray = np.asarray(gray, dtype=np.float32) / 255
    for pixels in GLANCES:
        ink, core = look(gray, pixels, layers)
        owners, boxes = ownersOf(ink > INK, core > CORE)
        largest = max(map(extent, boxes.values()), default=0)
        if largest >= LARGE:
            break
    scale = np.repeat(np.divide(gray.shape, ink.shape), 2)
    found = []
    for owner, box in boxes.items():
        if extent(box) >= ENOUGH:
            found.append(prepared(np.where(owners == owner, ink, 0), (0, 0), gray.shape, gray.shape))
        elif extent(box) >= SMALL * largest:
            found.append(closer(gray, owners == owner, np.multiply(box, scale), layers))
    digits = [digit for digit in found if digit is not None]
    return [[digits[index] for index in row] for row in rowsOf([digit.box for digit in digits])]


def extent(box):
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
    """The Prepared digit in a box of the picture, seen from closer by; None if nothing is left of it there.

    isOwn (h, w), the whole picture in fewer pixels, says which of them belong to it.
    """
    room = ROOM * extent(box)
    place = [max(0, int(start - room)) for start in box[::2]]
    part = gray[place[0] : int(box[1] + room) + 1, place[1] : int(box[3] + room) + 1]
    ink, _ = look(part, CLOSER, layers)
    rows, columns = (
        ((start + (np.arange(seen) + 0.5) * size / seen) * few / whole).astype(int)
        for start, size, seen, few, whole in zip(
            place, part.shape, ink.shape, isOwn.shape, gray.shape, strict=True
        )
    )
    return prepared(np.where(isOwn[np.ix_(rows, columns)], ink, 0), place, part.shape, gray.shape)


def prepared(ink, place, size, whole):
    """The Prepared digit of the ink (h, w), 0 to 1, in a part of the picture; None without ink.

    place (top, left) and size (height, width) are the part's; whole is the size of the picture.
    """
    if not (ink > INK).any():
        return None
    top, left = place
    box = boxOf(ink > INK) * np.repeat(np.divide(size, ink.shape), 2) + (top, top, left, left)
    above, below, before, after = box[0] < 1, box[1] > whole[0] - 1, box[2] < 1, box[3] > whole[1] - 1
    isCut = (above != below and not (before and after)) or (before != after and not (above and below))
    return Prepared(fitted(ink, ink > INK), [CUT] if isCut else [], tuple(round(float(side)) for side in box))
