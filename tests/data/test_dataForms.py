"""The forms in which people have a data set: CSV, names as unpackers leave them; other files are named."""

import gzip
import os
import shutil
import struct
import subprocess
import sys
import time

import numpy as np
import pytest
from helpers import IDX, PROJECT, assertRefused, assertSentence, idx, makeDataSet, needs, run

from support.data import csvFiles, dataSet
from support.script.fault import Fault


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    """A small data set: its folder, and its four arrays, made without the reader."""
    folder = makeDataSet(tmp_path_factory.mktemp("right"), 60, 12)
    arrays = [np.frombuffer(unpacked(folder / f"{name}.gz"), np.uint8) for name in IDX]
    headers = [16, 8, 16, 8]  # bytes
    arrays = [array[header:] for array, header in zip(arrays, headers, strict=True)]
    return folder, (arrays[0].reshape(60, 784), arrays[1], arrays[2].reshape(12, 784), arrays[3])


def unpacked(path):
    return gzip.decompress(path.read_bytes())


def assertReadsAs(arrays, folder):
    (images, labels), (testImages, testLabels) = dataSet.readSets(folder)
    for read, array in zip((images, labels, testImages, testLabels), arrays, strict=True):
        assert read.dtype == np.uint8
        assert np.array_equal(read, array)
    assert np.array_equal(dataSet.readTrainSet(folder)[0], images)
    assert np.array_equal(dataSet.readTestSet(folder)[1], testLabels)


def faultOf(folder):
    with pytest.raises(Fault) as caught:
        dataSet.readSets(folder)
    assertSentence(caught.value)
    return str(caught.value)


# ---- names of IDX files


NAMES = {
    "a dot": lambda name: name.replace("-idx", ".idx"),
    "a dot, packed": lambda name: f"{name.replace('-idx', '.idx')}.gz",
    "upper case": lambda name: f"{name}.gz".upper(),
    "upper case, not packed": str.upper,
    "a folder each": lambda name: f"{name}/{name}",
    "a folder each, packed": lambda name: f"{name}/{name}.gz",
    "a folder each, a dot within": lambda name: f"{name}/{name.replace('-idx', '.idx')}",
    "EMNIST's": lambda name: f"emnist-digits-{name.replace('t10k', 'test')}.gz",
}


@pytest.mark.parametrize("form", NAMES)
def testNamesAsUnpackersLeaveThemAreTaken(right, tmp_path, form):
    folder, arrays = right
    for name in IDX:
        path = tmp_path / NAMES[form](name)
        path.parent.mkdir(exist_ok=True)
        packed = path.suffix.lower() == ".gz"
        path.write_bytes((folder / f"{name}.gz").read_bytes() if packed else unpacked(folder / f"{name}.gz"))
    assertReadsAs(arrays, tmp_path)


def testSeveralDataSetsInAFolderAreNotMixed(right, tmp_path):
    for prefix in ("emnist-letters-", "emnist-digits-"):
        for name in IDX:
            shutil.copy(right[0] / f"{name}.gz", tmp_path / f"{prefix}{name}.gz")
    assertSentence(faultOf(tmp_path), tmp_path, "several data sets", "emnist-digits-train-images", "folder")


def testMnistsNamesComeBeforeOthersBesideThem(right, tmp_path):
    for name in IDX:
        shutil.copy(right[0] / f"{name}.gz", tmp_path)
        (tmp_path / f"other-{name}.gz").write_bytes(b"")
    assertReadsAs(right[1], tmp_path)


# ---- labels of other types, and of other data


IDX_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4"}


def withLabels(right, folder, content):
    shutil.copytree(right[0], folder)
    (folder / f"{IDX[1]}.gz").write_bytes(gzip.compress(content))
    return folder


@pytest.mark.parametrize("number, kind", IDX_TYPES.items())
def testLabelsOfAnyWholeNumberTypeAreTaken(right, tmp_path, number, kind):
    labels = right[1][1]
    content = struct.pack(">HBBI", 0, number, 1, 60) + labels.astype(kind).tobytes()
    assertReadsAs(right[1], withLabels(right, tmp_path / "data", content))


