"""Replacing the weights in a folder by others, the whole set at once (section 3.2.3 of the paper).

A save holds the folder's lock, which the operating system takes back however its holder ends. Under it,

1. finishEarlier puts into place what a killed save left whole, and removes what it hadn't finished;
2. writeNew writes the set into a new folder, and renames that to FOLDER/newWeights in one step: while
   newWeights is there, it is what is loaded;
3. putInPlace moves copies of its files into their places one by one; newWeights goes, in one step again.

Each step is on the disk itself before the next one begins. So whenever a save is killed or the power fails,
a whole set is found, never a mixture. Only without locks, as on some network drives, two saves at once may
mix their files.
"""

import contextlib
import errno
import os
import re
import shutil
import stat
import sys
import tempfile
from pathlib import Path

import numpy as np

from support.script import disk
from support.script.disk import checkReplaceable, makeFolder, newPath, patiently, sync, wholeFile
from support.script.fault import Fault, printable, reason
from support.script.interruption import Interruption
from support.weights.tableFile import canBeSummed
from support.weights.weightFiles import KINDS, NEW, count, hasSet, pathOf, readSet

LOCK = f".{NEW}.lock"
NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)


def save(network, folder, patience=float("inf")):
    """Replace the weights and biases in folder by the network's.

    It waits for another save there, at most `patience` seconds and until Ctrl-C. Raises Fault if the weights
    aren't finite, or if folder can't be written: it then says which other folder holds them.
    """
    if not all(canBeSummed(getattr(layer, kind)) for layer in network.layers for kind in KINDS):
        raise Fault(
            "the weights have grown beyond all numbers, nothing is saved: choose a lower --learning-rate"
        )
    folder = Path(folder)
    try:
        try:
            replaceSet(network, folder, patience)
        except FileNotFoundError:  # somebody has removed the folder, or the lock, and another program saved
            replaceSet(network, folder, patience)
    except (OSError, Fault) as error:
        whole = next((place for place in (folder / NEW, folder) if holds(place, network)), None)
        if whole is None:
            kept = f"the new weights {rescue(network, folder)}"
        else:
            kept = f"make room, or close the program that holds it open; the new weights {whereToRead(whole)}"
        raise Fault(f"{cantWrite(folder, error)}: {kept}") from error


def replaceSet(network, folder, patience):
    with locked(folder, patience):
        finishEarlier(folder)
        refuseNeighbours(folder, len(network.layers))
        writeNew(network, folder)
        putInPlace(folder)


def finishEarlier(folder):
    """Put into place what a killed save left whole, remove an empty newWeights; Fault for anything else."""
    new = folder / NEW
    if not os.path.lexists(new):
        return
    try:
        if hasSet(new):
            readSet(new)
        else:
            for place in (new / "weights", new / "biases", new):
                if place == new or place.exists():
                    patiently(place.rmdir)
    except (OSError, Fault) as error:
        raise Fault(f"{new} is in the way of a save ({reason(error)}): delete it") from error
    if new.exists():
        putInPlace(folder)


def refuseNeighbours(folder, layers):
    """Your own weights3.csv would be taken for the layer after the new weights2.csv."""
    for kind in KINDS:
        path = pathOf(folder, kind, layers)
        if os.path.lexists(path) and count(folder, kind) < layers:
            raise Fault(f"{path} would be taken for one of the network's layers: move it away")


def writeNew(network, folder):
    """Write the network's whole set to newWeights in folder."""
    patiently(os.rename, writeSet(network, folder, NEW), folder / NEW)
    sync(folder)


def putInPlace(folder):
    """Replace folder's files by copies of newWeights', remove surplus layers' files, then newWeights."""
    new = folder / NEW
    for kind in KINDS:
        makeFolder(folder / kind, synced=True)
        layers, earlier = count(new, kind), count(folder, kind)
        for layer in range(layers):
            with (
                wholeFile(pathOf(folder, kind, layer), newPath(folder, NEW), synced=True) as passing,
                open(pathOf(new, kind, layer), "rb") as source,
                open(passing, "wb") as copy,
            ):
                shutil.copyfileobj(source, copy)
        for layer in reversed(range(layers, earlier)):  # from the last: a kill leaves no gap
            if disk.READ_ONLY_STAYS:
                pathOf(folder, kind, layer).chmod(stat.S_IWRITE)
            patiently(pathOf(folder, kind, layer).unlink)
        sync(folder / kind)
    patiently(os.rename, new, newPath(folder, NEW))
    sync(folder)


