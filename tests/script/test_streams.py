"""A script's streams: those of other programs stay as they are; in a terminal, lines end between words."""

import io
import subprocess
import sys

import pytest
from helpers import PROJECT

from support.script.streams import WordWrap, isTerminal, lineWidth, readyStreams


class Bare:
    """What the streams of IDLE, Thonny, Spyder and notebooks have in common; like them it claims to be a
    terminal."""

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
    """Thonny replaces even sys.__stdout__, which is meant to keep Python's own."""
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
    "encoding, shown",
    [
        ("utf-8", "σ Σ δ·w (a - t)² 10⁻⁶ 10⁻¹² ± 2 × 3 … → ≤ é 日 \\udcff"),
        ("cp1252", "sigma sum delta·w (a - t)² 10^-6 10^-¹² ± 2 × 3 … -> <= é \\u65e5 \\udcff"),
        ("cp850", "sigma sum delta·w (a - t)² 10^-6 10^-¹² ± 2 × 3 ... -> <= é \\u65e5 \\udcff"),
        ("ascii", "sigma sum delta*w (a - t)^2 10^-6 10^-12 +- 2 x 3 ... -> <= \\xe9 \\u65e5 \\udcff"),
    ],
)
def testWhatAStreamCannotShowIsSpelled(monkeypatch, encoding, shown):
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding))
    with readyStreams(alone=True):
        for stream in (sys.stdout, sys.stderr):
            print("σ Σ δ·w (a - t)² 10⁻⁶ 10⁻¹² ± 2 × 3 … → ≤ é 日 \udcff", end="", file=stream, flush=True)
            assert stream.buffer.getvalue().decode(encoding) == shown


def testImportingRegistersNothing():
    code = "import codecs, support.script.runScript; codecs.lookup_error('spelled')"
    process = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, timeout=60)
    assert b"LookupError: unknown error handler name 'spelled'" in process.stderr


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
