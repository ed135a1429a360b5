"""From pictures to digits: photos of MNIST's digits get the answers of the digits themselves."""

from difflib import SequenceMatcher

import numpy as np
import pytest
from PIL import Image

from helpers import trainChosen
from support.data import dataSet
from support.eyes.convolutions import layers
from support.eyes.digits import CUT, digitsOf
from support.ownDigits import pictureReader
from support.script import options, paths
from support.weights import weightFiles
from tests import hardScenes, manyDigits, noDigits, photos, scenes

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
    return (default, 85), (weightFiles.load(paths.TRAINED), 88)


@pytest.fixture(scope="module")
def wide():
    return weightFiles.load(paths.TRAINED / "wide")


def seen(picture):
    """The digits of a file, or of gray bytes, in rows."""
    gray = picture if isinstance(picture, np.ndarray) else pictureReader.readPicture(picture)
    return digitsOf(gray, layers(paths.EYES))


def flat(rows):
    return [digit for row in rows for digit in row]


def pixelsOf(picture):
    """The pixels of its only digit; None where there are none or several."""
    found = flat(seen(picture))
    return found[0].pixels if len(found) == 1 else None


def answers(picture, network):
    return [[network.feedForward(digit.pixels).argmax() for digit in row] for row in seen(picture)]


def agreements(network, images, fitted):
    """How many of the pictures get the answer that the network gives to their test image."""
    return sum(
        pixels is not None
        and network.feedForward(pixels).argmax() == network.feedForward(image.ravel() / 255).argmax()
        for image, pixels in zip(images, fitted, strict=True)
    )


def somePictures(digits, kind, count=PICTURES):
    """(test images, what becomes of their pictures): drawn at random, the same each time."""
    rng = np.random.default_rng(sum(kind.encode()))
    images = digits[0][rng.choice(len(digits[0]), count, replace=False)]
    return images, [pixelsOf(photos.makeFile(image, rng, kind)) for image in images]


@pytest.mark.slow
@pytest.mark.parametrize("kind", photos.KINDS)
def testPhotosAreAnsweredAsTheDigitsThemselves(digits, networks, kind):
    images, fitted = somePictures(digits, kind)
    for network, wanted in networks:
        assert agreements(network, images, fitted) >= wanted


