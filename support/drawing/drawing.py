"""What is drawn with the mouse: strokes of a pen on a field, and the digits that they make."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from support.eyes.digits import Digit
from support.eyes.fitting import fitted
from support.eyes.rows import rowsOf
from support.ownDigits.reading import answered

FIELD = 280  # pixels of the field's height
WIDTH = 2 * FIELD  # so that there is room for a number
PEN = 22  # pixels across: a tenth of a large digit, as in MNIST

STEP = 4  # pixels between the points of a stroke that are taken to measure its distance to others
UNDER = 0.25, 0.5  # of the narrower stroke's width: what one digit's strokes share, if they touch and if not
APART = 0.25  # of the longer stroke: one digit's strokes aren't further from each other
FLAT = 0.5  # of the other stroke's height: a stroke that touches none is a digit of its own if it's higher


class Drawing:
    """The strokes, each a list of places (x, y) in the field's pixels, and `field`, a Pillow picture of them.

    It's light on dark, as MNIST is. A stroke may leave the field; there it isn't seen.
    """

    def __init__(self):
        self.clear()

    def clear(self):
        self.strokes = []
        self.field = Image.new("L", (WIDTH, FIELD))

    def begin(self, place):
        """Set the pen down: that alone is a dot."""
        self.strokes.append([place])
        paint(self.field, [place])

    def goTo(self, place):
        self.strokes[-1].append(place)
        paint(self.field, self.strokes[-1][-2:])

    def undo(self):
        """Take the last stroke back."""
        strokes = self.strokes[:-1]
        self.clear()
        for stroke in strokes:
            paint(self.field, stroke)
        self.strokes = strokes

    def read(self, network):
        """The Reading of the digits, and which of them was drawn last.

        Raises ValueError if there is none, with the reason in words for the user.
        """
        if not np.asarray(self.field).any():
            raise ValueError("")
        drawn = [digit for digit in digitsOf(self.strokes) if not digit.isMark]
        if not drawn:
            raise ValueError("a dot or a line isn't a digit")
        rows = rowsOf([digit.box for digit in drawn])
        order = [index for row in rows for index in row]
        last = max(range(len(order)), key=lambda place: drawn[order[place]].last)
        rows = [[fittedOf(drawn[index].strokes) for index in row] for row in rows]
        return answered(network, np.asarray(self.field), rows), last


def paint(field, stroke):
    """Draw the stroke with round ends and corners."""
    brush = ImageDraw.Draw(field)
    brush.line(stroke, fill=255, width=PEN)
    for place in stroke:
        brush.circle(place, PEN / 2, fill=255)


class DrawnDigit:
    """Strokes that make one digit, and the box around them: top, bottom, left, right."""

    def __init__(self, strokes, last):
        self.strokes = tuple(tuple(stroke) for stroke in strokes)
        self.last = last  # the place of its last stroke among all
        (left, top), (right, bottom) = boxOf(np.concatenate(strokes))
        self.box = top, bottom, left, right
        self.width, self.height = right - left, bottom - top

    @property
    def isMark(self):
        """Whether it's a point, a comma or a minus sign."""
        return max(self.width, self.height) < 2 * PEN or self.height < min(1.5 * PEN, self.width / 2)


def boxOf(points):
    """The upper left and the lower right corner of what the pen draws through the points (n, 2)."""
    return points.min(axis=0) - PEN / 2, points.max(axis=0) + PEN / 2


def digitsOf(strokes):
    """The DrawnDigits of the strokes."""
    points = [pointsAlong(stroke) for stroke in strokes]
    group = list(range(len(strokes)))
    for i in range(len(strokes)):
        for j in range(i):
            if group[i] != group[j] and belongTogether(points[i], points[j]):
                group = [group[j] if old == group[i] else old for old in group]
    members = {}
    for index, which in enumerate(group):
        members.setdefault(which, []).append(index)
    return [DrawnDigit([strokes[index] for index in found], found[-1]) for found in members.values()]


def pointsAlong(stroke):
    """Points (n, 2) of the stroke, no more than STEP pixels from each other."""
    places = np.array(stroke, dtype=float)
    lengths = np.hypot(*np.diff(places, axis=0).T)
    way = np.concatenate([[0], np.cumsum(lengths)])
    along = np.linspace(0, way[-1], 2 + int(way[-1] / STEP))
    return np.stack([np.interp(along, way, places[:, axis]) for axis in (0, 1)], axis=1)


def belongTogether(one, other):
    """Whether two strokes, points (n, 2), belong to one digit: of a 4, a 5, a 7 with a bar.

    They are above rather than beside each other, and touch; or they are close and one is flat, like the roof
    of a 5: digits of two lines are both high.
    """
    (oneStart, oneEnd), (otherStart, otherEnd) = boxOf(one), boxOf(other)
    sizes = np.array([oneEnd - oneStart, otherEnd - otherStart])
    shared = (np.minimum(oneEnd, otherEnd) - np.maximum(oneStart, otherStart))[0] / sizes[:, 0].min()
    gap = np.sqrt(((one[:, None] - other[None]) ** 2).sum(axis=2).min()) - PEN
    if gap <= 0:
        return shared > UNDER[0]
    low, high = np.sort(sizes[:, 1])
    return shared > UNDER[1] and gap < APART * sizes.max() and low < FLAT * high


@lru_cache(maxsize=64)  # of several digits only the one under the pen changes
def fittedOf(strokes):
    """The Digit of one digit's strokes, tuples of places."""
    (left, top), (right, bottom) = boxOf(np.concatenate(strokes))
    field = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4))
    for stroke in strokes:
        paint(field, [(x - left + 2, y - top + 2) for x, y in stroke])
    ink = np.asarray(field) / 255
    return Digit(fitted(ink, ink > 0.5), [], (top, bottom, left, right))
