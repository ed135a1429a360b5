"""What a class's own digits bring: 30 simulated hands draw on the page, and both networks go on training.

python -m experiments.world.hands FOLDER             all that is made stays there
python -m experiments.world.hands FOLDER --seed 2    other hands

It needs tests/requirements.txt and Chromium. A hand has a slant, a size, a pen, and for each digit a way to
write it: MNIST's or one of the world's. It draws each digit twice in the page's field, by pointer events; My
digits keeps them and saves the hand's ZIP. The networks go on training with what twenty hands drew, by the
commands of lesson 13; the other ten hands are read before and after.

The digits are of MNIST's training images, drawn anew along their middle lines: the networks were trained on
those images, but not on these drawings; the eyes, which find the digits, on neither. The pictures' names are
random, and with them which fifth of the pictures main.py tests with: no two runs agree exactly.
"""

import argparse
import re
import subprocess
import sys
import time
import zipfile
from functools import partial
from typing import NamedTuple

if __name__ == "__main__":
    import support.script.start  # noqa: F401  before all else

import numpy as np
from tqdm import tqdm

from experiments.world.forms import FORMS, drawn
from experiments.world.strokes import turn, withBar, withCurl, withHook, withUpstroke
from support.data import dataSet
from support.script.disk import makeFolder
from support.script.fault import Fault
from support.script.options import folder, seed
from support.script.paths import DOCS, ROOT, TRAINED, WIDE
from support.script.runScript import runScript
from tests.page.tracedStrokes import strokesOf

HANDS, KEPT = 30, 10  # the last of them are kept for the test
EACH = 2  # drawings of a digit by a hand
EYES_SAW = 50_000  # of MNIST's training images; the hands' are of the others
SLANTS = -15, 25  # degrees, the positive to the right
SIZES = 0.4, 0.9  # of the field's side
TURNS = -5, 5
PENS = "touch", "touch", "pen", "mouse"  # half of them write with a finger
STEPS = 2, 8  # from one event to the next, in points of a traced line; four are a pixel of MNIST's
SMOOTH = 5  # such points, to turn its staircase into a line
PATIENCE = 60  # seconds for a ZIP
TRAINING = ["--miniset-size", "10", "--epochs", "40", "--shuffle", "--seed", "1"]  # lesson 13's


def asItIs(image, rng):
    return image


def ofForm(form, image, rng):
    return drawn(form, rng)


WAYS = {digit: [] for digit in range(10)} | {1: [withUpstroke], 6: [withCurl], 7: [withBar], 9: [withHook]}
for form in FORMS.values():
    WAYS[form.digit].append(partial(ofForm, form))


class Hand(NamedTuple):
    """How somebody writes."""

    slant: float
    size: float
    pen: str
    step: int
    ways: list  # for each digit a function of an image of it and rng: an image, or None if it doesn't suit


def main():
    parser = argparse.ArgumentParser(
        description="Draw the digits of 30 simulated hands, and go on training with them."
    )
    parser.add_argument("folder", type=folder, metavar="FOLDER", help="a new one: for the ZIPs and all else")
    parser.add_argument("--seed", type=seed, default=1, metavar="N", help="other hands (default: 1)")
    chosen = parser.parse_args()
    place = chosen.folder
    if place.exists() and any(place.iterdir()):
        raise Fault(f"{place} isn't empty: name a new folder")
    makeFolder(place / "zips")
    drawAll(place / "zips", np.random.RandomState(chosen.seed))
    for number, archive in enumerate(sorted((place / "zips").glob("*.zip"))):
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(place / ("ourDigits" if number < HANDS - KEPT else "otherHands"))
    pictures = [len(list((place / name).glob("*/*.png"))) for name in ("ourDigits", "otherHands")]
    print(f"pictures by {HANDS - KEPT} simulated hands, and by {KEPT} others: {pictures[0]}, {pictures[1]}")
    ours = ["--image", place / "ourDigits", "--labelled", "--save-data", place / "ours"]
    print(re.search("[0-9]+ training images.*", run("test.py", "--weights", WIDE, *ours))[0])
    for weights in (TRAINED, WIDE):
        compare(weights, place)


def compare(weights, place):
    """Go on training, and print what it gains and costs."""
    after = place / f"{weights.name}On"
    said = run(
        *("main.py", "--weights", weights, "--data", place / "ours"),
        *(*TRAINING, "--output", after, "--no-picker"),
    )
    before = re.search(r"[0-9.]+ % of the test images right", said)[0]
    print(f"{weights.relative_to(ROOT).as_posix()}: {before}, then {said.splitlines()[-1]}")
    for what, others in (("before", weights), ("after", after)):
        said = run("test.py", "--weights", others, "--image", place / "otherHands", "--labelled")
        right, total = re.search("^([0-9]+) of ([0-9]+) digits right", said, re.MULTILINE).groups()
        hands = [int(count) for count in re.findall(": ([0-9]+) of [0-9]+ digits right", said)]
        mnist = re.search("accuracy: *([0-9.]+)", run("test.py", "--weights", others, "--no-picker"))[1]
        print(
            f"    {what:6}  other hands {right} of {total} right, by hand {min(hands)} to {max(hands)}"
            f"    MNIST's test images {mnist} %"
        )