def writeSet(network, folder, name):
    """The path of a new folder in folder that holds the network's whole set, on the disk itself."""
    whole = newFolder(folder, name)
    try:
        for kind in KINDS:
            (whole / kind).mkdir()
            for index, layer in enumerate(network.layers):
                with open(pathOf(whole, kind, index), "wb") as file:
                    np.savetxt(file, getattr(layer, kind), delimiter=",")
                sync(pathOf(whole, kind, index))
            sync(whole / kind)
        sync(whole)
        sync(folder)
    except BaseException:
        with contextlib.suppress(OSError):
            patiently(shutil.rmtree, whole)
        raise
    return whole


def newFolder(folder, name):
    """Unlike tempfile's, it has the umask's permissions: it may become newWeights."""
    path = newPath(folder, name)
    path.mkdir()
    return path


# ---- what is reported when it fails


def holds(folder, network):
    """Whether folder really holds the network's set, number by number, before the user is told so."""
    try:
        layers = readSet(folder).layers
    except (OSError, Fault):
        return False
    return len(layers) == len(network.layers) and all(
        np.array_equal(getattr(one, kind), getattr(other, kind))
        for one, other in zip(layers, network.layers, strict=True)
        for kind in KINDS
    )


def rescue(network, folder):
    """Write the set into a new folder where that is possible, and say where."""
    for place in (folder, Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            return whereToRead(writeSet(network, place, "rescuedWeights"))
    return "are lost, because the system's temporary folder can't be written either"


def whereToRead(whole):
    return f"are whole in {whole}, where test.py --weights {whole} reads them"


def cantWrite(folder, error):
    if isinstance(error, Fault):
        return error
    path = error.filename2 or error.filename
    inside = f"{path}: " if path and Path(path) != folder else ""
    return f"{folder} can't be written ({inside}{reason(error)})"


def checkWritable(folder):
    """Raise Fault if save would: it moves a file as save does, better before a training than after it."""
    folder = Path(folder)
    try:
        with locked(folder):
            finishEarlier(folder)
            for kind in KINDS:
                makeFolder(folder / kind, synced=True)
                for path in (folder / kind).glob(f"{kind}*.csv"):
                    if not re.fullmatch(f"{kind}[0-9]+.csv", path.name):
                        continue  # the user's own
                    if path.is_dir():
                        raise Fault(f"{path} is a folder, and has to be a file: remove it")
                    checkReplaceable(path)
                trial = newFolder(folder, NEW) / "trial"
                trial.touch()
                moved = folder / kind / trial.parent.name
                patiently(os.replace, trial, moved)
                patiently(moved.unlink)
    except OSError as error:
        raise Fault(f"{cantWrite(folder, error)}: correct that, or name another --output") from error


# ---- the lock


@contextlib.contextmanager
def locked(folder, patience=float("inf")):
    """Make folder, and hold its lock; the newWeights-0123abcd of a killed save is removed."""
    from filelock import FileLock

    makeFolder(folder, synced=True)
    refuseLink(folder / LOCK)
    lock = FileLock(folder / LOCK, mode=0o666, fallback_to_soft=False)  # so that others may save here too
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


def refuseLink(lock):
    """In a folder where others may write, a link could lead to any file, which would be emptied."""
    with contextlib.suppress(FileNotFoundError):
        found = os.lstat(lock)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
            raise Fault(f"{lock} is a link, or not a file: delete it")


def acquire(lock, folder, patience):
    """Raises OSError if another save keeps the lock for longer, or Ctrl-C is pressed meanwhile."""
    from filelock import Timeout

    with contextlib.suppress(Timeout):
        return lock.acquire(timeout=0)
    with contextlib.suppress(OSError):
        what = f"another program saves to {folder}: waiting for it, Ctrl-C ends that"
        print(printable(what), file=sys.stderr)
    with Interruption() as interruption:
        try:
            lock.acquire(patience, poll_interval=0.1, cancel_check=lambda: interruption.requested)
        except Timeout as error:
            raise OSError(errno.EAGAIN, "another program is saving there") from error


def clear(folder):
    """Remove a save's leftovers, known by newPath's names, as far as permissions allow."""
    for path in folder.glob(f"{NEW}-*"):
        if re.fullmatch(f"{NEW}-[0-9a-f]{{8}}", path.name):
            isFolder = path.is_dir() and not path.is_symlink()
            with contextlib.suppress(OSError):
                patiently(shutil.rmtree if isFolder else os.unlink, path)
