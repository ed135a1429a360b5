"""What to change after a training that learned little or lacked memory, and what a poor test comes from."""

import sys

from support.data.dataSet import CLASSES, SIDE
from support.script.fault import Fault
from support.training.evaluation import Evaluation

HIGH_RATE = 3  # on a mini-set's mean; from about 6 on, digits get lost for good
FAR_MORE = 20  # percent of the test images
LARGE = 20_000_000  # numbers, 160 MB: the paper's training needs a fiftieth


def warnIfPoor(evaluation, images, labels, chosen):
    """Say on stderr what to change where under half of the training images are right.

    Where the test images are, those are as well: then the 60,000 need not be counted.
    """
    if evaluation.accuracy < 50 and (share := Evaluation(evaluation.network, images, labels).accuracy) < 50:
        print(f"only {share:.0f} % of the training images are right; {advice(chosen)}", file=sys.stderr)


def warnIfForeign(evaluation):
    """Say on stderr what it may come from where test.py gets under half of the images right."""
    if evaluation.accuracy >= 50:
        return
    images = evaluation.images.reshape(-1, SIDE, SIDE).transpose(0, 2, 1).reshape(-1, SIDE * SIDE)
    transposed = Evaluation(evaluation.network, images, evaluation.labels).accuracy
    reason = "the weights may be of other data than this, or trained too little"
    if transposed > evaluation.accuracy + FAR_MORE:
        reason = (
            f"with rows and columns of each image exchanged, {transposed:.0f} %: the weights are of "
            "images that stand otherwise (EMNIST's come transposed), so train on these, main.py --data"
        )
    print(f"only {evaluation.accuracy:.0f} % of the test images are right; {reason}", file=sys.stderr)


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


def memoryFault(chosen):
    """The Fault of a training that the memory hasn't sufficed for: is it large, or are other programs?"""
    sizes = (SIDE * SIDE, *chosen.hidden, CLASSES)
    weights = sum(inputs * outputs for inputs, outputs in zip(sizes[:-1], sizes[1:], strict=True))
    numbers = 3 * weights + 4 * chosen.miniset_size * sum(sizes)  # W, its gradient; a, δ, what comes between
    if numbers < LARGE:
        return Fault("not enough memory for a training: close other programs")
    return Fault(
        f"not enough memory for {weights} weights and mini-sets of {chosen.miniset_size} images: "
        "choose fewer --hidden neurons, or a smaller --miniset-size"
    )
