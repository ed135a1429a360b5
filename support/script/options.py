"""The command lines of main.py and test.py: a row of a table for each option."""

import argparse
import math
import re
from pathlib import Path

from support.script.fault import printable
from support.script.paths import OUTPUT, TRAINED


def folder(text):
    if not text:
        raise argparse.ArgumentTypeError("the name of the folder is empty")
    return Path(text)


def picture(text):
    if not text:
        raise argparse.ArgumentTypeError("the name of the picture is empty")
    return Path(text)


def gif(text):
    return endingIn(".gif", text)


def html(text):
    return endingIn(".html", text)


def endingIn(suffix, text):
    if Path(text).suffix.lower() != suffix:
        raise argparse.ArgumentTypeError(f"{text!r} does not end in {suffix}")
    return Path(text)


def positiveInteger(text):
    return integerWithin(text, 1, None)


def countingInteger(text):
    return integerWithin(text, 0, None)


def layerSize(text):
    return integerWithin(text, 1, 10_000)


def seed(text):
    return integerWithin(text, 0, 2**32 - 1)


def integerWithin(text, lowest, highest):
    try:
        number = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from error
    if number < lowest or (highest is not None and number > highest):
        limit = f"of {lowest} or more" if highest is None else f"from {lowest} to {highest}"
        raise argparse.ArgumentTypeError(f"{text} is not a number {limit}")
    return number


def rate(text):
    try:
        number = float(text)
    except ValueError as error:
        if re.fullmatch("[0-9]*,[0-9]+", text):
            raise argparse.ArgumentTypeError(f"write {text.replace(',', '.')} instead of {text}") from error
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from error
    if not (number > 0 and math.isfinite(number)):
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return number


PAPERS_HIDDEN = [20, 20]
FLAG = {"action": "store_true"}
COUNT = {"type": positiveInteger, "metavar": "N"}
FOLDER = {"type": folder, "metavar": "FOLDER"}

# fmt: off
# The option, what it takes, its default (None and False aren't shown), and what --help says of it.
DATA = ("--data", FOLDER, None, "another data set, in IDX or CSV files (default: MNIST, in data/mnist)")
NO_PICKER = ("--no-picker", FLAG, False, "do not ask for test images")
PAPER = (
    ("--epochs", COUNT, 4, "how often each training image is used"),
    ("--learning-rate", {"type": rate, "metavar": "RATE"}, 0.01,
     "how far a step goes: the weights move by this times the gradient"),
    ("--miniset-size", COUNT, 100, "images per step"),
    ("--hidden", {"type": layerSize, "nargs": "*", "metavar": "N"}, None,
     "neurons of each hidden layer; no number for no hidden layer (default: 20 20)"),
    ("--seed", {"type": seed, "metavar": "N"}, None,
     "fix the random numbers, 0 to 4294967295 (default: a new seed, printed)"),
)
BETTER = (
    ("--average", FLAG, False, "move the weights by the mean of a mini-set's gradients, not by their sum"),
    ("--shuffle", FLAG, False, "take the images in a new order every epoch"),
    ("--decay", FLAG, False, "let the learning rate fall linearly to 0 over the training"),
    ("--augment", FLAG, False,
     "turn, shear, enlarge and move each mini-set's images slightly, at random, anew every epoch"),
    ("--scaled-rates", FLAG, False,
     "divide the learning rate by the number of a layer's inputs; good rates are then about 1 to 6"),
    ("--scaled-weights", FLAG, False, "scale the first weights to the size of their layer, not to ±0.5"),
    ("--weights", FOLDER, None, "start from the weights in FOLDER, not from random ones"),
)
TOLD = (
    ("--print-every", {"type": countingInteger, "metavar": "N"}, 100,
     "iterations from one printed cost to the next; 1 for the paper's log, 0 for none"),
    ("--validation", COUNT, None,
     "do not train on the last N training images, report on them after each epoch"),
    ("--figures", FOLDER, None, "save pictures of the training there, as PNG files"),
    ("--film", {"type": gif, "metavar": "FILE.gif"}, None, "save the training as a film of a few seconds"),
    NO_PICKER,
)
FILES = (
    ("--output", FOLDER, OUTPUT, "where the weights are saved (default: data, beside main.py)"),
    DATA,
)
WEIGHTS = (  # one of these
    ("--use-train-data", {"dest": "weights", "action": "store_const", "const": TRAINED}, None,
     "test the weights that come with the project, in trainedData"),
    ("--weights", FOLDER, None, "test the weights in FOLDER (default: data, of your last training)"),
)
OWN = (  # one of these
    ("--image", {"type": picture, "nargs": "+", "metavar": "FILE"}, None,
     "read your own digits from each picture, or all pictures of a folder, instead of the test"),
    ("--draw", FLAG, False, "draw digits with the mouse, instead of the test"),
    ("--page", {"type": html, "metavar": "FILE"}, None,
     "write the network as a web page in one file (FILE.html), instead of the test"),
)
LABELLED = (  # with --image
    ("--labelled", FLAG, False,
     "count the right answers; a picture's label is its folder's name (3/anna.png), or else the start of its "
     "own (3_anna.png)"),
    ("--save-data", FOLDER, None,
     "with --labelled: save what the network saw of your digits as a data set for main.py's --data"),
)
SHOWN = (
    ("--per-digit", FLAG, False, "print the results of each digit"),
    ("--show-results", FLAG, False, "show each wrongly read image; q ends it"),
    ("--figures", FOLDER, None, "save pictures of the answers there, as PNG files"),
    NO_PICKER,
)
# fmt: on


