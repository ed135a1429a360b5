"""Reading images from CSV, as most people have them: a label and its pixels per line.

Kaggle's files have the label first, OpenML's last, as the header line says; without a header, it's first.
"""

import re
import warnings
from itertools import chain

import numpy as np

from support.data.csvLines import formOf, openLines
from support.script.fault import Fault

LARGEST_FILE = 1 << 30  # characters, unpacked
LONGEST_LINE = 1 << 15  # characters: 785 numbers need 3,139, in UTF-16 and with decimals three times that
LABEL = {"label", "labels", "class", "target", "digit", "y"}  # what headers call its column


def find(folder):
    """The CSV files in folder: (training, test), (only one,), or () if there are none."""
    paths = sorted(path for path in folder.iterdir() if re.fullmatch(r"[^.].*\.csv(\.gz)?", path.name, re.I))
    if len(paths) < 2:
        return tuple(paths)
    for end in (r"\.csv", ""):  # the word before the ending, or anywhere: train.csv, mnist_train_100.csv
        pair = [
            [path for path in paths if re.search(part + end, path.name, re.I)] for part in ("train", "test")
        ]
        if [len(found) for found in pair] == [1, 1] and pair[0] != pair[1]:
            return tuple(found[0] for found in pair)
    raise Fault(
        f"{folder} holds several CSV files ({', '.join(path.name for path in paths[:3])}, …): name "
        "the two of a data set train.csv and test.csv, or put the one to use into its own folder"
    )


def read(path, pixels):
    """The images (n, pixels) and labels (n,) in the file at path, both in bytes.

    Raises Fault if a line isn't a label and so many pixels, all from 0 to 255.
    """
    with openLines(path, LONGEST_LINE, "put another there", LARGEST_FILE) as lines:
        table, labelColumn = readTable(lines, pixels)
    return np.delete(table, labelColumn, axis=1), table[:, labelColumn].copy()


def readTable(lines, pixels):
    """The table in lines, (n, 1 + pixels), and which of its columns holds the labels."""
    first = next(iter(lines), "")
    delimiter, _ = formOf(first)
    header = cellsOf(first, delimiter)
    labelColumn = next((column for column, name in enumerate(header) if name in LABEL), None)
    if labelColumn is not None or not any(map(isNumber, header)):
        first = next(iter(lines), "")
    if not first.strip():
        raise Fault(f"{lines.path} holds no images: put the right file there")
    columns = len(cellsOf(first, delimiter))
    if columns == pixels and labelColumn is None:
        raise Fault(
            f"{lines.path} has no labels, only {pixels} pixels per line: put only the file that has "
            "them into a folder and give that: its last sixth is then the test set"
        )
    if columns != 1 + pixels:
        raise Fault(
            f"{lines.path} has {columns} numbers in line {lines.number}, where a label and {pixels} pixels "
            "are wanted: put another there"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # NumPy only warns when it takes 0.5 for a 0
            table = np.loadtxt(
                chain([first], lines), np.uint8, delimiter=delimiter, comments=None, quotechar='"', ndmin=2
            )
    except (ValueError, DeprecationWarning) as error:
        raise Fault(f"{lines.path} {whatIsWrong(lines, delimiter, columns)}: correct it") from error
    if labelColumn is None and not table[:, 0].any() and table[:, -1].any():
        raise Fault(
            f"{lines.path} has the label 0 in every line, its first number: if the last one is the label, "
            "let a header line say so, with the name class at its end"
        )
    return table, labelColumn or 0


def whatIsWrong(lines, delimiter, columns):
    """What NumPy has stumbled on, in the last line that it took."""
    cells = cellsOf(lines.last, delimiter)
    if len(cells) != columns:
        return f"has {len(cells)} numbers in line {lines.number}, where those before have {columns}"
    wrong = next((cell for cell in cells if not (re.fullmatch("[0-9]{1,3}", cell) and int(cell) < 256)), "")
    return f"has {wrong[:20]!r} in line {lines.number}, where whole numbers from 0 to 255 are wanted"


def cellsOf(line, delimiter):
    return [cell.strip().strip("\"'").lower() for cell in line.strip("\r\n").split(delimiter)]


def isNumber(cell):
    return re.fullmatch(r"[-+]?[0-9.]+(e[-+]?[0-9]+)?", cell) is not None
