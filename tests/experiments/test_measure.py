"""The pictures of experiments/eyes/measure.py hold what their docstrings say, and its counting is right."""

import argparse

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from experiments.eyes import measure, sensitivity
from support.data import dataSet
from support.eyes import digits
from tests import hardScenes, manyDigits, noDigits, skeletons

SEEDS = range(4)
DRAWN = ndimage.generate_binary_structure(2, 2)  # neighbours at the corners too


@pytest.fixture(scope="module")
def images(testSet):
    return testSet[0][:200].reshape(-1, dataSet.SIDE, dataSet.SIDE)


def shadesOf(file):
    return np.asarray(Image.open(file).convert("RGB"), dtype=float)


@pytest.mark.parametrize("kind", hardScenes.KINDS)
def testTheSameSeedDrawsTheSamePicture(images, kind):
    one, other = (hardScenes.makeFile(images[0], np.random.default_rng(5), kind) for _ in range(2))
    assert one.read() == other.read()
    assert np.ptp(shadesOf(one)) > 20


def testThinningKeepsPiecesAndHoles(images):
    for image in images[:20]:
        mask = np.kron(np.pad(image, 1) > 127, np.ones((4, 4), bool))
        thin = skeletons.thinned(mask)
        assert ndimage.label(thin, DRAWN)[1] == ndimage.label(mask, DRAWN)[1]
        assert ndimage.label(~thin)[1] == ndimage.label(~mask)[1]
        assert not (thin & ~mask).any() and thin.sum() < mask.sum() / 3


def testAPenIsAsThickAsItSays(images):
    """Ink over length, where a line's length is its skeleton's."""
    for pen in (3, 6):
        ink = skeletons.penned(images[0], 300, pen)
        length = np.linalg.norm(np.diff(skeletons.skeleton(images[0])[0] * 300, axis=1), axis=-1).sum()
        assert abs(ink.sum() / length / pen - 1) < 0.2


def testHardPixelsAreInkOrPaper(images):
    for seed in SEEDS:
        for kind in ("hard pen", "few pixels", "few enlarged"):
            shades = shadesOf(hardScenes.makeFile(images[seed], np.random.default_rng(seed), kind))
            assert len(np.unique(shades @ (1 << 16, 1 << 8, 1))) == 2
        assert max(shadesOf(hardScenes.fewPixels(images[seed], np.random.default_rng(seed))).shape[:2]) <= 42


def testTwoColoursAreOneGray(images):
    for seed in SEEDS:
        shades = shadesOf(hardScenes.twoColours(images[seed], np.random.default_rng(seed)))
        darkest = np.ptp(np.percentile(ndimage.gaussian_filter(shades @ hardScenes.LUMA, 3), [5, 95]))
        clearest = max(np.ptp(np.percentile(shades[..., channel], [0.5, 99.5])) for channel in range(3))
        assert darkest < 60 and clearest > 70


def testTouchingDigitsAreOnePiece(images, monkeypatch):
    """Of those that are one piece each; the same row set apart is two."""
    monkeypatch.setattr(manyDigits.scenes, "finished", lambda canvas, rng: canvas > 0.5)
    whole = onePiece(images)
    for seed in SEEDS:
        assert ndimage.label(manyDigits.touching(whole, np.random.default_rng(seed), 2)[0], DRAWN)[1] == 1
    monkeypatch.setattr(manyDigits, "gapBetween", lambda row, ink: -5)
    monkeypatch.setattr(manyDigits, "TOUCHING", (0, 0))
    assert ndimage.label(manyDigits.touching(whole, np.random.default_rng(1), 2)[0], DRAWN)[1] == 2


def onePiece(images):
    return np.array([image for image in images if ndimage.label(image > 127, DRAWN)[1] == 1])


@pytest.mark.parametrize("share", [0.2, 0.7])
def testOfACutDigitThatShareShows(images, monkeypatch, share):
    """The picture is narrower by the rest, with ink at its edge."""
    monkeypatch.setattr(manyDigits.scenes, "finished", lambda canvas, rng: canvas)
    for seed in SEEDS:
        canvas, _, place = manyDigits.cut(images, np.random.default_rng(seed), share)
        whole, _, _ = manyDigits.cut(images, np.random.default_rng(seed), 1)
        assert canvas.shape[1] < whole.shape[1]
        assert canvas[:, -1 if place else 0].max() > 0.2


def testAPageHoldsItsDigits(images, monkeypatch):
    monkeypatch.setattr(manyDigits.scenes, "finished", lambda canvas, rng: canvas)
    canvas, rows = manyDigits.page(onePiece(images), np.random.default_rng(3), 96)
    assert sum(map(len, rows)) == 96
    assert abs(ndimage.label(canvas > 0.5, DRAWN)[1] - 96) <= 3  # a stroke may break as it's made smaller


@pytest.mark.parametrize("kind", noDigits.EMPTY)
def testNothingIsDrawnOnAnEmptySheet(kind):
    assert min(shadesOf(noDigits.emptyFile(np.random.default_rng(1), kind)).shape[:2]) >= 150


@pytest.mark.parametrize("kind", noDigits.THINGS)
def testAThingIsDrawn(kind):
    for seed in SEEDS:
        assert np.ptp(shadesOf(noDigits.thingFile(np.random.default_rng(seed), kind))) > 60


def testWhatIsMissingOrTooMuchIsNoFaultOfTheOthers():
    assert measure.matches([1, 9, 8, 4], [1, 9, 8, 4]) == 4
    assert measure.matches([1, 9, 8, 4], [9, 8, 4]) == 3
    assert measure.matches([1, 9, 8, 4], [1, 9, 5, 8, 4]) == 4
    assert measure.matches([1, 9, 8, 4], []) == 0


def testAVerdictIsSilentOnlyWithoutAWord(monkeypatch, tmp_path):
    for given, warnings, wanted in (
        ([3], [], "right"),
        ([3], ["turned?"], "right"),
        ([8], [], "silent"),
        ([8], ["turned?"], "told"),
        ([3, 3], [], "silent"),
        ([], [], "told"),
    ):
        monkeypatch.setattr(measure, "answers", lambda network, path, said=(given, warnings): said)
        assert measure.verdict(None, tmp_path / "3_a.png") == wanted


def testEachNetworkHasItsOwnColumn(monkeypatch, tmp_path, capsys):
    (tmp_path / "3_a.png").touch()
    monkeypatch.setattr(measure, "answers", lambda network, path: ([network], []))
    table = measure.Table.__new__(measure.Table)
    table.networks, table.chosen = [3, 5], argparse.Namespace(without="")
    table.handwriting(tmp_path)
    printed = " ".join(capsys.readouterr().out.split()[1:])
    assert printed == "1 of 1, 0 silent 0 of 1, 1 silent"


def testAValueIsChangedByAFifthAndComesBack(monkeypatch):
    seen, before = [], digits.GLANCES
    monkeypatch.setattr(measure, "answers", lambda network, file: (seen.append(digits.GLANCES) or [file], []))
    files = [(3, [3]), (3, [5])]
    assert list(sensitivity.sharesOf(None, files, digits, "GLANCES")) == [50, 50, 50]
    assert [glances[0] / before[0] for glances in seen[::2]] == pytest.approx([0.8, 1, 1.2])
    assert digits.GLANCES is before
