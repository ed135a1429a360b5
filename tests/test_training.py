"""main.py's training and what feeds it: mini-sets, the paper's order, the options that go beyond it."""

import warnings

import literalPaper
import numpy as np
import pytest

import main
from Network import Network
from support.data import dataSet
from support.script import options
from support.script.fault import Fault
from support.script.interruption import Interruption
from support.training.advice import warnIfPoor
from support.training.evaluation import Evaluation
from support.training.recordingLog import MOMENTS, RecordingLog, smooth, watched
from support.training.trainingLog import TrainingLog
from support.training.trainingSet import MiniSets, TrainingSet


@pytest.fixture(scope="module")
def mnist():
    return dataSet.readTrainSet()


@pytest.fixture
def few(mnist):
    """The first 250 training images."""
    images, labels = mnist
    return images[:250], labels[:250]


def trained(arguments, images, labels, interruption=None):
    chosen = options.mainOptions(["--seed", "1", *arguments.split()])
    return main.trainNetwork(chosen, images, labels, interruption or Interruption(), quiet=True)


def testMnistIsWhatThePaperHas(mnist):
    images, labels = mnist
    trainingSet = TrainingSet(images, labels)
    assert len(trainingSet.input) == len(trainingSet.labels) == 600
    assert trainingSet.input[599].shape == (100, 784)
    assert trainingSet.labels[599].shape == (100, 10)
    assert trainingSet.labels[0][0].tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert trainingSet.input[0][0].max() == 1 and trainingSet.input[0][0].min() == 0
    assert np.array_equal(trainingSet.input[7][3], images[703] / 255)
    # the counts of each digit that the data set's authors publish
    assert np.bincount(labels).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert np.bincount(dataSet.readTestSet()[1]).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009
    ]  # fmt: skip


def testALastMinisetMayBeShorter():
    minisets = MiniSets(np.arange(7), 3)
    assert [miniset.tolist() for miniset in minisets] == [[0, 1, 2], [3, 4, 5], [6]]
    with pytest.raises(IndexError):
        minisets[3]


def testShufflingKeepsImagesWithTheirLabels(few):
    images, labels = few
    trainingSet = TrainingSet(images, labels, 100, shuffle=True, rng=np.random.RandomState(3))
    orders = []
    for _ in range(2):
        trainingSet.newEpoch()
        orders.append(trainingSet.order.copy())
        fed = np.concatenate(list(trainingSet.input))
        wanted = np.concatenate(list(trainingSet.labels))
        assert np.array_equal(fed, images[orders[-1]] / 255)
        assert np.array_equal(wanted.argmax(axis=1), labels[orders[-1]])
        assert sorted(orders[-1]) == list(range(250))
    assert not np.array_equal(*orders)
    assert np.array_equal(trainingSet.firstImage, images[0] / 255)
    assert trainingSet.firstLabel.argmax() == labels[0]


def testWithoutShufflingTheOrderIsTheDataSets(few):
    images, labels = few
    trainingSet = TrainingSet(images, labels)
    trainingSet.newEpoch()
    assert np.array_equal(np.concatenate(list(trainingSet.input)), images / 255)
    assert np.array_equal(np.concatenate(list(trainingSet.labels)).argmax(axis=1), labels)


def testATrainingFollowsThePapersLoops(mnist):
    """An epoch of five mini-sets of real images, against loops over images, neurons and weights."""
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
    network, _ = trained("--epochs 1", images, labels)
    for layer, layerWeights, layerBiases in zip(network.layers, weights, biases, strict=True):
        assert np.abs(layer.weights - layerWeights).max() < 1e-9
        assert np.abs(layer.biases - layerBiases).max() < 1e-9


