"""How long training the paper's network takes here, and in other programs.

python experiments/benchmark.py                      4 epochs, mini-sets of 100, as in the paper
python experiments/benchmark.py --long               100 epochs, mini-sets of 10
python experiments/benchmark.py --busy               main.py beside a process that spins on each core
python experiments/benchmark.py --single-precision   main.py's training in single precision

It prints Markdown, and what it is doing on stderr. Every program runs in a process of its own, and all
take turns: one round runs each of them once. Nothing else should run meanwhile. Linux or macOS.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import mean, median, stdev

# Of itself Python looks for a script's modules beside it only, in experiments/.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from experiments.benchmarkPeers import LONG, OURS, SHORT, Peer
from experiments.benchmarkTable import compare, notes
from experiments.measuring import machine, ratio, runOnce, runProcess, takeTurns

COUNTING = "for _ in range(30_000_000): pass"  # a second's work of one core, without NumPy


def busy(rounds):
    """Print what main.py takes on a quiet machine, and beside a spinning process per core.

    So too for a loop that counts: what it loses is only its share of the cores, and no program loses less.
    """

    def train(seed):
        return runOnce(OURS, SHORT, seed).processSeconds

    def count(seed):
        return runProcess(["-c", COUNTING])[1]

    def beside(program):
        def run(seed):
            spin = [sys.executable, "-c", "while True: pass"]
            spinning = [subprocess.Popen(spin) for _ in range(os.cpu_count())]
            try:
                return program(seed)
            finally:
                for process in spinning:
                    process.kill()
                    process.wait()

        return run

    seconds = takeTurns(
        rounds,
        {
            "main.py": train,
            "main.py, busy": beside(train),
            "counting": count,
            "counting, busy": beside(count),
        },
    )
    for name, what in (
        ("main.py", "The whole process of `main.py`"),
        ("counting", "A loop that only counts"),
    ):
        quiet, busy = seconds[name], seconds[f"{name}, busy"]
        print(
            f"- {what} takes {median(quiet):.2f} s on the quiet machine, and {median(busy):.2f} s beside "
            f"{os.cpu_count()} processes that spin, one per core: **{ratio(busy, quiet):.2f} times** as long."
        )


def singlePrecision(rounds):
    """Print accuracy and time of main.py's training in double and in single precision, a seed per round."""

    def program(precision):
        return lambda seed: runOnce(Peer("main.py", "mainLoop", precision), SHORT, seed)

    runs = takeTurns(rounds, {precision: program(precision) for precision in ("double", "single")})
    for precision, ofPrecision in runs.items():
        accuracies = [run.accuracy for run in ofPrecision]
        print(
            f"- {precision}: {mean(accuracies):.2f} % right (standard deviation {stdev(accuracies):.2f}), "
            f"whole process {median(run.processSeconds for run in ofPrecision):.2f} s"
        )
    for figure, name in (("processSeconds", "whole process"), ("trainingSeconds", "training loop")):
        double, single = ([getattr(run, figure) for run in runs[precision]] for precision in runs)
        print(f"- the {name} is {ratio(double, single):.2f} times faster in single precision")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--long", action="store_true")
    what.add_argument("--busy", action="store_true")
    what.add_argument("--single-precision", action="store_true")
    parser.add_argument("--rounds", type=int, metavar="N", help="default: 5; 30 with --single-precision")
    chosen = parser.parse_args()
    rounds = chosen.rounds or (30 if chosen.single_precision else 5)

    start = time.perf_counter()
    if chosen.busy:
        print("## On a busy machine\n")
        busy(rounds)
    elif chosen.single_precision:
        print("## Single precision\n")
        singlePrecision(rounds)
    else:
        training = LONG if chosen.long else SHORT
        print(f"## {training.epochs} epochs, mini-sets of {training.minisetSize}\n")
        compare(training, rounds)
        print(notes(training), end="")
    print(f"\n{rounds} rounds in {time.perf_counter() - start:.0f} s on {machine()}.\n")


if __name__ == "__main__":
    main()
