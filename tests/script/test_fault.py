"""Users are told one sentence, without control characters; at once if it's about a pipe or a device."""

import errno
import io
import os
import signal
import subprocess
import sys

import pytest
from helpers import (
    PROJECT,
    assertOptionRefused,
    assertRefused,
    assertSentence,
    faultOf,
    needs,
    run,
)
from PIL import Image

from support.data import packedFile
from support.script import interruption
from support.script.fault import Fault, cantImport, printable
from support.graphics import terminal
from support.weights import tableFile


@pytest.mark.parametrize(
    "text, shown",
    [
        ("x.jpg\rbest.jpg: 8 (1.00)", r"x.jpg\rbest.jpg: 8 (1.00)"),
        ("a\nb\tc\x1b[2J\x00\x7f\x9b", r"a\nb\tc\x1b[2J\x00\x7f\x9b"),
        ("\u2028\u202e\udcff", r"\u2028\u202e\udcff"),
        ("größer ✓ 数字 'x' \\ C:\\x", "größer ✓ 数字 'x' \\ C:\\x"),
    ],
)
def testNamesDoNothingToTheTerminal(text, shown):
    assert printable(text) == shown
    assert str(Fault(text)) == shown


@needs("control characters in names")
@pytest.mark.slow
def testAPicturesNameThatWouldPrintAFalseAnswer(smallWeights, tmp_path):
    """In its answer, its warnings, its figure's name, and in a folder's and an option's error."""
    path = tmp_path / "x.png\rbest.png: 8 (1.00)\n\x1b[2J.png"
    picture = Image.new("L", (100, 100), 255)
    picture.paste(0, (45, 20, 55, 80))
    picture.save(path, "PNG")
    process = run("test.py", "--weights", smallWeights, "--image", path, "--figures", tmp_path / "f\rg")
    assert process.returncode == 0, process
    assert b"x.png\\rbest.png" in process.stdout
    assert b"\r" not in process.stdout + process.stderr
    assert b"\x1b" not in process.stdout + process.stderr
    assertRefused(run("test.py", "--weights", tmp_path / "no\rway"), r"no\rway")
    assertOptionRefused(run("main.py", "--output", tmp_path, "--ep\rochs"), r"--ep\rochs")


@needs("paths that long")
@pytest.mark.slow
def testAPicturesLongName(smallWeights, tmp_path):
    """Its figure's name is cut, and the next picture is read."""
    picture = Image.new("L", (100, 100), 255)
    picture.paste(0, (45, 20, 55, 80))
    paths = [tmp_path / f"{'n' * 250}.png", tmp_path / "after.png"]
    for path in paths:
        picture.save(path)
    process = run("test.py", "--weights", smallWeights, "--image", *paths, "--figures", tmp_path / "figures")
    assert process.returncode == 0, process
    assert len(list((tmp_path / "figures").glob("*.png"))) == 2


# ---- what isn't a file


@needs("pipes and devices in folders")
@pytest.mark.parametrize("kind", ["pipe", "device"])
@pytest.mark.parametrize("use", ["picture", "weights"])
def testAPipeOrADeviceIsToldAtOnce(smallWeights, tmp_path, kind, use):
    path = tmp_path / ("x.png" if use == "picture" else "weights/weights0.csv")
    path.parent.mkdir(exist_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    if use == "picture":
        process = run("test.py", "--weights", smallWeights, "--image", path, timeout=30)
    else:
        process = run("test.py", "--weights", tmp_path, "--no-picker", timeout=30)
    assertRefused(process, path, "a pipe or a device")


def testALineWithoutEndIsNotReadToItsEnd(tmp_path):
    path = tmp_path / "weights0.csv"
    with open(path, "wb") as file:
        file.truncate(3 << 30)  # a hole, no disk space
    assertSentence(faultOf(tableFile.readTable, path), path, "damaged")


def testAReadingErrorNamesItsFile(tmp_path, monkeypatch):
    """An OSError of a read, not of an open, has no name."""

    class Broken(io.BytesIO):
        def peek(self, size):
            raise OSError(errno.EIO, "Input/output error")

    (tmp_path / "weights0.csv").touch()
    monkeypatch.setattr(packedFile, "open", lambda path, mode: Broken(), raising=False)
    assertSentence(faultOf(tableFile.readTable, tmp_path / "weights0.csv"), "weights0.csv", "Input/output")


def testAnInputThatCantBeRead(monkeypatch):
    class Broken(io.StringIO):
        def readline(self):
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(sys, "stdin", Broken())
    assertSentence(faultOf(terminal.ask, "? "), "input", "Input/output error")


@pytest.mark.parametrize(
    "content", [b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"\x89HDF\r\n\x1a\n123"]
)
def testAPictureThatPillowOnlyKnowsByName(smallWeights, tmp_path, content):
    (tmp_path / "x.eps").write_bytes(content)
    process = run("test.py", "--weights", smallWeights, "--image", tmp_path / "x.eps")
    assertRefused(process, "x.eps", "not a picture that can be read", "PNG or JPEG")


def testWhatCantBeImportedForAnotherReasonIsNotToBeInstalled():
    assert "pip install Pillow" in str(cantImport(ModuleNotFoundError("No module"), "digits", "Pillow"))
    short = str(cantImport(ImportError("failed to map segment"), "digits", "Pillow"))
    assert "close other programs" in short
    assert "pip" not in short


# ---- developers


@pytest.mark.parametrize("python, traceback", [((), False), (("-X", "dev"), True)])
def testADeveloperSeesWhereAFaultComesFrom(tmp_path, python, traceback):
    """And its cause."""
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "weights0.csv").write_text("abc\n")
    process = run("test.py", "--weights", tmp_path, "--no-picker", python=python)
    assert process.returncode == 1
    assert process.stderr.splitlines()[-1].startswith(b"test.py: ")
    assert (b"Traceback" in process.stderr) == traceback
    assert (b"could not convert" in process.stderr) == traceback


# ---- Ctrl-C


LAZY = """
import signal, sys
sys.path.insert(0, {project!r})
from support.script import host
from support.script.interruption import whileImporting
from support.script.runScript import codeOf
def main():
    with whileImporting():
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            pass  # as libraries do
    print("ran on")
signal.signal(signal.SIGINT, signal.SIG_DFL)
codeOf(main, True)
"""


@needs("exit codes of signals")
def testCtrlCIsNotLostInALazyImport():
    code = LAZY.format(project=str(PROJECT))
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert (process.returncode, process.stdout) == (-signal.SIGINT, b"")


def testInsideAnotherProgramItsHandlingOfCtrlCStays():
    before = signal.getsignal(signal.SIGINT)
    with interruption.whileImporting():
        assert signal.getsignal(signal.SIGINT) is before
