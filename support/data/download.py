"""Fetching one of MNIST's files if it is missing: usually it isn't, the project brings them."""

import gzip
import hashlib
import os
import tempfile
import threading
import zlib
from pathlib import Path

from support.script.fault import Fault, reason

MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
SILENCE = 10  # seconds without a byte that end a download
PATIENCE = 60  # seconds that end it in any case, all mirrors together
PIECE = 1 << 16  # bytes


def fetch(name, folder, size, sha256):
    """Download the packed file `name` into folder from the first mirror that has it; its path.

    size and sha256 are those of the unpacked content. The file stays in a temporary folder until
    it is verified. Raises Fault if no mirror gives the right file in time.
    """
    from http.client import HTTPException  # with urllib it takes a fifth of a second, and only this needs it

    failures = []
    verified = []
    print(f"{folder / name} is missing: fetching it")
    with temporaryFolder(name, folder) as temporary:
        path = Path(temporary) / name

        def tryMirrors():
            for mirror in MIRRORS:
                try:
                    download(mirror + name, path, size, sha256)
                    verified.append(path)
                    return
                except (OSError, HTTPException, EOFError, zlib.error, ValueError) as error:
                    failures.append(f"{mirror} ({inShort(error)})")

        # In a thread, because nothing else ends the look-up of a name, or a header sent byte by byte.
        thread = threading.Thread(target=tryMirrors, daemon=True)
        thread.start()
        thread.join(PATIENCE)
        if verified:
            os.replace(path, folder / name)
            return folder / name
    undone = MIRRORS[len(failures) :]  # the thread is still at the first of these
    failures += [f"{mirror} (not done after {PATIENCE} s)" for mirror in undone[:1]]
    raise Fault(
        f"{folder / name} is missing, and could not be downloaded from {' or '.join(failures)}: "
        "get it elsewhere and put it there"
    )


def inShort(error):
    """Why, in one line: an error may quote what the mirror has sent."""
    return " ".join(str(getattr(error, "strerror", None) or error).split())[:100]


def temporaryFolder(name, folder):
    """Its removal may fail over the file that the thread still writes: the Fault comes anyway."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(prefix=".download", dir=folder, ignore_cleanup_errors=True)
    except OSError as error:
        raise Fault(
            f"{folder / name} is missing, and {folder} can't be written ({reason(error)}): "
            "get the file elsewhere and put it there"
        ) from error


def download(address, path, size, sha256):
    """Write what the address sends to path; raises ValueError if it isn't the right file."""
    import urllib.request

    with urllib.request.urlopen(address, timeout=SILENCE) as answer, open(path, "wb") as file:
        while piece := answer.read1(PIECE):
            file.write(piece)
            if file.tell() > size:
                raise ValueError(f"more than {size} bytes")
    with gzip.open(path) as file:
        content = file.read(size + 1)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError("not MNIST's file")
