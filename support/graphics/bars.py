"""The ten activations as a bar chart, as every window and picture here shows them."""

from matplotlib.patches import Patch

from support.graphics import palette

RIGHT, WRONG, OTHER = palette.BLUE, palette.ORANGE, palette.PALE


def draw(axes, activations, answer, label=None):
    """Draw the bars anew: the answer's coloured, the label's hatched, others gray.

    label is None for an unlabelled picture, answer for one that isn't drawn yet.
    Returns the bars, for `move`.
    """
    axes.clear()
    chart = axes.bar(range(len(activations)), activations, color=OTHER)
    legend = []
    if answer is not None:
        colour = RIGHT if label in (None, answer) else WRONG
        chart[answer].set_facecolor(colour)
        legend.append(Patch(facecolor=colour, label=f"answer: {answer}"))
    if label is not None:
        chart[label].set(hatch="///", edgecolor="black")
        legend.append(Patch(facecolor="white", edgecolor="black", hatch="///", label=f"label: {label}"))
    axes.set(xlim=(-0.6, len(activations) - 0.4), ylim=(0, 1), ylabel="activation")
    axes.set_xticks(range(len(activations)))
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(handles=legend, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.1), frameon=False)
    return chart


def move(chart, activations, answer):
    """Give the bars of an unlabelled picture other heights, and the answer's its colour."""
    for digit, (bar, height) in enumerate(zip(chart, activations, strict=True)):
        bar.set(height=height, facecolor=RIGHT if digit == answer else OTHER)
