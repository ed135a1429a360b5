"""Files and folders on disk: written whole or not at all, on the disk itself, and moved with patience."""

import contextlib
import errno
import os
import secrets
import time
from itertools import takewhile
from pathlib import Path

from support.script.plainFile import checkPlain

# On Windows, what a scanner, an indexer or a sync client is reading can't be replaced, renamed or removed for
# a moment; elsewhere a denial is a matter of permissions, and lasts.
PATIENCE = 3 if os.name == "nt" else 0  # seconds
PAUSE = 0.05


def patiently(action, *arguments):
    """What action returns; after a PermissionError it's tried again, for PATIENCE."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return action(*arguments)
        except PermissionError:
            if time.monotonic() >= end:
                raise
            time.sleep(PAUSE)


@contextlib.contextmanager
def wholeFile(path, passing=None, synced=False):
    """A path to write to; the whole file then takes path's place, which never holds half of it.

    passing is that path, by default a hidden one beside path; synced has it on the disk itself first. Raises
    OSError if path can't be written, or is a pipe or a device.
    """
    path = Path(path)
    passing = passing or newPath(path.parent, f".{path.stem}", path.suffix)
    if path.exists():
        checkPlain(path)
    try:
        yield passing
        if synced:
            sync(passing)
        patiently(os.replace, passing, path)
    except BaseException:
        with contextlib.suppress(OSError):
            passing.unlink()
        raise


def newPath(folder, name, suffix=""):
    """A path that nothing has yet: name-0123abcd."""
    return Path(folder) / f"{name}-{secrets.token_hex(4)}{suffix}"


def makeFolder(folder, synced=False):
    """Make the folder and those that it is in, one by one: pathlib's recursion has a limit."""
    folder = Path(folder)
    missing = list(takewhile(lambda place: not place.exists(), (folder, *folder.parents)))
    for place in (*reversed(missing), folder):
        place.mkdir(exist_ok=True)
        if synced and place in missing:
            sync(place.parent)


def sync(path):
    """Wait until a file's content, or the names in a folder, are on the disk itself.

    Windows and some network drives can't do that for folders.
    """
    isFolder = path.is_dir()
    if isFolder and os.name == "nt":
        return
    number = os.open(path, os.O_RDONLY if isFolder else os.O_RDWR)
    try:
        os.fsync(number)
    except OSError as error:
        if not isFolder or error.errno not in (errno.EINVAL, errno.EOPNOTSUPP):
            raise
    finally:
        os.close(number)
