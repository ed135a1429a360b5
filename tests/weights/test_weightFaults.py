"""No fault loses weights: a saving that is killed, has no room or no permission, and damaged CSV files."""

import contextlib
import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

import numpy as np
import pytest
from helpers import (
    CSVS,
    assertRefused,
    assertSentence,
    command,
    environment,
    leftovers,
    makeNetwork,
    needsPosix,
    run,
    snapshot,
    values,
)

from support.data import dataSet
from support.script.fault import Fault
from support.weights import saving, weightFiles

EARLIER, NEW = makeNetwork(1), makeNetwork(2)
SMALL_EARLIER, SMALL_NEW = (makeNetwork(seed, (784, 3, 10)) for seed in (1, 2))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to save to; the system's temporary folder is another beside it, and nobody waits long."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(saving, "PATIENCE", 0.05)
    monkeypatch.setattr(os, "fsync", lambda number: None)  # slow, and no power fails here
    return tmp_path / "saved"


def startAnew(folder, network):
    shutil.rmtree(folder, ignore_errors=True)
    saving.save(network, folder)


def assertOneWholeSet(folder, *networks):
    """Each file of folder is whole, and what is loaded is one of these networks, bit by bit."""
    for path in folder.glob("*/*[0-9].csv"):
        weightFiles.readTable(path)
    assert values(weightFiles.load(folder)) in [values(network) for network in networks]


def faultOf(action, *arguments):
    """The sentence of the Fault that action raises, or None."""
    try:
        action(*arguments)
    except Fault as fault:
        assertSentence(fault)
        return str(fault)
    return None


def placeNamed(sentence):
    """The folder in which a sentence says that the new weights are."""
    return Path(re.search(r"--weights (\S+) reads them", sentence)[1])


# ---- killed


def inChild(action):
    """The id of a forked process that does action and ends."""
    child = os.fork()
    if child:
        return child
    try:
        action()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def wasKilled(child):
    """Whether it was killed; if not, its action has come to its end."""
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def killAtStep(step):
    """Let the process kill itself before the step-th thing that it does to the disk."""
    steps = iter(range(1, step + 1))

    def hook(event, arguments):
        if event.startswith(("os.", "open", "shutil.", "tempfile.")) and next(steps, 0) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


@needsPosix
def testKilledBeforeAnyStepOfASaving(folder):
    step = 0
    killed = True
    while killed:
        step += 1
        startAnew(folder, SMALL_EARLIER)
        killed = wasKilled(inChild(lambda step=step: (killAtStep(step), saving.save(SMALL_NEW, folder))))
        assertOneWholeSet(folder, SMALL_EARLIER, SMALL_NEW)
    assert step > 20


@needsPosix
@pytest.mark.slow
def testKilledAt200MomentsOfASaving(folder):
    durations = []
    for _ in range(5):
        startAnew(folder, EARLIER)
        start = time.perf_counter()
        wasKilled(inChild(lambda: saving.save(NEW, folder)))
        durations.append(time.perf_counter() - start)
    duration = min(durations)
    killed = 0
    for moment in range(200):
        startAnew(folder, EARLIER)
        child = inChild(lambda: saving.save(NEW, folder))
        time.sleep(duration * moment / 200)
        os.kill(child, signal.SIGKILL)
        killed += wasKilled(child)
        assertOneWholeSet(folder, EARLIER, NEW)
        saving.save(SMALL_NEW, folder)  # and nothing that was left disturbs the next one
        assertOneWholeSet(folder, SMALL_NEW)
    assert killed > 50


def testAFirstSavingThatWasKilledAfterItsRenameIsFound(folder):
    """There is nothing yet but newWeights."""
    assert not weightFiles.hasWeights(folder)
    saving.declare(saving.writeSet(NEW, folder), folder / weightFiles.NEW)
    assert weightFiles.hasWeights(folder)
    assertOneWholeSet(folder, NEW)


# ---- no room