@pytest.mark.parametrize(
    "labels, named",
    [
        (np.arange(60) % 26 + 1, "26 classes, this network has 10 outputs"),
        (np.arange(60) % 10 + 1, "labels from 1 to 10"),
    ],
)
def testLabelsBeyondNineAreCounted(right, tmp_path, labels, named):
    folder = withLabels(right, tmp_path / "data", idx(labels))
    assertSentence(faultOf(folder), folder / f"{IDX[1]}.gz", named)


def testNegativeLabelsAreRefused(right, tmp_path):
    content = struct.pack(">HBBI60b", 0, 9, 1, 60, -1, *[3] * 59)
    assertSentence(faultOf(withLabels(right, tmp_path / "data", content)), "labels from -1 to 3")


# ---- CSV


def rows(images, labels, last=False):
    pairs = zip(labels, images, strict=True)
    return [",".join(map(str, [*image, label] if last else [label, *image])) for label, image in pairs]


def asText(lines, header=None):
    return "".join(f"{line}\n" for line in ([header] if header else []) + lines)


KAGGLES = "label," + ",".join(f"pixel{pixel}" for pixel in range(784))
OPENMLS = ",".join(f"pixel{pixel + 1}" for pixel in range(784)) + ",class"
CSV_FORMS = {
    "plain": lambda text: text.encode(),
    "no line end at the end": lambda text: text[:-1].encode(),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "old line ends": lambda text: text.replace("\n", "\r").encode(),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "spaces": lambda text: text.replace(",", " ").encode(),
    "comma and space": lambda text: text.replace(",", ", ").encode(),
    "quotes": lambda text: ('"' + text[:-1].replace(",", '","').replace("\n", '"\n"') + '"\n').encode(),
    "byte order mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
}


def writePair(folder, arrays, header=KAGGLES, last=False, encode=str.encode, names=("train.csv", "test.csv")):
    folder.mkdir(exist_ok=True)
    for name, images, labels in zip(names, arrays[::2], arrays[1::2], strict=True):
        content = encode(asText(rows(images, labels, last), header))
        (folder / name).write_bytes(gzip.compress(content, 1) if name.endswith(".gz") else content)
    return folder


@pytest.mark.parametrize("form", CSV_FORMS)
@pytest.mark.parametrize("header", [None, KAGGLES])
def testCsvIsTakenAsProgramsWriteIt(right, tmp_path, form, header):
    assertReadsAs(right[1], writePair(tmp_path, right[1], header, encode=CSV_FORMS[form]))


@pytest.mark.parametrize(
    "names",
    [
        ("mnist_train.csv", "mnist_test.csv"),
        ("mnist_train_100.csv", "mnist_test_10.csv"),
        ("mnist_train.csv.gz", "mnist_test.csv.gz"),
        ("fashion-mnist_train.csv", "fashion-mnist_test.csv"),
        ("Train.CSV", "Test.CSV"),
    ],
)
def testTheUsualNamesOfCsvAreTaken(right, tmp_path, names):
    writePair(tmp_path, right[1], names=names)
    (tmp_path / "sample_submission.csv").write_text("ImageId,Label\n1,0\n")
    assertReadsAs(right[1], tmp_path)


def testTheHeaderSaysWhereTheLabelIs(right, tmp_path):
    assertReadsAs(right[1], writePair(tmp_path, right[1], OPENMLS, last=True))


def testAHeaderOfNumbersButForTheLabel(right, tmp_path):
    """As pandas writes the columns of an array."""
    header = ",".join(["label", *map(str, range(784))])
    assertReadsAs(right[1], writePair(tmp_path, right[1], header))


def testOfOneFileAloneTheLastSixthAreTheTestImages(right, tmp_path, capsys):
    images, labels = right[1][:2]
    (tmp_path / "mnist_784.csv").write_text(asText(rows(images, labels, last=True), OPENMLS))
    assertReadsAs((images[:50], labels[:50], images[50:], labels[50:]), tmp_path)
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "mnist_784.csv is alone: its last 10 images, a sixth, are the test images"