@pytest.mark.slow
def testAnEpochFollowsThePapersLoops(mnist):
    """The whole epoch of 600 mini-sets, image by image, with NumPy's products for one image: in plain
    Python it would take five minutes."""
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
    network, _ = trained("--epochs 1", images, labels)
    for layer, layerWeights, layerBiases in zip(network.layers, weights, biases, strict=True):
        assert np.abs(layer.weights - layerWeights).max() < 1e-9
        assert np.abs(layer.biases - layerBiases).max() < 1e-9


def testASeedRepeatsToTheLastBit(few):
    arguments = "--epochs 2 --shuffle --augment --decay --scaled-weights --scaled-rates --learning-rate 3"
    one, _ = trained(arguments, *few)
    two, _ = trained(arguments, *few)
    other, _ = trained(f"{arguments} --seed 2", *few)
    assert all(np.array_equal(a.weights, b.weights) for a, b in zip(one.layers, two.layers, strict=True))
    assert not np.array_equal(one.layers[0].weights, other.layers[0].weights)


def testAverageIsTheSumAtARateDividedByTheMinisetsSize(few):
    images, labels = few[0][:200], few[1][:200]
    mean, _ = trained("--average --learning-rate 1", images, labels)
    total, _ = trained("--learning-rate 0.01", images, labels)
    for a, b in zip(mean.layers, total.layers, strict=True):
        assert np.allclose(a.weights, b.weights, rtol=0, atol=1e-12)


def testAverageDividesAShorterMinisetByItsOwnLength(few):
    images, labels = few[0][:10], few[1][:10]
    short, _ = trained("--average --miniset-size 10 --epochs 1", images, labels)
    network = Network((images / 255)[None], np.eye(10)[labels][None], 0.001, rng=np.random.RandomState(1))
    network.feedForward(network.trainInput[0])
    network.backpropagation(*network.calculateGradient(0))
    assert np.allclose(short.layers[0].weights, network.layers[0].weights, rtol=0, atol=1e-14)


@pytest.mark.parametrize("average, images", [("", 1), ("--average", 10)])
def testScaledRatesDivideEachLayersStepByItsInputs(few, average, images):
    """The last mini-set is the only one, of 10 images; with --average both divisors are multiplied."""
    some = few[0][:10], few[1][:10]
    once = "--epochs 1 --miniset-size 10 --hidden 12 5 --learning-rate"
    before, _ = trained(f"{once} 1e-300", *some)
    plain, _ = trained(f"{once} 0.001", *some)
    scaled, _ = trained(f"{once} 0.06 --scaled-rates {average}", *some)
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
    trained("--decay --epochs 2 --learning-rate 0.06", *few)  # three mini-sets an epoch
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
    network, _ = trained(f"--epochs 1 --hidden {hidden}", *few)
    assert [784, *(layer.outputSize for layer in network.layers)] == sizes


def testTheLogsFiguresAreThoseOfThePasses(few):
    """Mean cost and share right, counted again image by image with weights that hardly move."""
    images, labels = few
    network, log = trained("--epochs 1 --learning-rate 1e-300", images, labels)
    evaluation = Evaluation(network, images, labels)
    assert log.share == pytest.approx(evaluation.correctGuesses / 250)
    assert log.meanCost == pytest.approx(np.sum((evaluation.activations - np.eye(10)[labels]) ** 2) / 250)
    assert log.iteration == 3


def testThePapersLinesAreOfTheFirstImageBeforeTheUpdate(few, capsys):
    images, labels = few
    chosen = options.mainOptions(["--seed", "1", "--epochs", "1", "--shuffle", "--print-every", "2"])
    network = Network(None, None, rng=np.random.RandomState(1))
    activations = network.feedForward(images[0] / 255)
    cost = np.sum((activations - np.eye(10)[labels[0]]) ** 2)
    main.trainNetwork(chosen, images, labels, Interruption())
    lines = capsys.readouterr().out.split("\n")
    assert lines[0] == f"iteration and cost of the first training image (a {labels[0]}), its ten activations:"
    assert lines[1] == f"1 --> {cost}"
    assert lines[2] == f"[{' '.join(f'{activation:.4f}' for activation in activations)}]"
    assert [line.split()[0] for line in lines if "-->" in line] == ["1", "2"]


