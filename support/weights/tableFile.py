"""Reading a table of numbers from a CSV file, as a program or a spreadsheet has saved it.

The numbers are separated by commas, as in the paper's files, or by semicolons, tabs or spaces; then a comma
may be the decimal one, as in a Spanish Excel. UTF-8 or UTF-16, with a byte order mark or without.
"""

import codecs
import re
from pathlib import Path

import numpy as np

from support.script.fault import Fault, reason
from support.script.plainFile import openPlain

INSTEAD = "correct it, train again, or name another folder"
LONGEST_LINE = 10_000_000  # bytes


def readTable(path, oneColumn=False):
    """The numbers in the file at path, (lines, columns); in one column, each comma is a decimal one.

    Raises Fault if it can't be read, or isn't a whole table of finite numbers.
    """
    text = readText(Path(path))
    separator, decimalComma = formOf(text, oneColumn)
    lines = (text.replace(",", ".") if decimalComma else text).split("\n")
    try:
        if "" in lines:
            raise ValueError("an empty line, which NumPy skips, and in which a number may be lost")
        table = np.loadtxt(lines, delimiter=separator, ndmin=2, comments=None)
    except ValueError as error:
        raise Fault(f"{path} {whatIsWrong(text, separator, decimalComma)}: {INSTEAD}") from error
    if not canBeSummed(table):
        wrong = whatIsWrong(text, separator, decimalComma) or "has numbers that are too large"
        raise Fault(f"{path} {wrong}: {INSTEAD}")
    return table


def readText(path):
    """The file's text, without empty lines at its end.

    The last line must end too: otherwise 0.125 may be what a cut has left of 0.125e-3.
    """
    try:
        with openPlain(path, "rb") as file:
            content = b"".join(linesOf(file, path))
    except OSError as error:
        raise cantRead(path, error) from error
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if utf16 else "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Fault(f"{path} isn't text, or is damaged: {INSTEAD}") from error
    if "\0" in text:
        raise Fault(f"{path} isn't text, or is damaged: {INSTEAD}")
    if not text.strip():
        raise Fault(f"{path} is empty: {INSTEAD}")
    for end in ("\r\r\n", "\r\n", "\r"):  # Python's csv writes the first if newline="" was forgotten
        text = text.replace(end, "\n")
    text = "\n".join(line.strip(" ") for line in text.split("\n"))
    if not text.endswith("\n"):
        raise Fault(
            f"{path} may be cut off, there is no line end after its last line: if it is whole, add one, "
            "or else train again, or name another folder"
        )
    return text.rstrip("\n")


def linesOf(file, path):
    """Its lines in bytes. Raises Fault for one that is too long, before it fills the memory."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Fault(f"{path} is damaged, a line in it has no end: {INSTEAD}")
        yield line


def cantRead(path, error):
    return Fault(f"{path} can't be read ({reason(error)}): {INSTEAD}")


def formOf(text, oneColumn):
    """What separates the numbers (None for spaces), and whether a comma is a decimal one."""
    for separator in ";\t":
        if separator in text and f",{separator}" not in text:
            return separator, True
    if "," not in text:
        return None, False
    if "." in text or re.search(r",\s|,[^\s,]*,", text):
        return ",", False
    # Without a point anywhere, 0,5 0,7 are two numbers; 0,5 is one if each line has only one.
    return (None, True) if oneColumn or re.search(r"\S \S", text) else (",", False)


def whatIsWrong(text, separator, decimalComma):
    """What NumPy has stumbled on; None if all lines have equally many numbers, all finite."""
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
    """The number that a cell of the table holds, or None."""
    try:
        return float(cell.replace(",", ".") if decimalComma else cell)
    except ValueError:
        return None


def canBeSummed(table):
    """Whether the numbers are finite, and so small that z = W·a + b is finite too."""
    with np.errstate(over="ignore"):
        return np.isfinite(np.abs(table).sum())
