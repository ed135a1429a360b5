"""Shows test images: in windows where there is a screen, in a notebook's output, else in the terminal."""

import sys
from functools import cached_property

from support.shown import terminal
from support.shown.backend import drawsInline, firstLine, whyNotShown

HINT = (
    "no window can be opened ({why}), so images are drawn here; for windows: a screen, and a package "
    "such as python3-tk (of your system) or PySide6 (pip install PySide6)"
)


class Display:
    """Shows a evaluation's images; finds out at the first one how that can be done here."""

    def __init__(self, evaluation):
        self.evaluation = evaluation
        self.quit = False  # whether the last window was closed by its key q
        self.hinted = False

    @cached_property
    def why(self):
        """Why images are drawn in characters, or None where matplotlib draws them."""
        return whyNotShown()

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
            if drawsInline():
                window.keys.set_visible(False)  # a picture knows none
            window.wait()
        except Exception as error:  # a toolkit's own, when the screen has gone
            if sys.flags.dev_mode:
                raise
            self.why = firstLine(error)
            return self.show(index)
        self.quit = window.quit
        return window.index

    def showAll(self, indices):
        """Show image after image, until q; into a pipe, only what they are."""
        for index in indices:
            verdict = ", ".join(self.evaluation.verdict(index).split("\n"))
            print(f"test image {index}: {verdict}")
            if self.why is None or sys.stdout.isatty():
                self.show(index)
                if self.quit:
                    return
            if drawsInline() or (self.why is not None and sys.stdout.isatty()):
                try:
                    if terminal.ask("Enter for the next one, q to end ") == "q":
                        return
                except EOFError:
                    return print()
