"""The eyes' network: it says of each pixel of a picture how surely it is a digit's ink, and a digit's core.

A convolution is a Layer that is used once for each pixel: its input is not the whole picture but one pixel
and the eight around it, and all pixels share the same weights. With samples as rows, a picture of h × w
pixels is a mini-set of h·w samples, and a convolution is Layer's equation

    z = x·Wᵀ + b        x (h·w, 9·a): of each pixel the a activations of its 3 × 3 pixels; W (b, 9·a), b (b,)

with ReLU, max(z, 0), in σ's place. One convolution sees 3 × 3 pixels, a second one after it 5 × 5; to see
a whole digit with few of them, the picture is halved again and again (of 2 × 2 pixels the largest activation
stays), and then doubled again, where what was seen in large is added to what was seen in small. The pixels
that an output can depend on are its receptive field: here 228 × 228.

The outputs are two: the ink, and the cores. A core is what is left of a digit's convex hull when it is
shrunk to 0.6: those of neighbours never touch, so that they tell how many digits there are, and which pixel
is whose.

experiments/eyes trains it on drawn scenes; docs/eyes.md tells how, and how it does.
"""

from functools import cache

import numpy as np
from scipy import ndimage

from Layer import Layer
from support.eyes.sampling import sampled
from support.script.fault import Fault

WIDTHS = 16, 24, 32, 48  # activations of a pixel at a half, a quarter, an eighth, a sixteenth of the sides
DEPTHS = 1, 2, 2, 4  # convolutions there
STEP = 2 ** len(DEPTHS)  # sides are multiples of it
SURROUNDINGS = 17  # pixels of a side of what a pixel is compared with
LARGEST = 4  # standard deviations: a feature is no larger
LEAST = 0.02, 0.01  # added to the picture's deviation and the surroundings': empty paper's noise stays small,
SHARE = 0.2  # as does that of its surroundings where this share of the picture's deviation is far more


def shapes():
    """Of each layer, by name, how many outputs and inputs it has."""
    before = (8, *WIDTHS[:-1])  # two features of 2 × 2 pixels
    found = {"last": (8, 9 * WIDTHS[0])}
    for level, (width, depth) in enumerate(zip(WIDTHS, DEPTHS, strict=True)):
        for number in range(depth):
            found[f"down{level}{number}"] = width, 9 * (width if number else before[level])
    for level, (width, deeper) in enumerate(zip(WIDTHS, WIDTHS[1:], strict=False)):
        found |= {f"side{level}": (width, deeper), f"up{level}": (width, 9 * width)}
    return found


@cache
def layers(folder):
    """The weights (outputs, inputs) and biases (outputs,) by name, float32.

    A line of a file is a neuron: the scale of its weights, its bias, its weights as whole numbers up to 127.
    Raises Fault where the files aren't as they were written.
    """
    found = {}
    for name, (outputs, inputs) in shapes().items():
        try:
            rows = np.loadtxt(folder / f"{name}.csv", np.float32, delimiter=",", ndmin=2)
            found[name] = rows.reshape(outputs, 2 + inputs)
        except (OSError, ValueError) as error:
            words = f"{folder / name}.csv isn't as it came with the project: get the project anew"
            raise Fault(words) from error
    return {name: (rows[:, :1] * rows[:, 2:], rows[:, 1]) for name, rows in found.items()}


def look(gray, pixels, layers):
    """Ink and cores (2, h, w), 0 to 1, of gray (height, width), 0 to 1, seen in about so many pixels."""
    factor = np.sqrt(pixels / gray.size)
    seen = sampled(gray, [max(1, round(side * factor)) for side in gray.shape])
    padded = np.pad(seen, [(0, -side % STEP) for side in seen.shape], mode="edge")
    z = forward(features(padded), layers)
    return Layer.sigmoid(z[:, : seen.shape[0], : seen.shape[1]])


def features(gray):
    """(2, h, w): gray less the whole picture's mean, and less its surroundings', in standard deviations.

    So the light, the paper's shade and the ink's are gone before anything is learned.
    """
    whole = gray.std()
    mean, square = (ndimage.uniform_filter(x, SURROUNDINGS, mode="nearest") for x in (gray, gray * gray))
    near = np.sqrt(np.maximum(square - mean * mean, 0))
    both = (gray - gray.mean()) / (whole + LEAST[0]), (gray - mean) / (near + SHARE * whole + LEAST[1])
    return np.clip(both, -LARGEST, LARGEST).astype(np.float32)


def forward(x, layers):
    """z (2, h, w) of the features (2, h, w)."""

    def convolved(x, name):
        """ReLU of each pixel's 3 × 3: (h, w, a) to (h, w, b)."""
        h, w, _ = x.shape
        around = np.pad(x, ((1, 1), (1, 1), (0, 0)))
        around = np.concatenate([around[i : i + h, j : j + w] for i in range(3) for j in range(3)], axis=2)
        return fed(around, name)

    def fed(x, name):
        """z = x·Wᵀ + b of each pixel."""
        weights, biases = layers[name]
        return (x.reshape(-1, x.shape[-1]) @ weights.T + biases).reshape(*x.shape[:2], -1)

    x = blocks(x)
    kept = []
    for level, depth in enumerate(DEPTHS):
        x = halved(x) if level else x
        for number in range(depth):
            x = np.maximum(convolved(x, f"down{level}{number}"), 0)
        kept.append(x)
    for level in reversed(range(len(DEPTHS) - 1)):
        x = kept[level] + doubled(fed(x, f"side{level}"))
        x = np.maximum(convolved(x, f"up{level}"), 0)
    return unblocked(convolved(x, "last"))


def halved(x):
    """Of each 2 × 2 pixels the largest activations."""
    h, w, a = x.shape
    return x.reshape(h // 2, 2, w // 2, 2, a).max(axis=(1, 3))


def doubled(x):
    return x.repeat(2, axis=0).repeat(2, axis=1)


def blocks(x):
    """(c, h, w) to (h / 2, w / 2, 4·c): each 2 × 2 pixels as one of four times the activations."""
    c, h, w = x.shape
    return x.reshape(c, h // 2, 2, w // 2, 2).transpose(1, 3, 0, 2, 4).reshape(h // 2, w // 2, 4 * c)


def unblocked(x):
    """The way back: (h, w, 4·c) to (c, 2·h, 2·w)."""
    h, w, a = x.shape
    return x.reshape(h, w, a // 4, 2, 2).transpose(2, 0, 3, 1, 4).reshape(a // 4, 2 * h, 2 * w)
