"""The middle lines of MNIST's digits, to draw them anew with another pen."""

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from tests import photos

DETAIL = 160  # pixels of the digit's longer side while it is thinned
ROUNDS = 4  # of smoothing a line's staircase
FINER = 4  # a smooth line is drawn so many times as large


def skeleton(image):
    """(lines, width) of the image (28, 28): lines (n, 2, 2) from x, y to x, y, in heights of the digit."""
    ink = np.pad(photos.stroke(image, DETAIL), 2)
    thin = thinned(ndimage.gaussian_filter(ink, 2) > 0.5)
    rows, columns = np.nonzero(thin)
    numbers = np.full(thin.shape, -1)
    numbers[rows, columns] = np.arange(len(rows))
    places = np.column_stack([columns, rows]).astype(float)
    pairs = []
    for y, x in ((0, 1), (1, 0), (1, 1), (1, -1)):
        other = numbers[np.clip(rows + y, 0, None), columns + x]
        isPair = other >= 0
        if y and x:  # a diagonal beside a corner would be a second way
            isPair &= (numbers[rows + y, columns] < 0) & (numbers[rows, columns + x] < 0)
        pairs.append(np.column_stack([numbers[rows, columns], other])[isPair])
    first, second = np.concatenate(pairs).T
    counts = np.bincount(np.concatenate([first, second]), minlength=len(places))
    isInner = (counts > 1)[:, None]  # ends stay
    for _ in range(ROUNDS):
        sums = places.copy()
        np.add.at(sums, first, places[second])
        np.add.at(sums, second, places[first])
        places = np.where(isInner, sums / (counts + 1)[:, None], places)
    places -= places.min(axis=0)
    height = max(1.0, places[:, 1].max())
    return places[np.column_stack([first, second])] / height, places[:, 0].max() / height


def thinned(mask):
    """The mask down to lines of one pixel: Zhang and Suen's thinning."""
    mask = mask.copy()
    changed = True
    while changed:
        changed = False
        for step in range(2):
            p = [np.roll(mask, (-y, -x), (0, 1)) for y, x in RING]
            around = sum(neighbour.astype(int) for neighbour in p)
            turns = sum((~p[k] & p[(k + 1) % 8]).astype(int) for k in range(8))
            north, east, south, west = p[0::2]
            if step == 0:
                isOpen = ~(north & east & south) & ~(east & south & west)
            else:
                isOpen = ~(north & east & west) & ~(north & south & west)
            gone = mask & (around >= 2) & (around <= 6) & (turns == 1) & isOpen
            mask &= ~gone
            changed |= gone.any()
    return mask


RING = (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1)


def penned(image, size, pen, isHard=False):
    """Ink, 0 to 1, of the digit as a pen of so many pixels draws it, so many pixels high; hard: 0 or 1."""
    lines, width = skeleton(image)
    factor = 1 if isHard else FINER
    margin = pen / 2 + 1
    shape = [int(np.ceil(side * size + 2 * margin)) for side in (1, width)]
    drawn = Image.new("L", (factor * shape[1], factor * shape[0]))
    brush = ImageDraw.Draw(drawn)
    thick = max(1, round(factor * pen))
    for line in factor * (lines * size + margin):
        line = np.rint(line) if isHard else line
        brush.line([tuple(place) for place in line], fill=255, width=thick)
        if thick > 2:
            for x, y in line:
                brush.ellipse(
                    (x - thick / 2 + 0.5, y - thick / 2 + 0.5, x + thick / 2 - 0.5, y + thick / 2 - 0.5), 255
                )
    drawn = drawn if isHard else drawn.reduce(factor)
    return photos.box(np.asarray(drawn)) / 255
