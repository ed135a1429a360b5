"""Reading a table of numbers from a CSV file: the paper's form, or what a spreadsheet made of it."""

import numpy as np

from support.data.csvLines import formOf, openLines
from support.script.fault import Fault

ANOTHER = "train again, or name another folder"
INSTEAD = f"correct it, {ANOTHER}"
LONGEST_LINE = 10_000_000  # characters


def readTable(path, oneColumn=False):
    """The numbers in the file at path, (lines, columns); in one column, each comma is a decimal one.

    Raises Fault if it can't be read, or isn't a whole table of finite numbers.
    """
    text = readText(path)
    separator, decimalComma = formOf(text, oneColumn)
    lines = (text.replace(",", ".") if decimalComma else text).split("\n")
    try:
        if "" in lines:
            raise ValueError("an empty line, which NumPy skips, and where a number may be lost")
        table = np.loadtxt(lines, delimiter=separator, ndmin=2, comments=None)
    except ValueError as error:
        raise Fault(f"{path} {whatIsWrong(text, separator, decimalComma)}: {INSTEAD}") from error
    if not canBeSummed(table):
        wrong = whatIsWrong(text, separator, decimalComma) or "has numbers that are too large"
        raise Fault(f"{path} {wrong}: {INSTEAD}")
    return table


def readText(path):
    """The file's text, without empty lines at its end.

    The last line must end too: otherwise 0.125 may be what is left of 0.125e-3, cut off.
    """
    with openLines(path, LONGEST_LINE, ANOTHER) as lines:
        text = "".join(lines)
    if "\0" in text or "\ufffd" in text:
        raise Fault(f"{path} isn't text, or is damaged: {INSTEAD}")
    if not text.strip():
        raise Fault(f"{path} is empty: {INSTEAD}")
    for end in ("\r\r\n", "\r\n", "\r"):  # Python's csv writes the first if newline="" was forgotten
        text = text.replace(end, "\n")
    text = "\n".join(line.strip(" ") for line in text.split("\n"))
    if not text.endswith("\n"):
        wrong = "may be cut off, there is no line end after its last line"
        raise Fault(f"{path} {wrong}: if it is whole, add one, or else {ANOTHER}")
    return text.rstrip("\n")


def whatIsWrong(text, separator, decimalComma):
    """What NumPy has stumbled on; None if all lines have the same number of finite numbers."""
    lines = [
        (number, [cell.strip() for cell in line.split(separator)] or [""])
        for number, line in enumerate(text.split("\n"), 1)
    ]
    first, columns = lines[0][1], len(lines[0][1])
    hasNumber = [any(numberIn(cell, decimalComma) is not None for cell in cells) for _, cells in lines[:2]]
    if first[0] and hasNumber == [False, True]:
        return f"has a header line, {first[0][:20]!r} …, where numbers alone are wanted"
    for number, cells in lines:
        values = [numberIn(cell, decimalComma) for cell in cells]
        for cell, value in zip(cells, values, strict=True):
            if value is None:
                found = repr(cell[:20]) if cell else "nothing"
                return f"has {found} in line {number}, where a number is wanted"
            if not np.isfinite(value):
                return f"has {cell[:20]} in line {number}, where finite numbers are wanted"
        if len(cells) != columns:
            return f"has {len(cells)} numbers in line {number}, where the first line has {columns}"
    return None


def numberIn(cell, decimalComma):
    """The number in a cell of the table, or None."""
    try:
        return float(cell.replace(",", ".") if decimalComma else cell)
    except ValueError:
        return None


def canBeSummed(table):
    """Whether the numbers are finite, and so small that z = W·a + b is finite too."""
    with np.errstate(over="ignore"):
        return np.isfinite(np.abs(table).sum())
