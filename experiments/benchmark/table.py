"""The benchmark's table in Markdown, and how to read it."""

import importlib.util
from statistics import median

from experiments.benchmark.allPeers import FLOOR, FLOOR_IN_CACHE, IMAGES, LAYERS, LOOPS, OURS, PEERS
from experiments.benchmark.measuring import Run, ratio, runOnce, takeTurns


def compare(training, rounds):
    """Print the table of all peers, and what it says about this program's parts."""
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
    """How to read the table."""
    lines = [
        "Median of the rounds; a ratio is the median of the rounds' ratios, above 1 where ours is faster or "
        "smaller. The training loop of `main.py` is the sum of its epochs' lines: it scales bytes to "
        "pixels, and counts costs and right answers, which the others don't. The whole process also "
        "starts Python, imports, reads MNIST, and tests; ours saves the weights.",
        "All read MNIST with our reader, and start from the same weights in the same round, except for "
        "scikit-learn.",
        "The floor trains nothing. It comes with the images read from memory one mini-set after the other, "
        "as a training does, and with one mini-set that stays in the processor's cache.",
        f"The literal loops run on {LOOPS.images:,} images; their time is scaled to {IMAGES:,}.",
        "PyTorch: `nn.Sequential`, `MSELoss(reduction='sum')`, `SGD`, mini-sets as slices of one tensor. "
        "JAX: the whole training in `jit`, its loops `scan`.",
        "scikit-learn's `MLPClassifier` can't do the paper's squared error: it trains with softmax and "
        "cross-entropy, so its accuracy is that of another training. Its rate is on the mean: 0.01 · "
        f"{training.minisetSize} = {0.01 * training.minisetSize:g}.",
    ]
    if training.measuredEpochs < training.epochs:
        lines.append(
            f"Every program ran {training.measuredEpochs} epochs; the time of its loop is scaled to "
            f"{training.epochs}, the accuracy is the one after {training.measuredEpochs}."
        )
    return "".join(f"- {line}\n" for line in lines)
