"""What to change after a training that learned little or lacked memory, and what a poor test comes from."""

import sys

import numpy as np

from support.data.dataSet import CLASSES, SIDE
from support.script.fault import Fault
from support.training.evaluation import Evaluation

PAPERS_RATE = 0.01
HIGH_RATE = 3  # on a mini-set's mean; from about 6 on, digits get lost for good
WIDE = 400  # times a layer's neurons: 200 still learn at the paper's rate, 500 don't
SCALED = (1, 6)  # rates that go with --scaled-rates
FEW_STEPS = 600  # rate times images: the paper's first epoch
FEW_NEURONS = 3
MANY_LAYERS = 5  # hidden ones: four still learn
SORTED = 10  # images in a row of one class on the average; in MNIST it's 1.1
FAR_MORE = 20  # percent of the test images
LARGE = 20_000_000  # numbers, 160 MB: the paper's training needs a fiftieth


def warnIfPoor(evaluation, images, labels, chosen):
    """Say on stderr what to change where under half of the training images are right.

    Where the test images are, those are as well: then the 60,000 need not be counted.
    """
    if evaluation.accuracy < 50 and (share := Evaluation(evaluation.network, images, labels).accuracy) < 50:
        print(
            f"only {share:.0f} % of the training images are right; {advice(chosen, labels)}", file=sys.stderr
        )


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


def advice(chosen, labels):
    """What to change of main.py's options after a training with these labels that has learned little.

    What is advised was measured to help, over 20 seeds, where the same without it learned as little.
    """
    if not chosen.shuffle and np.count_nonzero(np.diff(labels)) < len(labels) / SORTED:
        held = ", and no --validation: its images are of the last classes alone" if chosen.validation else ""
        return f"they come in the order of their classes: choose --shuffle{held}"
    if (fewest := min(chosen.hidden, default=CLASSES)) <= FEW_NEURONS:
        return f"a layer of {fewest} can't tell ten digits apart: choose more neurons, such as --hidden 20 20"
    if (layers := len(chosen.hidden)) >= MANY_LAYERS:
        return f"{layers} hidden layers let little through to the first: choose fewer, such as --hidden 20 20"
    return rateAdvice(chosen, len(labels))


def rateAdvice(chosen, images):
    """What to change of the rate, or of the number of epochs over so many images."""
    size = chosen.miniset_size
    factor = size if chosen.average else 1
    sumRate = chosen.learning_rate / factor
    if chosen.scaled_rates and not SCALED[0] <= sumRate <= SCALED[1]:
        lowest, highest = (factor * rate for rate in SCALED)
        return f"with --scaled-rates choose a --learning-rate of about {lowest:g} to {highest:g}"
    if chosen.scaled_rates:
        return "choose more --epochs"
    if sumRate * size > HIGH_RATE:
        return "the learning rate is too high: choose a lower --learning-rate"
    if sumRate * size * (largest := max(chosen.hidden, default=0)) > WIDE:
        return (
            f"the learning rate is too high for a layer of {largest}: choose a lower --learning-rate, "
            f"such as {chosen.learning_rate * 0.3:g}"
        )
    if chosen.average and sumRate < PAPERS_RATE:
        return (
            f"the learning rate is too low for a mean: the paper's {PAPERS_RATE} on the sum of {size} is "
            f"--learning-rate {PAPERS_RATE * size:g} on their mean"
        )
    if sumRate < PAPERS_RATE and sumRate * images * chosen.epochs < FEW_STEPS:
        return f"the learning rate is too low: choose a higher --learning-rate, such as {PAPERS_RATE}"
    return "choose more --epochs"


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
