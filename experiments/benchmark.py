"""How long training the paper's network takes here, and in other programs.

python experiments/benchmark.py                      4 epochs, mini-sets of 100, as in the paper
python experiments/benchmark.py --long               100 epochs, mini-sets of 10
python experiments/benchmark.py --busy               main.py beside a process that spins on each core
python experiments/benchmark.py --single-precision   main.py's training in single precision

It prints Markdown, and what it is doing on stderr. Every program runs in a process of its own, and all
take turns: one round runs each of them once. Nothing else should run meanwhile. Linux or macOS.
"""

import argparse
import contextlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median, stdev

# Nothing large is imported: a child's peak memory begins with its parent's.

ROOT = Path(__file__).resolve().parent.parent
IMAGES = 60_000
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "PJRT_NPROC")
PACKAGES = ("numpy", "torch", "scikit-learn", "jax")
ONE_MINISET = 0  # images of a peer that takes the same mini-set again and again
COUNTING = "for _ in range(30_000_000): pass"  # a second's work of one core, without NumPy


@dataclass(frozen=True)
class Training:
    """The training that is compared, and the epochs of it that a peer really runs."""

    epochs: int
    minisetSize: int
    measuredEpochs: int


SHORT = Training(epochs=4, minisetSize=100, measuredEpochs=4)
LONG = Training(epochs=100, minisetSize=10, measuredEpochs=2)


@dataclass(frozen=True)
class Peer:
    """A row of the table; module None is main.py itself."""

    name: str
    module: str | None
    precision: str = "double"
    oneThread: bool = True  # of the BLAS; else as many as the program takes by itself
    package: str | None = None  # that must be installed
    images: int = IMAGES

    def command(self, training, seed, output):
        size = ["--miniset-size", str(training.minisetSize), "--seed", str(seed)]
        epochs = ["--epochs", str(training.measuredEpochs)]
        if self.module is None:
            return ["main.py", "--no-picker", "--print-every", "0", "--output", output, *size, *epochs]
        if self.images == ONE_MINISET:
            images = training.minisetSize
            epochs = ["--epochs", str(training.measuredEpochs * IMAGES // images)]
        else:
            images = self.images
        precision = {"double": "float64", "single": "float32"}[self.precision]
        module = ["-m", f"experiments.peers.{self.module}", "--precision", precision]
        return [*module, "--images", str(images), *size, *epochs]

    def scale(self, training):
        """How many times longer the training is than what this peer runs of it."""
        share = 1 if self.images == ONE_MINISET else self.images / IMAGES
        return training.epochs / training.measuredEpochs / share


OURS = Peer("ours: `python main.py --no-picker`", None)
LAYERS = Peer("`Layer` and `Network` alone", "layersAlone")
FLOOR = Peer("the floor: the eight products alone", "floor")
FLOOR_IN_CACHE = Peer("the floor, always the same mini-set", "floor", images=ONE_MINISET)
PYTORCH = [
    Peer("PyTorch", "torchPeer", precision, oneThread, "torch")
    for precision in ("single", "double")
    for oneThread in (True, False)
]
SKLEARN = [
    Peer("scikit-learn", "sklearnPeer", precision, oneThread, "sklearn")
    for precision in ("single", "double")
    for oneThread in (True, False)
]
JAX = [
    Peer("JAX", "jaxPeer", precision, oneThread, "jax")
    for precision in ("single", "double")
    for oneThread in (True, False)
]
LOOPS = Peer("the paper's own way: literal loops", "literalLoops", images=1200)
PEERS = [OURS, LAYERS, FLOOR, FLOOR_IN_CACHE, LOOPS, *PYTORCH, *SKLEARN, *JAX]


@dataclass
class Run:
    """What one process took; a training's figures are those of the whole training, scaled up."""

    trainingSeconds: float
    processSeconds: float
    megabytes: float
    accuracy: float
    compilingSeconds: float = 0


def runProcess(arguments, oneThread=False):
    """Its output, seconds from start to end, and peak memory in MB."""
    environment = {name: value for name, value in os.environ.items() if name not in THREAD_VARIABLES}
    if oneThread:
        environment |= dict.fromkeys(THREAD_VARIABLES, "1")
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)  # the usage of this child alone
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(arguments)} failed")
    return output, seconds, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def runOnce(peer, training, seed):
    with tempfile.TemporaryDirectory() as folder:
        # main.py holds itself to one thread: it is started as everyone starts it
        arguments = peer.command(training, seed, folder)
        output, seconds, megabytes = runProcess(arguments, peer.oneThread and peer is not OURS)
    figures = readMain(output) if peer is OURS else json.loads(output)
    more = figures["trainingSeconds"] * (peer.scale(training) - 1)
    return Run(
        figures["trainingSeconds"] + more,
        seconds + more,
        megabytes,
        figures["accuracy"],
        figures.get("compilingSeconds", 0),
    )


def readMain(output):
    """The figures of main.py's own lines: the sum of its epochs' seconds, and the accuracy."""
    seconds = re.findall(r"^epoch .* ([\d.]+) s$", output, re.MULTILINE)
    return {
        "trainingSeconds": sum(map(float, seconds)),
        "accuracy": float(re.search(r"\(([\d.]+) %\)", output)[1]),
    }


