"""One layer of the network: section 2.3.2 of the paper, and its class of the same name.

Samples are rows. The paper writes W·a for one sample as a column; with samples as rows the same
product is a·Wᵀ, and one line serves one sample (inputSize,) and a whole mini-set (n, inputSize).
"""

import numpy as np


class Layer:
    """The weights and biases that lead into outputSize neurons, from inputSize activations.

    weights     (outputSize, inputSize): row k holds the weights that lead into neuron k
    biases      (outputSize,)
    input       what feedLayerForward was last given
    activations what feedLayerForward last returned
    """

    def __init__(self, inputSize=784, outputSize=16, rng=np.random):
        """Draw weights, then biases, evenly from [-0.5, 0.5) (section 2.3.2).

        rng is anything with NumPy's `uniform`; by default the generator that `np.random.seed` sets.
        """
        self.inputSize = inputSize
        self.outputSize = outputSize
        self.weights = rng.uniform(-0.5, 0.5, (outputSize, inputSize))
        self.biases = rng.uniform(-0.5, 0.5, outputSize)

    @staticmethod
    def sigmoid(x):
        """σ(x) = 1 / (1 + e^-x), element by element (section 2.3.2).

        Far below zero e^-x overflows to infinity, and 1 / infinity is the 0 that is wanted: NumPy's
        warning of it is silenced.
        """
        with np.errstate(over="ignore"):
            return 1.0 / (1.0 + np.exp(-x))

    def feedLayerForward(self, input):
        """a = σ(input·Wᵀ + b) (section 2.3.2): (inputSize,) to (outputSize,), rows to rows.

        Raises ValueError where input does not have inputSize values per sample.
        """
        self.input = np.asarray(input)
        self.activations = self.sigmoid(self.input @ self.weights.T + self.biases)
        return self.activations
