"""The studies: what a row holds, that a study goes on where it was, and on which machines."""

import csv
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("joblib", reason="python -m pip install -r experiments/requirements.txt")

import main
from helpers import trainChosen
from experiments.studies import oneTraining, resultFiles
from experiments.studies import run as study
from experiments.studies.allStudies import STUDIES, Study
from experiments.studies.table import failures, table
from Network import Network
from support.data import dataSet
from support.script import options
from support.script.fault import Fault
from support.figures import figureFiles
from support.training.evaluation import Evaluation

pytestmark = pytest.mark.experiment

ROOT = Path(main.__file__).resolve().parent
LARGEST_FIGURE = 150_000  # bytes


@pytest.fixture
def folder(tmp_path):
    """A data set of 60 training and 30 test images: a bright row of pixels tells the digit."""
    rng = np.random.RandomState(1)
    folder = tmp_path / "a data set"
    folder.mkdir()
    for part, count in (("train", 60), ("t10k", 30)):
        labels = rng.randint(10, size=count).astype(np.uint8)
        images = rng.randint(100, size=(count, 28, 28)).astype(np.uint8)
        images[np.arange(count), 2 * labels] = 255
        (folder / f"{part}-images-idx3-ubyte").write_bytes(
            struct.pack(">4i", 2051, *images.shape) + images.tobytes()
        )
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">2i", 2049, count) + labels.tobytes())
    return folder  # fmt: skip


@pytest.fixture
def tiny(folder):
    """A study of six trainings that take no time."""
    common = f"--data '{folder}' --epochs 1 --miniset-size 10"
    return Study("?", [f"{common} --hidden 4 3", f"{common} --hidden 5"], 3, draw=None)


@pytest.fixture
def calls(monkeypatch):
    """Replaces the trainings by made-up rows, and lists what was to be trained."""
    calls = []

    def measure(settings, seed):
        calls.append((settings, seed))
        return madeUpRow(settings, seed)

    monkeypatch.setattr(study, "measure", measure)
    return calls


def madeUpRow(settings, seed):
    row = dict.fromkeys(resultFiles.COLUMNS, 12.5)
    return row | {"settings": settings, "seed": seed, "measuredOn": "test", "accuracy": 85 + seed % 10}


def wanted(study):
    return {(settings, seed) for settings in study.settings for seed in range(1, study.seeds + 1)}


def trained(path):
    """What the file says was trained, sorted, each as often as it's there."""
    with open(path, newline="") as file:
        return sorted((row["settings"], int(row["seed"])) for row in csv.DictReader(file))


def testARowIsOfMainsTraining(folder):
    settings = f"--data '{folder}' --epochs 2 --miniset-size 10 --hidden 5 --learning-rate 0.3 --shuffle"
    row = oneTraining.measure(settings, 7)

    images, labels = dataSet.readTrainSet(folder)
    chosen = options.mainOptions(
        ["--data", str(folder), *settings.split("'")[2].split(), "--seed", "7"]
    )  # fmt: skip
    network, log = trainChosen(chosen, images, labels)
    assert tuple(row) == resultFiles.COLUMNS
    assert (row["settings"], row["seed"], row["measuredOn"]) == (settings, 7, "test")
    evaluation = Evaluation(network, *dataSet.readTestSet(folder))
    assert row["accuracy"] == pytest.approx(evaluation.accuracy, abs=1e-4)
    assert row["trainingAccuracy"] == pytest.approx(Evaluation(network, images, labels).accuracy, abs=1e-4)
    assert row["accuracy"] != row["trainingAccuracy"]
    assert row["meanCost"] == pytest.approx(log.meanCost, abs=1e-6)
    assert row["lostDigits"] == 10 - len(set(evaluation.answers))
    assert row["lostDigits"] > 0
    wantedOutput = np.eye(10)[labels[0]]
    cost = np.sum((network.feedForward(images[0] / 255) - wantedOutput) ** 2)
    assert row["firstImageCost"] == pytest.approx(cost, abs=1e-6)


def testChoosingSettingsNeverReadsTheTestImages(folder):
    for path in folder.glob("t10k*"):
        path.unlink()
    settings = f"--data '{folder}' --epochs 2 --miniset-size 10 --hidden 5 --learning-rate 0.3"
    row = oneTraining.measure(f"{settings} --validation 20", 1)
    assert row["measuredOn"] == "validation"

    images, labels = dataSet.readTrainSet(folder)
    chosen = options.mainOptions(
        ["--data", str(folder), *settings.split("'")[2].split(), "--seed", "1"]
    )  # fmt: skip
    network, _ = trainChosen(chosen, images[:40], labels[:40])
    assert row["accuracy"] == pytest.approx(Evaluation(network, images[40:], labels[40:]).accuracy, abs=1e-4)
    assert row["trainingAccuracy"] == pytest.approx(
        Evaluation(network, images[:40], labels[:40]).accuracy, abs=1e-4
    )
    with pytest.raises(Fault, match="missing"):
        oneTraining.measure(settings, 1)


