"""No training is lost when a save is killed, lacks power, room or permission, or isn't alone."""

import codecs
import collections
import contextlib
import errno
import importlib
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
from filelock import FileLock
from helpers import (
    CSVS,
    PROJECT,
    assertRefused,
    assertOneWholeSet,
    assertSentence,
    command,
    environment,
    faultOf,
    leftovers,
    makeNetwork,
    needs,
    run,
    slow,
    snapshot,
)

from support.script import disk
from support.weights import saving, weightFiles

EARLIER, NEW = makeNetwork(1), makeNetwork(2)
SMALL_EARLIER, SMALL_NEW = (makeNetwork(seed, (784, 3, 10)) for seed in (1, 2))
OTHER = makeNetwork(3, (784, 5, 5, 10))
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to save to, beside another that stands for the system's temporary folder."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(os, "fsync", lambda number: None)  # slow, and no power fails here
    return tmp_path / "saved"


def startAnew(folder, network):
    shutil.rmtree(folder, ignore_errors=True)
    saving.save(network, folder)


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
    """Whether it was killed; if not, its action was finished."""
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def atStep(step, number=None):
    """Let the process end itself, or stop itself, before the step-th thing that it does to the disk."""
    steps = iter(range(1, step + 1))

    def hook(event, arguments):
        if event.startswith(("os.", "open", "shutil.", "tempfile.")) and next(steps, 0) == step:
            os.kill(os.getpid(), number or signal.SIGKILL)

    sys.addaudithook(hook)


def asANew(folder):
    startAnew(folder, SMALL_EARLIER)


def asOneThatWasKilledWhileItInstalled(folder):
    """Two sets' files, of unequal depth, in their places, and one whole set in newWeights."""
    startAnew(folder, SMALL_EARLIER)
    saving.save(OTHER, folder.parent / "other")
    shutil.copytree(folder, folder.parent / "newWeights")
    for name in ("weights0.csv", "weights1.csv"):
        shutil.copy(folder.parent / "other" / "weights" / name, folder / "weights")
    os.rename(folder.parent / "newWeights", folder / weightFiles.NEW)


@needs("fork")
@pytest.mark.parametrize(
    "start, every", [(asANew, 7), slow(asANew, 1), slow(asOneThatWasKilledWhileItInstalled, 1)]
)
def testKilledBeforeAnyStepOfASave(folder, start, every):
    step = 0
    killed = True
    while killed:
        step += every
        start(folder)
        killed = wasKilled(inChild(lambda step=step: (atStep(step), saving.save(SMALL_NEW, folder))))
        assertOneWholeSet(folder, SMALL_EARLIER, SMALL_NEW)
    assert step > 40
    assert leftovers(folder) == []


def testWhatAKilledSaveLeftIsPutInPlaceByTheNextTraining(folder):
    asOneThatWasKilledWhileItInstalled(folder)
    (folder / "newWeights-01234567").mkdir()
    (folder / "newWeights-89abcdef").touch()
    saving.checkWritable(folder)
    assert leftovers(folder) == []
    assertOneWholeSet(folder, SMALL_EARLIER)


@needs("fork")
@pytest.mark.slow
def testKilledAt200MomentsOfASave(folder):
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
        saving.save(SMALL_NEW, folder)  # and nothing left over disturbs the next one
        assertOneWholeSet(folder, SMALL_NEW)
        assert leftovers(folder) == []
    assert killed > 50


def testAFirstSaveThatWasKilledAfterItsRenameIsFound(folder):
    """There is only newWeights yet."""
    assert not weightFiles.hasWeights(folder)
    folder.mkdir()
    saving.writeSet(NEW, folder, "x").rename(folder / weightFiles.NEW)
    assert weightFiles.hasWeights(folder)
    assertOneWholeSet(folder, NEW)


# ---- no room


class FullDisk:
    """Under folder, every write from the position-th on fails with ENOSPC, and so do new folders."""

    def __init__(self, monkeypatch, folder, position):
        self.folder, self.left = str(folder), position
        monkeypatch.setattr(saving, "open", self.open, raising=False)
        monkeypatch.setattr(os, "mkdir", self.limited(os.mkdir))

    def write(self, path):
        if str(path).startswith(self.folder):
            self.left -= 1
            if self.left < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def limited(self, function):
        """function, whose first argument is a path that it writes to."""

        def call(path, *arguments, **named):
            self.write(path)
            return function(path, *arguments, **named)

        return call

    def open(self, path, mode):
        file = open(path, mode)  # noqa: SIM115
        if mode == "rb":
            return file
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


