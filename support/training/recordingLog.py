"""A training's log that keeps what its figures and its film show."""

import numpy as np

from support.data.dataSet import SIDE
from support.training.trainingLog import TrainingLog

NEURONS = 100  # of the first layer whose weights are kept, at most: each picture takes time and room
MOMENTS = 60  # at which they are kept


class RecordingLog(TrainingLog):
    """A TrainingLog that also keeps, in lists,

    costs, shares     each mini-set's mean cost, and its share right (0 to 1)
    weights           a weight per layer, after each mini-set
    validationShares  (iteration, percent) after each epoch, if there are validation images
    moments           (iteration, the first layer's weights), the first from before the training
    """

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.costs, self.shares, self.weights, self.validationShares, self.moments = [], [], [], [], []
        self.wanted = set(np.linspace(0, self.bar.total, MOMENTS).round())

    def beforeMiniset(self, network, iteration):
        super().beforeMiniset(network, iteration)
        if not self.moments:
            self.keepWeights(network, 0)

    def afterMiniset(self, network, minisetIndex):
        isOver = super().afterMiniset(network, minisetIndex)
        labels, activations = network.trainLabels[minisetIndex], network.layers[-1].activations
        self.costs.append(network.costValue / len(labels))
        self.shares.append(np.mean(activations.argmax(axis=1) == labels.argmax(axis=1)))
        self.weights.append([layer.weights[0, watched(layer)] for layer in network.layers])
        if self.iteration in self.wanted:
            self.keepWeights(network, self.iteration)
        return isOver

    def keepWeights(self, network, iteration):
        self.moments.append((iteration, network.layers[0].weights[:NEURONS].astype(np.float32)))

    def endEpoch(self, network):
        super().endEpoch(network)
        if self.validation is not None:
            self.validationShares.append((self.iteration, self.validationAccuracy))


def watched(layer):
    """The input whose weight into the layer's neuron 0 is recorded: a middle one, as pixels at the edge are
    mostly dark."""
    return layer.inputSize // 2 + (SIDE // 2 if layer.inputSize == SIDE**2 else 0)


def runningMean(values, before, after=0):
    """For each value the mean of it, so many values before it and so many after it; fewer at the ends."""
    sums = np.concatenate([[0], np.cumsum(values)])
    places = np.arange(len(values))
    first, last = np.maximum(places - before, 0), np.minimum(places + after + 1, len(values))
    return (sums[last] - sums[first]) / (last - first)
