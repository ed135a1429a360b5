"""The scripts from any folder, with any streams and settings; and every option out of its range."""

import os
import re
import shutil
import struct
import subprocess
import sys

import pytest
from helpers import (
    PROJECT,
    QUESTION,
    assertOptionRefused,
    assertRefused,
    assertSentence,
    command,
    environment,
    needs,
    needsTerminal,
    run,
    slow,
    snapshot,
)

RIGHT = b"of the 100 test images right"
SCRIPTS = pytest.mark.parametrize("script", ["main.py", "test.py"])


@pytest.fixture
def arguments(smallData, smallWeights, tmp_path):
    """Options with which each script leaves the user's files alone."""
    data = ["--data", smallData]
    return {
        "main.py": [*data, "--output", tmp_path / "saved", "--epochs", 1, "--seed", 1],
        "test.py": [*data, "--weights", smallWeights],
    }


@pytest.fixture(scope="session")
def copyProject(smallData):
    """Copies the scripts, and the small data set beside them, to a folder."""

    def copy(folder):
        shutil.copytree(PROJECT / "support", folder / "support", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("main.py", "test.py", "Layer.py", "Network.py"):
            shutil.copy(PROJECT / name, folder)
        shutil.copytree(smallData, folder / "small")
        return folder

    return copy


def assertWorks(process, said):
    """stderr is empty, except for the warning of a training too short to learn much."""
    assert process.returncode == 0, process
    assert said in process.stdout
    errors = process.stderr.strip().split(b"\n")
    assert len(errors) == 1
    assert not errors[0] or b"images are right; " in errors[0], process.stderr


# ---- where it is started from


def asItIs(project, place):
    return project, project


def fromAnotherFolder(project, place):
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    return project, elsewhere


def throughALink(project, place):
    (place / "link").symlink_to(project, target_is_directory=True)
    return place / "link", place


def throughLinksToTheScripts(project, place):
    (place / "bin").mkdir()
    for script in ("main.py", "test.py"):
        (place / "bin" / script).symlink_to(project / script)
    return place / "bin", place


@pytest.mark.parametrize("name", [slow("project"), "mein Ordner, größer ✓ 数字"])
@pytest.mark.parametrize(
    "way", [slow(asItIs), fromAnotherFolder, slow(throughALink), throughLinksToTheScripts]
)
def testItFindsItsFilesWhereverItIsStarted(copyProject, tmp_path, name, way):
    """A training saves into its own data folder, and test.py reads it there."""
    if os.name != "posix" and "Link" in way.__name__:
        pytest.skip("symbolic links need rights on Windows")
    project = copyProject(tmp_path / name)
    started, cwd = way(project, tmp_path)
    options = {"project": started, "cwd": cwd}
    data = ("--data", project / "small", "--no-picker")
    assertWorks(run("main.py", *data, "--epochs", 1, **options), RIGHT)
    assert (project / "data" / "weights" / "weights2.csv").exists()
    assertWorks(run("test.py", *data, **options), b"accuracy:")


@pytest.mark.slow
def testRelativeFoldersAreThoseOfTheCaller(arguments, smallData, tmp_path):
    assertWorks(
        run(
            "main.py",
            "--data",
            os.path.relpath(smallData, tmp_path),
            "--output",
            "here",
            "--epochs",
            1,
            cwd=tmp_path,
        ),
        RIGHT,
    )
    assert (tmp_path / "here" / "weights" / "weights0.csv").exists()
    assertWorks(run("test.py", "--data", smallData, "--weights", "here", cwd=tmp_path), b"accuracy:")


def testWithNoWeightsYetItTestsThoseThatCameTrained(copyProject, smallWeights, tmp_path):
    project = copyProject(tmp_path / "project")
    shutil.copytree(smallWeights, project / "trainedData")
    process = run("test.py", "--data", project / "small", "--no-picker", project=project)
    assertWorks(process, b"no weights in data yet")
    assert process.stdout.count(b"\n") == 4


@SCRIPTS
@pytest.mark.parametrize("python", [["-O"], slow(["-OO"]), slow(["-W", "error"])], ids=" ".join)
def testWithPythonsOwnOptions(arguments, script, python):
    assertWorks(run(script, *arguments[script], python=python), QUESTION)


# ---- its streams


@SCRIPTS
def testWithoutAnyStream(arguments, script, tmp_path):
    """As pythonw starts them, or a shell that closes all three."""
    whole = command(script, *arguments[script])
    if os.name == "nt":
        process = subprocess.run(
            whole, creationflags=subprocess.DETACHED_PROCESS, env=environment(), timeout=60
        )
    else:
        shell = ["sh", "-c", '"$@" <&- >&- 2>&-', "sh", *whole]
        process = subprocess.run(shell, env=environment(), timeout=60)
    assert process.returncode == 0
    if script == "main.py":
        assert len(list((tmp_path / "saved").glob("*/*.csv"))) == 6


@needs("shell that closes streams")
@SCRIPTS
@pytest.mark.parametrize("closed", [slow("<&-"), slow(">&-"), "2>&-", slow("<&- >&-")])
def testClosedStreams(arguments, script, closed, tmp_path):
    """Closed by the shell: the rest works as usual."""
    shell = ["sh", "-c", f'"$@" {closed}', "sh", *command(script, *arguments[script])]
    process = subprocess.run(shell, capture_output=True, env=environment(), timeout=60)
    assert process.returncode == 0, process
    assert b"Traceback" not in process.stderr
    if " >&-" not in f" {closed}":
        assert QUESTION in process.stdout
    if script == "main.py":
        assert len(list((tmp_path / "saved").glob("*/*.csv"))) == 6


@needs("shell that closes streams")
@pytest.mark.slow
def testShowResultsWithStdoutClosed(arguments):
    shell = ["sh", "-c", '"$@" >&-', "sh", *command("test.py", *arguments["test.py"], "--show-results")]
    assert subprocess.run(shell, capture_output=True, env=environment(), timeout=60).stderr == b""


@pytest.mark.parametrize(
    "script, options",
    [("main.py", []), ("test.py", ["--show-results"]), slow("test.py", []), slow("main.py", ["--help"])],
)
def testIntoHead(arguments, script, options):
    """`| head -1`: no complaint, however much is still to be printed."""
    process = subprocess.Popen(
        command(script, *arguments[script], *options),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(PYTHONUNBUFFERED="1"),
    )
    assert process.stdout.readline()
    process.stdout.close()
    with process.stderr:
        errors = process.stderr.read()
    assert process.wait(60) in (0, 1)  # 0 if all was written before
    assert b"Traceback" not in errors
    for words in (b"roken pipe", b"Invalid argument"):  # the second are Windows'
        assert words not in errors


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("unbuffered", [None, slow("1")])
@SCRIPTS
def testOntoAFullDisk(arguments, script, unbuffered):
    with open("/dev/full", "wb") as full:
        process = run(
            script,
            *arguments[script],
            "--no-picker",
            stdout=full,
            env=environment(PYTHONUNBUFFERED=unbuffered),
        )
    assert process.returncode == 1
    assertSentence(process.stderr.splitlines()[-1], "output: No space left on device")
    assert b"Traceback" not in process.stderr


@pytest.mark.parametrize(
    "locale",
    [
        slow({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
        slow({"PYTHONIOENCODING": "ascii"}),
        slow({"PYTHONIOENCODING": "latin-1"}),
        slow({"PYTHONIOENCODING": "cp1252"}),
    ],
    ids=lambda locale: next(iter(locale.values())),
)
def testALocaleWithoutUtf8(arguments, copyProject, tmp_path, locale):
    """It replaces what it can't show: pictures in plain characters, folders with question marks."""
    project = copyProject(tmp_path / "größer ✓")
    lines = "7\né\n?\ne 3\nl 3\nq\n".encode()
    environ = environment(**locale)
    for script in ("main.py", "test.py"):
        process = run(script, *arguments[script], project=project, env=environ, input=lines)
        assert process.returncode == 0, process
        assert b"Traceback" not in process.stderr
        assert run(script, "--help", project=project, env=environ).returncode == 0
    missing = run("test.py", "--weights", tmp_path / "größer" / "✓", project=project, env=environ)
    assert missing.returncode == 1
    assert b"Traceback" not in missing.stderr


@needs("names that are no text")
@pytest.mark.slow
def testAFolderWhoseNameIsNoText(arguments, smallWeights, tmp_path):
    folder = os.fsencode(tmp_path) + b"/\xff\xfe"
    shutil.copytree(smallWeights, os.fsdecode(folder))
    process = run("test.py", *arguments["test.py"][:2], "--weights", os.fsdecode(folder), "--no-picker")
    assertWorks(process, b"accuracy:")
    os.remove(folder + b"/weights/weights1.csv")
    process = run("test.py", *arguments["test.py"][:2], "--weights", os.fsdecode(folder), "--no-picker")
    assertRefused(process, "weights1.csv")


@needsTerminal
def testTheBarAndTheLinesInATerminal(arguments):
    """In the end the terminal shows each line whole, and nothing of the bar that was below them."""
    import fcntl
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 0, 0))
    options = [*arguments["main.py"][:-4], "--epochs", 20, "--print-every", 1, "--no-picker"]
    process = subprocess.Popen(
        command("main.py", *options), stdout=theirs, stderr=theirs, env=environment(COLUMNS="80")
    )
    os.close(theirs)
    written = b""
    while piece := readUntilClosed(ours):
        written += piece
    os.close(ours)
    assert process.wait() == 0
    assert written.count(b"mini-sets/s") > 1
    lines = [shownOf(line) for line in written.decode().split("\n")]
    for number in range(1, 81):
        assert sum(re.fullmatch(rf"{number} --> [\d.]+", line) is not None for line in lines) == 1
    assert sum(re.fullmatch(r"epoch \d+: .* s", line) is not None for line in lines) == 20
    assert not any("mini-sets" in line for line in lines)


def readUntilClosed(terminal):
    """Like os.read, but empty at the end of a pseudo-terminal, where Linux gives an error."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


def shownOf(line):
    """What is left when each carriage return has let the next part overwrite what was before."""
    shown = ""
    for part in line.split("\r"):
        shown = part + shown[len(part) :]
    return shown.rstrip()


def testOneBlasThread(tmp_path):
    """Even if the environment asks for more."""
    code = (
        "import numpy, threadpoolctl\nfrom support.script.runScript import runScript\n"
        "print(threadpoolctl.threadpool_info()[0]['num_threads'])\n"
        "runScript(lambda: print(threadpoolctl.threadpool_info()[0]['num_threads']))"
    )
    process = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env=environment(OPENBLAS_NUM_THREADS="2", OMP_NUM_THREADS="2"),
        capture_output=True,
        timeout=60,
    )
    if process.stdout.split()[:1] == [b"1"]:
        pytest.skip("NumPy's BLAS has one thread here anyway")
    assert process.stdout.split() == [b"2", b"1"], process


# ---- what it says about a training


def testTheMeanAndTheRateThatItEqualsOnTheSum(arguments, tmp_path):
    """The paper's own case: it is saved, with the warning that the rate is the reason."""
    process = run("main.py", *arguments["main.py"], "--average", "--no-picker")
    assert process.returncode == 0
    assert b"the mean's rate 0.01 is a rate of 0.0001 on the sum of 100 images" in process.stdout
    assertSentence(process.stderr, "of the training images are right", "--learning-rate 1 on their mean")
    assert (tmp_path / "saved" / "weights" / "weights2.csv").exists()


def testATrainingThatOverflowsSavesNothing(arguments, tmp_path):
    process = run("main.py", *arguments["main.py"], "--learning-rate", 1e308)
    assertRefused(process, "nothing is saved", "choose a lower --learning-rate")
    assert not [path for path in snapshot(tmp_path / "saved") if path.endswith(".csv")]


# ---- without what it needs


@SCRIPTS
def testWithAnOldPython(script):
    """The check itself, with another version number than this Python's."""
    code = (
        f"import sys, runpy\nsys.version_info = (3, 9, 18)\nrunpy.run_path({script!r}, run_name='__main__')"
    )
    process = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, timeout=60)
    assertRefused(process, "Python 3.10 or newer is needed")


