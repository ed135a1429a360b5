"""main.py and test.py as a user runs them, on the real data set."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from support.training.evaluation import Evaluation
from support.weights import weightFiles

PROJECT = Path(__file__).resolve().parents[2]


def run(script, *arguments, input=""):
    """The finished process; input is what its user types."""
    return subprocess.run(
        [sys.executable, PROJECT / script, *map(str, arguments)],
        input=input,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"},
        timeout=120,
    )


@pytest.fixture(scope="module")
def training(tmp_path_factory):
    """One full training at the paper's settings, and the folder that it saved to."""
    folder = tmp_path_factory.mktemp("trained")
    return run(
        "main.py", "--seed", 1, "--output", folder, "--figures", folder / "figures", "--no-picker"
    ), folder


def testADefaultTrainingLearnsWhatThePapersDoes(training, testSet):
    """300 trainings with these settings lay between 91.20 and 92.78 %."""
    process, folder = training
    assert (process.returncode, process.stderr) == (0, "")
    right = int(re.search(r"^(\d+) of the 10000 test images right", process.stdout, re.MULTILINE)[1])
    assert 9100 <= right <= 9300
    network = weightFiles.load(folder)
    images, labels = testSet
    assert Evaluation(network, images, labels).correctGuesses == right


def testItsOutput(training):
    process, _ = training
    lines = process.stdout.split("\n")
    iterations = [int(line.split()[0]) for line in lines if " --> " in line]
    assert iterations == [1, *range(100, 2401, 100)]
    epochs = [re.match(r"epoch (\d): mean cost (0\.\d{4}), (\d\d\.\d\d) % right, ", line) for line in lines]
    epochs = [epoch for epoch in epochs if epoch]
    assert [epoch[1] for epoch in epochs] == ["1", "2", "3", "4"]
    costs, shares = zip(*((float(epoch[2]), float(epoch[3])) for epoch in epochs), strict=True)
    assert sorted(costs, reverse=True) == list(costs)
    assert sorted(shares) == list(shares)


def testItsFigures(training):
    process, folder = training
    for name in ("training.png", "weightEvolution.png"):
        assert f"saved {folder / 'figures' / name}" in process.stdout
        assert (folder / "figures" / name).stat().st_size > 10000


def testTestPrintsThePapersThreeLines(training):
    process, folder = training
    tested = run("test.py", "--weights", folder, "--no-picker")
    right = int(re.search(r"^(\d+) of the", process.stdout, re.MULTILINE)[1])
    assert tested.stdout == (
        f"correct guesses: {right}\ntotal guesses:  10000\naccuracy:       {right / 100:.2f}\n"
    )
    assert (tested.returncode, tested.stderr) == (0, "")


def testPerDigitSumsUp(training):
    _, folder = training
    tested = run("test.py", "--weights", folder, "--per-digit", "--no-picker")
    rows = re.findall(r"^ +(\d) +(\d+) +(\d+) +(\d+\.\d\d)$", tested.stdout, re.MULTILINE)
    assert [row[0] for row in rows] == list("0123456789")
    assert sum(int(row[1]) for row in rows) == int(tested.stdout.split()[2])
    assert [int(row[2]) for row in rows] == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    for _, right, total, percent in rows:
        assert float(percent) == round(100 * int(right) / int(total), 2)
    counts = [
        int(count)
        for count in re.findall(r"^(\d+) times a \d was taken for a \d$", tested.stdout, re.MULTILINE)
    ]
    assert len(counts) == 3
    assert sorted(counts, reverse=True) == counts


@pytest.mark.slow
def testShowResultsIntoAPipe(training, testSet):
    """Only each mistake's number, label and answer."""
    _, folder = training
    tested = run("test.py", "--weights", folder, "--show-results", "--no-picker")
    network = weightFiles.load(folder)
    evaluation = Evaluation(network, *testSet)
    wrong = evaluation.wrong()
    assert len(wrong) == 10000 - int(tested.stdout.split()[2])
    assert tested.stdout.splitlines()[3:] == [
        f"test image {i}: label says: {evaluation.labels[i]}, network says: {evaluation.answers[i]}"
        for i in wrong
    ]


