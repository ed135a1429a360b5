"""What a fifth more, or less, of each value chosen by hand does to the share of pictures read rightly.

python -m experiments.eyes.sensitivity
"""

import argparse

if __name__ == "__main__":
    import support.script.start  # noqa: F401  before all else

import numpy as np
from threadpoolctl import threadpool_limits

from experiments.eyes import measure
from support.eyes import digits, fitting, rows
from support.ownDigits import pictureReader
from support.script.paths import EYES, WIDE
from support.script.runScript import runScript

VALUES = (
    (pictureReader, "SHOWN"),
    (pictureReader, "COLOURED"),
    (digits, "GLANCES"),
    (digits, "LARGE"),
    (digits, "SEEN"),
    (digits, "ROOM"),
    (digits, "INK"),
    (digits, "CORE"),
    (digits, "SMALL"),
    (rows, "SAME_ROW"),
    (fitting, "THICKNESS"),
    (fitting, "EDGE"),
    (fitting, "LOW"),
    (fitting, "HIGH"),
)
FACTORS = 0.8, 1, 1.2


def main():
    parser = argparse.ArgumentParser(description="How much each value chosen by hand matters.")
    parser.add_argument("--pictures", type=int, default=8, metavar="N", help="of each kind (default: 8)")
    chosen = parser.parse_args()
    with threadpool_limits(1):
        table = measure.Table(argparse.Namespace(weights=[WIDE], eyes=EYES, draw=5, pictures=chosen.pictures))
        files = filesOf(table)
        print(f"percent right of {len(files)} pictures, at 0.8, 1 and 1.2 times the value")
        for module, name in VALUES:
            print(
                f"{name:10s}",
                *(f"{share:6.1f}" for share in sharesOf(table.networks[0], files, module, name)),
            )


def filesOf(table):
    """Pictures of all kinds, those of several digits too, each with its digits."""
    files = []
    for module in (measure.photos, measure.scenes, measure.hardScenes):
        for kind in module.KINDS:
            files += table.pictures(module, kind)
    return [*files, *table.numbers(5 * table.chosen.pictures)]


def sharesOf(network, files, module, name):
    """The percentages that are right with each factor."""
    value = getattr(module, name)
    for factor in FACTORS:
        changed = [factor * part for part in value] if isinstance(value, tuple) else factor * value
        setattr(module, name, type(value)(changed))
        yield 100 * np.mean([measure.answers(network, file)[0] == wanted for file, wanted in files])
    setattr(module, name, value)


if __name__ == "__main__":
    runScript(main)
