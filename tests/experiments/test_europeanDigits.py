"""experiments/europeanDigits.py: strokes on digits that are drawn here, the data set on a few of MNIST's."""

import sys

import numpy as np
import pytest

from experiments import europeanDigits
from experiments.europeanStrokes import withBar, withHook, withUpstroke
from support.data import dataSet

SEEDS = range(12)


def digit(*boxes):
    """An image with boxes of ink, each (top, bottom, left, right), the ends included."""
    image = np.zeros((28, 28))
    for top, bottom, left, right in boxes:
        image[top : bottom + 1, left : right + 1] = 1
    return image


ONE = digit((4, 23, 13, 15))
NINE = digit((4, 6, 8, 18), (12, 14, 8, 18), (4, 14, 8, 10), (4, 23, 16, 18))  # a square with a tail
SEVEN = digit((4, 6, 7, 19), (4, 23, 17, 19))


def drawn(draw, image):
    return [draw(image, np.random.RandomState(seed)) for seed in SEEDS]


def runs(line):
    """How many runs of ink a line of pixels holds."""
    return np.count_nonzero(np.diff(line > 0.5, prepend=False) & (line > 0.5))


@pytest.mark.parametrize("draw, image", [(withUpstroke, ONE), (withHook, NINE), (withBar, SEVEN)])
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


def testAnUpstrokeStandsLeftOfTheStemAndLeavesItsFootAlone():
    for one in drawn(withUpstroke, ONE):
        rows = np.flatnonzero((one > 0.5).any(axis=1))
        upper, lower = np.array_split(one[rows[0] : rows[-1] + 1], 2)
        stem = np.flatnonzero(
            lower[len(lower) // 2 + 1] > 0.5
        )  # an upstroke ends above it, a foot is below it
        assert np.ptp(stem) < 3
        assert upper[:, : stem[0] - 1].sum() > 2
        assert upper[:, stem[-1] + 2 :].sum() == 0


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


def testAHookGoesToTheLeftFromTheTail():
    for one in drawn(withHook, NINE):
        rows = np.flatnonzero((one > 0.5).any(axis=1))
        tail, lowest = (np.flatnonzero(one[row] > 0.5) for row in (rows[0] + 13, rows[-1]))
        assert len(tail) <= 3 and tail[-1] == np.flatnonzero((one > 0.5).any(axis=0))[-1]
        assert np.argwhere(one[rows[-4:]] > 0.5)[:, 1].min() < tail[0]
        assert lowest[-1] < tail[-1]


def testABarCrossesTheStem():
    for one in drawn(withBar, SEVEN):
        rows = np.flatnonzero((one > 0.5).any(axis=1))
        widths = (one[rows] > 0.5).sum(axis=1)
        third = len(rows) // 3
        middle, foot = widths[third : 2 * third + 1].max(), np.median(widths[-4:])
        assert middle > foot + 2
        right = np.argwhere(one[rows[third] : rows[2 * third]] > 0.5)[:, 1].max()
        assert right > np.argwhere(one[rows[-3:]] > 0.5)[:, 1].max()  # on both its sides


def testTheDataSetIsMnistWithCopiesBehindIt(tmp_path, monkeypatch, capsys):
    images, labels = dataSet.readTrainSet()
    few, test = (images[:400], labels[:400]), (images[400:450], labels[400:450])
    monkeypatch.setattr(dataSet, "readTrainSet", lambda: few)
    monkeypatch.setattr(dataSet, "readTestSet", lambda: test)
    for name in ("one", "other"):
        monkeypatch.setattr(sys, "argv", ["europeanDigits.py", str(tmp_path / name)])
        europeanDigits.main()
    monkeypatch.undo()
    assert "400 training images" in capsys.readouterr().out
    written, writtenLabels = dataSet.readTrainSet(tmp_path / "one")
    counts = [
        round(share * np.count_nonzero(few[1] == label)) for label, share in ((1, 0.5), (9, 0.2), (7, 0.2))
    ]
    assert np.array_equal(written[:400], few[0]) and np.array_equal(writtenLabels[:400], few[1])
    assert writtenLabels[400:].tolist() == np.repeat([1, 9, 7], counts).tolist()
    assert not any((copy == few[0]).all(axis=1).any() for copy in written[400:])
    assert all(np.array_equal(a, b) for a, b in zip(dataSet.readTestSet(tmp_path / "one"), test, strict=True))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()
