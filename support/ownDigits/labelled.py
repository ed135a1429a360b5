"""Your own digits, labelled: how well they are read, and a data set of them."""

import numpy as np

from support.data import newSet
from support.data.dataSet import CLASSES, SIDE
from support.figures import figureFiles, testFigures
from support.ownDigits import pictureFiles
from support.script.fault import Fault, printable
from support.training import perDigit
from support.training.evaluation import Evaluation

TEST = 5  # every fifth picture of a digit is a test image


class LabelledDigits:
    """What the network saw of each digit, with its label, picture by picture."""

    def __init__(self):
        self.pixels, self.labels, self.names = [], [], []  # names: of the digits' files
        self.missed = []  # the labels of pictures where fewer or more digits were found
        self.folders = {}  # a pupil's folder: how many digits were right, and of how many

    def add(self, file, label, reading):
        """file is the picture's name, label a list of digits; reading is None if it couldn't be read."""
        right = 0
        if reading is None or len(reading.digits) != len(label):
            self.missed += label
        else:
            self.pixels += [digit.pixels for digit in reading.digits]
            self.labels += label
            self.names += [file] * len(label)
            right = int(np.sum(reading.answers == label))
        folder = pictureFiles.ownerOf(file)
        if folder is not None:
            before = self.folders.get(folder, (0, 0))
            self.folders[folder] = before[0] + right, before[1] + len(label)

    @property
    def images(self):
        return np.rint(255 * np.reshape(self.pixels, (-1, SIDE**2))).astype(np.uint8)

    def tell(self, network, folder=None):
        """Print how many were right: of all, of each digit, in each folder. Save both figures if wanted."""
        total = len(self.labels) + len(self.missed)
        if not self.labels:
            print(f"0 of {total} digits right")
            return
        evaluation = OwnEvaluation(network, self.images, np.array(self.labels), self.missed)
        print(f"{evaluation.correctGuesses} of {total} digits right ({evaluation.accuracy:.2f} %)")
        if self.missed:
            print(f"{len(self.missed)} of them are in pictures where fewer or more digits were found")
        perDigit.printTable(evaluation)
        if len(self.folders) > 1:
            for name, (right, count) in sorted(
                self.folders.items(), key=lambda item: item[1][0] / item[1][1]
            ):
                print(f"{printable(name)}: {right} of {count} digits right ({100 * right / count:.2f} %)")
        if folder:
            figureFiles.save(testFigures.drawConfusion(evaluation), folder, "confusion.png")
            figureFiles.save(testFigures.drawMistakes(evaluation, self.names), folder, "mistakes.png")

    def save(self, folder):
        """Save them as a data set. Raises Fault if no digit was read often enough to be tested."""
        labels = np.array(self.labels, dtype=np.uint8)
        isTest = np.zeros(len(labels), dtype=bool)
        for digit in range(CLASSES):
            isTest[np.flatnonzero(labels == digit)[TEST - 1 :: TEST]] = True
        if not isTest.any():
            raise Fault(
                f"no digit was read in {TEST} pictures, so none is left to test with, and nothing is saved "
                f"in {folder}: write more"
            )
        newSet.save(folder, self.images[~isTest], labels[~isTest], self.images[isTest], labels[isTest])
        print(f"saved {printable(folder)}: {np.sum(~isTest)} training images, {np.sum(isTest)} test images")


class OwnEvaluation(Evaluation):
    """An Evaluation that also counts the digits that were not found."""

    def __init__(self, network, images, labels, missed):
        self.missed = np.bincount(missed, minlength=CLASSES) if missed else np.zeros(CLASSES, int)
        super().__init__(network, images, labels)

    @property
    def totals(self):
        return super().totals + self.missed
