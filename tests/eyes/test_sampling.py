"""Parts of pictures in other numbers of pixels: box means, and bilinear enlargement."""

import numpy as np
import pytest

from support.eyes.sampling import sampled


def testFewerPixelsAreMeansOfBoxes():
    values = np.arange(24.0).reshape(4, 6)
    assert sampled(values, (2, 3)) == pytest.approx(values.reshape(2, 2, 3, 2).mean(axis=(1, 3)))


def testABoxMayCutPixels():
    """From one and a half to three: half of the second, all of the third."""
    assert sampled(np.array([[1.0, 2, 3, 4]]), (1, 1), (0, 1, 1.5, 3)) == pytest.approx((0.5 * 2 + 3) / 1.5)


def testMorePixelsLieOnALineBetweenTheOldOnes():
    assert sampled(np.array([[0.0, 4]]), (1, 8)).ravel() == pytest.approx([0, 0, 0.5, 1.5, 2.5, 3.5, 4, 4])


def testTheSamePixelsStayAsTheyAre():
    values = np.random.default_rng(1).random((5, 7))
    assert sampled(values, (5, 7)) == pytest.approx(values, abs=1e-6)


@pytest.mark.parametrize("side", [6, 40])
def testOutsideIsNothing(side):
    around = sampled(np.ones((4, 4)), (side, side), (-4, 8, -4, 8))
    assert (around[0] == 0).all() and around.max() == pytest.approx(1)
    assert around.mean() == pytest.approx(1 / 9, abs=0.05)
