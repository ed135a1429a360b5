"""The classes and train() in other programs: docs/inPython.md, other data than MNIST, what is refused."""

import re
import subprocess
import sys

import numpy as np
import pytest
from helpers import PROJECT, environment, slow
from threadpoolctl import threadpool_info, threadpool_limits

from Layer import Layer
from main import train, trainMiniset
from Network import Network
from support.weights import saving, weightFiles

BLOCKS = re.findall(
    r"^```python\n(.*?)^```", (PROJECT / "docs" / "inPython.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
)
XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])


def runBlock(block, folder):
    """What the block prints when it is run as a program in the folder."""
    process = subprocess.run(
        [sys.executable, "-c", block],
        cwd=folder,
        env=environment(PYTHONPATH=str(PROJECT)),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (process.returncode, process.stderr) == (0, ""), process
    return process.stdout


def testThePagesBlocksAreShort():
    assert [block.count("\n") <= 15 for block in BLOCKS] == [True, True]


def testThePagesTrainingOnMnist(tmp_path):
    accuracy, answer = runBlock(BLOCKS[0], tmp_path).splitlines()
    assert 75 < float(accuracy.split()[0]) < 93
    assert re.fullmatch(r"\d for a 5", answer)
    assert [path.name for path in tmp_path.iterdir()] == ["myWeights"]


def testThePagesOwnNumbers(tmp_path):
    """XOR's four answers; its first weights are fixed to some that learn it, as most do."""
    seeded = BLOCKS[1].replace("network =", "np.random.seed(0)\nnetwork =")
    answers = [float(number) for number in re.findall(r"\d\.\d*", runBlock(seeded, tmp_path))]
    assert [answer > 0.5 for answer in answers] == [False, True, True, False]


@pytest.mark.parametrize("seeds", [2, slow(20)])
def testXorIsLearned(seeds):
    """With the rate and epochs of the page's block, from 9 of 10 seeds."""
    rate, epochs = (float(re.search(rf"{name}=(\d+)", BLOCKS[1])[1]) for name in ("learningRate", "epochs"))
    inputs, wanted = XOR
    learned = 0
    for seed in range(seeds):
        network = Network([inputs], [wanted], rate, (2, 3, 1), np.random.RandomState(seed))
        train(network, epochs=int(epochs))
        learned += np.array_equal(network.feedForward(inputs) > 0.5, wanted)
    assert learned >= 0.9 * seeds


def testTrainIsTrainMinisetOverAndOver():
    """Two epochs of three mini-sets, with the mean of the gradients."""
    rng = np.random.RandomState(1)
    inputs, wanted = rng.rand(3, 5, 4), rng.rand(3, 5, 2)
    trained, stepped = (Network(inputs, wanted, 0.5, (4, 3, 2), np.random.RandomState(2)) for _ in range(2))
    train(trained, epochs=2, divisor=len)
    for minisetIndex in (0, 1, 2, 0, 1, 2):
        trainMiniset(stepped, minisetIndex, divisor=5)
    for one, other in zip(trained.layers, stepped.layers, strict=True):
        assert np.array_equal(one.weights, other.weights)
        assert np.array_equal(one.biases, other.biases)


def testTrainPrintsNothingAndLeavesTheRate(capfd):
    inputs, wanted = XOR
    network = Network([inputs], [wanted], 0.5, (2, 3, 1))
    train(network, epochs=3, decay=True)
    assert capfd.readouterr() == ("", "")
    assert network.learningRate == 0.5


def testTrainHoldsOneBlasThreadAndGivesTheOthersBack():
    class Looking(list):
        def __getitem__(self, index):
            seen.append(threads())
            return super().__getitem__(index)

    def threads():
        return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]

    inputs, wanted = XOR
    seen = []
    with threadpool_limits(2, "blas"):
        before = threads()
        train(Network(Looking([inputs]), [wanted], layerSizes=(2, 3, 1)), epochs=1)
        assert threads() == before
    assert all(count == 1 for one in seen for count in one) and seen


@pytest.mark.parametrize("sizes", [(2, 3, 1), (4, 8, 3), (784, 30, 26), (5, 1)])
def testWhatIsSavedIsLoaded(tmp_path, sizes):
    network = Network(None, None, layerSizes=sizes)
    saving.save(network, tmp_path)
    input = np.random.rand(7, sizes[0])
    assert np.array_equal(weightFiles.load(tmp_path).feedForward(input), network.feedForward(input))


# ---- what NumPy would broadcast silently, or refuse in its own words

NETWORK = (6, 4, 3)
WRONG_LABELS = {
    "digits": np.array([0, 1, 2, 0, 1]),
    "digits in a column": np.array([[0], [1], [2], [0], [1]]),
    "a number per image": np.array([1.0, 0, 0, 1, 0]),
    "a row too few": np.eye(3)[[0, 1, 2, 0]],
    "a class too many": np.eye(4)[[0, 1, 2, 0, 1]],
}


