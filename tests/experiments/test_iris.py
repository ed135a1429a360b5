"""Data that isn't MNIST's, trained by main.train: Iris, as scikit-learn brings it."""

import numpy as np
import pytest

from main import train
from Network import Network

datasets = pytest.importorskip("sklearn.datasets", reason="scikit-learn is not installed")

pytestmark = pytest.mark.experiment


@pytest.mark.parametrize("seed", range(3))
def testIris(seed):
    """4-8-3 on 120 flowers, measured on the other 30 and all: at least 95 % right."""
    rng = np.random.RandomState(seed)
    inputs, classes = datasets.load_iris(return_X_y=True)
    order = rng.permutation(len(inputs))
    inputs, classes = (inputs / inputs.max(axis=0))[order], classes[order]
    wanted = np.eye(3)[classes]
    minisets = [slice(start, start + 10) for start in range(0, 120, 10)]
    network = Network(
        [inputs[rows] for rows in minisets], [wanted[rows] for rows in minisets], 0.1, (4, 8, 3), rng
    )
    train(network, epochs=500)
    right = network.feedForward(inputs).argmax(axis=1) == classes
    assert right.mean() >= 0.95
    assert right[120:].mean() >= 0.9
