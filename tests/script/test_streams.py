"""A script's streams: those of other programs stay as they are, a terminal's lines end between words."""

import io
import sys

import pytest

from support.script.streams import WordWrap, isTerminal, lineWidth, readyStreams


class Bare:
    """All that the streams of IDLE, Thonny, Spyder and notebooks have in common; it says of itself that it is
    a terminal, as theirs do."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass

    def isatty(self):
        return True


@pytest.mark.parametrize("names", [["stdout", "stderr"], ["stdout", "stderr", "__stdout__", "__stderr__"]])
def testAnotherProgramsStreamsAreNoTerminalAndStay(monkeypatch, names):
    """Thonny puts its own even behind the names that are meant to keep Python's."""
    bare = Bare()
    for name in names:
        monkeypatch.setattr(sys, name, bare)
    monkeypatch.setattr(sys, "stdin", bare)
    with readyStreams(alone=False):
        print("a" * 50, "b" * 50)
        assert not isTerminal(sys.stdout)
        assert not isTerminal(sys.stderr)
    assert bare.text == "a" * 50 + " " + "b" * 50 + "\n"
    assert sys.stdin is sys.stdout is sys.stderr is bare


def testStreamsThatAreClosedTakeAll(monkeypatch):
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    with readyStreams(alone=True):
        print("é ✓ \udcff")
        assert sys.stdin.readline() == ""
    assert sys.stdout is None


@pytest.mark.parametrize(
    "text, shown",
    [
        ("one two three four", "one two three four"),
        ("one two three four five", "one two three four\nfive"),
        ("one two three fourfive six", "one two three\nfourfive six"),
        ("  * one two three four five", "  * one two three\n  four five"),
        ("\rone two three four five\n", "\rone two three four\nfive\n"),
        ("one\ntwo two two two two two\n", "one\ntwo two two two two\ntwo\n"),
        ("averylongwordthatfitsnowhere", "averylongwordthatfitsnowhere"),
        ("one averylongwordthatfitsnowhere two", "one\naverylongwordthatfitsnowhere\ntwo"),
        ("one    two    three    four", "one    two    three\nfour"),
        ("\n" * 40, "\n" * 40),
    ],
)
def testLinesEndBetweenWords(monkeypatch, text, shown):
    monkeypatch.setenv("COLUMNS", "21")
    assert lineWidth() == 20
    terminal = io.StringIO()
    WordWrap(terminal).write(text)
    assert terminal.getvalue() == shown
