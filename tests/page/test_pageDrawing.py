"""Digits drawn on the page are answered as the pictures that they were traced from."""

import functools

import numpy as np
import pytest


from browser import DESKTOP, PHONE, drawByEvents, needsBrowser
from helpers import slow
from tracedStrokes import strokesOf

pytestmark = needsBrowser

SHARE = 0.95  # of the drawings that must be answered as the original


@pytest.fixture(scope="module")
def originals(trained, testSet):
    """originals(count): MNIST's first test digits, their strokes, and the network's answers."""
    images, _ = testSet
    answers = trained.feedForward(images[:200] / 255).argmax(axis=1)
    traced = functools.cache(lambda i: (strokesOf(images[i].reshape(28, 28) / 255), answers[i]))
    return lambda count: [traced(i) for i in range(count)]


def placed(strokes, size, left, top):
    """The strokes in a square of this size, its corner at left, top, all in parts of the field's side."""
    return [[(left + size * x / 28, top + size * y / 28) for x, y in stroke] for stroke in strokes]


@pytest.mark.parametrize("count", [slow(30), slow(200)])
def testDrawnSkeletonsAreRead(opened, originals, count):
    """Each in another size and place."""
    opened.resize(DESKTOP)
    rng = np.random.RandomState(1)
    same = 0
    for strokes, answer in originals(count):
        size = rng.uniform(0.3, 1)
        left, top = rng.uniform(0, 1 - size, 2)
        same += drawByEvents(opened, placed(strokes, size, left, top), rng.choice(["mouse", "pen"])) == str(
            answer
        )
    assert same >= SHARE * count, same


@pytest.mark.parametrize("count", [slow(60)])
def testTouchDrawsOnAPhone(opened, originals, count):
    """Real touch events draw instead of scrolling."""
    opened.resize(PHONE)
    opened.run("byId('draw').scrollIntoView({block: 'center'})")
    before = opened.run("return scrollY")
    x, y, side = opened.run(
        "const {x, y, width} = byId('draw').getBoundingClientRect(); return [x, y, width]"
    )
    same = 0
    for strokes, answer in originals(count):
        opened.click("clear")
        for stroke in placed(strokes, 0.8, 0.1, 0.1):
            thinned = [*stroke[::8], stroke[-1]]  # each event waits for a frame
            for i, (px, py) in enumerate(thinned):
                kind = "touchMove" if i else "touchStart"
                point = {"x": x + side * px, "y": y + side * py}
                opened.tell("Input.dispatchTouchEvent", type=kind, touchPoints=[point])
            opened.tell("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
        same += opened.text("answer") == str(answer)
    opened.resize(DESKTOP)
    assert opened.run("return scrollY") == before
    assert same >= SHARE * count - 1, same


def testTheMouseDraws(opened):
    """A line from top to bottom is a 1; it follows the mouse out of the field."""
    opened.resize(DESKTOP)
    x, y, side = opened.run(
        "const {x, y, width} = byId('draw').getBoundingClientRect(); return [x, y, width]"
    )
    for kind, place in (("Pressed", 0.1), ("Moved", 0.5), ("Moved", 1.2), ("Released", 1.2)):
        opened.tell(
            "Input.dispatchMouseEvent",
            type=f"mouse{kind}",
            button="left",
            clickCount=1,
            x=x + 0.5 * side,
            y=y + place * side,
        )
    assert opened.text("answer") == "1"
    assert opened.run("return drawing.strokes.length") == 1
    assert max(opened.run("return drawing.strokes[0].map(([, y]) => y)")) == 1


def testUndoAndClearTakeStrokesAway(opened, originals):
    (strokes, _), (others, _) = originals(2)
    answer = drawByEvents(opened, strokes)
    pixels = opened.run("return [...state.pixels]")
    for stroke in others:
        opened.run("drawing.strokes.push(arguments[0]); drawing.change()", stroke)
    assert opened.run("return [...state.pixels]") != pixels
    for _ in others:
        opened.nextFrame()
        opened.click("undo")
    assert opened.run("return [...state.pixels]") == pixels
    assert opened.text("answer") == answer
    opened.click("clear")
    assert not any(opened.run("return [...state.pixels]"))


@pytest.mark.slow
def testADrawingBecomesLikeMnistsDigits(opened, originals, testSet):
    """The box is 20 pixels, the centre of mass in the middle, strokes as thick as MNIST's."""
    for strokes, _ in originals(20):
        digits = [
            np.array(opened.run("return [...digitPixels(arguments[0])]", placed(strokes, *place))).reshape(
                28, 28
            )
            for place in ((1, 0, 0), (0.4, 0.5, 0.2))
        ]
        np.testing.assert_allclose(*digits, atol=1e-6)
        digit = digits[0]
        rows, columns = (np.flatnonzero((digit > 0.3).any(axis=axis)) for axis in (1, 0))
        assert max(np.ptp(rows), np.ptp(columns)) + 1 in (19, 20, 21)
        centre = [(digit * index).sum() / digit.sum() for index in np.indices((28, 28))]
        assert np.abs(np.array(centre) - 14).max() <= 0.6
    images, _ = testSet
    ink = [
        sum(opened.run("return [...digitPixels(arguments[0])]", strokes)) / (image.sum() / 255)
        for (strokes, _), image in zip(originals(40), images, strict=False)
    ]
    assert 0.85 < np.median(ink) < 1.2  # of MNIST's own
    line = np.array(opened.run("return [...digitPixels([[[0, 0], [0, 1]]])]")).reshape(28, 28)
    assert 1.9 <= line[14].sum() <= 4.4


def testADotIsADot(opened):
    pixels = opened.run("return [...digitPixels([[[0.3, 0.3]]])]")
    assert all(np.isfinite(pixels)) and 0 < sum(pixels) < 40
