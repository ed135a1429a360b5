"""Digits in the order in which one reads."""

import pytest

from support.eyes.rows import rowsOf


def box(top, left, size=10):
    return top, top + size, left, left + size


@pytest.mark.parametrize(
    "boxes, rows",
    [
        ([], []),
        ([box(0, 30), box(2, 0), box(-3, 15)], [[1, 2, 0]]),
        ([box(40, 0), box(0, 20), box(42, 15), box(3, 0)], [[3, 1], [0, 2]]),
        ([box(4 * k, 15 * k) for k in range(6)], [[0, 1, 2, 3, 4, 5]]),  # slants by more than its height
        ([box(0, 0, 30), box(12, 35, 10)], [[0, 1]]),  # a small one beside a large one
        ([box(0, 0), box(9, 20)], [[0], [1]]),
    ],
)
def testRows(boxes, rows):
    assert rowsOf(boxes) == rows
