"""Writing a data set as dataSet reads it: four packed IDX files, all of them or none."""

import gzip
import os
import struct
import tempfile
from pathlib import Path

import numpy as np

from support.data.dataSet import MNIST, SIDE
from support.script.fault import Fault, reason


def checkPlace(folder):
    """Raise Fault if save would: better before the work than after it."""
    folder = Path(folder).resolve()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        strange = next((name for name in os.listdir(folder) if not isPartOfASet(name)), None)
    except FileNotFoundError:
        strange = None
    except OSError as error:
        raise Fault(f"{folder} can't be written ({reason(error)}): name another folder") from error
    if strange is not None:
        raise Fault(f"{folder} holds other things than a data set, such as {strange}: name another folder")
    try:
        placeBeside(folder).cleanup()
    except OSError as error:
        raise Fault(f"{folder.parent} can't be written ({reason(error)}): name another folder") from error


def isPartOfASet(name):
    """Whether a file of this name is one of the four, or one that the system adds and hides."""
    return (
        name.removesuffix(".gz") in MNIST
        or name.startswith(".")
        or name.lower() in ("thumbs.db", "desktop.ini")
    )


def placeBeside(folder):
    """A folder for what isn't whole yet: on the same disk, so that one step brings it to its place."""
    return tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent)


def save(folder, trainImages, trainLabels, testImages, testLabels):
    """Write the data set; an earlier one in folder stays until this one is whole.

    images (n, 784) and labels (n,) are bytes. Raises Fault if folder can't be written, or holds
    anything but a data set.
    """
    folder = Path(folder).resolve()
    checkPlace(folder)
    arrays = (
        trainImages.reshape(-1, SIDE, SIDE),
        trainLabels,
        testImages.reshape(-1, SIDE, SIDE),
        testLabels,
    )
    try:
        with placeBeside(folder) as place:
            whole = Path(place) / "whole"
            whole.mkdir()
            for name, array in zip(MNIST, arrays, strict=True):
                write(whole / f"{name}.gz", array)
            exchange(whole, folder, Path(place) / "earlier")
    except OSError as error:
        raise Fault(
            f"{folder} can't be written ({reason(error)}): make room, or name another folder"
        ) from error


def write(path, array):
    """An IDX file of bytes: two zeros, 8 for bytes, the number of axes, their lengths, the values."""
    with open(path, "wb") as file:
        with gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:  # the same set is the same file
            packed.write(struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape))
            packed.write(np.ascontiguousarray(array, dtype=np.uint8))
        file.flush()
        os.fsync(file.fileno())


def exchange(whole, folder, earlier):
    """Give the whole set its place; the earlier one is moved aside, and back if that fails."""
    hadOne = folder.exists()
    if hadOne:
        os.rename(folder, earlier)
    try:
        os.rename(whole, folder)
    except BaseException:
        if hadOne and not folder.exists():
            os.rename(earlier, folder)
        raise
