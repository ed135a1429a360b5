"""Pictures of one's own: photos of MNIST's digits get the answers of the digits themselves."""

from difflib import SequenceMatcher

import numpy as np
import photos
import scenes
import pytest
from PIL import Image

from helpers import trainChosen
from support.data import dataSet
from support.ownDigits import ownDigit, pictureReader
from support.ownDigits.ink import backgroundOf, thickness
from support.script import options, paths
from support.script.fault import Fault
from support.weights import weightFiles

PICTURES = 100  # of a kind


@pytest.fixture(scope="module")
def digits():
    images, labels = dataSet.readTestSet()
    return images.reshape(-1, 28, 28), labels


@pytest.fixture(scope="module")
def networks():
    """A default run's network and the best one, and the agreements in percent that each has to reach."""
    chosen = options.mainOptions(["--seed", "1"])
    default, _ = trainChosen(chosen, *dataSet.readTrainSet())
    return (default, 90), (weightFiles.load(paths.TRAINED), 95)


def agreements(network, images, prepared):
    """How many of the prepared pictures get the answer that the network gives to their test image."""
    return sum(
        pixels is not None
        and network.feedForward(pixels).argmax() == network.feedForward(image.ravel() / 255).argmax()
        for image, pixels in zip(images, prepared, strict=True)
    )


def pixelsOf(file):
    try:
        return ownDigit.prepare(pictureReader.readPicture(file)).pixels
    except ValueError:
        return None


def somePictures(digits, kind, count=PICTURES):
    """(test images, what becomes of their pictures): drawn at random, the same each time."""
    rng = np.random.default_rng(sum(kind.encode()))
    images = digits[0][rng.choice(len(digits[0]), count, replace=False)]
    return images, [pixelsOf(photos.makeFile(image, rng, kind)) for image in images]


@pytest.mark.slow
@pytest.mark.parametrize("kind", photos.KINDS)
def testPhotosAreAnsweredAsTheDigitsThemselves(digits, networks, kind):
    images, prepared = somePictures(digits, kind)
    for network, wanted in networks:
        assert agreements(network, images, prepared) >= wanted


def testAFewPhotosOfEveryKind(digits, networks):
    """The quick form of the test above: two of each kind."""
    rng = np.random.default_rng(1)
    images = [digits[0][index] for index in rng.choice(10000, 2 * len(photos.KINDS), replace=False)]
    files = [
        photos.makeFile(image, rng, photos.KINDS[i % len(photos.KINDS)]) for i, image in enumerate(images)
    ]
    prepared = [pixelsOf(file) for file in files]
    for network, wanted in networks:
        assert 100 * agreements(network, images, prepared) >= wanted * len(images)


@pytest.fixture(scope="module")
def wide():
    return weightFiles.load(paths.TRAINED / "wide")


def prepareFile(file, network):
    try:
        return ownDigit.prepare(pictureReader.readPicture(file), network).pixels
    except ValueError:
        return None