def testIdxFilesComeBeforeCsvBesideThem(right, tmp_path):
    shutil.copytree(right[0], tmp_path, dirs_exist_ok=True)
    (tmp_path / "train.csv").write_text("something else")
    assertReadsAs(right[1], tmp_path)


BAD_CSV = {
    "Kaggle's test": (lambda lines: [line.split(",", 1)[1] for line in lines], "no labels"),
    "a pixel more": (lambda lines: [f"{line},0" for line in lines], "has 786 numbers in line 1"),
    "a short line": (lambda lines: [*lines[:7], lines[7][:-40], *lines[8:]], "in line 8"),
    "cut off": (lambda lines: [*lines[:-1], lines[-1][:99]], "in line 60"),
    "256": (lambda lines: [lines[0], lines[1].replace(",255,", ",256,", 1), *lines[2:]], "'256' in line 2"),
    "a word": (lambda lines: [lines[0].replace(",255,", ",abc,", 1), *lines[1:]], "'abc' in line 1"),
    "0 to 1": (lambda lines: [line.replace(",255,", ",0.5,") for line in lines], "'0.5' in line 1"),
    "powers of ten": (
        lambda lines: [",".join(f"{int(cell):.1e}" for cell in line.split(",")) for line in lines],
        "e+00' in line 1",
    ),
    "nothing": (lambda lines: [], "no images"),
    "letters' labels": (
        lambda lines: [f"{i % 26 + 1},{line.split(',', 1)[1]}" for i, line in enumerate(lines)],
        "26 classes, this network has 10 outputs",
    ),
    "labels last, no header": (
        lambda lines: [f"0,{line.split(',', 2)[2]},{line[0]}" for line in lines],
        "header",
    ),
}


@pytest.mark.parametrize("bad", BAD_CSV)
def testWhatIsWrongWithACsvFileIsSaidTruly(right, tmp_path, bad):
    change, said = BAD_CSV[bad]
    folder = writePair(tmp_path, right[1])
    (folder / "train.csv").write_text(asText(change(rows(*right[1][:2]))))
    assertSentence(faultOf(folder), folder / "train.csv", said)


def testKagglesTestFileIsToldWhatToDo(right, tmp_path):
    folder = writePair(tmp_path, right[1])
    lines = [line.split(",", 1)[1] for line in rows(*right[1][2:])]
    (folder / "test.csv").write_text(asText(lines, KAGGLES.split(",", 1)[1]))
    assertSentence(faultOf(folder), folder / "test.csv", "no labels", "into a folder", "last sixth")


def testSeveralCsvFilesAreNotGuessedAt(right, tmp_path):
    folder = writePair(tmp_path, right[1], names=("one.csv", "two.csv"))
    assertSentence(faultOf(folder), folder, "one.csv, two.csv", "train.csv")


def testTooFewImagesInOneFile(right, tmp_path):
    (tmp_path / "all.csv").write_text(asText(rows(right[1][0][:5], right[1][1][:5])))
    assertSentence(faultOf(tmp_path), tmp_path / "all.csv", "5 images")


