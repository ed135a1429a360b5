"""Train the network on MNIST, save its weights, and ask for test images: section 3.2.3 of the paper.

python main.py            trains as the paper does, and saves to data/
python main.py --help     lists what else it can do
"""

import support  # noqa: F401  first of all: it tells what isn't installed
import time

import numpy as np

from Network import Network
from support import dataSet, options, pictureFiles, trainingFigures, weightFiles
from support.fault import Fault
from support.interruption import Interruption
from support.prompt import Prompt
from support.script import runScript
from support.testRun import TestRun
from support.trainingFigures import RecordingLog
from support.trainingLog import TrainingLog, warnIfPoor
from support.trainingSet import TrainingSet


def train(network, trainingSet, epochs, log, interruption, average=False, decay=False):
    """Section 3.2.3: in every epoch, every mini-set moves the weights once.

    A mini-set's gradient is the sum over its images, as in the paper; with average it is their mean, as
    in its theory. With decay the learning rate falls linearly and would be 0 after the last iteration.
    Raises Fault where the cost is no longer a finite number.
    """
    learningRate = network.learningRate
    iterations = epochs * len(network.trainInput)
    for _ in range(epochs):
        trainingSet.newEpoch()
        log.newEpoch()
        for minisetIndex in range(len(network.trainInput)):
            if decay:
                network.learningRate = learningRate * (1 - log.iteration / iterations)
            log.beforeMiniset(network)

            miniset = network.trainInput[minisetIndex]
            network.feedForward(miniset)
            cost = network.cost(minisetIndex)
            weightGradient, biasGradient = network.calculateGradient(minisetIndex)
            if average:
                weightGradient, biasGradient = weightGradient / len(miniset), biasGradient / len(miniset)
            network.backpropagation(weightGradient, biasGradient)

            log.afterMiniset(network, network.trainLabels[minisetIndex], cost)
            if not np.isfinite(cost):
                raise Fault(f"the cost is {cost}, nothing is saved: choose a lower --learning-rate")
            if interruption.requested:
                return
        log.endEpoch(network)


def scaleWeights(network):
    """First weights within ±√(6 / (inputSize + outputSize)) in place of ±0.5, first biases 0.

    A neuron with 784 inputs of ±0.5 starts where σ is flat, and learns slowly; so it starts steep.
    """
    for layer in network.layers:
        layer.weights *= np.sqrt(6 / (layer.inputSize + layer.outputSize)) / 0.5
        layer.biases *= 0


def trainNetwork(chosen, images, labels, interruption, quiet=False):
    """The network that main.py's options train, and the log of its training."""
    rng = np.random.RandomState(chosen.seed)
    kept = len(images) - (chosen.validation or 0)
    trainingSet = TrainingSet(
        images[:kept], labels[:kept], chosen.miniset_size, chosen.shuffle, chosen.augment, rng
    )
    layerSizes = (dataSet.SIDE**2, *chosen.hidden, dataSet.CLASSES)
    network = Network(trainingSet.input, trainingSet.labels, chosen.learning_rate, layerSizes, rng)
    if chosen.scaled_weights:
        scaleWeights(network)
    validation = (images[kept:], labels[kept:]) if chosen.validation else None
    newLog = RecordingLog if chosen.figures else TrainingLog
    log = newLog(trainingSet, chosen.epochs, chosen.print_every, validation, quiet)
    # A rate that is far too high overflows; the cost tells, NumPy's warnings would only disturb.
    with np.errstate(all="ignore"), log.bar:
        train(network, trainingSet, chosen.epochs, log, interruption, chosen.average, chosen.decay)
    return network, log


def main():
    start = time.perf_counter()
    chosen = options.mainOptions()
    images, labels = dataSet.readTrainSet(chosen.data)
    testImages, testLabels = dataSet.readTestSet(chosen.data)
    options.checkSizes(chosen, len(images))
    weightFiles.checkWritable(chosen.output)
    if chosen.figures:
        pictureFiles.checkWritable(chosen.figures)

    if chosen.seed is None:
        chosen.seed = int(np.random.SeedSequence().generate_state(1)[0])
        print(f"seed: {chosen.seed}")
    if chosen.average:
        print(
            f"the mean's rate {chosen.learning_rate:g} is a rate of "
            f"{chosen.learning_rate / chosen.miniset_size:g} on the sum of {chosen.miniset_size} images"
        )
    with Interruption() as interruption:
        network, log = trainNetwork(chosen, images, labels, interruption)
        if interruption.requested:
            print(f"interrupted after {log.iteration} iterations")
        weightFiles.save(network, chosen.output)
        testRun = TestRun(network, testImages, testLabels)
    seconds = time.perf_counter() - start
    print(
        f"{testRun.correctGuesses} of the {len(testLabels)} test images right "
        f"({testRun.accuracy:.2f} %), in {seconds:.1f} s"
    )
    warnIfPoor(testRun, images, labels, chosen)
    if chosen.figures:
        trainingFigures.saveAll(log, network, chosen.figures)
    if not chosen.no_picker:
        Prompt(testRun).run()
    return 0


if __name__ == "__main__":
    runScript(main)
