"""The format: what is saved is loaded, and as the paper's files; a damaged file is refused by name."""

import os
import re
import shutil

import numpy as np
import pytest

from Network import Network
from support.data import dataSet
from support.weights import saving, weightFiles

from helpers import (
    CSVS,
    assertRefused,
    assertSentence,
    faultOf,
    makeNetwork,
    run,
    snapshot,
    values,
)


@pytest.mark.parametrize(
    "layerSizes",
    [(784, 20, 20, 10), (784, 10), (784, 10, 10, 10), (784, 1, 10), (2, 3, 1), (4, 8, 3), (1, 1), (5000, 2)],
)
def testLoadsBackBitForBit(tmp_path, layerSizes):
    network = Network(None, None, layerSizes=layerSizes)
    numbers = [1e-308, -1e300, 1 / 3, -0.0][: layerSizes[0]]
    network.layers[0].weights[0, : len(numbers)] = numbers
    saving.save(network, tmp_path)
    loaded = weightFiles.load(tmp_path)
    assert [layer.weights.shape for layer in loaded.layers] == list(
        zip(layerSizes[1:], layerSizes, strict=False)
    )
    for one, two in zip(network.layers, loaded.layers, strict=True):
        assert one.weights.tobytes() == two.weights.tobytes()
        assert one.biases.tobytes() == two.biases.tobytes()
    pixels = np.random.RandomState(1).uniform(0, 1, layerSizes[0])
    assert np.array_equal(network.feedForward(pixels), loaded.feedForward(pixels))


def testFilesAreThePapers(tmp_path):
    """The bytes that the paper's own np.savetxt lines write, in the files where it reads them.

    Except for line ends on Windows: ours are the same on every system.
    """
    network = Network(None, None)
    saving.save(network, tmp_path / "saved")
    names = set()
    for index, layer in enumerate(network.layers):
        for kind in ("weights", "biases"):
            np.savetxt(tmp_path / "paper.csv", getattr(layer, kind), delimiter=",")
            paper = (tmp_path / "paper.csv").read_bytes().replace(os.linesep.encode(), b"\n")
            saved = tmp_path / "saved" / kind / f"{kind}{index}.csv"
            assert saved.read_bytes() == paper
            assert np.array_equal(np.genfromtxt(saved, delimiter=","), getattr(layer, kind))
            names.add(saved)
    others = set((tmp_path / "saved").rglob("*.*")) - names
    assert others <= {tmp_path / "saved" / saving.LOCK}  # which filelock removes again on Windows


def testFilesOfLayersThatAreGoneAreRemoved(tmp_path):
    saving.save(Network(None, None), tmp_path)
    saving.save(Network(None, None, layerSizes=(784, 30, 10)), tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*.csv")) == [
        "biases0.csv", "biases1.csv", "weights0.csv", "weights1.csv"
    ]  # fmt: skip
    assert weightFiles.load(tmp_path).layers[0].outputSize == 30


def testOtherFilesInTheFolderStay(tmp_path):
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / ".gitkeep").touch()
    saving.save(Network(None, None), tmp_path)
    assert (tmp_path / "weights" / ".gitkeep").exists()


# ---- damaged CSV files


def lines(change):
    """Damage done to the list of lines."""
    return lambda content: b"".join(line + b"\n" for line in change(content.splitlines()))


def inFirstNumber(new):
    return lambda content: re.sub(rb"^[^,\n]+", new, content, count=1)


def hugeNumbers(content):
    """Finite numbers whose sum isn't: what σ makes of it isn't an answer."""
    return re.sub(rb"[^,\n]+", b"1e308", content, count=2)


UNREADABLE = {
    "empty": lambda content: b"",
    "only a line end": lambda content: b"\n",
    "zeros": lambda content: bytes(len(content)),
    "other encoding": lambda content: content.decode().encode("utf-16-le"),
    "not text": lambda content: b"\xff\xfe\x00" + content,
    "a web page": lambda content: b"<!DOCTYPE html>\n<html></html>\n",
    "header": lambda content: b"weights\n" + content,
    "NaN": inFirstNumber(b"nan"),
    "infinity": inFirstNumber(b"-inf"),
    "1e999": inFirstNumber(b"1e999"),
    "huge": hugeNumbers,
    "a word": inFirstNumber(b"abc"),
    "no number": inFirstNumber(b""),
    "a comment": inFirstNumber(b"0.#5"),
    "ragged": lines(lambda all: [all[0] + b",0.5", *all[1:]]),
    "semicolons": lambda content: content.replace(b"\n", b";\n"),
    "last line without its end": lambda content: content[:-1],
    "cut in its last number": lambda content: content[:-5],
}
MISFITTING = {
    "a line less": lines(lambda all: all[:-1]),
    "a line more": lines(lambda all: [*all, all[0]]),
    "a column more": lines(lambda all: [line + b",0.5" for line in all]),
    "thousands of columns": lines(lambda all: [b",".join([b"0.5"] * 5000)] * len(all)),
    "one number": lambda content: b"0.5\n",
}
STILL_RIGHT = {
    "Windows line ends": lambda content: content.replace(b"\n", b"\r\n"),
    "byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "spaces": lambda content: content.replace(b",", b" , "),
    "empty line at the end": lambda content: content + b"\n",
}


