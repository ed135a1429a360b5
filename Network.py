"""The network: sections 2.4 (cost, gradient) and 3.2.2 (the class) of the paper.

The letters of its equations; L is the index of a layer, n the number of samples (no axis for one alone):
a  activations (n, outputSize) of a layer; a(L-1), those of the layer before, are its input (n, inputSize)
t  outputs wanted, the label (n, 10)
z  a(L-1)·Wᵀ + b, so that a = σ(z); a (1 - a) is the slope of σ
δ  delta (n, outputSize): ∂C/∂z, how the cost C changes with z
W  weights (outputSize, inputSize): W[k, j] leads from neuron j of the layer before to neuron k
b  biases (outputSize,)

`image` says which training sample the activations now held belong to:
- the pair (minisetIndex, imageIndex), as in the paper: one image;
- minisetIndex alone: the whole mini-set, samples as rows; costs and gradients are sums over it.
"""

import numpy as np

from Layer import Layer


class Network:
    """Layers fed one into the next, and the gradient of their cost.

    layers       list of Layer; the input isn't one, it has no weights
    trainInput   [i][j] is an image's input, pixels 0 to 1; [i] those of a mini-set, one per row
    trainLabels  [i][j] is the output wanted for it: 1 for its digit, 0 for the others; [i] rows
    learningRate how far a step goes: an image moves the weights by this times its gradient
    """

    def __init__(
        self, trainInput, trainLabels, learningRate=0.01, layerSizes=(784, 20, 20, 10), rng=np.random
    ):
        """Make a Layer between each two successive layerSizes.

        trainInput and trainLabels may be None for a network that will not train.
        """
        self.trainInput = trainInput
        self.trainLabels = trainLabels
        self.learningRate = learningRate
        self.layers = [Layer(layerSizes[L], layerSizes[L + 1], rng) for L in range(len(layerSizes) - 1)]

    def __repr__(self):
        sizes = [self.layers[0].inputSize, *(layer.outputSize for layer in self.layers)]
        return f"Network({'-'.join(map(str, sizes))}, learningRate={self.learningRate})"

    def feedForward(self, input):
        """a(0) = input, a(L) = σ(a(L-1)·Wᵀ + b) (section 2.3.2): (784,) to (10,), (n, 784) to (n, 10)."""
        for layer in self.layers:
            input = layer.feedLayerForward(input)
        return input

    def label(self, image):
        """The output t wanted for image: (10,) for a pair, (n, 10) for a mini-set.

        Raises ValueError if its shape isn't that of the activations that feedForward has left.
        """
        if np.ndim(image) == 0:
            label = self.trainLabels[image]
        else:
            minisetIndex, imageIndex = image
            label = self.trainLabels[minisetIndex][imageIndex]
        if self.layers[-1].activations is None:
            raise ValueError("there are no activations yet: call feedForward first")
        shape, wanted = np.shape(label), self.layers[-1].activations.shape
        if shape != wanted:
            raise ValueError(f"the label's shape is {shape}, where {wanted} is wanted, like the activations'")
        return label

    def cost(self, image):
        """C = Σ (a - t)², over output neurons and samples (section 2.4.1); kept in costValue."""
        self.costValue = ((self.layers[-1].activations - self.label(image)) ** 2).sum()
        return self.costValue

    def calculateDeltas(self, image):
        """δ of every neuron (section 2.4.3): deltas[L][k], or deltas[L][:, k] of a mini-set.

        Last layer:        δ = a (1 - a) · 2 (a - t)
        the layers before: δ = (δ(L+1)·W(L+1)) · a (1 - a)
        """
        deltas = [None] * len(self.layers)
        a, t = self.layers[-1].activations, self.label(image)
        deltas[-1] = a * (1 - a) * 2 * (a - t)
        for L in reversed(range(len(self.layers) - 1)):
            a = self.layers[L].activations
            deltas[L] = (deltas[L + 1] @ self.layers[L + 1].weights) * a * (1 - a)  # (n, k)·(k, j)
        return deltas

    def calculateGradient(self, image):
        """learningRate times the derivatives of the cost (sections 2.4.3 and 3.2.2.2).

        ∂C/∂W(L) = δᵀ·a(L-1)  (outputSize, inputSize), the sum over samples being the product's own
        ∂C/∂b(L) = Σ δ        (outputSize,), over samples

        Returns (weightGradient, biasGradient), object arrays of one array per layer.
        """
        deltas = self.calculateDeltas(image)
        weightGradient, biasGradient = (np.empty(len(self.layers), dtype=object) for _ in range(2))
        for L, layer in enumerate(self.layers):
            delta, a = np.atleast_2d(deltas[L], layer.input)
            weightGradient[L] = self.learningRate * delta.T @ a
            biasGradient[L] = (self.learningRate * delta).sum(axis=0)
        return weightGradient, biasGradient

    def backpropagation(self, weightGradient, biasGradient):
        """W = W - weightGradient, b = b - biasGradient (section 3.2.2.2)."""
        for L, layer in enumerate(self.layers):
            layer.weights = layer.weights - weightGradient[L]
            layer.biases = layer.biases - biasGradient[L]
