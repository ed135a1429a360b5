"""The ink in a gray picture, told from the paper or board behind it and from the light on that."""

from typing import NamedTuple

import numpy as np
from PIL import Image
from scipy import ndimage

from support.data.dataSet import SIDE

LOOKED_AT = 400  # pixels of the longer side in which ink is looked for

ENOUGH = 200  # fewer are interpolated, so that positions and thicknesses come out finer than a pixel
NEIGHBOURS = np.ones((3, 3))  # a pixel's eight
COARSE = 96  # pixels are enough for the background
LOSS = 0.1  # of the range of gray: a picture of few pixels, enlarged, differs less from itself shrunk
WIDEST = 1 / 6  # of the picture: a stroke is no wider, a shadow is
SHADOW = 0.45  # of the picture: wider ink is the shadow of something, or a table beside the paper
MIDDLE = 0.8  # of the distance from a shadow's edge to its middle: what is further in
AS_STRONG = 0.8  # as the strongest ink: what is wider than a stroke and weaker is a shadow
FEW = 100  # pixels of a side are enough to measure strokes' thickness,
THIN = 4  # unless they are as thin as so many of these pixels
IN_SHADOW, IN_LIGHT = 0.9, 0.5  # of what smooth light leaves over: light with edges is to leave less


class Ink(NamedTuple):
    """How much each pixel of a picture stands out from the background.

    Dark ink takes a share of the paper's light, whatever light falls on it; chalk adds to the board's.
    """

    ink: np.ndarray  # (height, width), from 0 to 1
    level: float  # of the strongest ink
    noise: float  # the paper's, a standard deviation
    isCoarse: bool  # no more pixels than MNIST's: there gray tells how much of a pixel the stroke covers


def inkOf(gray, coarse):
    """The Ink in a gray picture, of which coarse has fewer pixels."""
    few = withoutEnlargement(coarse)
    if few is not None:
        gray = coarse = few
    isCoarse = max(gray.shape) <= SIDE
    background, dark = backgroundOf(coarse)
    fine = resized(gray)
    smooth = ndimage.gaussian_filter(fine, max(fine.shape) / 800)
    background = np.asarray(asImage(background).resize(fine.shape[::-1], Image.Resampling.BILINEAR))
    ink = (background - smooth) / np.maximum(background, 0.1) if dark else smooth - background
    level = np.percentile(ink, 99.95)
    return Ink(ink, level, noiseOf(ink, level), isCoarse)


def noiseOf(ink, level):
    """The standard deviation of the paper's noise: 3.14 times what a quarter of it stays below.

    It is measured from 0 and from the paper's middle, which is another where the background is a little
    wrong or where faint things cover half of it; the smaller counts. A quarter of the pixels is enough.
    """
    some = ink[::2, ::2]
    ground = some[some < level / 2]
    if not ground.size:
        return 0
    return 3.14 * min(np.percentile(np.abs(ground - middle), 25) for middle in (0, np.median(ground)))


def withoutEnlargement(coarse):
    """coarse in as few pixels as MNIST's where that loses nothing, for they were enlarged; else None."""
    if max(coarse.shape) <= SIDE:
        return None
    few = scaled(asImage(coarse), SIDE / max(coarse.shape), Image.Resampling.BOX)
    again = asImage(few).resize(coarse.shape[::-1], Image.Resampling.BICUBIC)
    return few if np.abs(again - coarse).max() < LOSS * np.ptp(coarse) else None


def asImage(values):
    return Image.fromarray(np.asarray(values, dtype=np.float32))


def asCoarse(gray):
    """Few enough pixels for all that goes slowly over the picture."""
    return scaled(asImage(gray), min(1, COARSE / max(gray.shape)), Image.Resampling.BOX)


