"""The panel that reads photos: what it says, shows and keeps, and what it does with other files."""

import io

import numpy as np
import pytest
from PIL import Image

from browser import PHONE, needsBrowser
from helpers import PROJECT, run, slow
from test_myDigits import saved
from tests import photos

pytestmark = needsBrowser

PHOTO, NUMBER = (PROJECT / "docs" / name for name in ("photo.jpg", "number.jpg"))
DONE = "panels.photoPanel.reading && panels.photoPanel.progress === null"
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200">
    <script>parent.document.title = "run"; alert(1)</script><rect width="200" height="200"/></svg>"""


def read(browser, path):
    """What is said of the picture in a file, once it has been looked at."""
    browser.run("panels.photoPanel.reading = null")
    browser.driver.find_element("id", "photoFile").send_keys(str(path))
    browser.waitFor(DONE)
    browser.nextFrame()
    return browser.text("photoSaid")


def texts(browser, selector):
    return browser.run("return all(arguments[0]).map((part) => part.textContent)", selector)


@pytest.fixture
def photo(opened):
    opened.run("openPanel('photoPanel'); Object.assign(panels.photoPanel, {photo: null, said: ['', []]})")
    opened.run("panels.minePanel.kept = []")
    return opened


def packed(tmp_path, picture, name, **options):
    picture.save(tmp_path / name, **options)
    return tmp_path / name


def testANumberIsReadAndShown(photo):
    """What test.py prints; a button for each digit, a frame around it; by the wide network."""
    assert read(photo, NUMBER).startswith("1984 · 1 (")
    assert texts(photo, "#photoRows button") == ["1", "9", "8", "4"]
    assert "784 → 100 → 50 → 10" in photo.text("photoBy")
    framed = photo.run("""
        const {picture, digits} = panels.photoPanel.photo, canvas = byId("photo");
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const isFrame = (p) => pixels.data[p] > 150 && pixels.data[p + 1] < 90;
        return [canvas.width === picture.width, digits.map(({box: [top, bottom, left, right]}) =>
            [left - 4, right].every((start) => [0, 1, 2, 3].some((x) =>
                isFrame(4 * (Math.round((top + bottom) / 2) * canvas.width + start + x)))))];
        """)
    assert framed == [True, [True] * 4]


def testItSaysWhatTheProgramPrints(photo):
    process = run("test.py", "--weights", "trainedData/wide", "--image", NUMBER, PHOTO, "--no-picker")
    printed = [line.partition(": ")[2].split() for line in process.stdout.decode().splitlines()]
    for path, words in zip((NUMBER, PHOTO), printed, strict=True):
        assert read(photo, path).replace("· ", "").split() == words


def testATouchShowsADigitInTheDiagram(photo):
    """By its button, and on the photo: the network's input is what the photo's digit became."""
    read(photo, NUMBER)
    photo.run("all('#photoRows button')[2].click()")
    assert photo.text("answer") == "8" and photo.run("return state.hasChosen")
    photo.run("""
        const {digits, picture} = panels.photoPanel.photo, [top, bottom, left, right] = digits[3].box;
        const box = byId("photo").getBoundingClientRect(), scale = box.width / picture.width;
        byId("photo").dispatchEvent(new MouseEvent("click", {
            clientX: box.left + scale * (left + right) / 2, clientY: box.top + scale * (top + bottom) / 2}));
        """)
    photo.nextFrame()
    assert photo.text("answer") == "4"
    assert photo.run("return state.pixels === panels.photoPanel.photo.digits[3].pixels")
    assert photo.run("return byId('photoDigit').value") == "4"
    pressed = photo.run("return all('#photoRows button').map((part) => part.ariaPressed)")
    assert pressed == ["false", "false", "false", "true"]


def testOtherWeightsAnswerThemselves(photo):
    """Those of the page, if they aren't the ones that it came with; and back again."""
    read(photo, NUMBER)
    before = texts(photo, "#photoSaid")
    photo.run("state.useLayers(new Network(null, null, 0, [784, 7, 10], seededRandom(3)).layers, 'loaded')")
    photo.waitFor("byId('photoBy').textContent.includes('784 → 7 → 10')")
    assert "The weights of a ZIP" in photo.text("photoBy")
    assert texts(photo, "#photoSaid") != before
    wanted = photo.run("""
        const {digits} = panels.photoPanel.photo;
        return digits.map(({pixels}) => indexOfLargest(network.feedForward(pixels))).join("");
        """)
    assert photo.text("photoSaid").startswith(wanted)
    photo.run("state.useLayers(trainedLayers(), 'trained')")
    photo.waitFor("byId('photoBy').textContent.includes('784 → 100')")
    assert texts(photo, "#photoSaid") == before


