"""Replacing the weights in a folder by others, the whole set at once (section 3.2.3 of the paper).

A saving writes the whole set into a folder of its own, renames that to FOLDER/newWeights in one step,
puts the files in their places one by one, and removes it. While newWeights stands it is what is
loaded. So whenever a saving is killed, a whole set is found, the earlier or the new one, and never a mixture.
"""

import contextlib
import errno
import os
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np

from support.script.fault import Fault, reason
from support.weights.weightFiles import KINDS, NEW, canBeSummed, files

PATIENCE = 2  # seconds that another training's saving to the same folder is waited for


def save(network, folder):
    """Write the network's weights and biases into folder; the earlier ones stay until these are whole.

    Raises Fault where the weights are no numbers, and where folder can't be written. Then it names a
    folder in which the new weights are whole: no training is lost while any place can be written to.
    """
    if not all(canBeSummed(getattr(layer, kind)) for layer in network.layers for kind in KINDS):
        raise Fault(
            "the weights have grown beyond all numbers, nothing is saved: choose a lower --learning-rate"
        )
    folder = Path(folder)
    try:
        whole = writeSet(network, folder)
    except OSError as error:
        raise Fault(
            f"{folder} can't be written ({reason(error)}): the weights there are the earlier ones, "
            f"and the new ones {rescue(network)}"
        ) from error
    try:
        whole = declare(whole, folder / NEW)
        install(whole, folder, len(network.layers))
        discard(whole)
    except OSError as error:
        # whole is gone where another saving took this one for dead
        kept = whereToRead(whole) if whole.exists() else rescue(network)
        raise Fault(
            f"{error.filename2 or error.filename or folder} can't be replaced ({reason(error)}): make room, "
            f"or close the program that holds it open; the new weights {kept}"
        ) from error


def checkWritable(folder):
    """Raise Fault where save would, by moving a file as save does: better before a training than after it."""
    folder = Path(folder)
    try:
        for kind in KINDS:
            (folder / kind).mkdir(parents=True, exist_ok=True)
            for name in files(folder, kind):
                if (folder / kind / name).is_dir():
                    raise Fault(f"{folder / kind / name} is a folder, and has to be a file: remove it")
            with tempfile.TemporaryDirectory(prefix=f"{NEW}-", dir=folder) as trial:
                place = folder / kind / Path(trial).name
                (Path(trial) / "trial").touch()
                os.replace(Path(trial) / "trial", place)
                place.unlink()
    except OSError as error:
        raise Fault(f"{folder} can't be written ({reason(error)}): name another --output") from error


def writeSet(network, folder):
    """The path of a new folder in folder that holds the network's whole set."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = Path(tempfile.mkdtemp(prefix=f"{NEW}-", dir=folder))
    try:
        for kind in KINDS:
            (whole / kind).mkdir()
            for index, layer in enumerate(network.layers):
                with open(whole / kind / f"{kind}{index}.csv", "wb") as file:
                    np.savetxt(file, getattr(layer, kind), delimiter=",")
                    file.flush()
                    os.fsync(file.fileno())
    except BaseException:
        shutil.rmtree(whole, ignore_errors=True)
        raise
    return whole


def whereToRead(whole):
    return f"are whole in {whole}, where test.py --weights {whole} reads them"


def rescue(network):
    """Write the set where there is room, and say where."""
    with contextlib.suppress(OSError):
        return whereToRead(writeSet(network, Path(tempfile.gettempdir())))
    return "are lost, for the system's temporary folder can't be written either"


def declare(whole, new):
    """Rename the whole set to new, the name under which it is loaded; returns that.

    Another saving's set that stands there is waited for, as long as anything happens in it.
    """
    lastChange = None
    while True:
        try:
            os.rename(whole, new)
            return new
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
        with contextlib.suppress(FileNotFoundError):
            if lastChange != (lastChange := os.stat(new).st_mtime_ns):
                end = time.monotonic() + PATIENCE
            elif time.monotonic() > end:  # left by a saving that was killed or refused
                discard(new)
        time.sleep(0.01)


def install(whole, folder, layers):
    """Replace folder's files by copies of the set's, and remove those of layers that it hasn't.

    Each step goes through the set's own folder: without that, taken for dead, it changes nothing more.
    """
    passing = whole / f"passing-{os.getpid()}"
    for kind in KINDS:
        (folder / kind).mkdir(exist_ok=True)
        names = {f"{kind}{layer}.csv" for layer in range(layers)}
        for name in sorted(names):
            shutil.copyfile(whole / kind / name, passing)
            os.replace(passing, folder / kind / name)
        for name in files(folder, kind) - names:
            os.replace(folder / kind / name, passing)


def discard(new):
    """Remove the folder new: in one step under its name, so that no half of it is ever loaded."""
    with (
        contextlib.suppress(FileNotFoundError),
        tempfile.TemporaryDirectory(prefix=f"{NEW}-", dir=new.parent) as rubbish,
    ):
        os.rename(new, Path(rubbish) / NEW)