@pytest.mark.slow
@pytest.mark.parametrize("kind", scenes.KINDS)
def testWhatSurroundsDigitsIsNoPartOfThem(digits, networks, wide, kind):
    rng = np.random.default_rng(sum(kind.encode()))
    images = digits[0][rng.choice(len(digits[0]), PICTURES // 2, replace=False)]
    prepared = [prepareFile(scenes.makeFile(image, rng, kind), wide) for image in images]
    for network in (networks[1][0], wide):
        assert agreements(network, images, prepared) >= 0.9 * len(images)


def testAFewOfEverySurrounding(digits, wide):
    """The quick form of the test above: two of each kind."""
    rng = np.random.default_rng(2)
    kinds = scenes.KINDS * 2
    images = [digits[0][index] for index in rng.choice(10000, len(kinds), replace=False)]
    prepared = [
        prepareFile(scenes.makeFile(image, rng, kind), wide)
        for image, kind in zip(images, kinds, strict=True)
    ]
    assert agreements(wide, images, prepared) >= 0.9 * len(kinds)


def answers(picture, network):
    return [
        [network.feedForward(digit.pixels).argmax() for digit in line]
        for line in ownDigit.prepareAll(picture, network)
    ]


@pytest.mark.slow
def testNumbers(digits, wide):
    """95 of 100 digits right, 9 of 10 pictures with the right count."""
    rng = np.random.default_rng(3)
    images, labels = digits
    counts, right, total = 0, 0, 0
    for _ in range(40):
        file, lines = scenes.number(images, rng)
        wanted = [labels[index] for line in lines for index in line]
        given = [digit for line in answers(pictureReader.readPicture(file), wide) for digit in line]
        total += len(wanted)
        counts += len(given) == len(wanted)
        matches = SequenceMatcher(None, wanted, given, autojunk=False).get_matching_blocks()
        right += sum(match.size for match in matches)  # what is missed or too much is no fault of the others
    assert counts >= 36
    assert right >= 0.95 * total


def testANumberInTwoRows(digits, wide):
    images, labels = digits
    rng = np.random.default_rng(4)
    file, lines = scenes.number(images[:20], rng, 6, "two rows")
    picture = pictureReader.readPicture(file)
    assert answers(picture, wide) == [[labels[index] for index in line] for line in lines]
    boxes = [digit.box for line in ownDigit.prepareAll(picture, wide) for digit in line]
    assert all(picture[top:bottom, left:right].size for top, bottom, left, right in boxes)
    assert [box[2] for box in boxes[:3]] == sorted(box[2] for box in boxes[:3])
    assert max(box[0] for box in boxes[:3]) < min(box[1] for box in boxes[3:])


def testPointsAndDashesAreNoDigits(digits, wide):
    gray = paper(300, 700)
    for left, index in ((60, 0), (420, 4)):
        ink = photos.stroke(digits[0][index], 180)
        gray[60 : 60 + ink.shape[0], left : left + ink.shape[1]] -= (200 * ink).astype(np.uint8)
    gray[225:245, 250:270] = 30  # a point
    gray[145:160, 310:380] = 30  # a minus sign
    assert answers(gray, wide) == [[digits[1][0], digits[1][4]]]


def testALightDigitIsReadAsTheDarkOne(digits, wide):
    for index in range(10):
        gray = 255 - paper(300, 300)
        ink = photos.stroke(digits[0][index], 200)
        gray[40 : 40 + ink.shape[0], 60 : 60 + ink.shape[1]] += (200 * ink).astype(np.uint8)
        assert answers(gray, wide) == answers(255 - gray, wide)


def testADrawingGoesStraightToTheFitting(digits):
    ink = photos.place(photos.stroke(digits[0][0], 150), 280, 280, np.random.default_rng(1))
    drawn = ownDigit.fitDrawing(ink)
    assert np.abs(drawn.pixels - digits[0][0].ravel() / 255).mean() < 0.08
    with pytest.raises(ValueError):
        ownDigit.fitDrawing(np.zeros((280, 280)))


def testATurnedDigitIsTold(digits, wide):
    """Most of sevens and threes on their heads."""
    rng = np.random.default_rng(5)
    told = 0
    chosen = [image for image, label in zip(*digits, strict=True) if label in (3, 4)][:20]
    for image in chosen:
        gray = 255 - photos.place(photos.stroke(np.rot90(image, 1), 150), 250, 250, rng) * 220
        told += "turned?" in ownDigit.prepare(gray.astype(np.uint8), wide).warnings
    assert told >= 5


@pytest.mark.slow
def testEightByEight(digits, networks):
    """The best network gets a little more than 95 in 100, so that of a hundred the draw would decide."""
    images, prepared = somePictures(digits, "8 filled", 400)
    for network, wanted in networks:
        assert agreements(network, images, prepared) >= 4 * wanted


def testAnImageOfMnistComesBackAlmostTheSame(digits):
    """On the scale from 0 to 1; to move all of them by a pixel would make 0.08 on average."""
    differences = [
        np.abs(pixelsOf(photos.makeFile(image, None, "28")) - image.ravel() / 255).mean()
        for image in digits[0][:50]
    ]
    assert np.mean(differences) < 0.03
    assert max(differences) < 0.08


@pytest.mark.parametrize("index", [0, 1, 2, 3, 4, 7])
def testWhatTheNetworkSeesIsAsMnistIs(digits, index):
    rng = np.random.default_rng(index)
    pixels = pixelsOf(photos.makeFile(digits[0][index], rng, "beige")).reshape(28, 28)
    assert pixels.min() == 0 and 0.9 < pixels.max() <= 1
    rows, columns = (np.flatnonzero((pixels > 0.3).any(axis=axis)) for axis in (1, 0))
    assert 19 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 22
    mass = [(pixels.sum(axis=axis) * np.arange(28)).sum() / pixels.sum() for axis in (1, 0)]
    assert mass == pytest.approx([14, 14], abs=0.7)


def paper(height=300, width=300):
    return np.full((height, width), 230, dtype=np.uint8)


@pytest.mark.parametrize(
    "gray",
    [
        paper(),
        np.zeros((50, 50), np.uint8),
        np.full((1, 1), 255, np.uint8),
        np.random.RandomState(1).normal(128, 30, (300, 300)).clip(0, 255).astype(np.uint8),
        np.tile(np.linspace(60, 250, 400).astype(np.uint8), (300, 1)),
    ],
    ids=["paper", "dark", "one pixel", "noise", "light that falls off"],
)
def testNoDigit(gray):
    with pytest.raises(ValueError):
        ownDigit.prepare(gray)


NO_DIGIT = {"lines alone", "no contrast", "no stroke", "noise"}


def oddPicture(rng):
    """Noise, specks, one shade, light that falls off, or blocks on each other: of any small size."""
    height, width = rng.choice([1, 2, 3, 8, 28, 59, 60, 97, 130], 2)
    blocks = np.full((height, width), 40)
    for shade in (220, 30):
        top, bottom, left, right = np.sort(rng.integers(0, [[height + 1], [width + 1]], (2, 2))).ravel()
        blocks[top:bottom, left:right] = shade
    noise = rng.integers(0, 256, (height, width))
    light = np.add.outer(np.linspace(0, 200, height), np.linspace(0, 55, width))
    return [noise, np.where(noise < 25, 0, 255), 0 * noise + 99, light, blocks][rng.integers(5)]


@pytest.mark.slow
def testNoPictureIsTooOdd():
    """Each gives a digit's pixels, or one of the reasons for none."""
    rng = np.random.default_rng(1)
    found = 0
    for _ in range(60):
        try:
            pixels = ownDigit.prepare(oddPicture(rng).astype(np.uint8)).pixels
        except ValueError as error:
            assert str(error) in NO_DIGIT
        else:
            found += 1
            assert pixels.shape == (784,)
            assert pixels.min() >= 0 and 0.1 < pixels.max() <= 1
    assert found > 3


def testTwoDigits(digits):
    gray = paper(300, 600)
    for left, index in ((60, 0), (340, 4)):
        ink = photos.stroke(digits[0][index], 180)
        gray[60 : 60 + ink.shape[0], left : left + ink.shape[1]] -= (200 * ink).astype(np.uint8)
    assert ownDigit.prepare(gray).warnings == ["more than one digit?"]


def testTwoDigitsOfOneHeightCloseToEachOther():
    gray = paper()
    gray[50:250, 100:120] -= 200
    gray[50:250, 160:180] -= 200
    assert ownDigit.prepare(gray).warnings == ["more than one digit?"]


def testAFourInTwoStrokesIsOneDigit(networks):
    """Its second stroke is longer than the first, and touches it nowhere."""
    gray = paper(400, 300)
    for row in range(80, 220):  # down and to the left
        gray[row : row + 20, 140 - (row - 80) // 3 : 160 - (row - 80) // 3] = 30
    gray[205:225, 90:185] = 30
    gray[120:340, 205:225] = 30
    prepared = ownDigit.prepare(gray, networks[1][0])
    assert prepared.warnings == []
    assert networks[1][0].feedForward(prepared.pixels).argmax() == 4


def testADigitThatTheFrameCutsOff(digits):
    gray = paper(200, 200)
    ink = photos.stroke(digits[0][0], 150)[:, :-20]
    gray[20 : 20 + ink.shape[0], 200 - ink.shape[1] :] -= (200 * ink).astype(np.uint8)
    assert ownDigit.prepare(gray).warnings == ["cut off by the picture's edge?"]


@pytest.mark.parametrize("thickness", [3, 12])
def testAnEmptyFrameIsNoDigit(thickness):
    gray = paper(300, 300)
    gray[60:240, 70:250] = 30
    gray[60 + thickness : 240 - thickness, 70 + thickness : 250 - thickness] = gray[0, 0]
    with pytest.raises(ValueError, match="lines alone"):
        ownDigit.prepare(gray)


def testAnUnderlineMayBeShorterThanTheDigitIsHigh(digits):
    """A narrow six, and under it, without touching it, a line as long as three quarters of its height."""
    image = next(
        image
        for image, label in zip(*digits, strict=True)
        if label == 6 and np.ptp(np.nonzero(image)[1]) < 12
    )
    gray = np.full((300, 240), 230, np.uint8)
    ink = photos.stroke(image, 150)
    top, left = 40, 120 - ink.shape[1] // 2
    gray[top : top + ink.shape[0], left : left + ink.shape[1]] -= np.rint(200 * ink).astype(np.uint8)
    plain = ownDigit.prepare(gray).pixels
    gray[212:217, 64:176] = 40
    assert np.abs(ownDigit.prepare(gray).pixels - plain).mean() < 0.01


@pytest.mark.parametrize("width", [2, 3, 6, 11, 20])
@pytest.mark.parametrize("length", [95, 220, 390])
def testTheThicknessOfAStroke(width, length):
    """Of every place, as only some pixels of a large mask are looked at."""
    for left in range(70, 76):
        mask = np.zeros((400, 200), bool)
        mask[5 : 5 + length, left : left + width] = True
        assert thickness(mask) == pytest.approx(width, rel=0.1, abs=1)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("parity", [0, 1])
def testTheThicknessOfAPatternIsOfAllItsPixels(parity):
    """Every other pixel: of every second row and column none would be looked at, or all."""
    pattern = np.indices((401, 401)).sum(axis=0) % 2 == parity
    assert thickness(pattern) == thickness(pattern[:90, :90]) == 2


def testAPlainDigitHasNoWarning():
    gray = paper()
    gray[50:250, 140:164] -= 200
    assert ownDigit.prepare(gray).warnings == []


@pytest.mark.parametrize("width", [4, 60])
def testStrokesAreBroughtToMnistsThickness(width):
    """A ring 200 pixels across, drawn by a fine pen and by a broad one: ink within MNIST's own bounds."""
    y, x = np.mgrid[-150:150, -150:150]
    gray = np.where(np.abs(np.hypot(x, y) - (100 - width / 2)) < width / 2, 30, 230).astype(np.uint8)
    pixels = ownDigit.prepare(gray).pixels.reshape(28, 28)
    middle = pixels[14, :14]  # from the left edge to the hole: across one stroke
    assert 1.2 < middle.sum() < 5  # as they are, 0.4 and 6
    assert middle.max() > 0.7


@pytest.mark.parametrize("shade", [0, 255])
def testInkOnNothing(tmp_path, digits, shade):
    """Black or white makes no difference where all but the ink is transparent."""
    ink = photos.place(photos.stroke(digits[0][0], 150), 240, 300, np.random.default_rng(1))
    picture = np.full((240, 300, 4), shade, np.uint8)
    picture[..., 3] = np.rint(255 * ink)
    Image.fromarray(picture).save(tmp_path / "ink.png")
    assert np.abs(pixelsOf(tmp_path / "ink.png") - digits[0][0].ravel() / 255).mean() < 0.08


def testAShadowWithAHardEdgeIsNoInk(digits):
    gray = paper(400, 400).astype(float)
    gray[:, 190:] *= 0.55
    ink = photos.stroke(digits[0][0], 150)
    part = gray[120 : 120 + ink.shape[0], 30 : 30 + ink.shape[1]]
    part *= 1 - 0.9 * ink
    pixels = ownDigit.prepare(gray.astype(np.uint8)).pixels
    assert np.abs(pixels - digits[0][0].ravel() / 255).mean() < 0.08


def testADigitThatFillsItsFewPixelsIsNoBackground(digits):
    """Behind MNIST's digits in 8 × 8 pixels is black or white, all over: a surface would bend to them."""
    rng = np.random.default_rng(1)
    for image in digits[0][:30]:
        gray = pictureReader.readPicture(photos.makeFile(image, rng, "8 filled")) / 255
        background, dark = backgroundOf(gray)
        assert background == pytest.approx(np.full((8, 8), 1.0 if dark else 0.0), abs=0.15)


def aPicture(form):
    noise = np.random.RandomState(1).randint(256, size=(90, 90), dtype=np.uint8)
    return photos.packed(Image.fromarray(noise), form).getvalue()


def emptyPicture(side):
    return photos.packed(Image.new("1", (side, side)), "PNG").getvalue()


BAD = {
    "missing.png": (None, "can't be read"),
    "empty.png": (b"", "not a picture"),
    "text.jpg": (b"a digit", "not a picture"),
    "huge.png": (emptyPicture(10_001), "100 megapixels"),
    "immense.png": (emptyPicture(20_000), "100 megapixels"),
    "cut.png": (aPicture("PNG")[:4000], "cut off"),
    "cut.jpg": (aPicture("JPEG")[:2000], "cut off"),
}


@pytest.mark.parametrize("name", BAD)
def testAFileThatCannotBeRead(tmp_path, name):
    content, words = BAD[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Fault, match=words) as fault:
        pictureReader.readPicture(tmp_path / name)
    assert name in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
def testEveryModeIsRead(tmp_path, mode, networks):
    """A black 1 on white; where there is transparency, on nothing."""
    gray = np.full((120, 120), 255, np.uint8)
    gray[20:100, 55:66] = 0
    picture = Image.fromarray(gray)
    if mode in ("LA", "RGBA"):
        picture = Image.new(mode, (120, 120))
        picture.putalpha(Image.fromarray(255 - gray))
    elif mode == "I;16":
        picture = Image.fromarray(gray.astype(np.uint16) * 257)
    else:
        picture = picture.convert(mode)
    path = tmp_path / "one.tiff"
    picture.save(path)
    network, _ = networks[1]
    assert network.feedForward(pixelsOf(path)).argmax() == 1
