"""What is logged and recorded about a training."""

import numpy as np
import pytest
from helpers import trainChosen, trainWith

import main
from Network import Network
from support.script import options
from support.training.evaluation import Evaluation
from support.training.recordingLog import MOMENTS, RecordingLog, runningMean, watched
from support.training.trainingSet import TrainingSet


def testTheLogsFiguresAreThoseOfThePasses(few):
    """Mean cost and share right, counted again image by image with weights that hardly move."""
    images, labels = few
    network, log = trainWith("--epochs 1 --learning-rate 1e-300", images, labels)
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
    trainChosen(chosen, images, labels, quiet=False)
    lines = capsys.readouterr().out.split("\n")
    assert lines[0] == f"iteration and cost of the first training image (a {labels[0]}), its ten activations:"
    assert lines[1] == f"1 --> {cost}"
    assert lines[2] == f"[{' '.join(f'{activation:.4f}' for activation in activations)}]"
    assert [line.split()[0] for line in lines if "-->" in line] == ["1", "2"]


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
    network, log = trainChosen(chosen, images, labels)
    iterations = [iteration for iteration, _ in log.moments]
    assert len(iterations) == MOMENTS and iterations[0] == 0 and iterations[-1] == 100
    assert [iteration for iteration, _ in log.validationShares] == list(range(2, 101, 2))
    accuracy = Evaluation(network, images[200:], labels[200:]).accuracy
    assert log.validationShares[-1][1] == accuracy


def testTheRunningMeanIsOfTheValuesAround():
    values = np.arange(10.0) ** 2
    means = runningMean(values, 2, 1)
    assert means[5] == pytest.approx(values[3:7].mean())
    assert means[0] == pytest.approx(values[:2].mean()) and means[-1] == pytest.approx(values[-3:].mean())
    assert runningMean(values, 0) == pytest.approx(values)
