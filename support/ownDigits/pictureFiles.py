"""Which pictures a file, a folder or a pattern stands for, and the digits that their names say they hold."""

import glob
import os
import re
from pathlib import Path
from typing import NamedTuple

from support.script.fault import Fault, reason

# what marks a folder's pictures: its other files are left alone
SUFFIXES = {
    *(".jpg", ".jpeg", ".jfif", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff"),
    *(".heic", ".heif", ".avif", ".pgm", ".ppm", ".pbm"),
}


class PictureFile(NamedTuple):
    path: Path
    name: str  # as it's printed: within the folder that was given


def picturesOf(given):
    """The PictureFiles that a path stands for: a file, all pictures in a folder, or those of a pattern.

    A pattern such as *.jpg arrives where the shell doesn't replace it, as on Windows; the brackets of a
    folder that exists, 'Fotos [2024]', aren't a pattern. Raises Fault for a folder or a pattern without
    pictures; whether a file is a picture shows when it's read.
    """
    if given.is_dir():
        return picturesIn(given)
    if given.exists() or not glob.has_magic(str(given)):
        return [PictureFile(given, given.name)]
    folder = next((place for place in given.parents if place.is_dir()), Path())
    pattern = Path(glob.escape(str(folder))) / given.relative_to(folder)
    matches = sorted(Path(match) for match in glob.glob(str(pattern), recursive=True))
    if not matches:
        raise Fault(f"{given} matches no file: name a picture, or a folder with pictures")
    return [file for match in matches for file in picturesOf(match)]


def picturesIn(folder):
    def refuse(error):
        raise Fault(f"{error.filename} can't be read ({reason(error)}): make it readable, or name another")

    found = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place) / name for name in names if isPicture(name)]
    if not found:
        raise Fault(f"{folder} holds no pictures: name a folder that does, or a picture")
    return [PictureFile(path, path.relative_to(folder).as_posix()) for path in sorted(found)]


def isPicture(name):
    return not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES


def labelOf(path):
    """The digits in a picture, as its path says: [3] for 3/anna.png and 3_anna.png, [1, 9] for 19_anna.png.

    The folder's name counts if it is one digit, else the digits that its own name starts with; None without
    them. Six digits or more are a date or a counter, as in 20261128_123000.jpg.
    """
    folder = path.absolute().parent.name
    found = re.fullmatch(r"[0-9]", folder) or re.match(r"[0-9]{1,5}(?![0-9])", path.name)
    return [int(digit) for digit in found[0]] if found else None


def ownerOf(name):
    """The first folder in a picture's name, anna in anna/3_1.png: whose it is; None for a digit's folder."""
    first, *others = name.split("/")
    return first if others and not re.fullmatch(r"[0-9]", first) else None
