"""How well pictures are read: a table over all kinds of pictures that took no part in any training.

python -m experiments.eyes.measure                    both networks that came with the project
python -m experiments.eyes.measure --eyes work/weights    other eyes than those that came with it
python -m experiments.eyes.measure --pictures 100     so many of each kind
python -m experiments.eyes.measure --handwriting DIR  also pictures there, named after their digits: 3_a.png

A column per folder of weights. The digits are MNIST's test images that all these weights read rightly from
their own pixels: what is lost is lost on the way from the picture to them. A digit counts as read only where
nothing else is found beside it. The pictures are drawn by tests/scenes.py, photos.py, hardScenes.py,
manyDigits.py and noDigits.py.
"""

import argparse
import io
import re
import time
import zlib
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

if __name__ == "__main__":
    import support.script.start  # noqa: F401  before all else

import numpy as np
from PIL import Image
from threadpoolctl import threadpool_limits

from support.data import dataSet
from support.eyes.convolutions import layers
from support.eyes.digits import digitsOf
from support.ownDigits.reading import answered
from support.ownDigits.pictureReader import readPicture
from support.script.fault import Fault
from support.script.paths import EYES, TRAINED
from support.script.runScript import runScript
from support.weights import weightFiles
from tests import hardScenes, manyDigits, noDigits, photos, scenes

ONES = "upright bar", "1 on squares"  # kinds that are of the digit 1 alone
UCI = 600  # of scikit-learn's 1,797 digits
EMPTIES = 200
EDGE = "edge"  # in the warning that a digit is cut off


