"""The page's eyes see what the program's do: the same gray, ink, cores and pixels, and the same doubts."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from support.eyes import sampling
from support.eyes.convolutions import layers, look
from support.eyes.digits import CUT, GLANCES, INK, Digit, digitsOf
from support.eyes.fitting import fitted
from support.ownDigits import doubts, reading
from support.ownDigits.pictureReader import readPicture
from support.script.fault import Fault
from support.script.paths import EYES, WIDE
from support.weights import weightFiles

from browser import needsBrowser
from helpers import slow
from tests import manyDigits, noDigits, photos, scenes

pytestmark = needsBrowser

KINDS = ("plain", slow("exif"), slow("transparent"), slow("box"), "slate", slow("squared"))
SEE = """
    const [gray, height, width, pixels] = arguments;
    const bytes = Uint8Array.from(atob(gray), (letter) => letter.charCodeAt(0));
    const picture = pixelGrid(height, width, Float32Array.from(bytes, (byte) => byte / 255));
    window.eyes ??= eyesLayers(readingData().eyes);
    return [
        look(picture, pixels, eyes).map(({height, width, values}) => [height, width, [...values]]),
        digitsOf(picture, eyes).map((row) =>
            row.map(({box, isCut, pixels}) => ({box, isCut, pixels: [...pixels]}))),
    ];
"""
SAMPLE = """
    const [values, shape, box] = arguments;
    return [...sampled(pixelGrid(31, 23, Float32Array.from(values)), ...shape, box ?? undefined).values];
"""
FIT = """
    const [values, shape] = arguments;
    return [...fitted(pixelGrid(...shape, Float32Array.from(values)), INK)];
"""
PHOTO = """(async () => {
    const bytes = Uint8Array.from(atob(a[0]), (letter) => letter.charCodeAt(0));
    const {height, width, values} = grayOf(shrunk(await decoded(new Blob([bytes]))));
    return [height, width, [...values.map((value) => Math.round(255 * value))]];
})()"""
READ = """(async () => {
    const panel = panels.photoPanel, bytes = Uint8Array.from(atob(a[0]), (letter) => letter.charCodeAt(0));
    if (!panel.orders.send) panel.start();
    const bitmap = await decoded(new Blob([bytes])), layers = panel.wide;
    const {rows, answers} = await panel.orders.order({order: "read", bitmap, layers});
    const all = answers.map(({activations}) => indexOfLargest(activations));
    return rows.map((row) => row.map(() => all.shift()).join("")).join(" ");
})()"""
DOUBT = """
    const network = networkOf(trainedLayers("wideSizes", "wideLayers"));
    const distortions = readingData().distortions.map(distortedPlaces);
    return arguments[0].map(([pixels, isCut]) => [
        doubtsOf({pixels: Float64Array.from(pixels), isCut}, network, distortions),
        steadiness(pixels, indexOfLargest(network.feedForward(pixels)), network, distortions)]);
"""
WORDS = {
    "cutOff": CUT,
    "turned": doubts.TURNED,
    "unsteady": doubts.UNSTEADY,
}


def assertSeenAlike(browser, gray, pixels):
    """Ink, cores and the digits' pixels within 1e-3, the same boxes in the same rows; how many digits."""
    seen, rows = browser.run(SEE, base64.b64encode(gray.tobytes()).decode(), *gray.shape, pixels)
    for theirs, ours in zip(seen, look(gray / np.float32(255), pixels, layers(EYES)), strict=True):
        height, width, values = theirs
        assert (height, width) == ours.shape
        assert np.abs(np.reshape(values, ours.shape) - ours).max() < 1e-3
    wanted = digitsOf(gray, layers(EYES))
    boxes = [[[*digit.box] for digit in row] for row in wanted]
    assert [[digit["box"] for digit in row] for row in rows] == boxes
    theirs, ours = ([digit for row in each for digit in row] for each in (rows, wanted))
    for their, our in zip(theirs, ours, strict=True):
        assert their["isCut"] == (CUT in our.warnings)
        assert np.abs(np.subtract(their["pixels"], our.pixels)).max() < 1e-3
    return len(ours)


@pytest.mark.parametrize("kind", KINDS)
def testADigitIsSeenAlike(kind, opened, testSet):
    rng = np.random.default_rng(25)
    image = testSet[0][18].reshape(28, 28)
    make = photos.makeFile if kind in ("exif", "transparent") else scenes.makeFile
    file = photos.makeFile(image, rng, "jpeg") if kind == "plain" else make(image, rng, kind)
    assert assertSeenAlike(opened, readPicture(file), GLANCES[0])


def testAPageIsSeenAlike(opened, testSet):
    """Of many small digits, which the second glance finds."""
    rng = np.random.default_rng(7)
    file, _ = manyDigits.page(testSet[0].reshape(-1, 28, 28), rng, 24)
    assert assertSeenAlike(opened, readPicture(file), GLANCES[1]) > 20


@pytest.mark.slow
def testOneLargeAmongSmallOnesIsSeenAlike(opened, testSet):
    """Most digits' size decides on the second glance, not the largest's."""
    images = testSet[0].reshape(-1, 28, 28)
    gray = np.full((400, 500), 220, np.uint8)
    for image, size, top, left in (
        (0, 230, 10, 20),
        (1, 100, 260, 20),
        (2, 100, 260, 130),
        (3, 100, 260, 240),
    ):
        ink = np.asarray(Image.fromarray(images[image]).resize((size, size)))
        gray[top : top + size, left : left + size] -= (0.7 * ink).astype(np.uint8)
    assert assertSeenAlike(opened, gray, GLANCES[0]) == 4


