"""How long training the paper's network takes here, and in other programs.

python -m experiments.benchmark.run                      4 epochs, mini-sets of 100, as in the paper
python -m experiments.benchmark.run --long               100 epochs, mini-sets of 10
python -m experiments.benchmark.run --busy               main.py beside a process that spins on each core

It prints Markdown, and its progress on stderr. Every program runs in its own process, and they take turns:
one round runs each of them once. Nothing else should run meanwhile. Linux or macOS.
"""

import argparse
import os
import subprocess
import sys
import time
from statistics import median

if __name__ == "__main__":
    import support.script.start  # noqa: F401  before all else

from experiments.benchmark.allPeers import LONG, OURS, SHORT
from experiments.benchmark.measuring import machine, ratio, runOnce, runProcess, takeTurns
from experiments.benchmark.table import compare, notes
from support.script.fault import Fault
from support.script.runScript import runScript

COUNTING = "for _ in range(30_000_000): pass"  # a second's work of one core, without NumPy


def busy(rounds):
    """Print what main.py takes on an idle machine, and beside a spinning process per core.

    And the same for a loop that counts: it loses only its share of the cores, the least a program can lose.
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
            f"- {what} takes {median(quiet):.2f} s on the idle machine, and {median(busy):.2f} s beside "
            f"{os.cpu_count()} processes that spin, one per core: **{ratio(busy, quiet):.2f} times** as long."
        )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--long", action="store_true")
    what.add_argument("--busy", action="store_true")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="default: 5")
    chosen = parser.parse_args()
    rounds = chosen.rounds
    if not hasattr(os, "wait4"):
        raise Fault("only Linux and macOS tell a process's peak memory (os.wait4): run it there")

    start = time.perf_counter()
    if chosen.busy:
        print("## On a busy machine\n")
        busy(rounds)
    else:
        training = LONG if chosen.long else SHORT
        print(f"## {training.epochs} epochs, mini-sets of {training.minisetSize}\n")
        compare(training, rounds)
        print(notes(training), end="")
    print(f"\n{rounds} rounds in {time.perf_counter() - start:.0f} s on {machine()}.\n")


if __name__ == "__main__":
    runScript(main)
