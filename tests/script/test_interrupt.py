"""What ends a training early: Ctrl-C at any moment, signals, an output that breaks. Its weights are saved."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock
from helpers import (
    PROJECT,
    TERMINAL,
    command,
    environment,
    leftovers,
    letItRead,
    makeNetwork,
    needs,
    needsTerminal,
    run,
    slow,
    snapshot,
    values,
)

from support.script.interruption import Interruption
from support.weights import saving, weightFiles

SIGHUP = getattr(signal, "SIGHUP", None)  # Windows has none
needsSignals = needs("signals from other processes")
LAYERS = (784, 5, 10)
FIRST_LINE, TRAINING, PROMPT = b"seed: ", b"-->", b"choose a test image"


class Training:
    """main.py on the small data set, which saves over earlier weights; its stdin stays open until it ends."""

    def __init__(self, folder, data, epochs, *options):
        shutil.rmtree(folder, ignore_errors=True)
        saving.save(makeNetwork(1, LAYERS), folder)
        self.folder, self.before = folder, snapshot(folder)
        options = ["--data", data, "--output", folder, "--epochs", epochs, "--hidden", 5, *options]
        self.process = subprocess.Popen(
            command("main.py", *options),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(PYTHONUNBUFFERED="1"),
        )
        self.output = b""

    def waitFor(self, text):
        while text not in self.output:
            piece = self.process.stdout.read1()
            assert piece, self.process.communicate()
            self.output += piece
        return self

    def press(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self

    def end(self):
        """The exit code; there was no traceback, and the weights are whole."""
        output, errors = self.process.communicate(timeout=60)
        self.output += output
        for trace in (b"Traceback", b"Exception", b"Error"):
            assert trace not in self.output + errors
        assert len(weightFiles.load(self.folder).layers) == 2
        return self.process.returncode

    @property
    def saved(self):
        return snapshot(self.folder) != self.before


@pytest.fixture
def start(tmp_path, smallData):
    return lambda epochs, *options: Training(tmp_path / "saved", smallData, epochs, *options)


@needsSignals
def testOnceEndsTheTrainingAndSavesIt(start):
    training = start(10**6).waitFor(TRAINING).press().waitFor(PROMPT)
    assert b"interrupted after " in training.output
    assert b"of the 100 test images right" in training.output
    assert training.end() == 0
    assert training.saved
    assert leftovers(training.folder) == []


@needsSignals
def testTwiceLeavesAtOnceAndSavesNothing(start):
    """The network is so large that the second Ctrl-C comes during the save."""
    training = start(10**6, "--miniset-size", 400, "--hidden", 2000).waitFor(TRAINING).press()
    while not list(training.folder.glob("newWeights-*")):  # it saves
        assert training.process.poll() is None
    training.press()
    assert training.end() == 130
    assert not training.saved


def testTheFirstIsARequestAndTheSecondAnInterrupt():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), Interruption() as interruption:
        assert not interruption.requested
        signal.raise_signal(signal.SIGINT)
        assert interruption.requested
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


INTERRUPT_AT_IMPORT = """
import signal, sys
def hook(event, arguments):
    isLoaded = hasattr(sys.modules.get("support.script.start"), "missing")
    if isLoaded and event == "import" and arguments[0] == {imported!r}:
        signal.raise_signal(signal.SIGINT)
sys.addaudithook(hook)
"""


@pytest.mark.parametrize("imported", ["datetime", "gzip", "numpy", "Network", "support.data.dataSet"])
def testWhileItImportsItLeaves(smallData, smallWeights, tmp_path, imported):
    """Ctrl-C while this module is imported, once start is loaded: NumPy would turn it into an ImportError."""
    (tmp_path / "sitecustomize.py").write_text(INTERRUPT_AT_IMPORT.format(imported=imported))
    options = ("--data", smallData, "--weights", smallWeights, "--no-picker")
    process = run("test.py", *options, env=environment(PYTHONPATH=str(tmp_path)))
    assert process.returncode in (130, 3 if os.name == "nt" else -signal.SIGINT)  # 3: raised on Windows
    assert (process.stdout, process.stderr) == (b"", b"")


SAVING_INTERRUPTED = """
import signal, sys
sys.path.insert(0, {project!r})
import main
from support.weights import saving, weightFiles
from support.script.runScript import runScript
save = saving.save
def saveAtCtrlC(*arguments):
    signal.raise_signal(signal.SIGINT)
    save(*arguments)
saving.save = saveAtCtrlC
runScript(main.main)
"""


def testOnceWhileItSavesItIsSavedAllTheSame(smallData, tmp_path):
    """A training that was finished isn't lost."""
    code = SAVING_INTERRUPTED.format(project=str(PROJECT))
    options = ["--data", str(smallData), "--output", str(tmp_path / "saved"), "--no-picker"]
    process = subprocess.run(
        [sys.executable, "-c", code, *options], capture_output=True, env=environment(), timeout=60
    )
    assert process.returncode == 0, process
    assert len(weightFiles.load(tmp_path / "saved").layers) == 3


@needsSignals
def testAtThePromptItLeavesWith0(start):
    training = start(1).waitFor(PROMPT)
    letItRead()
    training.press()
    assert training.process.wait(30) == 0
    assert training.end() == 0


def durationToPrompt(training):
    training.waitFor(FIRST_LINE)
    begin = time.perf_counter()
    training.waitFor(PROMPT)
    training.end()
    return time.perf_counter() - begin


