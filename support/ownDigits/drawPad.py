"""A field to draw a digit in with the mouse, and the network's answer while one draws."""

import time

import numpy as np
from matplotlib import pyplot
from matplotlib.backend_bases import MouseButton
from PIL import Image, ImageDraw

from support.data.dataSet import CLASSES, SIDE
from support.ownDigits import ownDigit
from support.shown import bars

FIELD = 280  # pixels of a side of the field
PEN = 22  # pixels across: a tenth of a digit, as in MNIST
PAUSE = 0.05  # seconds between two answers while drawing: the mouse moves more often than they take
KEYS = "draw a digit from 0 to 9 with the mouse     c clear     q close"


class DrawPad:
    """The window. `field` is what is drawn: a Pillow picture, light on dark as MNIST is."""

    def __init__(self, network):
        self.network = network
        with pyplot.rc_context({"toolbar": "None"}):
            self.figure = pyplot.figure("draw a digit", figsize=(9.5, 3.9))
        self.fieldAxes, self.seenAxes, self.barAxes = self.figure.subplots(1, 3, width_ratios=(1.2, 0.6, 1.3))
        self.figure.subplots_adjust(left=0.02, right=0.98, bottom=0.22, top=0.9, wspace=0.32)
        self.figure.text(0.5, 0.03, KEYS, ha="center", fontsize="small", color="0.35")
        self.fieldPicture = self.fieldAxes.imshow(
            np.zeros((FIELD, FIELD)), cmap="gray", vmin=0, vmax=255, extent=(0, FIELD, FIELD, 0)
        )
        self.seenPicture = self.seenAxes.imshow(np.zeros((SIDE, SIDE)), cmap="gray", vmin=0, vmax=1)
        self.fieldAxes.set_title("draw here")
        self.seenAxes.set_title("what the network sees", fontsize="medium")
        for axes in (self.fieldAxes, self.seenAxes):
            axes.set_xticks([])
            axes.set_yticks([])
        canvas = self.figure.canvas
        canvas.mpl_disconnect(canvas.manager.key_press_handler_id)  # matplotlib's own c and q
        canvas.mpl_connect("button_press_event", self.onPress)
        canvas.mpl_connect("motion_notify_event", self.onMotion)
        canvas.mpl_connect("button_release_event", self.onRelease)
        canvas.mpl_connect("key_press_event", self.onKey)
        self.clear()

    def clear(self):
        self.field = Image.new("L", (FIELD, FIELD))
        self.last = None  # the mouse's place while its button is held
        self.draw()

    def onPress(self, event):
        if event.button == MouseButton.LEFT and event.inaxes is self.fieldAxes:
            self.last = (event.xdata, event.ydata)
            self.strokeTo(*self.last)

    def onMotion(self, event):
        if self.last is None:
            return
        if event.inaxes is not self.fieldAxes:
            self.last = None  # it left the field: a new press begins the next stroke
        else:
            self.strokeTo(event.xdata, event.ydata)

    def onRelease(self, event):
        if event.button == MouseButton.LEFT:
            self.last = None
            self.draw()

    def onKey(self, event):
        if event.key == "c":
            self.clear()
        elif event.key == "q":
            pyplot.close(self.figure)

    def strokeTo(self, x, y):
        """Draw from the last place to this one, with round ends."""
        brush = ImageDraw.Draw(self.field)
        brush.line([self.last, (x, y)], fill=255, width=PEN)
        for end in (self.last, (x, y)):
            brush.circle(end, PEN / 2, fill=255)
        self.last = (x, y)
        if time.monotonic() > self.drawn + PAUSE:
            self.draw()

    def draw(self):
        """Show the field, and what the network sees in it and answers; nothing for an empty one."""
        try:
            pixels = ownDigit.prepare(np.asarray(self.field)).pixels
            activations = self.network.feedForward(pixels)
            answer = activations.argmax()
        except ValueError:  # no digit yet
            pixels, activations, answer = np.zeros(SIDE**2), np.zeros(CLASSES), None
        self.fieldPicture.set_data(np.asarray(self.field))
        self.seenPicture.set_data(pixels.reshape(SIDE, SIDE))
        bars.draw(self.barAxes, activations, answer)
        self.figure.canvas.draw_idle()
        self.drawn = time.monotonic()

    def wait(self):
        """Show the window until it is closed."""
        pyplot.show(block=True)