def resized(gray):
    """Values from 0 to 1, the longer side between ENOUGH and LOOKED_AT."""
    picture = asImage(gray)
    longest = max(picture.size)
    if longest > LOOKED_AT:
        return scaled(picture, LOOKED_AT / longest, Image.Resampling.BOX)
    return scaled(picture, max(1, -(-ENOUGH // longest)), Image.Resampling.LANCZOS)


def scaled(picture, factor, filter):
    return np.asarray(picture.resize([max(1, round(side * factor)) for side in picture.size], filter))


def backgroundOf(coarse):
    """The background behind the ink of coarse, and whether the ink is darker than that.

    Two beginnings are tried, the same gray everywhere and a surface through everything: a digit that
    fills the picture bends the surface, uneven light fools the one gray. In no more pixels than MNIST's
    a digit is drawn rather than photographed: no light to follow, and too few pixels to tell it from ink.
    """
    if max(coarse.shape) <= SIDE:
        _, dark = splitInk(coarse)
        return np.full_like(coarse, np.percentile(coarse, 95 if dark else 5)), dark
    level = np.full_like(coarse, np.median(coarse))
    beginnings = (level, trendOf(coarse, np.ones_like(coarse), level))
    tries = [backgroundFrom(coarse, beginning) for beginning in beginnings]
    trend, isInk, dark, residual = min(tries, key=lambda attempt: attempt[-1])
    edged = edgedBackground(coarse, trend, isInk, dark, residual)
    if edged is not None:
        return edged
    isInk = ndimage.binary_dilation(isInk, iterations=max(1, max(coarse.shape) // 48))
    return trend + smoothWithout(isInk, coarse - trend), dark


def edgedBackground(coarse, trend, isInk, dark, residual):
    """backgroundOf where light has edges, if these explain far more than a smooth trend does; else None.

    What was taken for ink and is wider than a stroke is a shadow if it's far wider, or weaker than other ink.
    """
    width, isWeak = widestPlace(coarse - trend, isInk)
    isShadow = width > SHADOW or (width > WIDEST and isWeak)
    if width > WIDEST and not isShadow:
        return None  # a thick stroke
    if isShadow:  # or a part in the light: then nothing is known of the ink yet
        grounds = {isDark: withoutStrokes(coarse, isDark) for isDark in (True, False)}
        dark = max(grounds, key=lambda isDark: strokes(coarse - grounds[isDark]))
        background = grounds[dark]
    else:
        background = withoutStrokes(coarse, dark)
    flat = coarse - background
    limit = (IN_SHADOW if isShadow else IN_LIGHT) * residual
    return (background, dark) if leftOver(flat, splitInk(flat)[0]) < limit else None


def strokes(flat):
    """How much like strokes it is: their length, in thicknesses, times the square of their strength."""
    isInk, _ = splitInk(flat)
    length = np.count_nonzero(isInk) / max(1, thickness(isInk)) ** 2
    return length * np.percentile(np.abs(flat), 99.5) ** 2


def widestPlace(flat, isInk):
    """How wide the ink is at most, of the picture, and whether it's weaker there than other ink."""
    if isInk.all() or not isInk.any():
        return 0, False
    depth = ndimage.distance_transform_edt(isInk)
    strength = np.abs(flat - np.median(flat[~isInk]))
    middle = np.median(strength[depth > MIDDLE * depth.max()])
    return 2 * depth.max() / max(flat.shape), middle < AS_STRONG * np.percentile(strength, 99.9)


def withoutStrokes(coarse, dark):
    """coarse without what is narrower than the widest stroke: light and shadow with all their edges.

    Strokes are closed by what is around them; then what was closed with them, the corners of a shadow, is
    grown back from its middle.
    """
    ground = coarse if dark else -coarse
    widest = max(1, round(WIDEST * max(coarse.shape)))
    closed = ndimage.grey_closing(ground, (widest, widest))
    for _ in range(widest // 2):
        closed = np.maximum(ground, ndimage.grey_erosion(closed, (3, 3)))
    return closed if dark else -closed


def backgroundFrom(coarse, trend):
    """A surface behind the ink, begun as trend; that ink; whether it's dark; and what both leave over."""
    isInk = None
    for _ in range(3):
        before, (isInk, dark) = isInk, splitInk(coarse - trend)
        if np.array_equal(isInk, before):
            break
        trend = trendOf(coarse, ~isInk, trend)
    return trend, isInk, dark, leftOver(coarse - trend, isInk)


def leftOver(flat, isInk):
    """How far all is from being of two shades, that of the ink and that of the paper."""
    parts = [flat[part] for part in (isInk, ~isInk) if part.any()]
    return sum(np.abs(part - np.median(part)).sum() for part in parts)


def trendOf(coarse, used, trend):
    """A quadratic surface through the used pixels of coarse, those aside that stand out from trend at first.

    Of its pixels every second of every second row is looked at: as good for so smooth a surface, and sooner.
    """
    terms = termsOf(coarse.shape)
    seconds = (slice(None, None, 2),) * 2 if min(coarse.shape) > SIDE else ...
    isUsed = used[seconds] > 0
    values, few = coarse[seconds][isUsed], terms[seconds][isUsed]
    if not values.size:
        return np.zeros_like(coarse)
    middle = np.median(values)
    values, trend = values - middle, trend[seconds][isUsed] - middle
    ridge = np.diag([0] + [0.01 * values.size] * 5) + 1e-6 * np.eye(6)
    for _ in range(4):
        distance = np.abs(values - trend)
        weighted = few.T / (1 + (distance / (1.5 * np.median(distance) + 0.005)) ** 2)
        factors = np.linalg.solve(weighted @ few + ridge, weighted @ values)
        trend = few @ factors
    return terms @ factors + middle


def termsOf(shape):
    """(height, width, 6): 1, x, y, x², xy, y², from -1 to 1 over the picture."""
    y, x = np.meshgrid(*(np.linspace(-1, 1, side, dtype=np.float32) for side in shape), indexing="ij")
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)


def splitInk(flat):
    """Which pixels are ink, and whether the dark ones are: ink has fewer, thinner, further from the frame."""
    low, high = np.percentile(flat, (0.1, 99.9))
    dark = flat < (low + high) / 2
    framed = np.ones_like(dark)
    framed[1:-1, 1:-1] = False
    votes = share(dark, np.ones_like(dark)) + share(dark, framed)
    if 0.5 <= votes < 1.5:  # otherwise a third vote from 0 to 1 changes nothing
        votes += thicknessShare(dark)
    isDark = votes < 1.5
    return (dark if isDark else ~dark), isDark


def share(mask, where):
    return np.count_nonzero(mask & where) / np.count_nonzero(where)


def thicknessShare(mask):
    inside, outside = thickness(mask), thickness(~mask)
    return inside / (inside + outside) if inside + outside else 0.5


def thickness(mask):
    """The mean thickness of the strokes in mask: four times the mean distance to a stroke's edge.

    The distance is measured to the middle of the next pixel, which is half a pixel too much. Of a mask with
    a longer side than FEW, only every second pixel is looked at, or fewer, unless its strokes are thin.
    """
    if not mask.any() or mask.all():
        return 0
    top, bottom, left, right = boxOf(mask)
    for step in (max(1, max(bottom - top, right - left) // FEW), 1):
        part = mask[max(0, top - step) : bottom + step : step, max(0, left - step) : right + step : step]
        if part.any() and not part.all():
            found = step * (4 * ndimage.distance_transform_edt(part)[part].mean() - 2)
            if step == 1 or found > THIN * step:
                break
    return found


def largest(mask, amounts=None):
    """The mask of the largest piece of a mask that isn't empty: with most pixels, or most of the amounts."""
    labels, _ = ndimage.label(mask, NEIGHBOURS)
    return labels == np.argmax(np.bincount(labels[mask], None if amounts is None else amounts[mask]))


def boxOf(mask):
    """The box around what is in a mask: top, bottom, left, right; the bottom and the right lie outside."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    return rows[0], rows[-1] + 1, columns[0], columns[-1] + 1


def smoothWithout(excluded, values):
    """The values smoothed, those excluded left aside."""
    sigma = max(values.shape) / 12
    weights = ndimage.gaussian_filter((~excluded).astype(float), sigma, mode="constant")
    sums = ndimage.gaussian_filter(np.where(excluded, 0, values).astype(float), sigma, mode="constant")
    return sums / (weights + 1e-3)