def testSaturatedNeuronsAndDeadOutputs(folder, monkeypatch):
    network = Network(None, None, layerSizes=(784, 5, 10))
    hidden, last = network.layers
    hidden.weights[:] = 0
    hidden.weights[2, 0] = 100  # a bright pixel 0, which the digit 0 has, switches neuron 2
    hidden.biases[:] = [-9, 9, -50, 4, -4]  # σ(±4) is not within 0.01 of 0 or 1
    last.weights[:] = 0
    last.weights[7, 2] = 20
    last.biases[:] = [0, 1, -9, -9, -9, -4, 9, -9, 0, 0]  # 6 is the answer, and 7 for the digit 0

    log = type("Log", (), {"meanCost": 0})
    monkeypatch.setattr(oneTraining, "newTraining", lambda *arguments, **options: (network, log))
    monkeypatch.setattr(oneTraining, "runTraining", lambda *arguments: None)
    row = oneTraining.measure(f"--data '{folder}'", 1)
    assert (row["saturatedNeurons"], row["deadOutputs"], row["lostDigits"]) == (3, 3, 8)


def testANeuronThatSwitchesIsSaturatedAndOneThatMostlyDoesIsNot():
    network = Network(None, None, layerSizes=(784, 2, 10))
    hidden = network.layers[0]
    hidden.weights[:] = 0
    hidden.weights[0, 0] = 20  # pixel 0 switches neuron 0 from 0 to 1
    hidden.weights[1, 1] = 10  # pixel 1, dark in one image of 50, keeps neuron 1 up
    hidden.biases[:] = [-10, 0]
    images = np.zeros((50, 784), dtype=np.uint8)
    images[::2, 0] = 255
    images[1:, 1] = 255
    assert oneTraining.saturatedNeurons(network, images) == 1


def testTrainsEverythingOnce(tiny, calls, tmp_path):
    path = tmp_path / "results" / "tiny.csv"
    study.trainAll(tiny, path, jobs=1)
    assert set(calls) == wanted(tiny)
    assert trained(path) == sorted(calls)
    assert [seed for _, seed in calls] == [1, 1, 2, 2, 3, 3]

    study.trainAll(tiny, path, jobs=1)
    assert len(calls) == 6

    study.trainAll(tiny._replace(seeds=4), path, jobs=1)
    assert [seed for _, seed in calls[6:]] == [4, 4]


def testGoesOnAfterAnInterruption(tiny, calls, tmp_path, monkeypatch):
    measure = study.measure

    def measureFour(settings, seed):
        if len(calls) == 4:
            raise KeyboardInterrupt
        return measure(settings, seed)

    path = tmp_path / "tiny.csv"
    monkeypatch.setattr(study, "measure", measureFour)
    with pytest.raises(KeyboardInterrupt):
        study.trainAll(tiny, path, jobs=1)
    assert trained(path) == sorted(calls)
    assert len(calls) == 4

    monkeypatch.setattr(study, "measure", measure)
    study.trainAll(tiny, path, jobs=1)
    assert sorted(calls) == trained(path) == sorted(wanted(tiny))


def testEachRowIsInTheFileWhenItsTrainingEnds(tiny, tmp_path):
    path = tmp_path / "tiny.csv"
    with resultFiles.Appending(path) as results:
        results.append(madeUpRow("a", 1))
        assert trained(path) == [("a", 1)]


def testGoesOnWhereverTheFileWasCutOff(tiny, calls, tmp_path):
    path = tmp_path / "tiny.csv"
    study.trainAll(tiny, path, jobs=1)
    whole = path.read_bytes()
    lastTwo = whole.rindex(b"\n", 0, whole.rindex(b"\n", 0, -1))
    cuts = [*range(whole.index(b"\n") + 2), *range(lastTwo, len(whole))]
    for cut in cuts:
        path.write_bytes(whole[:cut])
        complete = whole[:cut].count(b"\n") - 1  # without the header
        assert len(resultFiles.read(path)) == max(complete, 0)
        calls.clear()
        study.trainAll(tiny, path, jobs=1)
        assert len(calls) == 6 - max(complete, 0)
        assert path.read_bytes() == whole


def testAFileOfOtherColumnsIsLeftAlone(tiny, calls, tmp_path):
    path = tmp_path / "tiny.csv"
    path.write_text("settings,seed\n,1\n")
    with pytest.raises(Fault, match="other columns"):
        study.trainAll(tiny, path, jobs=1)
    assert path.read_text() == "settings,seed\n,1\n"
    assert calls == []