@pytest.mark.slow
def testALetterIsRefusedAlike(opened):
    """The first glance takes both for digits; from closer by the first is none."""
    letters = [noDigits.thingFile(np.random.default_rng(seed), "letter") for seed in (0, 3)]
    assert [assertSeenAlike(opened, readPicture(file), GLANCES[0]) for file in letters] == [0, 1]


def testInkTooPaleToBeMeasured(opened):
    """No stroke has its half: it's as pale in the program, and no fault."""
    ink = np.zeros((40, 40), np.float32)
    ink[10:30, 18:21] = ink[10:14, 18:26] = 0.42
    theirs = opened.run(FIT, ink.ravel().tolist(), ink.shape)
    np.testing.assert_allclose(theirs, fitted(ink, ink > INK), atol=1e-5)


@pytest.mark.parametrize("shape", [(1, 1), slow((1, 900)), slow((900, 1)), slow((17, 30))])
def testOddShapesAreSeenAlike(shape, opened):
    gray = np.random.default_rng(3).integers(0, 256, shape).astype(np.uint8)
    assertSeenAlike(opened, gray, GLANCES[0])


def testSampledIsNumPys(opened):
    """Fewer pixels, more, beyond the edges, and both at once."""
    rng = np.random.default_rng(1)
    values = rng.random((31, 23)).astype(np.float32)
    for shape, box in (
        ((7, 9), None),
        ((112, 112), None),
        ((28, 28), (-4.3, 40.1, -8.2, 36.2)),
        ((60, 5), (3.1, 20.5, -3, 30)),
    ):
        theirs = opened.run(SAMPLE, values.ravel().tolist(), shape, box)
        np.testing.assert_allclose(theirs, sampling.sampled(values, shape, box).ravel(), atol=1e-5)


def files(rng):
    """Files of pictures, by what is special in them."""
    small = rng.integers(0, 256, (40, 30, 3)).astype(np.uint8)
    large = Image.fromarray(small).resize((2001, 1703), Image.Resampling.NEAREST)
    equal = np.full((60, 60, 3), (120, 120, 120), np.uint8)
    equal[20:40, 20:40] = (220, 79, 82)  # as light as the gray
    clear = np.dstack([small, rng.integers(0, 256, (40, 30)).astype(np.uint8)])
    ink = np.zeros((40, 30, 4), np.uint8)
    ink[10:30, 10:20, 3] = 255
    return {
        "small": Image.fromarray(small),
        "large": large,
        "gray": large.convert("L"),
        "palette": Image.fromarray(small).convert("P"),
        "equally light": Image.fromarray(equal),
        "transparent": Image.fromarray(clear),
        "ink alone": Image.fromarray(ink),
        "20000 x 10": Image.fromarray(rng.integers(0, 256, (10, 20000)).astype(np.uint8)),
    }


@pytest.mark.parametrize("kind", files(np.random.default_rng(2)))
def testTheGrayIsThePrograms(kind, opened):
    """To one step: a canvas rounds what is transparent."""
    content = io.BytesIO()
    files(np.random.default_rng(2))[kind].save(content, "PNG")
    height, width, values = opened.wait(PHOTO, base64.b64encode(content.getvalue()).decode())
    ours = readPicture(content)
    assert (height, width) == ours.shape
    steps = np.abs(np.reshape(values, ours.shape) - ours.astype(int))
    assert steps.max() <= 1 or (kind == "transparent" and np.mean(steps > 2) < 0.02)


@pytest.mark.slow
def testAHundredScenesAreReadAlike(opened, testSet):
    """From the file to the number: decoders differ by a step of gray, so that two of them may."""
    wide, images = weightFiles.load(WIDE), testSet[0].reshape(-1, 28, 28)
    makers = [(photos.makeFile, kind) for kind in photos.KINDS]
    makers += [(scenes.makeFile, kind) for kind in scenes.KINDS]
    differing = []
    for seed in range(100):
        rng = np.random.default_rng([25, seed])
        make, kind = makers[seed % len(makers)]
        image = images[rng.integers(len(images))]
        file = make(image, rng, kind) if seed % 3 else scenes.number(images, rng)[0]
        theirs = opened.wait(READ, base64.b64encode(file.getvalue()).decode())
        try:
            ours = reading.read(wide, file).number
        except Fault:
            ours = ""
        if theirs != ours:
            differing.append((seed, kind, theirs, ours))
    assert len(differing) <= 2, differing


def testTheDoubtsAreThePrograms(opened, testSet):
    """Of digits, some of them turned, mixed, or cut off."""
    network = weightFiles.load(WIDE)
    images = testSet[0][:60].reshape(-1, 28, 28) / 255
    for k in range(0, 20):
        images[k] = np.rot90(images[k], 1 + k % 3)
    for k in range(20, 40):
        images[k] = np.maximum(images[k], images[k + 1])
    samples = [(image.ravel(), bool(k % 2)) for k, image in enumerate(images)]
    found = opened.run(DOUBT, [(pixels.tolist(), isCut) for pixels, isCut in samples])
    kinds = set()
    for (pixels, isCut), (keys, kept) in zip(samples, found, strict=True):
        outputs = network.feedForward(pixels)
        ours = doubts.withDoubts(Digit(pixels, [CUT] if isCut else [], (0, 1, 0, 1)), outputs, network)
        assert [WORDS[key] for key in keys if key != "unsure"] == ours.warnings
        assert ("unsure" in keys) == (outputs.max() <= doubts.UNSURE)
        assert kept == pytest.approx(doubts.steadiness(pixels, outputs.argmax(), network), abs=1e-9)
        kinds |= set(keys)
    assert kinds == {"cutOff", "turned", "unsteady", "unsure"}
