"""The pages keep to their lengths, and the tables of options to the options."""

import re

import pytest
from pages import PAGES, blocks, read, section

from helpers import PROJECT
from support.script import options


def words(text):
    return len(text.split())


@pytest.mark.parametrize(
    ("name", "most"), [("README.md", 1700), ("docs/README.es.md", 2200), ("docs/benchmark.md", 600)]
)
def testLength(name, most):
    assert words(read(name)) <= most


def testTheSummaryForPupilsIsShort():
    text = section(read("docs/study.md"), "In short, for pupils")
    assert words(text) <= 200
    assert len(re.findall(r"!\[", text)) == 2


def testTheTeachersSheetFitsAPage():
    """About 500 words of this kind are a page, lines of tables and blocks counted double."""
    text = read("docs/classroom.md")
    assert words(section(text, "The teacher's sheet")) <= 420
    assert words(text) <= 850


def testNoTabsNoTrailingBlanks():
    for page in PAGES:
        assert not re.search(r"\t|[ \t]$", page.read_text("utf-8"), re.MULTILINE), page


def testSetUpIsTheSameOnWindows():
    """Line by line, as PowerShell 5.1 has no &&."""
    for name in ("README.md", "docs/README.es.md"):
        found = blocks(read(name))
        posix = [block for block in found if block.startswith("python3 -m venv")]
        windows = [block for block in found if block.startswith("py -m venv")]
        assert len(posix) == len(windows) == 2
        for one, other in zip(posix, windows, strict=True):
            lines = other.replace("py -m", "python3 -m", 1).replace("\\Scripts\\", "/bin/").splitlines()
            assert " && ".join(lines) == one.strip()


def testCiRunsTheSetUp():
    """.ci/run takes the lines that begin so."""
    lines = re.findall(r"^python3 -m venv .*$", read("README.md"), re.MULTILINE)
    assert [line.rpartition(" && ")[2] for line in lines] == [
        ".venv/bin/python main.py",
        ".venv/bin/python -m pytest -n auto --dist loadfile",
    ]


def rows(text):
    """Option: (what it takes, default) of each row of a table."""
    found = re.findall(r"^\| `(--[a-z-]+)( [^`]*)?` \| ([^|]+) \|", text, re.MULTILINE)
    return {option: (takes.strip(), default.strip(" `")) for option, takes, default in found}


@pytest.mark.parametrize(
    ("script", "tables"),
    [
        ("main.py", (options.PAPER, options.BETTER, options.TOLD, options.FILES)),
        (
            "test.py",
            (options.WEIGHTS, options.OWN, options.LABELLED, options.SHOWN, (options.DATA,)),
        ),
    ],
)
def testEveryOptionHasItsRow(script, tables):
    shown = rows(section(read("docs/options.md"), script))
    said = {"--seed": "a new one", "--data": "MNIST", "--output": "data", "--hidden": "20 20"}
    if script == "test.py":
        said["--weights"] = "data"
    expected = {}
    for name, kind, default, _ in (row for table in tables for row in table):
        takes = kind.get("metavar", "") + " …" * ("nargs" in kind)
        expected[name] = takes, said.get(name, "off" if default in (None, False) else str(default))
    assert shown == expected


def testTheSheetNamesEveryLesson():
    lessons = re.findall(r"^## (\d+)\. ", read("docs/lessons.md"), re.MULTILINE)
    table = re.findall(r"^\| \d+ \|.*\| ([^|]*) \|$", read("docs/classroom.md"), re.MULTILINE)
    assert [number for cell in table for number in re.findall(r"\d+", cell)] == lessons


def testTheSheetNamesTheLessonsOfThePage():
    """Those that say how they are done in a browser."""
    text = read("docs/lessons.md")
    lessons = re.findall(r"^## (\d+)\.(?:(?!^## ).)*?^On the page:", text, re.MULTILINE | re.DOTALL)
    (named,) = re.findall(r"lessons\s+([\d, and]+) say how", read("docs/classroom.md"))
    assert re.findall(r"\d+", named) == lessons


def testPagesAreKnown():
    """Each page is reached from the README."""
    text = read("README.md")
    for page in PAGES[1:]:
        if page.parent == PROJECT / "docs":
            assert f"docs/{page.name}" in text or page.name.endswith(".es.md"), page
