"""What test.py says to pictures of one's own: lines, sentences, figures, counts, a data set."""

import io
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from helpers import PROJECT, assertSentence, run, snapshot
from matplotlib.figure import Figure
from PIL import Image

from support.data import dataSet
from support.ownDigits import ownAnswers, ownPictures, reading
from support.eyes.digits import Digit
from support.ownDigits.reading import Reading
from support.script import options, paths
from support.script.fault import Fault
from support.figures import figureFiles
from support.weights import weightFiles
from tests import photos


@pytest.fixture(scope="module")
def network():
    return weightFiles.load(paths.TRAINED)


@pytest.fixture(scope="module")
def digits():
    """Of each digit six test images that the network reads, clear ones."""
    images, labels = dataSet.readTestSet()
    network = weightFiles.load(paths.TRAINED)
    clear = network.feedForward(images[:1000] / 255)[np.arange(1000), labels[:1000]] > 0.99
    return [images[:1000][clear & (labels[:1000] == digit)][:6].reshape(-1, 28, 28) for digit in range(10)]


@pytest.fixture(autouse=True)
def noWindow(monkeypatch):
    monkeypatch.setattr(ownAnswers.backend, "whyNoWindows", lambda: "none is wanted here")


def paper(height=300, width=300):
    return np.full((height, width), 230, dtype=np.uint8)


def write(path, image):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(photos.makeFile(image, None, "28").getvalue())


def answer(network, *arguments):
    """The exit code of test.py --image with these options."""
    return ownAnswers.answerAll(network, options.testOptions(["--image", *map(str, arguments)]))


def readingOf(*lines):
    """A Reading of digits with these activations, each in a frame of its own."""
    prepared = [
        [Digit(np.full(784, 0.5), [], (20 * y, 20 * y + 15, 20 * x, 20 * x + 10)) for x in range(len(line))]
        for y, line in enumerate(lines)
    ]
    return Reading(paper(), prepared, np.array([activations for line in lines for activations in line]))


def output(digit, activation=0.97):
    return activation * np.eye(10)[digit]


# the words


def testTheLineForOneDigit():
    assert readingOf([np.array([0, 0.04, 0, 0, 0, 0, 0, 0.98, 0, 0])]).verdict == "7 (0.98), then 1 (0.04)"


def testTheLineForANumber():
    one = readingOf([output(1), output(9, 0.88), output(8, 0.994), output(4, 0.93)])
    assert one.verdict == "1984   1 (0.97) 9 (0.88) 8 (0.99) 4 (0.93)"
    assert readingOf([output(1), output(9)], [output(2)]).number == "19 2"


def testWarningsSayWhichDigitsTheyAreOf():
    several = readingOf([output(1), output(9, 0.3), output(8)], [output(4, 0.5)])
    several.digits[0].warnings.append("very thin")
    assert several.warnings == ["very thin (digit 1)", "no output above 0.5 (digits 2, 4)"]
    one = readingOf([output(3, 0.2)])
    one.digits[0].warnings.append("very thin")
    assert one.warnings == ["very thin", "no output above 0.5"]


# the figures


def testTheFigureOfOneDigit():
    seven = readingOf([output(7)])
    figure = Figure()
    ownPictures.draw(figure, seven, "seven.jpg")
    own, seen, chart = figure.axes
    assert own.get_title() == "seven.jpg"
    assert np.array_equal(own.images[0].get_array(), seven.picture)
    assert np.array_equal(seen.images[0].get_array().ravel(), seven.digits[0].pixels)
    assert [bar.get_height() for bar in chart.patches] == pytest.approx(output(7))


def testTheFigureOfANumber():
    """A frame and the answer over each digit, and below each as the network sees it with its output."""
    several = readingOf([output(digit) for digit in (1, 9, 8)], [output(4)] * 10)
    for index, digit in enumerate(several.digits):
        digit.pixels[:] = index / 20
    figure = Figure()
    ownPictures.draw(figure, several, "number.jpg")
    own, seen = figure.axes
    assert own.get_title() == "number.jpg\nnetwork says: 198 4444444444"
    frames = [
        (frame.get_y(), frame.get_y() + frame.get_height(), frame.get_x(), frame.get_x() + frame.get_width())
        for frame in own.patches
    ]
    assert frames == [digit.box for digit in several.digits]
    assert [text.get_text() for text in own.texts] == list("198" + 10 * "4")
    assert [text.get_text() for text in seen.texts] == ["1 (0.97)", "9 (0.97)", "8 (0.97)"] + 10 * [
        "4 (0.97)"
    ]
    sheet = seen.images[0].get_array()
    for index, text in enumerate(seen.texts):
        x, y = (round(side) for side in text.get_position())
        assert np.all(sheet[y + 2 : y + 30, x - 14 : x + 14] == index / 20)


