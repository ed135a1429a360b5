"""The command lines of main.py and test.py."""

import argparse
import math
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "data"
TRAINED = ROOT / "trainedData"


def mainOptions(arguments=None):
    """main.py's options, from the command line or a list; `refuse` ends the program over one of them."""
    parser = newParser("Train the network on MNIST, save its weights, and ask for test images.")
    add = parser.add_argument
    add(
        "--epochs",
        type=positiveInteger,
        default=4,
        metavar="N",
        help="how often each training image is used",
    )
    add(
        "--learning-rate",
        type=rate,
        default=0.01,
        metavar="RATE",
        help="gradients by which one image moves the weights",
    )
    add(
        "--miniset-size",
        type=positiveInteger,
        default=100,
        metavar="N",
        help="images after which the weights move",
    )
    add(
        "--average",
        action="store_true",
        help="move by the mean of a mini-set's gradients, not by their sum",
    )
    add("--shuffle", action="store_true", help="take the images in a new order every epoch")
    add(
        "--hidden",
        type=layerSize,
        nargs="*",
        default=[20, 20],
        metavar="N",
        help="neurons of each hidden layer; no number for no hidden layer",
    )
    add(
        "--decay",
        action="store_true",
        help="let the learning rate fall linearly to 0 over the training",
    )
    add(
        "--augment",
        action="store_true",
        help="move each image by up to one pixel each way, anew every epoch",
    )
    add(
        "--scaled-weights",
        action="store_true",
        help="scale the first weights to the size of their layer, not to ±0.5",
    )
    add(
        "--validation",
        type=positiveInteger,
        metavar="N",
        help="do not train on the last N training images, report on them after each epoch",
    )
    add(
        "--seed",
        type=seed,
        metavar="N",
        help="fix the random numbers, 0 to 4294967295 (default: a new seed, printed)",
    )
    add(
        "--print-every",
        type=countingInteger,
        default=100,
        metavar="N",
        help="iterations from one printed cost to the next; 1 is the paper's log, 0 none",
    )
    add(
        "--output",
        type=folder,
        default=OUTPUT,
        metavar="FOLDER",
        help="where the weights are saved (default: data, beside main.py)",
    )
    addCommon(parser, "save pictures of the training there, as PNG files")
    return parser.parse_args(arguments)


def checkSizes(chosen, images):
    """Refuse main.py's options whose range depends on the number of images to train on."""
    kept = images - (chosen.validation or 0)
    if kept < 1:
        chosen.refuse(f"argument --validation: {images} images leave none to train on")
    if chosen.miniset_size > kept:
        chosen.refuse(f"argument --miniset-size: there are only {kept} images to train on")


def testOptions(arguments=None):
    """test.py's options, from the command line or a list."""
    parser = newParser("Measure a trained network on the test images, and ask for some of them.")
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--use-train-data",
        dest="weights",
        action="store_const",
        const=TRAINED,
        help="test the weights that came trained, in trainedData",
    )
    source.add_argument(
        "--weights",
        type=folder,
        metavar="FOLDER",
        help="test the weights in FOLDER (default: data, of your last training)",
    )
    parser.add_argument("--show-results", action="store_true", help="show each wrongly read image; q ends it")
    own = parser.add_mutually_exclusive_group()
    own.add_argument(
        "--image",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="read a digit of your own from each picture, in place of the test",
    )
    own.add_argument("--draw", action="store_true", help="draw digits with the mouse, in place of the test")
    parser.add_argument("--per-digit", action="store_true", help="print the results of each digit")
    addCommon(parser, "save pictures of the answers there, as PNG files")
    return parser.parse_args(arguments)


def newParser(description):
    parser = argparse.ArgumentParser(description=description, formatter_class=Formatter)
    parser.set_defaults(refuse=parser.error)
    return parser


def addCommon(parser, figures):
    parser.add_argument(
        "--data",
        type=folder,
        metavar="FOLDER",
        help="another data set, in four IDX files (default: MNIST, in data/mnist)",
    )
    parser.add_argument("--figures", type=folder, metavar="FOLDER", help=figures)
    parser.add_argument("--no-picker", action="store_true", help="do not ask for test images")


def folder(text):
    if not text:
        raise argparse.ArgumentTypeError("the name of the folder is empty")
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
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
    if number < lowest or (highest is not None and number > highest):
        limit = f"of {lowest} or more" if highest is None else f"from {lowest} to {highest}"
        raise argparse.ArgumentTypeError(f"{text} is not a number {limit}")
    return number


def rate(text):
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not (number > 0 and math.isfinite(number)):
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return number


class Formatter(argparse.ArgumentDefaultsHelpFormatter):
    """Help that names each option's default, where it has one that says something."""

    def _get_help_string(self, action):
        if action.default in (None, False) or "(default" in action.help:
            return action.help
        return super()._get_help_string(action)