@pytest.mark.parametrize(
    "temporary, every", [("with room", 7), ("full", 7), slow("with room", 1), slow("full", 1)]
)
def testADiskThatIsFullAtAnyWrite(folder, temporary, every):
    """The new weights are where the sentence says, or lost if nothing has room."""
    full = folder if temporary == "with room" else folder.parent
    sentences = []
    for position in range(0, 1000, every):
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
    assert len(sentences) > 30 / every
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


@pytest.mark.slow
def testARealDiskThatIsFull(folder, smallDisk):
    """With every amount of room from none to enough, in steps of 64 kB."""
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


# ---- no permission, and other things in the folder's place


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
    """Without the rights of root, whom no permission stops."""
    if os.geteuid():
        yield
        return
    codecs.lookup("utf-8-sig")  # a module, which may be where only we can read
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@needs("permissions of folders")
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


@needs("permissions of folders")
@pytest.mark.parametrize("unreadable", [".", "weights", "biases"])
def testAFolderThatMayNotBeReadIsNamed(openFolder, unreadable):
    saving.save(SMALL_EARLIER, openFolder)
    with closed(openFolder / unreadable):
        sentence = faultOf(weightFiles.load, openFolder)
    assertSentence(sentence, openFolder / unreadable, "Permission denied")


@pytest.mark.parametrize("unreadable", CSVS)
def testAFileThatMayNotBeReadIsNamed(openFolder, unreadable):
    saving.save(EARLIER, openFolder)
    weightFiles.load(openFolder)  # what it imports somebody else may not read either
    with (heldAlone if os.name == "nt" else closed)(openFolder / unreadable):
        sentence = faultOf(weightFiles.load, openFolder)
    assertSentence(sentence, openFolder / unreadable, "Permission denied")


@contextlib.contextmanager
def closed(path):
    """Without the right to read path."""
    path.chmod(0)
    with asSomebodyElse():
        yield
    path.chmod(0o755)


@contextlib.contextmanager
def heldAlone(path):
    """While a program holds the file open on Windows and lets no other read it, as some do."""
    from ctypes import c_void_p, windll

    read, existing = 0x80000000, 3
    windll.kernel32.CreateFileW.restype = c_void_p
    handle = windll.kernel32.CreateFileW(str(path), read, 0, None, existing, 0, None)
    yield
    windll.kernel32.CloseHandle(c_void_p(handle))


@pytest.mark.parametrize("inTheWay", ["", "weights", "biases"])
def testAFileInThePlaceOfAFolder(folder, smallData, inTheWay):
    """main.py finds out before it trains; a save that meets it anyway keeps the new weights."""
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


@pytest.mark.parametrize("inTheWay", ["weights/weights0.csv", "biases/biases2.csv", "weights/weights10.csv"])
def testAFolderInThePlaceOfAFileIsFoundBeforeTheTraining(folder, inTheWay):
    (folder / inTheWay).mkdir(parents=True)
    assertSentence(faultOf(saving.checkWritable, folder), folder / inTheWay, "is a folder")


@pytest.fixture
def renameAsWindows(monkeypatch):
    """Renaming as on Windows, which refuses what a program holds open: the paths in the set returned."""
    held, rename = set(), os.rename

    def renameUnlessHeld(source, target):
        if source in held:
            raise PermissionError(errno.EACCES, "another process uses the file", str(source))
        rename(source, target)

    monkeypatch.setattr(os, "rename", renameUnlessHeld)
    return held


def testAFileThatIsOpenElsewhereIsFoundBeforeTheTraining(folder, renameAsWindows):
    startAnew(folder, EARLIER)
    saving.checkWritable(folder)
    path = folder / "weights" / "weights1.csv"
    with open(path):
        if os.name != "nt":
            renameAsWindows.add(path)
        assertSentence(faultOf(saving.checkWritable, folder), path, "--output")


def testAReadOnlyFileIsFoundBeforeTheTrainingWhereItMatters(folder, monkeypatch):
    startAnew(folder, EARLIER)
    path = folder / "weights" / "weights1.csv"
    path.chmod(0o444)
    monkeypatch.setattr(disk, "READ_ONLY_STAYS", False)
    saving.checkWritable(folder)
    monkeypatch.setattr(disk, "READ_ONLY_STAYS", True)
    assertSentence(faultOf(saving.checkWritable, folder), path, "it is read-only", "--output")
    path.chmod(0o644)
    saving.checkWritable(folder)