@pytest.mark.parametrize("lines", [[[output(3)]], [[output(3), output(4)]]], ids=["one", "two"])
@pytest.mark.parametrize("name", ["7$x$.png", "7$\\frac$.png", "\udcff.png", "七.png"])
def testAnyNameStandsAboveThePicture(tmp_path, name, lines, recwarn):
    figure = figureFiles.newFigure(9, 3.4)
    ownPictures.draw(figure, readingOf(*lines), name)
    figureFiles.save(figure, tmp_path, "answer.png")
    assert (tmp_path / "answer.png").exists()
    assert not recwarn.list


def testALongNameIsShortenedAboveThePicture():
    figure = Figure()
    ownPictures.draw(figure, readingOf([output(3)]), "a-name-that-is-longer-than-the-picture-is-wide.jpg")
    title = figure.axes[0].get_title()
    assert len(title) <= ownPictures.TITLE and title.startswith("a-name") and title.endswith(".jpg")


# many pictures


def testReadByTheScript(tmp_path, digits):
    """A line a file, a sentence for each that can't be read, the others go on, exit code 1."""
    for name, digit in (("seven.png", 7), ("one.png", 1)):
        write(tmp_path / name, digits[digit][0])
    (tmp_path / "text.png").write_text("no picture")
    Image.fromarray(paper()).save(tmp_path / "blank.png")
    names = [tmp_path / name for name in ("seven.png", "text.png", "blank.png", "one.png")]
    process = run("test.py", "--use-train-data", "--image", *names, "--figures", tmp_path / "out")
    assert process.returncode == 1
    lines = process.stdout.decode().splitlines()
    assert [line.split(" ")[:2] for line in lines if "saved" not in line] == [
        ["seven.png:", "7"],
        ["one.png:", "1"],
    ]
    errors = process.stderr.decode().splitlines()
    assert len(errors) == 2 and "text.png" in errors[0] and "blank.png" in errors[1]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "answer1-seven.png",
        "answer4-one.png",
    ]


def testWhichWeightsReadHandwritingBetterIsSaidOnce(tmp_path):
    """Where none were named; those of the last training answer all the same."""
    process = run("test.py", "--image", tmp_path / "missing.png", tmp_path / "missing.png", cwd=PROJECT)
    first, *others = process.stderr.decode().splitlines()
    assert first == f"--weights {Path('trainedData') / 'wide'} reads handwriting better"
    assert [other.split(" ")[0] for other in others] == [str(tmp_path / "missing.png")] * 2


@pytest.mark.slow
def testAFoldersPicturesAreCounted(tmp_path, digits, network, capsys):
    """Right and total, of each digit and of all; what has no label is told, what can't be read counts."""
    for digit in range(10):
        write(tmp_path / "class" / f"{digit}" / "anna.png", digits[digit][0])
    for digit in (2, 5):
        write(tmp_path / "class" / f"{digit}_ben.png", digits[digit][1])
    write(tmp_path / "class" / "4_wrong.png", digits[6][1])
    write(tmp_path / "class" / "19_one.png", digits[1][1])
    write(tmp_path / "class" / "ben.png", digits[7][1])
    Image.fromarray(paper()).save(tmp_path / "class" / "8_blank.png")
    out = tmp_path / "out"
    out.mkdir()
    assert answer(network, tmp_path / "class", "--labelled", "--figures", out) == 1
    lines, errors = (text.splitlines() for text in capsys.readouterr())
    for line in ("3/anna.png: 3 (", "2_ben.png: 2 (", "ben.png: 7 (", "4_wrong.png: 6 ("):
        assert sum(found.startswith(line) for found in lines) == 1
    wrong = [found for found in lines if "but its label is" in found]
    assert [found.split(":")[0] for found in wrong] == ["19_one.png", "4_wrong.png"]
    assert wrong[1].endswith(", but its label is 4")
    assert any("ben.png has no label" in error for error in errors)
    assert any("8_blank.png" in error for error in errors)
    assert "12 of 16 digits right (75.00 %)" in lines
    once, half, twice = "1 1 100.00", "1 2 50.00", "2 2 100.00"
    table = [" ".join(line.split()) for line in lines[lines.index("digit  right  total  percent") + 1 :]]
    expected = [once, half, twice, once, half, twice, once, once, half, half]
    assert table[:10] == [f"{digit} {row}" for digit, row in enumerate(expected)]
    assert table[10] == "1 time a 4 was taken for a 6"
    assert sorted(path.name for path in out.iterdir()) == ["confusion.png", "mistakes.png"]