@SCRIPTS
def testWithoutTheRequirements(arguments, script):
    """The commonest beginner's mistake: one sentence with the command to run, whatever the options."""
    for options in (arguments[script], ["--help"]):
        process = run(script, *options, python=["-S"], env=environment(PYTHONPATH=None))
        assertRefused(
            process, "numpy", "mnist", "tqdm", "threadpoolctl", "filelock", "pip install -r requirements.txt"
        )
        assert process.stdout == b""


@pytest.fixture
def without(tmp_path):
    """The environment of a Python that hasn't this package."""

    def hide(package):
        (tmp_path / "hiding").mkdir()
        (tmp_path / "hiding" / f"{package}.py").write_text(
            f"raise ModuleNotFoundError('No module named {package}', name='{package}')\n"
        )
        return environment(PYTHONPATH=str(tmp_path / "hiding"))

    return hide


@SCRIPTS
def testWithoutMatplotlib(arguments, script, without):
    """All but the window works, and a line says why."""
    process = run(script, *arguments[script], env=without("matplotlib"), input=b"7\n8\n")
    assertWorks(process, b"No module named matplotlib")
    assert process.stdout.count(b"no window can be opened") == 1
    assert process.stdout.count(QUESTION) == 3


@SCRIPTS
@pytest.mark.parametrize(
    "backend, why",
    [
        (None, b""),
        slow("Agg", b"draws to files only"),
        slow("TkAgg", b""),
        slow("QtAgg", b""),
        slow("nonsense", b"draws to files only"),  # ignored: matplotlib chooses
        slow("module://nonsense", b"nonsense"),
    ],
)
def testWithoutADisplay(arguments, script, backend, why):
    env = environment(MPLBACKEND=backend, DISPLAY=None, WAYLAND_DISPLAY=None)
    process = run(script, *arguments[script], env=env, input=b"7\n8\n")
    assertWorks(process, b"no window can be opened")
    assert why in process.stdout
    assert process.stdout.count(b"no window can be opened") == 1
    assert process.stdout.count(QUESTION) == 3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's address space limit")
