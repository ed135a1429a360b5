"""Which pictures a name stands for, and which digits a picture's own name says it holds."""

import os
from pathlib import Path

import pytest
from helpers import assertSentence, needs

from support.ownDigits import pictureFiles
from support.script.fault import Fault


def touch(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def names(given):
    return [file.name for file in pictureFiles.picturesOf(given)]


def testAFileIsItselfWhateverItsName(tmp_path):
    touch(tmp_path, "photo[1].jpg", "photo1.jpg", "digit")
    for name in ("photo[1].jpg", "digit", "missing.png"):
        assert pictureFiles.picturesOf(tmp_path / name) == [(tmp_path / name, name)]


def testAFolderStandsForItsPictures(tmp_path):
    touch(tmp_path, "b.JPG", "3/anna.png", "3/ben.heic", "a.gif")
    touch(tmp_path, "notes.txt", ".hidden.png", ".git/x.png", "set-ubyte.gz", "Thumbs.db", "png")
    assert names(tmp_path) == ["3/anna.png", "3/ben.heic", "a.gif", "b.JPG"]
    assert pictureFiles.picturesOf(tmp_path)[0].path == tmp_path / "3" / "anna.png"


def testAPatternThatTheShellLeft(tmp_path):
    touch(tmp_path, "a.jpg", "b.jpg", "c.png", "3/d.jpg")
    assert names(tmp_path / "*.jpg") == ["a.jpg", "b.jpg"]
    assert names(tmp_path / "**" / "*.jpg") == ["d.jpg", "a.jpg", "b.jpg"]
    assert names(tmp_path / "[0-9]") == ["d.jpg"]


def testBracketsInAFoldersName(tmp_path, monkeypatch):
    touch(tmp_path, "Fotos [2024]/a.jpg", "Fotos [2024]/b [1].jpg", "Fotos 2/c.jpg")
    assert names(tmp_path / "Fotos [2024]" / "*.jpg") == ["a.jpg", "b [1].jpg"]
    assert names(tmp_path / "Fotos [2]" / "*.jpg") == ["c.jpg"]
    monkeypatch.chdir(tmp_path / "Fotos [2024]")
    assert names(Path("*.jpg")) == ["a.jpg", "b [1].jpg"]


@pytest.mark.parametrize("name, words", [("empty", "holds no pictures"), ("*.jpg", "matches no file")])
def testNoPictures(tmp_path, name, words):
    touch(tmp_path, "empty/notes.txt")
    with pytest.raises(Fault) as fault:
        pictureFiles.picturesOf(tmp_path / name)
    assertSentence(fault.value, name, words)


@needs("permissions of folders")
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read anything")
def testAFolderThatCannotBeRead(tmp_path):
    touch(tmp_path, "class/a.jpg")
    (tmp_path / "class").chmod(0o300)
    with pytest.raises(Fault) as fault:
        pictureFiles.picturesOf(tmp_path / "class")
    (tmp_path / "class").chmod(0o700)
    assertSentence(fault.value, "class", "can't be read")


@pytest.mark.parametrize(
    "path, label",
    [
        ("3/anna.png", [3]),
        ("3/4_anna.png", [3]),
        ("12/anna.png", None),
        ("12/4_anna.png", [4]),
        ("class/3_anna.png", [3]),
        ("class/1984_x.png", [1, 9, 8, 4]),
        ("class/007.png", [0, 0, 7]),
        ("class/anna3.png", None),
        ("class/٣.png", None),  # a digit, but none of these ten
        ("٣/4.png", [4]),
    ],
)
def testLabels(path, label):
    assert pictureFiles.labelOf(Path(path)) == label


def testTheFolderOneStandsInLabelsAsWell(tmp_path, monkeypatch):
    (tmp_path / "8").mkdir()
    monkeypatch.chdir(tmp_path / "8")
    assert pictureFiles.labelOf(Path("anna.png")) == [8]


@pytest.mark.parametrize(
    "name, label",
    [
        ("20261128_123000.jpg", None),
        ("123456.png", None),
        ("90210_anna.png", [9, 0, 2, 1, 0]),
        ("3_a.png", [3]),
    ],
)
def testATelephonesNameIsNoLabel(tmp_path, name, label):
    assert pictureFiles.labelOf(tmp_path / "five" / name) == label
