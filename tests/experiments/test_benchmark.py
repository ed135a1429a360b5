"""The benchmark's peers do the same training, and its table comes out."""

import copy
import importlib
import importlib.util
import os
import platform
import sys

import numpy as np
import pytest
from helpers import assertSentence, faultOf

from experiments.benchmark import run as benchmarkRun
from experiments.benchmark import measuring
from experiments.benchmark import table as benchmarkTable
from experiments.benchmark.allPeers import FLOOR_IN_CACHE, LONG, LOOPS, OURS, SHORT
from experiments.benchmark.peer import asArrays, firstNetwork, peerOptions
from support.data import dataSet

IMAGES = 300  # three mini-sets


@pytest.fixture(scope="module")
def trained():
    """The network as Layer and Network alone train it."""
    return trainedBy("layersAlone")


def trainedBy(module, precision="float64"):
    chosen = peerOptions(["--epochs", "2", "--seed", "3", "--precision", precision])
    images, labels = dataSet.readTrainSet()
    network = firstNetwork(chosen)
    pixels, wanted = asArrays(images[:IMAGES], labels[:IMAGES], precision)
    before = copy.deepcopy(network.layers)
    figures = importlib.import_module(f"experiments.benchmark.{module}").train(
        network, pixels, wanted, chosen
    )
    assert figures["trainingSeconds"] > 0
    assert any((old.weights != new.weights).any() for old, new in zip(before, network.layers, strict=True))
    return network


@pytest.mark.experiment
@pytest.mark.parametrize(
    ("module", "package"), [("literalLoops", "numpy"), ("torchPeer", "torch"), ("jaxPeer", "jax")]
)
@pytest.mark.parametrize(("precision", "tolerance"), [("float64", 1e-9), ("float32", 1e-4)])
def testSameTraining(trained, module, package, precision, tolerance):
    pytest.importorskip(package, reason=f"{package} is not installed (experiments/requirements.txt)")
    network = trainedBy(module, precision)
    for layer, ours in zip(network.layers, trained.layers, strict=True):
        assert layer.weights.dtype == layer.biases.dtype == precision
        np.testing.assert_allclose(layer.weights, ours.weights, atol=tolerance)
        np.testing.assert_allclose(layer.biases, ours.biases, atol=tolerance)


@pytest.mark.experiment
def testSklearnTrains():
    pytest.importorskip("sklearn", reason="scikit-learn is not installed (experiments/requirements.txt)")
    assert trainedBy("sklearnPeer").layers[0].weights.shape == (20, 784)


def testReadsMainsLines():
    figures = measuring.readMain(
        "epoch 1: mean cost 0.6123, 55.71 % right, 0.50 s\n"
        "epoch 2: mean cost 0.2231, 87.53 % right, 0.35 s\n"
        "9164 of the 10000 test images right (91.64 %), in 3.1 s\n"
    )
    assert figures == {"trainingSeconds": pytest.approx(0.85), "accuracy": 91.64}


def testScale():
    assert OURS.scale(SHORT) == 1
    assert OURS.scale(LONG) == 50
    assert LOOPS.scale(SHORT) == 50
    assert FLOOR_IN_CACHE.scale(SHORT) == 1


def testWithoutPeers(monkeypatch, capsys):
    """A table of our own rows, and a line for each peer that isn't installed."""
    monkeypatch.setattr(benchmarkTable.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(
        benchmarkTable, "runOnce", lambda peer, training, seed: measuring.Run(seed + 2.0, seed + 3.0, 100, 92)
    )
    benchmarkTable.compare(SHORT, rounds=3)
    printed = capsys.readouterr().out
    assert "| ours: `python main.py --no-picker` | double | 1 | 3.00 | 1.00 | 4.00 | 1.00 |" in printed
    for package in ("torch", "sklearn", "jax"):
        assert f"- {package} is not installed: its rows are left out." in printed


def testWhereMemoryIsNotToldASentenceSaysSo(monkeypatch):
    """As on Windows, which has no os.wait4."""
    monkeypatch.delattr(os, "wait4", raising=False)
    monkeypatch.setattr(sys, "argv", ["run.py"])
    assertSentence(faultOf(benchmarkRun.main), "os.wait4", "Linux and macOS")


def testAMachineWithoutProcCpuinfo(monkeypatch, tmp_path):
    """As macOS and Windows are."""
    monkeypatch.setattr(measuring, "runProcess", lambda arguments: (BLAS, 0, 0))
    monkeypatch.setattr(measuring, "Path", lambda name: tmp_path / "none")
    assert f"cores, {platform.processor()}, {platform.system()}; Python " in measuring.machine()


BLAS = '[{"internal_api": "openblas", "version": "0.3", "architecture": "Haswell"}]'
