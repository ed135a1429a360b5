"""What is said about a poor training and a poor test."""

import numpy as np
import pytest
from helpers import PROJECT, assertSentence, makeNetwork, run, trainChosen, trainWith

from support.data import dataSet, newSet
from support.script import options
from support.training.advice import advice, isDark, warnIfForeign, warnIfPoor
from support.training.evaluation import Evaluation
from support.weights import weightFiles


def said(evaluation, capsys):
    warnIfForeign(evaluation)
    return capsys.readouterr().err


def trained():
    return weightFiles.load(PROJECT / "trainedData")


def transposed(images):
    return np.swapaxes(images.reshape(-1, 28, 28), 1, 2).reshape(-1, 784)


def testTransposedImagesAreToldOf(testSet, capsys):
    images, labels = testSet
    evaluation = Evaluation(trained(), transposed(images), labels)
    assert evaluation.accuracy < 50
    assertSentence(
        said(evaluation, capsys), f"only {evaluation.accuracy:.0f} %", "97 %", "transposed", "EMNIST"
    )


@pytest.mark.parametrize("network", ["untrained", "of other data"])
def testWeightsOfOtherDataOrTrainedTooLittle(testSet, capsys, network):
    images, labels = testSet
    if network == "untrained":
        evaluation = Evaluation(makeNetwork(1), images, labels)
    else:
        evaluation = Evaluation(trained(), images, (labels + 1) % 10)
    sentence = said(evaluation, capsys)
    assertSentence(sentence, f"only {evaluation.accuracy:.0f} %", "other data", "too little")
    assert "transposed" not in sentence


def testNothingIsSaidOfAGoodTest(testSet, capsys):
    assert said(Evaluation(trained(), *testSet), capsys) == ""


# ---- after a training

LABELS = np.arange(60_000) * 7 % 10  # in no order of classes
IN_ORDER = np.sort(LABELS)
MORE = "choose more --epochs"
LOWER = "choose a lower --learning-rate"
ADVICE = [
    ("", IN_ORDER, "sorted by class: choose --shuffle"),
    ("--validation 10000", IN_ORDER, "choose --shuffle, and no --validation"),
    ("--learning-rate 5", IN_ORDER, "choose --shuffle"),
    ("--shuffle", IN_ORDER, MORE),
    ("--hidden 1", LABELS, "a layer of 1 can't tell ten digits apart: choose more neurons"),
    ("--hidden 20 2", LABELS, "a layer of 2 can't tell"),
    ("--hidden 1 --learning-rate 0.1", LABELS, "choose more neurons"),
    ("--hidden" + 8 * " 20", LABELS, "choose fewer, such as --hidden 20 20"),
    ("--hidden 500", LABELS, "too high for a layer of 500: choose a lower --learning-rate, such as 0.003"),
    ("--hidden 500 --learning-rate 0.0001", LABELS, "too low: choose a higher --learning-rate"),
    ("--learning-rate 5", LABELS, f"the learning rate is too high: {LOWER}"),
    ("--average --learning-rate 5", LABELS, LOWER),
    ("--miniset-size 1000", LABELS, LOWER),
    ("--learning-rate 0.0001", LABELS, "too low: choose a higher --learning-rate, such as 0.01"),
    ("--average", LABELS, "the paper's 0.01 on the sum of 100 is --learning-rate 1 on their mean"),
    ("--average --miniset-size 20", LABELS, "--learning-rate 0.2 on their mean"),
    ("--average --learning-rate 1", LABELS[:1000], MORE),
    ("", LABELS[:1000], MORE),
    ("--hidden", LABELS[:1000], MORE),
    ("--scaled-rates", LABELS, "with --scaled-rates choose a --learning-rate of about 1 to 6"),
    ("--scaled-rates --average", LABELS, "about 100 to 600"),
    ("--scaled-rates --learning-rate 50", LABELS, "about 1 to 6"),
    ("--scaled-rates --learning-rate 2", LABELS[:1000], MORE),
]


@pytest.mark.parametrize("arguments, labels, told", ADVICE)
def testWhatIsAdvisedGoesByWhatIsKnown(arguments, labels, told):
    given = advice(options.mainOptions(arguments.split()), labels)
    assertSentence(given, told)
    assert sum(other in given for other in (MORE, LOWER, "--shuffle", "more neurons", "fewer", "higher")) <= 1


def testAPoorTrainingIsWarnedOfWithItsShare(few, capsys):
    """As main.py does it: a training that learns little, and what it is told."""
    images, labels = few
    chosen = options.mainOptions(["--seed", "1", "--epochs", "1"])
    network, _ = trainChosen(chosen, images, labels)
    evaluation = Evaluation(network, images, labels)
    warnIfPoor(evaluation, images, labels, chosen)
    expected = f"only {evaluation.accuracy:.0f} % of the training images are right; {MORE}\n"
    assert capsys.readouterr().err == expected


def testATrainingThatEndsWellIsNotWarnedOf(mnist, few, capsys):
    """However badly its only epoch began."""
    network, log = trainWith("--epochs 1 --learning-rate 0.007", *mnist)
    evaluation = Evaluation(network, *few)
    assert log.share < 0.5 < evaluation.accuracy / 100
    warnIfPoor(evaluation, *mnist, options.mainOptions([]))
    assert capsys.readouterr().err == ""


def darkOnLight(smallData, folder):
    """The small data set inverted, as a folder."""
    train, test = dataSet.readSets(smallData)
    newSet.save(folder, 255 - train[0], train[1], 255 - test[0], test[1])
    return folder


def testDarkOnLightIsToldBeforeTheTraining(smallData, tmp_path):
    data = darkOnLight(smallData, tmp_path / "inverted")
    process = run("main.py", "--data", data, "--output", tmp_path / "saved", "--epochs", 1, "--no-picker")
    assert process.returncode == 0, process
    lines = process.stderr.decode().splitlines()
    assertSentence(lines[0], "dark on light", "255 - pixel")
    assert "--epochs" not in process.stderr.decode()


def testMnistAndItsLikesAreNotToldToBeDark(mnist, smallData):
    """Even if clothes, as in Fashion-MNIST, fill the picture up to its upper and lower edge."""
    assert not isDark(mnist[0])
    assert not isDark(dataSet.readTrainSet(smallData)[0])
    clothes = np.zeros((10, 28, 28), np.uint8)
    clothes[:, :, 8:20] = 220
    assert not isDark(clothes.reshape(10, 784))
    assert isDark(255 - mnist[0][:100])


def testATestOnInvertedImagesSaysSo(smallData, smallWeights, tmp_path):
    data = darkOnLight(smallData, tmp_path / "inverted")
    process = run("test.py", "--data", data, "--weights", smallWeights, "--no-picker")
    assertSentence(process.stderr, "light and dark", "exchanged")
