"""A scene while it is drawn: paper, digits on it, what lies on both; and what the eyes shall see of it."""

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage
from scipy.spatial import ConvexHull, QhullError

from experiments.eyes.strokes import SIDE, UNIT

FINE = 2  # scenes are drawn in twice the pixels of the picture
CORE = 0.6  # of a digit's convex hull: the cores of neighbours don't touch
THINNEST = 0.75  # pixels: the radius that the eyes shall see of a thinner stroke
SMALLEST = 9  # pixels of the picture: the second glance is for what is smaller
SHOWN = 0.48  # of a digit's width or height: of which less is within the picture, it is a scrap


class Digit:
    """cover: the ink as it is, 0 to 1; wide: as the eyes shall see it; hull: points (n, 2), x and y."""

    def __init__(self, cover, wide, hull):
        self.cover, self.wide, self.hull = cover, wide, hull
        self.seen = cover  # what the pen has left of it
        self.isDigit = True  # else it is written all the same: ink without a core
        self.height, self.width = cover.shape
        self.top = self.left = 0

    @property
    def size(self):
        return max(self.height, self.width)


class Scene:
    """height, width in fine pixels; paper and ink are grays from 0 to 1, size a digit's longer side."""

    def __init__(self, rng, shape):
        self.rng = rng
        self.height, self.width = (FINE * side for side in shape)
        self.shape = self.height, self.width
        self.short = min(self.shape)
        self.digits, self.marks = [], []
        self.size = 0.5 * self.short
        self.pen = (1, 0)
        self.paper = rng.uniform(0.5, 1)
        self.contrast = rng.uniform(0.08, 0.35) if rng.random() < 0.15 else rng.uniform(0.35, 1)
        self.ink = self.paper * (1 - self.contrast)
        self.gray = None  # once the paper is drawn
        self.isHard = False  # no camera: a paint program's picture, a screenshot
        self.isFine = False  # hairlines: what would hide them stays away
        self.sheet = None  # its corners, where it lies on something

    def chance(self, probability):
        return self.rng.random() < probability

    def add(self, digit, top, left):
        digit.top, digit.left = round(top), round(left)
        self.digits.append(digit)

    def mark(self, cover, tone=None):
        """Something beside the digits: its cover (height, width), its gray."""
        self.marks.append((cover, self.tone() if tone is None else tone))

    def tone(self):
        """The gray of something that isn't meant: the ink's, or paler, or any."""
        which = self.rng.random()
        if which < 0.45:
            return self.ink
        return self.paper * (1 - (self.rng.uniform(0.05, 0.5) if which < 0.8 else self.rng.uniform(0.4, 1)))

    def cover(self, which="cover"):
        cover = np.zeros(self.shape, np.float32)
        for digit in self.digits:
            place(cover, getattr(digit, which), digit.top, digit.left)
        return cover

    def free(self, distance):
        """Where no digit is within so many fine pixels."""
        return ndimage.maximum_filter(self.cover(), 2 * max(2, int(distance)) + 1) < 0.3

    def one(self):
        return self.digits[self.rng.integers(len(self.digits))]

    def polygons(self, shapes, blur=0):
        """(height, width) from 0 to 1 of filled polygons, each a list of points x, y."""
        drawn = Image.new("L", self.shape[::-1])
        for points in shapes:
            ImageDraw.Draw(drawn).polygon([tuple(map(float, point)) for point in points], fill=255)
        cover = np.asarray(drawn, np.float32) / np.float32(255)
        return ndimage.gaussian_filter(cover, blur) if blur else cover

    def lines(self, ways, width):
        """(height, width) from 0 to 1 of lines, each a list of points x, y; thinner ones are paler."""
        drawn = Image.new("L", self.shape[::-1])
        for way in ways:
            way = [tuple(map(float, point)) for point in way]
            ImageDraw.Draw(drawn).line(way, fill=255, width=max(1, round(width)), joint="curve")
        return np.asarray(drawn, np.float32) / np.float32(255) * min(1, width)

    def targets(self):
        """The ink and the cores that the eyes shall see, both (height, width) in bytes."""
        height, width = self.height // FINE, self.width // FINE
        cores = Image.new("L", (width, height))
        brush = ImageDraw.Draw(cores)
        ink = np.zeros(self.shape, np.float32)
        for digit in self.digits:
            if self.shownOf(digit) < SHOWN or digit.size < SMALLEST * FINE:
                continue
            place(ink, digit.wide, digit.top, digit.left)
            if not digit.isDigit:
                continue
            points = digit.hull + np.array([digit.left, digit.top])
            points = np.clip(points, 0, np.array([self.width, self.height]) - 1) / FINE
            middle = (points.min(axis=0) + points.max(axis=0)) / 2
            core = [tuple(map(float, point)) for point in middle + CORE * (points - middle)]
            brush.polygon(core, fill=255)
            brush.line([*core, core[0]], fill=255, width=max(1, round(0.06 * digit.size / FINE)))
        ink = ink.reshape(height, FINE, width, FINE).mean(axis=(1, 3))
        return np.rint(255 * ink).astype(np.uint8), np.asarray(cores)

    def shownOf(self, digit):
        sides = ((digit.top, digit.height, self.height), (digit.left, digit.width, self.width))
        return min((min(start + n, end) - max(start, 0)) / n for start, n, end in sides)


