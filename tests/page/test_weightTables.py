"""The page reads what test.py reads: both are given the same table of files."""

import io
import time
import zipfile

import numpy as np
import pytest

from support.script.fault import Fault
from support.weights import weightFiles

from browser import needsBrowser
from helpers import makeNetwork
from test_zip import filesOf, load, zipOf

pytestmark = needsBrowser

SIZES = (784, 3, 10)


def inCells(table, change):
    """The file's cells changed one by one."""
    return "\n".join(",".join(map(change, line.split(","))) for line in table.split("\n"))


def withCell(cell):
    """The first number replaced."""
    return lambda table: cell + table[table.index(",") :]


def spanish(table):
    """Semicolons and decimal commas, as a spreadsheet saves them."""
    return table.replace(",", ";").replace(".", ",")


def short(table):
    """Few digits and no point: with a point anywhere, commas would separate the numbers."""
    return inCells(table, lambda cell: f"{round(float(cell) * 8)}" if cell else "")


# name: (a change of weights0.csv's text, its encoding); both programs say whether it's read, and as what
FILES = {
    "as it is": (lambda table: table, "utf-8"),
    "semicolons": (lambda table: table.replace(",", ";"), "utf-8"),
    "semicolons, decimal commas": (spanish, "utf-8"),
    "semicolons and blanks": (lambda table: spanish(table).replace(";", " ; "), "utf-8"),
    "tabs": (lambda table: table.replace(",", "\t"), "utf-8"),
    "tabs, decimal commas": (lambda table: spanish(table).replace(";", "\t"), "utf-8"),
    "spaces": (lambda table: table.replace(",", " "), "utf-8"),
    "many spaces": (lambda table: table.replace(",", "   "), "utf-8"),
    "spaces, decimal commas": (lambda table: spanish(table).replace(";", " "), "utf-8"),
    "commas and blanks": (lambda table: table.replace(",", ", "), "utf-8"),
    "whole numbers": (short, "utf-8"),
    "whole numbers, semicolons": (lambda table: short(table).replace(",", ";"), "utf-8"),
    "BOM": (lambda table: table, "utf-8-sig"),
    "UTF-16": (lambda table: table, "utf-16"),
    "UTF-16, big end first": (lambda table: "\ufeff" + table, "utf-16-be"),
    "UTF-16 without a BOM": (lambda table: table, "utf-16-le"),
    "CR LF": (lambda table: table.replace("\n", "\r\n"), "utf-8"),
    "CR": (lambda table: table.replace("\n", "\r"), "utf-8"),
    "CR CR LF": (lambda table: table.replace("\n", "\r\r\n"), "utf-8"),
    "blank line at the end": (lambda table: table + "\n", "utf-8"),
    "blank lines at the end": (lambda table: table + "\r\n\r\n", "utf-8"),
    "blanks around the lines": (lambda table: table.replace("\n", "  \n  "), "utf-8"),
    "blank line within": (lambda table: table.replace("\n", "\n\n", 1), "utf-8"),
    "no end": (lambda table: table[:-1], "utf-8"),
    "cut": (lambda table: table[:-30] + "\n", "utf-8"),
    "empty": (lambda table: "", "utf-8"),
    "blank": (lambda table: " \n\n", "utf-8"),
    "header": (lambda table: inCells(table.split("\n")[0], lambda _: "w") + "\n" + table, "utf-8"),
    "hexadecimal": (withCell("0x10"), "utf-8"),
    "binary": (withCell("0b11"), "utf-8"),
    "hexadecimal with a power": (withCell("0x1p3"), "utf-8"),
    "underscore": (withCell("1_0"), "utf-8"),
    "nan": (withCell("nan"), "utf-8"),
    "inf": (withCell("inf"), "utf-8"),
    "Infinity": (withCell("-Infinity"), "utf-8"),
    "plus, no leading 0": (withCell("+.5"), "utf-8"),
    "no decimals": (withCell("5."), "utf-8"),
    "capital E": (withCell("-2.5E-3"), "utf-8"),
    "too large": (withCell("1e309"), "utf-8"),
    "sum overflows": (lambda table: withCell("1e308")(table).replace("\n", "\n1e308", 1), "utf-8"),
    "sum doesn't overflow": (withCell("-1e308"), "utf-8"),
    "quotes": (withCell('"0.5"'), "utf-8"),
    "missing cell": (withCell(""), "utf-8"),
    "cell more": (lambda table: table.replace("\n", ",1\n", 1), "utf-8"),
    "no text": (lambda table: table.replace(",", "\xff", 1), "latin-1"),
    "zero byte": (lambda table: table.replace(",", "\0", 1), "utf-8"),
    "markup": (withCell("<img src=x onerror=alert(1)>"), "utf-8"),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return filesOf(makeNetwork(8, SIZES), tmp_path_factory.mktemp("weights"))


def changed(files, change, encoding):
    table = files["weights/weights0.csv"].decode()
    return {**files, "weights/weights0.csv": change(table).encode(encoding)}


def inPython(folder, files):
    """The layers that test.py would read, or None."""
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    try:
        return weightFiles.load(folder).layers
    except Fault:
        return None


@pytest.mark.parametrize("name", FILES)
def testATableIsReadAsPythonReadsIt(name, opened, files, tmp_path):
    assert len(FILES) >= 40
    given = changed(files, *FILES[name])
    layers = inPython(tmp_path, given)
    before = opened.run("return [...state.network.layers[0].biases]")
    said, sizes, theirs = load(opened, zipOf(given))
    if layers is None:
        assert "weights0.csv" in said or "ZIP" in said
        assert theirs[0][1] == before
        return
    assert said == "" and sizes == list(SIZES)
    for ours, (weights, biases) in zip(layers, theirs, strict=True):
        np.testing.assert_array_equal(weights, ours.weights)
        np.testing.assert_array_equal(biases, ours.biases)


def testTheTablesAreOfBothKinds(files, tmp_path):
    """The control."""
    read = [inPython(tmp_path, changed(files, *form)) is not None for form in FILES.values()]
    assert read.count(True) >= 20 and read.count(False) >= 15


@pytest.mark.parametrize("separator", ["\n", ";\n", "\r\n"])
def testBiasesMayHaveDecimalCommas(separator, opened, files, tmp_path):
    """In their one column."""
    biases = files["biases/biases0.csv"].decode().replace(".", ",").replace("\n", separator)
    given = {**files, "biases/biases0.csv": biases.encode()}
    layers = inPython(tmp_path, given)
    said, _, theirs = load(opened, zipOf(given))
    assert (said == "") == (layers is not None)
    if layers is not None:
        np.testing.assert_array_equal(theirs[0][1], layers[0].biases)


@pytest.mark.parametrize(("method", "word"), [(zipfile.ZIP_BZIP2, "BZip2"), (zipfile.ZIP_LZMA, "LZMA")])
def testOtherWaysToPackAreRefused(method, word, opened, files):
    said, *_ = load(opened, zipOf(files, method))
    assert word in said


def testBackslashesPartFolders(opened, files):
    """PowerShell 5's Compress-Archive writes backslashes between folders, which have their own entries."""
    given = {f"my weights\\{name}".replace("/", "\\"): content for name, content in files.items()}
    said, sizes, _ = load(opened, namedZip({"my weights\\": b"", "my weights\\weights\\": b"", **given}))
    assert said == "" and sizes == list(SIZES)


def namedZip(files):
    """A ZIP whose names stay as they are: on Windows zipfile would turn their backslashes into slashes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo("name")
            info.filename = name
            archive.writestr(info, text)
    return content.getvalue()


def others(tmp_path):
    (tmp_path / "others").mkdir()
    return filesOf(makeNetwork(9, (784, 4, 10)), tmp_path / "others")


def inFolder(folder, files):
    return {f"{folder}/{name}": content for name, content in files.items()}


@pytest.mark.parametrize(
    ("folder", "other", "read"),
    [
        ("data", "data/newWeights", "other"),  # as test.py does, after an interrupted save
        ("data", "data/wide", "first"),
        ("data/inner", "data", "other"),
        ("a", "b", None),
        ("a", "ab", None),
        ("a", "b/newWeights", None),
    ],
)
def testOfTwoSetsOneIsReadOrNone(folder, other, read, opened, files, tmp_path):
    """The one that test.py would read, or a sentence; never a mixture."""
    given = {**inFolder(folder, files), **inFolder(other, others(tmp_path))}
    said, sizes, _ = load(opened, zipOf(given))
    if read is None:
        assert "several networks" in said
        return
    assert said == "" and sizes == {"first": [784, 3, 10], "other": [784, 4, 10]}[read]
    top = tmp_path / "top"
    for name, content in given.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(content)
    assert len(weightFiles.load(top / "data").layers[0].biases) == sizes[1]


@pytest.mark.parametrize("declared", [None, 1000])
def testAZipBombIsRefusedAtOnce(declared, opened, files):
    """80 KB that would become 80 MB: by the directory's size, or while inflating."""
    content = bytearray(zipOf({**files, "weights/weights0.csv": b"0," * 40_000_000}, zipfile.ZIP_DEFLATED))
    if declared is not None:  # the directory lies
        entry = content.index(b"weights/weights0.csv", content.rindex(b"PK\1\2") - 2000) - 46
        assert content[entry : entry + 4] == b"PK\1\2"
        content[entry + 24 : entry + 28] = declared.to_bytes(4, "little")
    start = time.monotonic()
    said, *_ = load(opened, bytes(content))
    assert ("64 MB" if declared is None else "damaged") in said and time.monotonic() - start < 10
