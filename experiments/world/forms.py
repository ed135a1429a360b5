"""Digits drawn whole, in forms that are rare in MNIST: a looped 2, a 6 with a flat top, …

A form is given as two extremes with the same points. Each digit drawn is somewhere between them, its points
moved slightly, at random. A form fills about 100 x 100, y downwards; the digit is then made narrower,
slanted and turned. As in strokes.py, a point in a calculation is a complex number, x + iy.
"""

from typing import NamedTuple

import numpy as np

from experiments.world.strokes import BOX, asMnist, turn, withStroke
from support.data.dataSet import SIDE

WIDTHS = 0.45, 0.95  # of the digit's height
SLANTS = -15, 30  # degrees, the positive to the right
TURNS = -8, 8
THICKNESS = 1.6, 4.6  # pixels; the most is for digits as wide as high: in narrow ones loops would fill
JITTER = 0.035  # the standard deviation of a point's place
STEPS = np.linspace(0, 1, 20)[:, np.newaxis]  # between two points


class Form(NamedTuple):
    """A way to write a digit."""

    digit: int
    strokes: tuple  # each the numbers of the points that it goes through, from 0
    one: str  # the points, "x,y x,y …"
    other: str


FORMS = {
    "looped 2": Form(
        2,
        ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9),),
        "5,25 40,0 85,22 60,60 20,95 2,90 15,78 40,88 70,98 100,88",
        "10,35 35,0 75,18 60,50 35,97 0,90 20,60 62,72 80,97 92,108",
    ),
    "wavy 2": Form(
        2,
        ((0, 1, 2, 3, 4), (4, 5, 6, 7)),
        "0,25 40,0 85,20 60,60 0,95 30,80 65,100 100,85",
        "5,5 50,0 80,12 55,60 10,100 25,88 40,92 60,100",
    ),
    "flat 6": Form(
        6,
        ((0, 1, 2, 3, 4, 5, 6, 7),),
        "80,0 40,3 10,40 8,80 45,100 85,78 50,52 10,68",
        "110,5 30,0 5,35 12,88 50,100 90,75 60,50 15,50",
    ),
    "open 6": Form(
        6,
        ((0, 1, 2, 3, 4, 5, 6),),
        "60,0 20,35 5,75 45,100 85,80 60,52 20,60",
        "100,2 25,12 2,65 40,100 90,82 75,52 55,50",
    ),
    "closed 4": Form(
        4,
        ((0, 1), (1, 2), (0, 3)),
        "70,0 0,70 100,70 68,100",
        "75,0 5,45 80,47 70,100",
    ),
    "narrow 4": Form(
        4,
        ((0, 1, 2), (2, 3), (4, 5)),
        "40,0 20,30 0,62 100,60 70,5 65,100",
        "60,0 15,20 5,45 80,47 80,0 75,100",
    ),
    "hooked 9": Form(
        9,
        ((0, 1, 2, 3, 4, 5, 6, 7, 8),),
        "85,15 45,0 5,25 40,50 85,15 88,55 75,90 40,100 5,88",
        "75,5 40,0 20,18 45,36 80,20 100,55 70,92 30,100 -5,75",
    ),
    "barred 7": Form(
        7,
        ((0, 1, 2), (2, 3, 4), (5, 6)),
        "0,8 40,4 100,0 65,50 50,100 30,45 100,42",
        "0,22 25,3 90,8 60,45 20,100 15,65 85,55",
    ),
    "short 5": Form(
        5,
        ((0, 1), (1, 2), (2, 3, 4, 5, 6)),
        "90,0 35,2 25,40 65,40 92,68 50,100 2,90",
        "70,5 40,0 38,26 70,35 95,65 50,100 -5,82",
    ),
    "round 5": Form(
        5,
        ((0, 1, 2, 3, 4, 5, 6),),
        "95,2 40,2 20,30 60,42 90,70 50,100 2,88",
        "85,10 50,0 25,22 60,40 85,70 40,100 0,95",
    ),
}


def drawn(form, rng):
    """An image (28, 28) from 0 to 1 of the Form's digit."""
    share = rng.uniform()
    points = (1 - share) * pointsOf(form.one) + share * pointsOf(form.other) - (0.5 + 0.5j)
    points += rng.normal(0, JITTER, len(points)) + 1j * rng.normal(0, JITTER, len(points))
    slant = np.tan(np.radians(rng.uniform(*SLANTS)))
    width = rng.uniform(*WIDTHS)
    points = width * points.real - slant * points.imag + 1j * points.imag
    points *= turn(rng.uniform(*TURNS))
    thickness = rng.uniform(THICKNESS[0], THICKNESS[0] + width * np.ptp(THICKNESS))
    paths = [curve(points[[*stroke]]) for stroke in form.strokes]
    every = np.concatenate(paths)
    size = max(np.ptp(every.real), np.ptp(every.imag))
    corner = every.real.min() + 1j * every.imag.min()
    image = np.zeros((SIDE, SIDE))
    for path in paths:
        image = withStroke(image, (path - corner) * (BOX - thickness) / size + 4 * (1 + 1j), thickness, 0)
    return asMnist(image)


def pointsOf(text):
    """The points in a square from 0 to 1 + i."""
    x, y = np.array([point.split(",") for point in text.split()], dtype=float).T / 100
    return x + 1j * y


def curve(points):
    """A smooth path through the points: Catmull and Rom's splines."""
    every = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    a, b, c, d = every[:-3], every[1:-2], every[2:-1], every[3:]
    path = b + STEPS / 2 * (c - a + STEPS * (2 * a - 5 * b + 4 * c - d + STEPS * (3 * (b - c) + d - a)))
    return path.T.ravel()
