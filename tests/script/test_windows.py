"""The scripts without what Windows lacks, and with the encodings of its consoles."""

import errno

import pytest

from helpers import QUESTION, environment, run, slow

from support.script import runScript

# What Python has on Linux and not on Windows, except what other packages import without a guard.
TAKE_AWAY = """
import os, signal, sys
for name in ("fcntl", "resource", "termios", "tty", "pty", "pwd", "grp", "readline", "syslog"):
    sys.modules[name] = None
for name in (
    "fork", "forkpty", "openpty", "setsid", "killpg", "wait", "nice", "mkfifo", "statvfs", "sysconf", "pread",
    "pwrite", "getuid", "geteuid", "getgid", "getpgid", "chown", "fchown", "getloadavg", "sched_getaffinity",
    "posix_spawn", "O_NONBLOCK", "O_DIRECTORY", "O_NOCTTY",
):
    if hasattr(os, name):
        delattr(os, name)
there = ("SIGABRT", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM", "SIG_DFL", "SIG_IGN")
for name in dir(signal):
    if name.startswith(("SIG", "pthread_", "sigwait", "setitimer", "alarm")) and name not in there:
        delattr(signal, name)
"""
LINES = "7\né\n?\ne 3\nl 3\nw\nq\n"


@pytest.mark.parametrize(
    "encoding, formula",
    [("cp850", "sum delta·w · a (1"), slow("cp1252", "sum delta·w · a (1"), slow("utf-8", "Σ δ·w · a (1")],
)
def testWithoutWhatWindowsLacks(smallData, tmp_path, encoding, formula):
    (tmp_path / "sitecustomize.py").write_text(TAKE_AWAY)
    env = environment(PYTHONPATH=str(tmp_path), PYTHONIOENCODING=encoding)
    training = ("--data", smallData, "--output", tmp_path / "saved", "--figures", tmp_path / "figures")
    for script, options in (
        ("main.py", training),
        ("test.py", ("--data", smallData, "--weights", tmp_path / "saved", "--per-digit")),
    ):
        process = run(script, *options, env=env, input=LINES.encode(encoding, "replace"))
        assert process.returncode == 0, process
        assert b"Traceback" not in process.stderr
        assert b"label says: 7" in process.stdout
        assert process.stdout.count(QUESTION) == 7
        assert formula in process.stdout.decode(encoding)


@pytest.mark.parametrize(
    "error, said",
    [
        (OSError(errno.EINVAL, "Invalid argument"), ""),
        (OSError(errno.EIO, "Input/output error"), "output: Input/output error"),
    ],
)
def testWindowsWordForABrokenPipe(monkeypatch, capsys, error, said):
    """`| more`, then q: every write fails with EINVAL there."""
    monkeypatch.setattr(runScript, "BROKEN_PIPE", (errno.EPIPE, errno.EINVAL))

    def main():
        raise error

    assert runScript.codeOf(main, alone=False) == 1
    assert capsys.readouterr().err.strip().partition(": ")[2] == said
