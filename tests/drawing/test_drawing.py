"""Strokes, the digits that they make, and the digits' lines."""

import numpy as np
import pytest

from support.drawing.drawing import FIELD, PEN, Drawing
from support.script import paths
from support.weights import weightFiles

from strokes import DIGITS


@pytest.fixture(scope="module")
def network():
    return weightFiles.load(paths.TRAINED)


def drawn(*strokes):
    picture = Drawing()
    for stroke in strokes:
        picture.begin(stroke[0])
        for place in stroke[1:]:
            picture.goTo(place)
    return picture


def digit(which, left=0, top=0, size=200):
    """The strokes of a digit in a square of so many pixels."""
    return [[(left + size * x, top + size * y) for x, y in stroke] for stroke in DIGITS[which]]


def painted(picture):
    return np.asarray(picture.field) > 0


def testAStrokeIsAsWideAsThePenAndRoundAtItsEnds():
    field = painted(drawn([(100, 60), (100, 200)]))
    y, x = np.mgrid[: field.shape[0], : field.shape[1]]
    distance = np.hypot(x - 100, y - np.clip(y, 60, 200))
    assert field[distance < PEN / 2 - 1].all()
    assert not field[distance > PEN / 2 + 1].any()


def testADotIsRound():
    field = painted(drawn([(100, 60)]))
    y, x = np.mgrid[: field.shape[0], : field.shape[1]]
    distance = np.hypot(x - 100, y - 60)
    assert field[distance < PEN / 2 - 1].all() and not field[distance > PEN / 2 + 1].any()


def testWhatLeavesTheFieldComesBackWhereItDoes():
    field = painted(drawn([(50, 250), (50, FIELD + 100), (150, FIELD + 100), (150, 250)]))
    assert field[255:, 50].all() and field[255:, 150].all()
    assert not field[:, 75:125].any()


def testUndoTakesTheLastStrokeBack():
    picture = drawn([(50, 50), (50, 200)], [(40, 50), (200, 50)])
    picture.undo()
    assert np.array_equal(painted(picture), painted(drawn([(50, 50), (50, 200)])))
    picture.undo()
    picture.undo()
    assert picture.strokes == [] and not painted(picture).any()


@pytest.mark.parametrize("which", DIGITS)
@pytest.mark.parametrize("size", [230, 80])
def testEveryDigitIsOneDigit(network, which, size):
    """In however many strokes it's drawn, large or small; and read, except the 1 that MNIST lacks."""
    reading, last = drawn(*digit(which, 30, 25, size)).read(network)
    assert (len(reading.digits), last) == (1, 0)
    assert reading.number == which[0] or which == "1 in two strokes"


@pytest.mark.parametrize("number", ["1984", "75", "444"])
def testANumber(network, number):
    """Its digits dance; the one drawn last counts, wherever it stands."""
    places = [(which, 20 + 130 * index) for index, which in enumerate(number)]
    strokes = [stroke for which, left in places for stroke in digit(which, left, 60 - left % 40, 120)]
    reading, last = drawn(*strokes).read(network)
    assert (reading.number, last) == (number, len(number) - 1)
    reading, last = drawn(*strokes[::-1]).read(network)
    assert (reading.number, last) == (number, 0)


def testTwoLines(network):
    strokes = digit("7", 20, 10, 110) + digit("3", 150, 25, 110) + digit("1", 60, 150, 110)
    reading, last = drawn(*strokes[::-1]).read(network)
    assert [len(row) for row in reading.rows] == [2, 1]
    assert reading.number == "73 1"
    assert last == 0


@pytest.mark.parametrize("mark", [[(60, 60)], [(60, 60), (66, 70)], [(60, 100), (160, 104)]])
def testADotOrALineIsNoDigit(network, mark):
    with pytest.raises(ValueError, match="a dot or a line isn't a digit"):
        drawn(mark).read(network)
    reading, _ = drawn(mark, *digit("7", 250, 20, 200)).read(network)
    assert reading.number == "7"


def testNothingDrawn(network):
    for strokes in ([], [[(-300, 10), (-300, 80)]]):
        with pytest.raises(ValueError):
            drawn(*strokes).read(network)


def testDigitsThatJustTouchAreTwo(network):
    reading, _ = drawn(*digit("2", 20, 40), *digit("7", 160, 40)).read(network)
    assert reading.number == "27"
    field = painted(drawn(*digit("2", 20, 40), *digit("7", 160, 40)))
    assert field[:, 40:290].any(axis=0).all()  # no empty column between them


class Unsure:
    """Stands in for a network."""

    def feedForward(self, pixels):
        return np.full((*pixels.shape[:-1], 10), 0.5)


def testWhatIsUnsureIsSaid():
    reading, _ = drawn(*digit("7")).read(Unsure())
    assert reading.warnings == ["no output above 0.5"]
