"""The window of the paper's figure 25: a test image, and beside it how the network answered."""

import random

import numpy as np
from matplotlib import pyplot

from support.data.dataSet import SIDE
from support.graphics import bars, palette

KEYS = "← → {neighbours}     w next wrong one     r random     q close"


class Window:
    """Shows evaluation's image `index`, and others at the press of a key.

    The arrows go through series, ascending indices, or else all images; the window shows the place: 3 of 338.
    """

    def __init__(self, evaluation, index, series=None):
        self.evaluation = evaluation
        self.hasPlaces = series is not None
        self.series = np.arange(len(evaluation.images)) if series is None else series
        self.figure = pyplot.figure(figsize=(8, 4.2))
        self.imageAxes, self.barAxes = self.figure.subplots(1, 2, width_ratios=(1, 1.2))
        self.figure.subplots_adjust(left=0.03, right=0.97, bottom=0.2, top=0.84, wspace=0.15)
        keys = KEYS.format(neighbours="wrong ones" if self.hasPlaces else "neighbours")
        self.keys = self.figure.text(0.5, 0.03, keys, ha="center", fontsize="small", color=palette.NOTE)
        self.imageAxes.set_axis_off()
        self.picture = self.imageAxes.imshow(
            evaluation.images[index].reshape(SIDE, SIDE), cmap="gray", vmin=0, vmax=255
        )
        # matplotlib's own keys (r resets, q closes, the arrows go back and forth) are off in this window
        self.figure.canvas.mpl_disconnect(self.figure.canvas.manager.key_press_handler_id)
        self.figure.canvas.mpl_connect("key_press_event", self.onKey)
        self.draw(index)

    def draw(self, index):
        """Change the picture, its title and the bars in place."""
        self.index = index
        self.picture.set_data(self.evaluation.images[index].reshape(SIDE, SIDE))
        self.imageAxes.set_title(self.evaluation.verdict(index))
        bars.draw(
            self.barAxes,
            self.evaluation.activations[index],
            answer=self.evaluation.answers[index],
            label=self.evaluation.labels[index],
        )
        self.barAxes.set_title(self.title)
        self.figure.canvas.manager.set_window_title(self.title)
        self.figure.canvas.draw_idle()

    @property
    def place(self):
        """The image's place in the series."""
        return int(np.searchsorted(self.series, self.index))

    @property
    def title(self):
        place = f", {self.place + 1} of {len(self.series)}" if self.hasPlaces else ""
        return f"test image {self.index}{place}"

    def onKey(self, event):
        count = len(self.series)
        if event.key == "right":
            self.draw(self.series[(self.place + 1) % count])
        elif event.key == "left":
            self.draw(self.series[(self.place - 1) % count])
        elif event.key == "r":
            self.draw(self.series[random.randrange(count)])
        elif event.key == "w":
            wrong = self.evaluation.nextWrong(self.index)
            if wrong is not None:
                self.draw(wrong)
        elif event.key == "q":
            pyplot.close(self.figure)

    def wait(self):
        """Show the window until it is closed."""
        pyplot.show(block=True)
