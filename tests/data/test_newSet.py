"""A written data set is read again, is whole or not there, and replaces nothing else."""

import os

import numpy as np
import pytest
from helpers import assertSentence, needs, snapshot

from support.data import dataSet, newSet
from support.script.fault import Fault


def aSet(seed=1, train=7, test=3):
    rng = np.random.RandomState(seed)
    images = [rng.randint(0, 256, (count, 784)).astype(np.uint8) for count in (train, test)]
    labels = [rng.randint(0, 10, count).astype(np.uint8) for count in (train, test)]
    return images[0], labels[0], images[1], labels[1]


def read(folder):
    return [*dataSet.readTrainSet(folder), *dataSet.readTestSet(folder)]


def assertHolds(folder, dataSet):
    for found, wanted in zip(read(folder), dataSet, strict=True):
        assert np.array_equal(found, wanted)


def testASetComesBack(tmp_path):
    newSet.save(tmp_path / "class" / "set", *aSet())
    assertHolds(tmp_path / "class" / "set", aSet())
    assert os.listdir(tmp_path / "class") == ["set"]


def testTheSameSetIsTheSameFiles(tmp_path):
    for name in ("one", "two"):
        newSet.save(tmp_path / name, *aSet())
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")
    assertHolds(tmp_path / "two", aSet())


def testAnEarlierSetIsReplaced(tmp_path):
    """Packed or not, and what a file manager left beside it doesn't matter."""
    (tmp_path / ".DS_Store").touch()
    (tmp_path / "train-labels-idx1-ubyte").touch()
    newSet.save(tmp_path, *aSet(1))
    newSet.save(tmp_path, *aSet(2, 20, 10))
    assertHolds(tmp_path, aSet(2, 20, 10))
    assert len(os.listdir(tmp_path)) == 4


def testOtherFilesAreNotTouched(tmp_path):
    (tmp_path / "anna.png").write_bytes(b"hers")
    for attempt in (newSet.checkPlace, lambda folder: newSet.save(folder, *aSet())):
        with pytest.raises(Fault) as fault:
            attempt(tmp_path)
        assertSentence(fault.value, tmp_path, "anna.png")
    assert snapshot(tmp_path) == {"anna.png": b"hers"}


@pytest.mark.parametrize("name", [".git", ".notes", "readme.txt"])
def testWhatSomebodyHidesThereIsRefusedByName(tmp_path, name):
    """Only what systems put into every folder is replaced with the set."""
    newSet.save(tmp_path / "set", *aSet(1))
    for system in (".DS_Store", "._train", "Thumbs.db", "desktop.ini"):
        (tmp_path / "set" / system).touch()
    newSet.checkPlace(tmp_path / "set")
    (tmp_path / "set" / name).mkdir()
    before = snapshot(tmp_path)
    with pytest.raises(Fault) as fault:
        newSet.save(tmp_path / "set", *aSet(2))
    assertSentence(fault.value, tmp_path / "set", name)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(5, "Input/output error")])
@pytest.mark.parametrize("hadOne", [True, False])
def testWhateverEndsASaveOneWholeSetStays(tmp_path, monkeypatch, error, hadOne):
    """Before and after each of its renames, even if undoing them fails too; the next save mends it."""
    for number in range(1, 9):
        place = tmp_path / str(number)
        if hadOne:
            newSet.save(place / "set", *aSet(1))
        calls, rename = [], os.rename

        def ending(*paths, number=number, calls=calls, rename=rename):
            for moment in ("before", "after"):
                calls.append(moment)
                if len(calls) >= number:
                    raise error
                if moment == "before":
                    rename(*paths)

        with monkeypatch.context() as patch:
            patch.setattr(os, "rename", ending)
            with pytest.raises((KeyboardInterrupt, Fault)):
                newSet.save(place / "set", *aSet(2))
                raise KeyboardInterrupt  # it was finished
        if hadOne or len(calls) > 2:
            found = read(place / "set")
            assert any(
                all(np.array_equal(one, other) for one, other in zip(found, wanted, strict=True))
                for wanted in (aSet(1), aSet(2))
            )
        newSet.checkPlace(place / "set")
        newSet.save(place / "set", *aSet(3))
        assertHolds(place / "set", aSet(3))


def testASetThatAKilledSaveLeftIsReadWhereItLies(tmp_path, monkeypatch, capsys):
    """Killed between its two renames; both scripts say where they read, the next save moves it."""
    newSet.save(tmp_path / "set", *aSet(1))

    def killed(whole, folder, earlier):
        os.rename(folder, earlier)
        raise SystemExit

    monkeypatch.setattr(newSet, "exchange", killed)
    with pytest.raises(SystemExit):
        newSet.save(tmp_path / "set", *aSet(2))
    assert not (tmp_path / "set").exists()
    assertHolds(tmp_path / "set", aSet(2))
    assertSentence(capsys.readouterr().out.split("\n")[0], tmp_path / "set", "is missing", "whole")
    newSet.checkPlace(tmp_path / "set")
    assert os.listdir(tmp_path) == ["set"]
    assertHolds(tmp_path / "set", aSet(2))


@pytest.mark.parametrize("broken", ["write", "second rename"])
def testTheEarlierSetStaysWhereTheNewOneFails(tmp_path, monkeypatch, broken):
    folder = tmp_path / "set"
    newSet.save(folder, *aSet(1))
    rename, calls = os.rename, []

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    def renameOnce(*arguments):
        calls.append(arguments)
        return fail() if len(calls) == 2 else rename(*arguments)

    if broken == "write":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(os, "rename", renameOnce)
    with pytest.raises(Fault) as fault:
        newSet.save(folder, *aSet(2))
    assertSentence(fault.value, folder, "No space left")
    assertHolds(folder, aSet(1))
    assert os.listdir(tmp_path) == ["set"]


@needs("permissions of folders")
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def testAPlaceThatCannotBeWritten(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(Fault) as fault:
        newSet.checkPlace(tmp_path / "set")
    tmp_path.chmod(0o700)
    assertSentence(fault.value, tmp_path)


@needs("links")
def testALinkToItselfIsNoPlace(tmp_path):
    """pathlib's resolve ended in a traceback."""
    (tmp_path / "set").symlink_to("set")
    for attempt in (newSet.checkPlace, dataSet.readTestSet):
        with pytest.raises(Fault) as fault:
            attempt(tmp_path / "set")
        assertSentence(fault.value, "set", "name another")


def testAFileIsNoPlace(tmp_path):
    (tmp_path / "set").touch()
    with pytest.raises(Fault) as fault:
        newSet.checkPlace(tmp_path / "set")
    assertSentence(fault.value, "set", "can't be written", "name another folder")
