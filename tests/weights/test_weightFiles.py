"""Weights on disk: what is saved is what is loaded, in the paper's format."""

import numpy as np
import pytest

from Network import Network
from support.weights import saving, weightFiles


@pytest.mark.parametrize(
    "layerSizes",
    [(784, 20, 20, 10), (784, 10), (784, 10, 10, 10), (784, 1, 10), (2, 3, 1), (4, 8, 3), (1, 1), (5000, 2)],
)
def testLoadsBackBitForBit(tmp_path, layerSizes):
    network = Network(None, None, layerSizes=layerSizes)
    numbers = [1e-308, -1e300, 1 / 3, -0.0][: layerSizes[0]]
    network.layers[0].weights[0, : len(numbers)] = numbers
    saving.save(network, tmp_path)
    loaded = weightFiles.load(tmp_path)
    assert [layer.weights.shape for layer in loaded.layers] == list(
        zip(layerSizes[1:], layerSizes, strict=False)
    )
    for one, two in zip(network.layers, loaded.layers, strict=True):
        assert one.weights.tobytes() == two.weights.tobytes()
        assert one.biases.tobytes() == two.biases.tobytes()
    pixels = np.random.RandomState(1).uniform(0, 1, layerSizes[0])
    assert np.array_equal(network.feedForward(pixels), loaded.feedForward(pixels))


def testFilesAreThePapers(tmp_path):
    """The bytes that the paper's own np.savetxt lines write, in the files where it reads them."""
    network = Network(None, None)
    saving.save(network, tmp_path / "saved")
    names = set()
    for index, layer in enumerate(network.layers):
        for kind in ("weights", "biases"):
            np.savetxt(tmp_path / "paper.csv", getattr(layer, kind), delimiter=",")
            saved = tmp_path / "saved" / kind / f"{kind}{index}.csv"
            assert saved.read_bytes() == (tmp_path / "paper.csv").read_bytes()
            assert np.array_equal(np.genfromtxt(saved, delimiter=","), getattr(layer, kind))
            names.add(saved)
    assert {path for path in (tmp_path / "saved").rglob("*") if path.is_file()} == names


def testFilesOfLayersThatAreGoneAreRemoved(tmp_path):
    saving.save(Network(None, None), tmp_path)
    saving.save(Network(None, None, layerSizes=(784, 30, 10)), tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*.csv")) == [
        "biases0.csv", "biases1.csv", "weights0.csv", "weights1.csv"
    ]  # fmt: skip
    assert weightFiles.load(tmp_path).layers[0].outputSize == 30


def testOtherFilesInTheFolderStay(tmp_path):
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / ".gitkeep").touch()
    saving.save(Network(None, None), tmp_path)
    assert (tmp_path / "weights" / ".gitkeep").exists()
