"""Pieces of ink put together to digits, digits that touch cut apart, and all of them put in lines."""

from functools import cached_property

import numpy as np
from scipy import ndimage

from support.ownDigits.ink import NEIGHBOURS, thickness

MOST = 120  # pieces that are looked at, those with most ink
SPECK = 0.004  # of the largest piece's ink: less is dirt
POINTS = 150  # of a piece's edge are enough to find its distance from another
GOLDEN = (5**0.5 - 1) / 2
CLOSE = 1.5  # strokes' thicknesses: pieces further apart that stand beside each other are two digits
ABOVE = 0.2  # of a digit's size: pieces closer above each other may be one
BESIDE = 0.12  # of that: pieces closer beside each other
DOT = 0.12  # of a digit's size: so small a piece is no stroke of its own
SMALL = 0.35  # of the largest digit: smaller is a point, a comma, a speck
PAGE = 25  # digits that stand beside each other on a page full of them
WIDEST = 1.2  # of its height: a wider thing is more than one digit
FLAT = 0.4  # of the largest digit's height: a minus sign is less high
DIRECTIONS = 24  # from a piece, in which another may lie around it
AROUND = 0.8  # of them: a ring, a box
SAME_LINE = 0.35  # of the lower one's height that two neighbours on a line have in common


class Piece:
    """Ink that belongs together: its mask, the rows and columns that this covers, and how much ink it is."""

    def __init__(self, rows, columns, mask, mass):
        self.rows, self.columns, self.mask, self.mass = rows, columns, mask, mass
        self.height, self.width = mask.shape
        self.length = max(mask.shape)
        edge = np.argwhere(mask & ~ndimage.binary_erosion(mask))
        points = edge + np.array([rows.start, columns.start])
        spread = np.arange(min(POINTS, len(points))) * GOLDEN % 1  # even steps may meet one side only
        self.points = points[(spread * len(points)).astype(int)].astype(np.float32)

    @cached_property
    def thickness(self):
        return thickness(self.mask)

    def atFrame(self, shape):
        """How many pixels of it lie on each of the picture's sides: top, bottom, left, right."""
        ends = (
            self.mask[0] * (self.rows.start == 0),
            self.mask[-1] * (self.rows.stop == shape[0]),
            self.mask[:, 0] * (self.columns.start == 0),
            self.mask[:, -1] * (self.columns.stop == shape[1]),
        )
        return np.array([np.count_nonzero(end) for end in ends])

    def isCut(self, shape):
        """Whether the picture's frame cuts it off, rather than being drawn around it."""
        top, bottom, left, right = self.atFrame(shape) > DOT * self.length
        return (top != bottom and not (left and right)) or (left != right and not (top and bottom))

    def isEdge(self, shape):
        """Whether it is the edge of the paper, or of the light, along a side of the picture."""
        shares = self.atFrame(shape) / np.array(shape)[[1, 1, 0, 0]]
        return shares.max() > 0.9 and shares.min() == 0


def piecesOf(share, mask):
    """The pieces of a mask, those with most ink first."""
    labels, _ = ndimage.label(mask, NEIGHBOURS)
    boxes = ndimage.find_objects(labels)
    masses = np.bincount(labels[mask], share[mask], minlength=1)
    order = [i for i in np.argsort(-masses)[:MOST] if masses[i] > SPECK * masses.max()]
    return [Piece(*boxes[i - 1], labels[boxes[i - 1]] == i, masses[i]) for i in order]


def together(one, other):
    """Two pieces as one."""
    rows, columns = (
        slice(min(a.start, b.start), max(a.stop, b.stop))
        for a, b in ((one.rows, other.rows), (one.columns, other.columns))
    )
    mask = np.zeros((rows.stop - rows.start, columns.stop - columns.start), bool)
    for piece in (one, other):
        top, left = piece.rows.start - rows.start, piece.columns.start - columns.start
        mask[top : top + piece.height, left : left + piece.width] |= piece.mask
    return Piece(rows, columns, mask, one.mass + other.mass)


def withoutFrames(pieces):
    """The pieces but those that are drawn around another one: a ring, a box, be it open somewhere."""
    return [piece for piece in pieces if not any(surrounds(piece, other) for other in pieces)]


