"""Reading a data set: MNIST, or another in the same four IDX files, or in CSV (section 3.2.1 of the paper).

The files are the user's: they are read, never changed. MNIST's own are recognised by their content.
"""

from pathlib import Path

import numpy as np

from support.data import csvFiles, idxFiles
from support.data.leftSet import placeOf
from support.script.fault import Fault, printable, reason
from support.script.paths import OUTPUT

FOLDER = OUTPUT / "mnist"
SIDE = 28
CLASSES = 10
TEST_SHARE = 6  # if one file holds all images, one in six is a test image; of MNIST's it's one in seven
WANTED = (
    "--data wants a folder with the four IDX files of a data set, named as MNIST's, or with its CSV files "
    f"train.csv and test.csv, a label and {SIDE**2} pixels per line"
)

# MNIST's files: the size of each one's unpacked content in bytes, and its SHA-256.
MNIST = {
    "train-images-idx3-ubyte": (47040016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
    "train-labels-idx1-ubyte": (60008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    "t10k-images-idx3-ubyte": (7840016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    "t10k-labels-idx1-ubyte": (10008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
}


def readSets(folder=None):
    """The training set and the test set, each a pair of images (n, 784), bytes, and labels (n,), 0 to 9.

    folder holds another data set; None stands for MNIST in data/mnist, 60,000 and 10,000 images. Raises Fault
    if a file is missing, damaged, or of another kind.
    """
    folder, files = filesOf(folder)
    if len(files) == 1:
        images, labels = readCsv(files[0])
        kept = len(images) - len(images) // TEST_SHARE
        if kept == len(images):
            raise Fault(
                f"{files[0]} has only {kept} images: at least {TEST_SHARE} are needed to test with one"
            )
        name = printable(files[0].name)
        print(f"{name} is alone: its last {len(images) - kept} images, a sixth, are the test images")
        return (images[:kept], labels[:kept]), (images[kept:], labels[kept:])
    return readSet("train", folder, files[:1]), readSet("t10k", folder, files[1:])


def readTrainSet(folder=None):
    """The training images and labels alone, as readSets gives them."""
    folder, files = filesOf(folder)
    return readSets(folder)[0] if len(files) == 1 else readSet("train", folder, files[:1])


def readTestSet(folder=None):
    """The test images and labels alone, as readSets gives them."""
    folder, files = filesOf(folder)
    return readSets(folder)[1] if len(files) == 1 else readSet("t10k", folder, files[1:])


def oneHot(labels):
    """The outputs wanted for labels: (n, 10), 1 for the label's digit and 0 for the others."""
    return np.eye(CLASSES)[labels]


def checkFits(network, folder):
    """Raise Fault if the network from folder doesn't take 784 pixels, or doesn't answer with ten digits."""
    inputs, outputs = network.layers[0].inputSize, network.layers[-1].outputSize
    if (inputs, outputs) != (SIDE * SIDE, CLASSES):
        raise Fault(
            f"{folder} holds a network of {inputs} inputs and {outputs} outputs, instead of {SIDE * SIDE} "
            f"for the pixels and {CLASSES} for the digits: train again, or name another folder"
        )


def filesOf(folder):
    """Where the data set is, and its CSV files as csvFiles.find gives them; () if it has IDX files."""
    if folder is None:
        return None, ()
    try:
        folder = placeOf(folder)
        if any(idxFiles.find(name, folder) for name in MNIST):
            return folder, ()
        files = csvFiles.find(folder)
        others = [path.name for path in sorted(folder.iterdir()) if not path.name.startswith(".")][:3]
    except OSError as error:
        if isinstance(error, NotADirectoryError) or folder.is_file():  # Windows may call it an invalid name
            raise Fault(f"{folder} isn't a folder: {WANTED}") from error
        raise Fault(f"{folder} can't be read ({reason(error)}): make it readable, or name another") from error
    if not files:
        raise Fault(f"{folder} holds no data set, but {', '.join(others) or 'nothing'}: {WANTED}")
    return folder, files


def readSet(part, folder, files):
    """One of the two sets, from the CSV file in files, or if there is none, from IDX files in folder."""
    if files:
        return readCsv(files[0])
    imagesPath, images = readIdx(f"{part}-images-idx3-ubyte", folder)
    labelsPath, labels = readIdx(f"{part}-labels-idx1-ubyte", folder)
    if images.ndim != 3 or images.shape[1:] != (SIDE, SIDE) or images.dtype != np.uint8:
        raise Fault(f"{imagesPath} does not hold images of {SIDE} by {SIDE} bytes: put the right file there")
    if labels.ndim != 1 or not np.issubdtype(labels.dtype, np.integer):
        raise Fault(
            f"{labelsPath} does not hold labels, a whole number for each image: put the right file there"
        )
    if len(images) != len(labels):
        raise Fault(
            f"{labelsPath} holds {len(labels)} labels for the {len(images)} images of "
            f"{imagesPath.name}: put files of one data set there"
        )
    if len(images) == 0:
        raise Fault(f"{imagesPath} holds no images: put the right file there")
    return images.reshape(-1, SIDE * SIDE), checkedLabels(labelsPath, labels)


def readCsv(path):
    images, labels = csvFiles.read(path, SIDE * SIDE)
    return images, checkedLabels(path, labels)


def checkedLabels(path, labels):
    """The labels in bytes; raises Fault if the network has no output for one."""
    lowest, highest = labels.min(), labels.max()
    if lowest >= 0 and highest < CLASSES:
        return labels.astype(np.uint8)
    classes = len(np.unique(labels))
    wrong = f"has {classes} classes, this network has {CLASSES} outputs"
    if classes <= CLASSES:
        wrong = f"has labels from {lowest} to {highest}"
    raise Fault(f"{path} {wrong}: a data set with labels from 0 to {CLASSES - 1} is wanted")


def readIdx(name, folder):
    """The path and the array of the IDX file of this name."""
    if folder is None:
        return readMnists(name)
    path = idxFiles.find(name, Path(folder))
    if path is None:
        raise Fault(f"{Path(folder) / name}.gz is missing: --data needs the four files of a data set")
    return path, idxFiles.read(path)[0]


def readMnists(name):
    """The path and the array of a file of MNIST itself, which is fetched if it's missing."""
    largest, sha256 = MNIST[name]
    try:
        path = next((path for path in (FOLDER / f"{name}.gz", FOLDER / name) if path.exists()), None)
    except OSError as error:
        raise Fault(f"{FOLDER} can't be read ({reason(error)}): make it readable") from error
    if path is None:
        from support.data import download

        path = download.fetch(f"{name}.gz", FOLDER, largest, sha256)
    array, found = idxFiles.read(path, largest)
    if found != sha256:
        raise Fault(
            f"{path} is not MNIST's file, or damaged: put the right one there, or delete it to have "
            "it downloaded again (another data set goes into its own folder: see --data)"
        )
    return path, array