def testAFileThatCannotBeThere(tiny, calls, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Fault, match="can't be written"):
        study.trainAll(tiny, tmp_path / "file" / "tiny.csv", jobs=1)
    with pytest.raises(Fault, match="can't be written"), resultFiles.Appending(tmp_path / "file" / "a.csv"):
        pass
    assert calls == []


FIELDS = "--hidden 5,1,test,92.5,92.6,0.13,0.2,0,0,0,0.7"


@pytest.mark.parametrize(
    "line",
    [
        FIELDS.replace("92.5", "word"),
        FIELDS.replace("92.5", ""),
        FIELDS.replace("92.5", "nan"),
        FIELDS.replace(",1,", ",one,"),
        FIELDS + ",1",
        FIELDS[: FIELDS.rindex(",")],
        FIELDS.replace("5", "\0"),
        FIELDS.replace("test", "t\u00e9st").encode("latin-1"),
    ],
    ids=range(8),
)
def testADamagedFileIsNamedAndLeftAlone(tiny, calls, tmp_path, line):
    path = tmp_path / "tiny.csv"
    header = ",".join(resultFiles.COLUMNS).encode()
    content = header + b"\n" + (line if isinstance(line, bytes) else line.encode()) + b"\n"
    path.write_bytes(content)
    with pytest.raises(Fault, match=r"tiny\.csv is damaged"):
        study.trainAll(tiny, path, jobs=1)
    assert path.read_bytes() == content
    assert calls == []


def testAnotherStudyOfTheSameFileIsRefused(tiny, calls, tmp_path):
    path = tmp_path / "tiny.csv"
    with resultFiles.locked(path), pytest.raises(Fault, match=r"another study is at work"):
        study.trainAll(tiny, path, jobs=1)
    assert calls == []
    study.trainAll(tiny, path, jobs=1)
    assert len(calls) == 6


def dieAtTheThird(settings, seed):
    if seed == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return madeUpRow(settings, seed)


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def testALostWorkerIsTold(tiny, tmp_path, monkeypatch):
    path = tmp_path / "tiny.csv"
    monkeypatch.setattr(study, "measure", dieAtTheThird)
    with pytest.raises(Fault, match="a worker was lost"):
        study.trainAll(tiny, path, jobs=2)
    monkeypatch.setattr(study, "measure", madeUpRow)
    study.trainAll(tiny, path, jobs=1)
    assert trained(path) == sorted(wanted(tiny))


def testTheCurvesOfSumAndMeanLieOnEachOtherWhenShifted():
    chosen = STUDIES["sumOrMean"]
    rows = [madeUpRow(settings, seed) for settings, seed in wanted(chosen)]
    figure = chosen.draw(resultFiles.bySettings(rows, chosen.settings))
    own, shifted = (
        [container.lines[0].get_xdata() for container in axes.containers] for axes in figure.axes[:2]
    )
    assert np.allclose(*shifted)
    assert np.allclose(100 * own[0], own[1])


def testTwoProcessesTrainWhatOneTrains(tiny, tmp_path):
    rows = []
    for jobs in (1, 2):
        path = tmp_path / f"{jobs}.csv"
        study.trainAll(tiny, path, jobs)
        rows.append(withoutSeconds(path))
    assert len(rows[0]) == 6
    assert rows[0] == rows[1]


def withoutSeconds(path):
    return sorted(
        tuple(row[column] for column in resultFiles.COLUMNS if column != "seconds")
        for row in resultFiles.read(path)
    )


def testTheTableAndTheBound():
    rows = [madeUpRow("--shuffle", seed) for seed in (3, 7, 9)]  # 88, 92 and 94 %
    head, _, line = table(resultFiles.bySettings(rows, ["--shuffle"]))
    cells = dict(zip(head.split(" | "), line.split(" | "), strict=True))
    assert cells["| settings"] == "| `--shuffle`"
    assert (cells["trainings"], cells["mean"], cells["spread"]) == ("3", "91.33", "3.06")
    assert (cells["worst"], cells["best"]) == ("88.00", "94.00")
    assert cells["below 90 %"].startswith("1 ")
    # Without failures Clopper and Pearson's bound is 1 - 0.05^(1/n): 0.299 % and 13.9 %
    assert failures(np.full(1000, 92)) == "0 (at most 0.3 % fail, 95 % confidence)"
    assert failures(np.full(20, 92)) == "0 (at most 13.9 % fail, 95 % confidence)"
    assert failures(np.full(5, 89)) == "5 (at most 100.0 % fail, 95 % confidence)"


