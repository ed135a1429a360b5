"""What to change after a training that learned little or ran out of memory; what may explain a poor test."""

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
MANY_LAYERS = 5  # hidden layers: four still learn
SORTED = 10  # images of one class in a row, on average; in MNIST it's 1.1
FAR_MORE = 20  # percent of the test images
LARGE = 20_000_000  # numbers, 160 MB: the paper's training needs a fiftieth


def warnIfPoor(evaluation, images, labels, chosen):
    """Say on stderr what to change if less than half of the training images are right.

    They are counted only if less than half of the test images are.
    """
    if evaluation.accuracy < 50 and (share := Evaluation(evaluation.network, images, labels).accuracy) < 50:
        what = "they are dark on light" if isDark(images) else advice(chosen, labels)
        print(f"only {share:.0f} % of the training images are right; {what}", file=sys.stderr)


def warnIfForeign(evaluation):
    """Say on stderr what may explain it if test.py gets less than half of the images right."""
    if evaluation.accuracy >= 50:
        return
    images = evaluation.images
    reason = "the weights may belong to other data than this, or be trained too little"
    transposed = images.reshape(-1, SIDE, SIDE).transpose(0, 2, 1).reshape(-1, SIDE * SIDE)
    for changed, how, why in (
        (transposed, "rows and columns", "images that lie the other way (EMNIST's come transposed)"),
        (255 - images, "light and dark", "images that are light on dark, as MNIST's are"),
    ):
        accuracy = Evaluation(evaluation.network, changed, evaluation.labels).accuracy
        if accuracy > evaluation.accuracy + FAR_MORE:
            reason = (
                f"with {how} of each image exchanged, {accuracy:.0f} %: "
                f"the weights belong to {why}, so train on these, with main.py --data"
            )
    print(f"only {evaluation.accuracy:.0f} % of the test images are right; {reason}", file=sys.stderr)


def warnIfDark(images):
    """Say on stderr, before a training, that images are dark on light: drawn on paper, and not inverted."""
    if isDark(images):
        print(
            "the images are dark on light, where MNIST's are light on dark: invert them (255 - pixel) if "
            "the training learns little",
            file=sys.stderr,
        )


def isDark(images):
    """Whether the edge of the images, which is 0 in MNIST's, is light on average."""
    edges = (images[:, :SIDE], images[:, -SIDE:], images[:, ::SIDE], images[:, SIDE - 1 :: SIDE])
    return np.mean([edge.mean() for edge in edges]) > 127


def advice(chosen, labels):
    """Which of main.py's options to change after a training with these labels that has learned little.

    Each piece of advice was measured to help, over 20 seeds.
    """
    if not chosen.shuffle and np.count_nonzero(np.diff(labels)) < len(labels) / SORTED:
        held = ", and no --validation: its images are all of the last classes" if chosen.validation else ""
        return f"they are sorted by class: choose --shuffle{held}"
    if (fewest := min(chosen.hidden, default=CLASSES)) <= FEW_NEURONS:
        return f"a layer of {fewest} can't tell ten digits apart: choose more neurons, such as --hidden 20 20"
    if (layers := len(chosen.hidden)) >= MANY_LAYERS:
        return f"{layers} hidden layers let little through to the first: choose fewer, such as --hidden 20 20"
    return rateAdvice(chosen, len(labels))


def rateAdvice(chosen, images):
    """How to change the rate or the number of epochs, for so many images."""
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
    """The Fault for a training that ran out of memory: is it too large, or was too little free?"""
    sizes = (SIDE * SIDE, *chosen.hidden, CLASSES)
    weights = sum(inputs * outputs for inputs, outputs in zip(sizes[:-1], sizes[1:], strict=True))
    numbers = 3 * weights + 4 * chosen.miniset_size * sum(sizes)  # W, its gradient; a, δ, what comes between
    if numbers < LARGE:
        return Fault("not enough memory for a training: close other programs")
    return Fault(
        f"not enough memory for {weights} weights and mini-sets of {chosen.miniset_size} images: "
        "choose fewer --hidden neurons, or a smaller --miniset-size"
    )