def testAReadOnlyFileOfASurplusLayerStopsNoSave(folder, monkeypatch):
    """It may become so during the training."""
    startAnew(folder, EARLIER)
    (folder / "weights" / "weights2.csv").chmod(0o444)
    monkeypatch.setattr(disk, "READ_ONLY_STAYS", True)
    unlink = Path.unlink

    def unlinkAsWindows(path, *arguments, **named):
        if path.exists() and not path.stat().st_mode & 0o200:
            raise PermissionError(errno.EACCES, "Access is denied", str(path))
        unlink(path, *arguments, **named)

    monkeypatch.setattr(Path, "unlink", unlinkAsWindows)
    saving.save(SMALL_NEW, folder)
    assertOneWholeSet(folder, SMALL_NEW)
    assert leftovers(folder) == []


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
    "layerSizes, named, options",
    [
        ((784, 5, 9), "9 outputs", ["--no-picker"]),
        ((783, 5, 10), "783 inputs", ["--no-picker"]),
        ((784, 11), "11 outputs", ["--draw"]),
        ((2, 3, 1), "2 inputs", ["--image", "none.png"]),
    ],
)
def testANetworkForOtherImagesOrDigitsIsRefusedByTestPy(folder, smallData, layerSizes, named, options):
    """Whatever it is asked to do; load takes any."""
    saving.save(makeNetwork(1, layerSizes), folder)
    assertRefused(run("test.py", "--weights", folder, "--data", smallData, *options), folder, named)


@needs("signals from other processes")
@pytest.mark.parametrize("after", ["gone", "a file"])
def testAFolderThatVanishesDuringTraining(folder, smallData, after):
    """It is made again; if that can't be, the new weights are where the sentence says."""
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
    """Because Excel on Windows has it open, say: the new weights are whole in a folder that is named."""
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


# ---- what else is in the folder


def testTheSetIsWhatIsNumberedWithoutAGap(folder):
    """Other files are neither read nor removed nor counted."""
    startAnew(folder, OTHER)
    own = ["weights00.csv", "weights2024.csv", "weights4.csv", "weights_best.csv", "weights0 (1).csv",
           "weights0.csv.bak", "notes.txt", "weights٣.csv"]  # fmt: skip
    for name in own:
        (folder / "weights" / name).write_text("0.5\n")
    assertOneWholeSet(folder, OTHER)
    for network in (SMALL_NEW, OTHER, EARLIER):
        saving.save(network, folder)
        assertOneWholeSet(folder, network)
        assert [(folder / "weights" / name).read_text() for name in own] == ["0.5\n"] * len(own)
        assert len(list((folder / "weights").iterdir())) == len(own) + len(network.layers)


def testAFileThatWouldBeTakenForALayerIsNamed(folder):
    startAnew(folder, SMALL_EARLIER)
    own = folder / "biases" / "biases3.csv"
    own.write_text("0.5\n")
    sentence = faultOf(saving.save, OTHER, folder)
    assertSentence(sentence, own, "move it away")
    assertOneWholeSet(placeNamed(sentence), OTHER)
    assertOneWholeSet(folder, SMALL_EARLIER)
    assert own.read_text() == "0.5\n"


def aFile(new):
    new.write_text("my own")


def aDanglingLink(new):
    new.symlink_to("nowhere")


def somethingElse(new):
    new.mkdir()
    (new / "notes.txt").write_text("my own")


def aHalf(new):
    """Left by hand, not by a save that ended."""
    shutil.copytree(new.parent / "weights", new / "weights")


@pytest.mark.parametrize(
    "make", [aFile, pytest.param(aDanglingLink, marks=needs("right to make links")), somethingElse, aHalf]
)
def testWhatIsInTheWayAsNewWeightsIsToldBeforeTheTraining(folder, make):
    startAnew(folder, SMALL_EARLIER)
    new = folder / weightFiles.NEW
    make(new)
    assertSentence(faultOf(saving.checkWritable, folder), new, "delete it")
    sentence = faultOf(saving.save, SMALL_NEW, folder)
    assertSentence(sentence, new, "delete it")
    assertOneWholeSet(placeNamed(sentence), SMALL_NEW)
    assert os.path.lexists(new)
    if make is not aHalf:
        assertOneWholeSet(folder, SMALL_EARLIER)