def takeTurns(rounds, programs):
    """Run each program once per round: {key: [its result in each round]} of {key: function(round)}."""
    results = {key: [] for key in programs}
    for round in range(rounds):
        for key, program in programs.items():
            name = f"{key.name}, {key.precision}" if isinstance(key, Peer) else key
            print(f"round {round + 1} of {rounds}: {name}", file=sys.stderr)
            results[key].append(program(round))
    return results


def ratio(values, others):
    """The median of the rounds' ratios: what slows a whole round down is not in it."""
    return median(value / other for value, other in zip(values, others, strict=True))


def compare(training, rounds):
    """Print the table of all peers, and what it says of this program's own parts."""
    installed = [peer for peer in PEERS if peer.package is None or importlib.util.find_spec(peer.package)]
    runs = takeTurns(
        rounds, {peer: lambda seed, peer=peer: runOnce(peer, training, seed) for peer in installed}
    )
    print(
        "| program | precision | BLAS threads | training loop, s | to ours | whole process, s | to ours "
        "| peak memory, MB | to ours | test accuracy, % |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    )
    for peer in installed:
        printRow(peer, runs[peer], runs[OURS])
        if runs[peer][0].compilingSeconds:
            compiled = [
                Run(
                    run.trainingSeconds + run.compilingSeconds,
                    run.processSeconds,
                    run.megabytes,
                    run.accuracy,
                )
                for run in runs[peer]
            ]
            printRow(peer, compiled, runs[OURS], ", compiling included")
    print()
    for package in dict.fromkeys(peer.package for peer in PEERS if peer not in installed):
        print(f"- {package} is not installed: its rows are left out.")
    loop = {peer: [run.trainingSeconds for run in runs[peer]] for peer in installed}
    for peer, name in ((LAYERS, "`Layer` and `Network` alone take"), (OURS, "main.py's whole loop takes")):
        print(
            f"- {name} {ratio(loop[peer], loop[FLOOR]):.2f} times the floor, "
            f"{ratio(loop[peer], loop[FLOOR_IN_CACHE]):.2f} times the floor of always the same mini-set."
        )


def printRow(peer, runs, ours, suffix=""):
    cells = [peer.name + suffix, peer.precision, "1" if peer.oneThread else "its own choice"]
    for figure, digits in (("trainingSeconds", 2), ("processSeconds", 2), ("megabytes", 0)):
        values = [getattr(run, figure) for run in runs]
        cells += [
            f"{median(values):.{digits}f}",
            f"{ratio(values, [getattr(run, figure) for run in ours]):.2f}",
        ]
    trained = peer.images == IMAGES and peer.module != "floor"
    cells.append(f"{median(run.accuracy for run in runs):.2f}" if trained else "–")
    print(f"| {' | '.join(cells)} |")


def notes(training):
    """How the table is to be read."""
    lines = [
        "Median of the rounds; a ratio is the median of the rounds' ratios, above 1 where ours is faster or "
        "smaller. The training loop of `main.py` is the sum of its epochs' lines: it scales bytes to "
        "pixels, and counts costs and right answers, which the others don't. The whole process also "
        "starts Python, imports, reads MNIST, and tests; ours saves the weights.",
        "All read MNIST by our reader, and start from the same weights in the same round, except for "
        "scikit-learn.",
        "The floor trains nothing. It comes with the images read from memory one mini-set after the other, "
        "as a training does, and with one mini-set that stays in the processor's cache.",
        f"The literal loops run on {LOOPS.images:,} images; their time is scaled to {IMAGES:,}.",
        "PyTorch: `nn.Sequential`, `MSELoss(reduction='sum')`, `SGD`, mini-sets as slices of one tensor. "
        "JAX: the whole training in `jit`, its loops `scan`.",
        "scikit-learn's `MLPClassifier` can't do the paper's squared error: it trains with softmax and "
        "cross-entropy, so its accuracy is another training's. Its rate is on the mean: 0.01 · "
        f"{training.minisetSize} = {0.01 * training.minisetSize:g}.",
    ]
    if training.measuredEpochs < training.epochs:
        lines.append(
            f"Every program ran {training.measuredEpochs} epochs; the time of its loop is scaled to "
            f"{training.epochs}, the accuracy is the one after {training.measuredEpochs}."
        )
    return "".join(f"- {line}\n" for line in lines)


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


def machine():
    """One line: processor, system, versions."""
    with contextlib.suppress(OSError):
        models = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    processor = models[0] if models else platform.processor()
    versions = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions.append(f"{package} {importlib.metadata.version(package)}")
    blas = json.loads(runProcess(["-m", "threadpoolctl", "-i", "numpy"])[0])[0]
    return (
        f"{os.cpu_count()} cores, {processor}, {platform.system()}; {', '.join(versions)}; NumPy's BLAS: "
        f"{blas['internal_api']} {blas['version']} ({blas['architecture']})"
    )


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
