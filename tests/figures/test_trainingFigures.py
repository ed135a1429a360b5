"""The pictures of a training, on a log filled by hand."""

import numpy as np
import pytest

from Network import Network
from support.figures import figureFiles, trainingFigures
from support.graphics import palette
from support.training.recordingLog import RecordingLog
from support.training.trainingSet import TrainingSet

ITERATIONS = 1200  # two epochs


@pytest.fixture
def log():
    rng = np.random.RandomState(1)
    trainingSet = TrainingSet(np.zeros((60000, 784), dtype=np.uint8), np.zeros(60000, dtype=np.uint8))
    log = RecordingLog(trainingSet, 2, quiet=True)
    log.costs = list(rng.uniform(0, 1, ITERATIONS))
    log.shares = list(rng.uniform(0, 1, ITERATIONS))
    log.weights = rng.uniform(-1, 1, (ITERATIONS, 3)).tolist()
    return log


def testTraining(log):
    cost, share = trainingFigures.drawTraining(log).axes
    for axes, values in ((cost, np.array(log.costs)), (share, 100 * np.array(log.shares))):
        points, smooth, *epochs = axes.lines
        assert np.array_equal(points.get_xdata(), np.arange(1, ITERATIONS + 1))
        assert np.array_equal(points.get_ydata(), values)
        place = list(smooth.get_xdata()).index(601)
        assert smooth.get_ydata()[place] == pytest.approx(values[575:625].mean())  # of those around it
        assert [line.get_xdata()[0] for line in epochs] == [600.5]
    assert (cost.get_ylabel(), share.get_ylabel()) == ("mean cost of an image", "% right")


def testTheValidationIsDrawn(log):
    log.validationShares = [(600, 81.5), (1200, 90.25)]
    _, share = trainingFigures.drawTraining(log).axes
    line = next(line for line in share.lines if line.get_label() == "validation images")
    assert list(zip(line.get_xdata(), line.get_ydata(), strict=True)) == log.validationShares


def testTheFirstCostsDoNotFlattenTheOthers(log):
    log.costs[0] = 9.5
    cost, _ = trainingFigures.drawTraining(log).axes
    assert cost.get_ylim()[1] == pytest.approx(1.25 * max(log.costs[1:]), abs=0.05)
    assert "9.50" in cost.texts[0].get_text()


@pytest.mark.parametrize("lowest, highest", [(91, 93), (0, 100), (80, 98), (95.3, 97.2)])
def testPercentsHaveNoDecimalThatTheyDoNotNeed(lowest, highest):
    axes = figureFiles.newFigure(8, 4).subplots()
    axes.set_ylim(lowest, highest)
    palette.inPercent(axes.yaxis)
    texts = [text.get_text() for text in axes.get_yticklabels()]
    assert len(texts) > 3 and all(
        len(text.partition(".")[2]) <= 1 and not text.endswith(".0") for text in texts
    )
    assert [float(text) for text in texts] == pytest.approx(axes.get_yticks())


def testWeightChange(log):
    network = Network(None, None, layerSizes=(784, 120, 10), rng=np.random.RandomState(1))
    weights = network.layers[0].weights
    log.moments = [(0, weights[:100].astype(np.float32))]
    network.layers[0].weights = weights + np.linspace(0, 1, 784)
    figure = trainingFigures.drawWeightChange(log, network)
    pictures = [axes.images[0] for axes in figure.axes if axes.images]
    assert len(pictures) == 100 and "first 100 of 120" in figure.get_suptitle()
    for picture in pictures:
        assert np.allclose(picture.get_array().ravel(), np.linspace(0, 1, 784), atol=1e-6)


def testWeightEvolution(log):
    network = Network(None, None)
    figure = trainingFigures.drawWeightEvolution(log, network)
    lines = figure.axes[0].lines
    for index, line in enumerate(lines):
        assert np.array_equal(line.get_ydata(), np.array(log.weights)[:, index])
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert words == [
        "hidden layer 1, weights[0][406]",
        "hidden layer 2, weights[0][10]",
        "output layer, weights[0][10]",
    ]
    assert len({line.get_linestyle() for line in lines}) == 3


def testShorterThanTheRunningMean(log):
    log.costs, log.shares, log.weights = log.costs[:1], log.shares[:1], log.weights[:1]
    assert trainingFigures.drawTraining(log).axes[0].lines[1].get_ydata() == pytest.approx(log.costs)


def testALongTrainingIsThinned(log):
    log.costs, log.shares = log.costs * 50, log.shares * 50
    points = trainingFigures.drawTraining(log).axes[0].lines[0]
    assert 2000 < len(points.get_xdata()) <= 2 * trainingFigures.POINTS
