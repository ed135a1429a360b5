"""The data in the page: the weights as they are, MNIST's images deflated, all in base64."""

import base64
import json
import zlib

import numpy as np

from support.training import distortion


def ofLayers(layers):
    """Each layer's weights, row by row, and its biases, as doubles, the lowest byte first."""
    arrays = (array for layer in layers for array in (layer.weights, layer.biases))
    return letters(b"".join(np.asarray(array, "<f8").tobytes() for array in arrays))


def ofEyes(folder):
    """The eyes' files, a line for each neuron, and the distortions by which answers are doubted."""
    files = {f"eyes-{path.stem}": path.read_text(encoding="ascii") for path in sorted(folder.glob("*.csv"))}
    return {**files, "distortions": json.dumps(distortion.tries().tolist())}


def ofImages(trainSet, testSet):
    """The two sets, (images, labels) each: training images with 1 bit per pixel, test images as they are."""
    contents = {}
    for name, (images, labels), bits in (("test", testSet, 8), ("train", trainSet, 1)):
        contents[f"{name}Images"] = letters(deflated(inBits(images, bits)))
        contents[f"{name}Labels"] = letters(deflated(labels.tobytes()))
    return contents


def deflated(content):
    """Deflated with the strategy for filtered data: images get smaller than at level 9, in half the time."""
    compressor = zlib.compressobj(8, strategy=zlib.Z_FILTERED)
    return compressor.compress(content) + compressor.flush()


def inBits(images, bits):
    """Images (n, 784) of bytes in the nearest of 2**bits grays, the first pixel in a byte's highest bits."""
    levels = np.round(np.arange(256) / 255 * (2**bits - 1)).astype(np.uint8)[images]
    shifts = np.arange(8 - bits, -1, -bits, dtype=np.uint8)
    return np.bitwise_or.reduce(levels.reshape(-1, len(shifts)) << shifts, axis=1).tobytes()


def letters(content):
    return base64.b64encode(content).decode("ascii")
