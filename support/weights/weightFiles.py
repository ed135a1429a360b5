"""The format of a network's weights on disk: the CSV files of section 3.2.3 of the paper.

    FOLDER/weights/weights0.csv, weights1.csv, …    a layer's weights, one row per line
    FOLDER/biases/biases0.csv, biases1.csv, …       a layer's biases, one per line

The set is what is numbered so, from 0 without a gap; other files there are somebody's own. What is read is a
whole set, of layers that fit each other, or it is refused by the name of the file that is wrong; nothing is
changed. How a set gets there whole: saving.py.
"""

import itertools
import os
from pathlib import Path

import numpy as np

from Network import Network
from support.script.fault import Fault, reason
from support.script.plainFile import openPlain

NEW = "newWeights"  # the folder in which a saving's set stands while its files take their places
KINDS = ("weights", "biases")
LONGEST_LINE = 10_000_000  # characters
INSTEAD = "train again, or name another folder"


def load(folder):
    """The network that folder holds, with no training data; its sizes are those of the files.

    Raises Fault where a file is missing, is not a table of finite numbers, or does not fit the layer before.
    """
    folder = Path(folder)
    try:
        return readSet(folder / NEW if hasSet(folder / NEW) else folder)
    except OSError as error:
        raise cantRead(error.filename, error) from error


def readSet(folder):
    layers = max(count(folder, kind) for kind in KINDS)
    if layers == 0:
        raise Fault(f"{folder} holds no weights: train some with main.py, or name another folder")
    weights, biases = ([readTable(pathOf(folder, kind, layer)) for layer in range(layers)] for kind in KINDS)
    layerSizes = [weights[0].shape[1], *(len(table) for table in weights)]
    for layer, wanted in enumerate(zip(layerSizes[1:], layerSizes[:-1], strict=True)):
        checkShape(folder, "weights", layer, weights[layer], wanted)
        checkShape(folder, "biases", layer, biases[layer], (wanted[0], 1))
    network = Network(None, None, layerSizes=layerSizes)
    for layer, layerWeights, layerBiases in zip(network.layers, weights, biases, strict=True):
        layer.weights, layer.biases = layerWeights, layerBiases[:, 0]
    return network


def hasWeights(folder):
    """Whether load would find a set. Raises Fault where folder can't be read."""
    try:
        return hasSet(Path(folder) / NEW) or hasSet(Path(folder))
    except OSError as error:
        raise cantRead(error.filename, error) from error


def hasSet(folder):
    """Whether folder is one with weights: newWeights may be a file, or empty, and then hides nothing."""
    return folder.is_dir() and any(count(folder, kind) for kind in KINDS)


def count(folder, kind):
    """How many layers folder holds the files of a kind of."""
    try:
        names = set(os.listdir(Path(folder) / kind))
    except FileNotFoundError:
        return 0
    return next(layer for layer in itertools.count() if pathOf(folder, kind, layer).name not in names)


def pathOf(folder, kind, layer):
    return Path(folder) / kind / f"{kind}{layer}.csv"


def readTable(path):
    """The numbers in a CSV file, (lines, columns)."""
    try:
        with openPlain(path, encoding="utf-8-sig") as file:
            lines = [line for line in wholeLines(file) if not line.isspace()]
        table = np.loadtxt(lines or ["nan"], delimiter=",", ndmin=2, comments=None)
    except OSError as error:
        raise cantRead(path, error) from error
    except ValueError as error:
        raise damaged(path) from error
    if not canBeSummed(table):
        raise damaged(path)
    return table


def wholeLines(file):
    """Its lines. Raises ValueError for one without its end: 0.125 may be what a cut has left of 0.125e-3."""
    while line := file.readline(LONGEST_LINE):
        if not line.endswith("\n"):
            raise ValueError("a line without its end, or too long")
        yield line


def damaged(path):
    return Fault(f"{path} is damaged, not lines of equally many numbers: {INSTEAD}")


def cantRead(path, error):
    return Fault(f"{path} can't be read ({reason(error)}): {INSTEAD}")


def canBeSummed(table):
    """Whether the numbers are finite, and so far from the largest double that z = W·a + b is one too."""
    with np.errstate(over="ignore"):
        return np.isfinite(np.abs(table).sum())


def checkShape(folder, kind, layer, table, wanted):
    if table.shape != wanted:
        raise Fault(
            f"{pathOf(folder, kind, layer)} holds {table.shape[0]} × {table.shape[1]} numbers, "
            f"where {wanted[0]} × {wanted[1]} fit the other files: {INSTEAD}"
        )