def testANumberInAPicture(tmp_path, digits, network, capsys):
    """Two lines, read and framed where they are, and counted digit by digit."""
    gray, places = paper(420, 520), []
    for digit, x, y in ((3, 40, 30), (1, 220, 60), (7, 380, 40), (0, 60, 250)):
        ink = photos.stroke(digits[digit][0], 120)
        gray[y : y + ink.shape[0], x : x + ink.shape[1]] -= (200 * ink).astype(np.uint8)
        rows, columns = (np.flatnonzero((ink > 0.5).any(axis=axis)) for axis in (1, 0))
        places.append((y + rows[0], y + rows[-1] + 1, x + columns[0], x + columns[-1] + 1))
    Image.fromarray(gray).save(tmp_path / "3170_x.png")
    found = reading.read(network, tmp_path / "3170_x.png")
    assert found.number == "317 0"
    for digit, place in zip(found.digits, places, strict=True):
        assert digit.box == pytest.approx(place, abs=5)
    answer(network, tmp_path, "--labelled")
    printed = capsys.readouterr().out
    assert printed.startswith("3170_x.png: 317 0   3 (") and "4 of 4 digits right" in printed


def testTheCountOfANumber(tmp_path, network, monkeypatch, capsys):
    """Digit by digit, where as many were found."""
    found = {"1984_x.png": [1, 9, 3, 4], "25_x.png": [2, 5], "77_x.png": [7]}
    monkeypatch.setattr(
        reading, "read", lambda network, path: readingOf([output(digit) for digit in found[path.name]])
    )
    for name in found:
        (tmp_path / name).touch()
    assert answer(network, *(tmp_path / name for name in found), "--labelled") == 0
    printed, _ = capsys.readouterr()
    lines = printed.splitlines()
    assert lines[0] == "1984_x.png: 1934   1 (0.97) 9 (0.97) 3 (0.97) 4 (0.97), but its label is 1984"
    assert lines[1] == "25_x.png: 25   2 (0.97) 5 (0.97)"
    assert re.fullmatch(r"77_x.png: 7 \(0.97\), then \d \(0.00\), but its label is 77", lines[2])
    assert "2 of them are in pictures where fewer or more digits were found" in lines


def testAClassOfFolders(tmp_path, network, monkeypatch, capsys):
    """A line for each pupil's folder, the worst first, after the whole; a digit's folder is nobody's."""
    monkeypatch.setattr(reading, "read", lambda network, path: readingOf([output(3)]))
    for name in ("anna/3_1.png", "anna/3_2.png", "ben/3_1.png", "ben/4_2.png", "clara/3/1.png", "3/x.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert answer(network, tmp_path, "--labelled") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3:] == [
        "ben: 1 of 2 digits right (50.00 %)",
        "anna: 2 of 2 digits right (100.00 %)",
        "clara: 1 of 1 digits right (100.00 %)",
    ]


def testNoLabelAtAll(tmp_path, digits, network, capsys):
    write(tmp_path / "anna.png", digits[7][1])
    assert answer(network, tmp_path, "--labelled") == 1
    assert "0 of 0 digits right" in capsys.readouterr().out


@pytest.mark.parametrize("count, isShown", [(19, False), (20, True)])
def testAProgressBarFromTwentyPicturesOn(tmp_path, network, monkeypatch, capsys, count, isShown):
    monkeypatch.setattr(reading, "read", lambda network, path: readingOf([output(3)]))
    (tmp_path / "3.png").touch()
    answer(network, *[tmp_path / "3.png"] * count)
    assert capsys.readouterr().err == ""  # no terminal
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setattr(ownAnswers, "isTerminal", lambda stream: stream is sys.stderr)
    answer(network, *[tmp_path / "3.png"] * count)
    assert (f"/{count} " in sys.stderr.getvalue()) == isShown


@pytest.mark.parametrize("count", [1, 2])
def testOnlyASinglePictureGetsAWindow(tmp_path, network, monkeypatch, count):
    shown = []
    monkeypatch.setattr(ownAnswers.backend, "whyNoWindows", lambda: None)
    monkeypatch.setattr(ownAnswers, "show", lambda name, reading: shown.append(name))
    monkeypatch.setattr(reading, "read", lambda network, path: readingOf([output(3)]))
    (tmp_path / "3.png").touch()
    answer(network, *[tmp_path / "3.png"] * count)
    assert shown == ["3.png"] * (count == 1)


# a data set of them


