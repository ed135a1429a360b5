"""Files and folders on disk: written whole or not at all, on the disk itself, and moved with patience."""

import contextlib
import errno
import os
import secrets
import stat
import time
from itertools import takewhile
from pathlib import Path

# On Windows, what a scanner, an indexer or a sync client is reading can't be replaced, renamed or removed for
# a moment; elsewhere a denial is a matter of permissions, and lasts.
PATIENCE = 3 if os.name == "nt" else 0  # seconds
PAUSE = 0.05
READ_ONLY_STAYS = os.name == "nt"  # elsewhere the folder's permissions alone count


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

    passing is where to write, by default a hidden path beside path; synced waits until the file is on the
    disk itself. Raises OSError if path can't be written, or is a pipe or a device.
    """
    path = Path(path)
    passing = passing or newPath(path.parent, ".new", path.suffix)
    if path.exists():
        checkPlain(path)
    try:
        yield passing
        if synced:
            sync(passing)
        patiently(os.replace, passing, path)
    except BaseException:
        with contextlib.suppress(OSError):
            patiently(passing.unlink)
        raise


def checkPlain(path):
    """Raise OSError for a pipe or a device, which may have no end."""
    kind = os.stat(path).st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):  # open refuses a folder itself
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", str(path))


def checkReplaceable(path):
    """Raise OSError if Windows wouldn't let another file take the place of this one."""
    checkPlain(path)
    if os.path.isdir(path):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    patiently(os.rename, path, path)  # moves nothing, and raises if a program holds it open
    if READ_ONLY_STAYS and not os.stat(path).st_mode & stat.S_IWRITE:
        raise PermissionError(errno.EACCES, "it is read-only", str(path))


def newPath(folder, name, suffix=""):
    """A path that isn't taken yet: name-0123abcd."""
    return Path(folder) / f"{name}-{secrets.token_hex(4)}{suffix}"


def makeFolder(folder, synced=False):
    """Make the folder and its parents, one by one: pathlib's recursion has a limit."""
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
