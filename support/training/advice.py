"""What to change after a training that has learned little."""

import sys

from support.training.evaluation import Evaluation

HIGH_RATE = 3  # on a mini-set's mean; from about 6 on, digits get lost for good


def warnIfPoor(evaluation, images, labels, chosen):
    """Say on stderr what to change where under half of the training images are right.

    Where the test images are, those are as well: then the 60,000 need not be counted.
    """
    if evaluation.accuracy < 50 and (share := Evaluation(evaluation.network, images, labels).accuracy) < 50:
        print(f"only {share:.0f} % of the training images are right; {advice(chosen)}", file=sys.stderr)


def advice(chosen):
    """What to change of main.py's options after a training that has learned little."""
    meanRate = chosen.learning_rate * (1 if chosen.average else chosen.miniset_size)
    papersMeanRate = 0.01 * chosen.miniset_size
    if meanRate > HIGH_RATE:
        return "the learning rate is too high: choose a lower --learning-rate"
    if chosen.average and meanRate < papersMeanRate:
        return (
            "the learning rate is too low for a mean: the paper's 0.01 on the sum of "
            f"{chosen.miniset_size} is --learning-rate {papersMeanRate:g} on their mean"
        )
    return "choose more --epochs or another --learning-rate"
