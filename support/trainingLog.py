"""What a training shows while it runs: the paper's lines, a progress bar, a line per epoch."""

import shutil
import sys
import time

import numpy as np
from tqdm import tqdm

from support.testRun import TestRun

BESIDE = 4  # columns of the terminal left beside the bar, so that the ^C of a Ctrl-C does not wrap it
HIGH_RATE = 3  # on a mini-set's mean; from about 6 on, digits get lost for good


class TrainingLog:
    """Adds up what the passes of an epoch give anyway, and prints it.

    iteration   mini-sets begun so far, of all epochs
    meanCost    per image, and
    share       right, of 1: over this epoch's images so far, or over the last epoch's
    """

    def __init__(self, trainingSet, epochs, printEvery=100, validation=None, quiet=False):
        """validation is a pair (images, labels) to be reported on, or None; quiet prints nothing."""
        self.trainingSet = trainingSet
        self.printEvery = 0 if quiet else printEvery
        self.validation = validation
        self.write = (lambda text: None) if quiet else self.writeAboveBar
        self.minisets = len(trainingSet.input)  # of an epoch
        self.bar = tqdm(
            total=epochs * self.minisets,
            disable=quiet or None,  # None: where stderr is no terminal
            ncols=shutil.get_terminal_size().columns - BESIDE,
            leave=False,
            unit=" mini-sets",
        )
        self.epoch = self.iteration = 0
        self.newEpoch()

    def newEpoch(self):
        self.cost = self.right = self.images = 0
        self.start = time.perf_counter()

    @property
    def meanCost(self):
        return self.cost / max(self.images, 1)

    @property
    def share(self):
        return self.right / max(self.images, 1)

    def beforeMiniset(self, network):
        """Print the cost of the data set's first image and its activations, as the paper does."""
        self.iteration += 1
        if self.printEvery and (self.iteration == 1 or self.iteration % self.printEvery == 0):
            activations = network.feedForward(self.trainingSet.firstImage)
            cost = np.sum((activations - self.trainingSet.firstLabel) ** 2)
            self.write(f"{self.iteration} --> {cost}\n{activations}")

    def afterMiniset(self, network, label, cost):
        """Count a mini-set's cost (the sum over its images) and its right answers."""
        self.cost += cost
        answers = network.layers[-1].activations.argmax(axis=1)
        self.right += np.count_nonzero(answers == label.argmax(axis=1))
        self.images += len(label)
        self.bar.update()

    def endEpoch(self, network):
        seconds = time.perf_counter() - self.start
        self.epoch += 1
        line = f"epoch {self.epoch}: mean cost {self.meanCost:.4f}, {100 * self.share:.2f} % right"
        if self.validation is not None:
            line += f", {TestRun(network, *self.validation).accuracy:.2f} % of the validation images"
        self.write(f"{line}, {seconds:.2f} s")

    def writeAboveBar(self, text):
        if self.bar.disable:
            print(text)
        else:
            self.bar.write(text)


def warnIfPoor(testRun, images, labels, chosen):
    """Say on stderr what to change where under half of the training images are right.

    Where the test images are, those are as well: then the 60,000 need not be counted.
    """
    if testRun.accuracy < 50 and (share := TestRun(testRun.network, images, labels).accuracy) < 50:
        print(f"only {share:.0f} % of the training images are right; {advice(chosen)}", file=sys.stderr)


def advice(chosen):
    """What to change of main.py's options after a training that has learned little."""
    meanRate = chosen.learning_rate * (1 if chosen.average else chosen.miniset_size)
    papersMeanRate = 0.01 * chosen.miniset_size
    if meanRate > HIGH_RATE:
        return "the learning rate is too high: choose a lower --learning-rate"
    if chosen.average and meanRate < papersMeanRate:
        return (
            "the learning rate is too low for a mean: the paper's 0.01 on the sum of "
            f"{chosen.miniset_size} is --learning-rate {papersMeanRate:g} on their mean"
        )
    return "choose more --epochs or another --learning-rate"
