"""Where a test image is shown: in a window, or in the terminal's characters."""

import io
import sys

import numpy as np
import pytest

from Network import Network
from support.asking import display
from support.graphics import backend, terminal
from support.asking.display import Display
from support.asking.prompt import Prompt
from support.training.evaluation import Evaluation


@pytest.fixture
def evaluation(testSet):
    images, labels = testSet
    return Evaluation(Network(None, None, rng=np.random.RandomState(3)), images[:50], labels[:50])


class FakeWindow:
    """In place of Window: its user goes two images on, and closes it."""

    opened = None

    def __init__(self, evaluation, index, series=None):
        self.opened.append(index)
        self.series = series
        self.index = index + 2
        self.title = f"test image {self.index}"

    def wait(self):
        pass


@pytest.fixture
def windows(monkeypatch):
    """A screen on which windows can be opened; returns the list of those that were."""
    from support.asking import window

    monkeypatch.setattr(display, "whyNotShown", lambda: None)
    monkeypatch.setattr(window, "Window", FakeWindow)
    monkeypatch.setattr(FakeWindow, "opened", [])
    return FakeWindow.opened


def testThePromptGoesOnWhereTheWindowLeftOff(evaluation, windows, capsys):
    prompt = Prompt(evaluation)
    prompt.question.answer("7")
    assert windows == [7]
    prompt.question.answer("e")
    assert f"test image 9: label {evaluation.labels[9]}, answer" in capsys.readouterr().out
    prompt.question.answer("w")
    following = evaluation.wrong()
    assert windows[1] == following[following > 9][0]


def testWhatIsExplainedIsTheLastImage(evaluation, windows, capsys):
    prompt = Prompt(evaluation)
    for line in ("7", "e 5", "l"):
        prompt.question.answer(line)
    assert (
        f"\ntest image 5: label {evaluation.labels[5]}, " in capsys.readouterr().out.split("weight after")[0]
    )


def testAScreenThatGoesIsNoEnd(evaluation, windows, capsys, monkeypatch):
    def wait(window):
        raise RuntimeError("the screen has gone\nfar away")

    monkeypatch.setattr(FakeWindow, "wait", wait)
    shown = Display(evaluation)
    assert [shown.show(index) for index in (3, 4)] == [3, 4]
    assert windows == [3]
    assert capsys.readouterr().out.count("no window can be opened (the screen has gone)") == 1


def testTheTerminalSaysThatAWindowIsOpenAndWhichImageWasLeft(evaluation, windows, capsys):
    shown = Display(evaluation)
    shown.show(3)
    shown.show(4)
    lines = capsys.readouterr().out.split("\n")
    assert [line for line in lines if "window is open" in line and "X closes it" in line] == lines[:1]
    assert lines[1:3] == [f"the window was closed at test image {index}" for index in (5, 6)]


def testShowAllIsOneWindow(evaluation, windows, capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    Display(evaluation).showAll(range(10, 20))
    assert windows == [10]
    assert "label says" not in capsys.readouterr().out


def testShowAllOfNone(evaluation, windows, capsys):
    Display(evaluation).showAll(np.array([], int))
    assert windows == [] and capsys.readouterr().out == "no test image is read wrongly\n"


@pytest.mark.parametrize("typed, shown", [(["", "x", "q"], 3), (["q"], 1), ([], 1), ([""], 2)])
def testShowAllInATerminalEndsAtQOrTheInputsEnd(evaluation, capsys, monkeypatch, typed, shown):
    monkeypatch.setattr(display, "whyNotShown", lambda: "no display")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
    Display(evaluation).showAll(range(10, 20))
    output = capsys.readouterr().out
    assert output.count("test image ") == output.count("Enter for the next one, q to end ") == shown
    assert output.count("█") > shown


def testShowAllIntoAPipeIsOnlyWhatTheyAre(evaluation, capsys, monkeypatch):
    monkeypatch.setattr(display, "whyNotShown", lambda: "no display")
    Display(evaluation).showAll([3, 4])
    label, answer = evaluation.labels, evaluation.answers
    assert capsys.readouterr().out == "".join(
        f"test image {i}: label says: {label[i]}, network says: {answer[i]}\n" for i in (3, 4)
    )


def testWithTwoDigitsTheNextSuchMistakeIsShown(evaluation, windows, capsys):
    prompt = Prompt(evaluation)
    wrong = evaluation.wrong()
    label, answer = evaluation.labels[wrong[5]], evaluation.answers[wrong[5]]
    such = wrong[(evaluation.labels[wrong] == label) & (evaluation.answers[wrong] == answer)]
    prompt.question.answer(f"w {label} {answer}")
    assert windows == [such[0]]


def testEnterAloneTakesARandomOne(evaluation, windows, capsys):
    prompt = Prompt(evaluation)
    for _ in range(10):
        prompt.question.answer("")
    assert len(set(windows)) > 3


def testTheReasonForNoWindowsIsToldOnce(evaluation, capsys, monkeypatch):
    monkeypatch.setattr(display, "whyNotShown", lambda: "no display")
    shown = Display(evaluation)
    assert shown.show(3) == 3
    assert shown.show(4) == 4
    output = capsys.readouterr().out
    assert output.count("no window can be opened (no display)") == 1
    assert output.count("9 ") >= 2  # the tenth bar of each


def testABackendThatDrawsToFilesOpensNoWindows():
    import matplotlib

    matplotlib.use("Agg")
    assert "agg draws to files" in backend.whyNoWindows().lower()


def testWithoutMatplotlib(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert "matplotlib" in backend.whyNoWindows()


@pytest.mark.parametrize("encoding, full", [("utf-8", "█"), ("ascii", "#"), ("latin-1", "#"), ("cp437", "█")])
def testPicturesUseWhatTheTerminalCanPrint(monkeypatch, encoding, full):
    output = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", output)
    pixels = np.zeros((28, 28))
    pixels[3:5, 10] = 1
    terminal.draw(pixels.ravel(), np.linspace(0, 1, 10))
    output.flush()
    lines = output.buffer.getvalue().decode(encoding).splitlines()
    assert len(lines) == 10
    assert lines[0] == f"{' ' * 20}{full * 2}{' ' * 36}0{' ' * 14}0.0000"
    assert lines[9].strip() == f"9 {full * terminal.BAR} 1.0000"


def testGrayLevels():
    pixels = np.zeros((28, 28))
    pixels[5, :5] = [0, 0.25, 0.5, 0.75, 1]
    assert terminal.pictureLines(pixels)[0][:10] == "  " + "".join(c * 2 for c in terminal.shades()[1:])


def testAnEmptyPicture():
    assert terminal.pictureLines(np.zeros(784)) == [" " * 56]
