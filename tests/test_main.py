"""main.py's training: the paper's order, and the options that go beyond it."""

import warnings

import literalPaper
import numpy as np
import pytest
from helpers import trainChosen, trainWith, values

import main
from Network import Network
from support.script import options
from support.script.fault import Fault
from support.script.interruption import Interruption
from support.training.evaluation import Evaluation
from support.training.trainingLog import TrainingLog
from support.training.trainingSet import TrainingSet


def testATrainingFollowsThePapersLoops(mnist):
    """Five mini-sets of real images, in loops over images, neurons and weights."""
    images, labels = mnist[0][:500], mnist[1][:500]
    rng = np.random.RandomState(1)
    first = Network(None, None, rng=rng)
    weights = [layer.weights.tolist() for layer in first.layers]
    biases = [layer.biases.tolist() for layer in first.layers]
    for start in range(0, 500, 100):
        some = slice(start, start + 100)
        literalPaper.trainMiniset(
            weights, biases, (images[some] / 255).tolist(), np.eye(10)[labels[some]].tolist(), 0.01
        )
    network, _ = trainWith("--epochs 1", images, labels)
    for layer, layerWeights, layerBiases in zip(network.layers, weights, biases, strict=True):
        assert np.abs(layer.weights - layerWeights).max() < 1e-9
        assert np.abs(layer.biases - layerBiases).max() < 1e-9


@pytest.mark.slow
def testAnEpochFollowsThePapersLoops(mnist):
    """All 600 mini-sets, image by image, with NumPy's products for one image: plain Python would take five
    minutes."""
    images, labels = mnist
    first = Network(None, None, rng=np.random.RandomState(1))
    weights = [layer.weights for layer in first.layers]
    biases = [layer.biases for layer in first.layers]
    for start in range(0, 60000, 100):
        weightSums = [np.zeros_like(array) for array in weights]
        biasSums = [np.zeros_like(array) for array in biases]
        for image, label in zip(images[start : start + 100], labels[start : start + 100], strict=True):
            activations = [image / 255.0]
            for w, b in zip(weights, biases, strict=True):
                activations.append(1 / (1 + np.exp(-(np.dot(w, activations[-1]) + b))))
            a = activations[-1]
            delta = a * (1 - a) * 2 * (a - np.eye(10)[label])
            for layer in (2, 1, 0):
                weightSums[layer] += 0.01 * np.outer(delta, activations[layer])
                biasSums[layer] += 0.01 * delta
                a = activations[layer]
                delta = np.dot(weights[layer].T, delta) * a * (1 - a)
        for layer in range(3):
            weights[layer] -= weightSums[layer]
            biases[layer] -= biasSums[layer]
    network, _ = trainWith("--epochs 1", images, labels)
    for layer, layerWeights, layerBiases in zip(network.layers, weights, biases, strict=True):
        assert np.abs(layer.weights - layerWeights).max() < 1e-9
        assert np.abs(layer.biases - layerBiases).max() < 1e-9


def testASeedRepeatsToTheLastBit(few):
    """And what it repeats are the paper's steps, from the order and distortions that the seed draws."""
    arguments = "--epochs 2 --shuffle --augment --decay --scaled-weights --scaled-rates --learning-rate 3"
    one, _ = trainWith(arguments, *few)
    two, _ = trainWith(arguments, *few)
    other, _ = trainWith(f"{arguments} --seed 2", *few)
    assert values(one) == values(two)
    assert not np.array_equal(one.layers[0].weights, other.layers[0].weights)
    rng = np.random.RandomState(1)
    wanted = Network(None, None, 1, rng=rng)
    main.scaleWeights(wanted)
    trainingSet = TrainingSet(*few, shuffle=True, augment=True, rng=rng)
    wanted.trainInput, wanted.trainLabels = trainingSet.input, trainingSet.labels
    for iteration in range(6):  # three mini-sets an epoch
        if iteration % 3 == 0:
            trainingSet.newEpoch()
        wanted.feedForward(wanted.trainInput[iteration % 3])
        for layer, gradient, biasGradient in zip(
            wanted.layers, *wanted.calculateGradient(iteration % 3), strict=True
        ):
            rate = 3 * (1 - iteration / 6) / layer.inputSize
            layer.weights, layer.biases = layer.weights - rate * gradient, layer.biases - rate * biasGradient
    for layer, right in zip(one.layers, wanted.layers, strict=True):
        assert np.allclose(layer.weights, right.weights, rtol=0, atol=1e-12)
        assert np.allclose(layer.biases, right.biases, rtol=0, atol=1e-12)


def testASeedFixesTheFirstWeights(few):
    """As README repeats a run: they are drawn by the generator with that seed."""
    for arguments in ("", "--scaled-weights"):
        network, _ = main.newTraining(
            options.mainOptions(["--seed", "5", *arguments.split()]), *few, quiet=True
        )
        wanted = Network(None, None, rng=np.random.RandomState(5))
        if arguments:
            main.scaleWeights(wanted)
        assert values(network) == values(wanted)


def testAverageIsTheSumAtARateDividedByTheMinisetsSize(few):
    images, labels = few[0][:200], few[1][:200]
    mean, _ = trainWith("--average --learning-rate 1", images, labels)
    total, _ = trainWith("--learning-rate 0.01", images, labels)
    for a, b in zip(mean.layers, total.layers, strict=True):
        assert np.allclose(a.weights, b.weights, rtol=0, atol=1e-12)