def drawn(rng, fields, size, pen, quarterTurns=0, loose=1):
    """A Digit of the fields (2, SIDE, SIDE), its longer side size fine pixels.

    pen (factor, more) makes a stroke's radius factor times as large, and larger by more pixels of the field.
    It is turned and slanted by chance, unless loose is 0.
    """
    distance, radius = fields.astype(np.float32) / UNIT
    rows, columns = np.nonzero(distance < 0.5)
    angle = loose * rng.normal(0, 0.13) + quarterTurns * np.pi / 2
    slant, aspect = loose * rng.normal(0, 0.13), np.exp(rng.normal(0, 0.12 if rng.random() < 0.7 else 0.25))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[1 / aspect, 0], [slant, aspect]])
    factor, more = pen
    radius = np.maximum(factor * radius + more, 0.1)
    points = matrix @ np.stack([rows - SIDE / 2, columns - SIDE / 2])
    around = radius[rows, columns]
    low, high = (points - around).min(axis=1), (points + around).max(axis=1)
    scale = size / max(high - low)
    height, width = np.maximum(1, np.ceil((high - low) * scale)).astype(int) + 2
    inverse = np.linalg.inv(matrix) / scale
    start = inverse @ (low * scale - 1) + SIDE / 2 + 0.5
    coefficients = (inverse[1, 1], inverse[1, 0], start[1], inverse[0, 1], inverse[0, 0], start[0])

    def coverOf(radius):
        outside = Image.fromarray(radius - distance).transform(
            (int(width), int(height)),
            Image.Transform.AFFINE,
            coefficients,
            Image.Resampling.BILINEAR,
            fillcolor=-30,
        )
        return np.clip(0.5 + np.asarray(outside) * scale, 0, 1)

    thin = min(1, 2 * scale * float(around.mean()))  # a line thinner than a pixel is as much paler
    cover = thin * coverOf(np.maximum(radius, 0.5 / scale).astype(np.float32))
    wide = coverOf(np.maximum(radius, THINNEST * FINE / scale).astype(np.float32))
    return Digit(cover, wide, hullOf(((points - low[:, None]) * scale + 1)[::-1].T))


def ofPixels(pixels):
    """A Digit of pixels that are what they are: MNIST's, a font's."""
    rows, columns = np.nonzero(pixels > 0.2)
    return Digit(pixels, pixels, hullOf(np.stack([columns, rows], axis=1).astype(float)))


def hullOf(points):
    try:
        return points[ConvexHull(points).vertices]
    except (QhullError, ValueError):  # all on one line
        return points[[0, -1]]


def place(canvas, part, top, left):
    """Lay a part on the canvas where that is less; what lies outside is lost."""
    height, width = part.shape
    rows, columns = (
        slice(np.clip(start, 0, end), np.clip(start + n, 0, end))
        for start, n, end in ((top, height, canvas.shape[0]), (left, width, canvas.shape[1]))
    )
    part = part[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    if part.size:
        canvas[rows, columns] = np.maximum(canvas[rows, columns], part)


def field(rng, shape, cells):
    """A smooth field from 0 to 1, of so many cells a side."""
    cells = max(2, int(cells))
    drawn = Image.fromarray(rng.random((cells, cells)).astype(np.float32))
    values = np.asarray(drawn.resize(shape[::-1], Image.Resampling.BICUBIC))
    return (values - values.min()) / max(np.ptp(values), 1e-6)


def wobbly(rng, start, end, amount, n=12):
    """Points (n, 2) on the way from start to end, as a hand draws a line."""
    share = np.linspace(0, 1, n)
    start, end = np.array(start, float), np.array(end, float)
    bend = np.interp(share, np.linspace(0, 1, 5), rng.normal(0, 1, 5) * amount)
    across = (end - start)[::-1] * (-1, 1) / max(np.hypot(*(end - start)), 1)
    return start + (end - start) * share[:, None] + across * bend[:, None]