def main():
    parser = argparse.ArgumentParser(description="How well pictures are read.")
    parser.add_argument("weights", nargs="*", type=Path, default=[TRAINED, TRAINED / "wide"])
    parser.add_argument("--pictures", type=int, default=40, metavar="N", help="of each kind (default: 40)")
    parser.add_argument("--draw", type=int, default=1, metavar="SEED", help="other pictures (default: 1)")
    parser.add_argument("--handwriting", nargs="*", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--without", default="", metavar="NAME", help="a folder of these, also left out")
    parser.add_argument("--eyes", type=Path, default=EYES, metavar="FOLDER", help="their weights")
    chosen = parser.parse_args()
    with threadpool_limits(1):
        Table(chosen).print()


class Reader(NamedTuple):
    """A network, and the eyes' layers."""

    network: object
    eyes: dict

    def read(self, path):
        """The Reading of a picture. Raises Fault if it can't be read; None if it holds no digit."""
        picture = readPicture(path)
        rows = digitsOf(picture, self.eyes)
        return answered(self.network, picture, rows) if rows else None


class Table:
    """networks, and the test images (n, 28, 28) with their labels (n,) that all of these read rightly."""

    def __init__(self, chosen):
        self.chosen = chosen
        eyes = layers(chosen.eyes)
        self.networks = [Reader(weightFiles.load(folder), eyes) for folder in chosen.weights]
        images, labels = dataSet.readTestSet()
        answers = [net.network.feedForward(images / 255).argmax(axis=1) for net in self.networks]
        isRight = np.all(np.array(answers) == labels, axis=0)
        self.images = images[isRight].reshape(-1, dataSet.SIDE, dataSet.SIDE)
        self.labels = labels[isRight].astype(int)

    def print(self):
        self.row("", [folder.name for folder in self.chosen.weights])
        for module in (photos, scenes, hardScenes):
            shares = []
            for kind in module.KINDS:
                right = self.rightOf(module, kind)
                self.row(kind, [f"{count:.0f} of {self.chosen.pictures}" for count in right])
                shares.append(right / self.chosen.pictures)
            self.row(f"mean of {module.__name__}", [f"{100 * share:.1f} %" for share in np.mean(shares, 0)])
        self.several("number", lambda rng: flat(scenes.number(self.images, rng)))
        self.several("touching", lambda rng: manyDigits.touching(self.images, rng))
        self.several("cells in a row", lambda rng: manyDigits.cells(self.images, rng))
        self.several("with upright ones", lambda rng: manyDigits.uprightOnes(self.images, rng))
        for count in (24, 96, 200):
            self.pages(count)
        self.cut("cut, 60 to 95 % shown: read or warned of", (0.6, 0.95), self.isKnown)
        self.cut("cut, 5 to 35 % shown: no word", (0.05, 0.35), self.isScrap)
        self.uci("UCI 8 x 8", 8)
        self.uci("UCI 200 x 200", 200)
        self.empty()
        self.things()
        for folder in self.chosen.handwriting:
            self.handwriting(folder)
        self.times()

    def row(self, name, cells):
        print(f"{name:42s}" + "".join(f"{cell:>30s}" for cell in cells), flush=True)

    def rng(self, name):
        return np.random.default_rng([self.chosen.draw, zlib.crc32(name.encode())])

    def pictures(self, module, kind):
        """Pictures of a kind, each with what it shows: (file, [label])."""
        rng = self.rng(kind)
        among = np.flatnonzero((self.labels == 1) | (kind not in ONES))
        for index in rng.choice(among, self.chosen.pictures, replace=False):
            yield module.makeFile(self.images[index], rng, kind), [self.labels[index]]

    def numbers(self, count):
        """Pictures of numbers, each with what it shows: (file, labels)."""
        rng = self.rng("number")
        for _ in range(count):
            file, indices = flat(scenes.number(self.images, rng))
            yield file, [self.label(index) for index in indices]

    def rightOf(self, module, kind):
        """How many pictures of a kind are read rightly, by each network."""
        right = np.zeros(len(self.networks))
        for file, wanted in self.pictures(module, kind):
            right += [answers(net, file)[0] == wanted for net in self.networks]
        return right

    def several(self, name, draw):
        """Digits right, pictures with the right count, pictures right as a whole."""
        rng, digits = self.rng(name), 0
        right = np.zeros((len(self.networks), 3), int)
        for _ in range(self.chosen.pictures):
            file, indices = draw(rng)
            wanted = [self.label(index) for index in indices]
            digits += len(wanted)
            for place, net in enumerate(self.networks):
                given, _ = answers(net, file)
                right[place] += matches(wanted, given), len(given) == len(wanted), given == wanted
        self.row(
            f"{name}: digits, counts, whole",
            [f"{a} of {digits}, {b}, {c} of {self.chosen.pictures}" for a, b, c in right],
        )

    def label(self, index):
        return 1 if index is None else self.labels[index]

    def pages(self, count):
        """Digits right, pages with the right rows, and the longest time."""
        rng, number = self.rng(f"page {count}"), max(2, self.chosen.pictures // 20)
        cells = [[0, 0, 0.0] for _ in self.networks]
        for _ in range(number):
            file, rows = manyDigits.page(self.images, rng, count)
            wanted = [[self.labels[index] for index in row] for row in rows]
            for cell, net in zip(cells, self.networks, strict=True):
                start = time.process_time()
                reading = readOrNone(net, file)
                cell[2] = max(cell[2], time.process_time() - start)
                cell[0] += matches([label for row in wanted for label in row], answersOf(reading))
                cell[1] += reading is not None and list(map(len, reading.rows)) == list(map(len, wanted))
        total = number * count
        texts = [f"{right} of {total}, {rows} of {number}, {seconds:.1f} s" for right, rows, seconds in cells]
        self.row(f"page of {count}: digits, rows, longest", texts)

    def cut(self, name, shares, isGood):
        rng = self.rng(name)
        good = np.zeros(len(self.networks), int)
        for _ in range(self.chosen.pictures):
            file, indices, place = manyDigits.cut(self.images, rng, rng.uniform(*shares))
            wanted = [self.labels[index] for index in indices]
            good += [isGood(*answers(net, file), wanted, place) for net in self.networks]
        self.row(name, [f"{count} of {self.chosen.pictures}" for count in good])

    def isKnown(self, given, warnings, wanted, place):
        """The one at the edge is read rightly, or something is said."""
        return bool(warnings) or (len(given) == len(wanted) and given[place] == wanted[place])

    def isScrap(self, given, warnings, wanted, place):
        """Only the others are read, and nothing is said of an edge."""
        return len(given) == len(wanted) - 1 and not any(EDGE in warning for warning in warnings)

    def uci(self, name, side):
        from sklearn.datasets import load_digits

        data = load_digits()
        right = np.zeros(len(self.networks), int)
        for index in self.rng("UCI").choice(len(data.images), UCI, replace=False):
            picture = Image.fromarray(np.rint(data.images[index] * 255 / 16).astype(np.uint8))
            file = photos.packed(picture.resize((side, side), Image.Resampling.BICUBIC), "PNG")
            right += [answers(net, file)[0] == [data.target[index]] for net in self.networks]
        self.row(name, [f"{count} of {UCI}" for count in right])

    def empty(self):
        rng, answered = self.rng("empty"), {}
        for number in range(EMPTIES):
            kind = noDigits.EMPTY[number % len(noDigits.EMPTY)]
            file = noDigits.emptyFile(rng, kind)
            found = [bool(answers(net, file)[0]) for net in self.networks]
            answered[kind] = answered.get(kind, 0) + np.array(found, int)
        for kind, counts in answered.items():
            self.row(f"empty, {kind}: answered", map(str, counts))
        self.row("empty: answered", [f"{count} of {EMPTIES}" for count in sum(answered.values())])

    def things(self):
        """Things that are no digit: how many are answered and not doubted."""
        rng, every = self.rng("things"), 0
        for kind, number in noDigits.THINGS.items():
            counts = np.zeros(len(self.networks), int)
            for _ in range(number):
                file = noDigits.thingFile(rng, kind)
                for place, net in enumerate(self.networks):
                    given, warnings = answers(net, file)
                    counts[place] += bool(given) and not warnings
            every = every + counts
            self.row(f"no digit, {kind}: not doubted", [f"{count} of {number}" for count in counts])
        total = sum(noDigits.THINGS.values())
        self.row("no digit: not doubted", [f"{count} of {total}" for count in every])

    def handwriting(self, folder):
        """Of pictures whose names' first number is what they show: right, and wrong without a word."""
        paths = [path for path in sorted(folder.rglob("*")) if re.match(r"\D*\d", path.name)]
        paths = [path for path in paths if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".bmp", ".webp")]
        results = np.array([[verdict(net, path) for path in paths] for net in self.networks])
        for name in ("", self.chosen.without) if self.chosen.without else ("",):
            kept = np.array([not name or name not in path.parts for path in paths])
            counts = [
                [np.count_nonzero(result[kept] == word) for word in ("right", "silent")] for result in results
            ]
            texts = [f"{right} of {kept.sum()}, {silent} silent" for right, silent in counts]
            self.row(f"{folder.name}{f' without {name}' if name else ''}", texts)

    def times(self):
        """The median of processor time for a photo of one digit, by its size."""
        for side, number in ((1000, 10), (3464, 3)):
            rng, spent = self.rng("times"), [[] for _ in self.networks]
            for index in rng.choice(len(self.images), number, replace=False):
                ink = photos.stroke(self.images[index], 0.5 * side)
                picture = photos.developed(photos.place(ink, side, side, rng), rng)
                file = photos.packed(picture, "JPEG", quality=85)
                for times, net in zip(spent, self.networks, strict=True):
                    start = time.process_time()
                    answers(net, file)
                    times.append(time.process_time() - start)
            name = f"a photo of {side * side / 1e6:.0f} megapixels"
            self.row(name, [f"{1000 * np.median(times):.0f} ms" for times in spent])


def flat(made):
    file, lines = made
    return file, [index for line in lines for index in line]


def readOrNone(network, file):
    """The Reading of a file or a path, or None where no digit is found."""
    if isinstance(file, io.BytesIO):
        file.seek(0)
    try:
        return network.read(file)
    except Fault:
        return None


def answersOf(reading):
    return [] if reading is None else reading.answers.tolist()


def answers(network, file):
    """What is read, as a list, and the warnings."""
    reading = readOrNone(network, file)
    return answersOf(reading), [] if reading is None else reading.warnings


def matches(wanted, given):
    """How many are right; one that is missing or too much is no fault of the others."""
    blocks = SequenceMatcher(None, wanted, given, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def verdict(network, path):
    given, warnings = answers(network, path)
    if "".join(map(str, given)) == re.search(r"\d+", path.name)[0]:
        return "right"
    return "silent" if given and not warnings else "told"


if __name__ == "__main__":
    runScript(main)
