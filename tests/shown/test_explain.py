"""The explanations' numbers, read back from what is printed."""

import re

import numpy as np
import pytest

from Network import Network
from support.data import dataSet
from support.shown import explain


@pytest.fixture(scope="module")
def digits():
    return dataSet.readTestSet()


def networkOf(layerSizes=(784, 20, 20, 10)):
    return Network(None, None, layerSizes=layerSizes, rng=np.random.RandomState(1))


def sums(text):
    """Of each sum printed: its terms, its z, and σ(z)."""
    for part in text.split("z = Σ w·a + b:")[1:]:
        numbers = re.findall(r"([+-]\d+\.\d{4})$", part, re.MULTILINE)
        sigma = re.search(r"σ\(z\) = (\d\.\d{4})", part)
        yield [float(number) for number in numbers[:-1]], float(numbers[-1]), float(sigma[1])


@pytest.mark.parametrize("layerSizes", [(784, 20, 20, 10), (784, 10), (784, 3, 10), (784, 8, 7, 6, 10)])
@pytest.mark.parametrize("index", [0, 8, 100])
def testPrintedTermsSumToZ(capsys, digits, layerSizes, index):
    network = networkOf(layerSizes)
    pixels = digits[0][index] / 255
    explain.explainAnswer(network, pixels)
    printed = list(sums(capsys.readouterr().out))
    assert len(printed) == len(layerSizes) - 1
    answer = network.feedForward(pixels).argmax()
    last = network.layers[-1]
    assert printed[0][1] == pytest.approx(last.weights[answer] @ last.input + last.biases[answer], abs=6e-5)
    for terms, z, sigma in printed:
        assert sum(terms) == pytest.approx(z, abs=1e-9)
        assert sigma == pytest.approx(1 / (1 + np.exp(-z)), abs=1e-4)


def testTheLargestTermsWithTheirFactors(capsys, digits):
    """The five largest of each sum, largest first, each the product of the weight and activation printed."""
    network = networkOf()
    explain.explainAnswer(network, digits[0][0] / 255)
    sums = capsys.readouterr().out.split("z = Σ w·a + b:")
    answer = int(sums[0].split()[3].rstrip("."))
    rows = re.findall(r"^ +neuron (\d+) of hidden layer 2 +(\S+) · (\S+) +(\S+)$", sums[1], re.MULTILINE)
    layer = network.layers[2]
    terms = layer.weights[answer] * layer.input
    assert [int(row[0]) for row in rows] == list(np.argsort(-abs(terms))[:5])
    for neuron, *numbers in rows:
        weight, activation = layer.weights[answer, int(neuron)], layer.input[int(neuron)]
        assert [float(number) for number in numbers] == pytest.approx(
            [weight, activation, weight * activation], abs=6e-5
        )


@pytest.mark.parametrize("neurons", [1, 3, 5])
def testNothingIsLeftOfFewNeurons(capsys, digits, neurons):
    explain.explainAnswer(networkOf((784, neurons, 10)), digits[0][0] / 255)
    left = re.search(r"^  rounding +(\S+)$", capsys.readouterr().out, re.MULTILINE)[1]
    assert abs(float(left)) < 0.0005 and left != "-0.0000"


def testTheStrongestNeuronIsFollowedBack(capsys, digits):
    network = networkOf()
    network.layers[2].weights[:] = 0.001
    network.layers[2].weights[7, 13] = 50  # the answer is 7, because of neuron 13
    network.layers[1].weights[13] = 0.001
    network.layers[1].weights[13, 4] = -60  # which neuron 4 holds down
    network.layers[1].biases[13] = 70
    explain.explainAnswer(network, digits[0][0] / 255)
    headings = re.findall(r"^(.*), z = Σ", capsys.readouterr().out, re.MULTILINE)
    assert headings == ["output neuron 7", "neuron 13 of hidden layer 2", "neuron 4 of hidden layer 1"]


def testPixelsThatSpeakForAndAgainstAreDrawn(capsys):
    network = networkOf((784, 10))
    layer = network.layers[0]
    layer.weights[:], layer.biases[:] = 0, 0
    layer.biases[2] = 1
    layer.weights[2, [28 * 3, 28 * 3 + 1, 28 * 4, 28 * 4 + 2]] = [4, -4, 1, -1]
    explain.explainAnswer(network, np.ones(784))
    lines = capsys.readouterr().out.split("\n")
    start = next(number for number, line in enumerate(lines) if "Σ" in line) + 1
    assert lines[start : start + 2] == ["  ++--", "  +   -"]


def testDerivativesAgreeWithTheMeasuredOnes(capsys, digits):
    network = networkOf()
    explain.explainLearning(network, digits[0][5] / 255, 1)
    printed = re.findall(r"a·δ = (\S+) · (\S+) = (\S+), measured (\S+)", capsys.readouterr().out)
    assert len(printed) == 3
    for a, delta, product, measured in printed:
        assert product == measured
        assert len(product.lstrip("-")) >= len("1.234e-05")
        assert float(a) * float(delta) == pytest.approx(float(product), rel=1e-3)


def testAWrongDeltaWouldBeSeen(capsys, digits, monkeypatch):
    """The control: with a delta 1 % off, the numbers printed no longer agree."""
    right = Network.calculateDeltas
    monkeypatch.setattr(Network, "calculateDeltas", lambda *given: [1.01 * delta for delta in right(*given)])
    explain.explainLearning(networkOf(), digits[0][5] / 255, 1)
    printed = re.findall(r"= (\S+), measured (\S+)", capsys.readouterr().out)
    assert all(product != measured for product, measured in printed)


def testOneStepIsShownAndTakenBack(capsys, digits):
    network, stepped = networkOf(), networkOf()
    pixels = digits[0][5] / 255
    explain.explainLearning(network, pixels, 1)
    output = capsys.readouterr().out
    for one, two in zip(network.layers, stepped.layers, strict=True):
        assert np.array_equal(one.weights, two.weights)
        assert np.array_equal(one.biases, two.biases)
    assert network.trainInput is None

    stepped.trainInput, stepped.trainLabels = pixels[None, None], np.eye(10)[[[1]]]
    before = stepped.feedForward(pixels)
    costBefore = stepped.cost((0, 0))
    stepped.backpropagation(*stepped.calculateGradient((0, 0)))
    after = stepped.feedForward(pixels)
    costAfter = stepped.cost((0, 0))
    rows = re.findall(r"^ +(\d|cost) +(\S+) +(\S+) +(\S+)$", output, re.MULTILINE)
    assert [row[0] for row in rows] == [*"0123456789", "cost"]
    for printed, values in zip(
        np.array([row[1:] for row in rows], dtype=float).T,
        ([*before, costBefore], [*after, costAfter], [*(after - before), costAfter - costBefore]),
        strict=True,
    ):
        assert printed == pytest.approx(values, abs=6e-7, rel=6e-3)
