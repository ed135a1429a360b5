"""A project to run the pages' commands in."""

import shutil

import pytest
from handwriting import writeClass, writeTwo

from helpers import PROJECT
from support.script import paths
from support.weights import weightFiles


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project, with what readers have made before these commands."""
    copy = tmp_path_factory.mktemp("project") / "project"
    skipped = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*cache", ".hypothesis", "newWeights*")
    shutil.copytree(PROJECT, copy, ignore=skipped)
    for kind in ("weights", "biases"):
        shutil.rmtree(copy / "data" / kind, ignore_errors=True)
    shutil.copy(copy / "docs" / "photo.jpg", copy)
    for name in ("spoiled", "without3", "fromPytorch"):
        shutil.copytree(copy / "trainedData", copy / name)
    # for a test that runs alone, before the command that makes these
    for source, folder in (("data/mnist", "ours"), ("data/mnist", "world"), ("trainedData", "trainedOn")):
        shutil.copytree(copy / source, copy / folder)
    return copy


@pytest.fixture(scope="module")
def classProject(project, testSet):
    """The same with the digits of two hands and of a class, which take seconds to be drawn."""
    writeTwo(project, *testSet, weightFiles.load(paths.WIDE))
    writeClass(project / "ourDigits", *testSet)
    return project
