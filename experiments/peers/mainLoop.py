"""main.py's own training in single or double precision: whether single precision would be worth it.

main.py has no such option: here its first weights, pixels and labels are made single for it.
"""

import json
import time

import numpy as np

import main
from experiments.peers.peer import firstNetwork, peerOptions
from support.data import dataSet
from support.script import options
from support.training import trainingSet
from support.training.evaluation import Evaluation


def makeSingle(chosen):
    """Have main.newTraining make its network, pixels and labels in single precision."""

    def singleNetwork(trainInput, trainLabels, *arguments):
        network = firstNetwork(chosen)
        network.trainInput, network.trainLabels = trainInput, trainLabels
        return network

    doubleLabels = trainingSet.oneHot
    main.Network = singleNetwork
    trainingSet.oneHot = lambda labels: doubleLabels(labels).astype(np.float32)
    trainingSet.Pixels.__getitem__ = lambda self, rows: self.images[rows] / np.float32(255)


if __name__ == "__main__":
    chosen = peerOptions()
    if chosen.precision == "float32":
        makeSingle(chosen)
    images, labels = (array[: chosen.images] for array in dataSet.readTrainSet())
    testImages, testLabels = dataSet.readTestSet()
    mainChosen = options.mainOptions(
        f"--seed {chosen.seed} --epochs {chosen.epochs} --miniset-size {chosen.miniset_size}".split()
    )
    start = time.perf_counter()
    network, log = main.newTraining(mainChosen, images, labels, quiet=True)
    main.runTraining(mainChosen, network, log)
    seconds = time.perf_counter() - start
    accuracy = Evaluation(network, testImages, testLabels).accuracy
    print(json.dumps({"trainingSeconds": seconds, "accuracy": accuracy}))