def testAPickedImage(training, testSet):
    """Its activations, label, answer and picture; then the question again."""
    _, folder = training
    tested = run("test.py", "--weights", folder, input="0\nq\n")
    evaluation = Evaluation(weightFiles.load(folder), *testSet)
    assert tested.stdout.count("choose a test image (0-9999)") == 2
    printed = re.search(r"choose a test image \(0-9999\) \[([^]]*)\]", tested.stdout)[1]
    assert np.allclose([float(number) for number in printed.split()], evaluation.activations[0], atol=6e-5)
    assert f"label says: 7\nnetwork says: {evaluation.answers[0]}" in tested.stdout
    assert "█" in tested.stdout
    assert tested.returncode == 0


@pytest.mark.parametrize(
    "weights, least", [(["--use-train-data"], 97.2), (["--weights", PROJECT / "trainedData" / "wide"], 98.7)]
)
def testTheTrainedWeightsThatCome(weights, least):
    tested = run("test.py", *weights, "--no-picker")
    assert tested.returncode == 0, tested.stderr
    assert float(tested.stdout.split()[-1]) >= least


def readsAsItPrinted(process, folder, testSet):
    """Whether the weights in folder read as many test images as main.py has printed: four in five after
    an epoch."""
    right = int(re.search(r"^(\d+) of the 10000", process.stdout, re.MULTILINE)[1])
    return 7000 < right == Evaluation(weightFiles.load(folder), *testSet).correctGuesses


@pytest.mark.slow
def testASeededRunRepeatsItsFiles(tmp_path, testSet):
    for name in ("one", "two"):
        process = run(
            "main.py",
            "--seed",
            5,
            "--epochs",
            1,
            "--print-every",
            0,
            "--output",
            tmp_path / name,
            "--no-picker",
        )
        assert process.returncode == 0
        assert readsAsItPrinted(process, tmp_path / name, testSet)
    files = sorted((tmp_path / "one").rglob("*.csv"))
    assert len(files) == 6
    for file in files:
        assert file.read_bytes() == (tmp_path / "two" / file.relative_to(tmp_path / "one")).read_bytes()


@pytest.mark.slow
def testAnUnseededRunPrintsTheSeedThatRepeatsIt(tmp_path, testSet):
    options = ("--epochs", 1, "--print-every", 0, "--no-picker", "--output")
    first = run("main.py", *options, tmp_path / "one")
    assert readsAsItPrinted(first, tmp_path / "one", testSet)
    seed = re.match(r"seed: (\d+)\n", first.stdout)[1]
    run("main.py", *options, tmp_path / "two", "--seed", seed)
    weights = [tmp_path / name / "weights" / "weights0.csv" for name in ("one", "two")]
    assert weights[0].read_bytes() == weights[1].read_bytes()


@pytest.mark.slow
def testTwentySeeds(tmp_path):
    """Of 300 trainings: mean 92.09 %, standard deviation 0.28, worst 91.20."""
    accuracies = []
    for seed in range(20):
        process = run("main.py", "--seed", seed, "--print-every", 0, "--no-picker", "--output", tmp_path)
        accuracies.append(float(re.search(r"right \((.*) %\)", process.stdout)[1]))
    assert abs(np.mean(accuracies) - 92.1) <= 0.2
    assert min(accuracies) >= 91.0


@pytest.mark.parametrize("script", ["main.py", "test.py"])
def testHelpNamesEveryDefault(script):
    process = run(script, "--help")
    assert process.returncode == 0
    text = " ".join(process.stdout.split())
    if script == "main.py":
        for default in ("4", "0.01", "100", "20 20"):
            assert f"(default: {default})" in text
    assert "(default: MNIST, in data/mnist)" in text
