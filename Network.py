"""The network: sections 2.4 (cost, gradient) and 3.2.2 (the class) of the paper.

`image` says which training sample the activations now held belong to:
- the pair (minisetIndex, imageIndex), as in the paper: one image;
- minisetIndex alone: the whole mini-set, samples as rows; costs and gradients are sums over it.

Shapes: n is the number of samples (for a pair there is no such axis), L the index of a layer.
"""

import numpy as np

from Layer import Layer


class Network:
    """Layers fed one into the next, and the gradient of their cost.

    layers       list of Layer; the input is none, it has no weights
    trainInput   [i][j] is an image's input, pixels 0 to 1; [i] those of a mini-set, one per row
    trainLabels  [i][j] is the output wanted for it: 1 for its digit, 0 for the others; [i] rows
    learningRate how far one image moves the weights, in gradients
    """

    def __init__(
        self, trainInput, trainLabels, learningRate=0.01, layerSizes=(784, 20, 20, 10), rng=np.random
    ):
        """Make the layers, first to last, between each two neighbours in layerSizes.

        trainInput and trainLabels may be None for a network that will not train.
        """
        self.trainInput = trainInput
        self.trainLabels = trainLabels
        self.learningRate = learningRate
        self.layers = [
            Layer(inputSize, outputSize, rng)
            for inputSize, outputSize in zip(layerSizes[:-1], layerSizes[1:], strict=True)
        ]

    def feedForward(self, input):
        """a(0) = input, a(L+1) = σ(a(L)·Wᵀ + b) (section 2.3.2); returns the last activations.

        input is (784,) or (n, 784); the result (10,) or (n, 10).
        """
        for layer in self.layers:
            input = layer.feedLayerForward(input)
        return input

    def label(self, image):
        """The output t wanted for image: (10,) for a pair, (n, 10) for a mini-set."""
        label = self.trainLabels
        for index in np.atleast_1d(image):
            label = label[index]
        return label

    def cost(self, image):
        """C = Σ (a - t)², over output neurons and samples (section 2.4.1); kept in costValue."""
        self.costValue = ((self.layers[-1].activations - self.label(image)) ** 2).sum()
        return self.costValue

    def calculateDeltas(self, image):
        """δ = ∂C/∂z of every neuron (section 2.4.3): deltas[L][k], or deltas[L][:, k] of a mini-set.

        Last layer:        δ = a (1 - a) · 2 (a - t)
        the layers before: δ = (δ(L+1)·W(L+1)) · a (1 - a)
        """
        a = self.layers[-1].activations
        deltas = [a * (1 - a) * 2 * (a - self.label(image))]
        for L in reversed(range(len(self.layers) - 1)):
            a = self.layers[L].activations
            deltas.insert(0, (deltas[0] @ self.layers[L + 1].weights) * a * (1 - a))  # (n, k)·(k, j)
        return deltas

    def calculateGradient(self, image):
        """learningRate times the derivatives of the cost (sections 2.4.3 and 3.2.2.2).

        ∂C/∂W(L) = δᵀ·a(L-1)  (outputSize, inputSize), the sum over samples being the product's own
        ∂C/∂b(L) = Σ δ        (outputSize,), over samples

        Returns (weightGradient, biasGradient): object arrays that hold one array per layer.
        """
        deltas = [self.learningRate * np.atleast_2d(delta) for delta in self.calculateDeltas(image)]
        inputs = [np.atleast_2d(layer.input) for layer in self.layers]
        weightGradient = [delta.T @ input for delta, input in zip(deltas, inputs, strict=True)]
        biasGradient = [delta.sum(axis=0) for delta in deltas]
        # np.array would make one block of layers that happen to have the same shape
        return np.fromiter(weightGradient, dtype=object), np.fromiter(biasGradient, dtype=object)

    def backpropagation(self, weightGradient, biasGradient):
        """W = W - weightGradient, b = b - biasGradient, in place (section 3.2.2.2)."""
        for layer, weights, biases in zip(self.layers, weightGradient, biasGradient, strict=True):
            layer.weights -= weights
            layer.biases -= biases
