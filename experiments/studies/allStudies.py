"""The studies: what each asks, the settings it tries, how many seeds, and its figure.

Settings are main.py's own options; none at all are the paper's settings.
"""

from collections.abc import Callable
from typing import NamedTuple

from experiments.studies import figures


class Study(NamedTuple):
    """settings are trained with each seed from 1 to seeds; draw makes a figure of resultFiles.bySettings."""

    question: str
    settings: list[str]
    seeds: int
    draw: Callable


MEAN_RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)
SUM_RATES = (0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.15, 0.2, 0.3)
BETTER = "--shuffle --decay --scaled-weights --miniset-size 20"
SCALED = f"{BETTER} --scaled-rates"
HELD_OUT = f"--validation 10000 {SCALED}"

STUDIES = {
    "sumOrMean": Study(
        "Is the mean of the gradients, as in the paper's theory, worse than their sum?",
        [
            setting
            for rate in MEAN_RATES
            for setting in (f"--average --learning-rate {rate:g}", f"--learning-rate {rate / 100:g}")
        ],
        20,
        figures.drawSumOrMean,
    ),
    "failures": Study(
        "Does a training with the paper's settings sometimes fail?",
        [""],
        1000,
        figures.drawFailures,
    ),
    "rates": Study(
        "From which learning rate on do trainings fail, and what is then wrong inside?",
        [f"--learning-rate {rate:g}" for rate in SUM_RATES],
        20,
        figures.drawRates,
    ),
    "help": Study(
        "What would have helped the paper's network within its 4 epochs?",
        [
            "",
            "--shuffle",
            "--decay",
            "--scaled-weights",
            "--miniset-size 10",
            "--miniset-size 1000",
            "--learning-rate 0.03",
            "--learning-rate 0.03 --shuffle",
            "--learning-rate 0.05 --shuffle --scaled-weights",
            "--learning-rate 0.1 --miniset-size 20 --shuffle --scaled-weights",
            "--learning-rate 0.1 --miniset-size 20 --shuffle --scaled-weights --decay",
        ],
        20,
        figures.drawSettings,
    ),
    "epochs": Study(
        "Do more epochs overfit?",
        [f"--epochs {epochs}" for epochs in (1, 2, 4, 8, 16, 32, 64, 128)],
        5,
        figures.drawEpochs,
    ),
    "hidden": Study(
        "Does a larger network memorise, and is it worth its time?",
        [
            f"--hidden {neurons} {neurons} --epochs {epochs}"
            for neurons in (16, 20, 30, 100)
            for epochs in (4, 32)
        ],
        5,
        figures.drawHidden,
    ),
    "weights": Study(
        "Which settings give the best weights? Measured on 10,000 training images held back.",
        [
            f"{HELD_OUT} --epochs 150 --learning-rate 6 --augment",
            f"{HELD_OUT} --epochs 150 --learning-rate 3 --augment",
            f"{HELD_OUT} --epochs 150 --learning-rate 12 --augment",
            f"{HELD_OUT} --epochs 150 --learning-rate 6",
            f"{HELD_OUT} --epochs 75 --learning-rate 6 --augment",
            f"{HELD_OUT} --epochs 300 --learning-rate 6 --augment",
        ],
        3,
        figures.drawSettings,
    ),
    "options": Study(
        "What does each of main.py's options gain?",
        [
            "",
            "--shuffle",
            "--learning-rate 0.03",
            "--shuffle --learning-rate 0.03",
            "--shuffle --scaled-weights --learning-rate 0.05",
            f"{BETTER} --learning-rate 0.1",
            f"{BETTER} --learning-rate 0.05 --epochs 20",
            f"{SCALED} --learning-rate 6 --epochs 20",
            f"{SCALED} --learning-rate 6 --epochs 20 --augment",
            f"{SCALED} --epochs 150 --learning-rate 6 --augment",
        ],
        20,
        figures.drawSettings,
    ),
}
