"""Files on disk: whole or not at all, replaced with patience, and only files are replaced."""

import contextlib
import errno
import os
import re
import shutil
import time

import pytest

from helpers import PROJECT, needs
from support.figures import film
from support.script import disk


def denying(times, action):
    """action, denied so many times, as by Windows while another program reads a file."""
    left = iter(range(times))

    def call(*arguments):
        if next(left, None) is not None:
            raise PermissionError(13, "Access is denied", *map(str, arguments[:1]))
        return action(*arguments)

    return call


def testAMomentsDenialIsWaitedOut(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "PATIENCE", 3)
    monkeypatch.setattr(os, "replace", denying(3, os.replace))
    with disk.wholeFile(tmp_path / "film.gif") as passing:
        passing.write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == ["film.gif"]


def testAMomentsDenialStopsNoTraining(tmp_path, monkeypatch):
    """Where a film, or weights, will be replaced is tried before it, as patiently as it is done after it."""
    path = tmp_path / "film.gif"
    path.write_text("earlier")
    monkeypatch.setattr(disk, "PATIENCE", 3)
    for name in ("rename", "replace"):
        monkeypatch.setattr(os, name, denying(3, getattr(os, name)))
    monkeypatch.setattr(shutil, "rmtree", denying(3, shutil.rmtree))
    film.checkWritable(path)
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("film.gif", "earlier")]


def testADenialThatLastsIsRaisedAfterThreeSeconds(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "PATIENCE", 0.3)
    monkeypatch.setattr(os, "replace", denying(10**6, os.replace))
    start = time.monotonic()
    with pytest.raises(PermissionError), disk.wholeFile(tmp_path / "film.gif") as passing:
        passing.write_text("whole")
    assert 0.3 <= time.monotonic() - start < 3
    assert list(tmp_path.iterdir()) == []


def testElsewhereADenialIsRaisedAtOnce(monkeypatch):
    seconds = 3 if os.name == "nt" else 0
    assert seconds == disk.PATIENCE
    monkeypatch.setattr(disk, "PATIENCE", 0)
    start = time.monotonic()
    with pytest.raises(PermissionError):
        disk.patiently(denying(1, print))
    assert time.monotonic() - start < 0.05


def testWhatFailsInBetweenLeavesTheEarlierFile(tmp_path):
    path = tmp_path / "film.gif"
    path.write_text("earlier")
    with pytest.raises(KeyboardInterrupt), disk.wholeFile(path) as passing:
        passing.write_text("hal")
        raise KeyboardInterrupt
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("film.gif", "earlier")]


@needs("paths that long")
def testALongName(tmp_path):
    """Of 255 letters, which systems take at most: while it's written, the file has no longer one."""
    path = tmp_path / f"{'n' * 251}.gif"
    with disk.wholeFile(path) as passing:
        passing.write_text("whole")
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


@needs("pipes in folders")
@pytest.mark.parametrize("make", ["pipe", "device"])
def testOnlyRegularFilesAreReplaced(tmp_path, make):
    """As root, --page once replaced /dev/null: here a link to it."""
    path = tmp_path / "page.html"
    os.mkfifo(path) if make == "pipe" else path.symlink_to(os.devnull)
    with pytest.raises(OSError, match="not a file"), disk.wholeFile(path) as passing:
        passing.write_text("whole")
    assert path.is_fifo() if make == "pipe" else path.is_symlink()
    assert [found.name for found in tmp_path.iterdir()] == ["page.html"]


def testAThousandNestedFolders(tmp_path, monkeypatch):
    """pathlib's own recursion ended in a traceback."""
    monkeypatch.chdir(tmp_path)
    deep = os.path.join(*["a"] * 1000)
    disk.makeFolder(deep)
    assert os.path.isdir(deep)
    os.removedirs(deep)  # pytest's own clearing is recursive too


def testAFileInThePlaceOfAFolder(tmp_path):
    (tmp_path / "saved").write_text("my own")
    for place in ("saved", "saved/within"):
        with pytest.raises(OSError):
            disk.makeFolder(tmp_path / place)


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EOPNOTSUPP, errno.EIO])
def testADriveThatCantSyncFoldersIsTaken(tmp_path, monkeypatch, number):
    """But for a disk that fails, and for files, which every drive can sync; Windows syncs no folders."""

    def refuse(descriptor):
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "fsync", refuse)
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file"):
        isTaken = path.is_dir() and (number != errno.EIO or os.name == "nt")
        with contextlib.nullcontext() if isTaken else pytest.raises(OSError, match="refused"):
            disk.sync(path)


MOVES = (
    r"os\.(replace|rename|unlink|remove|rmdir)\(|\.(unlink|rmdir|rename)\(|shutil\.(rmtree|move)\("
    r"|\.replace\([^,]*\)|TemporaryDirectory"  # a path's replace; a text's has two arguments
)


def testAllThatIsMovedOrRemovedGoesThroughOnePlace():
    """A plain search of the code is enough: what it finds must go through patiently."""
    found = [
        f"{path.relative_to(PROJECT)}: {line.strip()}"
        for path in sorted((PROJECT / "support").rglob("*.py"))
        if path.name != "disk.py"
        for line in path.read_text("utf-8").split("\n")
        if re.search(MOVES, line)
    ]
    assert found == []
