"""Write MNIST with digits added as they are written in Europe: what trainedData/wide was trained on.

python experiments/europeanDigits.py FOLDER    writes four IDX files there, for main.py's --data

MNIST's hands are American. Behind its 60,000 training images come copies of half of its ones with an upstroke
drawn on, of two fifths of its nines with a hooked tail, of a fifth of its sevens with a bar, and of two
fifths of its sixes with a curled top. The test images are MNIST's own. All is drawn by chance, and always
the same.
"""

import argparse
import sys
from pathlib import Path

# Of itself Python looks for a script's modules beside it only, in experiments/.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if __name__ == "__main__":
    import support.script.start  # noqa: F401  before all else

import numpy as np
from tqdm import tqdm

from experiments.europeanStrokes import withBar, withCurl, withHook, withUpstroke
from support.data import dataSet, newSet
from support.script.options import folder
from support.script.runScript import runScript

# Of a digit, what is drawn on which share of MNIST's
COPIES = ((1, withUpstroke, 1 / 2), (9, withHook, 2 / 5), (7, withBar, 1 / 5), (6, withCurl, 2 / 5))
SEED = 1


def main():
    parser = argparse.ArgumentParser(
        description="Write MNIST with European ones, sixes, sevens and nines added."
    )
    parser.add_argument("folder", type=folder, metavar="FOLDER", help="where the four IDX files are written")
    place = parser.parse_args().folder
    newSet.checkPlace(place)
    images, labels = dataSet.readTrainSet()
    copies, theirLabels = europeanCopies(images, labels)
    newSet.save(
        place,
        np.concatenate([images, copies]),
        np.concatenate([labels, theirLabels]),
        *dataSet.readTestSet(),
    )
    counts = ", ".join(f"{np.count_nonzero(theirLabels == digit)} {digit}s" for digit, _, _ in COPIES)
    print(f"{place}: MNIST's {len(images)} training images, and {counts}")


def europeanCopies(images, labels):
    """The copies (n, 784) in bytes, and their labels (n,); images that can't be drawn on are passed over."""
    rng = np.random.RandomState(SEED)
    copies, theirLabels = [], []
    for digit, draw, share in COPIES:
        indices = rng.permutation(np.flatnonzero(labels == digit))
        wanted, drawn = round(share * len(indices)), []
        for index in tqdm(indices, desc=f"{digit}s", leave=False, disable=None):
            if len(drawn) == wanted:
                break
            copy = draw(images[index].reshape(dataSet.SIDE, dataSet.SIDE) / 255, rng)
            if copy is not None:
                drawn.append(copy)
        copies += drawn
        theirLabels += [digit] * len(drawn)
    pixels = np.array(copies).reshape(-1, dataSet.SIDE**2)
    return np.rint(255 * pixels).astype(np.uint8), np.array(theirLabels, np.uint8)


if __name__ == "__main__":
    runScript(main)
