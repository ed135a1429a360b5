"""How far an answer can be trusted: whether it stays when the digit is moved, turned or enlarged a little.

A digit that is read rightly keeps its output nearly always; a letter, a scribble, or one that lies between
two answers loses it.
"""

from functools import cache

import numpy as np

from support.data.dataSet import SIDE
from support.eyes.digits import CUT
from support.training import distortion

UNSURE = 0.5  # an output that is no higher is no answer
STEADY = 0.39  # the answer's mean output: of the lower ones half are wrong; 1 in 200 right ones is lower
WHOLE = 0.9  # of a digit at the picture's edge: what keeps such an output is there as a whole
UNSTEADY = "unsteady if moved or turned"
UPRIGHT, FALLEN = 0.7, 0.9  # outputs: lower as it stands, higher when turned
SURER = 0.4  # by so much
TURNED = "turned?"


def withDoubts(digit, activations, network):
    """The Digit, warned of where its answer is unsteady, and not of an edge that does no harm.

    An output that is none (no higher than UNSURE) says so itself, and needs no second warning.
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
    """The mean output, over distortions of the pixels (784,), of the answer that the network gives them."""
    tries = np.append(pixels, 0)[places()]  # the zero for what comes from outside
    return network.feedForward(tries)[:, answer].mean()


@cache
def places():
    """(distortion.TRIES, 784) places to take the pixels from."""
    return distortion.placesOf(distortion.tries())
