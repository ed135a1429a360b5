"""docs/paper.ipynb: its cells run in order, print the paper's numbers, and are stored as they printed.

docs/paper.es.ipynb is the same in Spanish, except for the texts in its code.
"""

import ast
import contextlib
import io
import json
import re

import matplotlib
import pytest

from pages import numbers

from helpers import PROJECT

PATH = PROJECT / "docs" / "paper.ipynb"
SPANISH = PROJECT / "docs" / "paper.es.ipynb"
LARGEST = 400_000  # bytes
NUMBER = r"[-+]?\d+\.\d+"


def cellsOf(path):
    return json.loads(path.read_text("utf-8"))["cells"]


def codeCells(path=PATH):
    return [cell for cell in cellsOf(path) if cell["cell_type"] == "code"]


def stored(cell):
    """What the cell printed when it was run for the file."""
    return "".join("".join(output.get("text", "")) for output in cell["outputs"])


def runCells(cells, monkeypatch, change=lambda source: source):
    """What each cell prints, run in plain Python after the others."""
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.chdir(PROJECT / "docs")
    monkeypatch.syspath_prepend(str(PROJECT))
    names, printed = {}, []
    with matplotlib.rc_context():  # the notebook sets some
        for cell in cells:
            source = re.sub(r"^%.*\n", "", "".join(cell["source"]) + "\n", flags=re.MULTILINE)
            with contextlib.redirect_stdout(io.StringIO()) as output:
                exec(compile(change(source), "cell", "exec"), names)
            printed.append(output.getvalue())
        names["pyplot"].close("all")
    return printed


def checkHandwork(printed):
    """Every number of the 2-3-2 example agrees with those printed above it, and with measured derivatives."""
    deltas = re.findall(r"^δ of .* = (.*) = (\S+)$", printed, re.MULTILINE)
    assert len(deltas) == 5
    for terms, delta in deltas:
        expression = terms.replace("·", "*")
        assert re.fullmatch(r"[-+*(). \d]+", expression)
        assert eval(expression) == pytest.approx(float(delta), abs=2e-6)
    derivatives = re.findall(rf"a·δ = ({NUMBER}), measured ({NUMBER})", printed)
    assert len(derivatives) == 12
    for product, measured in derivatives:
        assert float(product) == pytest.approx(float(measured), abs=1.5e-6)
    assert "the classes agree: True" in printed


HANDWORK = 8, 10  # the cells of section 7


@pytest.mark.parametrize("path", [PATH, SPANISH])
def testItsSizeAndItsOutputs(path):
    assert path.stat().st_size < LARGEST
    assert [cell["execution_count"] for cell in codeCells(path)] == list(range(1, len(codeCells(path)) + 1))


class WithoutTexts(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node):
        self.generic_visit(node)
        node.values = [value for value in node.values if not isinstance(value, ast.Constant)]
        return node


def withoutTexts(cell):
    """Its code, without comments, blanks and what is in quotes."""
    source = re.sub(r"^%.*$", "", "".join(cell["source"]), flags=re.MULTILINE)
    return ast.dump(WithoutTexts().visit(ast.parse(source)))


def testTheSpanishOneHasTheSameCells():
    for ours, theirs in zip(cellsOf(PATH), cellsOf(SPANISH), strict=True):
        assert ours["cell_type"] == theirs["cell_type"]
        if ours["cell_type"] == "code":
            assert withoutTexts(ours) == withoutTexts(theirs)
            assert numbers(stored(ours)) == numbers(stored(theirs))
            assert pictures(ours) == pictures(theirs)
        else:
            ours, theirs = ("".join(cell["source"]) for cell in (ours, theirs))
            assert ours != theirs
            assert numbers(ours) == numbers(theirs)


def pictures(cell):
    return sum("image/png" in output.get("data", {}) for output in cell.get("outputs", ()))


def testOtherCodeWouldBeNoticed():
    assert withoutTexts({"source": "print(f'a {b:.2f}')  # c"}) == withoutTexts(
        {"source": 'print(f"d {b:.2f}")'}
    )
    assert withoutTexts({"source": "print(f'a {b:.2f}')"}) != withoutTexts({"source": "print(f'a {c:.2f}')"})


def testTheCellsPrintThePapersNumbers(monkeypatch):
    cells = codeCells()
    printed = runCells(cells, monkeypatch)
    text = "".join(printed)
    for camera, z, activation in ((1, -2.0, "0.119"), (2, -0.8, "0.310"), (3, 0.2, "0.550")):
        assert re.search(rf"camera {camera}: .*= {z}, σ\(z\) = {activation}$", text, re.MULTILINE)
    assert "numbers: 16330" in text
    assert "one neuron: 0.4489" in text
    assert re.search(r"^step 30: w = 3\.33, cost 0\.0000$", text, re.MULTILINE)
    assert "cost 4.41, gradient (1.26, 1.68)" in text
    mean = re.search(r"mean of the two: \[(.*)\]", text)[1]
    assert [float(number) for number in mean.split()] == [1.335, 2.175, -1.79, 2.3]
    checkHandwork("".join(printed[HANDWORK[0] : HANDWORK[1]]))
    right = int(re.search(r"^(\d+) of 10000 test images right", text, re.MULTILINE)[1])
    assert 9100 <= right <= 9300  # 300 trainings with these settings were between 91.20 and 92.78 %
    shares = dict(
        re.findall(r"^(\w+) +at the rate .*: ([\d.]+) % right", text.replace("mean at", "m at", 1), re.M)
    )
    assert float(shares["m"]) < 25  # the mean at the sum's rate
    assert float(shares["mean"]) == pytest.approx(float(shares["sum"]), abs=0.5)


@pytest.mark.parametrize("path", [PATH, SPANISH])
def testTheStoredOutputsAreThoseOfTheCells(monkeypatch, path):
    """As far as no training comes into it: another processor adds in another order."""
    cells = codeCells(path)[: HANDWORK[1]]
    assert [stored(cell) for cell in cells] == runCells(cells, monkeypatch)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2 * (answer - wanted)", "2 * (wanted - answer)"),
        ("deltaOut[1] * w[1]) * hidden[j]", "deltaOut[1] * w[0]) * hidden[j]"),
        ("np.outer(deltaHidden, image)", "np.outer(deltaHidden, image) * -1"),
    ],
)
def testAWrongSignWouldBeNoticed(monkeypatch, right, wrong):
    cells = codeCells()[: HANDWORK[1]]
    assert any(right in "".join(cell["source"]) for cell in cells)
    printed = runCells(cells, monkeypatch, lambda source: source.replace(right, wrong))
    with pytest.raises(AssertionError):
        checkHandwork("".join(printed[HANDWORK[0] :]))


@pytest.mark.slow
@pytest.mark.parametrize("path", [PATH, SPANISH])
def testJupyterRunsIt(path):
    nbformat = pytest.importorskip("nbformat", reason="nbclient is not installed")
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(path.parent)}}).execute()
    assert sum(map(pictures, notebook.cells)) >= 7