@pytest.mark.parametrize("kind", WRONG_LABELS)
@pytest.mark.parametrize("use", ["cost", "calculateDeltas", "calculateGradient"])
def testLabelsOfAnotherShapeAreRefusedWhereTheyAreUsed(kind, use):
    network = Network([np.ones((5, 6))], [WRONG_LABELS[kind]], layerSizes=NETWORK)
    network.feedForward(network.trainInput[0])
    with pytest.raises(ValueError) as error:
        getattr(network, use)(0)
    assert str(WRONG_LABELS[kind].shape) in str(error.value) and "(5, 3)" in str(error.value)


def testANumberPerSampleIsNoColumnForOneOutput():
    inputs, wanted = XOR
    network = Network([inputs], [wanted.ravel()], layerSizes=(2, 3, 1))
    with pytest.raises(ValueError, match=r"\(4,\).*\(4, 1\)"):
        train(network, epochs=1)


def testADigitForOneImageIsRefused():
    network = Network(np.ones((1, 5, 6)), [[0, 1, 2, 0, 1]], layerSizes=NETWORK)
    network.feedForward(network.trainInput[0][3])
    with pytest.raises(ValueError, match=r"\(\).*\(3,\)"):
        network.cost((0, 3))


@pytest.mark.parametrize("shape", [(28, 28), (728,), (784, 1), (2, 28, 28), ()])
def testAnInputOfAnotherShapeIsRefused(shape):
    with pytest.raises(ValueError) as error:
        Network(None, None).feedForward(np.ones(shape))
    assert str(shape) in str(error.value) and "(784,) or (n, 784)" in str(error.value)


def testCostBeforeFeedForward():
    with pytest.raises(ValueError, match="feedForward"):
        Network(np.ones((1, 5, 6)), [np.eye(3)[[0, 1, 2, 0, 1]]], layerSizes=NETWORK).cost(0)


@pytest.mark.parametrize("sizes", [(784, 0), (0, 10), (784, 2.5), (-1, 10), ("784", 10), (784, None)])
def testLayerSizesAreWholeNumbersAbove0(sizes):
    with pytest.raises(ValueError, match="whole numbers above 0"):
        Layer(*sizes)
    with pytest.raises(ValueError, match="whole numbers above 0"):
        Network(None, None, layerSizes=sizes)


@pytest.mark.parametrize("make", [list, np.array, lambda rows: np.array(rows, dtype=np.uint8)])
def testWeightsSetByHand(tmp_path, make):
    """Lists or whole numbers answer, are trained and are saved like the same numbers in doubles."""
    inputs, wanted = XOR
    ways = [make, lambda numbers: np.array(numbers, dtype=float)]
    networks = [Network([inputs], [wanted], 0.5, (2, 2, 1)) for _ in ways]
    for network, way in zip(networks, ways, strict=True):
        first, last = network.layers
        first.weights, first.biases = way([[1, 2], [0, 3]]), way([3, 1])
        last.weights, last.biases = way([[2, 1]]), way([1])
        saving.save(network, tmp_path)
        assert weightFiles.load(tmp_path).layers[0].weights.tolist() == [[1, 2], [0, 3]]
        network.answers = network.feedForward(inputs)
        train(network, epochs=2)
    byHand, wantedOne = networks
    assert np.array_equal(byHand.answers, wantedOne.answers)
    (hidden, other), sigmoid = Layer.sigmoid(np.array([3, 1])), Layer.sigmoid  # of the inputs 0 and 0
    assert byHand.answers[0, 0] == pytest.approx(sigmoid(2 * hidden + other + 1))
    for layer, other in zip(byHand.layers, wantedOne.layers, strict=True):
        assert layer.weights.dtype == layer.biases.dtype == float
        assert np.array_equal(layer.weights, other.weights)
        assert np.array_equal(layer.biases, other.biases)
        assert 0 < abs(layer.weights - np.rint(layer.weights)).max() < 1


def testWhatTheClassesSayOfThemselves():
    assert repr(Network(None, None)) == "Network(784-20-20-10, learningRate=0.01)"
    assert repr(Network(None, None, 0.5, (4, 3)).layers[0]) == "Layer(4, 3)"


STATE = """
import random, signal, sys, threading, warnings
import matplotlib, numpy as np, scipy.ndimage, threadpoolctl
def state():
    return {{
        "signals": [signal.getsignal(number) for number in sorted(signal.valid_signals())],
        "warnings": list(warnings.filters),
        "errors": np.geterr(),
        "random": (repr(np.random.get_state()), random.getstate()),
        "backend": matplotlib.rcParams._get_backend_or_none(),
        "BLAS": [library["num_threads"] for library in threadpoolctl.threadpool_info()],
        "threads": threading.active_count(),
        "system": [sys.excepthook, sys.stdin, sys.stdout, sys.stderr, sys.argv[:], sys.path[:]],
    }}
before = state()
import {modules}
after = state()
assert after == before, [name for name in before if after[name] != before[name]]
"""


def testImportingChangesNothingAndPrintsNothing():
    """main, test and every module of support, in one process: what one changes is seen at the end."""
    names = [
        ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        for path in sorted((PROJECT / "support").rglob("*.py"))
        if path.name != "start.py"  # which is for scripts, and says so
    ]
    code = STATE.format(modules=", ".join(["main", "test", *names]))
    assert runBlock(code, PROJECT) == ""
