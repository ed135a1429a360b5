"""What each group of scenes buys: short trainings without one of them, and what each reads.

python -m experiments.eyes.groups work    keeps the trainings in work
"""

import argparse
from pathlib import Path

if __name__ == "__main__":
    import support.script.start  # noqa: F401  before all else

import numpy as np
from threadpoolctl import threadpool_limits

from experiments.eyes import measure, scenes, strokes, train
from experiments.eyes.network import save
from support.script.paths import WIDE
from support.script.runScript import runScript

SHARDS, PICTURES = 40, 6  # of a training, and of each kind that it is measured by


def main():
    parser = argparse.ArgumentParser(description="What each group of scenes buys.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the trainings are kept")
    folder = parser.parse_args().folder
    print(f"{'without':8s}{'photos':>8s}{'scenes':>8s}{'hard':>8s}{'numbers':>9s}  percent right")
    for group in ("", *scenes.GROUPS):
        place = folder / (group or "all")
        if not (place / "letters.npy").exists():
            place.mkdir(parents=True, exist_ok=True)
            strokes.make(place, seed=1)
        save(train.train(place, shards=SHARDS, without=(group,) if group else ()).layers(), place / "weights")
        with threadpool_limits(1):
            shares = sharesRead(place / "weights")
        print(f"{group or '-':8s}" + "".join(f"{share:8.1f}" for share in shares), flush=True)


def sharesRead(eyes):
    """The percentages of photos, of surroundings, of hard pictures and of numbers that are read rightly."""
    table = measure.Table(argparse.Namespace(weights=[WIDE], eyes=eyes, draw=3, pictures=PICTURES))
    for module in (measure.photos, measure.scenes, measure.hardScenes):
        yield 100 * np.mean([table.rightOf(module, kind) for kind in module.KINDS]) / PICTURES
    network = table.networks[0]
    numbers = table.numbers(5 * PICTURES)
    yield 100 * np.mean([measure.answers(network, file)[0] == wanted for file, wanted in numbers])


if __name__ == "__main__":
    runScript(main)
