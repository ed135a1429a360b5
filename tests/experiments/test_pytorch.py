"""docs/pytorch.md does what it says: its code is run here as it is there."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from Network import Network
from support.training.evaluation import Evaluation
from support.training.trainingSet import TrainingSet
from support.weights import saving, weightFiles

torch = pytest.importorskip("torch", reason="PyTorch is not installed (experiments/requirements.txt)")

pytestmark = pytest.mark.experiment

ROOT = Path(__file__).resolve().parents[2]
READ, ANSWER, TRAIN, WRITE = re.findall(
    r"^```python\n(.*?)^```", (ROOT / "docs" / "pytorch.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
)


@pytest.fixture
def folder(tmp_path, monkeypatch, mnist):
    """The current folder, in which trainedData holds weights that are neither small nor all alike."""
    images, labels = mnist
    trainingSet = TrainingSet(images, labels)
    network = Network(trainingSet.input, trainingSet.labels, rng=np.random.RandomState(1))
    for minisetIndex in range(len(trainingSet.input)):
        network.feedForward(trainingSet.input[minisetIndex])
        network.backpropagation(*network.calculateGradient(minisetIndex))
    saving.save(network, tmp_path / "trainedData")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def testActivationsOfOurWeights(folder, testSet):
    names = {}
    exec(READ + ANSWER, names)

    evaluation = Evaluation(weightFiles.load(folder / "trainedData"), *testSet)
    assert names["activations"].shape == (10_000, 10)
    assert np.abs(names["activations"].numpy() - evaluation.activations).max() <= 1e-6
    assert names["right"] == evaluation.correctGuesses


def testAccuracyOfPytorchsWeights(folder):
    names = {}
    exec(READ + ANSWER + TRAIN + WRITE, names)
    pixels = torch.from_numpy(names["images"] / 255)
    with torch.no_grad():
        # In double precision, as test.py: in single, two almost equal activations can change places.
        answers = names["model"].double()(pixels).argmax(dim=1).numpy()
    right = np.count_nonzero(answers == names["labels"])

    printed = subprocess.run(
        [sys.executable, ROOT / "test.py", "--weights", folder / "fromPytorch", "--no-picker"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert re.search(r"correct guesses: (\d+)", printed)[1] == str(right)
    assert right > 9000