@pytest.fixture
def damaged(tmp_path, smallWeights):
    """Writes smallWeights to a folder, and damages one file."""
    folder = tmp_path / "saved"
    shutil.copytree(smallWeights, folder)

    def damage(file, change):
        (folder / file).write_bytes(change((smallWeights / file).read_bytes()))
        return folder

    return damage


@pytest.mark.parametrize("file", CSVS)
@pytest.mark.parametrize("damage", UNREADABLE)
def testAFileThatIsNoTableOfNumbersIsNamed(damaged, file, damage):
    folder = damaged(file, UNREADABLE[damage])
    before = snapshot(folder)
    assertSentence(faultOf(weightFiles.load, folder), folder / file, "train again")
    assert snapshot(folder) == before


@pytest.mark.parametrize("file", CSVS)
@pytest.mark.parametrize("damage", MISFITTING)
def testAFileThatDoesNotFitTheOthersIsRefused(damaged, file, damage):
    """By load, or by test.py if the changed size only doesn't fit the pixels."""
    folder = damaged(file, MISFITTING[damage])
    sentence = faultOf(lambda: dataSet.checkFits(weightFiles.load(folder), folder))
    assertSentence(sentence, folder, "train again")
    assert ".csv" in sentence or file == "weights/weights0.csv"


@pytest.mark.parametrize("file", CSVS)
def testAFileThatIsCutAnywhereIsRefused(damaged, file):
    for tenth in range(10):
        folder = damaged(file, lambda content, tenth=tenth: content[: len(content) * tenth // 10])
        assertSentence(faultOf(weightFiles.load, folder), folder, ".csv", "train again")


@pytest.mark.parametrize("file", CSVS)
def testAFlippedByteIsRefusedOrOneOtherNumber(damaged, file):
    """Plain CSV can't tell that a digit became another."""
    rng = np.random.RandomState(len(file))
    right = weightFiles.load(damaged(file, bytes))

    def flip(content):
        content = bytearray(content)
        content[rng.randint(len(content))] ^= 1 << rng.randint(8)
        return bytes(content)

    for _ in range(30):
        folder = damaged(file, flip)
        if faultOf(weightFiles.load, folder) is None:
            pairs = zip(values(right), values(weightFiles.load(folder)), strict=True)
            changed = sum(np.count_nonzero(np.frombuffer(a) != np.frombuffer(b)) for a, b in pairs)
            assert changed <= 1


@pytest.mark.parametrize("file", CSVS)
@pytest.mark.parametrize("change", STILL_RIGHT)
def testAFileThatIsStillRightIsRead(damaged, smallWeights, file, change):
    folder = damaged(file, STILL_RIGHT[change])
    assert values(weightFiles.load(folder)) == values(weightFiles.load(smallWeights))


@pytest.mark.parametrize("file", CSVS)
@pytest.mark.parametrize("instead", ["nothing", "a folder"])
def testAFileThatIsMissingIsNamed(damaged, file, instead):
    folder = damaged(file, bytes)
    (folder / file).unlink()
    if instead == "a folder":
        (folder / file).mkdir()
    assertSentence(faultOf(lambda: dataSet.checkFits(weightFiles.load(folder), folder)), "train")
    if not file.endswith("2.csv") or instead == "a folder":
        assertSentence(faultOf(weightFiles.load, folder), folder / file)


def testDamageAsTestPyTellsIt(damaged, smallData):
    folder = damaged(CSVS[0], UNREADABLE["NaN"])
    process = run("test.py", "--weights", folder, "--data", smallData, "--no-picker")
    assertRefused(process, folder / CSVS[0], "nan in line 1")


@pytest.mark.parametrize("lines, told", [(5, "is transposed"), (4, "holds 4 lines")])
def testAFileIsTransposedOnlyIfItWouldFitTheLayerBefore(tmp_path, lines, told):
    """Of a layer from 5 neurons into 7: five lines of seven numbers are transposed, four are damaged."""
    saving.save(makeNetwork(1, (784, 5, 7, 10)), tmp_path)
    np.savetxt(tmp_path / "weights" / "weights1.csv", np.ones((lines, 7)), delimiter=",")
    assertSentence(faultOf(weightFiles.load, tmp_path), tmp_path / "weights" / "weights1.csv", told)
