"""Layer and Network alone on arrays: main.py's training without what main.py adds to it.

No bytes to scale, no cost, no counting of right answers, no progress bar.
"""

import time

from experiments.benchmark.peer import minisets, runPeer


def train(network, pixels, wanted, chosen):
    network.trainInput, network.trainLabels = zip(*minisets(pixels, wanted, chosen.miniset_size), strict=True)
    start = time.perf_counter()
    for _ in range(chosen.epochs):
        for minisetIndex, miniset in enumerate(network.trainInput):
            network.feedForward(miniset)
            network.backpropagation(*network.calculateGradient(minisetIndex))
    return {"trainingSeconds": time.perf_counter() - start}


if __name__ == "__main__":
    runPeer(train)
