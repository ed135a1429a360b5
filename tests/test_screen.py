"""A real window, on a virtual screen of its own, driven with real keys."""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
MISSING = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
MISSING += [name for name in ("tkinter",) if importlib.util.find_spec(name) is None]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {' and '.join(MISSING)}")


@pytest.fixture
def screen():
    """The environment of a program that draws on an empty virtual screen."""
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
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
    return subprocess.run(["xdotool", *arguments], env=screen, capture_output=True, text=True, timeout=30)


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
    assert "with t = 1 for 9 and 0" in output  # test image 9 is a 9, its neighbours 8 and 10 a 5 and a 0
