"""Pictures of a test run: where the network is right, where it is wrong, and what its neurons look at."""

import numpy as np

from support.data.dataSet import CLASSES, SIDE
from support.explaining.terms import layerName
from support.figures import figureFiles, neuronPictures
from support.graphics.palette import COUNTS, GREEN, RED
from support.script.fault import printable
from support.training.recordingLog import NEURONS

HITS = 500
MISTAKES = 30
COLUMNS = 10  # of mistakes
LONGEST = 12  # letters of a name above one
NOISE = 0.3  # of the strongest weights: larger first weights show as noise


def saveAll(evaluation, folder):
    for name, figure in (
        ("hits.png", drawHits(evaluation)),
        ("confusion.png", drawConfusion(evaluation, "; w 4 9 shows a 4 taken for a 9")),
        ("mistakes.png", drawMistakes(evaluation)),
        ("weights.png", drawWeights(evaluation)),
    ):
        figureFiles.save(figure, folder, name)


def drawHits(evaluation):
    """The paper's figure 27: the first 500 test images, right at 1 and wrong at 0."""
    right = (evaluation.answers == evaluation.labels)[:HITS]
    index = np.arange(len(right))
    figure = figureFiles.newFigure(8.3, 2.6)
    axes = figure.subplots()
    for value, colour, mark, word in ((1, GREEN, "o", "right"), (0, RED, "x", "wrong")):
        shown = index[right == value]
        axes.plot(
            shown,
            np.full(len(shown), value),
            mark,
            color=colour,
            markersize=4,
            label=f"{word}: {len(shown)}",
        )
    axes.set(xlabel="test image", ylim=(-0.4, 1.4))
    share = 100 * np.mean(right)
    axes.set_title(f"The first {len(right)} test images, each right or wrong: {share:.1f} % right")
    axes.set_yticks([0, 1], ["wrong (0)", "right (1)"])
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="center", ncols=2, frameon=False)
    return figure


def drawConfusion(evaluation, more=""):
    """How often each digit was taken for which: the counts, mistakes coloured. more ends the title."""
    counts = evaluation.confusion
    mistakes = counts * (1 - np.eye(CLASSES, dtype=int))
    figure = figureFiles.newFigure(7.5, 6.4)
    axes = figure.subplots()
    axes.imshow(np.where(np.eye(CLASSES) > 0, np.nan, mistakes), cmap=COUNTS, vmin=0)
    for label, answer in np.ndindex(counts.shape):
        count = counts[label, answer]
        axes.text(
            answer,
            label,
            count,
            ha="center",
            va="center",
            fontweight="bold" if label == answer else "normal",
            color="white" if mistakes[label, answer] > 0.6 * mistakes.max() else "black",
        )
    axes.set(xlabel="the network's answer", ylabel="label")
    axes.set_title(
        f"How often each digit was taken for which, in {len(evaluation.labels)} test images\n"
        f"(colour: mistakes only{more})"
    )
    axes.set_xticks(range(CLASSES))
    axes.set_yticks(range(CLASSES))
    shares = axes.secondary_yaxis("right")
    totals = np.maximum(evaluation.totals, 1)
    shares.set_yticks(range(CLASSES), [f"{share:.1f} %" for share in 100 * np.diag(counts) / totals])
    shares.set_ylabel("of the label's images right")
    shares.tick_params(length=0)
    return figure


def surestMistakes(evaluation):
    """The indices of the wrongly read images with the highest activations, surest first."""
    wrong = evaluation.wrong()
    return wrong[np.argsort(-evaluation.activations[wrong].max(axis=1), kind="stable")][:MISTAKES]


def drawMistakes(evaluation, names=None):
    """The 30 mistakes that the network was surest of, each with its name, or its number if names is None."""
    figure = figureFiles.newFigure(8.3, 4.7)
    image, more = ("number", "; e and its number explain one") if names is None else ("file", "")
    figure.suptitle(
        f"The mistakes that the network was surest of: the image's {image}, its label,\n"
        f"the answer, (the answer's activation){more}"
    )
    for axes in figure.subplots(MISTAKES // COLUMNS, COLUMNS).flat:
        axes.set_axis_off()
    for axes, index in zip(figure.axes, surestMistakes(evaluation), strict=False):
        axes.imshow(evaluation.images[index].reshape(SIDE, SIDE), cmap="gray", vmin=0, vmax=255)
        label, answer = evaluation.labels[index], evaluation.answers[index]
        name = str(index) if names is None else shortened(printable(names[index]))
        activation = evaluation.activations[index].max()
        axes.set_title(f"{name}\n{label}, says {answer}\n({activation:.2f})", fontsize=9)
    return figure


def shortened(name):
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def drawWeights(evaluation):
    """The weights of each neuron of the first layer as a picture of the pixels they belong to."""
    weights = evaluation.network.layers[0].weights
    total, weights = len(weights), weights[:NEURONS]
    which = "each neuron" if total <= NEURONS else f"each of the first {NEURONS} of {total} neurons"
    title = (
        f"What {which} looks at ({layerName(evaluation.network, 1)}):\n"
        "ink on light blue speaks for it, ink on dark orange against it"
    )
    first = weightsAtFirst(evaluation, weights)
    if first > NOISE * neuronPictures.strongest(weights):
        title += (
            f"\n(the noise is the first weights of ±{first:.1f}, most of which stay: what training changed"
            "\nis among the pictures of main.py --figures)"
        )
    return neuronPictures.draw(weights, title, "weight")


def weightsAtFirst(evaluation, weights):
    """How far from 0 the first weights were: those of pixels that are always dark haven't moved."""
    dark = evaluation.images.max(axis=0) == 0
    return abs(weights[:, dark]).max(initial=0)
