"""The field to draw in: mouse, keys and bars, through matplotlib's own events."""

import re

import matplotlib
import numpy as np
import pytest
from PIL import Image

matplotlib.use("Agg")

from matplotlib import pyplot
from matplotlib.backend_bases import KeyEvent, MouseEvent, key_press_handler

from support.drawing import drawPad
from support.ownDigits import doubts, pictureFiles, reading
from support.drawing.drawing import FIELD, WIDTH
from support.drawing.drawPad import DrawPad
from support.script import paths
from support.weights import weightFiles

from strokes import DIGITS


@pytest.fixture(scope="module")
def network():
    return weightFiles.load(paths.TRAINED)


@pytest.fixture(scope="module")
def window(network):
    """One for all tests: opening it takes longer than most of them."""
    window = DrawPad(network)
    window.figure.canvas.draw()
    yield window
    pyplot.close("all")


@pytest.fixture
def pad(window, network, tmp_path):
    """The window as it is at first."""
    press(window, "escape", "c")
    window.network, window.folder = network, tmp_path / "drawings"
    window.message.set_text("")
    window.isDue = False
    return window


def mouse(pad, name, place):
    x, y = pad.fieldAxes.transData.transform(place)
    event = MouseEvent(name, pad.figure.canvas, x, y, button=1)
    pad.figure.canvas.callbacks.process(name, event)


def press(pad, *keys):
    canvas = pad.figure.canvas
    for key in keys:
        canvas.callbacks.process("key_press_event", KeyEvent("key_press_event", canvas, key))


def draw(pad, which, left=40, top=30, size=210):
    """Draw a digit with the mouse's moves; then the answer, as no timer runs in Agg."""
    for stroke in DIGITS[which]:
        places = [(left + size * x, top + size * y) for x, y in stroke]
        mouse(pad, "button_press_event", places[0])
        for place in places[1:-1]:
            mouse(pad, "motion_notify_event", place)
        mouse(pad, "button_release_event", places[-1])
    pad.answer()


def heights(pad):
    return [bar.get_height() for bar in pad.chart]


def field(pad):
    return np.asarray(pad.drawing.field)


def onScreen(pad):
    """Which of the window's pixels are bright where the field is; its rim is left out."""
    box = pad.fieldAxes.bbox
    window = np.asarray(pad.figure.canvas.buffer_rgba())[::-1, :, 0] > 127
    return window[round(box.y0) : round(box.y1), round(box.x0) : round(box.x1)][::-1][3:-3, 3:-3]


def asOnScreen(pad):
    """The same of the field itself."""
    box = pad.fieldAxes.bbox
    size = round(box.x1) - round(box.x0), round(box.y1) - round(box.y0)
    return (np.asarray(pad.drawing.field.resize(size)) > 127)[3:-3, 3:-3]


@pytest.mark.parametrize("which", ["0", "1", "7"])
def testTheBarsAnswerWhatIsDrawn(pad, network, which):
    draw(pad, which)
    seen = np.asarray(pad.seenPicture.get_array())
    assert heights(pad) == pytest.approx(network.feedForward(seen.ravel()))
    assert str(np.argmax(heights(pad))) == which
    assert pad.number.get_text() == which
    colours = [bar.get_facecolor() for bar in pad.chart]
    assert [colours.count(colour) for colour in set(colours)].count(1) == 1
    assert colours.count(colours[int(which)]) == 1


def testTheNumberStandsAboveTheBarsOfTheDigitDrawnLast(pad, network):
    draw(pad, "7", 300, 60, 120)
    draw(pad, "3", 60, 40, 120)
    assert pad.number.get_text() == "37"
    assert np.argmax(heights(pad)) == 3