def testAPackedCsvFileThatIsCutOff(right, tmp_path):
    folder = writePair(tmp_path, right[1], names=("train.csv.gz", "test.csv.gz"))
    content = (folder / "train.csv.gz").read_bytes()
    (folder / "train.csv.gz").write_bytes(content[: len(content) // 2])
    assertSentence(faultOf(folder), folder / "train.csv.gz", "cut off")


@pytest.mark.parametrize("content", [bytes(1 << 20), b"7," * (1 << 20)])
def testALineWithoutEndIsNotReadToItsEnd(tmp_path, content):
    (tmp_path / "all.csv").write_bytes(content)
    assertSentence(faultOf(tmp_path), tmp_path / "all.csv", "line 1 is too long")


def testMoreThanTheLargestFileIsRefused(right, tmp_path, monkeypatch):
    monkeypatch.setattr(csvFiles, "LARGEST_FILE", 100_000)
    folder = writePair(tmp_path, right[1])
    assertSentence(faultOf(folder), folder / "train.csv", "too long")


# ---- what isn't a data set


def testAFileInPlaceOfAFolder(right):
    path = right[0] / f"{IDX[0]}.gz"
    assertSentence(faultOf(path), path, "isn't a folder", "IDX", "CSV")


@pytest.mark.parametrize("name", ["digit1.png", "mnist.npz", "mnist.mat", "archive.zip"])
def testAFolderOfSomethingElse(tmp_path, name):
    (tmp_path / name).write_bytes(b"something")
    assertSentence(faultOf(tmp_path), tmp_path, "no data set", name, "IDX", "CSV")


@needs("pipes in folders")
@pytest.mark.parametrize("name", [f"{IDX[0]}.gz", "train.csv"])
def testAPipeIsNotWaitedFor(right, tmp_path, name):
    folder = writePair(tmp_path / "data", right[1])
    if name != "train.csv":
        shutil.copytree(right[0], folder, dirs_exist_ok=True)
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assertSentence(faultOf(folder), folder / name, "not a file")


def testTheScriptsTakeCsv(right, smallWeights, tmp_path):
    folder = writePair(tmp_path / "data", right[1])
    saved = ("--output", tmp_path / "saved", "--miniset-size", 10, "--no-picker")
    trained = run("main.py", "--data", folder, *saved)
    assert trained.returncode == 0, trained
    assert b"of the 12 test images right" in trained.stdout
    tested = run("test.py", "--data", folder, "--weights", smallWeights, "--no-picker")
    assert b"total guesses:  12" in tested.stdout.splitlines(), tested


@pytest.mark.slow
def testSixtyThousandLinesInFiveSeconds(tmp_path):
    """Of processor time, however busy the machine is."""
    images, labels = dataSet.readTrainSet()
    text = [str(number) for number in range(256)]
    with open(tmp_path / "all.csv", "w") as file:
        for label, image in zip(labels.tolist(), images, strict=True):
            file.write(",".join([text[label], *(text[pixel] for pixel in image.tolist())]) + "\n")
    start = time.process_time()
    (trainImages, _), (testImages, testLabels) = dataSet.readSets(tmp_path)
    assert time.process_time() - start < 5
    assert np.array_equal(np.concatenate([trainImages, testImages]), images)
    assert np.array_equal(testLabels, labels[50_000:])


# ---- another package of the name that reads MNIST


@pytest.fixture
def copiedScripts(tmp_path):
    for name in ("main.py", "test.py", "Layer.py", "Network.py"):
        shutil.copy(PROJECT / name, tmp_path)
    shutil.copytree(PROJECT / "support", tmp_path / "support", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.mark.parametrize("script", ["main.py", "test.py"])
@pytest.mark.parametrize(
    "name, content",
    [
        ("mnist.py", "raise SystemExit('something of my own')"),
        ("mnist/__init__.py", "from .loader import MNIST"),
    ],
)
def testAModuleInTheWayIsNamed(copiedScripts, script, name, content):
    (copiedScripts / name).parent.mkdir(exist_ok=True)
    (copiedScripts / name).write_text(content)
    process = run(script, project=copiedScripts)
    assertRefused(process, copiedScripts / name, "in the way", "rename")
    assert process.stdout == b""


def testAFolderOfTheNameIsNotInTheWay(copiedScripts):
    (copiedScripts / "mnist").mkdir()
    assert run("main.py", "--help", project=copiedScripts).returncode == 0


def testAFolderOfTheNameIsNotTakenForThePackage(copiedScripts):
    (copiedScripts / "mnist").mkdir()
    code = (
        "import sys; sys.path = [sys.argv[1], *(p for p in sys.path if 'site-packages' not in p)]; "
        "import support.script.start"
    )
    process = subprocess.run(
        [sys.executable, "-c", code, copiedScripts], capture_output=True, cwd=copiedScripts
    )
    assertRefused(process, "mnist", "not installed")
