"""The format of a network's weights on disk: the CSV files of section 3.2.3 of the paper.

    FOLDER/weights/weights0.csv, weights1.csv, …    a layer's weights, one row per line
    FOLDER/biases/biases0.csv, biases1.csv, …       a layer's biases, one per line

The set is the files numbered like this, from 0 without a gap; others there are the user's own. saving.py
writes it.
"""

import itertools
import os
import re
from pathlib import Path

from Network import Network
from support.data.packedFile import cantRead
from support.script.fault import Fault
from support.weights.tableFile import ANOTHER, INSTEAD, readTable

NEW = "newWeights"  # the folder that holds a save's set while its files take their places
KINDS = ("weights", "biases")


def load(folder):
    """The network that folder holds, with no training data; its sizes are those of the files.

    Raises Fault if a file is missing, isn't a table of finite numbers, or doesn't fit the layer before.
    """
    folder = holding(Path(folder))
    try:
        return readSet(folder / NEW if hasSet(folder / NEW) else folder)
    except OSError as error:
        raise cantRead(error.filename, error, ANOTHER) from error


def holding(path):
    """The folder that path refers to: path may also be its folder weights, or a file in that."""
    if re.fullmatch(rf"({'|'.join(KINDS)})[0-9]+\.csv", path.name):
        path = path.parent
    isWithin = path.name in KINDS and not any((path / kind).exists() for kind in KINDS)
    return path.parent if isWithin else path


def readSet(folder):
    layers = max(count(folder, kind) for kind in KINDS)
    if layers == 0:
        raise Fault(f"{folder} holds no weights: train some with main.py, or name another folder")
    weights, biases = (
        [readTable(pathOf(folder, kind, layer), kind == "biases") for layer in range(layers)]
        for kind in KINDS
    )
    checkShapes(folder, weights, biases)
    layerSizes = [weights[0].shape[1], *(len(table) for table in weights)]
    network = Network(None, None, layerSizes=layerSizes)
    for layer, layerWeights, layerBiases in zip(network.layers, weights, biases, strict=True):
        layer.weights, layer.biases = layerWeights, layerBiases[:, 0]
    return network


def hasWeights(folder):
    """Whether load would find a set. Raises Fault if folder can't be read."""
    try:
        return hasSet(Path(folder) / NEW) or hasSet(Path(folder))
    except OSError as error:
        raise cantRead(error.filename, error, ANOTHER) from error


def hasSet(folder):
    """Whether folder holds weights. A newWeights that is a file, or empty, doesn't."""
    return folder.is_dir() and any(count(folder, kind) for kind in KINDS)


def count(folder, kind):
    """How many layers' files of this kind folder holds."""
    try:
        names = set(os.listdir(Path(folder) / kind))
    except FileNotFoundError:
        return 0
    return next(layer for layer in itertools.count() if pathOf(folder, kind, layer).name not in names)


def pathOf(folder, kind, layer):
    return Path(folder) / kind / f"{kind}{layer}.csv"


def checkShapes(folder, weights, biases):
    """Raise Fault if a layer's weights don't fit its biases, or those of the layer before."""
    for layer, (table, column) in enumerate(zip(weights, biases, strict=True)):
        path, biasesPath = (pathOf(folder, kind, layer) for kind in KINDS)
        if column.shape[1] != 1:
            wrong = "is transposed" if len(column) == 1 else f"holds lines of {column.shape[1]} numbers"
            raise Fault(f"{biasesPath} {wrong}, where one number per line is wanted: {INSTEAD}")
        outputs, inputs = len(column), len(biases[layer - 1]) if layer else None  # None: any number
        if table.shape[1] == outputs != len(table) and inputs in (None, len(table)):
            raise Fault(
                f"{path} is transposed, a neuron's weights stand in a column and not in a line: {INSTEAD}"
            )
        if len(table) != outputs:
            raise Fault(
                f"{path} holds {len(table)} lines, and {biasesPath} {outputs}, one per neuron: {INSTEAD}"
            )
        if inputs not in (None, table.shape[1]):
            raise Fault(
                f"{path} has {table.shape[1]} numbers per line, where {inputs} fit the one before: {INSTEAD}"
            )
