"""Digits as strokes, for the field to draw in: places from 0 to 1, in a square."""

import numpy as np


def along(*places, steps=12):
    """A smooth stroke through these places: Catmull and Rom's curve."""
    points = np.array([places[0], *places, places[-1]], dtype=float)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False)
    ]
    return [tuple(place) for place in np.concatenate([*pieces, points[-1:]])]


def arc(x, y, width, height, start, end, steps=24):
    """Degrees, 0 to the right and 90 downwards."""
    angles = np.radians(np.linspace(start, end, steps))
    return [(x + width * np.cos(angle), y + height * np.sin(angle)) for angle in angles]


DIGITS = {
    "0": [arc(0.5, 0.5, 0.32, 0.5, -90, 270)],
    "1": [[(0.5, 0), (0.47, 1)]],
    "1 in two strokes": [[(0.25, 0.25), (0.5, 0)], [(0.52, 0), (0.5, 1)]],
    "2": [along((0.2, 0.25), (0.45, 0), (0.75, 0.22), (0.5, 0.6), (0.15, 1), (0.8, 0.97))],
    "3": [along((0.2, 0.12), (0.5, 0), (0.72, 0.2), (0.42, 0.46), (0.75, 0.72), (0.5, 1), (0.18, 0.88))],
    "4": [[(0.4, 0), (0.12, 0.58), (0.85, 0.58)], [(0.65, 0.25), (0.62, 1)]],
    "5": [
        along((0.3, 0.02), (0.26, 0.42), (0.6, 0.42), (0.72, 0.72), (0.48, 0.98), (0.18, 0.9)),
        [(0.32, 0), (0.78, 0)],
    ],
    "6": [along((0.65, 0), (0.35, 0.35), (0.25, 0.75), (0.5, 1), (0.7, 0.78), (0.5, 0.58), (0.28, 0.75))],
    "7": [[(0.15, 0.02), (0.8, 0), (0.42, 1)]],
    "7 with a bar": [[(0.15, 0.02), (0.8, 0), (0.42, 1)], [(0.35, 0.5), (0.8, 0.47)]],
    "8": [
        along(
            (0.7, 0.15),
            (0.48, 0),
            (0.28, 0.2),
            (0.5, 0.46),
            (0.75, 0.75),
            (0.5, 1),
            (0.25, 0.78),
            (0.5, 0.46),
            (0.7, 0.15),
        )
    ],
    "9": [along((0.7, 0.15), (0.45, 0.02), (0.28, 0.25), (0.45, 0.45), (0.68, 0.2), (0.66, 0.5), (0.6, 1))],
}
