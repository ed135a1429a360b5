"""network.js against Layer.py and Network.py, in a real browser: the same numbers from the same weights."""

import base64

import numpy as np
import pytest

from main import train
from Network import Network
from support.data import dataSet
from support.page import packing
from support.training.evaluation import Evaluation

from browser import needsBrowser
from helpers import makeNetwork

pytestmark = needsBrowser

# Layers as Python reads them: [[weights, biases], …]
LAYERS = "network.layers.map(({weights, biases}) => [Array.from(weights, (row) => [...row]), [...biases]])"


def bytesOf(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def arraysOf(layers):
    return [np.array(array) for layer in layers for array in layer]


def layersOf(network):
    return [array for layer in network.layers for array in (layer.weights, layer.biases)]


def assertClose(ours, theirs, within=1e-9):
    assert [array.shape for array in ours] == [array.shape for array in theirs]
    assert max(np.abs(a - b).max() for a, b in zip(ours, theirs, strict=True)) < within


@pytest.mark.slow
def testAllTestImagesHavePythonsActivations(opened, trained, testSet):
    """All 10,000, at full precision, not as the page carries them."""
    images, _ = testSet
    activations = opened.run(
        """
        const bytes = Uint8Array.from(atob(arguments[0]), (letter) => letter.charCodeAt(0));
        return Array.from({length: 10000}, (_, i) => [...network.feedForward(Array.from(
            bytes.subarray(784 * i, 784 * (i + 1)), (byte) => byte / 255))]);
        """,
        bytesOf(images),
    )
    assertClose([np.array(activations)], [trained.feedForward(images / 255)])


@pytest.mark.parametrize("layerSizes", [(784, 20, 20, 10), (784, 10), (784, 7, 6, 5, 10)])
def testAStepIsPythons(opened, layerSizes):
    """A mini-set's cost, deltas, gradient and new weights; and the same of one image."""
    rng = np.random.RandomState(5)
    ours = makeNetwork(3, layerSizes)
    ours.trainInput = rng.uniform(0, 1, (1, 12, 784))
    ours.trainLabels = dataSet.oneHot(rng.randint(10, size=(1, 12)))
    ours.learningRate = 0.02
    for image, input in ((0, ours.trainInput[0]), ((0, 4), ours.trainInput[0, 4])):
        step = opened.run(
            """
            const [trainInput, trainLabels, layers, image, input] = arguments;
            window.tested = new Network(trainInput, trainLabels, 0.02, []);
            tested.layers = layers.map(([weights, biases]) =>
                Object.assign(new Layer(weights[0].length, biases.length), {weights, biases}));
            const activations = tested.feedForward(input), cost = tested.cost(image);
            const deltas = tested.calculateDeltas(image), gradient = tested.calculateGradient(image);
            tested.backpropagation(...gradient);
            const plain = (numbers) => numbers.length === undefined ? numbers : Array.from(numbers, plain);
            return {cost, ...Object.fromEntries(Object.entries({activations, deltas, gradient,
                layers: tested.layers.map(({weights, biases}) => [weights, biases])})
                .map(([name, numbers]) => [name, plain(numbers)]))};
            """,
            ours.trainInput.tolist(),
            ours.trainLabels.tolist(),
            [[layer.weights.tolist(), layer.biases.tolist()] for layer in ours.layers],
            image,
            input.tolist(),
        )
        assertClose([np.array(step["activations"])], [ours.feedForward(input)])
        assert abs(step["cost"] - ours.cost(image)) < 1e-9
        assertClose([np.array(delta) for delta in step["deltas"]], ours.calculateDeltas(image))
        gradient = ours.calculateGradient(image)
        for their, our in zip(step["gradient"], gradient, strict=True):
            assertClose([np.array(array) for array in their], list(our))
        ours.backpropagation(*gradient)
        assertClose(arraysOf(step["layers"]), layersOf(ours))


def testTheGradientIsThatOfTheCost(opened):
    """The control, a gradient without the 2, must be found wrong."""
    error = opened.run("""
        const input = Float64Array.from({length: 784}, seededRandom(1));
        const network = new Network([[input]], [[oneHot(4)]], 1, [784, 6, 5, 10], seededRandom(7));
        const cost = () => { network.feedForward(network.trainInput[0][0]); return network.cost([0, 0]); };
        const errorOf = (factor) => {
            cost();
            const [weightGradient, biasGradient] = network.calculateGradient([0, 0]);
            let most = 0;
            for (const [L, {weights, biases}] of network.layers.entries()) {
                for (let k = 0; k < biases.length; k++) {
                    for (const [row, j, gradient] of [[biases, k, biasGradient[L]],
                            ...Array.from({length: 5}, (_, i) => [weights[k], i, weightGradient[L][k]])]) {
                        const value = row[j];
                        const [above, below] = [value + 1e-4, value - 1e-4].map((moved) => {
                            row[j] = moved;
                            return cost();
                        });
                        row[j] = value;
                        const measured = (above - below) / 2e-4;
                        const error = Math.abs(measured - factor * gradient[j]);
                        most = Math.max(most, error / (Math.abs(measured) + 1e-6));
                    }
                }
            }
            return most;
        };
        return [errorOf(1), errorOf(0.5)];
        """)
    assert error[0] < 1e-4
    assert error[1] > 0.4


def testAWrongInputIsRefused(opened):
    message = opened.run("try { network.feedForward([1, 2]); } catch (error) { return error.message; }")
    assert "2" in message and "784" in message


def testTheTrainingImagesAreMnistsInOneBit(opened, mnist):
    """As the mini-sets of trainInput and trainLabels."""
    trainImages, trainLabels = mnist
    assert opened.run("return [network.trainInput.length, network.trainInput[599].length]") == [600, 100]
    for minisetIndex, imageIndex in ((0, 0), (599, 99)):
        input, label = opened.run(
            "const {trainInput, trainLabels} = network, [i, j] = arguments;"
            "return [[...trainInput[i][j]], [...trainLabels[i][j]]]",
            minisetIndex,
            imageIndex,
        )
        image = trainImages[100 * minisetIndex + imageIndex]
        np.testing.assert_array_equal(input, image > 127)
        np.testing.assert_array_equal(label, dataSet.oneHot(trainLabels[100 * minisetIndex + imageIndex]))


@pytest.mark.slow
def testAnEpochIsPythons(opened, testSet, mnist):
    """From the first weights of main.py's seed."""
    accuracy = opened.wait("train(11, 1)")
    images, labels = mnist
    rng = np.random.RandomState(11)
    input = (images > 127).astype(float).reshape(600, 100, 784)
    ours = Network(input, dataSet.oneHot(labels).reshape(600, 100, 10), rng=rng)
    train(ours, 1)
    assertClose(arraysOf(opened.run(f"return {LAYERS}")), layersOf(ours))
    assert accuracy == Evaluation(ours, *testSet).accuracy


def testPixelsArePackedInBits():
    images = np.array([[0, 127, 128, 255, 42, 43, 212, 213]], np.uint8)
    assert packing.inBits(images, 1) == bytes([0b00110011])
    assert packing.inBits(images, 8) == images.tobytes()