def testDoubtsAreSaid(photo, tmp_path):
    """Of a digit that lies on its side, and where several were read, of which."""
    file = packed(tmp_path, Image.open(PHOTO).rotate(90, expand=True), "lying.png")
    read(photo, file)
    assert texts(photo, "#photoDoubts li")
    assert photo.run("return all('#photoRows .doubtful').length") == 1
    photo.run("""
        const {answers} = panels.photoPanel.photo;
        panels.photoPanel.photo.answers = [...answers, {...answers[0], doubts: ["unsteady"]}];
        """)
    doubts = photo.run("return panels.photoPanel.doubts()")
    assert [words for words in doubts if words.startswith("unsteady if moved or turned")]
    assert [words for words in doubts if words.endswith("(digit 1)") or words.endswith("(digit 2)")]


def testInTheOtherLanguage(photo):
    read(photo, PHOTO)
    assert ", then " in photo.text("photoSaid")
    photo.click("language")
    photo.nextFrame()
    assert ", luego " in photo.text("photoSaid") and "red" in photo.text("photoBy")


@pytest.mark.parametrize("orientation", [slow(1), slow(3), 6, slow(8)])
def testATurnedPhotoIsUpright(orientation, photo, tmp_path):
    """As its EXIF note says."""
    turns = {1: 0, 3: 180, 6: 90, 8: 270}[orientation]
    exif = Image.Exif()
    exif[photos.ORIENTATION] = orientation
    file = packed(
        tmp_path, Image.open(NUMBER).rotate(turns, expand=True), "turned.jpg", exif=exif, quality=92
    )
    assert read(photo, file).startswith("1984 · ")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.svg", SVG, "damaged"),
        slow("photo.png", SVG, "damaged"),
        slow("cut.jpg", PHOTO.read_bytes()[:500], "damaged"),
        slow("none.jpg", b"", "damaged"),
        slow("text.jpg", b"no picture", "damaged"),
    ],
)
def testNoPictures(name, content, words, photo, tmp_path):
    """A sentence; nothing runs, and the next photo is read."""
    title = photo.run("return document.title")
    (tmp_path / name).write_bytes(content)
    assert words in read(photo, tmp_path / name)
    assert photo.run("return byId('photo').hidden && byId('photoProgress').hidden")
    assert photo.run("return document.title") == title
    assert read(photo, PHOTO).startswith("3 (")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((640, 480), "No digit found"),
        slow((20000, 10), "No digit found"),
        slow((1, 1), "No digit found"),
        slow((10000, 9900), "No digit found"),
        slow((11000, 10000), "100 megapixels"),
        slow((40000, 40000), "too large"),
    ],
)
def testEmptyPictures(size, words, photo, tmp_path):
    assert words in read(photo, packed(tmp_path, Image.new("1", size, 1), "empty.png"))
    assert texts(photo, "#photoRows button") == [] and photo.text("photoBy") == ""


@pytest.mark.slow
def testTheLaterPhotoCounts(photo, tmp_path):
    """Two in quick succession."""
    element = photo.driver.find_element("id", "photoFile")
    photo.run("panels.photoPanel.reading = null")
    element.send_keys(str(PHOTO))
    element.send_keys(str(NUMBER))
    photo.waitFor(DONE)
    photo.nextFrame()
    assert photo.text("photoSaid").startswith("1984")


