"""The strokes that would draw a digit's picture: its skeleton, traced without lifting the pen."""

import numpy as np
from scipy import ndimage

FINE = 4  # parts of a pixel, so that the skeleton is smooth


def strokesOf(image):
    """Strokes of points (x, y) in pixels of the picture (28, 28): one for each piece of its skeleton."""
    fine = ndimage.zoom(image, FINE, order=1, grid_mode=True, mode="nearest")
    points = {(int(x), int(y)) for y, x in np.argwhere(skeleton(fine > 0.5))}
    strokes = []
    while points:
        stroke = walk(points, first(points))
        points -= set(stroke)
        strokes.append([((x + 0.5) / FINE, (y + 0.5) / FINE) for x, y in stroke])
    return strokes


def first(points):
    """An end of a line, if there is one."""
    return min(points, key=lambda point: (len(neighbours(points, point)), point))


def neighbours(points, point):
    x, y = point
    near = [
        (x + dx, y + dy) for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
    ]
    return [place for place in near if place in points]


def walk(points, start):
    """A way over all connected points; it goes back over itself at a branch's end."""
    way, branch, seen = [start], [start], {start}
    while branch:
        ahead = [place for place in neighbours(points, branch[-1]) if place not in seen]
        if ahead:
            branch.append(ahead[0])
            seen.add(ahead[0])
        else:
            branch.pop()
            if not branch or len(seen) == len(points):
                break
        way.append(branch[-1])
    return way


def skeleton(mask):
    """Zhang and Suen's thinning (1984): the border is removed as long as nothing breaks apart."""
    mask = np.pad(mask, 1).astype(np.uint8)
    changed = True
    while changed:
        changed = False
        for step in range(2):
            p = [
                np.roll(mask, (-dy, -dx), (0, 1))
                for dy, dx in ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
            ]
            count = sum(p)
            turns = sum((p[i] == 0) & (p[(i + 1) % 8] == 1) for i in range(8))
            one, two = (
                (p[0] * p[2] * p[4], p[2] * p[4] * p[6])
                if step == 0
                else (
                    p[0] * p[2] * p[6],
                    p[0] * p[4] * p[6],
                )
            )
            border = (mask == 1) & (count >= 2) & (count <= 6) & (turns == 1) & (one == 0) & (two == 0)
            changed |= border.any()
            mask[border] = 0
    return mask[1:-1, 1:-1]
