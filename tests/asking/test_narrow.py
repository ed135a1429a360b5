"""Terminals of 80 columns, and narrower ones: no word is cut, and a picture without room is left out."""

import os
import re
import subprocess

import pytest

from helpers import Conversation, command, environment, needsTerminal, slow

pytestmark = needsTerminal

LINES = [b"7", b"?", b"e", b"n 3", b"l", b"w", b"w 4 9", b"abc " * 10, b"123456789"]
WIDTHS = pytest.mark.parametrize("columns", [slow(80), slow(60), 40])


def assertNoWordIsCut(lines, columns):
    """Each line is shorter than the terminal's, or a single word that is longer."""
    for line in lines:
        assert len(line) < columns or " " not in line.strip(), line


@WIDTHS
def testAnswers(smallData, smallWeights, columns):
    options = ("--data", smallData, "--weights", smallWeights)
    conversation = Conversation.overTerminal("test.py", *options, columns=columns)
    for line in LINES:
        answer = conversation.ask(line).decode().replace("\r\n", "\n")
        assertNoWordIsCut(answer.split("\n")[1:], columns)  # the first is what was typed
        if line == b"7":
            assert "label says: 7" in answer
            assert ("no room for the picture" in answer.replace("\n", " ")) == (columns < 80)
            assert (len(re.findall("[░▒▓█]{2}", answer)) > 50) == (columns >= 80)
            assert len(re.findall(r"^\d ", answer, re.MULTILINE)) == (10 if columns < 80 else 0)
    assert conversation.leave() == (0, b"")


@WIDTHS
def testATraining(smallData, tmp_path, columns):
    """With all that it says, on stderr too, also about an option."""
    for options in (["--validation", 50, "--average"], ["--learning-rate", "a number that is much too long"]):
        options = ["--data", smallData, "--output", tmp_path, *options]
        lines = shownInTerminal("main.py", *options, columns=columns)
        assertNoWordIsCut(lines, columns)
        assert "of the training images are right" in " ".join(lines) or "is not a number" in " ".join(lines)


def shownInTerminal(*arguments, columns):
    """The lines of a terminal in which the script ran, as they were in the end."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        command(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=environment(COLUMNS=str(columns)),
    )
    os.close(theirs)
    written = b""
    while piece := readUntilClosed(ours):
        written += piece
    os.close(ours)
    process.wait()
    return [line.rstrip("\r").split("\r")[-1].rstrip() for line in written.decode().split("\n")]


def readUntilClosed(terminal):
    """Like os.read; Linux tells the end of a pseudo-terminal by an error."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""