def run(script, *options):
    """What a script of the project prints. Raises Fault if it failed."""
    words = [sys.executable, str(ROOT / script), *map(str, options)]
    done = subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Fault(f"{script}: {done.stderr.strip()}")
    return done.stdout


def drawAll(place, rng):
    """Let the hands draw on the page, and save their ZIPs in place."""
    try:
        from tests.page.browser import PHONE, chromium, whyNoBrowser
    except ImportError as error:
        raise Fault(f"the tests' packages are missing ({error}): install tests/requirements.txt") from error
    if (why := whyNoBrowser()) is not None:
        raise Fault(f"drawing on the page {why}: install tests/requirements.txt, and Chromium") from None
    images = imagesOfEach(rng)
    with chromium("en") as browser:
        browser.open(DOCS / "network.html")
        browser.resize(PHONE)
        browser.tell("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(place.resolve()))
        browser.run("openPanel('minePanel')")
        for number in tqdm(range(1, HANDS + 1), desc="hands", leave=False, disable=None):
            drawHand(browser, handOf(rng), images, rng)
            save(browser, place / f"hand {number:02}.zip")


def drawHand(browser, hand, images, rng):
    """Draw and keep each digit; if the page refuses one, taking it for two, draw it anew."""
    from tests.page.browser import drawByEvents

    browser.run("panels.minePanel.kept = []")
    for digit in range(10):
        for count in range(1, EACH + 1):
            while browser.run("return panels.minePanel.kept.length") < EACH * digit + count:
                drawByEvents(browser, strokesFor(hand, digit, images[digit], rng), hand.pen)
                browser.run("byId('mineDigit').value = arguments[0]", digit)
                browser.click("keep")


def save(browser, file):
    """Touch the page's button; the browser downloads the ZIP."""
    browser.run("byId('mineName').value = arguments[0]", file.stem)
    browser.click("saveMine")
    end = time.monotonic() + PATIENCE
    while not zipfile.is_zipfile(file):  # nor while it's only begun
        if time.monotonic() > end:
            raise Fault(f"the browser hasn't saved {file} within {PATIENCE} s: try again")
        time.sleep(0.05)


def imagesOfEach(rng):
    """For each digit its images (28, 28), 0 to 1, one after the other: none is drawn twice."""
    images, labels = (array[EYES_SAW:] for array in dataSet.readTrainSet())
    order = rng.permutation(len(images))
    ofEach = [order[labels[order] == digit] for digit in range(10)]
    return [(images[i].reshape(dataSet.SIDE, -1) / 255 for i in places) for places in ofEach]


def handOf(rng):
    """Half of its digits are written as MNIST's, the others in a way of the world, if there is one."""
    ways = [
        others[rng.randint(len(others))] if others and rng.uniform() < 1 / 2 else asItIs
        for others in WAYS.values()
    ]
    return Hand(
        rng.uniform(*SLANTS), rng.uniform(*SIZES), PENS[rng.randint(len(PENS))], rng.randint(*STEPS), ways
    )


def strokesFor(hand, digit, images, rng):
    """Strokes in the field, whose side is 1, lists of (x, y): the next of the images that suits the hand."""
    suiting = (made for image in images if (made := hand.ways[digit](image, rng)) is not None)
    return placed(strokesOf(next(suiting)), hand, rng)


def placed(strokes, hand, rng):
    """The traced strokes slanted, turned, in the hand's size, somewhere in the field."""
    paths = [smooth(np.array(stroke) @ [1, 1j]) for stroke in strokes]
    slant = np.tan(np.radians(hand.slant))
    factor = turn(rng.uniform(*TURNS))
    paths = [(path.real - slant * path.imag + 1j * path.imag) * factor for path in paths]
    every = np.concatenate(paths)
    corner = every.real.min() + 1j * every.imag.min()
    width, height = np.ptp(every.real), np.ptp(every.imag)
    scale = hand.size * rng.uniform(0.9, 1.1) / max(width, height, 1)
    room = (1 - scale * width) * rng.uniform() + 1j * (1 - scale * height) * rng.uniform()
    paths = [room + scale * (path - corner) for path in paths]
    return [[(point.real, point.imag) for point in [*path[:: hand.step], path[-1]]] for path in paths]


def smooth(path):
    """The path of points, each the mean of its neighbourhood."""
    return np.convolve(np.pad(path, SMOOTH // 2, mode="edge"), np.ones(SMOOTH) / SMOOTH, "valid")


if __name__ == "__main__":
    runScript(main)