@pytest.fixture
def typed(monkeypatch):
    """Somebody reads and types these lines."""

    def type(lines, isTyping=True):
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        monkeypatch.setattr(sys.stdin, "isatty", lambda: isTyping, raising=False)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: isTyping)

    return type


def testInATerminalOnePictureIsDrawnAndAskedAbout(tmp_path, digits, network, capsys, typed):
    write(tmp_path / "mine.png", digits[7][0])
    typed(["E", "n 3", "e1", "n 7", "año", "quit", "e"])
    assert answer(network, tmp_path / "mine.png") == 0
    verdict, *parts = capsys.readouterr().out.split("ask about mine.png (e, n 3, q) ")
    assert verdict.startswith("mine.png: 7 (") and "none is wanted here" in verdict
    assert verdict.count("█") > 20 and re.search(r"7 █+ +[01]\.\d{4}$", verdict, re.MULTILINE)
    assert [part.split("\n")[0] for part in parts[:4]] == ["mine.png: answer 7"] * 4
    assert "pixels that speak for it" in parts[0]
    assert "Why 7 and not 3" in parts[1] and "Why 7 and not 1" in parts[2]
    assert "7 is the answer" in parts[3]
    assert parts[4].startswith("'año' is not understood") and parts[5:] == [""]


@pytest.mark.parametrize(
    "option, count, isTyping", [("--no-picker", 1, True), (None, 2, True), (None, 1, False)]
)
def testElseNothingIsAsked(tmp_path, digits, network, capsys, typed, option, count, isTyping):
    """With --no-picker, about several pictures, over a pipe; into that, nothing is drawn either."""
    names = [tmp_path / f"{number}.png" for number in range(count)]
    for name in names:
        write(name, digits[7][0])
    typed(["e"], isTyping)
    assert answer(network, *names, *filter(None, [option])) == 0
    output = capsys.readouterr().out
    assert "ask about" not in output
    assert ("█" in output) == (option is not None)


def testSeveralDigitsAreNotAskedAbout(tmp_path, network, capsys, typed, monkeypatch):
    monkeypatch.setattr(reading, "read", lambda *given: readingOf([output(4), output(2)]))
    write(tmp_path / "42.png", paper())
    typed(["e"])
    assert answer(network, tmp_path / "42.png") == 0
    assert "ask about" not in capsys.readouterr().out


def testTheDataSet(tmp_path, digits, network, capsys):
    """What the network saw, with its label; every fifth picture of a digit is a test image."""
    for digit in (3, 7):
        for index, image in enumerate(digits[digit]):
            write(tmp_path / "class" / f"{digit}_{index}.png", image)
    write(tmp_path / "class" / "ben.png", digits[7][1])
    answer(network, tmp_path / "class", "--labelled", "--save-data", tmp_path / "set")
    assert f"saved {tmp_path / 'set'}: 10 training images, 2 test images" in capsys.readouterr().out
    _, labels = dataSet.readTrainSet(tmp_path / "set")
    testImages, testLabels = dataSet.readTestSet(tmp_path / "set")
    assert (list(labels), list(testLabels)) == ([3] * 5 + [7] * 5, [3, 7])
    for digit, image in zip((3, 7), testImages, strict=True):
        seen = reading.read(network, tmp_path / "class" / f"{digit}_4.png").digits[0].pixels
        assert np.array_equal(image / 255, seen)


def testTooFewForADataSet(tmp_path, digits, network):
    for index in range(4):
        write(tmp_path / "class" / f"3_{index}.png", digits[3][index])
    with pytest.raises(Fault) as fault:
        answer(network, tmp_path / "class", "--labelled", "--save-data", tmp_path / "set")
    assertSentence(fault.value, tmp_path / "set", "5 pictures")
    assert not (tmp_path / "set").exists()


def testTheClasssFolderIsNoPlaceForItsDataSet(tmp_path, network, monkeypatch):
    """It is refused before anything is read."""
    monkeypatch.setattr(reading, "read", None)
    (tmp_path / "3.png").touch()
    before = snapshot(tmp_path)
    with pytest.raises(Fault) as fault:
        answer(network, tmp_path, "--labelled", "--save-data", tmp_path)
    assertSentence(fault.value, "3.png")
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["--labelled"], "--image"),
        (["--draw", "--labelled"], "--image"),
        (["--image", "3.png", "--save-data", "set"], "--labelled"),
        (["--image", ""], "empty"),
    ],
)
def testOptionsThatNeedOthers(arguments, words, capsys):
    with pytest.raises(SystemExit) as end:
        options.testOptions(arguments)
    assert end.value.code == 2
    assert words in capsys.readouterr().err.splitlines()[-1]
