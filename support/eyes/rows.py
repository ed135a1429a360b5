"""Digits in the order in which one reads them."""

import numpy as np

SAME_ROW = 0.35  # of the lower one's height that two neighbours in a row have in common


def rowsOf(boxes):
    """Indices of boxes (top, bottom, left, right) in rows: the upper row first, each from left to right.

    A row may slant, its digits may dance: each is held against its neighbour on the left alone.
    """
    rows = []
    for index in sorted(range(len(boxes)), key=lambda index: boxes[index][2] + boxes[index][3]):
        shared = [sharedHeight(boxes[row[-1]], boxes[index]) for row in rows]
        if rows and max(shared) > SAME_ROW:
            rows[int(np.argmax(shared))].append(index)
        else:
            rows.append([index])
    return sorted(rows, key=lambda row: np.mean([boxes[index][:2] for index in row]))


def sharedHeight(one, other):
    """The height that two boxes have in common, of the lower one's; below 0 where they have none."""
    lower = min(one[1] - one[0], other[1] - other[0])
    return (min(one[1], other[1]) - max(one[0], other[0])) / max(1, lower)