@needsSignals
@pytest.mark.slow
@pytest.mark.parametrize("presses", [1, 2])
def testAt50RandomMomentsFromTheFirstLineToThePrompt(start, presses):
    epochs = 20
    duration = durationToPrompt(start(epochs))
    rng = random.Random(presses)
    for _ in range(50):
        training = start(epochs).waitFor(FIRST_LINE)
        for pause in sorted(rng.uniform(0, duration) for _ in range(presses)):
            time.sleep(pause / presses)
            training.press()
        code = training.end()
        assert code in (0, 130, -signal.SIGINT)  # to a shell the last is 130: it came as Python ended
        assert leftovers(training.folder) == [] or presses == 2
        if code == 0 and presses == 1:
            assert training.saved


def testAtItsVeryEndItChangesNothing(smallData, smallWeights, tmp_path):
    """While Python cleans up; here just before."""
    (tmp_path / "sitecustomize.py").write_text(
        "import atexit, signal\natexit.register(signal.raise_signal, signal.SIGINT)\n"
    )
    options = ("--data", smallData, "--weights", smallWeights, "--no-picker")
    process = run("test.py", *options, env=environment(PYTHONPATH=str(tmp_path)))
    assert process.stderr == b""
    assert process.returncode == 0


def testTheValuesThatWereThereBefore(start):
    """A control: what the tests above call unchanged is bit by bit the earlier network."""
    training = start(10**6).waitFor(TRAINING)
    training.process.kill()
    training.process.wait()
    assert values(weightFiles.load(training.folder)) == values(makeNetwork(1, LAYERS))
    training.process.communicate()


# ---- other signals, and outputs that break


@needsSignals
@pytest.mark.parametrize("number", [signal.SIGTERM, SIGHUP])
def testASignalToLeaveSavesAndLeavesWithoutAQuestion(start, number):
    training = start(10**6).waitFor(TRAINING).press(number)
    assert training.end() == 0
    assert training.saved
    assert b"interrupted after " in training.output
    assert PROMPT not in training.output


@needsSignals
@pytest.mark.slow
def testASignalToLeaveDoesNotWaitForLong(start, tmp_path):
    """SIGKILL soon follows SIGTERM; here another program holds the folder's lock."""
    training = start(10**6).waitFor(TRAINING)
    with FileLock(training.folder / saving.LOCK):
        _, errors = training.press(signal.SIGTERM).process.communicate(timeout=30)
    assert training.process.returncode == 1
    folder = re.search(rb"--weights (\S+) reads them", errors)[1]
    assert len(weightFiles.load(folder.decode()).layers) == 2
    assert not [name for name in snapshot(training.folder) - training.before.keys() if "rescued" not in name]


@needsSignals
@pytest.mark.parametrize("number", [signal.SIGINT, SIGHUP])
def testASignalThatTheCallerIgnoresStaysIgnored(smallData, tmp_path, number):
    """As in a script's `main.py &`, and with nohup."""
    options = ["--data", smallData, "--output", tmp_path, "--epochs", 200, "--print-every", 1, "--no-picker"]
    process = subprocess.Popen(
        command("main.py", *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(PYTHONUNBUFFERED="1"),
        preexec_fn=lambda: signal.signal(number, signal.SIG_IGN),
    )
    while b"2 --> " not in (line := process.stdout.readline()):
        assert line, process.communicate()
    process.send_signal(number)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert b"epoch 200:" in output
    assert b"interrupted" not in output


SHELL = 'set -m; { "$@"; echo "code $?" >&2; } '


def testAReaderThatLeaves(smallData, tmp_path):
    options = ["--data", smallData, "--output", tmp_path, "--epochs", 10**6, "--print-every", 1, "--seed", 1]
    process = subprocess.Popen(
        command("main.py", *options),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    for _ in range(3):
        process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    assert process.wait(60) == 1
    assert b"its weights are saved" in errors and b"Traceback" not in errors
    assert len(weightFiles.load(tmp_path).layers) == 3


@needs("shell")
@pytest.mark.parametrize(
    "ending", ["> /dev/full", "| { head -3; kill -INT -$$; }", slow("| tee /dev/full | head -1")]
)
def testAnOutputThatBreaks(smallData, tmp_path, ending):
    """The second is Ctrl-C with `| tee log`: it reaches both, and tee is gone before anything is said."""
    if "/dev/full" in ending and not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    options = ["--data", smallData, "--output", tmp_path, "--epochs", 10**6, "--print-every", 1, "--seed", 1]
    process = subprocess.run(
        ["bash", "-c", SHELL + ending, "bash", *command("main.py", *options)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(),
        timeout=60,
        start_new_session=True,
    )
    assert b"code 1" in process.stderr
    assert b"its weights are saved" in process.stderr
    assert b"Traceback" not in process.stderr
    assert len(weightFiles.load(tmp_path).layers) == 3


@needsTerminal
def testATerminalThatIsGone(smallData, tmp_path):
    """The window is closed: SIGHUP comes, and every write fails."""
    weightFolder = tmp_path / "saved"
    options = ["--data", smallData, "--output", weightFolder, "--epochs", 10**6, "--print-every", 1]
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", TERMINAL, *command("main.py", *options)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(),
        start_new_session=True,
    )
    os.close(theirs)
    text = b""
    while TRAINING not in text:
        text += os.read(ours, 1 << 16)
    os.close(ours)
    assert process.wait(30) in (0, 1)
    assert len(weightFiles.load(weightFolder).layers) == 3
