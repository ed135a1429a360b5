"""Reading a data set: MNIST, or another in the same four IDX files (section 3.2.1 of the paper).

The files are the user's: they are read, never changed. MNIST's own are known by their content.
"""

import gzip
import hashlib
import struct
import zlib
from pathlib import Path

import mnist
import numpy as np

from support.data import download
from support.script.fault import Fault, reason

FOLDER = Path(__file__).resolve().parents[2] / "data" / "mnist"
SIDE = 28
CLASSES = 10
LARGEST_FILE = 1 << 30  # bytes, unpacked


# MNIST's files: the size of each one's unpacked content in bytes, and its SHA-256.
MNIST = {
    "train-images-idx3-ubyte": (47040016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
    "train-labels-idx1-ubyte": (60008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    "t10k-images-idx3-ubyte": (7840016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    "t10k-labels-idx1-ubyte": (10008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
}


def readTrainSet(folder=None):
    """The training images (60000, 784) in bytes 0 to 255, and their labels (60000,) 0 to 9.

    folder holds another data set; None stands for MNIST in data/mnist. Raises Fault where a file
    is missing, damaged, or of another kind.
    """
    return readSet("train", folder)


def readTestSet(folder=None):
    """The test images (10000, 784) and labels (10000,), as readTrainSet gives the training's."""
    return readSet("t10k", folder)


def oneHot(labels):
    """The outputs wanted for labels: (n, 10), 1 for the label's digit and 0 for the others."""
    return np.eye(CLASSES)[labels]


def checkFits(network, folder):
    """Raise Fault where the network from folder takes no 784 pixels, or answers with no ten digits."""
    inputs, outputs = network.layers[0].inputSize, network.layers[-1].outputSize
    if (inputs, outputs) != (SIDE * SIDE, CLASSES):
        raise Fault(
            f"{folder} holds a network of {inputs} inputs and {outputs} outputs, in place of {SIDE * SIDE} "
            f"for the pixels and {CLASSES} for the digits: train again, or name another folder"
        )


def readSet(part, folder):
    imagesPath, images = readFile(f"{part}-images-idx3-ubyte", folder)
    labelsPath, labels = readFile(f"{part}-labels-idx1-ubyte", folder)
    if images.ndim != 3 or images.shape[1:] != (SIDE, SIDE) or images.dtype != np.uint8:
        raise Fault(f"{imagesPath} does not hold images of 28 by 28 bytes: put the right file there")
    if labels.ndim != 1 or labels.dtype != np.uint8 or labels.max(initial=0) >= CLASSES:
        raise Fault(f"{labelsPath} does not hold labels from 0 to 9: put the right file there")
    if len(images) != len(labels):
        raise Fault(
            f"{labelsPath} holds {len(labels)} labels for the {len(images)} images of "
            f"{imagesPath.name}: put files of one data set there"
        )
    if len(images) == 0:
        raise Fault(f"{imagesPath} holds no images: put the right file there")
    return images.reshape(-1, SIDE * SIDE), labels


def readFile(name, folder):
    """The path and the array of the IDX file of this name, packed (.gz) or not."""
    largest, sha256 = MNIST[name] if folder is None else (LARGEST_FILE, None)
    path = find(name, FOLDER if folder is None else Path(folder))
    if path is None and folder is None:
        path = download.fetch(f"{name}.gz", FOLDER, largest, sha256)
    if path is None:
        raise Fault(f"{Path(folder) / name}.gz is missing: --data needs the four files of a data set")
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
            content = Content(file, largest)
            array = mnist.parse_idx(content)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise Fault(f"{path} is damaged or cut off: put a whole one there") from None
    except (mnist.IdxDecodeError, struct.error, TypeError, ValueError) as error:
        raise Fault(f"{path} is not a whole IDX file ({error}): put the right one there") from None
    except OSError as error:
        raise Fault(
            f"{path} can't be read ({reason(error)}): make it readable, or put another there"
        ) from None
    if sha256 and content.sha256.hexdigest() != sha256:
        raise Fault(
            f"{path} is not MNIST's file, or damaged: put the right one there, or delete it to have "
            "it downloaded again (another data set goes into a folder of its own: see --data)"
        )
    return path, array


def find(name, folder):
    """The file's path in folder, packed or not, or None where it isn't there."""
    try:
        return next((path for path in (folder / f"{name}.gz", folder / name) if path.exists()), None)
    except OSError as error:
        raise Fault(f"{folder} can't be read ({reason(error)}): make it readable, or name another") from None


class Content:
    """A file's content on its way to mnist's reader: hashed, and cut behind the largest size.

    47 MB are never held more often than the reader itself does.
    """

    def __init__(self, file, largest):
        self.file = file
        self.left = largest + 1  # the one byte too many makes the content wrong
        self.sha256 = hashlib.sha256()

    def read(self, size=None):
        data = self.file.read(self.left if size is None else min(size, self.left))
        self.left -= len(data)
        self.sha256.update(data)
        return data
