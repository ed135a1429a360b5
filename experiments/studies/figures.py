"""The figures of the studies. Each function takes what resultFiles.bySettings returns.

Colour-blind readers can tell the colours apart, and each comes with its own mark or line style.
"""

import re
import textwrap
from itertools import takewhile

import numpy as np

from experiments.studies.oneTraining import optionsOf
from experiments.studies.table import FAILED, PAPER
from support.figures import figureFiles
from support.graphics.palette import BLUE, GRAY, GREEN, ORANGE, inPercent, plain

PAPERS_SUM, PAPERS_MEAN = 92.1, 12  # percent, in its figure 26 and its text, both at a rate of 0.01
MINISET = 100
WIDTH = 8.3  # inches: as wide as a page shows a picture without making it smaller
NEAR = (0.04, 0.06, 0.07)  # rates whose numbers would not fit below the axis
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)  # seconds
CUT = 85  # percent, the lowest that a figure of settings shows: one bad row would squeeze the others


def plotRange(axes, x, accuracies, **style):
    """Each x's mean over the trainings, with a line from the worst to the best."""
    means = np.array([accuracy.mean() for accuracy in accuracies])
    lowest = np.array([accuracy.min() for accuracy in accuracies])
    highest = np.array([accuracy.max() for accuracy in accuracies])
    axes.errorbar(x, means, [means - lowest, highest - means], capsize=3, **style)


def drawSumOrMean(results):
    """Accuracy against the learning rate, of sum and mean: each against its own, and one shifted by 100."""
    chosen = {settings: optionsOf(settings) for settings in results}
    figure = figureFiles.newFigure(WIDTH, 4.6)
    figure.suptitle("The sum and the mean of the gradients learn alike, at rates a hundred apart")
    own, shifted = figure.subplots(1, 2, sharey=True)
    for average, word, paper, style in (
        (False, "sum", PAPERS_SUM, {"color": BLUE, "marker": "o", "markersize": 9, "fillstyle": "none"}),
        (True, "mean", PAPERS_MEAN, {"color": ORANGE, "marker": "x", "linestyle": "--"}),
    ):
        kind = [settings for settings in results if chosen[settings].average == average]
        rates = np.array([chosen[settings].learning_rate for settings in kind])
        accuracies = [results[settings]["accuracy"] for settings in kind]
        for axes, factor in ((own, 1), (shifted, 1 if average else MINISET)):
            plotRange(axes, factor * rates, accuracies, label=f"{word} over a mini-set", **style)
            axes.plot(0.01 * factor, paper, "*", color="black", markersize=14, zorder=5)
            left = paper > 50
            axes.annotate(
                f"the paper's {word}\nat 0.01: {paper:g} %",
                (0.01 * factor, paper),
                xytext=(-45, 0) if left else (12, -18),
                textcoords="offset points",
                ha="right" if left else "left",
                va="center",
            )
    own.set(ylabel="% of the test images right", xlabel="learning rate, as it is given", ylim=(0, 101))
    shifted.set(xlabel="learning rate on the mean (the sum's × 100)")
    own.set_title("against the rate: two curves …", fontsize="medium")
    shifted.set_title("… shifted by a mini-set's 100 images: one", fontsize="medium")
    for axes in (own, shifted):
        axes.set_xscale("log")
        plain(axes)
    handles, labels = own.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)
    return figure


def drawFailures(results):
    """How the paper's trainings are distributed, and that the first image's cost says nothing about it."""
    (result,) = results.values()
    accuracy, cost = result["accuracy"], result["firstImageCost"]
    figure = figureFiles.newFigure(WIDTH, 4)
    figure.suptitle(f"{len(accuracy)} trainings with the paper's settings")
    distribution, scatter = figure.subplots(1, 2)
    distribution.hist(accuracy, bins=40, color=BLUE)
    distribution.set(
        xlabel="% of the test images right",
        ylabel="trainings",
    )
    distribution.set_title(
        f"{accuracy.min():.2f} to {accuracy.max():.2f} %, "
        f"{np.count_nonzero(accuracy < FAILED)} of them below {FAILED} %",
        fontsize="medium",
    )
    scatter.plot(cost, accuracy, ".", color=BLUE, alpha=0.35)
    scatter.axvline(0.2, color=GRAY, linestyle="--")
    scatter.set(
        xlabel="cost of the first training image, at the end",
        ylabel="% of the test images right",
    )
    scatter.set_title(
        f"{100 * np.mean(cost > 0.2):.0f} % of them end above the paper's cost of 0.2", fontsize="medium"
    )
    inPercent(distribution.xaxis)
    inPercent(scatter.yaxis)
    for axes in (distribution, scatter):
        plain(axes)
    return figure


