"""Draw the figures of the paper's theory from its numbers: sections 2.3.2 and 2.4.2.

python -m experiments.theory.figures    writes docs/theory-….png

theory-sigmoid.png     σ, with the three cameras of section 2.3.3 (figure 5)
theory-oneWeight.png   the cost (0.3w - 1)² and the descent to its lowest point (figures 11 to 14)
theory-twoWeights.png  the cost (0.3x + 0.4y - 1)² from the side and from above (figures 15 to 18)

Where the descents start, and their learning rate, are our choice.
"""

import argparse

if __name__ == "__main__":
    import support.script.start  # noqa: F401  before all else

import numpy as np

from Layer import Layer
from support.figures import figureFiles
from support.graphics.palette import BLUE, GRAY, HEIGHTS, ORANGE, plain
from support.script.paths import DOCS
from support.script.runScript import runScript

CAMERAS = {"camera 1": -2, "camera 2": -0.8, "camera 3": 0.2}  # their z
POINT = np.array([5.0, 4.0])  # where the paper asks for the gradient of the cost of two weights
STEPS = 40  # of the descents, at a learning rate of 1


def costOfOneWeight(w):
    """(0.3w - 1)²: a neuron without σ and bias, of input 0.3, that should say 1."""
    return (0.3 * w - 1) ** 2


def slopeOfOneWeight(w):
    """The derivative of costOfOneWeight: 2 · 0.3 (0.3w - 1) = 0.18w - 0.6."""
    return 0.18 * w - 0.6


def costOfTwoWeights(x, y):
    """(0.3x + 0.4y - 1)²: the same neuron with two inputs, 0.3 and 0.4."""
    return (0.3 * x + 0.4 * y - 1) ** 2


def gradientOfTwoWeights(x, y):
    """The derivatives of costOfTwoWeights by x and by y: (2,)."""
    return 2 * (0.3 * x + 0.4 * y - 1) * np.array([0.3, 0.4])


def descent(start, slope):
    """The points of a gradient descent at rate 1 from start, the first of them: (STEPS + 1, …)."""
    points = [start]
    for _ in range(STEPS):
        points.append(points[-1] - slope(points[-1]))
    return np.array(points)


def main():
    argparse.ArgumentParser(description="Draw the figures of the paper's theory into docs/.").parse_args()
    figureFiles.checkWritable(DOCS)
    for name, draw in (
        ("sigmoid", drawSigmoid),
        ("oneWeight", drawOneWeight),
        ("twoWeights", drawTwoWeights),
    ):
        figureFiles.save(draw(), DOCS, f"theory-{name}.png")


def drawSigmoid():
    z = np.linspace(-6, 6, 241)
    figure = figureFiles.newFigure(7, 4)
    axes = figure.subplots()
    axes.plot(z, Layer.sigmoid(z), color=BLUE, linewidth=2.5)
    for camera, at in CAMERAS.items():
        value = Layer.sigmoid(at)
        axes.plot(at, value, "o", color=ORANGE)
        axes.annotate(
            f"{camera}: σ({at:g}) = {value:.3f}",
            (at, value),
            xytext=(10, -4),
            textcoords="offset points",
            va="top",
        )
    for value in (0, 1):
        axes.axhline(value, color=GRAY, linestyle="--", linewidth=1)
    axes.set(xlabel="z, a neuron's sum Σ w·a + b", ylabel="σ(z), its activation")
    axes.set_title("The sigmoid σ(z) = 1 / (1 + e⁻ᶻ), and the paper's three cameras")
    plain(axes)
    return figure


