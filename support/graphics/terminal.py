"""Questions in a terminal, and pictures in its characters, if no window can be opened."""

import functools
import sys
import types

import numpy as np

from support.data.dataSet import SIDE
from support.script.fault import Fault, reason
from support.script.streams import isTerminal, lineWidth

BLOCKS = " ░▒▓█"
PLAIN = " .:*#"  # as many shades, for a terminal whose encoding lacks blocks
BAR = 12  # characters that stand for an activation of 1
SPACES = " \t\r\n"  # without the control characters that str.strip counts as blanks


def ask(question):
    """The line that the user types, without the blanks around it. Raises EOFError at the input's end.

    In a terminal without readline, input() would ask on stderr, and take a NUL for the end of all input.
    Notebooks and Spyder have their own input(), and an empty sys.stdin.
    """
    if canEdit() or not isinstance(input, types.BuiltinFunctionType):
        try:
            return input(question).strip(SPACES)
        except NotImplementedError as error:  # a notebook run as a whole, with nobody to ask
            raise Fault("no input here: with --no-picker nothing is asked") from error
    print(question, end="", flush=True)
    try:
        line = sys.stdin.readline()
    except OSError as error:
        raise Fault(f"your input can't be read ({reason(error)}): start again in a terminal") from error
    if not line:
        raise EOFError
    return line.strip(SPACES)


@functools.cache
def canEdit():
    """Whether input() lets the user edit the line and recall earlier ones: in a terminal, with readline."""
    if not (sys.stdin is sys.__stdin__ and sys.stdin.isatty() and isTerminal(sys.stdout)):
        return False
    try:
        import readline
    except ImportError:  # as on Windows, where the terminal does that
        return False
    for setting in ("convert-meta off", "input-meta on", "output-meta on", "enable-bracketed-paste off"):
        readline.parse_and_bind(f"set {setting}")  # accents are letters in every locale
    return True


def canPrint(text):
    """Whether the terminal's encoding has these characters."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def shades():
    return BLOCKS if canPrint(BLOCKS) else PLAIN


def levels(pixels):
    """Values from 0 to 1, (784,), as the indices (28, 28) of their shades."""
    return np.rint(np.reshape(pixels, (SIDE, SIDE)) * (len(BLOCKS) - 1)).astype(int)


def pictureLines(pixels):
    """Values from 0 to 1, (784,), as lines two characters wide per pixel; empty edges are left out."""
    picture = levels(pixels)
    filled = np.flatnonzero(picture.any(axis=1))
    rows = picture[filled[0] : filled[-1] + 1] if filled.size else picture[:1]
    return ["".join(shades()[level] * 2 for level in row) for row in rows]


def barLines(activations):
    """Ten lines: the digit, a bar as long as its activation, the activation."""
    full, empty = shades()[-1], shades()[0]
    bars = (full * round(BAR * float(activation)) for activation in activations)
    return [
        f"{digit} {bar:{empty}<{BAR}} {activation:.4f}"
        for digit, (bar, activation) in enumerate(zip(bars, activations, strict=True))
    ]


def draw(pixels, activations):
    """Print the picture with the activations' bars beside it; only the bars if lines are too short."""
    picture, bars = pictureLines(pixels), barLines(activations)
    width = 2 * SIDE + 2 + len(bars[0])
    if isTerminal(sys.stdout) and lineWidth() < width:
        print(f"(no room for the picture: it needs a terminal of {width + 1} columns)")
        return print("\n".join(bars))
    height = max(len(picture), len(bars))
    picture += [" " * 2 * SIDE] * (height - len(picture))
    bars += [""] * (height - len(bars))
    for left, right in zip(picture, bars, strict=True):
        print(f"{left}  {right}".rstrip())
