"""The window for a test image: what it shows, its keys through matplotlib's events, and on a screen."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

from matplotlib import pyplot
from matplotlib.backend_bases import KeyEvent, key_press_handler

from Network import Network
from support.graphics import bars
from support.asking.window import Window
from support.training.evaluation import Evaluation


@pytest.fixture(scope="module")
def evaluation(testSet):
    images, labels = testSet
    return Evaluation(Network(None, None, rng=np.random.RandomState(3)), images[:100], labels[:100])


@pytest.fixture
def window(evaluation):
    window = Window(evaluation, 7)
    yield window
    pyplot.close("all")


def press(window, key):
    canvas = window.figure.canvas
    canvas.callbacks.process("key_press_event", KeyEvent("key_press_event", canvas, key))


def assertShows(window, index):
    evaluation = window.evaluation
    assert window.index == index
    assert np.array_equal(window.imageAxes.images[0].get_array().ravel(), evaluation.images[index])
    title = f"label says: {evaluation.labels[index]}\nnetwork says: {evaluation.answers[index]}"
    assert window.imageAxes.get_title() == title
    heights = [bar.get_height() for bar in window.barAxes.patches]
    assert heights == pytest.approx(evaluation.activations[index])
    assert window.barAxes.get_ylim() == (0, 1)
    assert window.barAxes.get_title() == f"test image {index}"


def testShowsTheImageAndItsActivations(window):
    assertShows(window, 7)


def testLabelAndAnswerAreToldApartByMoreThanColour(window):
    wrong = window.evaluation.wrong()[0]
    window.draw(wrong)
    label, answer = window.evaluation.labels[wrong], window.evaluation.answers[wrong]
    hatches = [bar.get_hatch() for bar in window.barAxes.patches]
    assert [digit for digit, hatch in enumerate(hatches) if hatch] == [label]
    colours = [matplotlib.colors.to_hex(bar.get_facecolor()) for bar in window.barAxes.patches]
    assert colours[answer] == bars.WRONG.lower()
    assert set(np.delete(colours, answer)) == {bars.OTHER.lower()}
    words = [text.get_text() for text in window.barAxes.get_legend().get_texts()]
    assert words == [f"answer: {answer}", f"label: {label}"]


def testNeighbours(window):
    for key, index in (("right", 8), ("left", 7), ("left", 6)):
        press(window, key)
        assertShows(window, index)


def testNeighboursGoRoundTheEnds(window):
    window.draw(99)
    press(window, "right")
    assertShows(window, 0)
    press(window, "left")
    assertShows(window, 99)


def testNextWrong(window):
    press(window, "w")
    wrong = window.evaluation.wrong()
    assertShows(window, wrong[wrong > 7][0])


def testNoWrongOne(window, monkeypatch):
    monkeypatch.setattr(window.evaluation, "answers", window.evaluation.labels.astype(int))
    press(window, "w")
    assert window.index == 7


def testRandom(window, monkeypatch):
    monkeypatch.setattr("random.randrange", lambda count: count - 2)
    press(window, "r")
    assertShows(window, 98)


def testASeriesIsGoneThroughInItsOrder(evaluation):
    """As --show-results goes through the wrongly read ones, with their places."""
    wrong = evaluation.wrong()
    window = Window(evaluation, wrong[0], wrong)
    for key, place in (("right", 1), ("w", 2), ("left", 1), ("left", 0), ("left", len(wrong) - 1), ("w", 0)):
        press(window, key)
        assert window.index == wrong[place]
        assert window.barAxes.get_title() == f"test image {wrong[place]}, {place + 1} of {len(wrong)}"
        assert window.picture.get_array().ravel().tolist() == evaluation.images[wrong[place]].tolist()
    pyplot.close("all")


def testUnknownKeys(window):
    for key in ("x", "c", "escape", None):
        press(window, key)
    assertShows(window, 7)


def testTheSameAxesAreUsedAgain(window):
    axes = list(window.figure.axes)
    for _ in range(3):
        press(window, "right")
    assert window.figure.axes == axes
    assert len(window.imageAxes.images) == 1


def testQCloses(window):
    press(window, "q")
    press(window, "q")  # once more, on the closed window
    assert not pyplot.fignum_exists(window.figure.number)


def testMatplotlibsOwnKeysAreOff(window):
    """Its handler closes figures at q, goes back at c and left, and home at r."""
    handlers = [held() for held in window.figure.canvas.callbacks.callbacks["key_press_event"].values()]
    assert window.onKey in handlers
    assert key_press_handler not in handlers


def testKeysAreListed(window):
    assert any("next wrong" in text.get_text() for text in window.figure.texts)
