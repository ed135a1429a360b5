"""The digits of the world: strokes on digits drawn here, and the data set made from a few of MNIST's."""

import sys
from functools import partial

import numpy as np
import pytest
from scipy import ndimage

from experiments.world import digits as worldDigits
from experiments.world.forms import FORMS, pointsOf
from experiments.world.forms import drawn as drawnForm
from experiments.world.strokes import withBar, withCurl, withHook, withSlant, withUpstroke
from support.data import dataSet
from support.script.paths import WIDE
from support.weights import weightFiles

SEEDS = range(12)


def digit(*boxes):
    """An image with boxes of ink, each (top, bottom, left, right), the ends included."""
    image = np.zeros((28, 28))
    for top, bottom, left, right in boxes:
        image[top : bottom + 1, left : right + 1] = 1
    return image


ONE = digit((4, 23, 13, 15))
NINE = digit((4, 6, 8, 18), (12, 14, 8, 18), (4, 14, 8, 10), (4, 23, 16, 18))  # a square with a tail
SIX = NINE[::-1, ::-1]
SEVEN = digit((4, 6, 7, 19), (4, 23, 17, 19))


def drawn(draw, image):
    """What is drawn with each of SEEDS: nearly always something."""
    every = [draw(image, np.random.RandomState(seed)) for seed in SEEDS]
    some = [one for one in every if one is not None]
    assert len(some) >= len(SEEDS) - 2
    return some


def runs(line):
    """How many runs of ink a line of pixels holds."""
    return np.count_nonzero(np.diff(line > 0.5, prepend=False) & (line > 0.5))


def ofForm(form, image, rng):
    return drawnForm(form, rng)


@pytest.mark.parametrize(
    "draw, image",
    [
        *((withUpstroke, ONE), (withHook, NINE), (withBar, SEVEN), (withCurl, SIX), (withSlant, SIX)),
        *((partial(ofForm, form), ONE) for form in FORMS.values()),
    ],
)
def testDrawnDigitsAreAsMnistsAre(draw, image):
    before = image.copy()
    for one in drawn(draw, image):
        assert one.shape == (28, 28) and one.min() >= 0 and 0.9 < one.max() <= 1
        assert max(np.ptp(np.flatnonzero(one.any(axis=axis))) + 1 for axis in (0, 1)) <= 20
        for axis in (0, 1):
            assert abs(one.sum(axis=axis) @ np.arange(28) / one.sum() - 14) <= 0.5
        assert not np.array_equal(one, image)
    assert np.array_equal(image, before)
    assert all(np.array_equal(a, b) for a, b in zip(drawn(draw, image), drawn(draw, image), strict=True))


