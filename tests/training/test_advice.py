"""What is said of a poor training and of a poor test."""

import numpy as np
import pytest

from support.data import dataSet
from support.training.advice import warnIfForeign
from support.training.evaluation import Evaluation
from support.weights import weightFiles

from helpers import PROJECT, assertSentence, makeNetwork


@pytest.fixture(scope="module")
def testSet():
    return dataSet.readTestSet()


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
