"""Your own picture, its digits as the network reads them, and that in words."""

from typing import NamedTuple

import numpy as np

from support.eyes.convolutions import layers
from support.eyes.digits import digitsOf
from support.ownDigits.doubts import UNSURE, withDoubts
from support.ownDigits.pictureReader import readPicture
from support.script import paths
from support.script.fault import Fault


class Reading(NamedTuple):
    """What a picture holds."""

    picture: np.ndarray  # (height, width) gray bytes
    rows: list  # of its digits, the upper one first: Digits from left to right
    activations: np.ndarray  # (digits, 10), in the same order

    @property
    def digits(self):
        return [digit for row in self.rows for digit in row]

    @property
    def answers(self):
        return self.activations.argmax(axis=1)

    @property
    def number(self):
        """The digits as they are written, a blank between two rows: '1984 25'."""
        answers = iter(self.answers)
        return " ".join("".join(str(next(answers)) for _ in row) for row in self.rows)

    @property
    def verdict(self):
        """One digit's answer and the runner-up, or the number and each digit's answer."""
        if len(self.activations) == 1:
            answer, second = np.argsort(-self.activations[0], kind="stable")[:2]
            return (
                f"{withOutput(self.activations[0], answer)}, then {withOutput(self.activations[0], second)}"
            )
        return f"{self.number}   {' '.join(self.each)}"

    @property
    def each(self):
        return [
            withOutput(activations, answer)
            for activations, answer in zip(self.activations, self.answers, strict=True)
        ]

    @property
    def warnings(self):
        """Why digits may be misread: a few words each, and which digits if not all."""
        places = {}
        for place, (digit, activations) in enumerate(zip(self.digits, self.activations, strict=True), 1):
            for warning in warningsOf(digit, activations):
                places.setdefault(warning, []).append(place)
        return [
            warning if len(found) == len(self.digits) else f"{warning} ({whichOf(found)})"
            for warning, found in places.items()
        ]


def read(network, path):
    """The Reading of the picture in a file. Raises Fault if it can't be read, or holds no digit."""
    picture = readPicture(path)
    rows = digitsOf(picture, layers(paths.EYES))
    if not rows:
        raise Fault(f"{path}: no digit found, write large and dark on plain paper")
    return answered(network, picture, rows)


def answered(network, picture, rows):
    """The Reading of rows of digits: what the network answers to each, and why not to trust it."""
    rows = [[inBytes(digit) for digit in row] for row in rows]
    activations = np.array([network.feedForward(digit.pixels) for row in rows for digit in row])
    outputs = iter(activations)
    rows = [[withDoubts(digit, next(outputs), network) for digit in row] for row in rows]
    return Reading(picture, rows, activations)


def inBytes(digit):
    """The Digit in 255 steps, as MNIST's images are: so what is saved of it is what the network saw."""
    return digit._replace(pixels=np.rint(255 * digit.pixels).astype(np.uint8) / 255)


def withOutput(activations, answer):
    return f"{answer} ({activations[answer]:.2f})"


def warningsOf(digit, activations):
    unsure = [f"no output above {UNSURE}"] if activations.max() <= UNSURE else []
    return digit.warnings + unsure


def whichOf(places):
    return f"digit{'s' if len(places) > 1 else ''} {', '.join(map(str, places))}"
