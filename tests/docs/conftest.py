"""A project for the commands of the pages to be run in."""

import shutil

import pytest
from handwriting import writeClass, writeTwo

from helpers import PROJECT
from support.data import dataSet
from support.script import paths
from support.weights import weightFiles


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project, with what the commands' readers have made before."""
    copy = tmp_path_factory.mktemp("project") / "project"
    skipped = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*cache", "newWeights*")
    shutil.copytree(PROJECT, copy, ignore=skipped)
    for kind in ("weights", "biases"):
        shutil.rmtree(copy / "data" / kind, ignore_errors=True)
    shutil.copy(copy / "docs" / "photo.jpg", copy)
    for name in ("spoiled", "without3", "fromPytorch"):
        shutil.copytree(copy / "trainedData", copy / name)
    test = dataSet.readTestSet()
    writeTwo(copy, *test, weightFiles.load(paths.WIDE))
    writeClass(copy / "ourDigits", *test)
    # where a test runs alone, before the command that makes these
    for source, folder in (("data/mnist", "ours"), ("data/mnist", "world"), ("trainedData", "trainedOn")):
        shutil.copytree(copy / source, copy / folder)
    return copy
