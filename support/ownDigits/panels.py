"""What a digit may lie on, if it isn't the whole picture: a sheet on a table, a slate, a window, axes."""

from typing import NamedTuple

import numpy as np
from PIL import Image
from scipy import ndimage

from support.ownDigits.ink import asCoarse, asImage, boxOf

SMALLEST = 60  # pixels of a picture's longer side: fewer are a drawing, not a photo
AREA = 0.06  # of the picture: a smaller thing is no panel
FRAME = 0.5  # of the frame: a panel that touches more fills the picture
FILLED = 0.88  # of the smallest four-sided shape around it: what fills less is no panel
STEP = 0.4  # of the difference between bright and dark: light that falls off has no such edge
WRITTEN = 0.25  # of that difference: what is written on the panel differs as much from it
PIXEL = 0, 1, 1j, 1 + 1j  # its corners, each row + i·column
DIRECTIONS = np.exp(2j * np.pi * np.arange(0, 1, 1 / 120))  # in which a corner of a panel is looked for
GAP = 3  # coarse pixels between the panel's edge and what is written near it that are closed
RIM = 2  # coarse pixels of the panel's edge that are covered as well
DEPTH = 3  # panels in each other: a desk, a slate's frame, the slate


class Part(NamedTuple):
    """A part of a picture that a digit may be on; outside its panel it has the panel's shade."""

    gray: np.ndarray  # (height, width)
    coarse: np.ndarray  # the same in few pixels
    place: tuple  # its top and left in the picture


def panelsOf(gray):
    """The Parts of gray (height, width), the innermost first. The last is the whole picture."""
    parts = [Part(gray, asCoarse(gray), (0, 0))]
    for _ in range(DEPTH):
        inner = panelOf(parts[0])
        if inner is None:
            break
        parts.insert(0, inner)
    return parts


def panelOf(part):
    """The panel in a Part, as a Part, or None."""
    gray, coarse, place = part
    if max(gray.shape) < SMALLEST:
        return None
    for values in (coarse, 1 - coarse):
        mask = panelMask(values)
        if mask is not None:
            isOn = np.asarray(asImage(mask).resize(gray.shape[::-1], Image.Resampling.BILINEAR)) > 0.5
            top, bottom, left, right = boxOf(isOn)
            inner, isOn = gray[top:bottom, left:right], isOn[top:bottom, left:right]
            inner = np.where(isOn, inner, np.median(coarse[mask]))
            return Part(inner, asCoarse(inner), (place[0] + top, place[1] + left))
    return None


def panelMask(coarse):
    """The mask of a panel brighter than what is around it, without its rim, what is written on it
    included, or None.

    It is the largest bright thing, a rectangle with a sharp edge and something darker on it, and touches no
    more than a part of the frame.
    """
    low, high = np.percentile(coarse, (2, 98))
    bright, count = ndimage.label(coarse > (low + high) / 2)
    if count == 0:
        return None
    largest = np.pad(bright == 1 + np.argmax(np.bincount(bright.ravel())[1:]), GAP, "edge")
    closed = ndimage.binary_closing(largest, iterations=GAP)[GAP:-GAP, GAP:-GAP]
    panel = ndimage.binary_fill_holes(closed)
    frame = np.concatenate([panel[0], panel[-1], panel[:, 0], panel[:, -1]])
    if panel.mean() < AREA or frame.mean() > FRAME or not isFourSided(panel):
        return None
    depth = ndimage.distance_transform_edt(panel) - ndimage.distance_transform_edt(~panel)
    inner, within, beyond = depth > RIM, (depth > 1) & (depth < 4), (depth < -1) & (depth > -4)
    if not inner.any() or not beyond.any():
        return None
    paper = np.median(coarse[inner])
    step = np.median(coarse[within]) - np.median(coarse[beyond])
    isWritten = paper - coarse[inner].min() > WRITTEN * (high - low)
    return inner if step > STEP * (high - low) and isWritten else None


def isFourSided(mask):
    """Whether mask nearly fills a four-sided shape around it: a sheet of paper, from wherever it is seen.

    That begins as the mask's convex hull, of the pixels that lie furthest in so many directions. The side
    that costs least area is left out, its neighbours prolonged until they meet, until four are left.
    """
    largest = np.count_nonzero(mask) / FILLED
    edge = np.argwhere(mask & ~ndimage.binary_erosion(mask)) @ [1, 1j]
    points = (edge[:, np.newaxis] + PIXEL).ravel()
    corners = points[(points[:, np.newaxis] / DIRECTIONS).real.argmax(axis=0)]
    corners = corners[corners != np.roll(corners, 1)]
    area = cross(corners, np.roll(corners, -1)).sum() / 2
    while len(corners) > 4 and area < largest:
        meetings, costs = prolonged(corners)
        side = costs.argmin()
        area += costs[side]
        corners[side] = meetings[side]
        corners = np.delete(corners, (side + 1) % len(corners))
    return area < largest


def prolonged(corners):
    """Of each side, from a corner to the next: where its neighbours meet, and the area up to there.

    That is infinite where they meet nowhere beyond it.
    """
    side = np.roll(corners, -1) - corners
    before, after = np.roll(side, 1), np.roll(side, -1)
    with np.errstate(divide="ignore", invalid="ignore"):
        way = before * cross(side, after) / cross(before, after)
        area = cross(way, side) / 2
    return corners + way, np.where(cross(before, after) > 0, area, np.inf)


def cross(one, other):
    return (np.conj(one) * other).imag
