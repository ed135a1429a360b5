"""A script's streams: open, able to write any character, with lines broken between words in a terminal."""

import codecs
import contextlib
import os
import re
import shutil
import sys

# What is written for a character that a stream's encoding lacks, as Windows' pipes and files lack σ and Σ.
SPELLED = {
    "σ": "sigma",
    "Σ": "sum",
    "δ": "delta",
    "·": "*",
    "×": "x",
    "±": "+-",
    "≤": "<=",
    "…": "...",
    "→": "->",
}
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")  # which follow a ^


@contextlib.contextmanager
def readyStreams(alone):
    """Within it the script can print and read; after it the streams are as they were found.

    Unless the script is alone, they may be IDLE's or a notebook's: only write, flush, readline and
    isatty are sure to work.
    """
    found = sys.stdin, sys.stdout, sys.stderr
    # None: closed by the caller (`2>&-`), or missing as in pythonw; devnull takes its place.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115  as long as the script runs
    if alone:
        codecs.register_error("spelled", spelled)
        sys.stdin.reconfigure(errors="replace")
        sys.stdout.reconfigure(errors="spelled")
        sys.stderr.reconfigure(errors="spelled")
    sys.stdout, sys.stderr = WordWrap.inTerminal(sys.stdout), WordWrap.inTerminal(sys.stderr)
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = found


def spelled(error):
    r"""An encoder's answer to characters that it lacks: sigma for σ, ^-6 for ⁻⁶, else \u65e5, say."""
    lacking = error.object[error.start : error.end]
    text = re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda raised: "^" + raised[0].translate(RAISED), lacking)
    return "".join(SPELLED.get(c) or c.encode("ascii", "backslashreplace").decode() for c in text), error.end


def isTerminal(stream):
    """Whether the stream goes to a terminal, with a line width and a cursor that can go back.

    In IDLE, Thonny and others isatty is true for streams without either, so the system is asked.
    """
    if isinstance(stream, WordWrap):
        return True
    try:
        return stream in (sys.__stdout__, sys.__stderr__) and os.isatty(stream.fileno())
    except (AttributeError, OSError, ValueError):  # not a file, or a closed one
        return False


def lineWidth():
    """Characters that fit in a line of the terminal, without its last column, where some break the line."""
    return shutil.get_terminal_size().columns - 1


class WordWrap:
    """A terminal's stream that breaks lines between words; the terminal would break them anywhere."""

    def __init__(self, stream):
        self.stream = stream

    @classmethod
    def inTerminal(cls, stream):
        return cls(stream) if isTerminal(stream) else stream

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def write(self, text):
        width = lineWidth()
        if len(text) > width:
            text = "".join(broken(line, width) for line in re.split(r"([\r\n])", text))
        return self.stream.write(text)


def broken(line, width):
    """The line as several lines that are short enough, indented as it is."""
    indent = re.match(" *", line)[0]
    lines = [""]
    for word in re.findall(r"\s*\S+|\s+$", line):  # each with the blanks before it
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append(indent)
            word = word.lstrip()
        lines[-1] += word
    return "\n".join(lines)
