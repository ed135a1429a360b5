"""One training of a study, and its measurements: what runs on each core or cluster worker.

The training is main.py's own; only the measuring is added here.
"""

import shlex
import time
from functools import lru_cache

import numpy as np
from threadpoolctl import threadpool_limits

from main import newTraining, runTraining
from support.data import dataSet
from support.script import options
from support.training.evaluation import Evaluation

FLAT = 0.01  # where σ's value is this near to 0 or 1, its slope is under 0.01: nothing is learned there
NEARLY_ALL = 0.99  # of the images

# A worker trains many networks, and reads each data set once.
readTrainSet = lru_cache(dataSet.readTrainSet)
readTestSet = lru_cache(dataSet.readTestSet)


def measure(settings, seed):
    """Train a network with settings, as optionsOf takes them, and return its row of the study.

    The row is a dictionary:
    settings, seed    as given
    measuredOn        "test" images, or "validation" images where settings hold some back: a study
                      that chooses settings never looks at the test images
    accuracy          percent of those
    trainingAccuracy  percent of the images trained on, by the trained network
    meanCost          per image, over the last epoch
    firstImageCost    of the first training image, by the trained network: what the paper's program shows
    lostDigits        how many digits are never the answer
    deadOutputs       how many output neurons stay under 0.01 on every image
    saturatedNeurons  how many hidden neurons are where σ is flat on nearly all images
    seconds           of processor time: what the training takes if it has a core to itself
    """
    chosen = optionsOf(settings, seed)
    images, labels = readTrainSet(chosen.data)
    kept = len(images) - (chosen.validation or 0)
    if chosen.validation:
        measuredOn, measured = "validation", (images[kept:], labels[kept:])
    else:
        measuredOn, measured = "test", readTestSet(chosen.data)

    with threadpool_limits(1):
        start = time.thread_time()
        network, log = newTraining(chosen, images, labels, quiet=True)
        runTraining(chosen, network, log)
        seconds = time.thread_time() - start
        trainingRun = Evaluation(network, images[:kept], labels[:kept])
        evaluation = Evaluation(network, *measured)
        return {
            "settings": settings,
            "seed": seed,
            "measuredOn": measuredOn,
            "accuracy": round(evaluation.accuracy, 4),
            "trainingAccuracy": round(trainingRun.accuracy, 4),
            "meanCost": round(log.meanCost, 6),
            "firstImageCost": round(firstImageCost(network, images, labels), 6),
            "lostDigits": dataSet.CLASSES - len(np.unique(evaluation.answers)),
            "deadOutputs": np.count_nonzero(evaluation.activations.max(axis=0) < FLAT),
            "saturatedNeurons": saturatedNeurons(network, measured[0]),
            "seconds": round(seconds, 3),
        }


def optionsOf(settings, seed=None):
    """What settings, a string of main.py's options, choose."""
    words = shlex.split(settings)
    return options.mainOptions(words if seed is None else [*words, "--seed", str(seed)])


def firstImageCost(network, images, labels):
    activations = network.feedForward(images[0] / 255)
    return np.sum((activations - dataSet.oneHot(labels[0])) ** 2)


def saturatedNeurons(network, images):
    """How many neurons of the hidden layers are under 0.01 or over 0.99 on nearly all images."""
    network.feedForward(images / 255)
    hidden = [layer.activations for layer in network.layers[:-1]]
    flat = [((a < FLAT) | (a > 1 - FLAT)).mean(axis=0) for a in hidden]  # each neuron's share of images
    return int(sum(np.count_nonzero(shares > NEARLY_ALL) for shares in flat))
