"""The format of a network's weights on disk: the CSV files of section 3.2.3 of the paper.

    FOLDER/weights/weights0.csv, weights1.csv, …    a layer's weights, one row per line
    FOLDER/biases/biases0.csv, biases1.csv, …       a layer's biases, one per line

What is read is a whole set, of layers that fit each other, or it is refused by the name of the file that is
wrong; nothing is changed. How a set gets there whole: saving.py.
"""

import contextlib
import io
import os
import re
from pathlib import Path

import numpy as np

from Network import Network
from support.script.fault import Fault, reason

NEW = "newWeights"  # the folder in which a saving's set stands while its files take their places
KINDS = ("weights", "biases")
INSTEAD = "train again, or name another folder"


def load(folder):
    """The network that folder holds, with no training data; its sizes are those of the files.

    Raises Fault where a file is missing, is not a table of finite numbers, or does not fit the layer before.
    """
    folder = Path(folder)
    try:
        return readSet(folder / NEW if (folder / NEW).exists() else folder)
    except OSError as error:
        raise Fault(f"{error.filename} can't be read ({reason(error)}): {INSTEAD}") from error


def readSet(folder):
    layers = max(len(files(folder, kind)) for kind in KINDS)
    if layers == 0:
        raise Fault(f"{folder} holds no weights: train some with main.py, or name another folder")
    weights, biases = (
        [readTable(folder / kind / f"{kind}{layer}.csv") for layer in range(layers)] for kind in KINDS
    )
    layerSizes = [weights[0].shape[1], *(len(table) for table in weights)]
    for layer, wanted in enumerate(zip(layerSizes[1:], layerSizes[:-1], strict=True)):
        checkShape(folder, "weights", layer, weights[layer], wanted)
        checkShape(folder, "biases", layer, biases[layer], (wanted[0], 1))
    network = Network(None, None, layerSizes=layerSizes)
    for layer, layerWeights, layerBiases in zip(network.layers, weights, biases, strict=True):
        layer.weights, layer.biases = layerWeights, layerBiases[:, 0]
    return network


def hasWeights(folder):
    return any(files(place, kind) for place in (Path(folder), Path(folder) / NEW) for kind in KINDS)


def files(folder, kind):
    """The names of the files of a kind that folder holds; other files there are somebody's own."""
    try:
        names = os.listdir(folder / kind)
    except FileNotFoundError:
        return set()
    return {name for name in names if re.fullmatch(rf"{kind}[0-9]+\.csv", name)}


def readTable(path):
    """The numbers in a CSV file, (lines, columns).

    Its last line must have its end too: else 0.125 may be what a cut has left of 0.125e-3.
    """
    table = np.empty(0)
    with contextlib.suppress(ValueError):
        lines = path.read_text(encoding="utf-8-sig")
        if lines.endswith("\n") and not lines.isspace():
            table = np.loadtxt(io.StringIO(lines), delimiter=",", ndmin=2, comments=None)
    if table.size == 0 or not canBeSummed(table):
        raise Fault(f"{path} is damaged, not lines of equally many numbers: {INSTEAD}")
    return table


def canBeSummed(table):
    """Whether the numbers are finite, and so far from the largest double that z = W·a + b is one too."""
    with np.errstate(over="ignore"):
        return np.isfinite(np.abs(table).sum())


def checkShape(folder, kind, layer, table, wanted):
    if table.shape != wanted:
        raise Fault(
            f"{folder / kind / f'{kind}{layer}.csv'} holds {table.shape[0]} × {table.shape[1]} numbers, "
            f"where {wanted[0]} × {wanted[1]} fit the other files: {INSTEAD}"
        )
