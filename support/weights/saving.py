"""Replacing the weights in a folder by others, the whole set at once (section 3.2.3 of the paper).

A saving holds the folder's lock, which the operating system takes back however its holder ends. Under it,

1. it puts into place what a killed saving has left whole, and removes what that had not finished;
2. it writes the whole set into a folder of its own, and renames that to FOLDER/newWeights in one step: while
   newWeights stands, it is what is loaded;
3. copies of its files take their places one by one, and newWeights goes, in one step again.

Each step is on the disk itself before the next one begins. So whenever a saving is killed or the power fails,
a whole set is found, the earlier or the new one, never a mixture; what is reported as saved is on the disk.
Another saving waits, however slow this one is, or stopped. Where the file system has no locks, two that save
at once may mix their files; all else holds there too.
"""

import contextlib
import errno
import os
import secrets
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from support.script import plainFile
from support.script.fault import Fault, reason
from support.script.interruption import Interruption
from support.weights.tableFile import canBeSummed
from support.weights.weightFiles import KINDS, NEW, count, hasSet, pathOf, readSet

LOCK = f".{NEW}.lock"
NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)


def save(network, folder, patience=float("inf")):
    """Replace the weights and biases in folder by the network's; the earlier ones stay until these are whole.

    Another saving there is waited for, at most `patience` seconds and until Ctrl-C. Raises Fault where the
    weights are no numbers, and where folder can't be written. Then it names a folder in which the new weights
    are whole: no training is lost while any place can be written to.
    """
    if not all(canBeSummed(getattr(layer, kind)) for layer in network.layers for kind in KINDS):
        raise Fault(
            "the weights have grown beyond all numbers, nothing is saved: choose a lower --learning-rate"
        )
    folder = Path(folder)
    whole = None
    try:
        with locked(folder, patience):
            finish(folder)
            refuseNeighbours(folder, len(network.layers))
            written = writeSet(network, folder, NEW)
            os.rename(written, folder / NEW)
            whole = folder / NEW
            syncFolder(folder)
            install(folder)
    except (OSError, Fault) as error:
        if whole is None:
            kept = f"the weights there stay, and the new ones {rescue(network, folder)}"
        else:
            kept = f"make room, or close the program that holds it open; the new weights {whereToRead(whole)}"
        raise Fault(f"{cantWrite(folder, error)}: {kept}") from error


def checkWritable(folder):
    """Raise Fault where save would, by moving a file as save does: better before a training than after it."""
    folder = Path(folder)
    try:
        with locked(folder):
            finish(folder)
            for kind in KINDS:
                makeFolder(folder / kind)
                for path in (folder / kind).glob(f"{kind}[0-9].csv"):
                    if path.is_dir():
                        raise Fault(f"{path} is a folder, and has to be a file: remove it")
                    plainFile.checkReplaceable(path)
                trial = newFolder(folder, NEW) / "trial"
                trial.touch()
                os.replace(trial, folder / kind / trial.parent.name)
                (folder / kind / trial.parent.name).unlink()
    except OSError as error:
        raise Fault(f"{cantWrite(folder, error)}: mend that, or name another --output") from error


def cantWrite(folder, error):
    if isinstance(error, Fault):
        return error
    path = error.filename2 or error.filename
    inside = f"{path}: " if path and Path(path) != folder else ""
    return f"{folder} can't be written ({inside}{reason(error)})"


@contextlib.contextmanager
def locked(folder, patience=float("inf")):
    """Make folder, and hold its lock; what lies about in newWeights-… under it is dead, and goes."""
    from filelock import FileLock

    makeFolder(folder)
    lock = FileLock(folder / LOCK, mode=0o666)  # for whoever else may save here
    try:
        acquire(lock, folder, patience)
    except NotImplementedError:
        pass  # filelock's word for a file system without locks
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
    try:
        clear(folder)
        yield
    finally:
        clear(folder)
        lock.release()