def mainOptions(arguments=None):
    """main.py's options, from the command line or a list; their `refuse` ends the program with a sentence."""
    parser = newParser("Train the network on MNIST, save its weights, and ask for test images.")
    add(parser.add_argument_group("the paper's settings"), PAPER)
    add(parser.add_argument_group("better training"), BETTER)
    add(parser.add_argument_group("what is shown"), TOLD)
    add(parser.add_argument_group("files"), FILES)
    chosen = parser.parse_args(arguments)
    if chosen.weights is None and chosen.hidden is None:
        chosen.hidden = PAPERS_HIDDEN
    return chosen


def testOptions(arguments=None):
    """test.py's options, from the command line or a list."""
    parser = newParser("Measure a trained network on the test images, and ask for some of them.")
    add(parser.add_argument_group("the weights").add_mutually_exclusive_group(), WEIGHTS)
    own = parser.add_argument_group("your own digits")
    add(own.add_mutually_exclusive_group(), OWN)
    add(own, LABELLED)
    add(parser.add_argument_group("what is shown"), SHOWN)
    add(parser.add_argument_group("files"), (DATA,))
    chosen = parser.parse_args(arguments)
    if chosen.labelled and not chosen.image:
        parser.error("argument --labelled: it needs the pictures of --image")
    if chosen.save_data and not chosen.labelled:
        parser.error("argument --save-data: it needs the labels of --labelled")
    if chosen.page and chosen.data:
        parser.error("argument --page: not allowed with argument --data, the page holds MNIST")
    return chosen


def newParser(description):
    parser = Parser(description=description, formatter_class=Formatter)
    parser.set_defaults(refuse=parser.error)
    return parser


def add(group, rows):
    for name, kind, default, words in rows:
        group.add_argument(name, **kind, default=default, help=words)


def checkSizes(chosen, images):
    """Refuse options whose range depends on the number of training images."""
    kept = images - (chosen.validation or 0)
    if kept < 1:
        chosen.refuse(f"argument --validation: {images} images leave none to train on")
    if chosen.miniset_size > kept:
        chosen.refuse(f"argument --miniset-size: there are only {kept} images to train on")


def checkWeights(chosen, hidden):
    """Refuse options that contradict chosen.weights, which have these hidden layers."""
    if chosen.scaled_weights:
        chosen.refuse("argument --scaled-weights: it scales random first weights, not those of --weights")
    if chosen.hidden not in (None, hidden):
        sizes = " ".join(map(str, hidden)) or "no number"
        chosen.refuse(f"argument --hidden: the weights in {chosen.weights} are those of --hidden {sizes}")
    chosen.hidden = hidden


class Parser(argparse.ArgumentParser):
    """A parser whose messages show what was typed without control characters."""

    def error(self, message):
        super().error(printable(message))


class Formatter(argparse.ArgumentDefaultsHelpFormatter):
    """Help with each option's default, unless that is None or False."""

    def _get_help_string(self, action):
        if action.default in (None, False) or "(default" in action.help:
            return action.help
        return super()._get_help_string(action)