def drawOneWeight():
    """The parabola with its slopes at three weights, and beside it the descent from the last of them."""
    w = np.linspace(-2, 9, 221)
    lowest = 1 / 0.3
    figure = figureFiles.newFigure(8.3, 4.2)
    figure.suptitle("Gradient descent with one weight: the cost (0.3w - 1)²")
    slopes, steps = figure.subplots(1, 2, sharey=True)
    for axes in (slopes, steps):
        axes.plot(w, costOfOneWeight(w), color=BLUE, linewidth=2.5)
        axes.plot(lowest, 0, "*", color="black", markersize=13, zorder=5)
        axes.annotate(
            f"w = {lowest:.2f}", (lowest, 0), xytext=(0, -18), textcoords="offset points", ha="center"
        )
        axes.set(xlabel="weight w", ylabel="cost", ylim=(-0.35, 2.7))
        plain(axes)
    for at in (0, lowest, 8):
        near = np.array([at - 1.2, at + 1.2])
        tangent = costOfOneWeight(at) + slopeOfOneWeight(at) * (near - at)
        slopes.plot(near, tangent, color=ORANGE, linestyle="--", linewidth=2)
        slopes.annotate(
            f"slope {slopeOfOneWeight(at) + 0:.2f}",
            (at, costOfOneWeight(at)),
            xytext=(0, 26) if at == lowest else (14 if at < lowest else -14, 0),
            textcoords="offset points",
            ha="center" if at == lowest else "left" if at < lowest else "right",
        )
    slopes.set_title("its slope 0.18w - 0.6 at three weights", fontsize="medium")
    path = descent(8.0, slopeOfOneWeight)
    steps.plot(path, costOfOneWeight(path), "o--", color=ORANGE)
    for number in (0, 1, 2, 4):
        steps.annotate(
            f"w = {path[number]:.2f}",
            (path[number], costOfOneWeight(path[number])),
            xytext=(-12, 0),
            textcoords="offset points",
            ha="right",
        )
    steps.set_title(f"{STEPS} steps, in each w becomes w - slope", fontsize="medium")
    return figure


def drawTwoWeights():
    """The surface from the side, and its contours from above, with the gradient at (5, 4)."""
    x, y = np.meshgrid(np.linspace(-1, 7, 81), np.linspace(-1, 7, 81))
    cost = costOfTwoWeights(x, y)
    start = costOfTwoWeights(*POINT)
    gradient = gradientOfTwoWeights(*POINT)
    path = descent(POINT, lambda point: gradientOfTwoWeights(*point))
    figure = figureFiles.newFigure(8.3, 4.3)  # first, for its sentence if matplotlib is missing
    from matplotlib.ticker import MaxNLocator

    figure.suptitle("Gradient descent with two weights: the cost (0.3x + 0.4y - 1)²")

    left, right = figure.add_gridspec(1, 2, width_ratios=(1.1, 1))
    side = figure.add_subplot(left, projection="3d", computed_zorder=False)
    side.plot_surface(x, y, cost, cmap=HEIGHTS, alpha=0.85, rcount=20, ccount=20)
    side.plot(*path.T, costOfTwoWeights(*path.T), "o-", color=ORANGE, linewidth=2)
    side.text(*POINT, start + 1.5, f"({POINT[0]:g}, {POINT[1]:g}): {start:.2f}", ha="center")
    side.view_init(elev=28, azim=-115)
    side.set_box_aspect(None, zoom=0.82)  # the numbers and names beside it have room as well
    side.zaxis.set_rotate_label(False)
    side.set_xlabel("weight x")
    side.set_ylabel("weight y", labelpad=7)
    side.set_zlabel("cost", rotation=90, labelpad=5)
    for axis in (side.xaxis, side.yaxis, side.zaxis):
        axis.set_major_locator(MaxNLocator(4, integer=True))
    side.set_title("from the side", fontsize="medium")

    above = figure.add_subplot(right)
    levels = above.contourf(x, y, cost, levels=np.arange(0, 17, 1), cmap=HEIGHTS)
    figure.colorbar(levels, ax=above, label="cost")
    lowest = x[0], (1 - 0.3 * x[0]) / 0.4
    above.plot(*lowest, "--", color="white", linewidth=2)
    above.text(0.2, 1.0, "cost 0", color="white", rotation=-37)
    above.plot(*path.T, "o-", color=ORANGE, linewidth=2)
    above.annotate("", POINT + gradient, POINT, arrowprops={"color": "white", "width": 2, "headwidth": 9})
    above.text(
        *(POINT + gradient / 2),
        f"gradient ({gradient[0]:.2f}, {gradient[1]:.2f})   ",
        color="white",
        ha="right",
    )
    above.text(POINT[0] + 0.2, POINT[1] - 0.1, f"({POINT[0]:g}, {POINT[1]:g})", color="white", va="top")
    above.set(xlabel="weight x", ylabel="weight y", xlim=(-1, 7), ylim=(-1, 7), aspect="equal")
    above.set_title("from above: the steps go against the gradient", fontsize="medium")
    return figure


if __name__ == "__main__":
    runScript(main)
