"""What a training shows while it runs: the paper's lines, a progress bar, a line per epoch."""

import shutil
import sys
import time

import numpy as np
from tqdm import tqdm

from support.script.interruption import Interruption
from support.script.streams import isTerminal
from support.training.evaluation import Evaluation, inDecimals

EXPLAINED = "iteration and cost of the first training image (a {digit}), its ten activations:"
BESIDE = 4  # columns of the terminal left beside the bar, so that the ^C of a Ctrl-C doesn't wrap it


class NoLog:
    """The events that main.train reports; this log prints and keeps nothing."""

    def beginEpoch(self):
        pass

    def beforeMiniset(self, network, iteration):
        pass

    def afterMiniset(self, network, minisetIndex):
        """True ends the training."""

    def endEpoch(self, network):
        pass


class TrainingLog(NoLog):
    """Keeps what the passes produce anyway, and reports on it at the end of the epoch.

    iteration   mini-sets begun so far, in all epochs
    meanCost    per image, and
    share       right (0 to 1), of the last epoch's images
    """

    def __init__(self, trainingSet, epochs, printEvery=100, validation=None, quiet=False, interruption=None):
        """validation is a pair (images, labels) to be reported on, or None; quiet prints nothing."""
        self.trainingSet = trainingSet
        self.interruption = interruption or Interruption()  # asks the training to end
        self.printEvery = 0 if quiet else printEvery
        self.validation = validation
        self.write = (lambda text: None) if quiet else self.writeAboveBar
        self.minisets = len(trainingSet.input)  # of an epoch
        self.bar = tqdm(
            total=epochs * self.minisets,
            disable=quiet or not isTerminal(sys.stderr),
            ncols=shutil.get_terminal_size().columns - BESIDE,
            leave=False,
            unit=" mini-sets",
        )
        self.epoch = self.iteration = 0

    def beginEpoch(self):
        self.start = time.perf_counter()
        self.epochCosts, self.epochActivations = [], []  # of each mini-set

    def beforeMiniset(self, network, iteration):
        """Print the cost of the data set's first image and its activations, as the paper does."""
        self.iteration = iteration
        if self.printEvery and (iteration == 1 or iteration % self.printEvery == 0):
            activations = network.feedForward(self.trainingSet.firstImage)
            cost = np.sum((activations - self.trainingSet.firstLabel) ** 2)
            if iteration == 1:
                self.write(EXPLAINED.format(digit=self.trainingSet.firstLabel.argmax()))
            self.write(f"{iteration} --> {cost}\n{inDecimals(activations)}")

    def afterMiniset(self, network, minisetIndex):
        self.epochCosts.append(network.costValue)
        self.epochActivations.append(network.layers[-1].activations)
        self.bar.update()
        return self.interruption.requested

    def endEpoch(self, network):
        seconds = time.perf_counter() - self.start
        self.epoch += 1
        activations = np.concatenate(self.epochActivations)
        labels = np.concatenate(list(network.trainLabels))
        self.share = np.mean(activations.argmax(axis=1) == labels.argmax(axis=1))
        self.meanCost = sum(self.epochCosts) / len(labels)
        line = f"epoch {self.epoch}: mean cost {self.meanCost:.4f}, {100 * self.share:.2f} % right"
        if self.validation is not None:
            self.validationAccuracy = Evaluation(network, *self.validation).accuracy
            line += f", {self.validationAccuracy:.2f} % of the validation images"
        self.write(f"{line}, {seconds:.2f} s")

    def writeAboveBar(self, text):
        if self.bar.disable:
            print(text)
        else:
            self.bar.write(text)
