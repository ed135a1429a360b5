"""The figures of the studies. Each function takes what resultFiles.bySettings returns.

Colours are told apart by colour-blind readers, and never without a mark or a line style of their own.
"""

from itertools import takewhile

import numpy as np

from experiments.studyTable import FAILED, PAPER
from support.script.options import mainOptions
from support.shown import figureFiles

BLUE, ORANGE, GREEN, GRAY = "#0072B2", "#D55E00", "#009E73", "0.45"
PAPERS_SUM, PAPERS_MEAN = 92.1, 12  # percent, in its figure 26 and its text, both at a rate of 0.01
MINISET = 100
CUT = 85  # percent: a figure of settings begins no lower, or one bad row would squeeze all others


def chosenOf(settings):
    """main.py's options in settings, by name."""
    return mainOptions(settings.split())


def plain(axes):
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="0.92")
    axes.set_axisbelow(True)


def plotRange(axes, x, accuracies, **style):
    """Each x's mean over the trainings, with a line from the worst to the best."""
    means = np.array([accuracy.mean() for accuracy in accuracies])
    lowest = np.array([accuracy.min() for accuracy in accuracies])
    highest = np.array([accuracy.max() for accuracy in accuracies])
    axes.errorbar(x, means, [means - lowest, highest - means], capsize=3, **style)


def drawSumOrMean(results):
    """Accuracy against the learning rate, of sum and mean: each against its own, and one shifted by 100."""
    chosen = {settings: chosenOf(settings) for settings in results}
    figure = figureFiles.newFigure(10, 4.8)
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
    own.set_title("Against the rate: two curves …")
    shifted.set_title("… shifted by the 100 images of a mini-set: one")
    for axes in (own, shifted):
        axes.set_xscale("log")
        plain(axes)
    handles, labels = own.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)
    return figure


def drawFailures(results):
    """How the paper's trainings are distributed, and that the cost of the first image does not tell."""
    (result,) = results.values()
    accuracy, cost = result["accuracy"], result["firstImageCost"]
    figure = figureFiles.newFigure(10, 4.2)
    distribution, scatter = figure.subplots(1, 2)
    distribution.hist(accuracy, bins=40, color=BLUE)
    distribution.set(
        xlabel="% of the test images right",
        ylabel="trainings",
        title=f"{len(accuracy)} trainings: {accuracy.min():.2f} to {accuracy.max():.2f} %, "
        f"{np.count_nonzero(accuracy < FAILED)} below {FAILED} %",
    )
    scatter.plot(cost, accuracy, ".", color=BLUE, alpha=0.35)
    scatter.axvline(0.2, color=GRAY, linestyle="--")
    scatter.set(
        xlabel="cost of the first training image, at the end",
        ylabel="% of the test images right",
        title=f"{100 * np.mean(cost > 0.2):.0f} % of them end above the paper's 0.2",
    )
    for axes in (distribution, scatter):
        plain(axes)
    return figure


def drawRates(results):
    """Accuracy against the summed rate, each training a point, and what is wrong inside the network."""
    rates = np.array([chosenOf(settings).learning_rate for settings in results])
    figure = figureFiles.newFigure(8, 6.6)
    top, bottom = figure.subplots(2, 1, sharex=True)
    for rate, result in zip(rates, results.values(), strict=True):
        accuracy = result["accuracy"]
        top.plot(np.full(len(accuracy), rate), accuracy, "o", color=BLUE, alpha=0.35)
    top.plot(rates, [result["accuracy"].mean() for result in results.values()], color=BLUE, label="mean")
    top.axhline(FAILED, color=GRAY, linestyle="--", label=f"{FAILED} %")
    top.set(
        ylabel="% of the test images right", ylim=(0, 100), title="The rate raised: each training a point"
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
    bottom.set_xticks(rates, [f"{rate:g}" for rate in rates], rotation=45)
    bottom.minorticks_off()
    for axes in (top, bottom):
        plain(axes)
        axes.legend(frameon=False)
    return figure


def drawSettings(results):
    """Each training a point, a row for each of the settings, with the mean; bad rows end in a number."""
    words = zip(*(settings.split() for settings in results), strict=False)
    common = " ".join(each[0] for each in takewhile(lambda each: len(set(each)) == 1, words))
    everything = np.concatenate([result["accuracy"] for result in results.values()])
    lowest = max(CUT, everything.min() - 0.2)
    figure = figureFiles.newFigure(10, 1.4 + 0.4 * len(results))
    axes = figure.subplots()
    for row, result in enumerate(results.values()):
        accuracy = result["accuracy"]
        axes.plot(accuracy, np.full(len(accuracy), row), "o", color=BLUE, alpha=0.35)
        axes.plot(accuracy.mean(), row, "|", color=ORANGE, markersize=18, markeredgewidth=2.5)
        if accuracy.mean() < lowest:
            axes.text(lowest, row, f" ← mean {accuracy.mean():.1f}", va="center", color=ORANGE)
    labels = [settings.removeprefix(common).strip() or PAPER for settings in results]
    axes.set_yticks(range(len(results)), labels, fontsize="small")
    axes.invert_yaxis()
    axes.set_xlim(lowest, everything.max() + 0.2)
    axes.set(xlabel="% right: each training a point, the bar their mean")
    if common:
        axes.set_title(f"all with {common}", loc="right", fontsize="small")
    plain(axes)
    return figure


def drawEpochs(results):
    """Accuracy on training and test images against the epochs."""
    epochs = [chosenOf(settings).epochs for settings in results]
    figure = figureFiles.newFigure(8, 4.6)
    axes = figure.subplots()
    drawBoth(axes, epochs, results.values())
    axes.set_xscale("log", base=2)
    axes.set_xticks(epochs, [str(count) for count in epochs])
    axes.set(xlabel="epochs", ylabel="% right", title="More epochs: mean, worst and best training")
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
    epochs = sorted({chosenOf(settings).epochs for settings in results})
    figure = figureFiles.newFigure(10, 4.6)
    for axes, count in zip(figure.subplots(1, len(epochs), sharey=True), epochs, strict=True):
        some = {settings: r for settings, r in results.items() if chosenOf(settings).epochs == count}
        seconds = [result["seconds"].mean() for result in some.values()]
        drawBoth(axes, seconds, some.values())
        for settings, x in zip(some, seconds, strict=True):
            axes.annotate(
                "+".join(str(neurons) for neurons in chosenOf(settings).hidden),
                (x, some[settings]["accuracy"].min()),
                xytext=(0, -16),
                textcoords="offset points",
                ha="center",
                fontsize="small",
            )
        axes.set_xscale("log")
        axes.set_xticks(seconds, [f"{x:.2g}" for x in seconds])
        axes.minorticks_off()
        axes.margins(x=0.15, y=0.12)
        axes.set(xlabel="seconds of a training", title=f"{count} epochs")
        axes.legend(frameon=False)
        plain(axes)
    figure.axes[0].set_ylabel("% right")
    return figure
