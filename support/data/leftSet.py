"""The data set that a killed --save-data has left whole beside its place: see newSet."""

import glob
from pathlib import Path

WHOLE = "whole"  # the name of a set that is complete, in a folder .NAME-0123abcd of newSet's


def leftWhole(folder):
    """The set that is still to be moved to folder, where nothing is; or None."""
    folder = Path(folder).resolve()
    if folder.exists():
        return None
    return next(iter(sorted(folder.parent.glob(f".{glob.escape(folder.name)}-*/{WHOLE}"))), None)
