"""What the tests of the pages share: their texts, headings, blocks, commands and links."""

import re
import shlex
from collections import Counter

from helpers import PROJECT

PAGES = [PROJECT / "README.md", *sorted(PROJECT.glob("docs/*.md")), PROJECT / "data" / "mnist" / "README.md"]
TRANSLATIONS = [
    ("README.md", "docs/README.es.md"),
    *(
        (f"docs/{name}.md", f"docs/{name}.es.md")
        for name in ("classroom", "inPython", "lessons", "whenItFails")
    ),
]
QUESTION = "choose a test image (0-9999) "
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def read(name):
    return (PROJECT / name).read_text("utf-8")


def blocks(text, language=""):
    """The contents of the fenced blocks of this language."""
    return [content for found, content in BLOCK.findall(text) if found == language]


def prose(text):
    """The text without its fenced blocks."""
    return BLOCK.sub("", text)


def headings(text):
    """(level, title) of each heading."""
    return [(len(marks), title) for marks, title in re.findall(r"^(#+) (.*)$", prose(text), re.MULTILINE)]


def anchors(text):
    """What can follow a link's #: the headings as GitHub's anchors."""
    found = []
    for _, title in headings(text):
        title = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", title).lower()
        anchor = re.sub(r"[^\w\- ]", "", title).replace(" ", "-")
        count = sum(re.fullmatch(f"{re.escape(anchor)}(-[0-9]+)?", other) is not None for other in found)
        found.append(f"{anchor}-{count}" if count else anchor)
    return found


def links(text):
    """The targets of links and pictures, code left out."""
    text = re.sub(r"`[^`\n]*`", "", prose(text))
    return re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)


def numbers(text):
    """Each number of the prose, thousands without what parts them: 60,000 and 60 000 are the same."""
    text = re.sub(r"\]\([^)]*\)|<[^>]*>", "", prose(text))  # links have other numbers
    text = re.sub(r"(?<=\d)(?:,|\u00a0)(?=\d{3}\b)", "", text)
    return Counter(re.findall(r"\d+(?:\.\d+)*", text))


def section(text, title):
    """The text below a heading, up to the next of its level or a higher one."""
    match = re.search(rf"^(#+) {re.escape(title)}\n", text, re.MULTILINE)
    end = re.search(rf"^#{{1,{len(match[1])}}} ", text[match.end() :], re.MULTILINE)
    return text[match.end() :][: end.start() if end else None]


def blockCommands(text):
    """(a command's words, what is typed at its question), from the blocks."""
    found = []
    for content in blocks(text):
        for line in content.splitlines():
            if line.startswith(QUESTION) and found:
                found[-1][1].append(line.removeprefix(QUESTION))
            elif re.match(r"(\$ )?python ", line):
                found.append((shlex.split(line.removeprefix("$ "), comments=True), []))
    return found


def commands(text):
    """The same from the blocks, then from the prose."""
    inline = re.findall(r"`(python [^`\n]+)`", prose(text))
    return blockCommands(text) + [(shlex.split(line), []) for line in inline]