def testValidationImagesAreKeptOut(few, capsys):
    images, labels = few
    chosen = options.mainOptions(["--seed", "1", "--epochs", "1", "--validation", "50"])
    network, _ = main.trainNetwork(chosen, images, labels, Interruption())
    without, _ = trained("--epochs 1", images[:200], labels[:200])
    assert np.array_equal(network.layers[0].weights, without.layers[0].weights)
    accuracy = Evaluation(network, images[200:], labels[200:]).accuracy
    assert f"{accuracy:.2f} % of the validation images" in capsys.readouterr().out


def testACostThatIsNoNumberEndsTheTraining(few):
    """Infinite weights times dark pixels make it so."""
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
    _, log = trained("--epochs 2", *few, interruption)
    assert log.iteration == 1


def testATrainingThatEndsWellIsNotWarnedOf(mnist, few, capsys):
    """However badly its only epoch began: what counts is how it ends."""
    network, log = trained("--epochs 1 --learning-rate 0.007", *mnist)
    evaluation = Evaluation(network, *few)
    assert log.share < 0.5 < evaluation.accuracy / 100
    warnIfPoor(evaluation, *mnist, options.mainOptions([]))
    assert capsys.readouterr().err == ""


def testARateThatOverflowsIsNoWarningOfNumPys(few):
    with warnings.catch_warnings(), pytest.raises(Fault, match="choose a lower --learning-rate"):
        warnings.simplefilter("error")
        trained("--learning-rate 1e308", *few)


def testARecordingKeepsEveryMiniset(few):
    images, labels = few
    network = Network(None, None, rng=np.random.RandomState(1))
    trainingSet = TrainingSet(images, labels)
    network.trainInput, network.trainLabels = trainingSet.input, trainingSet.labels
    log = RecordingLog(trainingSet, 2, quiet=True)
    main.train(network, 2, trainingSet=trainingSet, log=log)
    assert len(log.costs) == len(log.shares) == len(log.weights) == 6
    assert np.dot(log.costs[3:], [100, 100, 50]) / 250 == pytest.approx(log.meanCost)
    assert np.dot(log.shares[3:], [100, 100, 50]) / 250 == pytest.approx(log.share)
    assert log.weights[-1] == [layer.weights[0, watched(layer)] for layer in network.layers]
    assert [iteration for iteration, _ in log.moments] == list(range(7))
    first, last = log.moments[0][1], log.moments[-1][1]
    untrained = Network(None, None, rng=np.random.RandomState(1)).layers[0].weights
    assert np.array_equal(first, untrained.astype(np.float32))
    assert np.array_equal(last, network.layers[0].weights.astype(np.float32))


def testARecordingKeepsWeightsAtSixtyMomentsAndTheValidation(few):
    images, labels = few
    chosen = options.mainOptions(["--epochs", "50", "--film", "any.gif", "--validation", "50", "--seed", "1"])
    network, log = main.trainNetwork(chosen, images, labels, Interruption(), quiet=True)
    iterations = [iteration for iteration, _ in log.moments]
    assert len(iterations) == MOMENTS and iterations[0] == 0 and iterations[-1] == 100
    assert [iteration for iteration, _ in log.validationShares] == list(range(2, 101, 2))
    accuracy = Evaluation(network, images[200:], labels[200:]).accuracy
    assert log.validationShares[-1][1] == accuracy


def testTheRunningMeanIsOfTheValuesAround():
    values = np.arange(10.0) ** 2
    means = smooth(values, 4)
    assert means[5] == pytest.approx(values[3:7].mean())
    assert means[0] == pytest.approx(values[:2].mean()) and means[-1] == pytest.approx(values[-3:].mean())
    assert smooth(values, 1) == pytest.approx(values)