def acquire(lock, folder, patience):
    """Raises OSError where another saving has the lock for longer, or Ctrl-C is pressed meanwhile."""
    from filelock import Timeout

    with contextlib.suppress(Timeout):
        return lock.acquire(timeout=0)
    with contextlib.suppress(OSError):
        print(f"another program saves to {folder}: waiting for it, Ctrl-C ends that", file=sys.stderr)
    end = time.monotonic() + patience
    with Interruption() as interruption:
        while time.monotonic() < end and not interruption.requested:
            with contextlib.suppress(Timeout):
                return lock.acquire(timeout=0.1)
    raise OSError(errno.EAGAIN, "another program is saving there")


def finish(folder):
    """Put into place what a saving has left whole; an empty folder goes, anything else is told."""
    new = folder / NEW
    if not os.path.lexists(new):
        return
    try:
        if hasSet(new):
            readSet(new)
        else:
            for place in (new / "weights", new / "biases", new):
                if place == new or place.exists():
                    place.rmdir()
    except (OSError, Fault) as error:
        raise Fault(f"{new} is in the way of a saving ({reason(error)}): delete it") from error
    if new.exists():
        install(folder)


def refuseNeighbours(folder, layers):
    """Somebody's own weights3.csv would be taken for the layer behind the new weights2.csv."""
    for kind in KINDS:
        path = pathOf(folder, kind, layers)
        if os.path.lexists(path) and count(folder, kind) < layers:
            raise Fault(f"{path} would be taken for one of the network's layers: move it away")


def install(folder):
    """Replace folder's files by copies of newWeights', remove those of layers that it hasn't, then it."""
    new = folder / NEW
    for kind in KINDS:
        makeFolder(folder / kind)
        layers, earlier = count(new, kind), count(folder, kind)
        for layer in range(layers):
            passing = newPath(folder, NEW)
            with open(pathOf(new, kind, layer), "rb") as source, syncedFile(passing) as copy:
                shutil.copyfileobj(source, copy)
            os.replace(passing, pathOf(folder, kind, layer))
        for layer in reversed(range(layers, earlier)):  # from the end: a kill leaves no gap
            if plainFile.READ_ONLY_STAYS:
                pathOf(folder, kind, layer).chmod(stat.S_IWRITE)
            pathOf(folder, kind, layer).unlink()
        syncFolder(folder / kind)
    os.rename(new, newPath(folder, NEW))
    syncFolder(folder)


def clear(folder):
    """Remove what a saving works with, as far as it's ours to remove."""
    for path in folder.glob(f"{NEW}-*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()


def writeSet(network, folder, name):
    """The path of a new folder in folder that holds the network's whole set, on the disk itself."""
    whole = newFolder(folder, name)
    try:
        for kind in KINDS:
            (whole / kind).mkdir()
            for index, layer in enumerate(network.layers):
                with syncedFile(pathOf(whole, kind, index)) as file:
                    np.savetxt(file, getattr(layer, kind), delimiter=",")
            syncFolder(whole / kind)
        syncFolder(whole)
        syncFolder(folder)
    except BaseException:
        shutil.rmtree(whole, ignore_errors=True)
        raise
    return whole


def rescue(network, folder):
    """Write the set into a folder of its own where there is room, and say where."""
    for place in (folder, Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            return whereToRead(writeSet(network, place, "rescuedWeights"))
    return "are lost, for the system's temporary folder can't be written either"


def whereToRead(whole):
    return f"are whole in {whole}, where test.py --weights {whole} reads them"


def newPath(folder, name):
    return folder / f"{name}-{secrets.token_hex(4)}"


def newFolder(folder, name):
    """Unlike tempfile's, others may enter it as the umask says: it may become newWeights."""
    path = newPath(folder, name)
    path.mkdir()
    return path


def makeFolder(folder):
    """Make it and those that it is in, on the disk itself."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in missing:
        syncFolder(place.parent)


@contextlib.contextmanager
def syncedFile(path):
    """A file to write to, which is on the disk itself when it is closed."""
    with open(path, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def syncFolder(folder):
    """Have the names in it on the disk itself; Windows and some network drives know no such thing."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP):
            raise
    finally:
        os.close(number)
