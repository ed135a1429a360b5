"""A real window, on its own virtual screen, driven with real keys."""

import ctypes
import ctypes.util
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageGrab
from scipy import ndimage

from support.drawing.drawing import PEN

import strokes


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
    end = time.monotonic() + 60
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


def fieldOf(window, screen):
    """The left and upper pixel of the black field in the window, and its height, once it is steady."""
    before, end = None, time.monotonic() + 60
    while time.monotonic() < end:
        time.sleep(0.5)
        place = xdotool(screen, "getwindowgeometry", "--shell", window).stdout
        x, y, width, height = map(int, re.findall(r"^(?:X|Y|WIDTH|HEIGHT)=(\d+)", place, re.MULTILINE))
        shot = ImageGrab.grab((x, y, x + width, y + height), xdisplay=screen["DISPLAY"]).convert("L")
        dark, _ = ndimage.label(np.asarray(shot) < 50)
        boxes = ndimage.find_objects(dark)
        if not boxes:  # nothing is drawn yet
            continue
        rows, columns = max(boxes, key=lambda box: box[1].stop - box[1].start)
        found = columns.start, rows.start, rows.stop - rows.start
        if found == before and columns.stop - columns.start == pytest.approx(2 * found[2], abs=2):
            return found
        before = found
    pytest.fail("no field")


def shareMissing(field, places):
    """The share of dark pixels in the field, on a line as wide as the pen through the places."""
    y, x = np.mgrid[: field.shape[0], : field.shape[1]]
    line = np.zeros(field.shape, dtype=bool)
    for start, end in pairwise(places):
        along, way = end - start, (x - start[0], y - start[1])
        share = np.clip((way[0] * along[0] + way[1] * along[1]) / max(along @ along, 1e-9), 0, 1)
        line |= np.hypot(way[0] - share * along[0], way[1] - share * along[1]) < PEN / 2 - 0.5  # of rounding
    return np.mean(field[line] == 0)


def drawWithTheMouse(places, window, screen, seconds):
    """Press at the first place, move through the others in so many seconds, release at the last."""
    moves = [["mousemove", "--window", window, x, y] for x, y in places]
    start = time.monotonic()
    xdotool(screen, *(word for move in moves for word in move))
    pause = max(0, seconds - (time.monotonic() - start)) / len(places)
    pauses = [["sleep", f"{pause:.4f}", *move] for move in moves[1:]]
    xdotool(screen, *moves[0], "mousedown", 1, *(word for move in pauses for word in move), "mouseup", 1)


