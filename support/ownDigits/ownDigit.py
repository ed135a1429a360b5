"""A picture of one's own digit, brought to what MNIST's are: the network knows nothing else.

MNIST's digits were scaled to fit 20 × 20 pixels, in light strokes on an empty ground, and put into
28 × 28 with their centre of mass in the middle. A photo differs in all of that.
"""

from typing import NamedTuple

import numpy as np
from PIL import Image
from scipy import ndimage

from support.data.dataSet import SIDE
from support.ownDigits.ink import asImage, inkOf, thickness
from support.ownDigits.sheet import withoutTable

BOX = 20  # MNIST's digits fit into a box of this side
MIDDLE = 14  # the row and column around which the centres of mass of MNIST's digits lie
FINE = 8  # the parts into which a pixel is cut where a stroke is measured and changed
THICKNESS = 1.9, 4.4  # pixels: nine of ten of MNIST's digits have strokes as thick as this

NO_CONTRAST = 0.04  # of the paper's light: less is no ink
FAINT = 0.2
THIN = 0.8  # MNIST pixels
ON_A_LINE = 0.7  # of the height of two pieces: more in common is two digits, less two strokes of a 4
NO_STROKE = 0.5  # a thing half as thick as it is long is none


class Prepared(NamedTuple):
    pixels: np.ndarray  # (784,) from 0 to 1, as the network takes them
    warnings: list  # why it may be misread, a few words each
    box: tuple = None  # where it lies in its picture, in pixels of that: top, bottom, left, right


def prepareAll(gray, network=None):
    """The digits in a gray picture, (height, width) bytes: a list of lines, each a list of Prepared.

    The upper line comes first, each is read from left to right. Raises ValueError where there is none.
    """
    return [[prepare(gray, network)]]


def prepare(gray, network=None):
    """A Prepared of the digit in a gray picture, (height, width) bytes; ValueError where there is none."""
    sheet = withoutTable(np.asarray(gray, dtype=np.float32) / 255)
    ink, noise = inkOf(sheet)
    edge = 0.5 if max(sheet.shape) >= BOX else 0.4  # of a stroke's middle; few pixels blur its ends away
    mask, level, notes = digitOf(ink, noise, edge)
    prepared = fitted(ink, mask, level, noise, notes)
    scale = np.divide(sheet.shape, ink.shape)[[0, 0, 1, 1]]
    return prepared._replace(box=tuple(round(side) for side in prepared.box * scale))


def fitDrawing(ink):
    """A Prepared of a drawing, its ink known, (height, width) from 0 to 1; ValueError where it is empty."""
    ink = np.asarray(ink, dtype=np.float32)
    if ink.max() < 0.5:
        raise ValueError("nothing drawn")
    return fitted(ink, ink > 0.5, 1, 0, [])


def digitOf(ink, noise, edge):
    """The mask of the digit's pieces, how strong the ink in a stroke's middle is, and notes for the user."""
    level = np.percentile(ink, 99.95)
    if level < max(NO_CONTRAST, 5 * noise):
        raise ValueError("no contrast")
    labels, count = ndimage.label(ink > level / 2, np.ones((3, 3)))
    masses = ndimage.sum_labels(ink, labels, range(1, count + 1))
    main = labels == 1 + np.argmax(masses)
    level = np.percentile(ink[main], 75)
    if level < max(NO_CONTRAST, 5 * noise):
        raise ValueError("no contrast")
    labels, count = ndimage.label(ink > level * edge, np.ones((3, 3)))
    masses = ndimage.sum_labels(ink, labels, range(1, count + 1))
    mask, notes = choosePieces(labels, masses)
    if level < FAINT:
        notes.append("very faint")
    return mask, level, notes


