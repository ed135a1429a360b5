"""The whole data set that a killed --save-data left beside its place: see newSet."""

import glob
import os
from pathlib import Path

from support.script.fault import printable

WHOLE = "whole"  # the name of a set that is complete, in a folder .NAME-0123abcd of newSet's


def realPlace(folder):
    """The folder behind links. Path.resolve would raise RuntimeError for one that leads to itself."""
    return Path(os.path.realpath(folder))


def leftWhole(folder):
    """The set still to be moved to folder, if nothing is there; or None."""
    folder = realPlace(folder)
    if folder.exists():
        return None
    return next(iter(sorted(folder.parent.glob(f".{glob.escape(folder.name)}-*/{WHOLE}"))), None)


def placeOf(folder):
    """Where to read folder's data set: there, or, with a message, where a killed --save-data left it."""
    left = leftWhole(folder)
    if left is None:
        return Path(folder)
    print(printable(f"{folder} is missing: reading {left}, which the next --save-data moves there"))
    return left
