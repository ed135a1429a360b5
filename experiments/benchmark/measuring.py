"""What a program takes: time and peak memory of whole processes, one after the other.

Nothing large is imported here: a child's peak memory begins with its parent's.
"""

import contextlib
import importlib.metadata
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
from statistics import median

from experiments.benchmark.allPeers import OURS, Peer
from support.script.paths import ROOT

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "PJRT_NPROC")
PACKAGES = ("numpy", "torch", "scikit-learn", "jax")


@dataclass
class Run:
    """What one process took; for a training, scaled up to the whole of it."""

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
        # main.py limits itself to one thread, so it is started as usual
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
    """What main.py's own lines say: the sum of its epochs' seconds, and the accuracy."""
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
    """The median of the rounds' ratios: what slows down a whole round doesn't count."""
    return median(value / other for value, other in zip(values, others, strict=True))


def machine():
    """One line: processor, system, versions."""
    models = []
    with contextlib.suppress(OSError):  # only Linux has it
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
