"""Pictures as PNG files in a folder: drawn without a screen, and never half written."""

import tempfile
import warnings
from pathlib import Path

from support.graphics.backend import drawsInline, importMatplotlib
from support.script.disk import makeFolder, wholeFile
from support.script.fault import Fault, cantImport, printable, reason
from support.script.interruption import whileImporting


def checkWritable(folder):
    """Make the folder. Raises Fault if pictures can't be drawn, or can't be written into it."""
    newFigure(1, 1)
    try:
        makeFolder(folder)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise Fault(f"{folder} can't be written ({reason(error)}): name another folder") from error


def newFigure(width, height):
    """An empty matplotlib figure of so many inches."""
    try:
        importMatplotlib()
        with whileImporting():
            from matplotlib.figure import Figure
    except ImportError as error:
        raise cantImport(error, "pictures", "matplotlib") from error
    return Figure(figsize=(width, height), layout="constrained")


def save(figure, folder, name):
    """Write the figure to folder/name, complete before it takes the place of an earlier one.

    A notebook shows it as well.
    """
    path = Path(folder) / name

    def draw(place):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about letters missing from the font
            figure.savefig(place, dpi=100)

    write(path, draw)
    if drawsInline():
        from IPython.display import Image, display

        display(Image(filename=path))


def write(path, draw):
    """Let draw write a file beside path, which takes its place once it is whole."""
    try:
        with wholeFile(path) as passing:
            draw(passing)
    except OSError as error:
        raise Fault(
            f"{path} can't be written ({reason(error)}): make room, or name another folder"
        ) from error
    print(f"saved {printable(path)}")