class FullDisk:
    """Under folder, every write from the position-th on fails with ENOSPC, as do copies and new folders."""

    def __init__(self, monkeypatch, folder, position):
        self.folder, self.left = str(folder), position
        monkeypatch.setattr(saving, "open", self.open, raising=False)
        for owner, name, place in ((shutil, "copyfile", 1), (os, "mkdir", 0)):
            monkeypatch.setattr(owner, name, self.limited(getattr(owner, name), place))

    def write(self, path):
        if str(path).startswith(self.folder):
            self.left -= 1
            if self.left < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def limited(self, function, place):
        """function, whose argument number `place` is a path that it writes to."""

        def call(*arguments, **named):
            self.write(arguments[place])
            return function(*arguments, **named)

        return call

    def open(self, path, mode):
        file = open(path, mode)  # noqa: SIM115
        write = file.write

        class Limited:
            def __getattr__(_, name):
                return getattr(file, name)

            def __enter__(_):
                return _

            def __exit__(_, *exception):
                file.close()

            def write(_, data):
                self.write(path)
                return write(data)

        return Limited()


@pytest.mark.parametrize("temporary", ["with room", "full"])
def testADiskThatIsFullAtAnyWrite(folder, temporary):
    """The earlier weights stay; the new ones are where the sentence says, or lost if nothing has room."""
    full = folder if temporary == "with room" else folder.parent
    sentences = []
    for position in range(1000):
        startAnew(folder, SMALL_EARLIER)
        with pytest.MonkeyPatch.context() as monkeypatch:
            FullDisk(monkeypatch, full, position)
            sentence = faultOf(saving.save, SMALL_NEW, folder)
        assertOneWholeSet(folder, SMALL_EARLIER, SMALL_NEW)
        if sentence is None:
            break
        sentences.append(sentence)
        assertSentence(sentence, folder, "No space left on device")
        if "are lost" in sentence:
            assert temporary == "full"
            assert leftovers(folder) == []
        else:
            assertOneWholeSet(placeNamed(sentence), SMALL_NEW)
    assert len(sentences) > 30
    assertOneWholeSet(folder, SMALL_NEW)


@pytest.fixture
def smallDisk(tmp_path):
    """A disk of 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2M", "tmpfs", place]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a small tmpfs needs Linux and root")
    yield place
    subprocess.run(["umount", place], check=True)


def testARealDiskThatIsFull(folder, smallDisk):
    """At every size of room from none to enough, in steps of 64 kB."""
    refused = 0
    for room in range(0, 1100, 64):
        startAnew(smallDisk, EARLIER)
        with open(smallDisk / "ballast", "wb") as ballast, contextlib.suppress(OSError):
            ballast.write(bytes(shutil.disk_usage(smallDisk).free - room * 1024))
        sentence = faultOf(saving.save, NEW, smallDisk)
        assertOneWholeSet(smallDisk, EARLIER, NEW)
        if sentence:
            refused += 1
            assertSentence(sentence, smallDisk, "No space left on device")
            assertOneWholeSet(placeNamed(sentence), NEW)
        (smallDisk / "ballast").unlink()
    assert refused > 5
    assert sentence is None


# ---- no permission, and other things in the place of the folder


@pytest.fixture
def openFolder(monkeypatch):
    """A folder that every user may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)
        (Path(place) / "temporary").mkdir(mode=0o777)
        os.chmod(Path(place) / "temporary", 0o777)
        monkeypatch.setattr(tempfile, "tempdir", str(Path(place) / "temporary"))
        yield Path(place) / "saved"


