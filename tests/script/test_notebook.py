"""The scripts inside a notebook's kernel: `%run`, imports, its figures, its questions, and its interrupt."""

import nbformat
import pytest
from helpers import PROJECT, QUESTION
from jupyter_client.manager import KernelManager
from jupyter_client.session import Session
from nbclient import NotebookClient

from support.weights import weightFiles

PATIENCE = 60
STATE = """
import builtins, os, signal, sys, warnings
import matplotlib, numpy, threadpoolctl
def state():
    return (
        {number: signal.getsignal(number) for number in signal.valid_signals()},
        [pool["num_threads"] for pool in threadpoolctl.threadpool_info()],
        list(warnings.filters), warnings.showwarning, numpy.geterr(),
        matplotlib.get_backend(), dict(matplotlib.rcParams), dict(os.environ),
        sys.stdin, sys.stdout, sys.stderr, builtins.input, sys.path[:], os.getcwd(),
    )
threadpoolctl.threadpool_limits(2)
before = state()
"""
# as Spyder forgets the user's modules before it runs a script again (the environment may be in the project)
FORGET = f"""
for name, module in list(sys.modules.items()):
    file = getattr(module, "__file__", None) or ""
    if file.startswith({str(PROJECT)!r}) and "site-packages" not in file:
        del sys.modules[name]
"""


@pytest.fixture(scope="module")
def kernel():
    """A kernel in the project's folder, as a notebook there has: its manager and our own client."""
    manager = KernelManager()
    manager.start_kernel(cwd=PROJECT)
    client = manager.client(session=Session(key=manager.session.key))
    client.start_channels()
    client.wait_for_ready(PATIENCE)
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def options(smallData, tmp_path_factory):
    output = tmp_path_factory.mktemp("notebook")
    return (
        f"--data '{smallData}' --output '{output}' --epochs 1",
        f"--data '{smallData}' --weights '{output}'",
    )


def runCells(manager, cells):
    """Run the cells as `Run All` does, with nobody to ask; the outputs of each. Errors are raised."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, km=manager, timeout=PATIENCE).execute(cleanup_kc=False)
    assert "SystemExit" not in str(notebook)
    return [cell.outputs for cell in notebook.cells]


def printed(outputs, stream="stdout"):
    return "".join(output.text for output in outputs if output.get("name") == stream)


def pictures(outputs):
    return sum("image/png" in output.get("data", {}) for output in outputs)


def testANotebookIsAsItWasAfterThem(kernel, options, tmp_path):
    train, test = options
    cells = [
        STATE,
        f"%run main.py {train} --no-picker",
        f"%run test.py {test} --no-picker --per-digit",
        f"%run test.py {test} --no-picker --figures '{tmp_path}'",
        f"%run test.py {test}",
        FORGET,
        "%run main.py --epochs many",
        f"%run test.py --weights '{tmp_path / 'nowhere'}'",
        "assert state() == before, (state(), before)",
    ]
    _, training, testing, figures, asking, _, refused, missing, _ = runCells(kernel[0], cells)
    assert "of the 100 test images right" in printed(training)
    assert "\r" not in printed(training, "stderr")
    assert "accuracy:" in printed(testing)
    assert printed(figures).count("saved ") == pictures(figures) == 4
    sentence = "test.py: no input here: with --no-picker nothing is asked\n"
    assert printed(asking, "stderr").endswith(sentence)
    assert "argument --epochs: 'many' is not a whole number" in printed(refused, "stderr")
    assert printed(missing, "stderr").count("\n") == 1


def testItsPartsAreImported(kernel):
    cells = [
        "from main import scaleWeights, train",
        "from Network import Network\nimport numpy as np",
        "network = Network(np.ones((2, 3, 784)), np.ones((2, 3, 10)), 0.01)\nscaleWeights(network)",
        "train(network, epochs=2)\nnetwork.feedForward(np.ones(784)).shape",
    ]
    assert runCells(kernel[0], cells)[-1][0].data["text/plain"] == "(10,)"


def execute(kernel, code, answers=(), interruptAt=None):
    """Run the code, answering what it asks; the kernel is interrupted once this is printed.

    Returns what it printed, the number of its pictures, what it asked, and the name of its last exception.
    """
    manager, client = kernel
    answers = iter(answers)
    shown, questions, interrupted = [], [], []

    def answer(message):
        questions.append(message["content"]["prompt"])
        client.input(next(answers))

    def show(message):
        shown.append(message["content"])
        if interruptAt and not interrupted and interruptAt in message["content"].get("text", ""):
            interrupted.append(True)
            manager.interrupt_kernel()

    reply = client.execute_interactive(code, stdin_hook=answer, output_hook=show, timeout=PATIENCE)
    output = "".join(content.get("text", "") for content in shown)
    images = sum("image/png" in content.get("data", {}) for content in shown)
    return output, images, "".join(questions), reply["content"].get("ename")


@pytest.mark.slow
def testTheQuestionIsAskedWhereItCanBeAnswered(kernel, smallData, smallWeights):
    """With the test image's picture among the output, and one of each mistake."""
    test = f"%run test.py --data '{smallData}' --weights '{smallWeights}'"
    output, images, questions, error = execute(kernel, test, ["7", "q"])
    assert "label says: 7" in output
    assert (images, questions, error) == (1, 2 * QUESTION.decode(), None)
    assert "no window" not in output
    output, images, questions, error = execute(kernel, f"{test} --no-picker --show-results", ["", "", "q"])
    assert (images, questions.count("Enter"), error) == (3, 3, None)


def testItsInterruptEndsTheTrainingAndThenWorksAsBefore(kernel, smallData, tmp_path):
    training = f"%run main.py --data '{smallData}' --output '{tmp_path}' --epochs 1000000 --no-picker"
    output, _, _, error = execute(kernel, training, interruptAt="100 --> ")
    assert "interrupted after " in output
    assert "of the 100 test images right" in output
    assert error is None
    assert len(weightFiles.load(tmp_path).layers) == 3
    loop = "print('begun', flush=True)\nwhile True:\n    pass"
    assert execute(kernel, loop, interruptAt="begun")[3] == "KeyboardInterrupt"
    assert execute(kernel, "print(6 * 7)")[0] == "42\n"
