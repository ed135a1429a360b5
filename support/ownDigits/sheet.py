"""The sheet of paper in a photo that shows it on a darker table, and the table covered with paper."""

import numpy as np
from scipy import ndimage

from support.ownDigits.ink import asCoarse, asImage

SMALLEST = 60  # pixels of a picture's longer side: fewer are a drawing, not a photo
AREA = 0.06  # of the picture: a smaller bright thing is no sheet
FRAME = 0.5  # of the frame: a sheet that touches more fills the picture
RECTANGLE = 0.8  # of the smallest rectangle around it: what fills less is no sheet
STEP = 0.4  # of the difference between bright and dark: light that falls off has no such edge
WRITTEN = 0.25  # of that difference: what is written on the sheet is as much darker
ANGLES = np.radians(np.arange(0, 90, 2))  # in which that rectangle is looked for
GAP = 3  # coarse pixels between the sheet's edge and what is written near it that are closed
RIM = 2  # coarse pixels of the sheet's edge that are covered as well


def withoutTable(gray):
    """gray (height, width), with the sheet's own shade around the sheet; as it is where none is seen."""
    if max(gray.shape) < SMALLEST:
        return gray
    inner = sheetOf(asCoarse(gray))
    if inner is None:
        return gray
    onSheet = np.asarray(asImage(inner).resize(gray.shape[::-1])) > 0.5
    return np.where(onSheet, gray, np.median(gray[onSheet]))


def sheetOf(coarse):
    """The mask of the sheet without its rim, what is written on it included, or None.

    It is the largest bright thing, a rectangle with a sharp edge and something darker on it, and touches no
    more than a part of the frame.
    """
    low, high = np.percentile(coarse, (2, 98))
    bright, count = ndimage.label(coarse > (low + high) / 2)
    if count == 0:
        return None
    largest = np.pad(bright == 1 + np.argmax(np.bincount(bright.ravel())[1:]), GAP, "edge")
    closed = ndimage.binary_closing(largest, iterations=GAP)[GAP:-GAP, GAP:-GAP]
    sheet = ndimage.binary_fill_holes(closed)
    frame = np.concatenate([sheet[0], sheet[-1], sheet[:, 0], sheet[:, -1]])
    if sheet.mean() < AREA or frame.mean() > FRAME or sheet.sum() < RECTANGLE * areaAround(sheet):
        return None
    depth = ndimage.distance_transform_edt(sheet) - ndimage.distance_transform_edt(~sheet)
    inner, within, beyond = depth > RIM, (depth > 1) & (depth < 4), (depth < -1) & (depth > -4)
    if not inner.any() or not beyond.any():
        return None
    paper = np.median(coarse[inner])
    step = np.median(coarse[within]) - np.median(coarse[beyond])
    isWritten = paper - coarse[inner].min() > WRITTEN * (high - low)
    return inner if step > STEP * (high - low) and isWritten else None


def areaAround(mask):
    """The area of the smallest rectangle around what is in mask, turned as it may be."""
    places = np.argwhere(mask)
    along = np.ptp(places @ [np.cos(ANGLES), np.sin(ANGLES)], axis=0) + 1
    across = np.ptp(places @ [-np.sin(ANGLES), np.cos(ANGLES)], axis=0) + 1
    return (along * across).min()
