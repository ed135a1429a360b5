"""One step of learning: every printed number is computed again from those printed above it."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np
import pytest

from Network import Network
from support.explaining import sixDigits, step

CALCULATOR = Context(prec=6, rounding=ROUND_HALF_UP)  # its keys: the result has six digits


def result(*factors):
    product = Decimal(1)
    for factor in factors:
        product *= Decimal(factor)
    return CALCULATOR.plus(product)


def total(*terms):
    return CALCULATOR.plus(sum(map(Decimal, terms), Decimal(0)))


def rows(pattern, text):
    return re.findall(pattern, text, re.MULTILINE)


def explained(capsys, network, pixels, label, more=None):
    """What is printed, with Python's exponents instead of powers of ten, which Decimal doesn't read."""
    step.explain(network, pixels, "test image 0", label, more)
    text = capsys.readouterr().out
    assert not re.search(r"\de[-+]", text)
    assert max(map(len, text.split("\n"))) <= 80
    return asPython(text)


def asPython(text):
    ordinary = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    return re.sub(r" · 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda power: "e" + power[1].translate(ordinary), text)


def check(text, network, pixels, label):
    """Every number of the text from those above it, the given ones (a, w, pixels) from the network."""
    outputs = network.feedForward(pixels)
    answer = outputs.argmax()
    assert text.startswith(f"test image 0: label {label}, answer {answer}\n")
    head, answers, *hidden = re.split(r"^δ of ", text.split("\nOne weight of each layer")[0], flags=re.M)
    deltas = checkOutputs(head, outputs, label)
    checkAnswer(answers, head, deltas, answer)
    chain = [(answer, deltas[answer])]
    for depth, part in zip(range(len(network.layers) - 1, 0, -1), hidden, strict=True):
        chain.insert(0, checkHidden(part, network, depth, deltas, chain[0]))
        deltas = None
    checkWeights(text, network, chain)
    checkStep(text, network, pixels, label)


def checkOutputs(text, outputs, label):
    table = rows(r"^ +(\d)  ([01]) +(\d\S*) +([+-]\S+) +(\S+) +(\S+)$", text)
    assert [int(row[0]) for row in table] == list(range(10))
    for digit, t, a, off, square, delta in table:
        assert int(t) == (int(digit) == label)
        assert float(a) == pytest.approx(outputs[int(digit)], rel=5e-6, abs=5e-13)
        assert Decimal(off) == Decimal(a) - Decimal(t)
        assert Decimal(square) == result(off, off)
        assert Decimal(delta) == result(a, 1 - Decimal(a), 2, off)
    assert [Decimal(cost) for cost in rows(r"^ +C +(\S+)$", text)] == [total(*(row[4] for row in table))]
    return [row[5] for row in table]


def checkAnswer(text, head, deltas, answer):
    assert text.startswith(f"the answer's output neuron {answer}, ")
    rest, off = rows(r"^  1 - a +(\S+)$", text)[0], rows(r"^  a - t +(\S+)$", text)[0]
    (factors,) = rows(r"^  δ +(\S+) · (\S+) · 2 · (\S+) = (\S+)$", text)
    (a,) = rows(rf"^ +{answer}  [01] +(\S+) ", head)
    assert factors == (a, rest, off, deltas[answer])
    assert Decimal(rest) == 1 - Decimal(a)


def checkHidden(text, network, depth, outputDeltas, following):
    """outputDeltas are those printed of the output neurons, None for a layer further back."""
    layer, nextLayer = network.layers[depth - 1], network.layers[depth]
    neuron = int(re.match(rf"neuron (\d+) of hidden layer {depth}, ", text)[1])
    name = r"(?:output )?neuron (\d+)(?: of hidden layer \d+)?"
    terms = rows(rf"^  {name} +([+-]\S+) · +(\S+) = +(\S+)$", text)
    assert 0 < len(terms) <= 11
    for k, delta, weight, term in terms:
        assert float(weight) == pytest.approx(nextLayer.weights[int(k), neuron], rel=5e-6)
        assert Decimal(term) == result(delta, weight)
        if outputDeltas is not None:
            assert delta == outputDeltas[int(k)]
    assert (str(following[0]), following[1]) in [term[:2] for term in terms]
    others = rows(r"^  the other .* +(\S+)$", text)
    assert len(others) == (len(terms) < nextLayer.outputSize)
    (sum,) = rows(r"^  Σ δ·w +(\S+)$", text)
    assert Decimal(sum) == total(*(term[3] for term in terms), *others)
    ((a, rest, slope),) = rows(r"^  a \(1 - a\) +(\S+) · (\S+) = (\S+)$", text)
    assert float(a) == pytest.approx(layer.activations[neuron], rel=5e-6, abs=5e-13)
    assert Decimal(rest) == 1 - Decimal(a)
    assert Decimal(slope) == result(a, rest)
    ((*factors, delta),) = rows(r"^  δ +(\S+) · (\S+) = (\S+)$", text)
    assert factors == [sum, slope]
    assert Decimal(delta) == result(*factors)
    return neuron, delta


def checkWeights(text, network, chain):
    parts = re.split(r"^  from (.*) to (.*)$", text.split("\nOne weight of each layer")[1], flags=re.M)
    assert len(parts[1::3]) == len(network.layers)
    for depth, source, target, part in zip(
        range(len(network.layers), 0, -1), parts[1::3], parts[2::3], parts[3::3], strict=True
    ):
        layer, (k, delta) = network.layers[depth - 1], chain[depth - 1]
        assert int(re.search(r"\d+", target)[0]) == k
        if depth == 1:
            row, column = map(int, re.search(r"pixel \((\d+), (\d+)\)", source).groups())
            j = 28 * row + column
        else:
            j = int(re.search(r"\d+", source)[0])
            assert j == chain[depth - 2][0]
        ((a, factor, derivative),) = rows(r"^  a · δ +(\S+) · (\S+) = (\S+)$", part)
        assert factor == delta
        assert float(a) == pytest.approx(layer.input[j], rel=5e-6, abs=5e-13)
        assert Decimal(derivative) == result(a, delta)
        before, change, after = (
            Decimal(rows(rf"^  {name} +(\S+)$", part)[0])
            for name in ("weight before", "rate · a · δ", "weight after")
        )
        assert change == result("0.01", a, delta)
        assert float(before) == pytest.approx(layer.weights[k, j], abs=5.1e-7)
        assert after == (before - change).quantize(before, ROUND_HALF_UP)
        if change:
            assert abs((before - after) / change - 1) < Decimal("0.01")  # the change is seen
        ((measured, exact),) = rows(r"^  measured +(\S+), and the exact gradient (\S+)$", part)
        for value in (measured, exact):
            assert float(value) == pytest.approx(float(derivative), rel=1e-3, abs=1e-18)
        assert re.search(r"^ +beside a · δ: alike", part, re.M)


def checkStep(text, network, pixels, label):
    table = rows(r"^ +(\d|C) +(\d\S*) +(\d\S*) +([+-]\S+)$", text.split("\nAfter one such step")[1])
    assert [row[0] for row in table] == [*"0123456789", "C"]
    for _, before, after, change in table:
        assert Decimal(change) == Decimal(after) - Decimal(before)
    stepped = Network(pixels[None, None], np.eye(10)[[[label]]])
    stepped.layers = [layerLike(layer) for layer in network.layers]
    for column, place in ((1, Decimal(table[0][1])), (2, Decimal(table[0][2]))):
        activations = stepped.feedForward(pixels)
        printed = [Decimal(row[column]) for row in table]
        unit = float(Decimal(1).scaleb(place.as_tuple().exponent))
        assert np.array(printed[:10], dtype=float) == pytest.approx(activations, abs=0.51 * unit)
        cost = sum((a - (digit == label)) ** 2 for digit, a in enumerate(printed[:10]))
        assert printed[10] == cost.quantize(place, ROUND_HALF_UP)
        stepped.backpropagation(*stepped.calculateGradient((0, 0)))
    assert text.endswith("The step is taken back: the weights are as they were.\n")


def layerLike(layer):
    from Layer import Layer

    copied = Layer(layer.inputSize, layer.outputSize)
    copied.weights, copied.biases = layer.weights.copy(), layer.biases.copy()
    return copied


def someOf(evaluation):
    right = np.flatnonzero(evaluation.answers == evaluation.labels)
    return [*evaluation.wrong()[:10], *right[::900][:10]]


def testEveryNumberOfTwentyImages(capsys, evaluation):
    for index in someOf(evaluation):
        pixels, label = evaluation.images[index] / 255, evaluation.labels[index]
        text = explained(capsys, evaluation.network, pixels, label)
        check(text, evaluation.network, pixels, label)


@pytest.mark.parametrize("layerSizes", [(784, 10), (784, 3, 10), (784, 8, 7, 6, 10), (784, 60, 10)])
def testNetworksOfOtherSizes(capsys, testSet, layerSizes):
    network = Network(None, None, layerSizes=layerSizes, rng=np.random.RandomState(1))
    images, labels = testSet
    check(explained(capsys, network, images[8] / 255, labels[8]), network, images[8] / 255, labels[8])


def wrongEverywhere(deltas):
    return [-delta for delta in deltas]


def wrongInTheLastLayer(deltas):
    return [*deltas[:-1], -deltas[-1]]


def wrongInTheFirstLayer(deltas):
    return [-deltas[0], *deltas[1:]]


def wrongByAPercent(deltas):
    return [1.01 * delta for delta in deltas]


@pytest.mark.parametrize(
    "change", [wrongEverywhere, wrongInTheLastLayer, wrongInTheFirstLayer, wrongByAPercent]
)
def testAWrongSignInCalculateDeltasWouldBeSeen(capsys, evaluation, monkeypatch, change):
    """The control: that of one image fails the check, and the text says so itself."""
    right = Network.calculateDeltas
    monkeypatch.setattr(Network, "calculateDeltas", lambda *given: change(right(*given)))
    index = evaluation.wrong()[0]
    pixels, label = evaluation.images[index] / 255, evaluation.labels[index]
    text = explained(capsys, evaluation.network, pixels, label)
    with pytest.raises(AssertionError):
        check(text, evaluation.network, pixels, label)
    assert "beside a · δ: they differ" in text or change is wrongByAPercent


def testAnImageWithNextToNothingToLearn(capsys, evaluation):
    costs = evaluation.costs
    little, much = int(np.argmin(costs)), int(np.argmax(costs))
    for index, isLittle in ((little, True), (much, False)):
        text = explained(
            capsys, evaluation.network, evaluation.images[index] / 255, evaluation.labels[index], "another"
        )
        assert ("next to nothing to learn" in text) == ("more to learn from another" in text) == isLittle


def testTheNetworkStaysAsItWas(capsys, evaluation):
    network = evaluation.network
    before = [array.copy() for layer in network.layers for array in (layer.weights, layer.biases)]
    explained(capsys, network, evaluation.images[5] / 255, 1)
    after = [array for layer in network.layers for array in (layer.weights, layer.biases)]
    assert all(np.array_equal(one, two) for one, two in zip(before, after, strict=True))
    assert network.trainInput is None


def testHalvesAreRoundedUp():
    """As a calculator does, not to the even digit."""
    assert str(sixDigits.six(Decimal("1.000005"))) == "1.00001"
    assert str(sixDigits.rounded("0.25", 1)) == "0.3"