@contextlib.contextmanager
def asSomebodyElse():
    """Without root's rights, which no permission binds."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@needsPosix
def testAReadOnlyFolderKeepsItsWeights(openFolder):
    saving.save(EARLIER, openFolder)
    before = snapshot(openFolder)
    for path in (openFolder, *openFolder.iterdir()):
        path.chmod(0o555)
    with asSomebodyElse():
        assertSentence(faultOf(saving.checkWritable, openFolder), openFolder, "Permission denied")
        sentence = faultOf(saving.save, NEW, openFolder)
        assertSentence(sentence, openFolder, "Permission denied")
        assertOneWholeSet(placeNamed(sentence), NEW)
    assert snapshot(openFolder) == before
    for path in (openFolder, *openFolder.iterdir()):
        path.chmod(0o755)


@needsPosix
@pytest.mark.parametrize("unreadable", [".", "weights", "biases", *CSVS])
def testWhatMayNotBeReadIsNamed(openFolder, unreadable):
    saving.save(SMALL_EARLIER if unreadable in (".", "weights", "biases") else EARLIER, openFolder)
    (openFolder / unreadable).chmod(0)
    with asSomebodyElse():
        sentence = faultOf(weightFiles.load, openFolder)
    (openFolder / unreadable).chmod(0o755)
    assertSentence(sentence, openFolder / unreadable, "Permission denied")


@pytest.mark.parametrize("inTheWay", ["", "weights", "biases"])
def testAFileInThePlaceOfAFolder(folder, smallData, inTheWay):
    """main.py finds out before it trains; a saving that meets it all the same keeps the new weights."""
    if inTheWay:
        folder.mkdir()
    (folder / inTheWay).write_text("my own")
    before = snapshot(folder.parent)
    process = run("main.py", "--data", smallData, "--output", folder, "--no-picker")
    assertRefused(process, folder, "can't be written")
    assert process.stdout == b""
    assertSentence(faultOf(weightFiles.load, folder), folder)
    assert snapshot(folder.parent).items() >= before.items()
    sentence = faultOf(saving.save, NEW, folder)
    assertOneWholeSet(placeNamed(sentence), NEW)
    assert (folder / inTheWay).read_text() == "my own"


@pytest.mark.parametrize("inTheWay", ["weights/weights0.csv", "biases/biases2.csv"])
def testAFolderInThePlaceOfAFileIsFoundBeforeTheTraining(folder, inTheWay):
    (folder / inTheWay).mkdir(parents=True)
    assertSentence(faultOf(saving.checkWritable, folder), folder / inTheWay, "is a folder")


def testTryingAFolderLeavesNothingThere(folder):
    startAnew(folder, EARLIER)
    before = snapshot(folder)
    saving.checkWritable(folder)
    assert snapshot(folder) == before


@pytest.mark.parametrize("number", [np.nan, np.inf, 1e308])
def testWeightsThatAreNoNumbersAreNotSaved(folder, number):
    startAnew(folder, EARLIER)
    before = snapshot(folder)
    network = makeNetwork(2)
    network.layers[1].weights[3, :2] = number
    assertSentence(faultOf(saving.save, network, folder), "nothing is saved", "--learning-rate")
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    "layerSizes, named",
    [
        ((784, 5, 9), "9 outputs"),
        ((783, 5, 10), "783 inputs"),
        ((784, 11), "11 outputs"),
        ((2, 3, 1), "2 inputs"),
    ],
)
@pytest.mark.parametrize("options", [["--no-picker"], ["--draw"], ["--image", "none.png"]])
def testANetworkForOtherImagesOrDigitsIsRefusedByTestPy(folder, smallData, layerSizes, named, options):
    """Whatever it is asked for; load takes any."""
    saving.save(makeNetwork(1, layerSizes), folder)
    assertRefused(run("test.py", "--weights", folder, "--data", smallData, *options), folder, named)


@needsPosix
@pytest.mark.parametrize("after", ["gone", "a file"])
def testAFolderThatVanishesDuringTraining(folder, smallData, after):
    """It is made again; where that can't be, the new weights are where the sentence says."""
    process = subprocess.Popen(
        command("main.py", "--data", smallData, "--output", folder, "--epochs", 10**6, "--no-picker"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(TMPDIR=str(folder.parent / "temporary"), PYTHONUNBUFFERED="1"),
    )
    line = b""
    while b"-->" not in line:
        line = process.stdout.readline()
        assert line, process.communicate()
    shutil.rmtree(folder)
    if after == "a file":
        folder.write_text("my own")
    process.send_signal(signal.SIGINT)
    errors = process.communicate(timeout=60)[1]
    if after == "gone":
        assert process.returncode == 0
        weightFiles.load(folder)
    else:
        assert process.returncode == 1
        assertSentence(errors, folder, "can't be written")
        weightFiles.load(placeNamed(errors.decode()))


@pytest.mark.parametrize("number", range(6))
def testAFileThatMayNotBeReplaced(folder, monkeypatch, number):
    """As by Excel on Windows: the new weights are whole in a folder that is named, and read from there."""
    startAnew(folder, EARLIER)
    replace = os.replace
    held = []

    def refuse(source, target):
        held.append(target)
        if len(held) > number:
            raise PermissionError(errno.EACCES, "Permission denied", str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    sentence = faultOf(saving.save, NEW, folder)
    assertSentence(sentence, held[number], "close the program")
    assertOneWholeSet(placeNamed(sentence), NEW)
    assertOneWholeSet(folder, NEW)
    monkeypatch.setattr(os, "replace", replace)
    saving.save(EARLIER, folder)
    assertOneWholeSet(folder, EARLIER)
    assert leftovers(folder) == []


# ---- two at once


@needsPosix
@pytest.mark.parametrize("trainings", [2, 5])
def testTrainingsThatSaveAtOnce(folder, trainings):
    """Networks of unequal depth and size, five times each: in the end one of them, and nothing else."""
    networks = [makeNetwork(seed, (784, *[5 + seed] * seed, 10)) for seed in range(trainings)]
    saving.PATIENCE = 2

    def saveAgainAndAgain(network):
        for _ in range(5):
            saving.save(network, folder)

    children = [inChild(lambda network=network: saveAgainAndAgain(network)) for network in networks]
    assert [wasKilled(child) for child in children] == [False] * trainings
    assertOneWholeSet(folder, *networks)
    assert leftovers(folder) == []
    layers = len(weightFiles.load(folder).layers)
    assert len(list(folder.glob("*/*"))) == 2 * layers


def testAnotherSavingIsWaitedForAsLongAsItGoesOn(folder):
    """However long: here twice as long as one that stands still."""
    startAnew(folder, EARLIER)
    saving.PATIENCE = 0.3
    shutil.copytree(folder, folder / weightFiles.NEW)

    def goOn():
        for _ in range(30):
            time.sleep(0.02)
            (folder / weightFiles.NEW / "passing").touch()
            (folder / weightFiles.NEW / "passing").unlink()
        ended.append(True)
        saving.discard(folder / weightFiles.NEW)

    ended = []
    other = threading.Thread(target=goOn)
    other.start()
    saving.save(NEW, folder)
    assert ended
    other.join()
    assertOneWholeSet(folder, NEW)


@pytest.mark.parametrize("step", range(6))
def testASavingThatIsTakenForDead(folder, monkeypatch, step):
    """One that stood still for long, while another saved, changes nothing more, and keeps its weights."""
    startAnew(folder, makeNetwork(3, (784, 5, 5, 10)))
    other = makeNetwork(4, (784, 6, 6, 10))
    replace = os.replace
    steps = []

    def standStill(source, target):
        steps.append(target)
        if len(steps) == step + 1:
            saving.save(other, folder)
        replace(source, target)

    monkeypatch.setattr(os, "replace", standStill)
    sentence = faultOf(saving.save, SMALL_NEW, folder)
    assertOneWholeSet(folder, other)
    assertOneWholeSet(placeNamed(sentence), SMALL_NEW)
    assert leftovers(folder) == []


# ---- damaged CSV files


def lines(change):
    """A damage that changes the list of lines."""
    return lambda content: b"".join(line + b"\n" for line in change(content.splitlines()))


def inFirstNumber(new):
    return lambda content: re.sub(rb"^[^,\n]+", new, content, count=1)


def hugeNumbers(content):
    """Finite ones, whose sum is not: what σ makes of that is no answer."""
    return re.sub(rb"[^,\n]+", b"1e308", content, count=2)


UNREADABLE = {
    "empty": lambda content: b"",
    "only a line end": lambda content: b"\n",
    "zeros": lambda content: bytes(len(content)),
    "other encoding": lambda content: content.decode().encode("utf-16"),
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
def damaged(folder, smallWeights):
    """Writes smallWeights to folder, one file of it damaged."""
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
    """By itself, or, where a size has changed that only the pixels know, by what test.py asks of it."""
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
    """A digit that becomes another digit is beyond what plain CSV can tell."""
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
    assertRefused(process, folder / CSVS[0], "damaged")


@pytest.mark.parametrize("name", ["weights_best.csv", "weights0 (1).csv", "weights0.csv.bak", "notes.txt"])
def testAUsersOwnFilesAreNeitherReadNorRemoved(folder, name):
    startAnew(folder, EARLIER)
    (folder / "weights" / name).write_text("my own")
    saving.save(SMALL_NEW, folder)
    assertOneWholeSet(folder, SMALL_NEW)
    assert (folder / "weights" / name).read_text() == "my own"
