"""Your own digits, collected on the page: kept, thrown away, and saved as a ZIP that test.py reads."""

import base64
import io
import json
import re
import zipfile

import pytest

from browser import needsBrowser
from helpers import run
from test_pageSteady import FOUR, ONE, SEVENTEEN, draw

pytestmark = needsBrowser

FULL = "Storage.prototype.setItem = () => { throw new Error('full'); };"
NONE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('none here'); }});"
SHORT = [[(0.52, 0.2), (0.5, 0.5), (0.49, 0.8)]]
LONG = [[(0.5, 0.03), (0.48, 0.97)]]
THREE = [[(0.3, 0.2), (0.5, 0.12), (0.68, 0.25), (0.5, 0.45), (0.7, 0.65), (0.5, 0.85), (0.28, 0.75)]]


def keep(browser, strokes, digit):
    browser.click("clear")
    draw(browser, strokes)
    browser.run("byId('mineDigit').value = arguments[0]", digit)
    browser.click("keep")
    browser.nextFrame()
    return browser.text("mineSaid")


def saved(browser, name):
    """The ZIP that is offered, and its name."""
    browser.run("byId('mineName').value = arguments[0]", name)
    content, offered = browser.wait("""(async () => {
        const ours = [], before = window.offered;
        const link = HTMLAnchorElement.prototype.click, url = URL.createObjectURL;
        URL.createObjectURL = (blob) => (ours.push(blob), "data:,");
        HTMLAnchorElement.prototype.click = function () { ours.push(this.download); };
        try {
            await panels.minePanel.save();
        } finally {
            HTMLAnchorElement.prototype.click = link;
            URL.createObjectURL = url;
        }
        const bytes = new Uint8Array(await ours[0].arrayBuffer());
        return [btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")), ours[1]];
    })()""")
    return zipfile.ZipFile(io.BytesIO(base64.b64decode(content))), offered


@pytest.fixture
def mine(opened):
    opened.run("openPanel('minePanel'); panels.minePanel.kept = []")
    return opened


def testDigitsAreKeptCountedAndThrownAway(mine):
    assert "1 now" in keep(mine, ONE, 1)
    assert "2 now" in keep(mine, FOUR, 4)
    assert "3 now" in keep(mine, FOUR, 4)
    assert not mine.run("return drawing.strokes.length")
    counts = mine.run("return all('#mineCounts tbody td').map((cell) => Number(cell.textContent))")
    assert counts == [0, 1, 0, 0, 2, 0, 0, 0, 0, 0]
    assert mine.run("return all('#mineLast button').map((part) => part.textContent)") == ["4", "4", "1"]
    mine.run("all('#mineLast button')[2].click()")
    mine.nextFrame()
    assert "2 left" in mine.text("mineSaid")
    assert mine.run("return panels.minePanel.kept.map(({digit}) => digit)") == [4, 4]


def testWhatIsNotOneDigitIsNotKept(mine):
    """Nothing, or two digits."""
    mine.click("clear")
    mine.click("keep")
    mine.nextFrame()
    assert "nothing in the field" in mine.text("mineSaid")
    assert "one digit" in keep(mine, SEVENTEEN, 1)
    mine.click("saveMine")
    mine.nextFrame()
    assert "Nothing is kept" in mine.text("mineSaid")
    assert mine.run("return panels.minePanel.kept") == []


def testTheZipHoldsAPictureForEach(mine):
    """In a folder with the pupil's name, all names different; saved again, it's the same."""
    for _ in range(3):
        keep(mine, THREE, 3)
    archive, offered = saved(mine, "Núria")
    names = archive.namelist()
    assert offered == "Núria.zip" and archive.testzip() is None and len(set(names)) == 3
    assert all(re.fullmatch(r"Núria/3_[0-9a-f]{8}\.png", name) for name in names)
    assert all(archive.read(name).startswith(b"\x89PNG") for name in names)
    assert saved(mine, "Núria")[0].namelist() == names


@pytest.mark.parametrize(
    ("typed", "folder"),
    [
        ("", "digits"),
        ("../../etc", "etc"),
        ("a/b\\c:d", "abcd"),
        ("..", "digits"),
        ("con", "digitscon"),
        ("Zoë 😀 <b>", "Zoë b"),
        ("x" * 300, "x" * 40),
        ("  Ana   María  ", "Ana María"),
        ("李雷", "李雷"),
    ],
)
def testAnyNameIsAFolders(typed, folder, opened):
    """On any computer, whatever is typed."""
    assert opened.run("return folderName(arguments[0])", typed) == folder


@pytest.mark.slow
def testThirtyZipsInOnePlaceLoseNothing(mine, tmp_path):
    """Even if two pupils have the same name."""
    total = 0
    for pupil in range(30):
        mine.run("panels.minePanel.kept = []")
        for digit, strokes in ((1, ONE), (4, FOUR), (3, THREE)):
            keep(mine, strokes, digit)
            total += 1
        saved(mine, f"pupil {pupil // 2}")[0].extractall(tmp_path)
    assert len(list(tmp_path.glob("pupil */*.png"))) == total == 90


@pytest.mark.slow
def testTheProgramReadsWhatIsSaved(mine, tmp_path):
    for digit, strokes in ((1, SHORT), (1, LONG), (4, FOUR), (3, THREE)):
        keep(mine, strokes, digit)
    saved(mine, "Anna")[0].extractall(tmp_path)
    process = run("test.py", "--weights", "trainedData/wide", "--image", tmp_path / "Anna", "--labelled")
    assert b"4 of 4 digits right" in process.stdout, process


@pytest.mark.slow
@pytest.mark.parametrize("before", ["", NONE, FULL], ids=["keeps", "none", "full"])
def testWhatWasKeptIsThereAfterAReload(before, english, trainedPage):
    """If the browser keeps nothing, that is said; the digits can still be saved."""
    english.open(trainedPage).run("localStorage.clear()")
    browser = english.open(trainedPage, before)
    browser.run("openPanel('minePanel')")
    said = keep(browser, FOUR, 4)
    assert ("Kept" in said) == (before == "") and ("can't keep" in said) == (before != "")
    assert len(saved(browser, "")[0].namelist()) == 1
    kept = browser.run("return panels.minePanel.kept")
    browser = english.open(trainedPage, before)
    assert browser.run("return panels.minePanel.kept") == (kept if before == "" else [])
    english.open(trainedPage).run("localStorage.clear()")


def testWhatElseIsStoredIsLeftOut(opened):
    good = {"digit": 3, "id": "0123abcd", "strokes": [[[0.1, 0.2]]]}
    bad = [{**good, "digit": 12}, {**good, "id": "../x"}, {**good, "strokes": [[["a", 1]]]}, 7, {}]
    for stored, kept in ((json.dumps([good, *bad]), []), (json.dumps([good]), [good]), ("{", []), ("5", [])):
        opened.run("localStorage.setItem('digits', arguments[0])", stored)
        found = opened.run("return keptDigits()")
        assert found == kept or found == [good]
    opened.run("localStorage.clear()")
