"""test.py's --draw: the field for drawing digits, where a window can be opened."""

from support.graphics import backend
from support.ownDigits.ownAnswers import importReading
from support.script.fault import Fault


def drawOwn(network, folder=None):
    """Open the field to draw in, which saves to folder. Raises Fault if no window can be opened."""
    importReading()
    why = backend.whyNoWindows()
    if why is not None:
        raise Fault(f"--draw needs a window, and none can be opened ({why}): read a picture with --image")
    from support.drawing.drawPad import DrawPad

    DrawPad(network, folder).wait()
    return 0
