"""A network's answers to a set of test images: what test.py counts and the prompt shows."""

import numpy as np

from support.training.trainingSet import MiniSets, Pixels

AT_ONCE = 200  # images, whose doubles fit into the processor's cache; those of all 10,000 take 63 MB


class Evaluation:
    """The network fed with every image.

    images (n, 784) bytes, labels (n,), activations (n, 10), answers (n,): each row's largest activation
    """

    def __init__(self, network, images, labels):
        self.network = network
        self.images = images
        self.labels = labels
        minisets = MiniSets(Pixels(images), AT_ONCE)
        self.activations = np.concatenate([network.feedForward(miniset) for miniset in minisets])
        self.answers = self.activations.argmax(axis=1)

    @property
    def correctGuesses(self):
        return np.count_nonzero(self.answers == self.labels)

    @property
    def accuracy(self):
        """Percent."""
        return 100 * self.correctGuesses / self.totals.sum()

    @property
    def totals(self):
        """(10,): how many images there are of each digit."""
        return self.confusion.sum(axis=1)

    @property
    def costs(self):
        """C = Σ (a - t)² of each image (section 2.4.1)."""
        return ((self.activations - np.eye(self.activations.shape[1])[self.labels]) ** 2).sum(axis=1)

    @property
    def confusion(self):
        """(10, 10): how many images of the row's digit were taken for the column's."""
        classes = self.activations.shape[1]
        pairs = self.labels.astype(int) * classes + self.answers
        return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)

    def commonestConfusions(self, number):
        """(count, label, answer) of the commonest mistakes, at most `number`."""
        mistakes = [
            (int(count), label, answer)
            for (label, answer), count in np.ndenumerate(self.confusion)
            if label != answer and count
        ]
        return sorted(mistakes, key=lambda mistake: -mistake[0])[:number]

    def wrong(self, label=None, answer=None):
        """The indices of the wrongly read images; of one label and with one answer, if these are given."""
        wrong = self.answers != self.labels
        if label is not None:
            wrong &= self.labels == label
        if answer is not None:
            wrong &= self.answers == answer
        return np.flatnonzero(wrong)

    def nextWrong(self, index, label=None, answer=None):
        """The first wrongly read image after index, or else the first of all, or None."""
        return nextOf(self.wrong(label, answer), index)

    def nextCostly(self, index, cost):
        """The first image after index whose cost is at least so much, or else the first of all, or None."""
        return nextOf(np.flatnonzero(self.costs >= cost), index)

    def verdict(self, index):
        """The title of the paper's figure 25, in two lines."""
        return f"label says: {self.labels[index]}\nnetwork says: {self.answers[index]}"


def nextOf(indices, index):
    """The first of the ascending indices after index, or else the first of all, or None."""
    return next(iter([*indices[indices > index][:1], *indices[:1]]), None)


def inDecimals(activations):
    """The activations of one image in one format, without exponents: [0.0304 0.9981 …]."""
    return np.array2string(
        activations, precision=4, floatmode="fixed", suppress_small=True, max_line_width=100
    )
