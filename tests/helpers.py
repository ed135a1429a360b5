"""What tests share: the scripts as subprocesses, small data sets, weights to compare."""

import contextlib
import gzip
import os
import queue
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import main
from Network import Network
from support.script import options
from support.script.fault import Fault
from support.weights import tableFile, weightFiles

PROJECT = Path(__file__).resolve().parent.parent
CSVS = [f"{kind}/{kind}{layer}.csv" for kind in ("weights", "biases") for layer in range(3)]
IDX = [f"{part}-{what}-ubyte" for part in ("train", "t10k") for what in ("images-idx3", "labels-idx1")]
QUESTION = b"choose a test image (0-99) "


def slow(*values):
    """A case of a parametrized test that only the slow run takes."""
    return pytest.param(*values, marks=pytest.mark.slow)


def needs(what):
    """A test of what Windows doesn't have: fork, signals, pseudo-terminals, permissions."""
    return pytest.mark.skipif(os.name == "nt", reason=f"Windows has no {what}")


needsTerminal = needs("pseudo-terminals")


def environment(**changed):
    """A script's environment: no window, no bytecode in the project; a variable given as None is removed."""
    variables = {**os.environ, "MPLBACKEND": "Agg", "PYTHONDONTWRITEBYTECODE": "1", **changed}
    return {name: value for name, value in variables.items() if value is not None}


def command(script, *arguments, python=(), project=PROJECT):
    return [sys.executable, *python, str(Path(project) / script), *map(str, arguments)]


def run(script, *arguments, python=(), project=PROJECT, env=None, **options):
    """The script's finished process, its output in bytes; stdin is empty unless given."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60}
    if "input" not in options:
        streams["stdin"] = subprocess.DEVNULL
    return subprocess.run(
        command(script, *arguments, python=python, project=project),
        env=env or environment(),
        **{**streams, **options},
    )


def assertSentence(text, *named):
    """One line that contains these, and no traceback."""
    text = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    assert text.strip() and "\n" not in text.strip(), text
    assert "Traceback" not in text
    for name in named:
        assert str(name) in text, text


def assertRefused(process, *named, code=1):
    """The process left with this code and one sentence on stderr."""
    assert process.returncode == code, process
    assertSentence(process.stderr, *named)


def assertOptionRefused(process, *named):
    """argparse's form: the usage, then `script: error: …`, and exit code 2."""
    assert process.returncode == 2, process
    usage, _, sentence = process.stderr.partition(b": error: ")
    assert usage.startswith(b"usage: ")
    assertSentence(sentence, *named)


def idx(array):
    """The content of an IDX file of bytes."""
    array = np.asarray(array, np.uint8)
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


