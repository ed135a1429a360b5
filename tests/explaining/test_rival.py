"""Why not another digit: both sums and their differences, read back from what is printed."""

import re

import numpy as np
import pytest

from Network import Network
from support.explaining import rival

ROW = re.compile(
    r"^  (\S.*?) +([+-]\d+\.\d{4}) +([+-]\d+\.\d{4}) +([+-]\d+\.\d{4})(?:  (for|against))?$", re.M
)
Z = re.compile(r"^  output neuron (\d): z = (\S+), σ\(z\) = (\S+)$", re.M)


def check(text, network, pixels, answer, other):
    """Each column adds up to its z; the differences to that of the two z."""
    *rows, last = ROW.findall(text)
    assert last[0] == "z"
    columns = np.array([row[1:4] for row in rows], dtype=float)
    z = np.array(last[1:4], dtype=float)
    assert columns.sum(axis=0) == pytest.approx(z, abs=1e-9)
    assert columns[:, 0] - columns[:, 1] == pytest.approx(columns[:, 2], abs=1e-9)
    assert z[0] - z[1] == pytest.approx(z[2], abs=1e-9)
    assert all(row[4] == ("for" if float(row[3]) > 0 else "against") for row in rows if float(row[3]))

    activations = network.feedForward(pixels)
    layer = network.layers[-1]
    wanted = layer.weights @ layer.input + layer.biases
    assert z[:2] == pytest.approx(wanted[[answer, other]], abs=6e-5)
    assert Z.findall(text) == [
        (str(digit), f"{value:+.4f}", f"{activations[digit]:.4f}")
        for digit, value in zip((answer, other), z, strict=False)
    ]
    # the largest first
    terms = (layer.weights[answer] - layer.weights[other]) * layer.input
    assert columns[:5, 2] == pytest.approx(terms[np.argsort(-abs(terms))[:5]], abs=2e-4)
    assert "rounding" not in text


def testFiftyImages(capsys, evaluation):
    """Right and wrong ones, by the weights that come with the project, beside the digit that came next."""
    right = np.flatnonzero(evaluation.answers == evaluation.labels)
    for index in [*right[::200][:25], *evaluation.wrong()[:25]]:
        pixels, label = evaluation.images[index] / 255, evaluation.labels[index]
        other, answer = np.argsort(evaluation.activations[index])[-2:]
        rival.explain(evaluation.network, pixels, f"test image {index}", other, label)
        text = capsys.readouterr().out
        assert text.split("\n")[0] == f"test image {index}: label {label}, answer {answer}"
        assert f"Why {answer} and not {other}:" in text
        check(text, evaluation.network, pixels, answer, other)


def testWithoutAHiddenLayerThePixelsAreCompared(capsys, testSet):
    network = Network(None, None, layerSizes=(784, 10), rng=np.random.RandomState(1))
    pixels = testSet[0][0] / 255
    answer = network.feedForward(pixels).argmax()
    other = (answer + 3) % 10
    rival.explain(network, pixels, "mine.png", other)
    text = capsys.readouterr().out
    assert text.startswith(f"mine.png: answer {answer}\n")
    assert re.search(r"^  pixel \(\d+, \d+\) ", text, re.M) and "the other 779 pixels" in text
    assert "█" in text
    check(text, network, pixels, answer, other)


def testTheAnswerIsNotComparedWithItself(capsys):
    network = Network(None, None, rng=np.random.RandomState(1))
    pixels = np.zeros(784)
    answer = network.feedForward(pixels).argmax()
    rival.explain(network, pixels, "test image 3", answer, 4)
    lines = capsys.readouterr().out.split("\n")
    assert lines[1].startswith(f"{answer} is the answer") and lines[2:] == [""]
