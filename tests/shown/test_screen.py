"""A real window, on a virtual screen of its own, driven with real keys."""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MISSING = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
MISSING += [name for name in ("tkinter",) if importlib.util.find_spec(name) is None]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {' and '.join(MISSING)}")


@pytest.fixture
def screen():
    """The environment of a program that draws on an empty virtual screen."""
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    display = server.stdout.readline().strip()
    yield {**os.environ, "DISPLAY": f":{display}", "MPLBACKEND": "TkAgg", "PYTHONUNBUFFERED": "1"}
    server.terminate()
    server.wait()


def windowCalled(title, screen):
    """Wait for a window of this title, and give it the keyboard."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = xdotool(screen, "search", "--name", f"^{title}$").stdout.split()
        if found:
            xdotool(screen, "windowfocus", "--sync", found[-1])
            return found[-1]
        time.sleep(0.05)
    pytest.fail(f"no window called {title!r}")


def xdotool(screen, *arguments):
    return subprocess.run(
        ["xdotool", *map(str, arguments)], env=screen, capture_output=True, text=True, timeout=30
    )


@pytest.mark.slow
def testTheFieldToDrawIn(screen, tmp_path):
    """A real mouse draws a 1 in it; c clears; q closes the window and ends the program."""
    program = subprocess.Popen(
        [sys.executable, PROJECT / "test.py", "--use-train-data", "--draw"],
        stderr=subprocess.PIPE,
        env=screen,
    )
    try:
        window = windowCalled("draw a digit", screen)
        xdotool(screen, "mousemove", "--window", window, 150, 100, "mousedown", 1)
        for y in range(110, 250, 10):
            xdotool(screen, "mousemove", "--window", window, 150, y)
        xdotool(screen, "mouseup", 1)
        xdotool(screen, "key", "c")
        assert program.poll() is None
        xdotool(screen, "key", "q")
        _, errors = program.communicate(timeout=30)
    finally:
        program.kill()
    assert (program.returncode, errors) == (0, b"")


@pytest.mark.slow
def testAnOwnPicturesWindow(screen, tmp_path):
    """One picture's after the other's."""
    photos = [shutil.copy(PROJECT / "docs" / "photo.jpg", tmp_path / name) for name in ("a.jpg", "b.jpg")]
    program = subprocess.Popen(
        [sys.executable, PROJECT / "test.py", "--use-train-data", "--image", *photos],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=screen,
    )
    try:
        for name in ("a.jpg", "b.jpg"):
            windowCalled(name, screen)
            assert program.stdout.readline().startswith(f"{name}: 3 ".encode())
            time.sleep(0.5)  # Tk draws it when it has nothing else to do
            xdotool(screen, "key", "q")
        output, errors = program.communicate(timeout=30)
    finally:
        program.kill()
    assert (program.returncode, output, errors) == (0, b"", b"")


def testTheWindowAndThePromptBehindIt(screen):
    """Neighbours by key, q closes, and the prompt goes on with the image that was shown last."""
    program = subprocess.Popen(
        [sys.executable, PROJECT / "test.py", "--use-train-data"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=screen,
    )
    try:
        program.stdin.write("8\n")
        program.stdin.flush()
        windowCalled("test image 8", screen)
        for key, title in (("Right", "test image 9"), ("Right", "test image 10"), ("Left", "test image 9")):
            xdotool(screen, "key", key)
            windowCalled(title, screen)
        xdotool(screen, "key", "q")
        output, errors = program.communicate("l\nq\n", timeout=30)
    finally:
        program.kill()
    assert (program.returncode, errors) == (0, "")
    assert output.count("choose a test image") == 3
    assert "test image 9: label 9, " in output
