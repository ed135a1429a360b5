"""A part of a picture in another number of pixels."""

import numpy as np


def sampled(values, shape, box=None):
    """values (height, width) within box, in shape pixels: box means where they're fewer, else bilinear.

    box is (top, bottom, left, right) in pixels of values, by default all of them; what lies outside is 0.
    """
    top, bottom, left, right = box or (0, values.shape[0], 0, values.shape[1])
    rows = shares(values.shape[0], shape[0], top, bottom)
    columns = shares(values.shape[1], shape[1], left, right)
    return rows @ values @ columns.T


def shares(old, new, start, stop):
    """(new, old): the share of each of the old pixels in each of the new ones between start and stop."""
    step = (stop - start) / new  # old pixels that a new one covers
    pixels = np.arange(old)
    if step >= 1:
        edges = start + step * np.arange(new + 1)[:, np.newaxis]
        return (
            np.clip(np.minimum(edges[1:], pixels + 1) - np.maximum(edges[:-1], pixels), 0, 1) / step
        ).astype(np.float32)
    middles = start + step * (np.arange(new)[:, np.newaxis] + 0.5) - 0.5
    inside = (middles > -1) & (middles < old)
    return np.where(inside, np.clip(1 - np.abs(np.clip(middles, 0, old - 1) - pixels), 0, 1), 0).astype(
        np.float32
    )
