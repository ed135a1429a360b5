"""What the explanations share: neurons' names, which terms of a sum are shown, a map of pixels."""

import numpy as np

from support.data.dataSet import SIDE
from support.graphics import terminal
from support.script.streams import lineWidth

LARGEST = 5  # terms of a sum that are printed one by one
DECIMALS = 4
NAME = 30  # columns of the terminal for the name in a row of numbers
STRONG, WEAK = 0.5, 0.1  # of the largest term: above these a pixel's is marked twice, or once


def heading(title, answer, label=None):
    """The first line of every explanation; label is None for an unlabelled picture."""
    return f"{title}: answer {answer}" if label is None else f"{title}: label {label}, answer {answer}"


def layerName(network, depth):
    """What a layer is called; depth 1 is the first."""
    return "output layer" if depth == len(network.layers) else f"hidden layer {depth}"


def neuronName(network, depth, neuron):
    """What a neuron is called; depth 0 is the input, 1 the first hidden layer."""
    if depth == 0:
        return f"pixel ({neuron // SIDE}, {neuron % SIDE})"
    if depth == len(network.layers):
        return f"output neuron {neuron}"
    return f"neuron {neuron} of hidden layer {depth}"


def others(count, depth):
    """The name of the terms that aren't printed one by one."""
    kind = "pixel" if depth == 0 else "neuron"
    return f"the other {count} {kind}s" if count > 1 else f"the other {kind}"


def largest(terms, number=LARGEST, always=()):
    """The indices of the largest terms, largest first, and of those in always."""
    order = np.argsort(-abs(terms), kind="stable")
    return [int(j) for place, j in enumerate(order) if place < number or j in always]


def side(value):
    """The last word of a printed term: its side."""
    return "for" if value > 0 else "against" if value < 0 else ""


def rounded(value):
    return round(float(value), DECIMALS) + 0.0  # which makes 0 of -0


def printMap(terms, pixels):
    """Print the image, and beside it each pixel's term: + for, - against, doubled if strong.

    terms and pixels are (784,). Empty edges are left out. A dot is a pixel with ink whose term is small.
    """
    share = terms.reshape(SIDE, SIDE) / (abs(terms).max() or 1)
    ink = pixels.reshape(SIDE, SIDE) > 0
    marks = np.select(
        [share > STRONG, share > WEAK, share < -STRONG, share < -WEAK, ink],
        ["++", "+ ", "--", "- ", ". "],
        "  ",
    )
    used = np.argwhere((marks != "  ") | ink)
    if not used.size:
        return print("  (no pixel has any ink)")
    (top, left), (bottom, right) = used.min(axis=0), used.max(axis=0) + 1
    columns = range(left, right)
    # one character per pixel if two, as elsewhere, don't fit into the line
    wide = 2 if 7 + 4 * len(columns) <= lineWidth() else 1
    levels = terminal.levels(pixels)
    numbers = "".join(
        f"{column:<{5 * wide}}"[: wide * (right - column)] for column in columns if column % 5 == 0
    )
    numbers = " " * (wide * (-left % 5)) + numbers
    print(f"     {numbers:{wide * len(columns)}}  {numbers}".rstrip())
    for row in range(top, bottom):
        digit = "".join(terminal.shades()[level] * wide for level in levels[row, left:right])
        signs = "".join(mark[:wide] for mark in marks[row, left:right])
        print(f"  {row:2} {digit}  {signs}".rstrip())