def testAnUpstrokeStandsLeftOfTheStemOnly():
    for one in drawn(withUpstroke, ONE):
        inked = one > 0.5
        rows, columns = np.flatnonzero(inked.any(axis=1)), inked.sum(axis=0)
        stem = np.flatnonzero(columns > 0.8 * columns.max())
        upper = one[rows[0] : rows[0] + len(rows) // 2]
        assert np.ptp(stem) < 4
        assert upper[:, : stem[0] - 1].sum() > 2
        assert upper[:, stem[-1] + 2 :].sum() == 0


def testNoTriangleIsDrawn():
    """A foot line doesn't meet the upstroke: the ground stays in one piece."""
    for seed in range(100):
        ground = withUpstroke(ONE, np.random.RandomState(seed)) < 0.5
        assert ndimage.label(ground)[1] == 1


def testOneInFiveHasAFootLine():
    """A foot line makes the lowest row of ink far wider than the stem."""
    lowest = [
        np.count_nonzero(one[np.flatnonzero((one > 0.5).any(axis=1))[-1]] > 0.5)
        for one in (withUpstroke(ONE, np.random.RandomState(seed)) for seed in range(100))
    ]
    assert 10 < sum(width > 6 for width in lowest) < 32


def testWhatIsNoPlainStrokeIsPassedOver():
    short, bent = digit((10, 18, 13, 15)), digit((4, 6, 7, 19), (4, 23, 17, 19))
    falling = np.triu(np.tril(np.ones((28, 28)), 1), -1)[4:24, 4:24]  # as \\, from which an upstroke can go
    falling = np.pad(falling, 4)
    rising = np.kron(falling[:, ::-1], [[1, 1]])[::2]  # 63° from the vertical
    assert withUpstroke(short, np.random.RandomState(1)) is None
    assert withUpstroke(bent, np.random.RandomState(1)) is None
    assert withUpstroke(falling, np.random.RandomState(1)) is not None
    assert withUpstroke(rising, np.random.RandomState(1)) is None
    assert withUpstroke(rising[:, ::-1], np.random.RandomState(1)) is not None
    assert withHook(digit((4, 23, 8, 10), (4, 23, 16, 18)), np.random.RandomState(1)) is None
    assert withBar(digit((4, 23, 8, 10), (4, 23, 16, 18)), np.random.RandomState(1)) is None
    assert withBar(np.maximum(SEVEN, digit((13, 14, 12, 23))), np.random.RandomState(1)) is None


def tipOf(one):
    """How far the hook's tip, in the lowest quarter, is to the left of the tail's right edge: pixels."""
    inked = one > 0.5
    rows, columns = (np.flatnonzero(inked.any(axis=axis)) for axis in (1, 0))
    tail = np.flatnonzero(inked[rows[0] + 6 * len(rows) // 10])[-1]
    assert columns[-1] - tail <= 1  # nothing goes to the right
    return tail - np.flatnonzero(inked[rows[-1] - len(rows) // 4 :].any(axis=0))[0]


@pytest.mark.parametrize("draw, image, turns", [(withHook, NINE, 0), (withCurl, SIX, 2)])
def testAHookGoesToTheLeftFromANinesTailAndToTheRightFromASixsTop(draw, image, turns):
    tips = [tipOf(np.rot90(one, turns)) for one in drawn(draw, image)]
    assert min(tips) >= 4 and max(tips) >= 8


@pytest.mark.parametrize("draw, image", [(withHook, NINE), (withCurl, SIX)])
def testAHookKeepsOutOfTheLoop(draw, image):
    """There is still one loop: ground around and ground within."""
    for one in drawn(draw, image):
        assert ndimage.label(one < 0.5)[1] == 2


def testABarCrossesTheStem():
    for one in drawn(withBar, SEVEN):
        rows = np.flatnonzero((one > 0.5).any(axis=1))
        widths = (one[rows] > 0.5).sum(axis=1)
        third = len(rows) // 3
        middle, foot = widths[third : 2 * third + 1].max(), np.median(widths[-4:])
        assert middle > foot + 2
        right = np.argwhere(one[rows[third] : rows[2 * third]] > 0.5)[:, 1].max()
        assert right > np.argwhere(one[rows[-3:]] > 0.5)[:, 1].max()  # on both its sides


def testASlantIsTenToFortyDegrees():
    """A bar's, from the vertical, by its moments; pixels round it a little."""
    slants = []
    for one in drawn(withSlant, ONE):
        rows, columns = np.indices(one.shape)
        y, x = (places - np.average(places, weights=one) for places in (rows, columns))
        slants.append(np.degrees(np.arctan(-(one * x * y).sum() / (one * y**2).sum())))
    assert all(8 < slant < 32 or -42 < slant < -13 for slant in slants)
    assert min(slants) < 0 < max(slants)


@pytest.mark.parametrize("name", FORMS)
def testTheWideNetworkReadsEveryForm(name):
    """Drawn with another seed than those it was trained on; before these it read 56 of 100 narrow fours."""
    rng = np.random.RandomState(2)
    images = np.array([drawnForm(FORMS[name], rng) for _ in range(100)]).reshape(100, -1)
    answers = weightFiles.load(WIDE).feedForward(images).argmax(axis=1)
    assert np.count_nonzero(answers == FORMS[name].digit) >= 97


def testAFormsExtremesHaveTheSamePoints():
    for form in FORMS.values():
        assert len(pointsOf(form.one)) == len(pointsOf(form.other)) == 1 + max(map(max, form.strokes))


def testTheDataSetIsMnistWithCopiesBehindIt(tmp_path, monkeypatch, capsys, mnist):
    images, labels = mnist
    few, test = (images[:400], labels[:400]), (images[400:450], labels[400:450])
    monkeypatch.setattr(dataSet, "readTrainSet", lambda: few)
    monkeypatch.setattr(dataSet, "readTestSet", lambda: test)
    for name in ("one", "oth\u202eer"):  # which turns around what follows, were it printed as it is
        monkeypatch.setattr(sys, "argv", ["digits.py", str(tmp_path / name)])
        worldDigits.main()
    monkeypatch.undo()
    assert r"oth\u202eer: MNIST's 400 training images" in capsys.readouterr().out
    written, writtenLabels = dataSet.readTrainSet(tmp_path / "one")
    shares = {1: 0.5, 2: 0.5, 4: 0.5, 5: 0.5, 6: 0.9, 7: 0.65, 9: 0.65}  # the forms' quarters counted in
    digits, copies = np.bincount(few[1]), np.bincount(writtenLabels[400:])
    for label in range(10):
        share = shares.get(label, 0)
        assert abs(copies[label] - (share + (1 + share) / 10) * digits[label]) <= 2
    assert np.array_equal(written[:400], few[0]) and np.array_equal(writtenLabels[:400], few[1])
    assert not any((copy == few[0]).all(axis=1).any() for copy in written[400:])
    assert all(np.array_equal(a, b) for a, b in zip(dataSet.readTestSet(tmp_path / "one"), test, strict=True))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "oth\u202eer" / path.name).read_bytes()
