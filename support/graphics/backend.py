"""What matplotlib can do here: open windows, draw among a notebook's output, or only write files.

It's imported only where it's used: it takes longer to start than a training.
"""

import contextlib
import os
import sys

from support.script.interruption import whileImporting

FIRST_WINDOW = """
from contextlib import suppress
from matplotlib import pyplot
with suppress(Exception):  # that one is seen here as well
    pyplot.figure()
"""
PATIENCE = 60  # seconds for it


def importMatplotlib():
    """The module; raises ImportError if it isn't installed.

    It refuses to start with an MPLBACKEND that it doesn't know, such as the old Qt4Agg. So it starts without,
    and gets it afterwards, or chooses one itself for the first window.
    """
    backend = None if "matplotlib" in sys.modules else os.environ.pop("MPLBACKEND", None)
    try:
        with whileImporting():
            import matplotlib
    finally:
        if backend is not None:
            os.environ["MPLBACKEND"] = backend
    if backend:
        with contextlib.suppress(ValueError):
            matplotlib.rcParams["backend"] = backend
    return matplotlib


def drawsInline():
    """Whether figures are shown among the output, as Jupyter and Spyder do."""
    try:
        return "ipykernel" in sys.modules and "inline" in importMatplotlib().get_backend()
    except ImportError:
        return False


def whyNotShown():
    """Why no figure can be shown, in a window or inline, or None. Imports matplotlib."""
    return None if drawsInline() else whyNoWindows()


def whyNoWindows():
    """Why matplotlib can't open windows here, or None. Imports matplotlib."""
    try:
        importMatplotlib()
        with whileImporting():
            from matplotlib import pyplot

        backend = pyplot.get_backend()
        if backend.lower().startswith("qt") and (why := whyNoQt(backend)) is not None:
            return why
        with whileImporting():
            figure = pyplot.figure()
    except Exception as error:  # no matplotlib, no toolkit for windows, no display, or one that refuses us
        return firstLine(error)
    try:
        if figure.canvas.required_interactive_framework is None:
            return f"matplotlib's backend {backend} draws to files only"
        return None
    finally:
        pyplot.close(figure)


def whyNoQt(backend):
    """Why Qt can't open windows, or None. It's tried in another process: if the system lacks a library, Qt
    ends the process without an exception."""
    import subprocess

    process = subprocess.run(
        [sys.executable, "-c", FIRST_WINDOW],
        env={**os.environ, "MPLBACKEND": backend},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
    )
    return None if process.returncode == 0 else firstLine(process.stderr.strip() or "Qt ends the process")


def firstLine(error):
    return str(error).split("\n")[0] or type(error).__name__
