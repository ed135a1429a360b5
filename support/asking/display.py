"""Shows test images: in windows if there is a screen, in a notebook's output, or in the terminal."""

import sys
from functools import cached_property

from support.asking.question import meaning
from support.graphics import terminal
from support.graphics.backend import drawsInline, firstLine, whyNotShown

PACKAGES = "PySide6 (python -m pip install PySide6)"
if sys.platform.startswith("linux"):
    PACKAGES = f"python3-tk (of your system) or {PACKAGES}"
HINT = (
    "no window can be opened ({why}), so images are drawn here; pictures need a screen, and a package "
    f"such as {PACKAGES}"
)
OPEN = "the window is open, and shows its keys; q or its X closes it, then the program goes on here"


class Display:
    """Shows an evaluation's images; finds out at the first one how that can be done here."""

    def __init__(self, evaluation):
        self.evaluation = evaluation
        self.hinted = self.announced = False

    @cached_property
    def why(self):
        """Why images are drawn in characters, or None if matplotlib draws them."""
        return whyNotShown()

    @property
    def hasWindows(self):
        return self.why is None and not drawsInline()

    def show(self, index, series=None):
        """Show image index, in a window that goes through series; returns the index shown last."""
        if self.why is not None:
            if not self.hinted:
                print(HINT.format(why=self.why))
                self.hinted = True
            terminal.draw(self.evaluation.images[index] / 255, self.evaluation.activations[index])
            return index
        from support.asking.window import Window

        try:
            window = Window(self.evaluation, index, series)
            if self.hasWindows:
                self.announce()
            else:
                window.keys.set_visible(False)  # a picture in a notebook has none
            window.wait()
        except Exception as error:  # a toolkit's own error, when the screen has gone
            if sys.flags.dev_mode:
                raise
            self.why = firstLine(error)
            return self.show(index)
        if self.hasWindows:
            print(f"the window was closed at {window.title}")
        return window.index

    def announce(self):
        """Say once what the window waits for."""
        if not self.announced:
            print(OPEN)
            self.announced = True

    def showAll(self, indices):
        """Show the images in one window, or one after the other until q; into a pipe, print what they are.

        Returns the index of the last one shown, or None.
        """
        if len(indices) == 0:
            return print("no test image is read wrongly")
        if not (self.hasWindows and sys.stdout.isatty()):
            last = self.showEach(indices)
        return self.show(indices[0], indices) if self.hasWindows else last

    def showEach(self, indices):
        isShown = not self.hasWindows and (self.why is None or sys.stdout.isatty())
        for index in indices:
            verdict = ", ".join(self.evaluation.verdict(index).split("\n"))
            print(f"test image {index}: {verdict}")
            if isShown:
                self.show(index)
                try:
                    if meaning(terminal.ask("Enter for the next one, q to end ")) == "q":
                        return index
                except EOFError:
                    print()
                    return index
        return index if isShown else None