@pytest.mark.slow
@pytest.mark.parametrize("kind", scenes.KINDS)
def testWhatSurroundsDigitsIsNoPartOfThem(digits, networks, wide, kind):
    rng = np.random.default_rng(sum(kind.encode()))
    images = digits[0][rng.choice(len(digits[0]), PICTURES // 2, replace=False)]
    fitted = [pixelsOf(scenes.makeFile(image, rng, kind)) for image in images]
    for network, wanted in ((networks[1][0], 0.85), (wide, 0.9)):
        assert agreements(network, images, fitted) >= wanted * len(images)


@pytest.mark.parametrize("module", [photos, scenes])
def testTwoOfEachKind(digits, wide, module):
    """The quick form of the tests above."""
    rng = np.random.default_rng(1)
    kinds = module.KINDS * 2
    images = [digits[0][index] for index in rng.choice(10000, len(kinds), replace=False)]
    fitted = [pixelsOf(module.makeFile(image, rng, kind)) for image, kind in zip(images, kinds, strict=True)]
    assert agreements(wide, images, fitted) >= 0.9 * len(kinds)


@pytest.mark.slow
@pytest.mark.parametrize("kind", hardScenes.KINDS)
def testHardOnes(digits, wide, kind):
    rng = np.random.default_rng(sum(kind.encode()))
    among = np.flatnonzero((digits[1] == 1) | (kind not in ("upright bar", "1 on squares")))
    images = digits[0][rng.choice(among, PICTURES // 2, replace=False)]
    fitted = [pixelsOf(hardScenes.makeFile(image, rng, kind)) for image in images]
    assert agreements(wide, images, fitted) >= 0.75 * len(images)


def matches(wanted, given):
    """How many are right: what is missed or too much is no fault of the others."""
    blocks = SequenceMatcher(None, wanted, given, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


@pytest.mark.slow
def testNumbers(digits, wide):
    """95 of 100 digits right, 9 of 10 pictures with the right count."""
    rng = np.random.default_rng(3)
    images, labels = digits
    counts, right, total = 0, 0, 0
    for _ in range(40):
        file, rows = scenes.number(images, rng)
        wanted = [labels[index] for index in flat(rows)]
        given = flat(answers(file, wide))
        total += len(wanted)
        counts += len(given) == len(wanted)
        right += matches(wanted, given)
    assert counts >= 36
    assert right >= 0.95 * total


@pytest.mark.slow
@pytest.mark.parametrize("count", [24, 96, 200])
def testAPageOfManyDigits(digits, wide, count):
    """In as many rows as there are, 95 of 100 found, and 90 read."""
    images, labels = digits
    file, rows = manyDigits.page(images, np.random.default_rng(4), count)
    given = answers(file, wide)
    wanted = [[labels[index] for index in row] for row in rows]
    assert len(given) == len(wanted) and abs(len(flat(given)) - count) <= 0.05 * count
    assert matches(flat(wanted), flat(given)) >= 0.9 * count


def testANumberInTwoRows(digits, wide):
    images, labels = digits
    rng = np.random.default_rng(4)
    file, rows = scenes.number(images[:20], rng, 6, "two rows")
    picture = pictureReader.readPicture(file)
    assert answers(picture, wide) == [[labels[index] for index in row] for row in rows]
    boxes = [digit.box for digit in flat(seen(picture))]
    assert all(picture[top:bottom, left:right].size for top, bottom, left, right in boxes)
    assert [box[2] for box in boxes[:3]] == sorted(box[2] for box in boxes[:3])
    assert max(box[0] for box in boxes[:3]) < min(box[1] for box in boxes[3:])


def paper(height=300, width=300):
    return np.full((height, width), 230, dtype=np.uint8)


def lay(gray, image, size, top, left):
    """Write one of MNIST's images onto gray paper; returns the height and width of its ink."""
    ink = photos.stroke(image, size)
    gray[top : top + ink.shape[0], left : left + ink.shape[1]] -= np.rint(200 * ink).astype(np.uint8)
    return ink.shape


def testPointsAndDashesAreNoDigits(digits, wide):
    gray = paper(300, 700)
    for left, index in ((60, 0), (420, 4)):
        lay(gray, digits[0][index], 180, 60, left)
    gray[225:245, 250:270] = 30  # a point
    gray[145:160, 310:380] = 30  # a minus sign
    assert answers(gray, wide) == [[digits[1][0], digits[1][4]]]


def testALightDigitIsReadAsTheDarkOne(digits, wide):
    for index in range(10):
        gray = paper()
        lay(gray, digits[0][index], 200, 40, 60)
        assert answers(255 - gray, wide) == answers(gray, wide) != []


def testAnImageOfMnistComesBackAlmostTheSame(digits):
    """On the scale from 0 to 1; to move all of them by a pixel would make 0.08 on average."""
    found = [pixelsOf(photos.makeFile(image, None, "28")) for image in digits[0][:50]]
    differences = [
        np.abs(pixels - image.ravel() / 255).mean()
        for pixels, image in zip(found, digits[0], strict=False)
        if pixels is not None
    ]
    assert len(differences) >= 48
    assert np.mean(differences) < 0.04


@pytest.mark.parametrize("index", [0, 1, 2, 3, 4, 7])
def testWhatTheNetworkSeesIsAsMnistIs(digits, index):
    rng = np.random.default_rng(index)
    pixels = pixelsOf(photos.makeFile(digits[0][index], rng, "beige")).reshape(28, 28)
    assert pixels.min() == 0 and 0.9 < pixels.max() <= 1
    rows, columns = (np.flatnonzero((pixels > 0.3).any(axis=axis)) for axis in (1, 0))
    assert 19 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 22
    mass = [(pixels.sum(axis=axis) * np.arange(28)).sum() / pixels.sum() for axis in (1, 0)]
    assert mass == pytest.approx([14, 14], abs=0.7)


@pytest.mark.parametrize(
    "gray",
    [
        paper(),
        np.zeros((50, 50), np.uint8),
        np.full((1, 1), 255, np.uint8),
        np.full((1, 3000), 255, np.uint8),
        np.random.RandomState(1).normal(128, 30, (300, 300)).clip(0, 255).astype(np.uint8),
        np.tile(np.linspace(60, 250, 400).astype(np.uint8), (300, 1)),
    ],
    ids=["paper", "dark", "one pixel", "a row", "noise", "light that falls off"],
)
def testNoDigit(gray):
    assert seen(gray) == []


@pytest.mark.parametrize("kind", noDigits.EMPTY)
def testNothingIsFoundOnAnEmptySheet(kind):
    rng = np.random.default_rng(7)
    assert [seen(noDigits.emptyFile(rng, kind)) for _ in range(3)] == [[]] * 3


@pytest.mark.parametrize("thickness", [3, 12])
def testAnEmptyFrameIsNoDigit(thickness):
    gray = paper()
    gray[60:240, 70:250] = 30
    gray[60 + thickness : 240 - thickness, 70 + thickness : 250 - thickness] = gray[0, 0]
    assert seen(gray) == []


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
    """Each gives digits, their boxes within it and their pixels from 0 to 1, or none."""
    rng = np.random.default_rng(1)
    for _ in range(60):
        gray = oddPicture(rng).astype(np.uint8)
        for digit in flat(seen(gray)):
            assert digit.pixels.shape == (784,)
            assert digit.pixels.min() >= 0 and 0.1 < digit.pixels.max() <= 1
            top, bottom, left, right = digit.box
            assert 0 <= top < bottom <= len(gray) and 0 <= left < right <= len(gray[0])


def testAFourInTwoStrokesIsOneDigit(wide):
    """Its second stroke is longer than the first, and touches it nowhere."""
    gray = paper(400, 300)
    for row in range(80, 220):  # down and to the left
        gray[row : row + 20, 140 - (row - 80) // 3 : 160 - (row - 80) // 3] = 30
    gray[205:225, 90:185] = 30
    gray[120:340, 205:225] = 30
    assert answers(gray, wide) == [[4]]


def testAnUprightBarIsAOne(wide):
    """With both ends free; from edge to edge it's a rule, and level it's a dash."""
    gray = paper()
    gray[50:250, 140:146] = 30
    assert answers(gray, wide) == [[1]]
    assert answers(gray.T.copy(), wide) == []
    gray[:, 140:146] = 30
    assert answers(gray, wide) == []


def testADigitThatTheFrameCutsOff(digits):
    gray = paper(200, 200)
    ink = photos.stroke(digits[0][0], 150)[:, :-20]
    gray[20 : 20 + ink.shape[0], 200 - ink.shape[1] :] -= (200 * ink).astype(np.uint8)
    [[digit]] = seen(gray)
    assert digit.warnings == [CUT]


def testAPlainDigitHasNoWarningAndItsBoxIsItsInk(digits):
    gray = paper()
    lay(gray, digits[0][0], 150, 70, 90)
    [[digit]] = seen(gray)
    rows, columns = (np.flatnonzero((gray < 130).any(axis=axis)) for axis in (1, 0))
    assert digit.warnings == []
    assert digit.box == pytest.approx((rows[0], rows[-1] + 1, columns[0], columns[-1] + 1), abs=6)


def testAnUnderlineMayBeShorterThanTheDigitIsHigh(digits, wide):
    """A narrow six, and under it, without touching it, a line as long as three quarters of its height."""
    image = next(
        image
        for image, label in zip(*digits, strict=True)
        if label == 6 and np.ptp(np.nonzero(image)[1]) < 12
    )
    gray = paper(300, 240)
    ink = photos.stroke(image, 150)
    lay(gray, image, 150, 40, 120 - ink.shape[1] // 2)
    gray[212:217, 64:176] = 40
    assert answers(gray, wide) == [[6]]


@pytest.mark.parametrize("width", [4, 60])
def testStrokesAreBroughtToMnistsThickness(width):
    """A ring 200 pixels across, drawn by a fine pen and by a broad one: ink within MNIST's own bounds."""
    y, x = np.mgrid[-150:150, -150:150]
    gray = np.where(np.abs(np.hypot(x, y) - (100 - width / 2)) < width / 2, 30, 230).astype(np.uint8)
    pixels = pixelsOf(gray).reshape(28, 28)
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
    assert np.abs(pixelsOf(gray.astype(np.uint8)) - digits[0][0].ravel() / 255).mean() < 0.08