@pytest.mark.parametrize("inside", [(), ("weights",), ("weights", "biases")])
def testAnEmptyNewWeightsHidesNothingAndGoes(folder, inside):
    startAnew(folder, SMALL_EARLIER)
    (folder / weightFiles.NEW).mkdir()
    for kind in inside:
        (folder / weightFiles.NEW / kind).mkdir()
    assertOneWholeSet(folder, SMALL_EARLIER)
    saving.checkWritable(folder)
    assert leftovers(folder) == []
    assertOneWholeSet(folder, SMALL_EARLIER)


@needs("permissions")
def testAnotherUsersNewWeights(openFolder):
    """If it can be read it is put into place; if not, that is said before the training."""
    saving.save(SMALL_EARLIER, openFolder)
    new = saving.writeSet(SMALL_NEW, openFolder, "x").rename(openFolder / weightFiles.NEW)
    for path in (openFolder, openFolder / "weights", openFolder / "biases"):
        path.chmod(0o777)
    new.chmod(0o700)
    with asSomebodyElse():
        if os.geteuid():
            assertSentence(faultOf(saving.checkWritable, openFolder), new, "Permission denied", "delete it")
    new.chmod(0o755)
    with asSomebodyElse():
        saving.checkWritable(openFolder)
        assertOneWholeSet(openFolder, SMALL_NEW)
        saving.save(SMALL_EARLIER, openFolder)
        assertOneWholeSet(openFolder, SMALL_EARLIER)


@needs("umask")
def testModesAreThoseOfTheUmask(folder, monkeypatch):
    """A killed save locks nobody out who may enter the rest."""
    monkeypatch.setattr(saving, "putInPlace", lambda folder: None)
    before = os.umask(0o007)
    try:
        saving.save(SMALL_NEW, folder)
    finally:
        os.umask(before)
    for path in (folder / weightFiles.NEW).rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o770 if path.is_dir() else 0o660)
    assert (folder / weightFiles.NEW).stat().st_mode & 0o777 == 0o770


# ---- two at once


SAVES = """
import sys
sys.path[:0] = sys.argv[1:3]
from helpers import makeNetwork
from support.weights import saving
network = makeNetwork(int(sys.argv[3]), eval(sys.argv[4]))
for _ in range(5):
    saving.save(network, sys.argv[5])
"""


@pytest.mark.parametrize("trainings", [2, slow(5)])
def testTrainingsThatSaveAtOnce(folder, trainings):
    """Of unequal depth and size, five times each: one is left, and nothing else."""
    sizes = [(784, *[5 + seed] * seed, 10) for seed in range(trainings)]
    start = [sys.executable, "-c", SAVES, str(PROJECT), str(PROJECT / "tests")]
    children = [
        subprocess.Popen([*start, str(seed), repr(size), str(folder)], env=environment())
        for seed, size in enumerate(sizes)
    ]
    assert [child.wait(60) for child in children] == [0] * trainings
    networks = [makeNetwork(seed, size) for seed, size in enumerate(sizes)]
    assertOneWholeSet(folder, *networks)
    assert leftovers(folder) == []
    layers = len(weightFiles.load(folder).layers)
    assert len(list(folder.glob("*/*"))) == 2 * layers


@needs("fork")
@pytest.mark.parametrize("every", [12, slow(1)])
def testASaveThatIsStoppedAndGoesOn(folder, every):
    """Ctrl-Z or a laptop's sleep, before each of its steps: the other save waits, and both are saved."""
    step, waited = every, 0
    while True:
        startAnew(folder, SMALL_EARLIER)
        stopped = inChild(lambda step=step: (atStep(step, signal.SIGSTOP), saving.save(SMALL_NEW, folder)))
        if not os.WIFSTOPPED(os.waitpid(stopped, os.WUNTRACED)[1]):
            break
        other = inChild(lambda: saving.save(OTHER, folder))
        time.sleep(0.15)
        waited += os.waitpid(other, os.WNOHANG) == (0, 0)
        os.kill(stopped, signal.SIGCONT)
        assert not wasKilled(stopped)
        with contextlib.suppress(ChildProcessError):
            assert not wasKilled(other)
        assertOneWholeSet(folder, SMALL_NEW, OTHER)
        assert leftovers(folder) == []
        step += every
    assert waited > 30 / every


