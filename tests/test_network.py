"""Network: its gradient against measured derivatives, literal loops and the paper's own calls."""

import literalPaper
import numpy as np
import pytest

from Network import Network

SHAPES = [(784, 20, 20, 10), (6, 5, 4, 3), (4, 4, 4, 4), (5, 3), (3, 7, 7, 2), (2, 1, 1), (8, 6, 5, 4, 3, 2)]
NUDGE = 1e-6


def networkWithData(layerSizes, samples=5, minisets=2, seed=1):
    rng = np.random.RandomState(seed)
    images = rng.uniform(0, 1, (minisets, samples, layerSizes[0]))
    labels = np.eye(layerSizes[-1])[rng.randint(layerSizes[-1], size=(minisets, samples))]
    return Network(images, labels, learningRate=0.01, layerSizes=layerSizes, rng=rng)


def parameters(network):
    """Every array that backpropagation changes."""
    return [getattr(layer, name) for name in ("weights", "biases") for layer in network.layers]


def costOf(network, image):
    network.feedForward(network.trainInput[image])
    return network.cost(image)


def measuredGradient(network, image):
    """learningRate · ∂C/∂p of every parameter, by central differences."""
    measured = []
    for array in parameters(network):
        gradient = np.empty_like(array)
        for place in np.ndindex(array.shape):
            value = array[place]
            array[place] = value + NUDGE
            above = costOf(network, image)
            array[place] = value - NUDGE
            below = costOf(network, image)
            array[place] = value
            gradient[place] = network.learningRate * (above - below) / (2 * NUDGE)
        measured.append(gradient)
    return measured


def assertGradientIsRight(network, image):
    costOf(network, image)
    calculated = [array for gradient in network.calculateGradient(image) for array in gradient]
    for gradient, measured in zip(calculated, measuredGradient(network, image), strict=True):
        assert gradient.shape == measured.shape
        assert np.allclose(gradient, measured, rtol=1e-5, atol=1e-10)


@pytest.mark.parametrize("layerSizes", SHAPES[1:])
@pytest.mark.parametrize("image", [(1, 3), 1], ids=["one image", "mini-set"])
def testGradientIsTheDerivativeOfTheCost(layerSizes, image):
    assertGradientIsRight(networkWithData(layerSizes), image)


@pytest.mark.parametrize("layer", [0, 1, 2])
def testMeasuringWouldNoticeAWrongGradient(layer):
    """The control: a delta that is 1 % off is found."""
    network = networkWithData((6, 5, 4, 3))
    right = network.calculateDeltas

    def wrong(image):
        deltas = right(image)
        deltas[layer] = deltas[layer] * 1.01
        return deltas

    network.calculateDeltas = wrong
    with pytest.raises(AssertionError):
        assertGradientIsRight(network, 0)


def testGradientOfTheRealShape():
    """At a hundred weights of each layer, drawn at random: all 16,000 would take minutes."""
    network = networkWithData((784, 20, 20, 10), samples=3)
    costOf(network, 0)
    weightGradient, _ = network.calculateGradient(0)
    rng = np.random.RandomState(2)
    for layer, gradient in zip(network.layers, weightGradient, strict=True):
        for place in zip(*(rng.randint(size, size=100) for size in gradient.shape), strict=True):
            value = layer.weights[place]
            costs = []
            for moved in (value + NUDGE, value - NUDGE):
                layer.weights[place] = moved
                costs.append(costOf(network, 0))
            layer.weights[place] = value
            measured = network.learningRate * (costs[0] - costs[1]) / (2 * NUDGE)
            assert gradient[place] == pytest.approx(measured, rel=1e-4, abs=1e-10)


