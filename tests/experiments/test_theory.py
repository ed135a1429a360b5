"""The figures of the theory: the paper's numbers, and pictures of a size that a page can hold."""

import numpy as np
import pytest

from experiments.theory import figures as theory

LARGEST = 150_000  # bytes


def testThePapersNumbers():
    assert theory.costOfOneWeight(1 / 0.3) == pytest.approx(0)
    assert theory.slopeOfOneWeight(1 / 0.3) == pytest.approx(0)
    assert theory.costOfOneWeight(2) == pytest.approx(0.09 * 4 - 0.6 * 2 + 1)
    assert theory.costOfTwoWeights(5, 4) == pytest.approx(4.41)
    assert theory.gradientOfTwoWeights(5, 4) == pytest.approx([1.26, 1.68])


@pytest.mark.parametrize("w", [-2.0, 0.0, 3.0, 8.0])
def testTheSlopeIsThatOfTheCost(w):
    difference = theory.costOfOneWeight(w + 1e-5) - theory.costOfOneWeight(w - 1e-5)
    assert theory.slopeOfOneWeight(w) == pytest.approx(difference / 2e-5)


@pytest.mark.parametrize("x, y", [(5, 4), (-1, 0.5), (0, 0)])
def testTheGradientIsThatOfTheCost(x, y):
    byX = theory.costOfTwoWeights(x + 1e-5, y) - theory.costOfTwoWeights(x - 1e-5, y)
    byY = theory.costOfTwoWeights(x, y + 1e-5) - theory.costOfTwoWeights(x, y - 1e-5)
    assert theory.gradientOfTwoWeights(x, y) == pytest.approx([byX / 2e-5, byY / 2e-5])


def testTheDescentsArrive():
    path = theory.descent(8.0, theory.slopeOfOneWeight)
    assert path[0] == 8
    assert np.all(np.diff(theory.costOfOneWeight(path)) < 0)
    assert path[-1] == pytest.approx(10 / 3, abs=0.005)
    path = theory.descent(theory.POINT, lambda point: theory.gradientOfTwoWeights(*point))
    assert path.shape == (theory.STEPS + 1, 2)
    assert theory.costOfTwoWeights(*path[-1]) < 0.01


def testTheFiguresAreDrawn(tmp_path, monkeypatch):
    monkeypatch.setattr(theory, "DOCS", tmp_path)
    monkeypatch.setattr("sys.argv", ["figures.py"])
    theory.main()
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert sorted(sizes) == ["theory-oneWeight.png", "theory-sigmoid.png", "theory-twoWeights.png"]
    assert all(10_000 < size <= LARGEST for size in sizes.values())