def digitsOf(pieces, surest):
    """The pieces, those of one digit put together.

    surest(piece) is how sure the network is of what it reads in it, or None where there is no network.
    """
    size, stroke = pieces[0].length, pieces[0].thickness
    digits = list(pieces)
    tried = set()
    while True:
        pairs = [
            (gapBetween(one, other), one, other)
            for i, one in enumerate(digits)
            for other in digits[i + 1 :]
            if (one, other) not in tried and mayBeOne(one, other, size, stroke)
        ]
        if not pairs:
            return digits
        gap, one, other = min(pairs, key=lambda pair: pair[0])
        tried.add((one, other))
        both = together(one, other)
        if isOne(one, other, both, gap, size, stroke, surest):
            digits = [both, *(digit for digit in digits if digit is not one and digit is not other)]


def mayBeOne(one, other, size, stroke):
    across, down = overlap(one.columns, other.columns), overlap(one.rows, other.rows)
    return max(-across, -down) < max(CLOSE * stroke, ABOVE * size)


def isOne(one, other, both, gap, size, stroke, surest):
    """Whether two pieces are parts of one digit: by their places where these say it, else by the network."""
    less = min(one.length, other.length)
    across, down = overlap(one.columns, other.columns), overlap(one.rows, other.rows)
    isWithin = across >= 0.9 * min(one.width, other.width) and down >= 0.9 * min(one.height, other.height)
    isAbove = across >= 0.4 * min(one.width, other.width) and down < 0.5 * min(one.height, other.height)
    if gap > max(CLOSE * stroke, (ABOVE if isAbove or isWithin else BESIDE) * size):
        return False
    if less < DOT * size:
        return gap < 0.7 * stroke
    if isWithin or (isAbove and both.height < 1.3 * size):
        return True
    parts, whole = (surest(one), surest(other)), surest(both)
    if both.width > WIDEST * both.height and less > SMALL * size:
        return False
    if whole is None:
        return gap < (1.2 if less < 0.5 * size else 0.6) * stroke
    return whole > np.sqrt(parts[0] * parts[1])


def overlap(one, other):
    return min(one.stop, other.stop) - max(one.start, other.start)


def gapBetween(one, other):
    """Pixels between the nearest points of two pieces."""
    return np.sqrt(((one.points[:, None] - other.points) ** 2).sum(axis=2).min())


def worthReading(digits, shape):
    """Those that are no points, commas, minus signs, frames, scraps of other digits at the edge."""
    digits = withoutFrames(digits)
    largest = max(digits, key=lambda digit: digit.mass / (4 if digit.isCut(shape) else 1))
    return [
        digit
        for digit in digits
        if digit is largest or not (digit.isCut(shape) or isSmall(digit, largest) or isFlat(digit, largest))
    ]


def isSpeck(piece, largest, shape):
    """Whether it's too small for a digit: beside the largest piece, or for a page full of them."""
    return piece.length < max(SMALL * largest.length, max(shape) / PAGE)


def surrounds(piece, other):
    """Whether it lies around the other one, which is no speck: seen from there, in nearly all directions."""
    if (
        other is piece
        or other.length < SMALL * piece.length
        or overlap(piece.rows, other.rows) < other.height
        or overlap(piece.columns, other.columns) < other.width
    ):
        return False
    y, x = (piece.points - other.points.mean(axis=0)).T
    directions = np.floor((np.arctan2(y, x) / np.pi + 1) / 2 * DIRECTIONS).astype(int) % DIRECTIONS
    return len(np.unique(directions)) >= AROUND * DIRECTIONS


def isSmall(digit, largest):
    return digit.length < SMALL * largest.length or digit.mass < 0.4 * SMALL * largest.mass


def isFlat(digit, largest):
    return digit.height < FLAT * largest.height and digit.width > 1.4 * digit.height


def linesOf(digits):
    """The digits in lines, the upper first, each from left to right; a line may slant, its digits dance."""
    lines = []
    for digit in sorted(digits, key=lambda digit: digit.columns.start + digit.columns.stop):
        shared = [overlap(line[-1].rows, digit.rows) / min(line[-1].height, digit.height) for line in lines]
        if lines and max(shared) > SAME_LINE:
            lines[int(np.argmax(shared))].append(digit)
        else:
            lines.append([digit])
    return sorted(lines, key=lambda line: np.mean([digit.rows.start + digit.rows.stop for digit in line]))
