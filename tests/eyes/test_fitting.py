"""Ink brought to what MNIST's digits are, and strokes to a thickness of theirs."""

import numpy as np
import pytest

from support.data import dataSet
from support.eyes.fitting import fitted, thickness
from tests import photos


@pytest.fixture(scope="module")
def images():
    return dataSet.readTestSet()[0].reshape(-1, 28, 28)


@pytest.mark.parametrize("size", [30, 150, 400])
def testInkOfMnistComesBack(images, size):
    """Enlarged and laid anywhere; to move all of them by a pixel would make 0.08 on average."""
    rng = np.random.default_rng(1)
    differences = []
    for image in images[:20]:
        ink = photos.place(photos.stroke(image, size), 2 * size, 2 * size, rng)
        differences.append(np.abs(fitted(ink, ink > 0.5) - image.ravel() / 255).mean())
    assert np.mean(differences) < 0.03


def testABarAtAnEdge():
    ink = np.zeros((40, 60), np.float32)
    ink[:30, 57:] = 1
    pixels = fitted(ink, ink > 0.5).reshape(28, 28)
    assert pixels[5:23, 14].min() == 1 and pixels[:, 13:16].sum() == pytest.approx(pixels.sum(), abs=3)
    assert pixels[[0, 1, -2, -1]].max() == 0


@pytest.mark.parametrize("width", [2, 3, 6, 11, 20])
@pytest.mark.parametrize("length", [95, 220])
def testTheThicknessOfAStroke(width, length):
    mask = np.zeros((300, 200), bool)
    mask[5 : 5 + length, 70 : 70 + width] = True
    assert thickness(mask) == pytest.approx(width, rel=0.1, abs=1)
    assert thickness(mask.T) == thickness(mask)


@pytest.mark.filterwarnings("error")
def testNoStrokeHasNoThickness():
    assert thickness(np.zeros((9, 9), bool)) == 0


@pytest.mark.filterwarnings("error")
def testInkTooPaleToBeMeasured():
    ink = np.zeros((40, 40), np.float32)
    ink[10:30, 18:21] = 0.42
    pixels = fitted(ink, ink > 0.4)
    assert 0 < pixels.max() < 0.5
