"""What all tests share, made once: data sets, a trained network and its test; one BLAS thread for all."""

import signal

import pytest
from helpers import makeDataSet, makeNetwork
from threadpoolctl import threadpool_limits

from main import train
from support.data import dataSet
from support.script.paths import TRAINED
from support.training.evaluation import Evaluation
from support.training.trainingSet import TrainingSet
from support.weights import saving, weightFiles

threadpool_limits(1)  # as both scripts do
# support leaves it to the scripts, and nohup may have started pytest with it ignored
signal.signal(signal.SIGINT, signal.default_int_handler)
for name in ("SIGTERM", "SIGHUP"):
    if hasattr(signal, name):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


@pytest.fixture(scope="session")
def smallData(tmp_path_factory):
    return makeDataSet(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def smallWeights(smallData, tmp_path_factory):
    """Trained until three in four of smallData's test images are read: enough for no warning."""
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
    return unwritable(dataSet.readTrainSet())


@pytest.fixture(scope="session")
def testSet():
    """MNIST's test images and labels."""
    return unwritable(dataSet.readTestSet())


def unwritable(arrays):
    """The arrays, made read-only: no test can change them for the next one."""
    for array in arrays:
        array.setflags(write=False)
    return arrays


@pytest.fixture(scope="session")
def evaluation(testSet):
    """The test of the weights that come with the project; no test may change its network."""
    return Evaluation(weightFiles.load(TRAINED), *testSet)


@pytest.fixture
def few(mnist):
    """The first 250 training images."""
    images, labels = mnist
    return images[:250], labels[:250]