def testOfSeveralDigitsItSaysWhoseTheBarsAre(pad):
    """Between the number and the bars, in the part of the window that is painted anew."""
    draw(pad, "7", 300, 60, 120)
    assert pad.whose.get_text() == ""
    draw(pad, "3", 60, 40, 120)
    assert pad.whose.get_text() == "bars: the 3 drawn last"
    box, _, artists = next(part for part in pad.parts if pad.number in part[2])
    extent, number = pad.whose.get_window_extent(), pad.number.get_window_extent()
    assert pad.whose in artists and box.x0 <= extent.x0 and extent.x1 <= box.x1
    assert pad.barAxes.bbox.y1 < extent.y0 and extent.y1 < number.y0 and number.y1 < box.y1
    press(pad, "u")
    assert pad.whose.get_text() == ""


def testEachMoveIsSeenAtOnce(pad):
    """As the field has it, without waiting for an answer; and drawing everything anew makes no difference."""
    mouse(pad, "button_press_event", (60, 60))
    for place in ((200, 60), (200, 220), (90, 150)):
        mouse(pad, "motion_notify_event", place)
        assert np.mean(onScreen(pad) != asOnScreen(pad)) < 0.005
    pad.figure.canvas.draw()
    assert np.mean(onScreen(pad) != asOnScreen(pad)) < 0.005


def testTheAnswerIsSeenAsWell(pad):
    before = np.array(pad.figure.canvas.buffer_rgba())
    draw(pad, "7")
    after = np.array(pad.figure.canvas.buffer_rgba())
    box = pad.barAxes.bbox
    right = slice(round(box.x0), round(box.x1))
    assert (before != after)[:, right].any()
    press(pad, "u")
    draw(pad, "3")  # over the first answer, of which nothing must be left
    after = np.array(pad.figure.canvas.buffer_rgba())
    pad.figure.canvas.draw()
    assert np.array_equal(np.array(pad.figure.canvas.buffer_rgba())[:, right], after[:, right])


def testOneTimerRunsHoweverManyMovesThereAre(pad, monkeypatch):
    started = []
    monkeypatch.setattr(pad.timer, "start", lambda: started.append(True))
    mouse(pad, "button_press_event", (60, 60))
    for x in range(70, 170, 10):
        mouse(pad, "motion_notify_event", (x, 60))
    assert len(started) == 1 and pad.timer.interval >= 100 and pad.timer.single_shot
    pad.answer()
    mouse(pad, "motion_notify_event", (200, 60))
    assert len(started) == 2


def testThePlaceOfReleaseCounts(pad):
    mouse(pad, "button_press_event", (60, 60))
    mouse(pad, "button_release_event", (60, 200))
    assert field(pad)[60:200, 60].all()
    mouse(pad, "motion_notify_event", (200, 200))
    assert not field(pad)[:, 100:].any()


def testAClickIsADot(pad):
    mouse(pad, "button_press_event", (60, 60))
    mouse(pad, "button_release_event", (60, 60))
    assert field(pad)[60, 52:68].all()
    assert onScreen(pad).any()
    pad.answer()
    assert pad.number.get_text() == "" and "isn't a digit" in pad.message.get_text()


def testAStrokeGoesOnWhereItComesBack(pad):
    mouse(pad, "button_press_event", (60, 50))
    for place in ((60, FIELD + 60), (WIDTH + 30, FIELD + 60), (WIDTH + 30, 150), (500, 150)):
        mouse(pad, "motion_notify_event", place)
    mouse(pad, "button_release_event", (450, 150))
    drawn = field(pad)
    assert drawn[50:, 60].all() and drawn[150, 450:].all()
    assert not drawn[:, 80:430].any()


def testAnEmptyFieldHasNoAnswer(pad):
    assert not any(heights(pad))
    assert (pad.number.get_text(), pad.message.get_text()) == ("", "")


def testClearingAndTakingBack(pad):
    """With the keys that the window names."""
    keys = {word: key for key, word in re.findall(r"\b(\w) (\w+)", drawPad.KEYS)}
    draw(pad, "7 with a bar")
    withBar = field(pad)
    press(pad, keys["undo"])
    assert field(pad).sum() < withBar.sum() and pad.number.get_text() == "7"
    assert onScreen(pad).sum() < np.sum(withBar > 127)
    for _ in range(2):
        press(pad, keys["clear"])
        assert not field(pad).any() and not any(heights(pad))
        assert not onScreen(pad).any()
    draw(pad, "1")
    assert pad.number.get_text() == "1"


