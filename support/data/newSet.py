"""Writing a data set as dataSet reads it: four packed IDX files, in a folder that holds all of it or none.

It's written into a hidden folder beside its place, .NAME-0123abcd, and called "whole" there once it's on the
disk itself. Then the earlier set is moved in there, and the new one out. So there is always a whole set at
its place or, between the two moves, in that hidden folder, where dataSet finds it.
"""

import contextlib
import gzip
import os
import shutil
import struct

import numpy as np

from support.data.dataSet import MNIST, SIDE
from support.data.leftSet import WHOLE, leftWhole, realPlace
from support.script.disk import makeFolder, newPath, patiently, sync
from support.script.fault import Fault, reason

SYSTEMS = (".ds_store", "thumbs.db", "desktop.ini")  # files that systems put into every folder


def checkPlace(folder):
    """Raise Fault if save would: better before the work than after it. Finish what a killed save left."""
    folder = realPlace(folder)
    try:
        makeFolder(folder.parent)
        if left := leftWhole(folder):
            patiently(os.rename, left, folder)
            patiently(shutil.rmtree, left.parent)
        strange = next((name for name in os.listdir(folder) if not isPartOfASet(name)), None)
    except FileNotFoundError:
        strange = None
    except OSError as error:
        raise Fault(f"{folder} can't be written ({reason(error)}): name another folder") from error
    if strange is not None:
        raise Fault(f"{folder} holds other things than a data set, such as {strange}: name another folder")
    try:
        patiently(placeBeside(folder).rmdir)
    except OSError as error:
        raise Fault(f"{folder.parent} can't be written ({reason(error)}): name another folder") from error


def isPartOfASet(name):
    """Whether a file of this name is one of the four, or one that systems put into every folder."""
    return name.removesuffix(".gz") in MNIST or name.lower() in SYSTEMS or name.startswith("._")


def placeBeside(folder):
    """A new folder for what isn't whole yet, on the same disk: so one step can move it into place."""
    place = newPath(folder.parent, f".{folder.name}")
    place.mkdir()
    return place


def save(folder, trainImages, trainLabels, testImages, testLabels):
    """Write images (n, 784) and labels (n,), both bytes.

    Raises Fault if folder can't be written, or holds anything but a data set.
    """
    folder = realPlace(folder)
    checkPlace(folder)
    arrays = (
        trainImages.reshape(-1, SIDE, SIDE),
        trainLabels,
        testImages.reshape(-1, SIDE, SIDE),
        testLabels,
    )
    try:
        place = placeBeside(folder)
        try:
            exchange(written(place, arrays), folder, place / "earlier")
        finally:
            if folder.exists() or not (place / WHOLE).exists():
                with contextlib.suppress(OSError):
                    patiently(shutil.rmtree, place)
    except OSError as error:
        left = leftWhole(folder)
        kept = f"the data set is whole in {left}" if left else "make room, or name another folder"
        raise Fault(f"{folder} can't be written ({reason(error)}): {kept}") from error


def written(place, arrays):
    """Write the whole set into a folder in place, on the disk itself; returns that folder."""
    begun, whole = place / "begun", place / WHOLE
    begun.mkdir()
    for name, array in zip(MNIST, arrays, strict=True):
        write(begun / f"{name}.gz", array)
    sync(begun)
    patiently(os.rename, begun, whole)
    sync(place)
    return whole


def write(path, array):
    """An IDX file of bytes: two zeros, 8 for bytes, the number of axes, their lengths, the values."""
    # without name and time: the same set is the same file
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        packed.write(struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape))
        packed.write(np.ascontiguousarray(array, dtype=np.uint8))
    sync(path)


def exchange(whole, folder, earlier):
    """Give the whole set its place; the earlier one is moved aside, and back if that fails."""
    try:
        if folder.exists():
            patiently(os.rename, folder, earlier)
        patiently(os.rename, whole, folder)
        sync(folder.parent)
    except BaseException:
        if earlier.exists() and not folder.exists():
            patiently(os.rename, earlier, folder)
        raise