def testAPhotosDigitIsKept(photo, tmp_path):
    """In the panel, and from the field; saved as a picture that holds it."""
    read(photo, NUMBER)
    photo.run("all('#photoRows button')[1].click()")
    photo.click("keepPhotos")
    photo.nextFrame()
    assert "1 now" in photo.text("photoKept")
    photo.run("all('#photoRows button')[2].click(); byId('mineDigit').value = 8; openPanel('minePanel')")
    photo.click("keep")
    photo.nextFrame()
    assert "2 now" in photo.text("mineSaid")
    photo.click("keep")
    photo.nextFrame()
    assert "nothing in the field" in photo.text("mineSaid")
    kept = photo.run("return panels.minePanel.kept")
    assert [each["digit"] for each in kept] == [9, 8]
    assert photo.run("return keptDigits()") == kept
    archive, _ = saved(photo, "Anna")
    pixels = photo.run("return panels.photoPanel.photo.digits.map(({pixels}) => [...pixels])")
    for name, digit in zip(archive.namelist(), pixels[1:3], strict=True):
        picture = Image.open(io.BytesIO(archive.read(name))).convert("L")
        assert picture.size == (280, 280)
        small = 1 - np.asarray(picture.resize((28, 28), Image.Resampling.BOX)) / 255
        assert np.corrcoef(small.ravel(), digit)[0, 1] > 0.95


@pytest.mark.slow
def testAKeptDigitOfAPhotoIsReadByTheProgram(photo, tmp_path):
    read(photo, NUMBER)
    for place in range(4):
        photo.run("all('#photoRows button')[arguments[0]].click()", place)
        photo.click("keepPhotos")
    saved(photo, "Anna")[0].extractall(tmp_path)
    process = run("test.py", "--weights", "trainedData/wide", "--image", tmp_path / "Anna", "--labelled")
    assert b"4 of 4 digits right" in process.stdout, process


@pytest.mark.slow
def testWithoutAWorker(english, trainedPage):
    """In the page itself."""
    browser = english.open(trainedPage, "window.Worker = undefined;", "state.evaluation")
    browser.run("openPanel('photoPanel')")
    assert read(browser, NUMBER).startswith("1984")


@pytest.mark.slow
def testInAnOldBrowser(english, trainedPage):
    before = "window.Worker = window.OffscreenCanvas = undefined;"
    browser = english.open(trainedPage, before, "state.evaluation")
    browser.run("openPanel('photoPanel')")
    assert "2023" in read(browser, NUMBER)


@pytest.mark.slow
def testTwelveMegapixels(photo, tmp_path):
    """The sign that it's at work is there, and after 2 s (8 here, for machines that are busy) it's done."""
    picture = Image.open(PHOTO).resize((4000, 3000), Image.Resampling.BICUBIC)
    file = packed(tmp_path, picture, "large.jpg", quality=92)
    read(photo, file)
    photo.run("""
        window.signs = [];
        const panel = panels.photoPanel, say = panel.say;
        const begin = () => (window.started = performance.now());
        byId("photoFile").addEventListener("change", begin, {once: true, capture: true});
        panel.say = function (...words) {
            say.apply(this, words);
            requestAnimationFrame(() => signs.push(!byId("photoProgress").hidden));
            window.took = performance.now() - started;
        };
        """)
    assert read(photo, file).startswith("3 (")
    took, signs = photo.run("delete panels.photoPanel.say; return [took, signs]")
    assert took < 8000 and any(signs)


@pytest.mark.slow
def testOnAPhone(photo):
    """Nothing sticks out."""
    photo.resize(PHONE)
    read(photo, NUMBER)
    photo.run("all('#photoRows button')[0].click()")
    photo.nextFrame()
    assert photo.run("return document.documentElement.scrollWidth") <= PHONE["width"]