def makeDataSet(folder, trainImages=400, testImages=100):
    """Write the four files: each digit is a square in its own place, in noise."""
    rng = np.random.RandomState(1)
    folder.mkdir(parents=True, exist_ok=True)
    for part, count in (("train", trainImages), ("t10k", testImages)):
        labels = np.arange(count) % 10
        images = rng.randint(0, 100, (count, 28, 28))
        for image, label in zip(images, labels, strict=True):
            row, column = 4 + 12 * (label // 5), 1 + 5 * (label % 5)
            image[row : row + 8, column : column + 5] = 255
        (folder / f"{part}-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(images), 1))
        (folder / f"{part}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx(labels), 1))
    return folder


def makeNetwork(seed, layerSizes=(784, 20, 20, 10)):
    return Network(None, None, layerSizes=layerSizes, rng=np.random.RandomState(seed))


def trainWith(arguments, images, labels, interruption=None):
    """The network and the log of a quiet training with these options of main.py's, seed 1."""
    chosen = options.mainOptions(["--seed", "1", *arguments.split()])
    return trainChosen(chosen, images, labels, interruption=interruption)


def trainChosen(chosen, images, labels, network=None, interruption=None, quiet=True):
    """The network and the log of a training with these options of main.py's."""
    network, log = main.newTraining(chosen, images, labels, network, interruption, quiet)
    main.runTraining(chosen, network, log)
    return network, log


def values(network):
    """Everything that the network has learned, to compare bit by bit."""
    return [array.tobytes() for layer in network.layers for array in (layer.weights, layer.biases)]


def snapshot(folder):
    """Every file under folder with its content, and every folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(Path(folder).rglob("*"))
    }


def leftovers(folder):
    """What a save must not leave behind."""
    return sorted(path.name for path in Path(folder).glob(f"{weightFiles.NEW}*"))


def assertOneWholeSet(folder, *networks):
    """Each file in folder is whole, and what is loaded is one of these networks, bit by bit."""
    for path in folder.glob("*/*[0-9].csv"):
        tableFile.readTable(path)
    assert values(weightFiles.load(folder)) in [values(network) for network in networks]


def faultOf(action, *arguments):
    """The sentence of the Fault that action raises, or None."""
    try:
        action(*arguments)
    except Fault as fault:
        assertSentence(fault)
        return str(fault)
    return None


def letItRead():
    """Wait until a script that has asked is reading, as a person does before pressing Ctrl-C.

    A Ctrl-C in the microseconds between the two waits in Python until something is typed.
    """
    time.sleep(0.2)


class Conversation:
    """A script that asks for test images, over a pipe or a pseudo-terminal."""

    def __init__(self, process, toScript, fromScript):
        self.process, self.toScript, self.fromScript = process, toScript, fromScript
        self.pieces = queue.Queue()  # what the script has printed so far, b"" at its end
        # a thread, because nothing else can wait for Windows' pipes and stop waiting
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.untilQuestion()

    @classmethod
    def overPipe(cls, *arguments, **options):
        process = subprocess.Popen(
            command(*arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(PYTHONIOENCODING="utf-8"),
            **options,
        )
        return cls(process, process.stdin, process.stdout)

    @classmethod
    def overTerminal(cls, *arguments, columns=1000, **options):
        """stdin and stdout are a terminal that echoes nothing, Ctrl-C is a key of it; wide, so that each
        answer is a line."""
        import termios

        ours, theirs = os.openpty()
        modes = termios.tcgetattr(theirs)
        modes[3] &= ~termios.ECHO
        termios.tcsetattr(theirs, termios.TCSANOW, modes)
        process = subprocess.Popen(
            [sys.executable, "-c", TERMINAL, *command(*arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=subprocess.PIPE,
            env=environment(COLUMNS=str(columns)),
            start_new_session=True,
            **options,
        )
        os.close(theirs)
        terminal = open(ours, "r+b", buffering=0)  # noqa: SIM115  closed by leave
        return cls(process, terminal, terminal)

    def read(self):
        with contextlib.suppress(OSError):  # which is how a pseudo-terminal ends on Linux
            while piece := os.read(self.fromScript.fileno(), 1 << 16):
                self.pieces.put(piece)
        self.pieces.put(b"")

    def untilQuestion(self, patience=60):
        """What the script prints up to its question; its silence or its end fails the test."""
        text, end = b"", time.monotonic() + patience
        while not text.endswith(QUESTION):
            try:
                piece = self.pieces.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                pytest.fail(f"no question after {patience} s, but {text[-300:]}")
            assert piece, f"left in place of asking: {text[-300:]} {self.process.communicate()}"
            text += piece
        return text.removesuffix(QUESTION)

    def ask(self, line):
        """The answer to a line, given in bytes without its end."""
        self.type(line + b"\n")
        return self.untilQuestion()

    def type(self, keys):
        while keys:
            keys = keys[os.write(self.toScript.fileno(), keys) :]

    def leave(self, keys=b"q\n"):
        """The exit code after these keys, and what stderr said; keys=None ends a pipe."""
        if keys is None:
            self.toScript.close()
        else:
            self.type(keys)
        code = self.process.wait(30)
        self.reader.join(30)
        for stream in (self.toScript, self.fromScript):
            stream.close()
        with self.process.stderr as errors:
            return code, errors.read()


# makes this the terminal whose Ctrl-C reaches the script
TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
