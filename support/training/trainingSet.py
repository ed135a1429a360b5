"""The training images and labels as the network takes them: in mini-sets (section 3.2.1).

The paper keeps 600 × 100 × 784 doubles, 376 MB. Here images stay bytes, and a mini-set's doubles are made
when the network asks for [i] or [i][j].
"""

import numpy as np

from support.data.dataSet import oneHot
from support.training import distortion


class TrainingSet:
    """Images (n, 784) in bytes and labels (n,), cut into mini-sets in an order.

    input, labels           what Network takes
    firstImage, firstLabel  the data set's first, whatever the order is

    shuffle draws a new order in every epoch, augment a distortion for each mini-set.
    """

    def __init__(self, images, labels, minisetSize=100, shuffle=False, augment=False, rng=np.random):
        self.rng = rng
        self.augment = augment
        self.order = np.arange(len(images)) if shuffle else None
        if augment:
            self.input = DistortedMiniSets(images, minisetSize, self.order)
        else:
            self.input = MiniSets(Pixels(images), minisetSize, self.order)
        self.labels = MiniSets(oneHot(labels), minisetSize, self.order)
        self.firstImage = Pixels(images)[0]
        self.firstLabel = oneHot(labels[0])

    def newEpoch(self):
        """Draw an epoch's order and distortions; the paper's training has neither."""
        if self.order is not None:
            self.rng.shuffle(self.order)
        if self.augment:
            self.input.distort(distortion.draw(self.rng, len(self.input)))


class MiniSets:
    """samples, in an order or as they are, cut into mini-sets; the last may be shorter."""

    def __init__(self, samples, minisetSize, order=None):
        self.samples = samples
        self.order = order
        self.starts = range(0, len(samples), minisetSize)

    def __len__(self):
        return len(self.starts)

    def __getitem__(self, minisetIndex):
        start = self.starts[minisetIndex]
        rows = slice(start, start + self.starts.step)
        return self.samples[rows if self.order is None else self.order[rows]]


class DistortedMiniSets(MiniSets):
    """Mini-sets of images in bytes, as the network's input, each with its own distortion."""

    def __init__(self, images, minisetSize, order):
        super().__init__(np.pad(images, ((0, 0), (0, 1))), minisetSize, order)  # the zero for OUTSIDE

    def distort(self, distortions):
        self.places = distortion.placesOf(distortions)

    def __getitem__(self, minisetIndex):
        return super().__getitem__(minisetIndex)[:, self.places[minisetIndex]] / 255


class Pixels:
    """Images in bytes 0 to 255; [rows] gives those as the network's input, 0 to 1."""

    def __init__(self, images):
        self.images = images

    def __len__(self):
        return len(self.images)

    def __getitem__(self, rows):
        return self.images[rows] / 255
