"""What the benchmark's peers share: their command line, MNIST as arrays, and the line they print.

A peer is a module with a function train(network, pixels, wanted, chosen). It trains from the network's
weights at the paper's rate, leaves the trained ones in the network, and returns what it measured:
trainingSeconds, those of the loop alone.
"""

import argparse
import json

import numpy as np

from Network import Network
from support.data import dataSet
from support.training.evaluation import Evaluation


def runPeer(train):
    """Train once as the command line says, and print the measurements as one line of JSON."""
    chosen = peerOptions()
    # Every peer reads MNIST with our reader, so that this takes each the same time.
    images, labels = dataSet.readTrainSet()
    testImages, testLabels = dataSet.readTestSet()
    pixels, wanted = asArrays(images[: chosen.images], labels[: chosen.images], chosen.precision)
    network = firstNetwork(chosen)
    figures = train(network, pixels, wanted, chosen)
    accuracy = Evaluation(network, testImages, testLabels).accuracy
    print(json.dumps({**figures, "accuracy": accuracy}))


def peerOptions(arguments=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--miniset-size", type=int, default=100)
    parser.add_argument("--precision", choices=("float64", "float32"), default="float64")
    parser.add_argument("--seed", type=int, default=0, help="draws the first weights")
    parser.add_argument("--images", type=int, metavar="N", help="train on the first N images only")
    return parser.parse_args(arguments)


def asArrays(images, labels, precision):
    """The images' pixels, 0 to 1, and the outputs wanted for them, one per row."""
    number = np.dtype(precision).type
    return images / number(255), dataSet.oneHot(labels).astype(precision)


def firstNetwork(chosen):
    """The paper's network with its first weights, in the chosen precision."""
    network = Network(None, None, rng=np.random.RandomState(chosen.seed))
    for layer in network.layers:
        layer.weights, layer.biases = (
            array.astype(chosen.precision) for array in (layer.weights, layer.biases)
        )
    return network


def minisets(pixels, wanted, size):
    """The pairs (pixels, wanted) of the mini-sets, in their order."""
    return [(pixels[i : i + size], wanted[i : i + size]) for i in range(0, len(pixels), size)]
