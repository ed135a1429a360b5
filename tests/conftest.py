"""A small data set and small weights, made once for all tests of faults; one BLAS thread for all tests."""

import signal

import pytest
from helpers import makeDataSet, makeNetwork
from threadpoolctl import threadpool_limits

from support.weights import saving

threadpool_limits(1)  # as both scripts do
# which support leaves to the scripts, and which whoever started pytest may have had ignored
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def smallData(tmp_path_factory):
    return makeDataSet(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def smallWeights(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    saving.save(makeNetwork(1), folder)
    return folder
