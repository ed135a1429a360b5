"""A network's weights on disk: the CSV files of section 3.2.3 of the paper.

    FOLDER/weights/weights0.csv, weights1.csv, …    a layer's weights, one row per line
    FOLDER/biases/biases0.csv, biases1.csv, …       a layer's biases, one per line

A saving writes the whole set into a folder of its own, renames that to FOLDER/newWeights in one step,
puts the files in their places one by one, and removes it. While newWeights stands it is what is
loaded. So whenever a saving is killed, a whole set is found, the earlier or the new one, and never a mixture.
"""

import contextlib
import errno
import io
import os
import re
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np

from Network import Network
from support.data.dataSet import CLASSES, SIDE
from support.script.fault import Fault, reason

NEW = "newWeights"
KINDS = ("weights", "biases")
PATIENCE = 2  # seconds that another training's saving to the same folder is waited for


def save(network, folder):
    """Write the network's weights and biases into folder; the earlier ones stay until these are whole.

    Raises Fault where the weights are no numbers, and where folder can't be written. Then it names a
    folder in which the new weights are whole: no training is lost while any place can be written to.
    """
    if not all(canBeSummed(getattr(layer, kind)) for layer in network.layers for kind in KINDS):
        raise Fault(
            "the weights have grown beyond all numbers, nothing is saved: choose a lower --learning-rate"
        )
    folder = Path(folder)
    try:
        whole = writeSet(network, folder)
    except OSError as error:
        raise Fault(
            f"{folder} can't be written ({reason(error)}): the weights there are the earlier ones, "
            f"and the new ones {rescue(network)}"
        ) from None
    try:
        whole = declare(whole, folder / NEW)
        install(whole, folder, len(network.layers))
        discard(whole)
    except OSError as error:
        # whole is gone where another saving took this one for dead
        kept = whereToRead(whole) if whole.exists() else rescue(network)
        raise Fault(
            f"{error.filename2 or error.filename or folder} can't be replaced ({reason(error)}): make room, "
            f"or close the program that holds it open; the new weights {kept}"
        ) from None


def checkWritable(folder):
    """Raise Fault where save would, by moving a file as save does: better before a training than after it."""
    folder = Path(folder)
    try:
        for kind in KINDS:
            (folder / kind).mkdir(parents=True, exist_ok=True)
            for name in files(folder, kind):
                if (folder / kind / name).is_dir():
                    raise Fault(f"{folder / kind / name} is a folder, and has to be a file: remove it")
            with tempfile.TemporaryDirectory(prefix=f"{NEW}-", dir=folder) as trial:
                place = folder / kind / Path(trial).name
                (Path(trial) / "trial").touch()
                os.replace(Path(trial) / "trial", place)
                place.unlink()
    except OSError as error:
        raise Fault(f"{folder} can't be written ({reason(error)}): name another --output") from None


def load(folder):
    """The network that folder holds, with no training data; its sizes are those of the files.

    Raises Fault where a file is missing, is not a table of finite numbers, or does not fit the layer
    before, the 784 pixels or the ten digits.
    """
    folder = Path(folder)
    try:
        return readSet(folder / NEW if (folder / NEW).exists() else folder)
    except OSError as error:
        raise Fault(
            f"{error.filename} can't be read ({reason(error)}): train again, or name another folder"
        ) from None


def readSet(folder):
    layers = max(len(files(folder, kind)) for kind in KINDS)
    if layers == 0:
        raise Fault(f"{folder} holds no weights: train some with main.py, or name another folder")
    weights, biases = (
        [readTable(folder / kind / f"{kind}{layer}.csv") for layer in range(layers)] for kind in KINDS
    )
    layerSizes = [SIDE * SIDE, *(len(table) for table in weights)]
    for layer, wanted in enumerate(zip(layerSizes[1:], layerSizes[:-1], strict=True)):
        checkShape(folder, "weights", layer, weights[layer], wanted)
        checkShape(folder, "biases", layer, biases[layer], (wanted[0], 1))
    if layerSizes[-1] != CLASSES:
        raise Fault(
            f"{folder / 'weights'}: the last layer has {layerSizes[-1]} outputs instead of {CLASSES}, "
            "one per digit: train again, or name another folder"
        )
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
        raise Fault(
            f"{path} is damaged, not lines of equally many numbers: train again, or name another folder"
        )
    return table


def canBeSummed(table):
    """Whether the numbers are finite, and so far from the largest double that z = W·a + b is one too."""
    with np.errstate(over="ignore"):
        return np.isfinite(np.abs(table).sum())


def checkShape(folder, kind, layer, table, wanted):
    if table.shape != wanted:
        raise Fault(
            f"{folder / kind / f'{kind}{layer}.csv'} holds {table.shape[0]} × {table.shape[1]} numbers, "
            f"where {wanted[0]} × {wanted[1]} fit the other files: train again, or name another folder"
        )


def writeSet(network, folder):
    """The path of a new folder in folder that holds the network's whole set."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = Path(tempfile.mkdtemp(prefix=f"{NEW}-", dir=folder))
    try:
        for kind in KINDS:
            (whole / kind).mkdir()
            for index, layer in enumerate(network.layers):
                with open(whole / kind / f"{kind}{index}.csv", "wb") as file:
                    np.savetxt(file, getattr(layer, kind), delimiter=",")
                    file.flush()
                    os.fsync(file.fileno())
    except BaseException:
        shutil.rmtree(whole, ignore_errors=True)
        raise
    return whole


def whereToRead(whole):
    return f"are whole in {whole}, where test.py --weights {whole} reads them"


def rescue(network):
    """Write the set where there is room, and say where."""
    with contextlib.suppress(OSError):
        return whereToRead(writeSet(network, Path(tempfile.gettempdir())))
    return "are lost, for the system's temporary folder can't be written either"


def declare(whole, new):
    """Rename the whole set to new, the name under which it is loaded; returns that.

    Another saving's set that stands there is waited for, as long as anything happens in it.
    """
    lastChange = None
    while True:
        try:
            os.rename(whole, new)
            return new
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
        with contextlib.suppress(FileNotFoundError):
            if lastChange != (lastChange := os.stat(new).st_mtime_ns):
                end = time.monotonic() + PATIENCE
            elif time.monotonic() > end:  # left by a saving that was killed or refused
                discard(new)
        time.sleep(0.01)


def install(whole, folder, layers):
    """Replace folder's files by copies of the set's, and remove those of layers that it hasn't.

    Each step goes through the set's own folder: without that, taken for dead, it changes nothing more.
    """
    passing = whole / f"passing-{os.getpid()}"
    for kind in KINDS:
        (folder / kind).mkdir(exist_ok=True)
        names = {f"{kind}{layer}.csv" for layer in range(layers)}
        for name in sorted(names):
            shutil.copyfile(whole / kind / name, passing)
            os.replace(passing, folder / kind / name)
        for name in files(folder, kind) - names:
            os.replace(folder / kind / name, passing)


def discard(new):
    """Remove the folder new: in one step under its name, so that no half of it is ever loaded."""
    with (
        contextlib.suppress(FileNotFoundError),
        tempfile.TemporaryDirectory(prefix=f"{NEW}-", dir=new.parent) as rubbish,
    ):
        os.rename(new, Path(rubbish) / NEW)