def choosePieces(labels, masses):
    """The mask of the piece with most ink and of those that belong to it, and notes for the user.

    What lies along a side of the frame is the edge of the paper, or of the light, and left out; what touches
    the frame may be some of it, and counts for less. Raises ValueError for what is no stroke: noise, a speck,
    a blot, an edge.
    """
    boxes = ndimage.find_objects(labels)
    lengths = np.array([max(side.stop - side.start for side in box) for box in boxes])
    sides = (labels[0], labels[-1], labels[:, 0], labels[:, -1])
    shares = np.array([np.bincount(side, minlength=len(masses) + 1)[1:] / len(side) for side in sides])
    isEdge = (shares.max(axis=0) > 0.9) & (shares.min(axis=0) == 0)
    masses = np.where(isEdge, 0, masses)
    if not masses.any():
        raise ValueError("the edge of the paper, or of the light")
    main = int(np.argmax(np.where(shares.any(axis=0), masses / 4, masses)))
    if masses[main] < masses.sum() / 2 and np.count_nonzero(masses > masses[main] / 20) > 10:
        raise ValueError("noise")
    length = lengths[main]
    mask = labels == main + 1
    if length < max(labels.shape) / 40 or thickness(mask) > NO_STROKE * length:
        raise ValueError("no stroke")
    distance = ndimage.distance_transform_edt(~mask)
    notes = []
    for other in np.argsort(-masses):
        if other == main or masses[other] < masses[main] / 50:
            continue
        piece = labels == other + 1
        gap = distance[piece].min()
        if lengths[other] > length / 4 and (gap > length / 4 or isBeside(boxes[other], boxes[main])):
            notes = ["more than one digit?"]
        elif gap < length / 4:
            mask |= piece
    return mask, notes


def isBeside(box, main):
    """Whether a piece stands left or right of the main one and on the same lines, as another digit does."""
    (rows, columns), (mainRows, mainColumns) = box, main
    both = overlap(rows, mainRows) / (max(rows.stop, mainRows.stop) - min(rows.start, mainRows.start))
    return both > ON_A_LINE and overlap(columns, mainColumns) <= 0.25 * (columns.stop - columns.start)


def overlap(one, other):
    return min(one.stop, other.stop) - max(one.start, other.start)


def fitted(ink, mask, level, noise, notes):
    """The Prepared of the ink under mask: the longer side of its box becomes 20 pixels."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    unit = max(bottom - top, right - left) / BOX  # what becomes a pixel
    low, high = max(0.08 * level, 2.5 * noise), 0.9 * level  # what becomes 0 and 1
    isNear = ndimage.distance_transform_edt(~mask) < 1.5 * unit  # the gray edge of a stroke belongs to it
    ink = np.where(isNear, np.clip((ink - low) / (high - low), 0, 1), 0)

    side = SIDE * unit
    frame = int(side) + 2
    x, y = (start + frame - (SIDE - BOX) / 2 * unit for start in (left, top))
    fine = asImage(np.pad(ink, frame)).resize(
        (SIDE * FINE, SIDE * FINE), Image.Resampling.BICUBIC, box=(x, y, x + side, y + side)
    )
    fine, width = withStrokes(np.asarray(fine))
    if width < THIN:
        notes.append("very thin")
    pixels = np.clip(fine.reshape(SIDE, FINE, SIDE, FINE).mean(axis=(1, 3)), 0, 1)
    shift = [round(MIDDLE - centre) for centre in ndimage.center_of_mass(pixels)]
    box = tuple(int(side) for side in (top, bottom, left, right))
    return Prepared(ndimage.shift(pixels, shift, order=0).ravel(), notes, box)


def withStrokes(fine):
    """fine with strokes no thinner or thicker than MNIST's, and the thickness that they had."""
    mask = fine > 0.5
    width = thickness(mask) / FINE
    wanted = np.clip(width, *THICKNESS)
    if wanted == width:
        return fine, width
    outside = ndimage.distance_transform_edt(~mask) - ndimage.distance_transform_edt(mask)
    grow = (wanted - width) / 2 * FINE
    return np.clip(0.5 - (outside - grow) / FINE, 0, 1), width
