"""Opening a data set's file, packed (.gz) or not."""

import contextlib
import gzip
import zlib

from support.script.disk import checkPlain
from support.script.fault import Fault, reason


@contextlib.contextmanager
def openUnpacked(path, instead="put another there"):
    """The content of the file at path, to be read in bytes; raises Fault if it can't be, or is damaged."""
    try:
        checkPlain(path)
        with open(path, "rb") as raw, gzip.open(raw) if path.suffix.lower() == ".gz" else raw as file:
            yield file
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Fault(f"{path} is damaged or cut off: put a whole one there") from error
    except OSError as error:
        raise cantRead(path, error, instead) from error


def cantRead(path, error, instead):
    return Fault(f"{path} can't be read ({reason(error)}): make it readable, or {instead}")
