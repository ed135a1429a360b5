"""The field to draw in: strokes, keys and bars, through matplotlib's own events."""

import time

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

from matplotlib import pyplot
from matplotlib.backend_bases import KeyEvent, MouseEvent, key_press_handler

from support.ownDigits import drawPad
from support.ownDigits.drawPad import FIELD, DrawPad
from support.script import options
from support.weights import weightFiles

ONE = [(140, 40), (140, 140), (140, 240)]
SEVEN = [(70, 60), (200, 60), (170, 130), (120, 240)]
ZERO = [(140 + 60 * np.sin(angle), 140 - 90 * np.cos(angle)) for angle in np.linspace(0, 2 * np.pi, 40)]


@pytest.fixture(scope="module")
def network():
    return weightFiles.load(options.TRAINED)


@pytest.fixture
def pad(network):
    yield DrawPad(network)
    pyplot.close("all")


def mouse(pad, name, place):
    x, y = pad.fieldAxes.transData.transform(place)
    event = MouseEvent(name, pad.figure.canvas, x, y, button=1)
    pad.figure.canvas.callbacks.process(name, event)


def press(pad, key):
    canvas = pad.figure.canvas
    canvas.callbacks.process("key_press_event", KeyEvent("key_press_event", canvas, key))


def stroke(pad, places):
    mouse(pad, "button_press_event", places[0])
    for place in places[1:]:
        mouse(pad, "motion_notify_event", place)
    mouse(pad, "button_release_event", places[-1])


def heights(pad):
    return [bar.get_height() for bar in pad.barAxes.patches]


@pytest.mark.parametrize("places, digit", [(ONE, 1), (SEVEN, 7), (ZERO, 0)])
def testTheBarsAnswerWhatIsDrawn(pad, network, places, digit):
    stroke(pad, places)
    seen = pad.seenPicture.get_array()
    assert heights(pad) == pytest.approx(network.feedForward(np.asarray(seen).ravel()))
    assert np.argmax(heights(pad)) == digit
    assert pad.barAxes.get_legend().get_texts()[0].get_text() == f"answer: {digit}"


def testTheBarsFollowWhileDrawing(pad):
    mouse(pad, "button_press_event", SEVEN[0])
    before = heights(pad)
    mouse(pad, "motion_notify_event", SEVEN[1])
    time.sleep(drawPad.PAUSE)
    mouse(pad, "motion_notify_event", SEVEN[3])
    assert heights(pad) != before


def testAStrokeIsWhereTheMouseWent(pad):
    stroke(pad, ONE)
    field = np.asarray(pad.field)
    assert field[40:240, 140].all()
    assert not field[:, :120].any() and not field[:, 160:].any()
    assert np.array_equal(pad.fieldPicture.get_array(), field)


def testAnEmptyFieldHasNoAnswer(pad):
    assert not any(heights(pad))
    assert pad.barAxes.get_legend().get_texts() == []


def testClearing(pad):
    stroke(pad, ZERO)
    for _ in range(2):
        press(pad, "c")
        assert not np.asarray(pad.field).any()
        assert not any(heights(pad))
    stroke(pad, ONE)
    assert np.argmax(heights(pad)) == 1


def testMovingWithoutTheButtonDrawsNothing(pad):
    mouse(pad, "motion_notify_event", (100, 100))
    mouse(pad, "button_press_event", (-50, 100))  # beside the field
    mouse(pad, "motion_notify_event", (100, 100))
    assert not np.asarray(pad.field).any()


def testLeavingTheFieldEndsTheStroke(pad):
    """No line jumps to where the mouse comes back."""
    mouse(pad, "button_press_event", (250, 50))
    mouse(pad, "motion_notify_event", (FIELD + 200, 150))
    mouse(pad, "motion_notify_event", (250, 250))
    mouse(pad, "button_release_event", (FIELD + 200, 150))
    assert not np.asarray(pad.field)[100:].any()


def testQCloses(pad):
    press(pad, "q")
    press(pad, "q")
    assert not pyplot.fignum_exists(pad.figure.number)


def testDrawingGoesOnInAClosedWindow(pad):
    """An event may still be under way when the window goes."""
    mouse(pad, "button_press_event", (100, 100))
    pyplot.close(pad.figure)
    mouse(pad, "motion_notify_event", (120, 120))


def testMatplotlibsOwnKeysAndBarAreOff(pad):
    handlers = [held() for held in pad.figure.canvas.callbacks.callbacks["key_press_event"].values()]
    assert pad.onKey in handlers
    assert key_press_handler not in handlers
    assert drawPad.pyplot.rcParams["toolbar"] != "None"  # off for this window only
