"""The page's numbers are the program's: the accuracy exactly, what e, l and n print to one unit."""

import contextlib
import io
import re

import numpy as np
import pytest

from support.script.paths import WIDE
from support.explaining import answer as whyAnswer
from support.explaining import rival, step
from support.training.evaluation import Evaluation
from support.weights import weightFiles

from browser import needsBrowser
from helpers import makeNetwork

pytestmark = needsBrowser

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = r"[-+−]?\d+(?:\.\d+)?(?: · 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"


def someOf(evaluation):
    """A hundred images: half of them read wrongly."""
    right = np.flatnonzero(evaluation.answers == evaluation.labels)
    return [int(i) for i in (*evaluation.wrong()[:50], *right[:: len(right) // 49][:50])]


def parsed(text):
    """The value of a printed number, and the unit of its last digit."""
    mantissa, _, power = str(text).replace("−", "-").partition(" · 10")
    factor = 10.0 ** int(power.translate(RAISED) or 0)
    return float(mantissa) * factor, 10.0 ** -len(mantissa.partition(".")[2]) * factor


def assertSame(ours, theirs, where):
    """The printed numbers differ by at most one unit of the last digit shown."""
    assert len(ours) == len(theirs), (where, ours, theirs)
    for our, their in zip(ours, theirs, strict=True):
        (value, unit), (other, otherUnit) = parsed(our), parsed(their)
        assert abs(value - other) <= 1.0001 * max(unit, otherUnit), (where, our, their)


def printed(explain, *arguments):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        explain(*arguments)
    return output.getvalue()


def rows(text):
    """{name: its numbers}, from the lines with a name, two spaces or more, and numbers."""
    found = {}
    for line in text.split("\n"):
        match = re.match(rf"  ?(\S.*?)  +({NUMBER}.*?)(?:  (?:for|against))?$", line)
        if match and "=" not in match[1]:
            found[match[1]] = re.findall(NUMBER, match[2])
    return found


@pytest.mark.slow
@pytest.mark.parametrize("layerSizes", [None, (784, 10), (784, 30, 10)])
def testTheAccuracyIsThePrograms(layerSizes, opened, trained, testSet):
    """Of all 10,000 answers, with the shipped weights and with others."""
    network = trained if layerSizes is None else makeNetwork(3, layerSizes)
    evaluation = Evaluation(network, *testSet)
    answers, accuracy = answersOf(opened, network)
    assert answers == evaluation.answers.tolist()
    assert accuracy == evaluation.accuracy


@pytest.mark.slow
def testTheAccuracyOfTheWideNetwork(opened, testSet):
    network = weightFiles.load(WIDE)
    evaluation = Evaluation(network, *testSet)
    assert answersOf(opened, network) == (evaluation.answers.tolist(), evaluation.accuracy)


def answersOf(browser, network):
    layers = [[layer.weights.tolist(), layer.biases.tolist()] for layer in network.layers]
    browser.run(
        "state.useLayers(arguments[0].map(([weights, biases]) => ({biases: Float64Array.from(biases),"
        "weights: weights.map((row) => Float64Array.from(row))})), 'loaded')",
        layers,
    )
    browser.waitFor("state.evaluation !== null")
    return tuple(browser.run("return [[...state.evaluation.answers], state.evaluation.accuracy]"))


def testThePixelsAreThePrograms(opened, testSet):
    """Some images in all 256 grays."""
    images, labels = testSet
    for i in (0, 447, 9999):
        pixels, label = opened.run(
            "return [[...testPixels(state.data, arguments[0])], state.data.testLabels[arguments[0]]]", i
        )
        np.testing.assert_array_equal(pixels, images[i] / 255)
        assert label == labels[i]


def testThePageShowsWhatEPrints(opened, evaluation):
    """Every neuron's sum on the way from the answer to the pixels."""
    opened.run("speakAll('en')")
    for i in someOf(evaluation):
        text = printed(whyAnswer.explain, evaluation.network, evaluation.images[i] / 255, "image")
        parts = re.split(r"^(output neuron \d+|neuron \d+ of hidden layer \d+), z = .*$", text, flags=re.M)
        assert len(parts) > 3
        for name, part in zip(parts[1::2], parts[2::2], strict=True):
            L, k = place(name)
            shown = opened.run(
                "state.network.feedForward(testPixels(state.data, arguments[0]));"
                "return rowsOfSum(state.network, arguments[1], arguments[2])",
                i,
                L,
                k,
            )
            ours = rows(part)
            theirs = {name: [*re.findall(NUMBER, how), signed(x)] for name, how, x in shown}
            assert set(ours) == {name for name, cells in theirs.items() if name in ours or float(cells[-1])}
            for row, cells in ours.items():
                assertSame(cells, theirs[row], (i, name, row))


def signed(x):
    return f"{x:+.4f}"


def place(name):
    numbers = [int(number) for number in re.findall(r"\d+", name)]
    return (2, numbers[0]) if name.startswith("output") else (numbers[1] - 1, numbers[0])


def testThePageShowsWhatNPrints(opened, evaluation):
    """Two output neurons' sums side by side: the answer's, and the label's or another digit's."""
    opened.run("speakAll('en')")
    for i in someOf(evaluation):
        answer, label = int(evaluation.answers[i]), int(evaluation.labels[i])
        other = label if label != answer else (label + i) % 9 + (label + i) // 9 % 2
        if other == answer:
            other = (answer + 1) % 10
        text = printed(rival.explain, evaluation.network, evaluation.images[i] / 255, "image", other)
        shown = opened.run(
            "state.network.feedForward(testPixels(state.data, arguments[0]));"
            "return rowsOfBoth(state.network, arguments[1], arguments[2]).rows",
            i,
            answer,
            other,
        )
        ours = rows(text)
        theirs = {name: [signed(x) for x in numbers] for name, _, *numbers in shown}
        assert ours.keys() == theirs.keys() and len(ours) == 8
        for row, cells in ours.items():
            assertSame(cells, theirs[row], (i, row))


def testThePageShowsWhatLPrints(opened, evaluation):
    """The whole step: outputs, each δ on the way back, a weight per layer, before and after."""
    opened.run("speakAll('en')")
    for i in someOf(evaluation):
        label = int(evaluation.labels[i])
        text = printed(step.explain, evaluation.network, evaluation.images[i] / 255, "image", label)
        stages = opened.run(
            "const pixels = testPixels(state.data, arguments[0]);"
            "return learningStages(state.network, pixels, arguments[1]).map(({rows}) => rows)",
            i,
            label,
        )
        compareStep(text, stages, i)


def compareStep(text, stages, i):
    forward, cost, lastDelta, second, first, gradient, weights, again = stages
    outputs = re.findall(rf"^ +(\d)  ([01]) +({NUMBER}) +({NUMBER}) +({NUMBER}) +({NUMBER})$", text, re.M)
    assert len(outputs) == 10
    for (digit, t, a, off, square, delta), *shown in zip(outputs, forward, cost, lastDelta, strict=False):
        assertSame([a, t], shown[0][1:], (i, digit))
        assertSame([off, square], shown[1][1:], (i, digit))
        assertSame([a, off, delta], [shown[2][1], *shown[2][3:]], (i, digit))
    assertSame(re.findall(rf"^ +C +({NUMBER})$", text, re.M), [cost[10][2]], (i, "C"))
    parts = re.split(r"^δ of (neuron .*), the largest there.*$", text.split("\nOne weight")[0], flags=re.M)
    for part, shown in zip(parts[2::2], (second, first), strict=True):
        ours, theirs = (
            rows(part.replace("=", " ")),
            {name: list(filter(None, cells)) for name, *cells in shown},
        )
        total = ours.pop("Σ δ·w")
        assert [name for name in theirs if name in ours] == [name for name in ours if name in theirs]
        for name in ours.keys() & theirs.keys() - {"δ"}:
            assertSame(ours[name], theirs[name], (i, name))
        assertSame(total, theirs["Σ δ·w"], (i, "Σ δ·w"))
        assertSame(ours["δ"][-1:], theirs["δ"], (i, "δ"))
        assert len(theirs) >= 13
    ways = re.split(r"^  (from .* to .*)$", text.split("\nOne weight")[1].split("\nAfter")[0], flags=re.M)
    for name, part, one, two in zip(ways[1::2], ways[2::2], gradient, weights, strict=True):
        assert one[0] == two[0] == name
        (a, delta, derivative), measured = (
            re.search(rf"a · δ +({NUMBER}) · ({NUMBER}) = ({NUMBER})", part).groups(),
            re.search(rf"measured +({NUMBER}), and the exact gradient ({NUMBER})", part).groups(),
        )
        assertSame([a, delta, derivative, *measured], one[1:], (i, name))
        moved = [
            re.search(rf"{line} +({NUMBER})$", part, re.M)[1]
            for line in ("weight before", "rate · a · δ", "weight after")
        ]
        assertSame(moved, two[1:], (i, name))
    after = re.findall(rf"^ +(\d|C) +({NUMBER}) +({NUMBER}) +({NUMBER})$", text.split("\nAfter")[1], re.M)
    assert len(after) == len(again) == 11
    for (name, *numbers), (_, *shown) in zip(after, again, strict=True):
        assertSame(numbers, shown, (i, name))


def testSmallNumbersAreWrittenAsTheProgramDoes(opened):
    """Six digits and a power of ten."""
    said = opened.run(
        "return [1.467184e-6, -2e-12, 0.000123456789, 0.86386312, 12.5, 0].map((x) => sixDigits(x, '+'))"
    )
    assert said == ["+1.46718 · 10⁻⁶", "−2.00000 · 10⁻¹²", "+0.000123457", "+0.863863", "+12.5000", "0"]
