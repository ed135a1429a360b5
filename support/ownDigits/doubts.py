"""How far an answer can be trusted: whether it stays when the digit is moved, turned or enlarged a little.

A digit that is read correctly nearly always keeps its output; a letter, a scribble, or a digit between two
answers loses it.
"""

from functools import cache

import numpy as np

from support.data.dataSet import SIDE
from support.eyes.digits import CUT
from support.training import distortion

UNSURE = 0.5  # an output up to this is too low to be an answer
STEADY = 0.39  # the answer's mean output: below it half are wrong, and 1 in 200 of the right ones is
WHOLE = 0.9  # a digit at the picture's edge that keeps such an output is all there
UNSTEADY = "unsteady if moved or turned"
UPRIGHT, FALLEN = 0.7, 0.9  # outputs: below the first as it is, above the second when turned
SURER = 0.4  # by so much
TURNED = "turned?"


def withDoubts(digit, activations, network):
    """The Digit, with a warning if its answer is unsteady, and without one of an edge that does no harm.

    An output too low to count (at most UNSURE) says so itself, and needs no second warning.
    """
    kept = steadiness(digit.pixels, activations.argmax(), network)
    warnings = [warning for warning in digit.warnings if warning != CUT or kept < WHOLE]
    if isTurned(digit.pixels, network):
        warnings.append(TURNED)
    if kept < STEADY and activations.max() > UNSURE:
        warnings.append(UNSTEADY)
    return digit._replace(warnings=warnings)


def isTurned(pixels, network):
    """Whether the network is far surer of the digit turned by 90°, 180° or 270°."""
    turned = [np.rot90(pixels.reshape(SIDE, SIDE), turns).ravel() for turns in range(4)]
    upright, *others = network.feedForward(np.array(turned)).max(axis=1)
    return upright < UPRIGHT and max(others) > max(FALLEN, upright + SURER)


def steadiness(pixels, answer, network):
    """The mean output of the network's answer, over distortions of the pixels (784,)."""
    tries = np.append(pixels, 0)[places()]  # the zero for what comes from outside
    return network.feedForward(tries)[:, answer].mean()


@cache
def places():
    """(distortion.TRIES, 784) places to take the pixels from."""
    return distortion.placesOf(distortion.tries())
