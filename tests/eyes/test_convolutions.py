"""The eyes' network against the plainest loops, and its files."""

import numpy as np
import pytest

from support.eyes import convolutions
from support.script import paths
from support.script.fault import Fault


@pytest.fixture(scope="module")
def eyes():
    return convolutions.layers(paths.EYES)


def convolved(x, weights, biases):
    """z of each pixel of x (h, w, a): with what lies around it, row by row, 0 outside."""
    height, width, _ = x.shape
    z = np.zeros((height, width, len(biases)))
    for i in range(height):
        for j in range(width):
            around = [
                x[k, m] if 0 <= k < height and 0 <= m < width else 0 * x[0, 0]
                for k in (i - 1, i, i + 1)
                for m in (j - 1, j, j + 1)
            ]
            z[i, j] = weights @ np.concatenate(around) + biases
    return z


def testTheNetworkAsLoops(eyes):
    """Down to a sixteenth and up again, pixel by pixel."""
    features = np.random.default_rng(1).normal(size=(2, 32, 48))

    def layer(x, name):
        return np.maximum(convolved(x, *eyes[name]), 0)

    x = np.array(
        [[features[:, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].ravel() for j in range(24)] for i in range(16)]
    )
    kept = []
    for level, depth in enumerate(convolutions.DEPTHS):
        if level:
            x = np.array(
                [
                    [x[i : i + 2, j : j + 2].max(axis=(0, 1)) for j in range(0, x.shape[1], 2)]
                    for i in range(0, x.shape[0], 2)
                ]
            )
        for number in range(depth):
            x = layer(x, f"down{level}{number}")
        kept.append(x)
    for level in (2, 1, 0):
        weights, biases = eyes[f"side{level}"]
        added = np.array([[weights @ pixel + biases for pixel in row] for row in x])
        x = layer(kept[level] + np.kron(added, np.ones((2, 2, 1))), f"up{level}")
    last = convolved(x, *eyes["last"])
    z = convolutions.forward(features.astype(np.float32), eyes)
    for output, i, j in np.ndindex(2, 32, 48):
        assert abs(z[output, i, j] - last[i // 2, j // 2, 4 * output + 2 * (i % 2) + j % 2]) < 1e-3


def testLightAndContrastAreNoFeatures():
    gray = np.random.default_rng(1).random((40, 50))
    brighter = convolutions.features(0.3 + 0.5 * gray)
    assert brighter == pytest.approx(convolutions.features(gray), abs=0.2)
    assert np.corrcoef(brighter.ravel(), convolutions.features(gray).ravel())[0, 1] > 0.99


@pytest.mark.parametrize("damage", ["missing", "cut", "words"])
def testDamagedFilesAreTold(tmp_path, damage):
    for path in paths.EYES.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    one = tmp_path / "down21.csv"
    content = one.read_text()
    one.write_text({"missing": content, "cut": content[: len(content) // 2], "words": "eyes"}[damage])
    if damage == "missing":
        one.unlink()
    with pytest.raises(Fault, match=r"down21\.csv isn't as it came"):
        convolutions.layers(tmp_path)


def testTheFilesAreSmall():
    assert sum(path.stat().st_size for path in paths.EYES.glob("*.csv")) <= 500_000
