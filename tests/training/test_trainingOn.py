"""main.py --weights: a training that starts from weights in a folder."""

import re

import numpy as np
import pytest

import main
from support.data import dataSet
from support.script import options
from support.script.fault import Fault
from support.training.evaluation import Evaluation
from support.weights import saving, weightFiles

from helpers import assertOptionRefused, assertSentence, makeNetwork, run, snapshot, trainChosen, values


def train(network, settings, images, labels):
    chosen = options.mainOptions(["--seed", "1", *settings.split()])
    return trainChosen(chosen, images, labels, network=network)[0]


def testTwoTrainingsInTurnAreOneOfBothTheirEpochs(smallData):
    """Bit by bit; and after the second one more is right than after the first."""
    images, labels = dataSet.readTrainSet(smallData)
    settings = "--miniset-size 10 --learning-rate 0.1"
    whole = train(None, f"{settings} --epochs 3", images, labels)
    part = train(None, f"{settings} --epochs 1", images, labels)
    before = Evaluation(part, images, labels).accuracy
    assert values(train(part, f"{settings} --epochs 2 --seed 7", images, labels)) == values(whole)
    assert before < 60 < 70 < Evaluation(whole, images, labels).accuracy


@pytest.fixture
def saved(tmp_path):
    """Saves a network of these sizes; its folder."""

    def save(*layerSizes):
        saving.save(makeNetwork(3, layerSizes), tmp_path / "first")
        return tmp_path / "first"

    return save


def testItStartsFromTheWeightsInTheFolder(saved, smallData, tmp_path):
    """Hardly moved, they are the same; the sizes are theirs, and how good they are is said before."""
    folder = saved(784, 30, 10)
    process = run(
        "main.py", "--weights", folder, "--data", smallData, "--output", tmp_path / "next", "--no-picker",
        "--learning-rate", "1e-9",
    )  # fmt: skip
    assert process.returncode == 0, process
    first, last = weightFiles.load(folder), weightFiles.load(tmp_path / "next")
    for one, two in zip(first.layers, last.layers, strict=True):
        assert one.weights.shape == two.weights.shape
        assert 0 < np.abs(one.weights - two.weights).max() < 1e-4
    pattern = rf"^starting from {re.escape(str(folder))}: (.*) % of the test"
    said = re.search(pattern, process.stdout.decode(), re.MULTILINE)[1]
    assert float(said) == Evaluation(first, *dataSet.readTestSet(smallData)).accuracy


def testIntoTheFolderThatItStartsFrom(saved, smallData):
    folder = saved(784, 20, 20, 10)
    before = snapshot(folder)
    arguments = ("--data", smallData, "--output", folder, "--no-picker", "--hidden", 20, 20)
    assert run("main.py", "--weights", folder, *arguments).returncode == 0
    after = snapshot(folder)
    assert after.keys() == before.keys()
    assert after["weights/weights0.csv"] != before["weights/weights0.csv"]


def first(*arguments):
    """The network from which main.py with these arguments starts."""
    return main.firstNetwork(options.mainOptions(list(map(str, arguments))))


@pytest.mark.parametrize(
    "settings, named", [("--hidden 20", "20 20"), ("--hidden", "20 20"), ("--scaled-weights", "random")]
)
def testWhatContradictsTheWeightsIsAnOptionRefused(smallWeights, capsys, settings, named):
    with pytest.raises(SystemExit) as leaving:
        first("--weights", smallWeights, *settings.split())
    assert leaving.value.code == 2
    assertSentence(capsys.readouterr().err.partition(": error: ")[2], settings.split()[0], named)


def testThatIsRefusedBeforeAnythingIsDone(smallWeights, tmp_path):
    arguments = ("--weights", smallWeights, "--output", tmp_path / "saved", "--hidden", 30)
    assertOptionRefused(run("main.py", *arguments), "--hidden")
    assert not (tmp_path / "saved").exists()


@pytest.mark.parametrize(
    "layerSizes, named", [((9, 20, 10), "9 inputs and 10"), ((784, 20, 3), "784 inputs and 3")]
)
def testANetworkForOtherImagesOrDigitsIsRefused(saved, layerSizes, named):
    folder = saved(*layerSizes)
    with pytest.raises(Fault) as caught:
        first("--weights", folder)
    assertSentence(caught.value, folder, named)


def testWithoutWeightsInTheFolder(tmp_path):
    with pytest.raises(Fault) as caught:
        first("--weights", tmp_path)
    assertSentence(caught.value, tmp_path, "no weights")