@needs("fork")
@pytest.mark.slow
def testASlowDrive(folder, monkeypatch, capfd):
    """Each copy takes its time: the second save says what it waits for, and none is lost."""
    startAnew(folder, EARLIER)
    copy = shutil.copyfileobj
    monkeypatch.setattr(shutil, "copyfileobj", lambda *files: (time.sleep(0.1), copy(*files)))
    children = [
        inChild(lambda network=network: saving.save(network, folder)) for network in (SMALL_NEW, OTHER)
    ]
    assert [wasKilled(child) for child in children] == [False, False]
    assertOneWholeSet(folder, SMALL_NEW, OTHER)
    assertSentence(capfd.readouterr().err, "another program saves", folder, "Ctrl-C")


@pytest.fixture
def savedByAnother(folder):
    """A folder whose lock another program (here a thread) holds and keeps."""
    startAnew(folder, EARLIER)
    lock = FileLock(folder / saving.LOCK, thread_local=False)
    thread = threading.Thread(target=lock.acquire)
    thread.start()
    thread.join()
    yield folder
    lock.release()


@pytest.mark.parametrize("number", SIGNALS)
def testASignalWhileItWaitsSavesToAFolderOfItsOwn(savedByAnother, number):
    threading.Timer(1, signal.raise_signal, [number]).start()
    sentence = faultOf(saving.save, NEW, savedByAnother)
    assertSentence(sentence, savedByAnother, "another program is saving there")
    assert placeNamed(sentence).parent == savedByAnother
    assertOneWholeSet(placeNamed(sentence), NEW)
    assertOneWholeSet(savedByAnother, EARLIER)


def testAWaitThatHasAnEnd(savedByAnother):
    sentence = faultOf(saving.save, NEW, savedByAnother, 0.1)
    assertOneWholeSet(placeNamed(sentence), NEW)


@pytest.mark.parametrize("error", [NotImplementedError(), OSError(errno.ENOLCK, "No locks available")])
def testAFileSystemWithoutLocks(folder, monkeypatch, error):
    def refuse(*arguments):
        raise error

    monkeypatch.setattr(saving, "acquire", refuse)
    saving.save(EARLIER, folder)
    saving.save(NEW, folder)
    assertOneWholeSet(folder, NEW)


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EOPNOTSUPP])
def testAFileSystemWhoseLocksAreMissing(folder, monkeypatch, number, recwarn, capfd):
    """As the system answers there. A lock file left behind locks nothing, and must not block for ever."""
    system, lock = ("msvcrt", "locking") if os.name == "nt" else ("fcntl", "flock")

    def refuse(*arguments):
        raise OSError(number, os.strerror(number))

    folder.mkdir()
    (folder / saving.LOCK).touch()
    monkeypatch.setattr(importlib.import_module(system), lock, refuse)
    saving.save(NEW, folder)
    assertOneWholeSet(folder, NEW)
    assert (list(recwarn), *capfd.readouterr()) == ([], "", "")


@pytest.mark.parametrize("link", [pytest.param(os.symlink, marks=needs("right to make links")), os.link])
def testALinkInTheLocksPlaceIsRefusedAndItsTargetUntouched(folder, link):
    """In a folder that others may write to, it could lead to any file of the person who saves there."""
    startAnew(folder, EARLIER)
    target = folder.parent / "diary.txt"
    target.write_text("my own")
    target.chmod(0o600)
    mode = target.stat().st_mode
    (folder / saving.LOCK).unlink(missing_ok=True)
    link(target, folder / saving.LOCK)
    assertSentence(faultOf(saving.checkWritable, folder), folder / saving.LOCK, "delete it")
    sentence = faultOf(saving.save, NEW, folder)
    assertSentence(sentence, folder / saving.LOCK, "delete it")
    assertOneWholeSet(placeNamed(sentence), NEW)
    assert (target.read_text(), target.stat().st_mode) == ("my own", mode)


# ---- what is removed meanwhile, and what is said


