"""Training on the page: how well, from which weights, stopping it, and a rate that is too high."""

import io
import zipfile

import numpy as np
import pytest

from support.weights import weightFiles

from browser import needsBrowser
from helpers import slow
from support.training.evaluation import Evaluation

pytestmark = needsBrowser

SETTINGS = "for (const [name, value] of Object.entries(arguments[0])) training.setting(name).value = value;"


def progress(browser):
    browser.nextFrame()
    return browser.text("progress")


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def testThePapersTrainingReachesItsAccuracy(opened, seed, tmp_path, testSet):
    """90.5 % in 4 epochs; the saved weights get the same in Python on the same images."""
    accuracy = opened.wait("train(a[0], 4)", seed)
    assert accuracy >= 90.5
    assert f"{accuracy:.2f} %" in progress(opened) and "2400" in progress(opened)
    letters = opened.wait(
        "zipFile(layersToFiles(network.layers)).arrayBuffer().then((buffer) => [...new Uint8Array(buffer)])"
    )
    zipfile.ZipFile(io.BytesIO(bytes(letters))).extractall(tmp_path)
    assert Evaluation(weightFiles.load(tmp_path), *testSet).accuracy == accuracy


@pytest.mark.parametrize("withoutWorker", [slow(False), slow(True)])
def testATrainingCanBeStoppedAndGoneOnWith(english, trainedPage, withoutWorker):
    browser = english.open(trainedPage, "delete window.Worker;" if withoutWorker else "")
    browser.run("openPanel('trainPanel')")
    browser.click("train")
    browser.waitFor("state.training.iteration > 20")
    assert not browser.run("return byId('stop').disabled")
    browser.click("stop")
    browser.waitFor("state.training.running === null")
    stopped = browser.run("return state.training.iteration")
    assert 20 < stopped < 2400
    before = browser.run("return [...network.layers[0].biases]")
    browser.click("oneMiniset")
    browser.waitFor("state.training.running === null")
    assert browser.run("return state.training.iteration") == stopped + 1
    assert browser.run("return [...network.layers[0].biases]") != before
    browser.click("goOn")
    browser.waitFor(f"state.training.iteration > {stopped + 20}")
    browser.click("first")
    assert browser.run("return [state.training.iteration, state.training.running]") == [0, None]
    first = browser.run("return [...network.layers[0].biases]")
    browser.nextFrame()
    assert first == browser.run("return [...network.layers[0].biases]")
    rng = np.random.RandomState(1)
    rng.uniform(-0.5, 0.5, (20, 784))
    np.testing.assert_array_equal(first, rng.uniform(-0.5, 0.5, 20))


def testTheSettingsAreThoseOfTheTraining(opened):
    """A layer, the mean, another size: a mini-set moves the weights by Python's gradient."""
    opened.run(
        SETTINGS, {"hidden1": 7, "hidden2": 0, "average": "mean", "minisetSize": 50, "rate": 0.5, "seed": 9}
    )
    opened.run("training.first()")
    assert opened.run("return layerSizes(network)") == [784, 7, 10]
    error, cost, told, accuracy = opened.wait("""(async () => {
        const ours = copyOf(network, state.pixels, 0);
        const [trainInput, trainLabels] = [network.trainInput, network.trainLabels].map((sets) =>
            [sets[0].slice(0, 50)]);
        Object.assign(ours, {trainInput, trainLabels, learningRate: 0.5 / 50});
        const accuracy = await training.goOn(1);
        ours.feedForward(ours.trainInput[0]);
        const cost = ours.cost(0) / 50;
        ours.backpropagation(...ours.calculateGradient(0));
        const error = Math.max(...ours.layers.flatMap(({weights}, L) => weights.flatMap((row, k) =>
            Array.from(row, (w, j) => Math.abs(w - network.layers[L].weights[k][j])))));
        return [error, cost, state.training.cost.at(-1)[1], accuracy];
    })()""")
    assert error < 1e-12 and cost == pytest.approx(told, rel=1e-9)
    assert f"cost per image {cost:.4f}" in progress(opened)
    assert f"{accuracy:.2f} %" in progress(opened)
    opened.run(SETTINGS, {"hidden1": 1e9, "minisetSize": "", "rate": -1, "seed": -5})
    fields = ["hidden1", "minisetSize", "rate", "seed"]
    assert opened.run("return arguments[0].map((name) => training.number(name))", fields) == [
        100,
        100,
        0.01,
        0,
    ]


@pytest.mark.slow
def testACostThatIsNoNumberIsSaid(opened):
    """Nothing else breaks, and the next training works."""
    opened.run("openPanel('trainPanel')")
    opened.run(SETTINGS, {"rate": 1.7e308})
    opened.wait("train(1, 1)")
    assert "no longer a number" in progress(opened)
    assert opened.text("answer") == "?"
    for panel in ("neuron", "step", "why", "count", "break"):
        opened.run("openPanel(`${arguments[0]}Panel`)", panel)
        opened.nextFrame()
    opened.run("openPanel('trainPanel')")
    opened.run(SETTINGS, {"rate": 0.01})
    opened.run("training.first(); training.goOn(3)")
    opened.waitFor("state.training.running === null")
    assert "no longer" not in progress(opened) and opened.text("answer").isdigit()


@pytest.mark.slow
def testARateThatIsTooHighIsSaid(opened):
    opened.run("openPanel('trainPanel')")
    opened.run(SETTINGS, {"rate": 0.5})
    assert opened.wait("train(1, 1)") < 80
    assert "too high" in progress(opened)


@pytest.mark.slow
def testASecondTrainingEndsTheFirst(opened):
    """The first one's promise is resolved too."""
    first, second = opened.wait(
        "Promise.all([train(1, 50), new Promise((go) => setTimeout(go, 300)).then(() => train(2, 1))])"
    )
    assert 0 <= first <= 100 and second > 60
    assert opened.run("return state.training.iteration") == 600
