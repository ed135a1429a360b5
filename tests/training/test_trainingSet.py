"""Mini-sets: MNIST as the paper has it, shorter last ones, orders."""

import numpy as np
import pytest

from support.training.trainingSet import MiniSets, TrainingSet


def testMnistIsWhatThePaperHas(mnist, testSet):
    images, labels = mnist
    trainingSet = TrainingSet(images, labels)
    assert len(trainingSet.input) == len(trainingSet.labels) == 600
    assert trainingSet.input[599].shape == (100, 784)
    assert trainingSet.labels[599].shape == (100, 10)
    assert trainingSet.labels[0][0].tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert trainingSet.input[0][0].max() == 1 and trainingSet.input[0][0].min() == 0
    assert np.array_equal(trainingSet.input[7][3], images[703] / 255)
    # the counts of each digit that the data set's authors publish
    assert np.bincount(labels).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert np.bincount(testSet[1]).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009
    ]  # fmt: skip


def testALastMinisetMayBeShorter():
    minisets = MiniSets(np.arange(7), 3)
    assert [miniset.tolist() for miniset in minisets] == [[0, 1, 2], [3, 4, 5], [6]]
    with pytest.raises(IndexError):
        minisets[3]


def testShufflingKeepsImagesWithTheirLabels(few):
    images, labels = few
    trainingSet = TrainingSet(images, labels, 100, shuffle=True, rng=np.random.RandomState(3))
    orders = []
    for _ in range(2):
        trainingSet.newEpoch()
        orders.append(trainingSet.order.copy())
        fed = np.concatenate(list(trainingSet.input))
        wanted = np.concatenate(list(trainingSet.labels))
        assert np.array_equal(fed, images[orders[-1]] / 255)
        assert np.array_equal(wanted.argmax(axis=1), labels[orders[-1]])
        assert sorted(orders[-1]) == list(range(250))
    assert not np.array_equal(*orders)
    assert np.array_equal(trainingSet.firstImage, images[0] / 255)
    assert trainingSet.firstLabel.argmax() == labels[0]


def testWithoutShufflingTheOrderIsTheDataSets(few):
    images, labels = few
    trainingSet = TrainingSet(images, labels)
    trainingSet.newEpoch()
    assert np.array_equal(np.concatenate(list(trainingSet.input)), images / 255)
    assert np.array_equal(np.concatenate(list(trainingSet.labels)).argmax(axis=1), labels)
