"""A number per pixel and neuron, such as the first layer's weights, as a picture for each neuron."""

import numpy as np

from support.data.dataSet import SIDE
from support.figures import figureFiles
from support.graphics import palette

COLUMNS = 10
VISIBLE = 99.5  # percent of the numbers can be told apart: the few largest would leave the others pale


def strongest(values):
    """The number at which colours are full, above and below 0."""
    return np.percentile(abs(values), VISIBLE) or 1


def draw(values, title, label):
    """A figure of values (neurons, 784) in the colours of weights, with a scale of constant size."""
    strong = strongest(values)
    colours = palette.weightColours()
    columns = min(len(values), COLUMNS)
    rows = -(-len(values) // columns)
    figure = figureFiles.newFigure(8.3, 0.95 * rows + 0.9 + 0.2 * title.count("\n"))
    for axes in figure.subplots(rows, columns, squeeze=False).flat:
        axes.set_axis_off()
    for neuron, (axes, row) in enumerate(zip(figure.axes, values, strict=False)):
        picture = axes.imshow(row.reshape(SIDE, SIDE), cmap=colours, vmin=-strong, vmax=strong)
        axes.set_title(neuron, fontsize=9, pad=2)
    figure.colorbar(
        picture,
        ax=figure.axes,
        label=label,
        extend="both",
        location="bottom",
        shrink=0.5,
        aspect=40,
        pad=0.02,
    )
    figure.suptitle(title)
    return figure
