"""Which answers are doubted: those that change when the digit is moved or turned a little."""

import numpy as np
import pytest

from support.data import dataSet
from support.ownDigits import doubts
from support.eyes.digits import CUT, Digit
from support.script import paths
from support.weights import weightFiles


class Counting:
    """Stands in for a network: answers 7, but to the first `others` of many images 1."""

    def __init__(self, others):
        self.others = others

    def feedForward(self, pixels):
        answers = np.full(pixels.shape[:-1], 7)
        if answers.ndim:
            answers[: self.others] = 1
        return np.eye(10)[answers]


@pytest.mark.parametrize(
    "others, warnings", [(0, []), (4, []), (5, [CUT]), (24, [CUT]), (25, [CUT, doubts.UNSTEADY])]
)
def testWarnings(others, warnings):
    digit = Digit(np.zeros(784), [CUT], (0, 1, 0, 1))
    network = Counting(others)
    activations = network.feedForward(digit.pixels)
    assert doubts.withDoubts(digit, activations, network).warnings == warnings
    assert digit.warnings == [CUT]


def testALowOutputIsDoubtedHoweverOftenTheAnswerStays():
    class Timid:
        def feedForward(self, pixels):
            return np.full((*pixels.shape[:-1], 10), 0.1) + 0.3 * (np.arange(10) == 7)

    assert doubts.steadiness(np.zeros(784), 7, Timid()) == pytest.approx(0.4)


@pytest.mark.parametrize("place", [paths.TRAINED, paths.WIDE])
def testWhatIsReadRightlyIsSteady(place):
    """Of the test images: nearly none that is read rightly is doubted, and a third of those that aren't."""
    network = weightFiles.load(place)
    images, labels = dataSet.readTestSet()
    answers = network.feedForward(images / 255).argmax(axis=1)
    right, wrong = np.flatnonzero(answers == labels)[:1000], np.flatnonzero(answers != labels)
    doubted = [
        np.mean(
            [
                doubts.steadiness(images[index] / 255, answers[index], network) < doubts.STEADY
                for index in indices
            ]
        )
        for indices in (right, wrong)
    ]
    assert doubted[0] < 0.01
    assert doubted[1] > 0.3


def testADigitIsDoubtedTheSameTwice():
    network = weightFiles.load(paths.TRAINED)
    pixels = dataSet.readTestSet()[0][8] / 255
    output = doubts.steadiness(pixels, 5, network)
    doubts.places.cache_clear()
    assert doubts.steadiness(pixels, 5, network) == output
