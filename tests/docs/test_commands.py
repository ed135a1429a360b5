"""Every command of every page is one that the program takes; the slow run runs them all."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from pages import PAGES, blocks, commands, read, section

from helpers import PROJECT, environment, run
from support.script import options, paths
from support.weights import weightFiles

PARSERS = {"main.py": options.mainOptions, "test.py": options.testOptions}
LONG = ("150", "60")  # epochs of the weights that come with the project; here they take one
OPEN = "…"  # in a command with something to fill in
LEFT_OUT = ("pip", "notebook", "-c", "lesson.py")  # the first two want a network; .ci/run runs the set-up
# in tests/experiments the parts of these are run; as a whole they take minutes to days
EXPERIMENTS = (
    *("experiments.benchmark.run", "experiments.studies.run"),
    *("experiments.eyes.train", "experiments.eyes.measure", "experiments.eyes.figures"),
    *("experiments.eyes.sensitivity", "experiments.eyes.groups", "experiments.world.hands"),
)


def moduleOf(words):
    """What runs: a script, or the module after -m."""
    return words[1] if words[0] == "-m" and len(words) > 1 else words[0]


def allCommands():
    """(page, words, what is typed) of each command, once."""
    found = {}
    for page in PAGES:
        for words, typed in commands(page.read_text("utf-8")):
            isOpen = any(OPEN in word for word in words)
            if words[0] == "python" and len(words) > 1 and moduleOf(words[1:]) not in LEFT_OUT and not isOpen:
                found.setdefault((tuple(words[1:]), tuple(typed)), page)
    return [(page, list(words), list(typed)) for (words, typed), page in found.items()]


def named(commands):
    return [pytest.param(*one, id=" ".join(one[1])) for one in commands]


ALL = allCommands()
SCRIPTS = [one for one in ALL if one[1][0] in PARSERS]
OTHERS = [one for one in ALL if one[1][0] not in PARSERS]


def testThereAreMany():
    assert len(SCRIPTS) > 25
    assert {words[1] for page in PAGES for words, _ in commands(page.read_text("utf-8")) if words[1:]} >= {
        "main.py",
        "test.py",
        "-m",
    }


@pytest.mark.parametrize(("page", "words", "typed"), named(SCRIPTS))
def testIsTaken(page, words, typed):
    if "--help" not in words:
        PARSERS[words[0]](words[1:])


@pytest.mark.parametrize(("page", "words", "typed"), named(OTHERS))
def testIsThere(page, words, typed):
    assert words[0] == "-m" and words[1].startswith("experiments.")
    assert (PROJECT / f"{words[1].replace('.', '/')}.py").is_file()


def runIn(project, words, typed=()):
    """The command as the page has it; long trainings are cut short, and questions answered."""
    words = [*words, *(["--epochs", "1"] if any(epochs in words for epochs in LONG) else [])]
    lines = "".join(f"{line}\n" for line in [*typed, "q"])
    return run(*words, project=project, cwd=project, input=lines.encode(), timeout=300)


@pytest.mark.slow
@pytest.mark.parametrize(("page", "words", "typed"), named(SCRIPTS))
def testRuns(classProject, page, words, typed):
    for folder in ("ours", "world"):
        if "--save-data" in words and folder in words:
            shutil.rmtree(classProject / folder)
    process = runIn(classProject, words, typed)
    errors = process.stderr.decode()
    assert "Traceback" not in errors
    if "--draw" in words:
        assert process.returncode == 1 and "--draw needs a window" in errors
    else:
        assert process.returncode == 0, errors
        assert f"{process.stdout.decode()} ".count("choose a test image") in (0, len(typed) + 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "words", "typed"), named(one for one in OTHERS if moduleOf(one[1]) not in EXPERIMENTS)
)
def testExperimentRuns(project, page, words, typed):
    shutil.rmtree(project / "world", ignore_errors=True)
    process = subprocess.run(
        [sys.executable, *words],
        cwd=project,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=300,
    )
    assert process.returncode == 0, process.stderr


def asTested(line):
    """A line's numbers, and the text around them; seconds are left out."""
    line = re.sub(r"[\d.]+ s\b", "", line)
    return re.sub(r"[\d.]+", "#", line), [float(number) for number in re.findall(r"\d+(?:\.\d+)?", line)]


@pytest.mark.slow
def testTheFirstScreensLines(project):
    """Half a percent for another processor's roundings; the first line is the seed that gives the others."""
    first, *shown = next(block for block in blocks(read("README.md")) if "mean cost" in block).splitlines()
    seed = first.removeprefix("seed: ")
    assert f"`--seed {seed}` repeats these" in " ".join(read("README.md").split())
    printed = runIn(project, ["main.py", "--seed", seed]).stdout.decode().splitlines()
    lines = [line for line in printed if re.match(r"epoch [34]|\d+ of|choose", line)]
    assert len(lines) == len(shown) == 4
    for line, other in zip(lines, shown, strict=True):
        words, numbers = asTested(line)
        assert words.strip() == asTested(other)[0].strip()
        assert numbers == pytest.approx(asTested(other)[1], rel=0.006)


def testAPhotosLines(tmp_path):
    """Those below its command, letter by letter but for the place where the pictures are saved."""
    (shown,) = (block for block in blocks(read("README.md")) if block.startswith("$ python test.py"))
    command, *lines = shown.splitlines()
    words = command.split()[2:]
    words[words.index("docs")] = str(tmp_path)
    process = run(*words, cwd=PROJECT)
    wanted = [line.replace("docs/", f"{tmp_path}{os.sep}") for line in lines]
    assert process.stdout.decode().splitlines() == wanted


def testShippedAccuracies(testSet):
    """97.37 % and the wide network's, wherever the pages name them."""
    from support.training.evaluation import Evaluation

    for folder, name in ((paths.TRAINED, "trainedData"), (paths.WIDE, "trainedData/wide")):
        accuracy = Evaluation(weightFiles.load(folder), *testSet).accuracy
        assert f"{accuracy:.2f}" in section(read("docs/weights.md"), "The best weights"), name
