"""Weights as spreadsheets and editors save them are read; a file that can't be is named."""

import shutil

import numpy as np
import pytest

from support.script.fault import Fault
from support.weights import saving, weightFiles
from support.weights.tableFile import readTable

from helpers import CSVS, assertSentence, makeNetwork, values

# 0.125 × whole numbers, exact in decimals; with a layer of one neuron, and whole numbers.
TABLES = {
    "weights": np.array([[0.5, -0.125, 3.0], [12.0, 0.0, -4.375]]),
    "biases": np.array([[0.5], [-12.0], [3.0], [-0.125]]),
    "whole numbers": np.array([[2.0, 10.0], [-3.0, 4.0]]),
    "one line": np.array([[0.5, -0.125, 3.0]]),
    "one number": np.array([[-0.5]]),
}


def written(table, separator=",", decimal=".", end="\n"):
    return "".join(separator.join(f"{number:g}" for number in row) + "\n" for row in table).replace(
        ".", decimal
    ).replace("\n", end)  # fmt: skip


FORMS = {
    "the paper's": lambda table: written(table).encode(),
    "comma and space": lambda table: written(table, ", ").encode(),
    "comma and tab": lambda table: written(table, ",\t").encode(),
    "spaces": lambda table: written(table, "  ").encode(),
    "tabs": lambda table: written(table, "\t").encode(),
    "semicolons": lambda table: written(table, ";").encode(),
    "a Spanish Excel's CSV": lambda table: written(table, ";", ",", "\r\n").encode(),
    "its text with tabs": lambda table: written(table, "\t", ",", "\r\n").encode("utf-16"),
    "spaces, decimal commas": lambda table: written(table, " ", ",").encode(),
    "UTF-16": lambda table: written(table).encode("utf-16"),
    "UTF-16, big end first": lambda table: b"\xfe\xff" + written(table).encode("utf-16-be"),
    "byte order mark": lambda table: written(table).encode("utf-8-sig"),
    "line ends doubled by csv": lambda table: written(table, end="\r\r\n").encode(),
    "old line ends": lambda table: written(table, end="\r").encode(),
    "spaces around": lambda table: written(table).replace("\n", "  \n  ").encode() + b"\n",
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("form", FORMS)
def testATableIsReadAsItIsSaved(tmp_path, form, name):
    (tmp_path / "table.csv").write_bytes(FORMS[form](TABLES[name]))
    read = readTable(tmp_path / "table.csv", oneColumn=TABLES[name].shape[1] == 1)
    assert np.array_equal(read, TABLES[name])


def testASetThatWentThroughASpanishExcelIsTheSame(tmp_path):
    """Fifteen digits, as a spreadsheet keeps them, and E where the paper's files have e."""
    saving.save(makeNetwork(1), tmp_path)
    before = weightFiles.load(tmp_path)
    for path in tmp_path.glob("*/*.csv"):
        rows = [[f"{float(cell):.15G}" for cell in line.split(",")] for line in path.read_text().splitlines()]
        text = "".join(";".join(row).replace(".", ",") + "\r\n" for row in rows)
        path.write_bytes(text.encode("utf-8-sig"))
    for one, two in zip(before.layers, weightFiles.load(tmp_path).layers, strict=True):
        assert np.allclose(one.weights, two.weights, rtol=1e-14, atol=0)
        assert np.allclose(one.biases, two.biases, rtol=1e-14, atol=0)


WRONG = {
    "a header line": ("w1,w2,w3\n1,2,3\n", "header line, 'w1'"),
    "a header of one cell": ("weights\n1,2,3\n", "header line, 'weights'"),
    "no line end": ("1,2,3\n4,5,6", "no line end after its last line"),
    "a word": ("1,2,3\n4,x,6\n", "'x' in line 2"),
    "an empty line": ("1,2,3\n\n4,5,6\n", "nothing in line 2"),
    "an empty line first": ("\n0.5\n", "nothing in line 1"),
    "a word alone": ("1,2,3\nhello\n4,5,6\n", "'hello' in line 2"),
    "accents": ("1,2,3\n4,año,6\n", "'año' in line 2"),
    "an empty cell": ("1,2,3\n4,,6\n", "nothing in line 2"),
    "a semicolon at the end": ("0,5;0,7;\n", "nothing in line 1"),
    "a comment": ("1,2,3 # mine\n", "'3 # mine' in line 1"),
    "two commas": ("1,2,3;4\n", "'1,2,3' in line 1"),
    "a short line": ("1,2,3\n4,5,6\n7,8\n", "2 numbers in line 3, where the first line has 3"),
    "a long line": ("1,2,3\n4,5,6,7\n", "4 numbers in line 2"),
    "nan": ("1,2,3\n4,nan,6\n", "nan in line 2"),
    "infinity": ("1,2,-1e999\n", "-1e999 in line 1"),
    "huge": ("1e308,1e308\n", "too large"),
    "nothing": ("", "is empty"),
    "line ends": ("\n\n", "is empty"),
    "a web page": ("<!DOCTYPE html>\n<html></html>\n", "'<!DOCTYPE' in line 1"),
}


@pytest.mark.parametrize("wrong", WRONG)
def testWhatIsWrongIsSaidTruly(tmp_path, wrong):
    text, said = WRONG[wrong]
    path = tmp_path / "weights0.csv"
    path.write_bytes(text.encode())
    with pytest.raises(Fault) as caught:
        readTable(path)
    assertSentence(caught.value, path, said, "train again")


@pytest.mark.parametrize(
    "content", [bytes(99), b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n", "año\n".encode("latin-1")]
)
def testWhatIsNoTextIsRefused(tmp_path, content):
    (tmp_path / "weights0.csv").write_bytes(content)
    with pytest.raises(Fault) as caught:
        readTable(tmp_path / "weights0.csv")
    assertSentence(caught.value, tmp_path / "weights0.csv", "isn't text")


# ---- the set


@pytest.fixture
def folder(tmp_path):
    saving.save(makeNetwork(1, (784, 20, 30, 10)), tmp_path / "saved")
    return tmp_path / "saved"


@pytest.mark.parametrize("file", CSVS)
def testATransposedFileIsToldOf(folder, file):
    table = np.loadtxt(folder / file, delimiter=",", ndmin=2)
    np.savetxt(folder / file, table.T, delimiter=",")
    if file.startswith("biases"):
        np.savetxt(folder / file, table.reshape(1, -1), delimiter=",")
    with pytest.raises(Fault) as caught:
        weightFiles.load(folder)
    assertSentence(caught.value, folder / file, "is transposed")


def testFilesThatAreOfOtherLayersAreNamed(folder):
    shutil.copy(folder / "weights/weights1.csv", folder / "weights/weights2.csv")
    with pytest.raises(Fault) as caught:
        weightFiles.load(folder)
    assertSentence(caught.value, folder / "weights/weights2.csv", "30 lines", folder / "biases/biases2.csv")


@pytest.mark.parametrize("within", ["weights", "biases", *CSVS[:1], *CSVS[-1:]])
def testAPlaceWithinTheFolderMeansTheFolder(folder, within, monkeypatch):
    assert values(weightFiles.load(folder / within)) == values(weightFiles.load(folder))
    monkeypatch.chdir(folder)
    assert values(weightFiles.load(within)) == values(weightFiles.load(folder))


def testAFolderThatIsCalledWeightsIsMeantItself(folder):
    folder.rename(folder.parent / "weights")
    assert len(weightFiles.load(folder.parent / "weights").layers) == 3
