"""The results of a study as a Markdown table, a line per settings."""

from scipy.stats import binomtest

FAILED = 90  # percent: a training below it is counted as failed
CONFIDENCE = 0.95
HEAD = (
    "settings",
    "trainings",
    "mean",
    "spread",
    "worst",
    "best",
    "training images",
    "below 90 %",
    "lost digits",
    "saturated neurons",
    "seconds",
)
PAPER = "the paper's"


def table(results):
    """The lines of the table; results are those of resultFiles.bySettings."""
    lines = ["| " + " | ".join(HEAD) + " |", "|---" + "|---:" * (len(HEAD) - 1) + "|"]
    for settings, result in results.items():
        accuracy = result["accuracy"]
        cells = (
            f"`{settings}`" if settings else PAPER,
            len(accuracy),
            f"{accuracy.mean():.2f}",
            f"{accuracy.std(ddof=1):.2f}",
            f"{accuracy.min():.2f}",
            f"{accuracy.max():.2f}",
            f"{result['trainingAccuracy'].mean():.2f}",
            failures(accuracy),
            f"{result['lostDigits'].mean():.1f}",
            f"{result['saturatedNeurons'].mean():.1f}",
            f"{result['seconds'].mean():.1f}",
        )
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return lines


def failures(accuracy):
    """How many trainings failed, and the highest rate of failure that this leaves possible.

    The bound is Clopper and Pearson's: with a higher rate, less than 5 in 100 such studies would have so few
    failures. Without a failure it is about 3 divided by the number of trainings.
    """
    failed = int((accuracy < FAILED).sum())
    bound = binomtest(failed, len(accuracy), alternative="less").proportion_ci(CONFIDENCE, "exact").high
    return f"{failed} (at most {100 * bound:.1f} % fail, {100 * CONFIDENCE:.0f} % confidence)"
