"""Train the network on MNIST, save its weights, and ask for test images: section 3.2.3 of the paper.

python main.py            trains as the paper does, and saves to data/
python main.py --help     lists what else it can do
"""

if __name__ == "__main__":
    try:
        import support.script.start  # noqa: F401  before all else
    except KeyboardInterrupt:  # until start listens to Ctrl-C, Python would show a traceback
        raise SystemExit(130) from None

import math
import time

import numpy as np
from threadpoolctl import threadpool_limits

from Network import Network
from support.asking.prompt import Prompt
from support.data import dataSet
from support.figures import figureFiles, film, trainingFigures
from support.script import options
from support.script.fault import Fault, complain, printable
from support.script.interruption import Interruption
from support.script.runScript import runScript
from support.training import advice
from support.training.evaluation import Evaluation
from support.training.recordingLog import RecordingLog
from support.training.trainingLog import NoLog, TrainingLog
from support.training.trainingSet import MiniSets, TrainingSet
from support.weights import saving, weightFiles

LEAVING = 5  # seconds to wait for another program's save when the system wants us to end


def trainMiniset(network, minisetIndex, divisor=None):
    """The step of section 3.2.3: a mini-set goes forward, its gradient goes back into the weights.

    divisor divides the gradient: None for the paper's sum over the images, a number, or an array of one per
    layer.
    """
    network.feedForward(network.trainInput[minisetIndex])
    network.cost(minisetIndex)
    weightGradient, biasGradient = network.calculateGradient(minisetIndex)
    if divisor is not None:
        weightGradient, biasGradient = weightGradient / divisor, biasGradient / divisor
    network.backpropagation(weightGradient, biasGradient)


def train(network, epochs=4, *, trainingSet=None, divisor=None, decay=False, log=None):
    """Section 3.2.3: in every epoch, every mini-set of network.trainInput moves the weights once.

    divisor returns trainMiniset's divisor for a mini-set's labels. With decay the learning rate falls
    linearly to 0. trainingSet draws each epoch's order and distortions. The training ends early if log's
    afterMiniset returns True. Raises Fault if the cost is no longer a finite number.

    NumPy's BLAS is held to one thread: more gain nothing here, and wait for each other on a busy machine.
    """
    log = log or NoLog()
    checkNumbers(network)
    learningRate, iteration = network.learningRate, 0
    iterations = epochs * len(network.trainInput)
    # A rate that is far too high overflows: the cost shows it, so NumPy needn't warn.
    with threadpool_limits(1), np.errstate(all="ignore"):
        for _ in range(epochs):
            if trainingSet is not None:
                trainingSet.newEpoch()
            log.beginEpoch()
            for minisetIndex in range(len(network.trainInput)):
                if decay:
                    network.learningRate = learningRate * (1 - iteration / iterations)
                iteration += 1
                log.beforeMiniset(network, iteration)
                trainMiniset(network, minisetIndex, divisor and divisor(network.trainLabels[minisetIndex]))
                network.learningRate = learningRate
                isOver = log.afterMiniset(network, minisetIndex)
                if not math.isfinite(network.costValue):
                    raise Fault(
                        f"the cost is {network.costValue}, nothing is saved: choose a lower --learning-rate"
                    )
                if isOver:
                    return
            log.endEpoch(network)


def checkNumbers(network):
    """Raise Fault if train is given a number that is missing (nan). MiniSets hold bytes, which can't be."""
    given = {
        "weights": [layer.weights for layer in network.layers],
        "biases": [layer.biases for layer in network.layers],
    }
    if not isinstance(network.trainInput, MiniSets):
        given |= {"inputs": network.trainInput, "wanted outputs": network.trainLabels}
    for name, arrays in given.items():
        if any(np.isnan(array).any() for array in arrays):
            raise Fault(f"the {name} hold nan, a missing number: fill it in, or leave that sample out")


def scaleWeights(network):
    """First weights within ±√(6 / (inputSize + outputSize)) instead of ±0.5, first biases 0.

    With 784 weights of ±0.5 a neuron starts where σ is flat; with these, where it's steep.
    """
    for layer in network.layers:
        layer.weights *= np.sqrt(6 / (layer.inputSize + layer.outputSize)) / 0.5
        layer.biases *= 0


def divisorOf(network, average, scaledRates):
    """train's divisor, as the two options say; None for the paper's sum.

    average divides by the number of images, scaledRates by each layer's number of inputs: a neuron's sum then
    moves about as far per step from 784 inputs as from 20.
    """
    inputSizes = np.array([layer.inputSize for layer in network.layers])
    if average and scaledRates:
        return lambda labels: len(labels) * inputSizes
    if scaledRates:
        return lambda labels: inputSizes
    return len if average else None


