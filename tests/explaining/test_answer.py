"""Why this answer: the explanation's numbers, read back from what is printed."""

import re

import numpy as np
import pytest

from Network import Network
from support.explaining import answer


def networkOf(layerSizes=(784, 20, 20, 10)):
    return Network(None, None, layerSizes=layerSizes, rng=np.random.RandomState(1))


def explained(capsys, network, pixels, title="test image 0", label=None):
    answer.explain(network, pixels, title, label)
    return capsys.readouterr().out


def sums(text):
    """Of each printed sum: the neuron's name, its terms, its z, and σ(z)."""
    parts = re.split(r"^(.*), z = Σ w·a \+ b:$", text, flags=re.MULTILINE)
    for name, part in zip(parts[1::2], parts[2::2], strict=True):
        terms = re.findall(r"([+-]\d+\.\d{4})  (for|against)$", part, re.MULTILINE)
        z = re.search(r"^  z +(\S+)$", part, re.MULTILINE)[1]
        sigma = re.search(r"σ\(z\) = (\d\.\d{4})", part)[1]
        yield name, [(float(number), word) for number, word in terms], float(z), float(sigma)


def checkPath(network, pixels, text):
    """Each neuron on the way speaks for the answer by one of the terms; the way ends at the pixels."""
    depth, last = len(network.layers), None
    for name, terms, z, sigma in sums(text):
        neuron = int(re.search(r"\d+", name)[0])
        layer = network.layers[depth - 1]
        if last is None:
            assert neuron == network.feedForward(pixels).argmax()
        else:
            term = network.layers[depth].weights[last, neuron] * layer.activations[neuron]
            assert term > 0
            assert term == (network.layers[depth].weights[last] * layer.activations).max()
        assert z == pytest.approx(layer.weights[neuron] @ layer.input + layer.biases[neuron], abs=6e-5)
        assert sum(number for number, _ in terms) == pytest.approx(z, abs=1e-9)
        assert all(word == ("for" if number > 0 else "against") for number, word in terms)
        assert sigma == pytest.approx(1 / (1 + np.exp(-z)), abs=1e-4)
        depth, last = depth - 1, neuron
    assert depth == 0
    assert "pixels that speak for it" in text


def testThePathOfTwoHundredImages(capsys, evaluation):
    """Right and wrong ones, by the weights that come with the project."""
    right = np.flatnonzero(evaluation.answers == evaluation.labels)
    for index in [*right[::100][:100], *evaluation.wrong()[:100]]:
        pixels, label, answer = (
            evaluation.images[index] / 255,
            evaluation.labels[index],
            evaluation.answers[index],
        )
        text = explained(capsys, evaluation.network, pixels, f"test image {index}", label)
        assert text.split("\n")[0] == f"test image {index}: label {label}, answer {answer}"
        assert (f"Why {answer} and not {label}:" in text) == (label != answer)
        checkPath(evaluation.network, pixels, text)


@pytest.mark.parametrize("layerSizes", [(784, 10), (784, 3, 10), (784, 8, 7, 6, 10)])
@pytest.mark.parametrize("index", [0, 8, 100])
def testNetworksOfOtherSizes(capsys, testSet, layerSizes, index):
    network, pixels = networkOf(layerSizes), testSet[0][index] / 255
    checkPath(network, pixels, explained(capsys, network, pixels))


def testAPictureWithoutALabel(capsys, testSet):
    text = explained(capsys, networkOf(), testSet[0][0] / 255, "photo.jpg")
    assert re.match(r"photo\.jpg: answer \d\n", text)
    assert "not" not in text.split("\n")[2]


def testTheLargestTermsWithTheirFactors(capsys, testSet):
    """The five largest of each sum, largest first, each the product of the weight and activation printed."""
    network = networkOf()
    text = explained(capsys, network, testSet[0][0] / 255)
    answer = int(re.search(r"answer (\d)", text)[1])
    part = text.split("z = Σ w·a + b:")[1]
    rows = re.findall(r"^ +neuron (\d+) of hidden layer 2 +(\S+) · (\S+) +(\S+)  \w+$", part, re.MULTILINE)
    layer = network.layers[2]
    terms = layer.weights[answer] * layer.input
    assert [int(row[0]) for row in rows] == list(np.argsort(-abs(terms))[:5])
    for neuron, *numbers in rows:
        weight, activation = layer.weights[answer, int(neuron)], layer.input[int(neuron)]
        assert [float(number) for number in numbers] == pytest.approx(
            [weight, activation, weight * activation], abs=6e-5
        )


def testANeuronThatSpeaksAgainstIsNotFollowed(capsys, testSet):
    """However strong; and the one that is followed is printed, even if it's the sixth."""
    network = networkOf()
    network.layers[2].weights[:] = -50
    network.layers[2].biases[7] = 500
    network.layers[2].weights[7] = -20 - np.arange(20)
    network.layers[2].weights[7, 13] = 0.5
    network.layers[1].weights[13] = -0.001
    network.layers[1].weights[13, 4] = 0.7
    text = explained(capsys, network, testSet[0][0] / 255)
    names = [name for name, *_ in sums(text)]
    assert names == ["output neuron 7", "neuron 13 of hidden layer 2", "neuron 4 of hidden layer 1"]
    assert re.search(r"^  neuron 13 of hidden layer 2 +0\.5000 · .*  for$", text, re.MULTILINE)


def testWhereNoNeuronSpeaksForItTheWayEnds(capsys, testSet):
    network = networkOf((784, 3, 10))
    network.layers[1].weights[:] = -1
    text = explained(capsys, network, testSet[0][0] / 255)
    assert text.endswith("No neuron speaks for it, so the way back to the pixels ends here.\n")
    assert len(list(sums(text))) == 1


def testPixelsThatSpeakForAndAgainstAreDrawnBesideTheDigit(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    network = networkOf((784, 10))
    layer = network.layers[0]
    layer.weights[:], layer.biases[:] = 0, 0
    layer.biases[2] = 1
    pixels = np.zeros(784)
    pixels[[28 * 13 + 4, 28 * 13 + 5, 28 * 14 + 4, 28 * 14 + 6, 28 * 14 + 5]] = [1, 1, 1, 1, 0.5]
    layer.weights[2, [28 * 13 + 4, 28 * 13 + 5, 28 * 14 + 4, 28 * 14 + 6]] = [4, -4, 1, -1]
    lines = explained(capsys, network, pixels).split("\n")
    start = next(number for number, line in enumerate(lines) if "Σ" in line) + 1
    assert lines[start : start + 3] == [
        "       5       5",
        "  13 ████    ++--",
        "  14 ██▒▒██  + . -",
    ]


@pytest.mark.parametrize("columns, wide", [(80, 1), (88, 2), (200, 2)])
def testNoLineOfTheMapIsCutByTheTerminalsEdge(capsys, monkeypatch, testSet, columns, wide):
    monkeypatch.setenv("COLUMNS", str(columns))
    pixels = np.zeros((28, 28))
    pixels[4:24, 4:24] = 1
    lines = explained(capsys, networkOf((784, 10)), pixels.ravel()).split("\n")
    rows = [line for line in lines if "█" in line]
    assert len(rows) == 20
    assert all(len(line) <= columns and "█" * 20 * wide in line for line in rows)
