"""Pictures of a training: how cost and share right went, and how three weights settled."""

from itertools import cycle

import numpy as np

from support.shown import figureFiles
from support.training.trainingLog import watched

SMOOTH = 50  # mini-sets whose mean is a point of the smoothed line
POINTS = 5000  # that are drawn at most: more take long and show nothing more
LINES = ("-", "--", "-.", ":")


def saveAll(log, network, folder):
    figureFiles.save(drawTraining(log), folder, "training.png")
    figureFiles.save(drawWeightEvolution(log, network), folder, "weightEvolution.png")


def thinned(iterations):
    return slice(None, None, max(1, iterations // POINTS))


def drawTraining(log):
    """Mean cost and share right of each mini-set: the points, and their running mean."""
    iterations = np.arange(1, len(log.costs) + 1)
    some = thinned(len(iterations))
    width = min(SMOOTH, len(iterations))
    figure = figureFiles.newFigure(8, 5.5)
    for axes, values, word, colour in zip(
        figure.subplots(2, 1, sharex=True),
        (np.array(log.costs), 100 * np.array(log.shares)),
        ("mean cost", "% right"),
        ("#D55E00", "#0072B2"),
        strict=True,
    ):
        axes.plot(iterations[some], values[some], ".", color="0.75", markersize=3, label="each mini-set")
        smooth = np.convolve(values, np.full(width, 1 / width), mode="valid")
        axes.plot(
            iterations[width - 1 :][some], smooth[some], color=colour, label=f"mean of the last {width}"
        )
        for end in range(log.minisets, len(iterations), log.minisets)[: POINTS // 100]:
            axes.axvline(end + 0.5, color="0.5", linewidth=0.8, linestyle=":")
        axes.set_ylabel(word)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False)
    axes.set_xlabel("iteration (dotted: an epoch ends)")
    figure.suptitle("The training, mini-set by mini-set")
    return figure


def drawWeightEvolution(log, network):
    """The paper's figure 28: one weight of each layer against the iteration."""
    weights = np.array(log.weights)
    iterations = np.arange(1, len(weights) + 1)
    some = thinned(len(iterations))
    figure = figureFiles.newFigure(8, 3.8)
    axes = figure.subplots()
    for index, (layer, style) in enumerate(zip(network.layers, cycle(LINES), strict=False)):
        axes.plot(
            iterations[some],
            weights[some, index],
            style,
            label=f"layer {index}, weights[0][{watched(layer)}]",
        )
    axes.set(xlabel="iteration", ylabel="weight", title="One weight of each layer while the network learns")
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=3, frameon=False)
    return figure
