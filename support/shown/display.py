"""Shows test images: in windows where there is a screen, else in the terminal."""

import sys
from functools import cached_property

from support.shown import terminal

HINT = (
    "no window can be opened ({why}), so images are drawn here; for windows: a screen, and a package "
    "such as python3-tk (of your system) or PySide6 (pip install PySide6)"
)


def whyNoWindows():
    """Why matplotlib opens no windows here, or None where it does. Imports matplotlib."""
    try:
        from matplotlib import pyplot

        figure = pyplot.figure()
    except Exception as error:  # no matplotlib, no toolkit for windows, no display, or one that refuses us
        return firstLine(error)
    try:
        if figure.canvas.required_interactive_framework is None:
            return f"matplotlib's backend {pyplot.get_backend()} draws to files only"
        return None
    finally:
        pyplot.close(figure)


def firstLine(error):
    return str(error).split("\n")[0] or type(error).__name__


class Display:
    """Shows a evaluation's images; finds out at the first one whether windows can be opened."""

    def __init__(self, evaluation):
        self.evaluation = evaluation
        self.quit = False  # whether the last window was closed by its key q
        self.hinted = False

    @cached_property
    def why(self):
        return whyNoWindows()

    def show(self, index):
        """Show image index; returns the index of the one that was shown last."""
        if self.why is not None:
            if not self.hinted:
                print(HINT.format(why=self.why))
                self.hinted = True
            terminal.draw(self.evaluation.images[index] / 255, self.evaluation.activations[index])
            return index
        from support.shown.window import Window

        try:
            window = Window(self.evaluation, index)
            window.wait()
        except Exception as error:  # a toolkit's own, when the screen has gone
            self.why = firstLine(error)
            return self.show(index)
        self.quit = window.quit
        return window.index

    def showAll(self, indices):
        """Show image after image, until q; into a pipe, only what they are."""
        for index in indices:
            verdict = ", ".join(self.evaluation.verdict(index).split("\n"))
            print(f"test image {index}: {verdict}")
            if self.why is None:
                self.show(index)
                if self.quit:
                    return
            elif sys.stdout.isatty():
                self.show(index)
                try:
                    if terminal.ask("Enter for the next one, q to end ") == "q":
                        return
                except EOFError:
                    return print()
