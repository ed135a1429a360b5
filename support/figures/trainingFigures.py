"""Pictures of a training: cost and share right, three weights that settle, and what changed in all."""

from itertools import cycle

import numpy as np

from support.explaining.terms import layerName
from support.figures import figureFiles, neuronPictures
from support.graphics import palette
from support.training.recordingLog import runningMean, watched

SMOOTH = 50  # mini-sets whose mean is a point of the smoothed line
POINTS = 5000  # are drawn at most: more take long and show no more
ROOM = 1.25  # times the highest cost, without the first mini-sets: the scale of the costs
FIRST = 10


def saveAll(log, network, folder):
    for name, figure in (
        ("training.png", drawTraining(log)),
        ("weightEvolution.png", drawWeightEvolution(log, network)),
        ("weightChange.png", drawWeightChange(log, network)),
    ):
        figureFiles.save(figure, folder, name)


def thinned(iterations):
    return slice(None, None, max(1, iterations // POINTS))


def drawTraining(log):
    """Mean cost and share right of each mini-set as points, and their running mean where it's whole."""
    iterations = np.arange(1, len(log.costs) + 1)
    some = thinned(len(iterations))
    width = min(SMOOTH, len(iterations))
    figure = figureFiles.newFigure(8.3, 5.5)
    costAxes, shareAxes = figure.subplots(2, 1, sharex=True)
    for axes, values, word, colour in (
        (costAxes, np.array(log.costs), "mean cost of an image", palette.ORANGE),
        (shareAxes, 100 * np.array(log.shares), "% right", palette.BLUE),
    ):
        axes.plot(iterations[some], values[some], ".", color="0.75", markersize=3, label="each mini-set")
        means = runningMean(values, width // 2, (width - 1) // 2)
        line = np.array([iterations, means])[:, width // 2 : len(values) - width // 2]
        axes.plot(*line[:, some], color=colour, label=f"mean of the {width} around it")
        for end in range(log.minisets, len(iterations), log.minisets)[: POINTS // 100]:
            axes.axvline(end + 0.5, color="0.5", linewidth=0.8, linestyle=":")
        axes.set_ylabel(word)
        palette.plain(axes)
        axes.grid(axis="x", visible=False)  # there the epochs' ends are
    drawScale(costAxes, log.costs)
    if log.validationShares:
        ends, shares = zip(*log.validationShares, strict=True)
        shareAxes.plot(ends, shares, "D", color="black", markersize=5, label="validation images")
    palette.inPercent(shareAxes.yaxis)
    for axes in (costAxes, shareAxes):
        axes.legend(frameon=False)
    shareAxes.set_xlabel("iteration (dotted: an epoch ends)")
    figure.suptitle("The training, mini-set by mini-set")
    return figure


def drawScale(axes, costs):
    """A scale for all costs but the first ones, which would take most of it, and a note about those."""
    highest = ROOM * max(costs[FIRST:] or costs)
    axes.set_ylim(0, highest)
    if max(costs) > highest:
        note = f"↑ up to {max(costs):.2f} in the first {FIRST}"
        axes.annotate(
            note, (1, highest), xytext=(8, -4), textcoords="offset points", va="top", color=palette.NOTE
        )


def drawWeightEvolution(log, network):
    """The paper's figure 28: one weight of each layer against the iteration."""
    weights = np.array(log.weights)
    iterations = np.arange(1, len(weights) + 1)
    some = thinned(len(iterations))
    figure = figureFiles.newFigure(8.3, 3.8)
    axes = figure.subplots()
    colours = cycle((palette.BLUE, palette.ORANGE, palette.GREEN))
    styles = zip(colours, cycle(palette.STYLES), strict=False)
    for index, (layer, (colour, style)) in enumerate(zip(network.layers, styles, strict=False)):
        axes.plot(
            iterations[some],
            weights[some, index],
            style,
            color=colour,
            label=f"{layerName(network, index + 1)}, weights[0][{watched(layer)}]",
        )
    axes.set(xlabel="iteration", ylabel="weight", title="One weight of each layer while the network learns")
    palette.plain(axes)
    figure.legend(loc="outside lower center", ncols=3, frameon=False)
    return figure


def drawWeightChange(log, network):
    """The first layer's weights less those before the training. It shows strokes; the weights themselves are
    still covered by their first noise."""
    _, first = log.moments[0]
    total = len(network.layers[0].weights)
    which = "each neuron" if total == len(first) else f"each of the first {len(first)} of {total} neurons"
    title = (
        f"What training changed in the weights into {which} ({layerName(network, 1)}):\n"
        "weights now, less the weights at first"
    )
    return neuronPictures.draw(network.layers[0].weights[: len(first)] - first, title, "change of the weight")
