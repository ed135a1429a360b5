"""The training images and labels as the network takes them: in mini-sets (section 3.2.1).

The paper keeps 60,000 images as 600 × 100 × 784 doubles, 376 MB. Here they stay bytes, and a
mini-set's doubles are made when it is asked for. The network does not notice: it asks for [i] or [i][j].
"""

import numpy as np

from support.data.dataSet import SIDE, oneHot


class TrainingSet:
    """Images (n, 784) in bytes and labels (n,), cut into mini-sets in an order.

    input, labels           what Network takes: [i] is mini-set i, [i][j] one sample of it
    firstImage, firstLabel  the data set's first, whatever the order

    shuffle draws a new order at every epoch, augment moves each image by up to a pixel each way.
    """

    def __init__(self, images, labels, minisetSize=100, shuffle=False, augment=False, rng=np.random):
        self.rng = rng
        self.shuffle = shuffle
        self.order = np.arange(len(images))
        self.pixels = MovedPixels(images) if augment else Pixels(images)
        self.input = MiniSets(self.pixels, self.order, minisetSize)
        self.labels = MiniSets(oneHot(labels), self.order, minisetSize)
        self.firstImage = Pixels(images)[0]
        self.firstLabel = oneHot(labels[0])

    def newEpoch(self):
        """Draw what every epoch has of its own; nothing is drawn for the paper's training."""
        if self.shuffle:
            self.rng.shuffle(self.order)
        self.pixels.newEpoch(self.rng)


class MiniSets:
    """samples[order], cut into mini-sets; the last one is shorter where the size does not divide."""

    def __init__(self, samples, order, minisetSize):
        self.samples = samples
        self.order = order
        self.starts = range(0, len(order), minisetSize)

    def __len__(self):
        return len(self.starts)

    def __getitem__(self, minisetIndex):
        start = self.starts[minisetIndex]
        return self.samples[self.order[start : start + self.starts.step]]


class Pixels:
    """Images in bytes 0 to 255; [rows] gives those as the network's input, 0 to 1."""

    def __init__(self, images):
        self.images = images

    def newEpoch(self, rng):
        pass

    def __getitem__(self, rows):
        return self.images[rows] / 255


class MovedPixels:
    """Pixels, each image moved by -1, 0 or 1 pixels down and right, drawn anew every epoch."""

    def __init__(self, images):
        framed = np.pad(images.reshape(-1, SIDE, SIDE), ((0, 0), (1, 1), (1, 1)))
        # (n, 3, 3, 28, 28): each image's nine positions in its frame, without a copy
        self.positions = np.lib.stride_tricks.sliding_window_view(framed, (SIDE, SIDE), axis=(1, 2))

    def newEpoch(self, rng):
        self.down, self.right = rng.randint(3, size=(2, len(self.positions)))

    def __getitem__(self, rows):
        moved = self.positions[rows, self.down[rows], self.right[rows]]
        return moved.reshape(-1, SIDE * SIDE) / 255
