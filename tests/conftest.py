"""A small data set and small weights, made once for all tests of faults; one BLAS thread for all tests."""

import signal

import pytest
from helpers import makeDataSet, makeNetwork
from threadpoolctl import threadpool_limits

from main import train
from support.data import dataSet
from support.training.trainingSet import TrainingSet
from support.weights import saving

threadpool_limits(1)  # as both scripts do
# which support leaves to the scripts, and which whoever started pytest (nohup) may have had ignored
signal.signal(signal.SIGINT, signal.default_int_handler)
for name in ("SIGTERM", "SIGHUP"):
    if hasattr(signal, name):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


@pytest.fixture(scope="session")
def smallData(tmp_path_factory):
    return makeDataSet(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def smallWeights(smallData, tmp_path_factory):
    """Trained until three in four of smallData's test images are read: good enough not to be warned of."""
    network = makeNetwork(1)
    images, labels = dataSet.readTrainSet(smallData)
    trainingSet = TrainingSet(images, labels, 10)
    network.trainInput, network.trainLabels, network.learningRate = trainingSet.input, trainingSet.labels, 0.1
    train(network, 3)
    folder = tmp_path_factory.mktemp("weights")
    saving.save(network, folder)
    return folder


@pytest.fixture(scope="session")
def mnist():
    """The training images and labels."""
    return dataSet.readTrainSet()


@pytest.fixture
def few(mnist):
    """The first 250 training images."""
    images, labels = mnist
    return images[:250], labels[:250]
