"""One distortion for the images of a mini-set: turned, sheared, enlarged and moved, slightly, at random.

It's a table of the place that each pixel is taken from: the nearest one, unmixed; outside the image it's
place 784, a 0 after the last pixel.
"""

import numpy as np

from support.data.dataSet import SIDE

# At most, either way: radians turned, columns sheared per row, logarithm of the zoom, columns and rows moved.
RANGES = np.array([np.radians(10), 0.15, 0.1, 1, 1])
OUTSIDE = SIDE * SIDE
TRIES = 40  # distortions by which an answer is doubted
AT_ONCE = 200  # mini-sets, whose doubles then fit into the processor's cache


def draw(rng, count):
    """(count, 5): the numbers of so many distortions, each drawn evenly from its range."""
    return rng.uniform(-1, 1, (count, len(RANGES))) * RANGES


def tries():
    """(TRIES, 5), always the same: what is read twice is doubted twice, here and in the page."""
    return draw(np.random.default_rng(0), TRIES)


def placesOf(distortions):
    """(count, 784): for each distortion, the place that each pixel is taken from."""
    blocks = [distortions[start : start + AT_ONCE] for start in range(0, len(distortions), AT_ONCE)]
    return np.concatenate([placesOfBlock(block) for block in blocks])


def placesOfBlock(distortions):
    """placesOf a few of them, in int16: with mini-sets of one image there are 60,000."""
    turn, shear, zoom, right, down = distortions.T[:, :, np.newaxis, np.newaxis]
    middle = (SIDE - 1) / 2
    x = np.arange(SIDE) - middle - right  # (count, 1, 28)
    y = np.arange(SIDE)[:, np.newaxis] - middle - down  # (count, 28, 1)
    sin, cos, zoom = np.sin(turn), np.cos(turn), np.exp(zoom)
    column = np.rint(((cos + shear * sin) * x + (shear * cos - sin) * y) / zoom + middle)
    row = np.rint((sin * x + cos * y) / zoom + middle)
    isInside = (column >= 0) & (column < SIDE) & (row >= 0) & (row < SIDE)
    return np.where(isInside, SIDE * row + column, OUTSIDE).astype(np.int16).reshape(len(distortions), -1)
