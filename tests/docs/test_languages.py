"""The pages in Spanish keep up with those in English: same headings, commands, pictures and numbers."""

import re
from collections import Counter
from pathlib import PurePosixPath

import pytest
from pages import BLOCK, PAGES, TRANSLATIONS, headings, links, numbers, prose, read, section

# other pages that each language links in its own version; only the study's summary is in Spanish
OTHERS = {"docs/paper.es.ipynb": "docs/paper.ipynb", "docs/study.es.md": "docs/study.md"}
translations = pytest.mark.parametrize(("english", "spanish"), TRANSLATIONS)


def sections(text):
    """(a heading's level, the text below it); the text before the first too."""
    parts = re.split(r"(?m)^(#+) (.*)\n", BLOCK.sub(lambda block: block[0].replace("\n#", "\n  #"), text))
    found = [(0, parts[0])]
    for marks, title, content in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        found.append((len(marks), f"{title}\n{content}"))
    return found


def code(text):
    """What is between single backticks."""
    return Counter(re.findall(r"`([^`\n]+)`", prose(text).replace("paper.es.ipynb", "paper.ipynb")))


def targets(page, text):
    """Pictures and pages that are linked, each page's translation counted as itself."""
    names = {spanish: english for english, spanish in TRANSLATIONS} | OTHERS
    found = []
    for link in links(text):
        if "://" not in link:
            path, _, _ = link.partition("#")
            parts = []
            for part in (PurePosixPath(page).parent / path).parts if path else PurePosixPath(page).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            link = names.get("/".join(parts), "/".join(parts))
        found.append(link)
    return Counter(found)


@translations
def testTheFirstLineLinksToTheOther(english, spanish):
    for page, other in ((english, spanish), (spanish, english)):
        first = read(page).partition("\n")[0]
        assert targets(page, first) == {english: 1}
        assert links(first)[0].endswith(PurePosixPath(other).name)


@translations
def testSameHeadings(english, spanish):
    ours, theirs = ([level for level, _ in headings(read(page))] for page in (english, spanish))
    assert ours == theirs


@translations
def testSameBlocks(english, spanish):
    assert BLOCK.findall(read(english)) == BLOCK.findall(read(spanish))


@translations
def testSameNumbersInEachSection(english, spanish):
    for ours, theirs in zip(sections(read(english)), sections(read(spanish)), strict=True):
        assert numbers(ours[1]) == numbers(theirs[1]), theirs[1].splitlines()[0]


@translations
def testSameCodeInEachSection(english, spanish):
    """Commands, options and what is typed."""
    for ours, theirs in zip(sections(read(english)), sections(read(spanish)), strict=True):
        assert code(ours[1]) == code(theirs[1]), theirs[1].splitlines()[0]


@translations
def testSamePictures(english, spanish):
    ours, theirs = (
        {name: count for name, count in targets(page, read(page)).items() if not name.endswith(".md")}
        for page in (english, spanish)
    )
    assert ours == theirs


def testTheStudysSummary():
    """docs/study.es.md is the summary for pupils: the same numbers, code and pictures."""
    spanish = read("docs/study.es.md").partition("\n# ")[2]
    summary = section(read("docs/study.md"), "In short, for pupils")
    for found in (numbers, code, lambda text: Counter(link for link in links(text) if link.endswith(".png"))):
        assert found(summary) == found(spanish)
    assert read("docs/study.es.md").startswith("*[In English](study.md)*\n")


@translations
def testSameRows(english, spanish):
    """Of each table; lists and answers are as long as well."""
    for ours, theirs in zip(sections(read(english)), sections(read(spanish)), strict=True):
        for row in (r"^\|", r"^- ", r"^\d+\. "):
            assert len(re.findall(row, ours[1], re.MULTILINE)) == len(
                re.findall(row, theirs[1], re.MULTILINE)
            )


def testADifferenceIsFound():
    assert numbers("60,000 in 0.5 s, 1, 2 and 3") == numbers("60\u00a0000 en 0.5 s, 1, 2 y 3")
    assert numbers("60,000 in 0.5 s") != numbers("60\u00a0000 en 0,5 s")
    assert numbers("[97](study-2.png)") == numbers("97")
    assert code("`--epochs 4`") != code("`--epochs 5`")


def testNoDecimalCommas():
    for spanish in PAGES:
        if spanish.name.endswith(".es.md"):
            assert not re.search(r"\d,\d", re.sub(r"`[^`]*`", "", prose(spanish.read_text("utf-8"))))
