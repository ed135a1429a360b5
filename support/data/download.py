"""Fetching one of MNIST's files if it's missing; usually it isn't, as they come with the project."""

import gzip
import hashlib
import io
import tempfile
import threading
import zlib

from support.script.disk import makeFolder, wholeFile
from support.script.fault import Fault, printable, reason

MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
SILENCE = 10  # seconds without a byte end a download
PATIENCE = 60  # seconds end it in any case, over all mirrors
PIECE = 1 << 16  # bytes


def fetch(name, folder, size, sha256):
    """Download the packed file `name` into folder from the first mirror that has it; returns its path.

    size and sha256 are those of the unpacked content, which is verified before it's written. Raises Fault if
    no mirror gives the right file in time.
    """
    from http.client import HTTPException  # with urllib it takes a fifth of a second, and only this needs it

    failures = []
    verified = []
    print(printable(f"{folder / name} is missing: fetching it"))
    write(folder / name)

    def tryMirrors():
        for mirror in MIRRORS:
            try:
                verified.append(download(mirror + name, size, sha256))
                return
            except (OSError, HTTPException, EOFError, zlib.error, ValueError) as error:
                failures.append(f"{mirror} ({inShort(error)})")

    # In a thread, because nothing else can stop the look-up of a name, or a header sent byte by byte.
    thread = threading.Thread(target=tryMirrors, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if verified:
        write(folder / name, verified[0])
        return folder / name
    undone = MIRRORS[len(failures) :]  # the thread is still at the first of these
    failures += [f"{mirror} (not done after {PATIENCE} s)" for mirror in undone[:1]]
    raise Fault(
        f"{folder / name} is missing, and could not be downloaded from {' or '.join(failures)}: "
        "get it elsewhere and put it there"
    )


def inShort(error):
    """The reason in one line: an error may quote what the mirror sent."""
    return " ".join(str(getattr(error, "strerror", None) or error).split())[:100]


def write(path, content=None):
    """Write it whole or not at all; without content, only check, before the download, that this works."""
    try:
        makeFolder(path.parent)
        if content is None:
            tempfile.TemporaryFile(dir=path.parent).close()
            return
        with wholeFile(path, synced=True) as passing:
            passing.write_bytes(content)
    except OSError as error:
        raise Fault(
            f"{path} is missing, and {path.parent} can't be written ({reason(error)}): "
            "get the file elsewhere and put it there"
        ) from error


def download(address, size, sha256):
    """The packed content that the address sends; raises ValueError if it isn't the right file."""
    import urllib.request

    packed = bytearray()
    with urllib.request.urlopen(address, timeout=SILENCE) as answer:
        while piece := answer.read1(PIECE):
            packed += piece
            if len(packed) > size:
                raise ValueError(f"more than {size} bytes")
    with gzip.open(io.BytesIO(packed)) as file:
        content = file.read(size + 1)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError("not MNIST's file")
    return packed
