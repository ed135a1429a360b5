"""One layer of the network: section 2.3.2 of the paper, and its class of the same name.

Samples are rows. The paper writes W·a for one sample as a column; with samples as rows the same
product is a·Wᵀ, and one line serves one sample (inputSize,) and a whole mini-set (n, inputSize).
"""

import numpy as np


class Layer:
    """The weights and biases that lead into outputSize neurons, from inputSize activations.

    weights     (outputSize, inputSize): row k holds the weights that lead into neuron k
    biases      (outputSize,); both may be set by hand, also as lists
    input       what feedLayerForward was last given
    activations what feedLayerForward last returned, None before
    """

    def __init__(self, inputSize=784, outputSize=16, rng=np.random):
        """Draw weights, then biases, evenly from [-0.5, 0.5) (section 2.3.2).

        rng has NumPy's `uniform`; by default it's the generator that `np.random.seed` sets. Raises
        ValueError if a size isn't a whole number above 0.
        """
        if not all(isinstance(size, int | np.integer) and size > 0 for size in (inputSize, outputSize)):
            raise ValueError(f"sizes are whole numbers above 0, not {inputSize!r} and {outputSize!r}")
        self.inputSize = inputSize
        self.outputSize = outputSize
        self.weights = rng.uniform(-0.5, 0.5, (outputSize, inputSize))
        self.biases = rng.uniform(-0.5, 0.5, outputSize)
        self.activations = None

    def __repr__(self):
        return f"Layer({self.inputSize}, {self.outputSize})"

    @staticmethod
    def sigmoid(x):
        """σ(x) = 1 / (1 + e^-x), element by element (section 2.3.2).

        Network.calculateDeltas holds its slope, a (1 - a): change both or neither.
        Far below zero e^-x overflows to infinity, and 1 / infinity is 0, as wanted: so no warning.
        """
        with np.errstate(over="ignore"):
            return 1.0 / (1.0 + np.exp(-x))

    def feedLayerForward(self, input):
        """a = σ(input·Wᵀ + b) (section 2.3.2): (inputSize,) to (outputSize,), rows to rows.

        Raises ValueError if input doesn't have inputSize values per sample.
        """
        self.input = np.asarray(input)
        if self.input.ndim not in (1, 2) or self.input.shape[-1] != self.inputSize:
            wanted = f"({self.inputSize},) or (n, {self.inputSize})"
            raise ValueError(f"the input's shape is {self.input.shape}, where {wanted} is wanted")
        self.activations = self.sigmoid(self.input @ np.transpose(self.weights) + self.biases)
        return self.activations