def testWithoutEnoughMemory(arguments):
    import resource

    limit = 1 << 30
    process = run(
        "main.py",
        *arguments["main.py"],
        "--hidden",
        10_000,
        10_000,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        env=environment(OPENBLAS_NUM_THREADS="1"),
    )
    assertRefused(process, "not enough memory")


# ---- options


OUT_OF_RANGE = [
    "--epochs 0",
    "--epochs -1",
    "--epochs 1.5",
    "--epochs many",
    "--epochs",
    "--learning-rate 0",
    "--learning-rate -0.1",
    "--learning-rate inf",
    "--learning-rate nan",
    "--learning-rate 1e-999",
    "--learning-rate 1e999",
    "--learning-rate fast",
    "--miniset-size 0",
    "--miniset-size 401",
    "--miniset-size x",
    "--hidden 0",
    "--hidden 20 -1",
    "--hidden 20 2.5",
    "--hidden 10001",
    "--hidden 99999999999999999999999",
    "--validation 0",
    "--validation 400",
    "--validation 99999999999999999999",
    "--seed -1",
    "--seed 4294967296",
    "--seed x",
    "--print-every -1",
    "--print-every x",
    "--output",
    "--data",
    "--figures",
    "--nonsense",
    "12",
]


@pytest.mark.parametrize("line", OUT_OF_RANGE)
def testAnOptionOutOfRangeOfMainPy(smallData, tmp_path, line, capsys, monkeypatch):
    """argparse's form and exit code 2; in this process, as there are many."""
    refused(
        ["--data", str(smallData), "--output", str(tmp_path / "saved"), *line.split()],
        line,
        capsys,
        monkeypatch,
    )
    assert snapshot(tmp_path) == {}


