"""Which answers are doubted: those that change when the digit is moved or turned a little."""

import numpy as np
import pytest

from support.data import dataSet
from support.ownDigits import doubts
from support.ownDigits.ownDigit import CUT, Prepared
from support.script import options
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
    "others, warnings", [(0, []), (4, []), (5, [CUT]), (12, [CUT]), (13, [CUT, doubts.UNSTEADY])]
)
def testWarnings(others, warnings):
    digit = Prepared(np.zeros(784), [CUT])
    assert doubts.withDoubts(digit, Counting(others)).warnings == warnings
    assert digit.warnings == [CUT]


def testWhatIsReadRightlyIsSteady():
    """Of the test images: nearly none that is read rightly is doubted, and half of those that aren't."""
    network = weightFiles.load(options.WIDE)
    images, labels = dataSet.readTestSet()
    answers = network.feedForward(images / 255).argmax(axis=1)
    right, wrong = np.flatnonzero(answers == labels)[:300], np.flatnonzero(answers != labels)
    doubted = [
        np.mean([doubts.steadiness(images[index] / 255, network) < doubts.STEADY for index in indices])
        for indices in (right, wrong)
    ]
    assert doubted[0] < 0.01
    assert doubted[1] > 0.5


def testADigitIsDoubtedTheSameTwice():
    network = weightFiles.load(options.TRAINED)
    pixels = dataSet.readTestSet()[0][8] / 255
    share = doubts.steadiness(pixels, network)
    doubts.places.cache_clear()
    assert doubts.steadiness(pixels, network) == share