def drawRates(results):
    """Accuracy against the summed rate, each training a point, and what is wrong inside the network."""
    rates = np.array([optionsOf(settings).learning_rate for settings in results])
    figure = figureFiles.newFigure(WIDTH, 6.4)
    top, bottom = figure.subplots(2, 1, sharex=True)
    for rate, result in zip(rates, results.values(), strict=True):
        accuracy = result["accuracy"]
        top.plot(np.full(len(accuracy), rate), accuracy, "o", color=BLUE, alpha=0.35)
    top.plot(rates, [result["accuracy"].mean() for result in results.values()], color=BLUE, label="mean")
    top.axhline(FAILED, color=GRAY, linestyle="--", label=f"{FAILED} %")
    top.set(
        ylabel="% of the test images right",
        ylim=(0, 100),
        title="The learning rate raised until it fails: each training a point",
    )
    for column, word, style in (
        ("lostDigits", "digits never answered, of 10", {"color": ORANGE, "marker": "x", "linestyle": "--"}),
        ("deadOutputs", "output neurons always under 0.01, of 10", {"color": BLUE, "marker": "o"}),
        (
            "saturatedNeurons",
            "hidden neurons saturated, of 40",
            {"color": GREEN, "marker": "s", "linestyle": ":"},
        ),
    ):
        bottom.plot(rates, [result[column].mean() for result in results.values()], label=word, **style)
    bottom.set(xlabel="learning rate on the sum over 100 images", ylabel="mean over the trainings")
    bottom.set_xscale("log")
    apart = [rate for rate in rates if rate not in NEAR]
    bottom.set_xticks(apart, [f"{rate:g}" for rate in apart])
    bottom.minorticks_off()
    for axes in (top, bottom):
        plain(axes)
        axes.legend(frameon=False)
    return figure


def drawSettings(results):
    """Each training a point, a row for each of the settings, with the mean; bad rows end in a number.

    The settings are above their row: beside it they would take half of the figure.
    """
    chosen = zip(*(re.split(" (?=--)", settings) for settings in results), strict=False)
    common = " ".join(each[0] for each in takewhile(lambda each: len(set(each)) == 1, chosen))
    everything = np.concatenate([result["accuracy"] for result in results.values()])
    lowest = max(CUT, everything.min() - 0.2)
    figure = figureFiles.newFigure(WIDTH, 1.2 + 0.52 * len(results))
    axes = figure.subplots()
    for row, (settings, result) in enumerate(results.items()):
        accuracy = result["accuracy"]
        axes.plot(accuracy, np.full(len(accuracy), row), "o", color=BLUE, alpha=0.35)
        axes.plot(accuracy.mean(), row, "|", color=ORANGE, markersize=18, markeredgewidth=2.5)
        if accuracy.mean() < lowest:
            axes.text(lowest, row, f" ← mean {accuracy.mean():.1f}", va="center", color=ORANGE)
        axes.axhline(row + 0.42, color="0.92", linewidth=0.8)
        words = settings.removeprefix(common).strip() or PAPER
        axes.text(0, row - 0.3, words, va="center", transform=axes.get_yaxis_transform())
    axes.set_yticks([])
    axes.set_ylim(len(results) - 0.58, -0.58)
    axes.set_xlim(lowest, everything.max() + 0.2)
    images = "validation" if "--validation" in common else "test"
    axes.set(xlabel=f"% of the {images} images right: each training a point, the bar their mean")
    title = f"{len(result['accuracy'])} trainings of each of main.py's settings"
    axes.set_title(f"{title}, all with\n{textwrap.fill(common, 80)}" if common else title)
    inPercent(axes.xaxis, 9)
    plain(axes)
    axes.spines["left"].set_visible(False)
    return figure


def drawEpochs(results):
    """Accuracy on training and test images against the epochs."""
    epochs = [optionsOf(settings).epochs for settings in results]
    figure = figureFiles.newFigure(WIDTH, 4.4)
    axes = figure.subplots()
    drawBoth(axes, epochs, results.values())
    axes.set_xscale("log", base=2)
    axes.set_xticks(epochs, [str(count) for count in epochs])
    axes.set(xlabel="epochs", ylabel="% right", title="More epochs: mean, worst and best of the trainings")
    inPercent(axes.yaxis)
    axes.legend(frameon=False)
    plain(axes)
    return figure


def drawBoth(axes, x, results):
    """Training and test accuracy against x."""
    for column, word, style in (
        ("trainingAccuracy", "training images", {"color": ORANGE, "marker": "x", "linestyle": "--"}),
        ("accuracy", "test images", {"color": BLUE, "marker": "o"}),
    ):
        plotRange(axes, x, [result[column] for result in results], label=word, **style)


def drawHidden(results):
    """Accuracy on training and test images against the seconds, networks of all sizes."""
    epochs = sorted({optionsOf(settings).epochs for settings in results})
    figure = figureFiles.newFigure(WIDTH, 4.6)
    figure.suptitle("Larger networks (neurons of both hidden layers): mean, worst and best of the trainings")
    for axes, count in zip(figure.subplots(1, len(epochs), sharey=True), epochs, strict=True):
        some = {settings: r for settings, r in results.items() if optionsOf(settings).epochs == count}
        seconds = [result["seconds"].mean() for result in some.values()]
        drawBoth(axes, seconds, some.values())
        for place, (settings, x) in enumerate(zip(some, seconds, strict=True)):
            result, above = some[settings], place % 2  # below and above, so that neighbours have room
            axes.annotate(
                "+".join(str(neurons) for neurons in optionsOf(settings).hidden),
                (x, result["trainingAccuracy"].max() if above else result["accuracy"].min()),
                xytext=(0, 10 if above else -16),
                textcoords="offset points",
                ha="center",
            )
        axes.set_xscale("log")
        ticks = [tick for tick in TICKS if min(seconds) * 0.8 < tick < max(seconds) * 1.3]
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.minorticks_off()
        axes.margins(x=0.18, y=0.12)
        axes.set(xlabel="seconds of a training", title=f"{count} epochs")
        plain(axes)
    figure.axes[0].set_ylabel("% right")
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)
    return figure