def refused(arguments, line, capsys, monkeypatch, *named):
    import main

    monkeypatch.setattr(sys, "argv", ["main.py", *arguments])
    with pytest.raises(SystemExit) as left:
        main.main()
    process = subprocess.CompletedProcess(arguments, left.value.code, *map(str.encode, capsys.readouterr()))
    assertOptionRefused(process, line.split()[0] if line.startswith("--") else line, *named)


@pytest.mark.parametrize("line", ["--miniset-size 0", "--miniset-size 401", "--validation 400", "--output="])
def testAnOptionOutOfRangeAsAUserSeesIt(arguments, tmp_path, line):
    process = run("main.py", *arguments["main.py"], *line.split())
    assertOptionRefused(process, re.match("--[a-z-]+", line)[0])
    assert snapshot(tmp_path) == {}


@pytest.mark.parametrize(
    "line, named",
    [
        ("--use-train-data --weights data", "--weights: not allowed with argument --use-train-data"),
        ("--weights", "--weights"),
        ("--data", "--data"),
        ("--epochs 4", "--epochs"),
        ("--figures=", "--figures"),
        ("--weights=", "--weights"),
        ("7", "7"),
    ],
)
def testAnOptionThatTestPyRefuses(line, named):
    assertOptionRefused(run("test.py", *line.split()), named)


@pytest.mark.parametrize(
    "line", ["--hidden", "--miniset-size 400", "--validation 399 --miniset-size 1", "--seed 0"]
)
def testTheEndsOfARangeAreTaken(arguments, line):
    assertWorks(run("main.py", *arguments["main.py"], "--no-picker", *line.split()), RIGHT)


@SCRIPTS
def testHelpNamesEachDefault(script):
    process = run(script, "--help", env=environment(COLUMNS="200"))
    assertWorks(process, b"(default: MNIST, in data/mnist)")
    if script == "main.py":
        for default in (b"4", b"0.01", b"100", b"20 20"):
            assert b"(default: " + default + b")" in process.stdout


@pytest.mark.parametrize("text, written", [("0,03", "0.03"), (",5", ".5")])
def testADecimalCommaIsToldHowToWriteIt(text, written, capsys, monkeypatch):
    refused(["--learning-rate", text], "--learning-rate", capsys, monkeypatch, f"write {written} ")


def testAMissingWeightsFolderIsNamed(arguments, tmp_path):
    process = run("test.py", *arguments["test.py"][:2], "--weights", tmp_path / "nowhere")
    assertRefused(process, tmp_path / "nowhere", "main.py")
    assert process.stdout == b""
