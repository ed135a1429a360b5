"""The ink of one digit, brought to what MNIST's digits are.

Those were scaled to fit 20 × 20 pixels, in light strokes on an empty ground, and put into 28 × 28 with
their centre of mass in the middle.
"""

import numpy as np
from scipy import ndimage

from support.data.dataSet import SIDE
from support.eyes.sampling import sampled

BOX = 20  # MNIST's digits fit into a box of this side
MIDDLE = 14  # the row and column around which the centres of mass of MNIST's digits lie
FINE = 4  # the parts into which a pixel is cut where a stroke is measured and changed
THICKNESS = 1.7, 4.2  # pixels: nine of ten of MNIST's digits have strokes as thick as this
EDGE = 1.5  # pixels beyond the mask that still belong to a stroke: its gray edge
LOW, HIGH = 0.08, 0.9  # ink that becomes 0, and 1


def fitted(ink, mask):
    """The pixels (784,), 0 to 1, of the ink (height, width), 0 to 1, under mask and at its edge.

    The longer side of the mask's box becomes 20 pixels.
    """
    top, bottom, left, right = boxOf(mask)
    unit = max(bottom - top, right - left) / BOX  # what becomes a pixel
    isNear = ndimage.distance_transform_edt(~mask) < EDGE * unit
    ink = np.where(isNear, np.clip((ink - LOW) / (HIGH - LOW), 0, 1), 0)
    y, x = (start - (SIDE - BOX) / 2 * unit for start in (top, left))
    fine = sampled(ink, (SIDE * FINE, SIDE * FINE), (y, y + SIDE * unit, x, x + SIDE * unit))
    pixels = withStrokes(fine).reshape(SIDE, FINE, SIDE, FINE).mean(axis=(1, 3))
    shift = [round(MIDDLE - centre) for centre in ndimage.center_of_mass(pixels)]
    return ndimage.shift(pixels, shift, order=0).ravel()


def withStrokes(fine):
    """fine (112, 112) with strokes no thinner or thicker than MNIST's."""
    mask = fine > 0.5
    width = thickness(mask) / FINE
    wanted = np.clip(width, *THICKNESS)
    if wanted == width or not mask.any():  # ink as pale as that has no strokes to measure
        return fine
    outside = ndimage.distance_transform_edt(~mask) - ndimage.distance_transform_edt(mask)
    grow = (wanted - width) / 2 * FINE
    return np.clip(0.5 - (outside - grow) / FINE, 0, 1)


def thickness(mask):
    """The mean thickness of the strokes in mask: four times the mean distance to a stroke's edge.

    The distance is measured to the middle of the next pixel, which is half a pixel too much.
    """
    return 4 * ndimage.distance_transform_edt(mask)[mask].mean() - 2 if mask.any() else 0


def boxOf(mask):
    """The box around what is in a mask: top, bottom, left, right; the bottom and the right lie outside."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    return rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
