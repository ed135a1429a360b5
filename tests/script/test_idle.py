"""The scripts inside IDLE: its own streams around them, F5's way to run them, and its Ctrl-C."""

import subprocess
import sys

import pytest
from helpers import PROJECT, QUESTION, environment

from support.weights import weightFiles

idle = pytest.importorskip("idlelib.run", reason="needs IDLE", exc_type=ImportError)

# What IDLE's process for the user's program does at F5; this process's streams stand for the shell's window.
# Ctrl-C there calls interrupt_main from another thread. At the end it prints what was left changed.
F5 = """
import _thread, os, signal, sys, threading
from idlelib import run

class Shell:
    def write(self, text, tags):
        os.write(2 if tags == "stderr" else 1, text.encode())
        if interruptAt and interruptAt in text:
            thread = threading.Thread(target=_thread.interrupt_main)
            thread.start()
            thread.join()
        return len(text)

    def readline(self):
        return sys.__stdin__.readline()

    def close(self):
        raise AssertionError("IDLE's shell was closed")

interruptAt, script, *options = sys.argv[1:]
sys.stdin = run.StdInputFile(Shell(), "stdin", "utf-8", "surrogateescape")
sys.stdout = run.StdOutputFile(Shell(), "stdout", "utf-8", "surrogateescape")
sys.stderr = run.StdOutputFile(Shell(), "stderr", "utf-8", "backslashreplace")
sys.argv[:] = [script, *options]
sys.path.insert(0, os.path.dirname(script))
__file__ = script
before = sys.stdin, sys.stdout, sys.stderr, signal.getsignal(signal.SIGINT)
try:
    exec(compile(open(script).read(), script, "exec"), globals())
except SystemExit as end:
    print("left with", end.code)
assert before == (sys.stdin, sys.stdout, sys.stderr, signal.getsignal(signal.SIGINT))
"""


def runInIdle(script, *options, input=b"", interruptAt=""):
    return subprocess.run(
        [sys.executable, "-c", F5, interruptAt, str(PROJECT / script), *map(str, options)],
        input=input,
        env=environment(),
        capture_output=True,
        timeout=60,
    )


def testATrainingAndItsQuestion(smallData, tmp_path):
    """A line per epoch and no bar, as IDLE's shell can't take back what it shows; then the question."""
    options = ("--data", smallData, "--output", tmp_path, "--epochs", 3)
    process = runInIdle("main.py", *options, input=b"7\nw\nabc\nq\n")
    assert process.stdout.count(QUESTION) == 4
    assert process.stdout.count(b"epoch ") == 3
    assert b"label says: 7" in process.stdout
    assert b"\r" not in process.stdout + process.stderr
    assert b"mini-sets" not in process.stdout + process.stderr
    assert process.stdout.endswith(b"left with 0\n")
    assert process.returncode == 0
    assert b"Traceback" not in process.stderr
    assert len(weightFiles.load(tmp_path).layers) == 3


def testCtrlCEndsTheTrainingAndSavesIt(smallData, tmp_path):
    options = ("--data", smallData, "--output", tmp_path, "--epochs", 10**6, "--no-picker")
    process = runInIdle("main.py", *options, interruptAt="100 --> ")
    assert b"interrupted after 100 iterations" in process.stdout
    assert process.stdout.endswith(b"left with 0\n")
    assert (process.returncode, process.stderr) == (0, b"")
    assert len(weightFiles.load(tmp_path).layers) == 3


def testCtrlCAtTheQuestionLeaves(smallData, smallWeights):
    options = ("--data", smallData, "--weights", smallWeights)
    process = runInIdle("test.py", *options, input=b"7\n", interruptAt="choose a test image")
    assert process.stdout.count(QUESTION) == 1
    assert process.stdout.endswith(b"left with 0\n")
    assert (process.returncode, process.stderr) == (0, b"")


def testAFaultIsASentence(tmp_path):
    process = runInIdle("test.py", "--weights", tmp_path / "nowhere")
    assert process.stdout.endswith(b"left with 1\n")
    assert process.stderr.startswith(b"test.py: ")
    assert process.stderr.count(b"\n") == 1
