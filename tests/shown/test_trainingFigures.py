"""The pictures of a training, on a log filled by hand."""

import numpy as np
import pytest

from Network import Network
from support.shown import trainingFigures
from support.training.trainingLog import RecordingLog
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
        assert smooth.get_xdata()[0] == 50 and smooth.get_xdata()[-1] == ITERATIONS
        assert smooth.get_ydata()[0] == pytest.approx(values[:50].mean())
        assert smooth.get_ydata()[-1] == pytest.approx(values[-50:].mean())
        assert [line.get_xdata()[0] for line in epochs] == [600.5]
    assert (cost.get_ylabel(), share.get_ylabel()) == ("mean cost", "% right")


def testWeightEvolution(log):
    network = Network(None, None)
    figure = trainingFigures.drawWeightEvolution(log, network)
    lines = figure.axes[0].lines
    for index, line in enumerate(lines):
        assert np.array_equal(line.get_ydata(), np.array(log.weights)[:, index])
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert words == ["layer 0, weights[0][406]", "layer 1, weights[0][10]", "layer 2, weights[0][10]"]
    assert len({line.get_linestyle() for line in lines}) == 3


def testShorterThanTheRunningMean(log):
    log.costs, log.shares, log.weights = log.costs[:1], log.shares[:1], log.weights[:1]
    assert trainingFigures.drawTraining(log).axes[0].lines[1].get_ydata() == pytest.approx(log.costs)


def testALongTrainingIsThinned(log):
    log.costs, log.shares = log.costs * 50, log.shares * 50
    points = trainingFigures.drawTraining(log).axes[0].lines[0]
    assert 2000 < len(points.get_xdata()) <= 2 * trainingFigures.POINTS