class ClientMessage(ctypes.Structure):
    """XClientMessageEvent, as long as any XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("isSent", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("kind", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 24),
    )


def closeByItsX(screen, window):
    """Send the window what a desktop sends it when its X is clicked; xdotool knows only rougher ways."""
    x = ctypes.CDLL(ctypes.util.find_library("X11"))
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x.XOpenDisplay(screen["DISPLAY"].encode()))
    protocols, delete = (
        x.XInternAtom(display, name, False) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
    )
    message = ClientMessage(type=33, window=int(window), kind=protocols, format=32)
    message.data[0] = delete
    x.XSendEvent(display, ctypes.c_ulong(int(window)), False, ctypes.c_long(0), ctypes.byref(message))
    x.XCloseDisplay(display)


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
def testAStrokeAtNaturalSpeedLosesNoPoints(screen, tmp_path):
    """A 3 in 0.7 s, in 60 moves: at most 2 % of the line through them is missing in the saved file.

    Three attempts: a machine that does other things for a tenth of a second loses some.
    """
    program = subprocess.Popen(
        [sys.executable, PROJECT / "test.py", "--use-train-data", "--draw", "--figures", tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=screen,
    )
    try:
        window = windowCalled("draw a digit", screen)
        left, upper, size = fieldOf(window, screen)
        curve = np.array(strokes.DIGITS["3"][0])
        curve = curve[np.linspace(0, len(curve) - 1, 61).round().astype(int)]
        places = np.rint((left, upper) + size * (0.1 + 0.8 * curve)).astype(int)
        missing = []
        while len(missing) < 3 and min(missing, default=1) > 0.02:
            xdotool(screen, "key", "c")
            drawWithTheMouse(places.tolist(), window, screen, 0.7)
            time.sleep(0.5)
            xdotool(screen, "key", "s")
            xdotool(screen, "key", "3")
            path = program.stdout.readline().decode().removeprefix("saved ").strip()
            field = np.asarray(Image.open(path))
            missing.append(shareMissing(field, (places - (left, upper)) * len(field) / size))
        xdotool(screen, "key", "q")
        _, errors = program.communicate(timeout=30)
    finally:
        program.kill()
    if min(missing) > 0.02 and os.getloadavg()[0] > os.cpu_count():
        pytest.skip("the machine has more to do than it can: the mouse's moves don't arrive in time")
    assert min(missing) <= 0.02
    assert (program.returncode, errors) == (0, b"")


@pytest.mark.slow
def testAnOwnPicturesWindow(screen, tmp_path):
    """For a single one."""
    program = subprocess.Popen(
        [sys.executable, PROJECT / "test.py", "--use-train-data", "--image", PROJECT / "docs" / "photo.jpg"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=screen,
    )
    try:
        windowCalled("photo.jpg", screen)
        assert program.stdout.readline().startswith(b"photo.jpg: 3 ")
        time.sleep(0.5)  # Tk draws it when it has nothing else to do
        xdotool(screen, "key", "q")
        output, errors = program.communicate(timeout=30)
    finally:
        program.kill()
    assert (program.returncode, output, errors) == (0, b"", b"")


@pytest.mark.slow
def testASession(screen):
    """A number, the window and its arrow keys, its own X; then e, n and l mean the image that was left."""
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
            window = windowCalled(title, screen)
        closeByItsX(screen, window)
        output, errors = program.communicate("e\nn 3\nl\nq\n", timeout=30)
    finally:
        program.kill()
    assert (program.returncode, errors) == (0, "")
    before, waiting, after = output.partition("the window is open")
    assert waiting and "label says: 5\nnetwork says: 5\n" in before
    closed, *answers = after.split("choose a test image (0-9999) ")
    assert closed.endswith("the window was closed at test image 9\n")
    assert [answer.split("\n")[0] for answer in answers[:3]] == ["test image 9: label 9, answer 9"] * 3
    assert ["z = Σ" in answers[0], "Why 9 and not 3" in answers[1], "weight after" in answers[2]] == [
        True
    ] * 3


@pytest.mark.slow
@pytest.mark.parametrize("ends", ["q", "X"])
def testTheResultsAreOneWindowToItsEnd(screen, ends, evaluation):
    """Forwards to the last wrong one and round the end, then closed in either way."""
    wrong = evaluation.wrong()
    titles = [f"test image {index}, {place} of {len(wrong)}" for place, index in enumerate(wrong, 1)]
    program = subprocess.Popen(
        [sys.executable, PROJECT / "test.py", "--use-train-data", "--show-results"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=screen,
    )
    try:
        windowCalled(titles[0], screen)
        for key, place in (("Right", 1), ("w", 2), ("Left", 1), ("Left", 0), ("Left", -1), ("Left", -2)):
            xdotool(screen, "key", key)
            window = windowCalled(titles[place], screen)
        for _ in range(3):
            xdotool(screen, "key", "w")
        window = windowCalled(titles[1], screen)
        if ends == "q":
            xdotool(screen, "key", "q")
        else:
            closeByItsX(screen, window)
        output, errors = program.communicate("e\nq\n", timeout=30)
    finally:
        program.kill()
    assert (program.returncode, errors) == (0, "")
    assert output.count("label says") == len(wrong)  # stdout is a pipe
    assert f"the window was closed at {titles[1]}\n" in output
    assert f"test image {wrong[1]}: label " in output.split("choose a test image")[1]
