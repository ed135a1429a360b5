"""What matplotlib can do here, whatever MPLBACKEND says, and if Qt would end the process."""

import re
import subprocess
import sys

import pytest
from matplotlib import pyplot

from support.graphics import backend

from helpers import PROJECT, QUESTION, environment, run, slow

INLINE = "module://matplotlib_inline.backend_inline"


@pytest.mark.parametrize("named", [slow("nonsense"), slow("Qt4Agg"), slow(INLINE), slow("module://nonsense")])
def testFiguresAreSavedWhateverTheBackend(smallData, smallWeights, tmp_path, named):
    """Then a sentence says why there is no window, and the terminal's picture is shown."""
    env = environment(MPLBACKEND=named, DISPLAY=None, WAYLAND_DISPLAY=None)
    options = ("--data", smallData, "--weights", smallWeights, "--figures", tmp_path)
    process = run("test.py", *options, env=env, input=b"7\nq\n")
    assert (process.returncode, process.stderr) == (0, b"")
    assert len(list(tmp_path.glob("*.png"))) == 4
    assert process.stdout.count(b"no window can be opened") == 1
    assert process.stdout.count(QUESTION) == 2


LOOKING = """
import os
from support.graphics import backend
print(backend.importMatplotlib().rcParams["backend"], os.environ["MPLBACKEND"])
"""


@pytest.mark.parametrize("named, used", [("svg", "svg"), ("Qt4Agg", "agg")])
def testTheNamedBackendIsUsedWhereMatplotlibKnowsIt(named, used):
    """And stays named for what starts next."""
    env = environment(MPLBACKEND=named, DISPLAY=None, WAYLAND_DISPLAY=None)
    process = subprocess.run([sys.executable, "-c", LOOKING], env=env, cwd=PROJECT, capture_output=True)
    assert process.stdout.decode().lower().split() == [used, named.lower()], process


QT_DIES = """
import os, sys
print("qt.qpa.plugin: libxcb-cursor0 is needed\\nThis application failed to start", file=sys.stderr)
sys.stderr.flush()
os.abort()
"""


@pytest.mark.parametrize("name", ["qtagg", "QtAgg", "qt5agg", "QtCairo"])
def testWhereQtWouldEndTheProcessItIsNotStarted(monkeypatch, name):
    """Qt's own way to end, in the process in which it is tried."""
    monkeypatch.setattr(pyplot, "get_backend", lambda: name)
    monkeypatch.setattr(pyplot, "figure", lambda: pytest.fail("Qt was started in this process"))
    monkeypatch.setattr(backend, "FIRST_WINDOW", QT_DIES)
    assert backend.whyNoWindows() == "qt.qpa.plugin: libxcb-cursor0 is needed"


@pytest.mark.parametrize(
    "error", [RuntimeError("no display name\nand no $DISPLAY"), ValueError("no display name")]
)
def testWhateverAToolkitRaisesIsTheReason(monkeypatch, error):
    """Tk has an exception of its own, others raise what they like."""

    def refuse():
        raise error

    monkeypatch.setattr(pyplot, "figure", refuse)
    assert backend.whyNoWindows() == "no display name"


def testOtherBackendsAreNotTriedApart(monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *a, **b: pytest.fail("a process was started"))
    assert "files only" in backend.whyNoWindows()


@pytest.mark.slow
def testTheTryIsMadeWithThatBackend(monkeypatch):
    assert backend.whyNoQt("agg") is None
    monkeypatch.setattr(
        backend, "FIRST_WINDOW", "import matplotlib, sys; sys.exit(str(matplotlib.rcParams['backend']))"
    )
    assert re.fullmatch("(?i)svg", backend.whyNoQt("svg"))
