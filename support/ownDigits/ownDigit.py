"""A picture of one's own digits, brought to what MNIST's are: the network knows nothing else."""

from typing import NamedTuple

import numpy as np

from support.data.dataSet import SIDE
from support.ownDigits import pieces as parts
from support.ownDigits.fitting import fitted
from support.ownDigits.ink import boxOf, inkOf
from support.ownDigits.panels import panelsOf
from support.ownDigits.rules import OnlyLines
from support.ownDigits.strokes import strokesOf

CUT = "cut off by the picture's edge?"
NO_STROKE = 0.5  # a thing half as thick as it is long is none
FAINTEST = (
    0.22,
    0.35,
    0.5,
)  # of a stroke's middle: the ink in its faint parts; the first that isn't all specks
PALE = 0.4  # of the strongest digit's ink: the edge of a shadow, a fold, what shines through the paper
SPECKS = 15  # pieces: as many are dirt or noise


class Prepared(NamedTuple):
    pixels: np.ndarray  # (784,) from 0 to 1, as the network takes them
    warnings: list  # why it may be misread, a few words each
    box: tuple = None  # where it lies in its picture, in pixels of that: top, bottom, left, right


def prepare(gray, network=None):
    """A Prepared of the digit in a gray picture, (height, width) bytes; ValueError where there is none."""
    lines = prepareAll(gray, network)
    largest = max(
        (prepared for line in lines for prepared in line), key=lambda prepared: extent(prepared.box)
    )
    if sum(map(len, lines)) > 1:
        largest.warnings.append("more than one digit?")
    return largest


def extent(box):
    return max(box[1] - box[0], box[3] - box[2])


def prepareAll(gray, network=None):
    """The digits in a gray picture, (height, width) bytes: a list of lines, each a list of Prepared.

    The upper line comes first, each is read from left to right. Raises ValueError where there is none.
    """
    gray = np.asarray(gray, dtype=np.float32) / 255
    reason = None
    for part in panelsOf(gray):
        found = inkOf(part.gray, part.coarse)
        for withoutRules in (True, False):
            try:
                return reading(found, withoutRules, part, network)
            except OnlyLines:
                raise
            except ValueError as error:
                reason = error
    raise reason


def reading(found, withoutRules, part, network):
    """prepareAll of one Part of the picture, its Ink found."""
    for faintest in FAINTEST:
        share, mask = strokesOf(found, withoutRules, faintest)
        pieces = parts.piecesOf(share, mask)
        specks = [piece for piece in pieces if parts.isSpeck(piece, pieces[0], mask.shape)]
        if len(specks) < SPECKS:
            break
    else:
        if sum(piece.mass for piece in specks) > sum(piece.mass for piece in pieces) / 2:
            raise ValueError("noise")
    if not pieces:
        raise ValueError("no stroke")
    pieces = parts.withoutFrames(pieces)
    known = {}

    def fit(piece):
        if piece not in known:
            known[piece] = fitted(*withEdge(share, piece))
        return known[piece]

    def surest(piece):
        return None if network is None else network.feedForward(fit(piece)).max()

    digits = [
        digit
        for digit in parts.digitsOf(pieces, surest)
        if digit.length >= max(mask.shape) / 40
        and not digit.isEdge(mask.shape)
        and digit.thickness <= NO_STROKE * digit.length
    ]
    if not digits:
        raise ValueError("no stroke")
    digits = parts.worthReading(withoutPale(digits, found.ink), mask.shape)
    scale = np.divide(part.gray.shape, found.ink.shape)
    lines = [
        [
            Prepared(fit(digit), [CUT] if digit.isCut(mask.shape) else [], placeOf(digit, scale, part.place))
            for digit in line
        ]
        for line in parts.linesOf(digits)
    ]
    if network is not None and len(digits) == 1 and isTurned(lines[0][0].pixels, network):
        lines[0][0].warnings.append("turned?")
    return lines


def withoutPale(digits, ink):
    """The digits but those whose ink is far weaker than the strongest one's."""
    strengths = [np.percentile(ink[digit.rows, digit.columns][digit.mask], 75) for digit in digits]
    return [
        digit for digit, strength in zip(digits, strengths, strict=True) if strength > PALE * max(strengths)
    ]


def isTurned(pixels, network):
    """Whether the network is far surer of the digit turned by 90°, 180° or 270°."""
    turned = [np.rot90(pixels.reshape(SIDE, SIDE), turns).ravel() for turns in range(4)]
    upright, *others = network.feedForward(np.array(turned)).max(axis=1)
    return upright < 0.7 and max(others) > max(0.9, upright + 0.4)


def withEdge(share, piece):
    """The ink under a piece and around it, where its strokes' gray edges are, and its mask."""
    edge = 2 + piece.length // 10
    top, left = max(0, piece.rows.start - edge), max(0, piece.columns.start - edge)
    part = share[top : piece.rows.stop + edge, left : piece.columns.stop + edge]
    mask = np.zeros(part.shape, bool)
    top, left = piece.rows.start - top, piece.columns.start - left
    mask[top : top + piece.height, left : left + piece.width] = piece.mask
    return part, mask


def placeOf(digit, scale, place):
    """A digit's box in the picture of which this part lies at place, enlarged to scale."""
    sides = [
        start + float(side * factor)
        for slices, factor, start in zip((digit.rows, digit.columns), scale, place, strict=True)
        for side in (slices.start, slices.stop)
    ]
    return tuple(round(side) for side in sides)


def fitDrawing(ink):
    """A Prepared of a drawing, its ink known, (height, width) from 0 to 1; ValueError where it is empty."""
    ink = np.asarray(ink, dtype=np.float32)
    mask = ink > 0.5
    if not mask.any():
        raise ValueError("nothing drawn")
    return Prepared(fitted(ink, mask), [], tuple(map(int, boxOf(mask))))
