"""Every link of every page leads somewhere."""

import json
from urllib.parse import unquote

import pytest
from pages import PAGES, anchors, links

from helpers import PROJECT

# Tests leave the network alone: these were opened by hand.
ELSEWHERE = {
    "https://github.com/davoriols/NeuralNetworkTR",
    "https://creativecommons.org/licenses/by-sa/3.0/",
    "https://pytorch.org",
}
NOTEBOOKS = [PROJECT / "docs" / name for name in ("paper.ipynb", "paper.es.ipynb")]


def broken(page, text):
    """The links of the page that lead nowhere."""
    found = []
    for link in links(text):
        if "://" in link:
            isThere = link in ELSEWHERE
        else:
            name, _, anchor = unquote(link).partition("#")
            path = (page.parent / name).resolve() if name else page
            isThere = path.is_relative_to(PROJECT) and path.exists()
            if isThere and anchor:
                isThere = path.suffix == ".md" and anchor in anchors(path.read_text("utf-8"))
        if not isThere:
            found.append(link)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def testLinksOfAPage(page):
    text = page.read_text("utf-8")
    assert broken(page, text) == []


@pytest.mark.parametrize("path", NOTEBOOKS)
def testLinksOfTheNotebooks(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert broken(path, text) == []


def testABrokenLinkIsFound():
    page = PAGES[0]
    wrong = ["docs/none.md", "docs/lessons.md#none", "#none", "https://example.org", "../elsewhere.md"]
    good = ["docs/lessons.md#answers", "#start", "docs/film.gif"]
    assert broken(page, " ".join(f"[a]({link})" for link in wrong + good)) == wrong
    assert broken(page, '<img src="docs/none.gif">') == ["docs/none.gif"]


def testAnchors():
    text = "# A b\n## 1. Sum, or `mean`?\n## A b\n```\n# no heading\n```\n## ¿Qué es σ?\n"
    assert anchors(text) == ["a-b", "1-sum-or-mean", "a-b-1", "qué-es-σ"]
