"""A field for drawing digits with the mouse, and the network's answer while you draw."""

import secrets
import time
from pathlib import Path

import numpy as np
from matplotlib import pyplot
from matplotlib.backend_bases import MouseButton
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from support.data.dataSet import CLASSES, SIDE
from support.graphics import bars, palette
from support.drawing.drawing import FIELD, PEN, WIDTH, Drawing
from support.script.disk import makeFolder, wholeFile
from support.script.fault import Fault, printable, reason

PAUSE = 100  # milliseconds between two answers while you draw,
RARELY = 5  # and at least so many times an answer's own time: the mouse gets the rest
POINTS = 72  # of an inch: matplotlib's unit of a line's width
ABOVE = 15  # points between the bars and the number: room for the line that says whose bars they are
FOLDER = Path("drawings")
KEYS = "draw with the mouse     c clear     u undo     s save     q close"
WHICH = "which digit is it? type it, or Esc"


class DrawPad:
    """The window. It paints each piece of a stroke at once, and answers when there is time.

    Only what has changed is painted: the whole takes longer than the mouse leaves between two moves.
    """

    def __init__(self, network, folder=None):
        """folder is where drawings are saved; None stands for drawings."""
        self.network = network
        self.folder = Path(folder or FOLDER)
        self.drawing = Drawing()
        self.isDown = False  # the mouse's button, pressed in the field
        self.label = None  # the digits typed for a drawing that is to be saved
        self.layOut()
        canvas = self.figure.canvas
        self.timer = canvas.new_timer(interval=PAUSE)
        self.timer.single_shot = True
        self.timer.add_callback(self.answer)
        self.isDue = False  # whether the timer runs
        canvas.mpl_disconnect(canvas.manager.key_press_handler_id)  # matplotlib's own c, q and s
        canvas.mpl_connect("button_press_event", self.onPress)
        canvas.mpl_connect("motion_notify_event", self.onMotion)
        canvas.mpl_connect("button_release_event", self.onRelease)
        canvas.mpl_connect("key_press_event", self.onKey)
        canvas.mpl_connect("draw_event", self.onDraw)
        canvas.mpl_connect("close_event", lambda event: self.timer.stop())
        self.parts = []  # of the window, once it's drawn: what changes, its box and its background
        self.thickness = 0  # of the pen on the screen, in its pixels
        self.answer()

    def layOut(self):
        with pyplot.rc_context({"toolbar": "None"}):
            self.figure = pyplot.figure(figsize=(12, 4))
        self.figure.canvas.manager.set_window_title("draw a digit")
        self.fieldAxes, self.seenAxes, self.barAxes = self.figure.subplots(1, 3, width_ratios=(2.3, 0.6, 1.2))
        self.figure.subplots_adjust(left=0.02, right=0.98, bottom=0.16, top=0.88, wspace=0.22)
        self.figure.text(0.02, 0.04, KEYS, fontsize="small", color=palette.NOTE)
        self.fieldPicture = self.fieldAxes.imshow(
            np.zeros((FIELD, WIDTH)), cmap="gray", vmin=0, vmax=255, extent=(0, WIDTH, FIELD, 0)
        )
        roundEnds = {"solid_capstyle": "round", "marker": "o", "markeredgewidth": 0}
        self.pen = self.fieldAxes.add_line(Line2D([], [], color="white", **roundEnds))
        self.seenPicture = self.seenAxes.imshow(np.zeros((SIDE, SIDE)), cmap="gray", vmin=0, vmax=1)
        self.fieldAxes.set_title("draw here")
        self.seenAxes.set_title("what the network sees", fontsize="medium")
        for axes in (self.fieldAxes, self.seenAxes):
            axes.set_xticks([])
            axes.set_yticks([])
        self.chart = bars.draw(self.barAxes, np.zeros(CLASSES), None)
        self.number = self.barAxes.set_title("", fontsize="xx-large", fontweight="bold", pad=ABOVE)
        self.whose = self.barAxes.annotate(
            "", (0.5, 1), (0, 3), "axes fraction", "offset points", fontsize="small", ha="center"
        )
        self.message = self.figure.text(0.98, 0.04, "", ha="right", color=bars.WRONG)
        for artist in (
            self.fieldPicture,
            self.pen,
            self.seenPicture,
            *self.chart,
            self.number,
            self.whose,
            self.message,
        ):
            artist.set_animated(True)

    def onDraw(self, event):
        """The whole window has been drawn, for the first time or in a new size, without what changes."""
        canvas, (width, height) = self.figure.canvas, self.figure.bbox.max
        field, seen, chart = (axes.bbox for axes in (self.fieldAxes, self.seenAxes, self.barAxes))
        self.thickness = PEN * field.width / WIDTH
        points = self.thickness * POINTS / self.figure.dpi
        self.pen.set(linewidth=points, markersize=points)
        self.fieldPicture.set_data(np.asarray(self.drawing.field))
        changing = (
            (field, [self.fieldPicture]),
            (seen.padded(2), [self.seenPicture]),
            (Bbox([[chart.x0 - 2, chart.y0 - 2], [width, height]]), [*self.chart, self.number, self.whose]),
            (Bbox([[width / 3, 0], [width, chart.y0 * 0.7]]), [self.message]),
        )
        if canvas.supports_blit:
            self.parts = [(box, canvas.copy_from_bbox(box), artists) for box, artists in changing]
        for _, artists in changing:
            for artist in artists:
                artist.draw(event.renderer)

    def paint(self, parts):
        """Paint these parts of the window; all of it if matplotlib can't paint parts."""
        canvas = self.figure.canvas
        if not parts or not canvas.supports_blit:
            return canvas.draw_idle()
        for box, background, artists in parts:
            if background is not None:
                canvas.restore_region(background)
            for artist in artists:
                artist.draw(canvas.get_renderer())
            canvas.blit(box)

    def paintStroke(self):
        """Paint the last piece of the last stroke, in the smallest box around it."""
        piece = np.array(self.drawing.strokes[-1][-2:])
        self.pen.set_data(*piece.T)
        box = Bbox.null()
        box.update_from_data_xy(self.fieldAxes.transData.transform(piece))
        box = Bbox.intersection(box.padded(self.thickness / 2 + 2), self.fieldAxes.bbox)
        if box is not None:
            self.paint(self.parts and [(box, None, [self.pen])])

    def paintField(self):
        self.fieldPicture.set_data(np.asarray(self.drawing.field))
        self.paint(self.parts[:1])

    def paintAnswer(self):
        self.paint(self.parts[1:])

    def placeOf(self, event):
        """The mouse's place, in the field's pixels, anywhere in the window."""
        return tuple(self.fieldAxes.transData.inverted().transform((event.x, event.y)))

    def onPress(self, event):
        if event.button == MouseButton.LEFT and event.inaxes is self.fieldAxes:
            self.isDown = True
            self.drawing.begin(self.placeOf(event))
            self.strokeHasGrown()

    def onMotion(self, event):
        if self.isDown:
            self.drawing.goTo(self.placeOf(event))
            self.strokeHasGrown()

    def onRelease(self, event):
        if self.isDown and event.button == MouseButton.LEFT:
            self.onMotion(event)
            self.isDown = False

    def strokeHasGrown(self):
        self.paintStroke()
        if not self.isDue:
            self.isDue = True
            self.timer.start()

    def onKey(self, event):
        if self.label is not None:
            self.onLabel(event.key)
        elif event.key in ("c", "u"):
            self.isDown = False
            self.drawing.clear() if event.key == "c" else self.drawing.undo()
            self.paintField()
            self.answer()
        elif event.key == "s" and self.drawing.strokes:
            self.label = ""
            self.say(WHICH)
        elif event.key == "q":
            pyplot.close(self.figure)

    def onLabel(self, key):
        """Take the digits that begin the drawing's name, as many as are read in it."""
        if key == "escape":
            self.label = None
            self.say("not saved")
        elif key in list("0123456789"):
            self.label += key
            if len(self.label) >= self.digits:
                self.save()
            else:
                self.say(f"{WHICH}: {self.label}")

    def save(self):
        label, self.label = self.label, None
        try:
            path = saved(self.drawing.field, self.folder, label)
        except Fault as fault:
            print(fault)
            return self.say("it can't be saved: see the terminal")
        print(f"saved {printable(path)}", flush=True)
        self.say(f"saved {path.name}")

    def say(self, words):
        self.message.set_text(words)
        self.paintAnswer()

    def answer(self):
        """Show what the network sees of the digit drawn last, its answer, and the whole number."""
        start = time.monotonic()
        try:
            reading, last = self.drawing.read(self.network)
        except ValueError as error:
            pixels, activations, answer = np.zeros(SIDE**2), np.zeros(CLASSES), None
            number, whose, words, self.digits = "", "", str(error), 1
        else:
            pixels, activations = reading.digits[last].pixels, reading.activations[last]
            answer, number, self.digits = reading.answers[last], reading.number, len(reading.digits)
            whose = f"bars: the {answer} drawn last" if self.digits > 1 else ""
            words = ", ".join(reading.warnings)
        self.seenPicture.set_data(pixels.reshape(SIDE, SIDE))
        bars.move(self.chart, activations, answer)
        self.number.set_text(number)
        self.whose.set_text(whose)
        if self.label is None:
            self.message.set_text(words)
        self.paintAnswer()
        self.isDue = False
        self.timer.interval = max(PAUSE, RARELY * 1000 * (time.monotonic() - start))

    def wait(self):
        """Show the window until it is closed."""
        pyplot.show(block=True)


def saved(field, folder, label):
    """Write the field as a PNG file, complete before it has its name; returns its path.

    Its name is unique: a class's drawings can go into one folder. Raises Fault if it can't be written.
    """
    path = folder / f"{label}_{secrets.token_hex(4)}.png"
    try:
        makeFolder(folder)
        with wholeFile(path) as passing:
            field.save(passing)
    except OSError as error:
        raise Fault(
            f"{path} can't be written ({reason(error)}): make room, or name another folder"
        ) from error
    return path
