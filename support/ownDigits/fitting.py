"""The ink of one digit, brought to what MNIST's digits are.

Those were scaled to fit 20 × 20 pixels, in light strokes on an empty ground, and put into 28 × 28 with
their centre of mass in the middle.
"""

import numpy as np
from PIL import Image
from scipy import ndimage

from support.data.dataSet import SIDE
from support.ownDigits.ink import asImage, boxOf, thickness

BOX = 20  # MNIST's digits fit into a box of this side
MIDDLE = 14  # the row and column around which the centres of mass of MNIST's digits lie
FINE = 4  # the parts into which a pixel is cut where a stroke is measured and changed
THICKNESS = 1.7, 4.2  # pixels: nine of ten of MNIST's digits have strokes as thick as this
EDGE = 1.5  # pixels beyond the mask that still belong to a stroke: its gray edge


def fitted(ink, mask, low=0.08, high=0.9):
    """The pixels (784,) of the ink (height, width) under mask.

    The longer side of the mask's box becomes 20 pixels; low becomes 0, high 1.
    """
    top, bottom, left, right = boxOf(mask)
    unit = max(bottom - top, right - left) / BOX  # what becomes a pixel
    side = SIDE * unit
    edge, frame = int((SIDE - BOX) / 2 * unit) + 2, int(side) + 2
    isNear = ndimage.distance_transform_edt(~mask) < EDGE * unit
    ink = np.where(isNear, np.clip((ink - low) / (high - low), 0, 1), 0)
    x, y = (start + edge - (SIDE - BOX) / 2 * unit for start in (left, top))
    fine = asImage(np.pad(ink, (edge, frame))).resize(
        (SIDE * FINE, SIDE * FINE), Image.Resampling.BICUBIC, box=(x, y, x + side, y + side)
    )
    fine = withStrokes(np.asarray(fine))
    pixels = np.clip(fine.reshape(SIDE, FINE, SIDE, FINE).mean(axis=(1, 3)), 0, 1)
    shift = [round(MIDDLE - centre) for centre in ndimage.center_of_mass(pixels)]
    return ndimage.shift(pixels, shift, order=0).ravel()


def withStrokes(fine):
    """fine with strokes no thinner or thicker than MNIST's."""
    mask = fine > 0.5
    width = thickness(mask) / FINE
    wanted = np.clip(width, *THICKNESS)
    if wanted == width:
        return fine
    outside = ndimage.distance_transform_edt(~mask) - ndimage.distance_transform_edt(mask)
    grow = (wanted - width) / 2 * FINE
    return np.clip(0.5 - (outside - grow) / FINE, 0, 1)