def testAverageDividesAShorterMinisetByItsOwnLength(few):
    images, labels = few[0][:10], few[1][:10]
    short, _ = trainWith("--average --miniset-size 10 --epochs 1", images, labels)
    network = Network((images / 255)[None], np.eye(10)[labels][None], 0.001, rng=np.random.RandomState(1))
    network.feedForward(network.trainInput[0])
    network.backpropagation(*network.calculateGradient(0))
    assert np.allclose(short.layers[0].weights, network.layers[0].weights, rtol=0, atol=1e-14)


@pytest.mark.parametrize("average, images", [("", 1), ("--average", 10)])
def testScaledRatesDivideEachLayersStepByItsInputs(few, average, images):
    """The last mini-set is the only one, of 10 images; with --average both divisors are multiplied."""
    some = few[0][:10], few[1][:10]
    once = "--epochs 1 --miniset-size 10 --hidden 12 5 --learning-rate"
    before, _ = trainWith(f"{once} 1e-300", *some)
    plain, _ = trainWith(f"{once} 0.001", *some)
    scaled, _ = trainWith(f"{once} 0.06 --scaled-rates {average}", *some)
    for inputs, first, one, other in zip(
        (784, 12, 5), before.layers, plain.layers, scaled.layers, strict=True
    ):
        for kind in ("weights", "biases"):
            start = getattr(first, kind)
            wanted = (getattr(one, kind) - start) * 60 / inputs / images
            assert np.allclose(getattr(other, kind) - start, wanted, rtol=1e-6, atol=1e-13)
            assert wanted.any()


def testDecayReachesZeroBehindTheLastIteration(few, monkeypatch):
    rates = []
    original = Network.calculateGradient

    def noted(network, image):
        rates.append(network.learningRate)
        return original(network, image)

    monkeypatch.setattr(Network, "calculateGradient", noted)
    trainWith("--decay --epochs 2 --learning-rate 0.06", *few)  # three mini-sets an epoch
    assert rates == pytest.approx([0.06, 0.05, 0.04, 0.03, 0.02, 0.01])


def testScaledWeightsStayWithinTheirLayersBound(few):
    network = Network(None, None, rng=np.random.RandomState(1))
    main.scaleWeights(network)
    for layer in network.layers:
        bound = np.sqrt(6 / (layer.inputSize + layer.outputSize))
        assert 0.95 * bound < np.abs(layer.weights).max() <= bound
        assert not layer.biases.any()


@pytest.mark.parametrize(
    "hidden, sizes", [("", [784, 10]), ("30", [784, 30, 10]), ("5 4 3", [784, 5, 4, 3, 10])]
)
def testHiddenLayersAreAnOption(few, hidden, sizes):
    network, _ = trainWith(f"--epochs 1 --hidden {hidden}", *few)
    assert [784, *(layer.outputSize for layer in network.layers)] == sizes


def testValidationImagesAreKeptOut(few, capsys):
    images, labels = few
    chosen = options.mainOptions(["--seed", "1", "--epochs", "1", "--validation", "50"])
    network, _ = trainChosen(chosen, images, labels, quiet=False)
    without, _ = trainWith("--epochs 1", images[:200], labels[:200])
    assert np.array_equal(network.layers[0].weights, without.layers[0].weights)
    accuracy = Evaluation(network, images[200:], labels[200:]).accuracy
    assert f"{accuracy:.2f} % of the validation images" in capsys.readouterr().out


@pytest.mark.parametrize("missing", ["inputs", "wanted outputs", "weights", "biases"])
def testAMissingNumberIsNamedBeforeTheFirstMiniset(missing):
    """In the last sample or layer; the network stays as it is."""
    inputs, wanted = np.ones((2, 3, 4)), np.ones((2, 3, 2))
    network = Network(list(inputs), list(wanted), layerSizes=(4, 3, 2))
    array = {
        "inputs": inputs[1], "wanted outputs": wanted[1],
        "weights": network.layers[1].weights, "biases": network.layers[1].biases,
    }[missing]  # fmt: skip
    array.flat[-1] = np.nan
    before = values(network)
    with pytest.raises(Fault, match=f"the {missing} hold nan"):
        main.train(network, 1)
    assert values(network) == before


def testACostThatIsNoNumberEndsTheTraining(few):
    """Infinite weights times dark pixels: the cost is nan."""
    network = Network(None, None)
    network.layers[0].weights[:] = np.inf
    trainingSet = TrainingSet(*few)
    network.trainInput, network.trainLabels = trainingSet.input, trainingSet.labels
    log = TrainingLog(trainingSet, 1, quiet=True)
    with pytest.raises(Fault, match="--learning-rate"):
        main.train(network, 1, log=log)
    assert log.iteration == 1


def testAnInterruptedTrainingEndsAfterItsMiniset(few):
    interruption = Interruption()
    interruption.requested = True
    _, log = trainWith("--epochs 2", *few, interruption)
    assert log.iteration == 1


@pytest.mark.parametrize("leaving, seconds", [(True, 5), (False, float("inf"))])
def testAProgramThatLeavesWaitsFiveSecondsForALock(few, monkeypatch, leaving, seconds):
    """SIGKILL soon follows SIGTERM; one that isn't asked to leave waits for ever."""
    waited = []
    monkeypatch.setattr(main.saving, "save", lambda network, folder, patience: waited.append(patience))
    interruption = Interruption()
    interruption.leaving = leaving
    chosen = options.mainOptions(["--seed", "1", "--epochs", "1"])
    network, log = main.newTraining(chosen, *few, interruption=interruption, quiet=True)
    main.runTraining(chosen, network, log, "anywhere")
    assert waited == [seconds]


def testARateThatOverflowsIsNoWarningOfNumPys(few):
    with warnings.catch_warnings(), pytest.raises(Fault, match="choose a lower --learning-rate"):
        warnings.simplefilter("error")
        trainWith("--learning-rate 1e308", *few)