@pytest.mark.parametrize("name", STUDIES)
def testEachStudyCanBeTrainedAndDrawn(name, tmp_path):
    chosen = STUDIES[name]
    assert len(set(chosen.settings)) == len(chosen.settings)
    for settings in chosen.settings:
        options.checkSizes(oneTraining.optionsOf(settings), 60000)
    rows = [madeUpRow(settings, seed) for settings, seed in wanted(chosen)]
    figure = chosen.draw(resultFiles.bySettings(rows, chosen.settings))
    figureFiles.save(figure, tmp_path, "study.png")
    assert 10_000 < (tmp_path / "study.png").stat().st_size < LARGEST_FIGURE


def testTheSearchForSettingsHoldsImagesBack():
    for settings in STUDIES["weights"].settings:
        assert oneTraining.optionsOf(settings).validation == 10_000


def testEachMeanHasItsSum():
    chosen = [options.mainOptions(settings.split()) for settings in STUDIES["sumOrMean"].settings]
    means = [each.learning_rate for each in chosen if each.average]
    sums = [each.learning_rate for each in chosen if not each.average]
    assert np.allclose(np.array(means), 100 * np.array(sums), rtol=1e-12)
    assert (min(means), max(means)) == (0.0001, 10)


# The program as it is started, except where it writes
PROGRAM = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from experiments.studies import allStudies, resultFiles
from experiments.studies import run as study
from support.script.runScript import runScript
resultFiles.FOLDER = Path({results!r})
study.DOCS = Path({results!r})
allStudies.STUDIES["failures"] = allStudies.STUDIES["failures"]._replace(seeds={seeds})
runScript(study.main)
"""


def program(results, *arguments, seeds):
    code = PROGRAM.format(root=str(ROOT), results=str(results), seeds=seeds)
    return [sys.executable, "-c", code, *arguments]


@pytest.mark.slow
def testTheProgramPrintsATableAndDraws(tmp_path):
    done = subprocess.run(
        program(tmp_path / "new", "failures", "--jobs", "2", "--plot", seeds=3),
        cwd=tmp_path, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "| the paper's | 3 | 9" in done.stdout
    assert "3/3" in done.stderr
    assert (tmp_path / "new" / "study-failures.png").stat().st_size < LARGEST_FIGURE


@pytest.mark.parametrize("arguments", [["--help"], ["nothing"], []])
def testTheCommandLine(arguments, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "experiments.studies.run", *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == (0 if arguments == ["--help"] else 2)
    assert "Traceback" not in done.stderr
    if arguments == ["--help"]:
        assert all(name in done.stdout for name in STUDIES)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent to a process group")
@pytest.mark.parametrize("jobs", ["1", "2"])
def testCtrlCEndsQuietly(jobs, tmp_path):
    process = subprocess.Popen(
        program(tmp_path, "failures", "--jobs", jobs, seeds=1000),
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    path = tmp_path / "failures.csv"
    end = time.monotonic() + 300
    while time.monotonic() < end and (not path.exists() or path.read_bytes().count(b"\n") < 4):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers get it as well
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in complaints and "Error" not in complaints
    assert path.read_bytes().endswith(b"\n")
    assert len(trained(path)) >= 3


@pytest.fixture
def cluster(tmp_path):
    """The address of a Dask cluster of two workers, started in another folder."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    schedulerFile = elsewhere / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    processes = [
        subprocess.Popen(
            [*dask, part, *arguments, "--scheduler-file", str(schedulerFile), "--no-dashboard"],
            cwd=elsewhere, stderr=subprocess.DEVNULL,
        )
        for part, arguments in (
            ("scheduler", ["--host", "127.0.0.1", "--port", "0"]),
            ("worker", ["--nworkers", "2", "--nthreads", "1"]),
        )
    ]  # fmt: skip
    from distributed import Client

    try:
        with Client(scheduler_file=str(schedulerFile), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(timeout=30)


@pytest.mark.slow
def testADaskClusterTrainsWhatThisMachineTrains(tiny, cluster, tmp_path):
    study.trainAll(tiny, tmp_path / "here.csv", jobs=1)
    with study.onCluster(cluster):
        study.trainAll(tiny, tmp_path / "there.csv")
    assert len(withoutSeconds(tmp_path / "here.csv")) == 6
    assert withoutSeconds(tmp_path / "here.csv") == withoutSeconds(tmp_path / "there.csv")


@pytest.mark.slow
def testAClusterThatHasNotThisFolder(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(study, "ROOT", tmp_path / "not there")
    with pytest.raises(Fault, match="the Dask cluster can't train"), study.onCluster(cluster):
        pass


@pytest.mark.slow
def testNoSchedulerAtTheAddress(tmp_path):
    """Asked of the program, whose option it is."""
    done = subprocess.run(
        program(tmp_path, "failures", "--dask", "127.0.0.1:9", seeds=1),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert "no Dask scheduler answers at 127.0.0.1:9" in done.stderr.splitlines()[-1]
    assert not (tmp_path / "failures.csv").exists()