def removedWhileStopped(remove, step, folder):
    """What is said by a save that is stopped before its step-th step, while its lock or folder is removed and
    another program saves: None if nothing is, False if it wasn't stopped."""
    told = folder.parent / "told"
    told.unlink(missing_ok=True)

    def save():
        atStep(step, signal.SIGSTOP)
        told.write_text(faultOf(saving.save, SMALL_NEW, folder) or "")

    child = inChild(save)
    if not os.WIFSTOPPED(os.waitpid(child, os.WUNTRACED)[1]):
        return False
    remove(folder)
    saving.save(OTHER, folder)
    os.kill(child, signal.SIGCONT)
    assert not wasKilled(child)
    return told.read_text() or None


def theLock(folder):
    (folder / saving.LOCK).unlink(missing_ok=True)


def theFolder(folder):
    shutil.rmtree(folder, ignore_errors=True)


@needs("fork")
@pytest.mark.parametrize("every", [9, slow(1)])
@pytest.mark.parametrize("remove", [theLock, theFolder])
def testWhatIsRemovedWhileASaveIsStopped(folder, remove, every):
    """By `git clean` or a sync client: folder holds a whole set; this one is there, or where it says."""
    step = every
    while True:
        startAnew(folder, EARLIER)
        sentence = removedWhileStopped(remove, step, folder)
        if sentence is False:
            break
        assertOneWholeSet(folder, SMALL_NEW, OTHER)
        if sentence:
            assertOneWholeSet(placeNamed(sentence), SMALL_NEW)
        step += every
    assert step > 40


def failingAt(number, monkeypatch):
    """Let the number-th thing that a save does to the disk fail; a list that then holds what it was."""
    failed, left = [], iter(range(number))

    def failing(name, action):
        def call(*arguments):
            if next(left, None) is None and not failed:
                failed.append(name)
                raise OSError(errno.EIO, "Input/output error")
            return action(*arguments)

        return call

    monkeypatch.setattr(os, "fsync", failing("fsync", lambda file: None))
    for name in ("rename", "replace"):
        monkeypatch.setattr(os, name, failing(name, getattr(os, name)))
    monkeypatch.setattr(FileLock, "release", failing("unlock", FileLock.release))
    return failed


def testAnErrorAtAnyStepNamesWhereTheNewWeightsReallyAre(folder):
    """Sync, rename and unlock: after the set is whole they are in newWeights, or already in their places."""
    places, number = set(), 0
    while True:
        startAnew(folder, SMALL_EARLIER)
        with pytest.MonkeyPatch.context() as monkeypatch:
            failed = failingAt(number, monkeypatch)
            sentence = faultOf(saving.save, SMALL_NEW, folder)
        if not failed:
            break
        assertSentence(sentence, folder, "Input/output error")
        assertOneWholeSet(placeNamed(sentence), SMALL_NEW)
        places.add(placeNamed(sentence).name.split("-")[0])
        number += 1
    assert places == {"rescuedWeights", weightFiles.NEW, folder.name}
    assert number > (10 if os.name == "nt" else 20)  # there folders are not synced


def testOnlyNamesOfItsOwnFormAreRemoved(folder):
    startAnew(folder, EARLIER)
    (folder / "newWeights-before").mkdir()
    (folder / "newWeights-notes.txt").write_text("my own")
    (folder / "newWeights-0123abcd").mkdir()
    saving.save(NEW, folder)
    assert leftovers(folder) == ["newWeights-before", "newWeights-notes.txt"]
    assert (folder / "newWeights-notes.txt").read_text() == "my own"


def testAMomentsDenialIsWaitedOut(folder, monkeypatch):
    """Everything that a save renames or replaces is denied twice, as on Windows beside an indexer."""
    startAnew(folder, EARLIER)
    monkeypatch.setattr(disk, "PATIENCE", 3)
    monkeypatch.setattr(disk, "PAUSE", 0.001)
    denied = collections.Counter()

    def denying(action):
        def call(*paths):
            key = [str(path) for path in paths][-1]
            if denied[key] < 2:
                denied[key] += 1
                raise PermissionError(errno.EACCES, "Access is denied", key)
            return action(*paths)

        return call

    for name in ("rename", "replace"):
        monkeypatch.setattr(os, name, denying(getattr(os, name)))
    saving.save(SMALL_NEW, folder)
    assertOneWholeSet(folder, SMALL_NEW)
    assert len(denied) == 6  # four files, newWeights coming and going


