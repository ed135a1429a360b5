"""What the network says to pictures of one's own: a line each, and a figure where there is room for one."""

import sys

import numpy as np

from support.script.fault import Fault
from support.shown import display, figureFiles

UNSURE = 0.5


def answerAll(network, paths, folder=None):
    """Print each picture's answer, show it where there is a screen, and save it where a folder is given.

    A picture that can't be read is told on stderr, and the others are still read; returns 1 if there was
    one, else 0.
    """
    readPicture, prepare = importPreparation()
    code = 0
    hasWindows = display.whyNoWindows() is None
    for number, path in enumerate(paths, 1):
        try:
            picture = readPicture(path)
            prepared = prepare(picture)
        except ValueError:
            code = complain(f"{path}: no digit found, write one large and dark on plain paper")
            continue
        except Fault as fault:
            code = complain(fault)
            continue
        activations = network.feedForward(prepared.pixels)
        print(f"{path.name}: {verdict(activations)}")
        for warning in warningsOf(prepared, activations):
            complain(f"{path.name}: {warning}")
        if folder:
            figure = draw(figureFiles.newFigure(9, 3.4), path, picture, prepared, activations)
            figureFiles.save(figure, folder, f"answer{number}-{path.stem}.png")
        if hasWindows:
            show(path, picture, prepared, activations)
    return code


def drawOwn(network):
    """Open the field to draw digits in. Raises Fault where no window can be opened."""
    importPreparation()
    why = display.whyNoWindows()
    if why is not None:
        raise Fault(f"--draw needs a window, and none can be opened ({why}): read a picture with --image")
    from support.ownDigits.drawPad import DrawPad

    DrawPad(network).wait()
    return 0


def importPreparation():
    """The two functions that need Pillow and SciPy, which are loaded for them alone."""
    try:
        from support.ownDigits.ownDigit import prepare
        from support.ownDigits.pictureReader import readPicture
    except ImportError as error:
        raise Fault(
            f"own digits need Pillow and SciPy ({error}): python -m pip install Pillow scipy"
        ) from None
    return readPicture, prepare


def complain(sentence):
    print(sentence, file=sys.stderr)
    return 1


def verdict(activations):
    """The answer and the runner-up, each with its activation."""
    first, second = np.argsort(-activations, kind="stable")[:2]
    return f"{first} ({activations[first]:.2f}), then {second} ({activations[second]:.2f})"


def warningsOf(prepared, activations):
    unsure = [f"no output above {UNSURE}"] if activations.max() <= UNSURE else []
    return prepared.warnings + unsure


def draw(figure, path, picture, prepared, activations):
    from support.ownDigits import ownPictures

    ownPictures.drawThree(figure, picture, prepared.pixels, activations, path.name)
    return figure


def show(path, picture, prepared, activations):
    """A window that stays until it is closed; q closes it."""
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(9, 3.4), layout="constrained")
    draw(figure, path, picture, prepared, activations)
    figure.supxlabel("q close", fontsize="small", color="0.35")
    figure.canvas.manager.set_window_title(path.name.encode(errors="replace").decode())
    pyplot.show(block=True)