def firstNetwork(chosen):
    """The network that the training starts from, in the folder chosen.weights, or None."""
    if chosen.weights is None:
        return None
    network = weightFiles.load(chosen.weights)
    dataSet.checkFits(network, chosen.weights)
    options.checkWeights(chosen, [layer.outputSize for layer in network.layers[:-1]])
    return network


def newTraining(chosen, images, labels, network=None, interruption=None, quiet=False):
    """The network that main.py's options train, and the log, which has its training set.

    network is one to go on training, or None for a new one with random weights.
    """
    rng = np.random.RandomState(chosen.seed)
    kept = len(images) - (chosen.validation or 0)
    trainingSet = TrainingSet(
        images[:kept],
        labels[:kept],
        minisetSize=chosen.miniset_size,
        shuffle=chosen.shuffle,
        augment=chosen.augment,
        rng=rng,
    )
    if network is None:
        layerSizes = (dataSet.SIDE**2, *chosen.hidden, dataSet.CLASSES)
        network = Network(None, None, layerSizes=layerSizes, rng=rng)
        if chosen.scaled_weights:
            scaleWeights(network)
    network.trainInput, network.trainLabels = trainingSet.input, trainingSet.labels
    network.learningRate = chosen.learning_rate
    validation = (images[kept:], labels[kept:]) if chosen.validation else None
    newLog = RecordingLog if chosen.figures or chosen.film else TrainingLog
    log = newLog(trainingSet, chosen.epochs, chosen.print_every, validation, quiet, interruption)
    return network, log


def runTraining(chosen, network, log, output=None):
    """Train as main.py's options say, and save the weights in output, if given, even after an early end.

    What ended it is raised after the save. After a Fault the weights aren't worth saving.
    """
    early = None
    try:
        with log.bar:
            train(
                network,
                chosen.epochs,
                trainingSet=log.trainingSet,
                divisor=divisorOf(network, chosen.average, chosen.scaled_rates),
                decay=chosen.decay,
                log=log,
            )
    except Exception as error:  # nobody reads the output any more, no memory, a bug
        if output is None or isinstance(error, Fault):
            raise
        early = error
    if output is not None:
        saving.save(network, output, LEAVING if log.interruption.leaving else math.inf)
    if early is not None:
        complain(f"the training ended after {log.iteration} iterations, its weights are saved")
        raise early


def checkOutputs(chosen):
    """Raise Fault if something couldn't be saved: better before the training than after it."""
    saving.checkWritable(chosen.output)
    if chosen.figures:
        figureFiles.checkWritable(chosen.figures)
    if chosen.film:
        film.checkWritable(chosen.film)


def chooseSeed(chosen):
    """Draw a seed if none was given, and print it: with it the training can be repeated."""
    if chosen.seed is None:
        chosen.seed = int(np.random.SeedSequence().generate_state(1)[0])
        print(f"seed: {chosen.seed}")


def tellBefore(chosen, first, testImages, testLabels):
    """Print what the options mean; first is the network that the training starts from."""
    if first is not None:
        accuracy = Evaluation(first, testImages, testLabels).accuracy
        print(f"starting from {printable(chosen.weights)}: {accuracy:.2f} % of the test images right")
    if chosen.average:
        print(
            f"the mean's rate {chosen.learning_rate:g} is a rate of "
            f"{chosen.learning_rate / chosen.miniset_size:g} on the sum of {chosen.miniset_size} images"
        )


def tellAfter(evaluation, log, seconds):
    if log.interruption.requested:
        print(f"interrupted after {log.iteration} iterations")
    print(
        f"{evaluation.correctGuesses} of the {len(evaluation.labels)} test images right "
        f"({evaluation.accuracy:.2f} %), in {seconds:.1f} s"
    )


def main():
    start = time.perf_counter()
    chosen = options.mainOptions()
    first = firstNetwork(chosen)
    (images, labels), test = dataSet.readSets(chosen.data)
    options.checkSizes(chosen, len(images))
    checkOutputs(chosen)
    chooseSeed(chosen)
    tellBefore(chosen, first, *test)
    advice.warnIfDark(images)
    with Interruption() as interruption:
        try:
            network, log = newTraining(chosen, images, labels, first, interruption)
            runTraining(chosen, network, log, chosen.output)
        except MemoryError as error:
            raise advice.memoryFault(chosen) from error
        evaluation = Evaluation(network, *test)
    tellAfter(evaluation, log, time.perf_counter() - start)
    if not interruption.requested:
        advice.warnIfPoor(evaluation, images, labels, chosen)
    if chosen.figures:
        trainingFigures.saveAll(log, network, chosen.figures)
    if chosen.film:
        film.save(log, chosen.film)
    if not (chosen.no_picker or interruption.leaving):
        Prompt(evaluation).run()
    return 0


if __name__ == "__main__":
    runScript(main)
