"""Layer: the paper's worked examples, and σ at the limits of doubles."""

import math
import warnings
from fractions import Fraction

import numpy as np
import pytest

from Layer import Layer

CAMERAS = [([1, 0.6], -2, 0.119), ([0.1, 0.9], -0.8, 0.310), ([0.6, 0.9], 0.2, 0.550)]


def cameraJudge():
    layer = Layer(2, 1)
    layer.weights = np.array([[2.0, 10.0]])
    layer.biases = np.array([-10.0])
    return layer


@pytest.mark.parametrize("camera, z, judgement", CAMERAS)
def testCamerasOfSection233(camera, z, judgement):
    layer = cameraJudge()
    assert layer.feedLayerForward(camera) == pytest.approx([judgement], abs=5e-4)
    assert layer.activations == pytest.approx([layer.sigmoid(z)], rel=1e-12)


def testAllCamerasAtOnce():
    layer = cameraJudge()
    activations = layer.feedLayerForward([camera for camera, _, _ in CAMERAS])
    assert activations.shape == (3, 1)
    assert activations[:, 0] == pytest.approx([judgement for _, _, judgement in CAMERAS], abs=5e-4)


def testKeepsInputAndActivations():
    layer = Layer(3, 2)
    image = np.array([0.0, 0.5, 1.0])
    activations = layer.feedLayerForward(image)
    assert layer.activations is activations
    assert np.array_equal(layer.input, image)


def testDefaultsAndShapes():
    layer = Layer()
    assert (layer.inputSize, layer.outputSize) == (784, 16)
    assert layer.weights.shape == (16, 784)
    assert layer.biases.shape == (16,)


def testFirstWeightsAreDrawnInThePapersOrder():
    np.random.seed(7)
    weights = np.random.uniform(-0.5, 0.5, (20, 784))
    biases = np.random.uniform(-0.5, 0.5, 20)
    np.random.seed(7)
    layer = Layer(784, 20)
    assert np.array_equal(layer.weights, weights)
    assert np.array_equal(layer.biases, biases)


def testFirstWeightsFillTheirRange():
    layer = Layer(784, 100)
    assert -0.5 <= layer.weights.min() < -0.499
    assert 0.499 < layer.weights.max() < 0.5
    assert abs(layer.weights.mean()) < 0.01


def testInputOfAnotherSizeIsRefused():
    with pytest.raises(ValueError):
        Layer(784, 20).feedLayerForward(np.zeros(783))


@pytest.mark.parametrize("precision", [np.float64, np.float32])
def testSigmoidWarnsOfNoFiniteInput(precision):
    largest = np.finfo(precision).max
    x = np.array([-largest, -1e4, -710, -100, -0.0, 0, 100, 710, 1e4, largest], dtype=precision)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        y = Layer.sigmoid(x)
    assert y.dtype == precision
    assert np.array_equal(y[[0, 4, 5, -1]], [0, 0.5, 0.5, 1])


def testSigmoidIsExactWhereverItsResultIsANormalNumber():
    """Against 1 / (1 + e^-x) in exact fractions, e^-x by its series to 50 digits."""
    for x in [-708, -700.25, -300, -40, -36.5, -1, -1e-9, 0, 1e-9, 0.5, 1, 20, 36, 40, 700]:
        exact = 1 / (1 + exponential(-Fraction(x)))
        if exact < Fraction(np.finfo(float).tiny):
            continue
        error = abs(Fraction(float(Layer.sigmoid(x))) - exact) / exact
        assert error <= Fraction(1, 10**14), x
    assert Layer.sigmoid(-40.0) == pytest.approx(4.2e-18, rel=0.02)


def exponential(x):
    """e^x of a fraction: the series at x / 2^10, squared ten times, cut to 80 digits in between."""
    small = x / 2**10
    term = result = Fraction(1)
    for n in range(1, 60):
        term = shortened(term * small / n)
        result += term
    for _ in range(10):
        result = shortened(result * result)
    return result


def shortened(fraction):
    """The fraction to 80 significant digits."""
    if fraction == 0:
        return fraction
    size = math.floor((fraction.numerator.bit_length() - fraction.denominator.bit_length()) * math.log10(2))
    scale = Fraction(10) ** (80 - size)
    return Fraction(round(fraction * scale)) / scale