def testTakingBackTheStrokeThatIsBeingDrawn(pad):
    mouse(pad, "button_press_event", (60, 50))
    mouse(pad, "motion_notify_event", (60, 100))
    press(pad, "u")
    mouse(pad, "motion_notify_event", (60, 200))
    mouse(pad, "button_release_event", (60, 200))
    assert not field(pad).any()


def testDoubtsAreShown(network, pad):
    pad.network = type(
        "Unsure", (), {"feedForward": lambda self, pixels: np.full((*pixels.shape[:-1], 10), 0.4)}
    )()
    draw(pad, "7")
    assert pad.message.get_text() == "no output above 0.5"


def testAllDoubtsOfFiveDigitsAreSeenWhole(pad):
    """In the part of the window that is painted anew for them, and beside the keys."""
    draw(pad, "7")
    whose = "(digits 1, 2, 3, 4, 5)"
    pad.say(f"{doubts.UNSTEADY} {whose}, no output above 0.5 {whose}")
    left = pad.message.get_window_extent().x0
    box, _, artists = pad.parts[-1]
    assert artists == [pad.message]
    assert left >= box.x0
    keys = next(text for text in pad.figure.texts if "q close" in text.get_text())
    assert keys.get_window_extent().x1 < box.x0


def testADrawingIsSavedUnderItsDigit(pad, network, capsys):
    """It is read from its file as it is in the field."""
    draw(pad, "3")
    press(pad, "s", "x", "3")
    [path] = pad.folder.iterdir()
    assert pictureFiles.labelOf(path) == [3] and path.suffix == ".png"
    assert str(path) in capsys.readouterr().out and path.name in pad.message.get_text()
    assert np.array_equal(Image.open(path), field(pad))
    assert reading.read(network, path).number == "3"
    press(pad, "s", "3")
    assert len(list(pad.folder.iterdir())) == 2


def testANumberIsSavedUnderItsDigits(pad):
    draw(pad, "7", 300, 60, 120)
    draw(pad, "3", 60, 40, 120)
    for key in ("s", "4"):
        press(pad, key)
        assert "which digit" in pad.message.get_text() and not pad.folder.exists()
    press(pad, "2")
    assert [path.name[:3] for path in pad.folder.iterdir()] == ["42_"]


def testKeysWhileADigitIsAskedFor(pad):
    """They clear nothing; Esc saves nothing."""
    press(pad, "s")
    assert pad.message.get_text() == ""  # there is nothing to save
    draw(pad, "3")
    press(pad, "s", "c", "u", "escape", "3")
    assert field(pad).any() and not pad.folder.exists()
    press(pad, "c")
    assert not field(pad).any()


def testWhereNothingCanBeSaved(pad, capsys):
    pad.folder.touch()
    draw(pad, "3")
    press(pad, "s", "3")
    assert "can't be saved" in pad.message.get_text()
    assert str(pad.folder) in capsys.readouterr().out


def testMovingWithoutTheButtonDrawsNothing(pad):
    mouse(pad, "motion_notify_event", (100, 100))
    mouse(pad, "button_press_event", (-20, 100))  # beside the field
    mouse(pad, "motion_notify_event", (100, 100))
    assert not field(pad).any()


def testQClosesTheWindow(network):
    """Events may be under way before it is drawn for the first time, and when it goes."""
    pad = DrawPad(network)
    draw(pad, "7")
    press(pad, "c")
    pad.figure.canvas.draw()
    mouse(pad, "button_press_event", (100, 100))
    press(pad, "q")
    press(pad, "q")
    assert not pyplot.fignum_exists(pad.figure.number)
    mouse(pad, "motion_notify_event", (120, 120))
    pad.answer()


def testMatplotlibsOwnKeysAndBarAreOff(pad):
    handlers = [held() for held in pad.figure.canvas.callbacks.callbacks["key_press_event"].values()]
    assert pad.onKey in handlers
    assert key_press_handler not in handlers
    assert drawPad.pyplot.rcParams["toolbar"] != "None"  # off for this window only
