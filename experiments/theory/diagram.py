"""Draw the paper's network, labelled with the names of the classes: sections 2.3.2 and 3.2.2.

python -m experiments.theory.diagram    writes docs/network.png
"""

import argparse

if __name__ == "__main__":
    import support.script.start  # noqa: F401  before all else

import numpy as np

from support.data.dataSet import SIDE, readTestSet
from support.explaining.terms import layerName
from support.figures import figureFiles
from support.graphics.palette import BLUE
from support.script.paths import DOCS, TRAINED
from support.script.runScript import runScript
from support.weights import weightFiles

IMAGE = 4  # of the test images: a 4, as in the paper's figure 25
COLUMNS = 0.0, 1.0, 2.0, 3.0  # where the input and the layers are
PIXELS = 14  # of the 784 that are drawn
GAP = 3  # places, for the dots that stand for the other pixels
GRAY = "0.55"


def heights(count):
    """The places of so many neurons in a column, from 1 at the top to 0, with a gap among the pixels."""
    if count == PIXELS:
        return np.delete(np.linspace(1, 0, count + GAP), range(count // 2, count // 2 + GAP))
    return np.linspace(1, 0, count)


def drawNetwork():
    """The image, each neuron as bright as its activation, and each layer's names and shapes below it."""
    network = weightFiles.load(TRAINED)
    pixels = readTestSet()[0][IMAGE] / 255
    network.feedForward(pixels)
    figure = figureFiles.newFigure(9.5, 4.6)
    picture, axes = figure.subplots(1, 2, width_ratios=(1, 4.4))
    picture.imshow(pixels.reshape(SIDE, SIDE), cmap="gray")
    picture.set(xticks=[], yticks=[], xlabel="28 × 28 pixels, 0 to 1")

    someOfThem = np.linspace(0, len(pixels) - 1, PIXELS).astype(int)
    columns = [pixels[someOfThem], *(layer.activations for layer in network.layers)]
    for x, below, above in zip(COLUMNS[1:], columns, columns[1:], strict=False):
        for start in heights(len(below)):
            for end in heights(len(above)):
                axes.plot((x - 1, x), (start, end), color="0.85", linewidth=0.4, zorder=1)
    for x, activations in zip(COLUMNS, columns, strict=True):
        axes.scatter(
            np.full(len(activations), x),
            heights(len(activations)),
            c=activations,
            cmap="gray",
            vmin=0,
            vmax=1,
            s=70,
            edgecolors=GRAY,
            zorder=2,
        )
    for digit, height in enumerate(heights(len(columns[-1]))):
        axes.text(COLUMNS[-1] + 0.12, height, digit, va="center", fontsize=10)
    axes.text(COLUMNS[0], 0.5, "⋮", ha="center", va="center", fontsize=16)
    names = [f"input\n784 pixels,\n{PIXELS} of them drawn"]
    for L, layer in enumerate(network.layers):
        shape = f"{layer.outputSize} × {layer.inputSize}"
        names.append(f"{layerName(network, L + 1)}\nlayers[{L}]\nweights {shape}\nbiases {layer.outputSize}")
    for x, name in zip(COLUMNS, names, strict=True):
        axes.text(x, -0.08, name, ha="center", va="top", fontsize=9)
    for x in COLUMNS[:-1]:
        axes.text(x + 0.5, 1.08, "feedLayerForward\nσ(W·a + b)", ha="center", fontsize=9, color=BLUE)
    axes.set(xlim=(-0.4, 3.4), ylim=(-0.42, 1.2))
    axes.set_axis_off()
    numbers = sum(layer.weights.size + layer.biases.size for layer in network.layers)
    figure.suptitle(f"Network.feedForward: 784-20-20-10, three Layers, {numbers:,} numbers")
    return figure


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args()
    figureFiles.save(drawNetwork(), DOCS, "network.png")
    return 0


if __name__ == "__main__":
    runScript(main)
