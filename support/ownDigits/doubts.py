"""How far an answer can be trusted: whether it stays when the digit is moved, turned or enlarged a little.

A digit that is read rightly keeps its answer nearly always; a letter, a scribble, or one that lies between
two answers loses it.
"""

from functools import cache

import numpy as np

from support.ownDigits.ownDigit import CUT
from support.training import distortion

TRIES = 40  # distortions, as --augment draws them
STEADY = 0.7  # of them keep the answer: below, fewer than two in three were right
WHOLE = 0.9  # of a digit at the picture's edge: what keeps its answer so often is there as a whole
UNSTEADY = "unsteady if moved or turned"


def withDoubts(digit, network):
    """The Prepared, warned of where its answer is unsteady, and not of an edge that does no harm."""
    share = steadiness(digit.pixels, network)
    warnings = [warning for warning in digit.warnings if warning != CUT or share < WHOLE]
    return digit._replace(warnings=[*warnings, UNSTEADY] if share < STEADY else warnings)


def steadiness(pixels, network):
    """The share of distortions of the pixels (784,), 0 to 1, under which the network's answer stays."""
    tries = np.append(pixels, 0)[places()]  # the zero for what comes from outside
    answers = network.feedForward(tries).argmax(axis=1)
    return np.mean(answers == network.feedForward(pixels).argmax())


@cache
def places():
    """(TRIES, 784) places to take the pixels from, always the same: a picture read twice is doubted twice."""
    return distortion.placesOf(distortion.draw(np.random.default_rng(0), TRIES))