def testSurplusLayersAreRemovedFromTheEnd(folder, monkeypatch):
    """A kill in between leaves no gap, after which nothing would be found."""
    startAnew(folder, makeNetwork(1, (784, 5, 4, 3, 10)))
    unlink, removed = Path.unlink, []
    monkeypatch.setattr(Path, "unlink", lambda path, **how: (removed.append(path.name), unlink(path, **how)))
    saving.save(SMALL_NEW, folder)
    assert removed == ["weights3.csv", "weights2.csv", "biases3.csv", "biases2.csv"]


def testANewNameIsOnTheDiskBeforeTheNextStep(folder, monkeypatch):
    """newWeights before the first file is replaced, and its removal before the save is reported."""
    startAnew(folder, SMALL_EARLIER)
    events = []

    def noting(name, action):
        return lambda *paths: (events.append((name, paths[-1])), action(*paths))

    for module, name in ((saving, "sync"), (disk, "sync"), (os, "rename"), (os, "replace")):
        before = getattr(module, name)
        monkeypatch.setattr(
            module,
            name,
            lambda *paths, name=name, before=before: (events.append((name, paths[-1])), before(*paths)),
        )
    saving.save(SMALL_NEW, folder)
    renamed = events.index(("rename", folder / weightFiles.NEW))
    assert events[renamed + 1] == ("sync", folder)
    assert [name for name, _ in events[:renamed]].count("replace") == 0
    assert events[-2][0] == "rename" and events[-1] == ("sync", folder)
    for place, (name, _) in enumerate(events):  # each copy is whole on the disk before its renaming
        if name == "replace":
            assert events[place - 1][0] == "sync"


# ---- power cuts


class Disk:
    """A small ext4 in a file that writes nothing by itself for five minutes; cut() is a power failure."""

    def __init__(self, place):
        self.image, self.folder, self.after = place / "image", place / "disk", place / "after"
        for path in (self.folder, self.after):
            path.mkdir()
        with open(self.image, "wb") as image:
            image.truncate(8 << 20)
        self.do("mkfs.ext4", "-q", self.image)
        self.mount(self.image, self.folder)

    def do(self, *command):
        if not shutil.which(command[0]) or subprocess.run(command, capture_output=True).returncode:
            pytest.skip(f"a power cut needs root and Linux's loop devices ({command[0]} failed)")

    def mount(self, image, folder):
        self.do("mount", "-o", "loop,commit=300", image, folder)

    @contextlib.contextmanager
    def cut(self):
        """What is on the disk at this moment, without what was still to be written."""
        copy = self.image.with_name("copy")
        shutil.copyfile(self.image, copy)
        self.mount(copy, self.after)
        try:
            yield self.after / "saved"
        finally:
            subprocess.run(["umount", self.after], check=True)

    def remove(self):
        subprocess.run(["umount", self.folder], check=False, capture_output=True)


@pytest.fixture
def drive(tmp_path):
    place = Disk(tmp_path)
    yield place
    place.remove()


def testAPowerCutAfterASaveThatReportedSuccess(drive):
    """A first save, one of more layers over it, and one of fewer."""
    for network in (SMALL_EARLIER, OTHER, SMALL_NEW):
        saving.save(network, drive.folder / "saved")
        with drive.cut() as folder:
            assertOneWholeSet(folder, network)
            assert len(list(folder.glob("*/*.csv"))) == 2 * len(network.layers)


def testAPowerCutFindsWhatIsNotSynced(drive, monkeypatch):
    """A control: without fsync nothing of a first save is there."""
    monkeypatch.setattr(os, "fsync", lambda number: None)
    saving.save(SMALL_NEW, drive.folder / "saved")
    with drive.cut() as folder:
        assert faultOf(weightFiles.load, folder)


@pytest.mark.slow
def testAPowerCutBeforeAnyStepOfASave(drive):
    step, cuts = 1, 0
    saved = drive.folder / "saved"
    while True:
        saving.save(OTHER, saved)
        child = inChild(
            lambda step=step: (atStep(step, signal.SIGSTOP), saving.save(SMALL_NEW, drive.folder / "saved"))
        )
        if not os.WIFSTOPPED(os.waitpid(child, os.WUNTRACED)[1]):
            break
        with drive.cut() as folder:
            assertOneWholeSet(folder, OTHER, SMALL_NEW)
        os.kill(child, signal.SIGCONT)
        assert not wasKilled(child)
        step, cuts = step + 1, cuts + 1
    assert cuts > 40