@pytest.mark.parametrize("layerSizes", SHAPES)
def testMinisetIsTheSumOfItsImages(layerSizes):
    network = networkWithData(layerSizes)
    sums = [0 * array for array in parameters(network)]
    cost = 0
    for imageIndex in range(5):
        assert network.feedForward(network.trainInput[1][imageIndex]).shape == (layerSizes[-1],)
        cost += network.cost((1, imageIndex))
        gradients = network.calculateGradient((1, imageIndex))
        sums = [
            total + array
            for total, array in zip(sums, [a for gradient in gradients for a in gradient], strict=True)
        ]
    assert network.feedForward(network.trainInput[1]).shape == (5, layerSizes[-1])
    assert network.cost(1) == pytest.approx(cost, rel=1e-12)
    assert network.costValue == network.cost(1)
    together = [array for gradient in network.calculateGradient(1) for array in gradient]
    for total, array in zip(sums, together, strict=True):
        assert np.allclose(total, array, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("layerSizes", SHAPES)
def testGradientsAreObjectArraysShapedLikeTheLayers(layerSizes):
    network = networkWithData(layerSizes)
    network.feedForward(network.trainInput[0][0])
    weightGradient, biasGradient = network.calculateGradient((0, 0))
    for gradient, name in ((weightGradient, "weights"), (biasGradient, "biases")):
        assert gradient.dtype == object
        assert gradient.shape == (len(layerSizes) - 1,)
        for array, layer in zip(gradient, network.layers, strict=True):
            assert array.shape == getattr(layer, name).shape


def testDeltasAreTheEquations():
    network = networkWithData((784, 20, 20, 10))
    network.feedForward(network.trainInput[1][2])
    weights = [layer.weights.tolist() for layer in network.layers]
    biases = [layer.biases.tolist() for layer in network.layers]
    activations = literalPaper.feedForward(weights, biases, network.trainInput[1][2].tolist())
    expected = literalPaper.calculateDeltas(weights, activations, network.trainLabels[1][2].tolist())
    deltas = network.calculateDeltas((1, 2))
    assert len(deltas) == 3
    assert deltas[2][3] == pytest.approx(expected[2][3], rel=1e-12)
    for delta, wanted in zip(deltas, expected, strict=True):
        assert delta == pytest.approx(wanted, rel=1e-10)


def testCostOfSection241():
    network = Network(None, np.array([[[1.0]]]), layerSizes=(1, 1))
    network.layers[0].activations = np.array([0.33])
    assert network.cost((0, 0)) == pytest.approx(0.4489)
    assert network.costValue == pytest.approx(0.4489)


def testMeanOfSection2431():
    """The mean of the paper's -∇C₀ and -∇C₁: half of their sum, which backpropagation is given."""
    network = networkWithData((2, 2))
    network.layers[0].weights = np.zeros((2, 2))
    gradients = np.array([[3.02, 2.82, -1.64, 1.93], [-0.35, 1.53, -1.94, 2.67]])
    sums = np.fromiter([-gradients.sum(axis=0).reshape(2, 2)], dtype=object)
    network.backpropagation(sums / 2, [np.zeros(2)])
    assert network.layers[0].weights.ravel() == pytest.approx([1.335, 2.175, -1.79, 2.3])


def testGradientIsMultipliedByTheLearningRate():
    network = networkWithData((6, 5, 4, 3))
    network.feedForward(network.trainInput[0][0])
    once, _ = network.calculateGradient((0, 0))
    network.learningRate = 0.05
    five, _ = network.calculateGradient((0, 0))
    for small, large in zip(once, five, strict=True):
        assert np.allclose(5 * small, large, rtol=1e-12)


def testBackpropagationSubtractsTheGradients():
    network = networkWithData((4, 4, 4, 4))
    before = [array.copy() for array in parameters(network)]
    network.feedForward(network.trainInput[0])
    gradients = network.calculateGradient(0)
    network.backpropagation(*gradients)
    moved = [array for gradient in gradients for array in gradient]
    for old, change, now in zip(before, moved, parameters(network), strict=True):
        assert np.array_equal(now, old - change)
        assert change.any()


def testOneStepLowersTheCost():
    network = networkWithData((784, 20, 20, 10), samples=20)
    before = costOf(network, 0)
    for _ in range(20):
        network.backpropagation(*network.calculateGradient(0))
        after = costOf(network, 0)
    assert after < before


def testAProgramWrittenForThePapersClasses():
    """The loop of section 3.2.3 as a reader would write it, with its stacks of gradients."""
    rng = np.random.RandomState(3)
    trainImages = rng.uniform(0, 1, (2, 10, 784))
    trainLabels = np.eye(10)[rng.randint(10, size=(2, 10))]
    np.random.seed(5)
    network = Network(trainImages, trainLabels)
    np.random.seed(5)
    weights, biases = [], []
    for inputSize, outputSize in ((784, 20), (20, 20), (20, 10)):
        weights.append(np.random.uniform(-0.5, 0.5, (outputSize, inputSize)).tolist())
        biases.append(np.random.uniform(-0.5, 0.5, outputSize).tolist())

    for minisetIndex, miniset in enumerate(trainImages):
        network.feedForward(trainImages[0][0])
        weightStack, biasStack = network.calculateGradient((0, 0))
        weightStack, biasStack = weightStack - weightStack, biasStack - biasStack
        for imageIndex, image in enumerate(miniset):
            network.feedForward(image)
            weightGradient, biasGradient = network.calculateGradient((minisetIndex, imageIndex))
            weightStack += weightGradient
            biasStack += biasGradient
        network.backpropagation(weightStack, biasStack)
        literalPaper.trainMiniset(weights, biases, miniset.tolist(), trainLabels[minisetIndex].tolist(), 0.01)

    for layer, layerWeights, layerBiases in zip(network.layers, weights, biases, strict=True):
        assert np.allclose(layer.weights, layerWeights, rtol=0, atol=1e-12)
        assert np.allclose(layer.biases, layerBiases, rtol=0, atol=1e-12)


def testANetworkThatWillNotTrain():
    network = Network(None, None)
    assert network.learningRate == 0.01
    assert [layer.weights.shape for layer in network.layers] == [(20, 784), (20, 20), (10, 20)]
    assert network.feedForward(np.zeros(784)).shape == (10,)


def testAnyGeneratorWithUniform():
    """Layer by layer, weights before biases, from -0.5 to 0.5."""
    rng = np.random.default_rng(4)
    for layer in Network(None, None, rng=np.random.default_rng(4)).layers:
        assert np.array_equal(layer.weights, rng.random(layer.weights.shape) - 0.5)
        assert np.array_equal(layer.biases, rng.random(layer.biases.shape) - 0.5)


def testInputAndLabelsMayBeAnythingWithIndices():
    network = networkWithData((6, 5, 3))
    network.feedForward(network.trainInput[1][2])
    wanted = network.calculateGradient((1, 2))
    network.trainInput, network.trainLabels = network.trainInput.tolist(), network.trainLabels.tolist()
    network.feedForward(network.trainInput[1][2])
    for left, right in zip(wanted[0], network.calculateGradient((1, 2))[0], strict=True):
        assert np.array_equal(left, right)
