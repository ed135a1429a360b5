"""The colours of all figures, which colour-blind readers can tell apart (Okabe and Ito's), and their axes.

No figure relies on colours alone: each has a mark, a line style or a word too.
"""

BLUE, ORANGE, GREEN, RED = "#0072B2", "#D55E00", "#009E73", "#CC3311"
PALE = "#BBBBBB"
GRAY = "0.45"  # lines to compare with
NOTE = "0.35"  # small letters
WEIGHTS = "#782800", "#707074", "#BEE1FF"  # dark orange below 0, gray, light blue above: as in the page
COUNTS = "Oranges"
HEIGHTS = "viridis"
STYLES = ("-", "--", "-.", ":")


def weightColours():
    """The colour map of weights. It rises in lightness, so that it can be read without colours too."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("weights", WEIGHTS)


def plain(axes):
    """A faint grid behind what is drawn, and no frame above and to the right."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="0.92")
    axes.set_axisbelow(True)


def inPercent(axis, bins=7):
    """Ticks at whole, half or fifth numbers, without needless decimals."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(bins, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(lambda value, place: f"{value:.6g}")
