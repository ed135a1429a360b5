"""The lines of a CSV file as a program or a spreadsheet saves it, and what separates the numbers in them.

Packed (.gz) or not; UTF-8, or UTF-16 with a byte order mark. Commas, semicolons, tabs or spaces separate the
numbers; unless commas do, a comma may be the decimal one, as in a Spanish Excel.
"""

import codecs
import contextlib
import io
import math
import re

from support.data.packedFile import openUnpacked
from support.script.fault import Fault


@contextlib.contextmanager
def openLines(path, longest, instead, largest=math.inf):
    """The Lines of the file at path; what isn't text in it becomes U+FFFD.

    Raises Fault, with what to do instead, if it can't be read, or a line or the file would fill the memory.
    """
    with openUnpacked(path, instead) as file:
        utf16 = file.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        text = io.TextIOWrapper(file, "utf-16" if utf16 else "utf-8-sig", errors="replace", newline="")
        yield Lines(path, text, longest, instead, largest)


class Lines:
    """The lines of a text file one by one, each with its end, and the number and the text of the last one."""

    def __init__(self, path, file, longest, instead, largest):
        self.path, self.file, self.longest, self.instead = path, file, longest, instead
        self.number, self.left, self.last = 0, largest, ""

    def __iter__(self):
        while line := self.file.readline(self.longest):
            self.number += 1
            self.left -= len(line)
            if len(line) == self.longest or self.left < 0:
                wrong = f"is not a CSV file, or is damaged (line {self.number} is too long)"
                raise Fault(f"{self.path} {wrong}: {self.instead}")
            self.last = line
            yield line


def formOf(text, oneColumn=False):
    """What separates the numbers in text (None for spaces), and whether a comma is a decimal one."""
    for separator in ";\t":
        if separator in text and f",{separator}" not in text:
            return separator, True
    if "," not in text:
        return None, False
    if "." in text or re.search(r",\s|,[^\s,]*,", text):
        return ",", False
    # Without a point anywhere, 0,5 0,7 are two numbers; 0,5 is one if each line has only one.
    return (None, True) if oneColumn or re.search(r"\S \S", text) else (",", False)
