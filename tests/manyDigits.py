"""Pictures of several digits: touching, in rows on a page, in a form's cells, with upright bars, cut off."""

import numpy as np

from tests import scenes
from tests.hardScenes import bar
from tests.photos import stroke

TOUCHING = 0, 0.1  # of a digit's width, by which the next one overlaps it
UPRIGHT = "11", "1*", "*1", "1**", "*1*", "**1"  # a 1 is an upright bar, a * any digit


def touching(images, rng, count=None):
    """The file of 2 to 5 digits in a row, neighbours touching by 0 to 10 % of their width, and their indices.

    Each is moved left until its ink meets that of the one before, and further by that share.
    """
    chosen = choose(images, rng, count or int(rng.integers(2, 6)))
    size = rng.uniform(90, 220)
    inks = [stroke(images[index], size * rng.uniform(0.85, 1.15), rng.uniform(1, 3)) for index in chosen]
    height = max(map(len, inks))
    row = np.zeros((height, 0))
    for ink in inks:
        top = round((height - len(ink)) * rng.uniform(0.3, 0.7))
        ink = np.pad(ink, ((top, height - len(ink) - top), (0, 0)))
        overlap = gapBetween(row, ink) + round(rng.uniform(*TOUCHING) * ink.shape[1]) if row.size else 0
        left = max(0, row.shape[1] - overlap)
        wide = np.zeros((height, max(row.shape[1], left + ink.shape[1])))
        wide[:, : row.shape[1]] = row
        part = wide[:, left : left + ink.shape[1]]
        part[:] = np.maximum(part, ink)
        row = wide
    return scenes.finished(np.pad(row, round(size * rng.uniform(0.2, 0.8))), rng), chosen


def gapBetween(row, ink):
    """The columns between the inks where they come nearest, set edge to edge; 1 more and they touch."""
    right = np.argmax(row[:, ::-1] > 0.5, axis=1).astype(float)
    right[~(row > 0.5).any(axis=1)] = np.inf
    left = np.argmax(ink > 0.5, axis=1).astype(float)
    left[~(ink > 0.5).any(axis=1)] = np.inf
    gap = (right + left).min()
    return int(gap) + 1 if np.isfinite(gap) else 0


def page(images, rng, count):
    """The file of a page of so many digits in rows of 6 to 20, and the rows of their indices.

    A digit is 28 to 60 pixels high, the next 0.3 to 1 of that away, the next row 0.4 to 1.
    """
    chosen = choose(images, rng, count)
    size, perRow = rng.uniform(28, 60), int(rng.integers(6, 21))
    rows = [chosen[start : start + perRow] for start in range(0, count, perRow)]
    step, line = size * rng.uniform(1.3, 2), size * rng.uniform(1.5, 2.1)
    margin = size * rng.uniform(0.6, 2)
    canvas = np.zeros((round(len(rows) * line + 2 * margin), round(perRow * step + 2 * margin)))
    for y, row in enumerate(rows):
        for x, index in enumerate(row):
            ink = stroke(images[index], size * rng.uniform(0.85, 1.1), 2)
            top = round(margin + y * line + rng.uniform(0, 0.1) * size)
            left = round(margin + x * step + rng.uniform(0, 0.15) * size)
            part = canvas[top : top + len(ink), left : left + ink.shape[1]]
            part[:] = np.maximum(part, ink[: part.shape[0], : part.shape[1]])
    return scenes.finished(canvas, rng), rows


def cells(images, rng, count=None):
    """The file of 4 to 8 digits, each in a printed cell of one row, and their indices."""
    chosen = choose(images, rng, count or int(rng.integers(4, 9)))
    size = rng.uniform(70, 160)
    side, high = size * rng.uniform(1.2, 1.6), size * rng.uniform(1.2, 1.6)
    margin = size * rng.uniform(0.1, 0.6)
    canvas = np.zeros((round(high + 2 * margin), round(side * len(chosen) + 2 * margin)))
    right, bottom = margin + side * len(chosen), margin + high
    ways = [[(margin, y), (right, y)] for y in (margin, bottom)]
    ways += [[(margin + k * side, margin), (margin + k * side, bottom)] for k in range(len(chosen) + 1)]
    pen = max(1.2, size * rng.uniform(0.008, 0.035))
    canvas = rng.uniform(0.4, 1) * scenes.lines(canvas.shape, ways, pen)
    for k, index in enumerate(chosen):
        ink = stroke(images[index], size * rng.uniform(0.75, 1), rng.uniform(1, 3))
        top = round(margin + (high - len(ink)) * rng.uniform(0.3, 0.7))
        left = round(margin + k * side + (side - ink.shape[1]) * rng.uniform(0.3, 0.7))
        part = canvas[top : top + len(ink), left : left + ink.shape[1]]
        part[:] = np.maximum(part, ink)
    return scenes.finished(canvas, rng), chosen


def uprightOnes(images, rng):
    """The file of a number with exactly upright bars as ones, and its indices: None for a bar."""
    pattern = UPRIGHT[rng.integers(len(UPRIGHT))]
    chosen = [None if sign == "1" else choose(images, rng, 1)[0] for sign in pattern]
    size = rng.uniform(60, 220)
    thick = rng.uniform(1, 3)
    inks = [bar(size, rng) if index is None else stroke(images[index], size, thick) for index in chosen]
    row = scenes.row(inks, size, rng, "plain")
    return scenes.finished(np.pad(row, round(size * rng.uniform(0.2, 0.8))), rng), chosen


def cut(images, rng, share):
    """The file of 1 to 3 whole digits in a row and one of whose width that share shows, at a side.

    Also the indices from left to right, and the place of the one that is cut.
    """
    chosen = choose(images, rng, int(rng.integers(2, 5)))
    size = rng.uniform(90, 220)
    inks = [stroke(images[index], size * rng.uniform(0.85, 1.15), rng.uniform(1, 3)) for index in chosen]
    row = scenes.row(inks, size, rng, "plain")
    margin = round(size * rng.uniform(0.2, 0.6))
    canvas = np.pad(row, ((margin, margin), (margin, 0)))
    isRight = rng.random() < 0.5
    place = len(chosen) - 1 if isRight else 0
    gone = round((1 - share) * inks[place].shape[1])
    if not isRight:
        return scenes.finished(np.pad(canvas[:, margin + gone :], ((0, 0), (0, margin))), rng), chosen, place
    shown = np.flatnonzero((canvas > 0.2).any(axis=0))[-1] + 1 - gone
    return scenes.finished(canvas[:, :shown], rng), chosen, place


def choose(images, rng, count):
    return [int(index) for index in rng.choice(len(images), count, replace=False)]
