"""A name can't change what the terminal shows: here one that would turn around what follows."""

import runpy
from types import SimpleNamespace

import numpy as np
from helpers import PROJECT

import main
from support.data import newSet
from support.figures import figureFiles
from support.ownDigits.labelled import LabelledDigits
from support.page import page
from support.script import paths

TURNED = "a\u202eb"  # a name that Windows allows as well


def testTheFolderOfFigures(tmp_path, capsys):
    (tmp_path / TURNED).mkdir()
    figureFiles.save(figureFiles.newFigure(1, 1), tmp_path / TURNED, "x.png")
    assert printed(capsys).endswith("x.png\n")


def testThePage(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(page, "make", lambda network: "<html>")
    page.save(None, tmp_path / f"{TURNED}.html")
    assert "open it in a browser" in printed(capsys)


def testTheDataSet(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(newSet, "save", lambda *parts: None)
    labelled = LabelledDigits()
    for _ in range(5):
        found = SimpleNamespace(digits=[SimpleNamespace(pixels=np.zeros(784))], answers=np.array([3]))
        labelled.add("3.png", [3], found)
    labelled.save(tmp_path / TURNED)
    assert "4 training images, 1 test images" in printed(capsys)


def testTheWeightsThatATrainingStartsFrom(capsys):
    network = SimpleNamespace(feedForward=lambda images: np.eye(10)[np.zeros(len(images), int)])
    chosen = SimpleNamespace(weights=TURNED, average=False)
    main.tellBefore(chosen, network, np.zeros((4, 784), np.uint8), np.array([0, 0, 0, 1]))
    assert "75.00 % of the test images right" in printed(capsys)


def testTheWideWeightsWhereverTheProjectIs(tmp_path, monkeypatch, capsys):
    (tmp_path / TURNED / "weights").mkdir(parents=True)
    (tmp_path / TURNED / "weights" / "weights0.csv").touch()
    monkeypatch.setattr(paths, "WIDE", tmp_path / TURNED)
    weightsFolder = runpy.run_path(str(PROJECT / "test.py"))["weightsFolder"]
    weightsFolder(SimpleNamespace(weights=None, image=["photo.jpg"], draw=False))
    assert "reads handwriting better" in printed(capsys)


def printed(capsys):
    """What was printed: the name with its sign spelled, and only printable characters."""
    text = "".join(capsys.readouterr())
    assert r"a\u202eb" in text
    assert all(sign.isprintable() for sign in text.replace("\n", ""))
    return text
