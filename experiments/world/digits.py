"""Write MNIST with digits added as they are written elsewhere: what trainedData/wide was trained on.

python -m experiments.world.digits FOLDER    writes four IDX files there, for main.py's --data

MNIST's handwriting is American. Its 60,000 training images are followed by
- copies of half of its ones with an upstroke drawn on, and of two fifths each of its nines with a hooked
  tail, its sevens with a bar and its sixes with a curled top;
- digits drawn whole, in the forms of forms.py: of each form a quarter as many as MNIST has of that digit;
- a tenth of all these once more, slanted further.
The test images are MNIST's own. All is drawn at random, but always the same.
"""

import argparse

if __name__ == "__main__":
    import support.script.start  # noqa: F401  before all else

import numpy as np
from tqdm import tqdm

from experiments.world.forms import FORMS, drawn
from experiments.world.strokes import withBar, withCurl, withHook, withSlant, withUpstroke
from support.data import dataSet, newSet
from support.script.fault import printable
from support.script.options import folder
from support.script.runScript import runScript

SEED = 1
# For each digit, what is drawn onto which share of MNIST's
DRAWN_ON = {
    1: (withUpstroke, 1 / 2),
    6: (withCurl, 2 / 5),
    7: (withBar, 2 / 5),
    9: (withHook, 2 / 5),
}
PER_FORM = 1 / 4  # as many as MNIST has of that digit
SLANTED = 1 / 10  # of MNIST's digits, and of those drawn


def main():
    parser = argparse.ArgumentParser(
        description="Write MNIST with digits added as they are written elsewhere."
    )
    parser.add_argument("folder", type=folder, metavar="FOLDER", help="where the four IDX files are written")
    place = parser.parse_args().folder
    newSet.checkPlace(place)
    images, labels = dataSet.readTrainSet()
    copies, theirLabels = worldCopies(images, labels)
    newSet.save(
        place,
        np.concatenate([images, copies]),
        np.concatenate([labels, theirLabels]),
        *dataSet.readTestSet(),
    )
    counts = ", ".join(f"{count} {digit}s" for digit, count in enumerate(np.bincount(theirLabels)))
    print(f"{printable(place)}: MNIST's {len(images)} training images, and {counts}")


def worldCopies(images, labels, seed=SEED):
    """What is drawn for images (n, 784) in bytes: more such images (m, 784), and their labels (m,)."""
    rng = np.random.RandomState(seed)
    ofEach = [images[labels == digit].reshape(-1, dataSet.SIDE, dataSet.SIDE) / 255 for digit in range(10)]
    copies = [
        drawnFor(digit, theirs, rng)
        for digit, theirs in enumerate(tqdm(ofEach, desc="digits", leave=False, disable=None))
    ]
    pixels = np.concatenate([np.reshape(digits, (-1, dataSet.SIDE**2)) for digits in copies])
    theirLabels = np.repeat(np.arange(10, dtype=np.uint8), [len(digits) for digits in copies])
    return np.rint(255 * pixels).astype(np.uint8), theirLabels


def drawnFor(digit, images, rng):
    """A list of drawn images (28, 28), 0 to 1, of the digit; images (n, 28, 28) are MNIST's of it."""
    copies = drawnOn(images, *DRAWN_ON[digit], rng) if digit in DRAWN_ON else []
    for form in FORMS.values():
        if form.digit == digit:
            copies += [drawn(form, rng) for _ in range(round(PER_FORM * len(images)))]
    return copies + drawnOn([*images, *copies], withSlant, SLANTED, rng)


def drawnOn(images, draw, share, rng):
    """What draw makes of a share of the images, taken at random; if one gives None, another is taken."""
    wanted, copies = round(share * len(images)), []
    for index in rng.permutation(len(images)):
        if len(copies) == wanted:
            break
        if (copy := draw(images[index], rng)) is not None:
            copies.append(copy)
    return copies


if __name__ == "__main__":
    runScript(main)
