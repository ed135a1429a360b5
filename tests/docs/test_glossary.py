"""docs/glossary.es.md has every sentence of `e`, `n` and `l`, and every warning, as the program prints it."""

import ast
import re

import pytest
from pages import read

from helpers import PROJECT

MODULES = [*sorted((PROJECT / "support" / "explaining").glob("*.py")), PROJECT / "support/training/advice.py"]
LETTERS = re.compile(r"[A-Za-z]{2}")


class Printed(ast.NodeVisitor):
    """The strings of a module: no docstrings, formats or keywords' values; cut where a value is printed."""

    def __init__(self, source):
        self.parts = []
        self.visit(ast.parse(source))

    def visit_Expr(self, node):
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Constant(self, node):
        if isinstance(node.value, str):
            lines = [" ".join(line.split()) for line in node.value.split("\n")]
            self.parts += [line for line in lines if LETTERS.search(line)]

    def visit_FormattedValue(self, node):
        self.visit(node.value)

    def visit_keyword(self, node):
        pass


def sentences():
    """(module, part) of each sentence that the glossary must have."""
    return [(path.stem, part) for path in MODULES for part in Printed(path.read_text("utf-8")).parts]


def ownWarnings():
    """Those of your own digits: the constants that ask or doubt, and what is appended as it is."""
    paths = [path for folder in ("ownDigits", "eyes") for path in (PROJECT / "support" / folder).glob("*.py")]
    source = "\n".join(path.read_text("utf-8") for path in paths)
    constants = re.findall(r'^[A-Z]+ = "([^"]+\?|unsteady [^"]+)"$', source, re.MULTILINE)
    return constants + re.findall(r'warnings\.append\("([^"]+)"\)', source) + ["no output above"]


def isIn(part, text):
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None


def english(text):
    """The first columns of the glossary's tables of sentences, … for a number or a name."""
    rows = re.findall(r"^\| (`.*?`) \| .*\w.* \|$", text, re.MULTILINE)
    return " ".join(" ".join(rows).replace("`", "").split())


@pytest.mark.parametrize(("module", "part"), sentences())
def testIsThere(module, part):
    assert isIn(part, english(read("docs/glossary.es.md"))), module


@pytest.mark.parametrize("warning", ownWarnings())
def testTheWarningIsThere(warning):
    assert isIn(warning.rstrip("?"), english(read("docs/glossary.es.md")))


def testThereAreMany():
    assert len(sentences()) > 60
    assert len(ownWarnings()) > 3


def testAMissingOneIsFound():
    source = '''"""Doc."""\nprint(f"  {'name':{NAME}}No neuron {3} shouts", end="ab")\n"""more"""\n'''
    assert Printed(source).parts == ["name", "No neuron", "shouts"]
    assert not isIn("shouts", english(read("docs/glossary.es.md")))
    assert english("| `a … b` | c |\n| d | `e` |") == "a … b"


def testNoneIsLeftOver():
    """What the glossary says of `e`, `n`, `l` and bad results is still in the program."""
    page = read("docs/glossary.es.md")
    text = page[page.index("## Lo que dice `e`") : page.index("De tus propias cifras:")]
    program = " ".join(part for _, part in sentences())
    assert [word for word in re.findall(r"[A-Za-z]{2,}", english(text)) if not isIn(word, program)] == []
