"""A test run's counts, on activations made by hand."""

import numpy as np
import pytest

from support.training.evaluation import Evaluation

LABELS = np.array([4, 9, 4, 4, 7, 4], dtype=np.uint8)
ANSWERS = [4, 4, 9, 4, 7, 9]


class Answering:
    """In place of a network: answers image i with ANSWERS[i]; its first byte says which it is."""

    def feedForward(self, input):
        return np.eye(10)[np.rint(input[:, 0] * 255).astype(int)]


@pytest.fixture
def evaluation():
    images = np.zeros((6, 784), dtype=np.uint8)
    images[:, 0] = ANSWERS
    return Evaluation(Answering(), images, LABELS)


def testCounts(evaluation):
    assert evaluation.correctGuesses == 3
    assert evaluation.accuracy == 50
    assert evaluation.answers.tolist() == ANSWERS
    assert evaluation.confusion.sum() == 6
    expected = np.zeros((10, 10), dtype=int)
    expected[[4, 9, 4, 7], [9, 4, 4, 7]] = [2, 1, 2, 1]
    assert np.array_equal(evaluation.confusion, expected)
    assert evaluation.commonestConfusions(3) == [(2, 4, 9), (1, 9, 4)]


def testWrongOnes(evaluation):
    assert evaluation.wrong().tolist() == [1, 2, 5]
    assert evaluation.wrong(4, 9).tolist() == [2, 5]
    assert evaluation.wrong(3, 8).tolist() == []


@pytest.mark.parametrize("index, following", [(-1, 1), (0, 1), (1, 2), (3, 5), (5, 1)])
def testNextWrongGoesRound(evaluation, index, following):
    assert evaluation.nextWrong(index) == following


def testNextWrongOfAKind(evaluation):
    assert evaluation.nextWrong(2, 4, 9) == 5
    assert evaluation.nextWrong(5, 4, 9) == 2
    assert evaluation.nextWrong(0, 3, 8) is None


def testVerdict(evaluation):
    assert evaluation.verdict(2) == "label says: 4\nnetwork says: 9"


def testMoreImagesThanAreFedAtOnce():
    images = np.random.RandomState(1).randint(10, size=(2500, 784)).astype(np.uint8)
    assert np.array_equal(Evaluation(Answering(), images, images[:, 0]).answers, images[:, 0])
