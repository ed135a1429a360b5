"""A test image's answer and one step of learning from it, in numbers: sections 2.3 and 2.4 of the paper."""

import copy

import numpy as np

from support.data.dataSet import SIDE, oneHot

LARGEST = 5  # terms of a sum that are printed one by one
DECIMALS = 4
RATE = 0.01  # the paper's
NUDGE = 1e-4  # by which a weight is moved to measure a derivative


def explainAnswer(network, pixels):
    """Print z = Σ w·a + b of the answer's neuron, then of the neuron that says most in it, and so on back.

    pixels is (784,), 0 to 1. The printed terms sum to the printed z.
    """
    neuron = int(network.feedForward(pixels).argmax())
    print(f"The answer is {neuron}.")
    for depth in range(len(network.layers), 0, -1):
        layer = network.layers[depth - 1]
        terms = layer.weights[neuron] * layer.input
        z = terms.sum() + layer.biases[neuron]
        print(f"\n{neuronName(network, depth, neuron)}, z = Σ w·a + b:")
        if depth == 1:
            printPixelTerms(terms)
            parts = [("pixels that speak for it", terms[terms > 0].sum())]
            rest = "pixels that speak against it"
        else:
            order = np.argsort(-abs(terms))[:LARGEST]
            parts = [
                (
                    f"{neuronName(network, depth - 1, j):27} "
                    f"{layer.weights[neuron, j]:8.4f} · {layer.input[j]:.4f}",
                    terms[j],
                )
                for j in order
            ]
            rest = f"the other {len(terms) - len(order)} neurons" if len(terms) > len(order) else "rounding"
        printSum(parts, rest, layer.biases[neuron], z)
        print(f"  σ(z) = {layer.activations[neuron]:.{DECIMALS}f}")
        neuron = int(abs(terms).argmax())


def neuronName(network, depth, neuron):
    if depth == len(network.layers):
        return f"output neuron {neuron}"
    return f"neuron {neuron} of hidden layer {depth}"


def printSum(parts, rest, bias, z):
    """Print the parts, what is left of z beside them and the bias, the bias, and z, one below the other.

    What is left is taken from the rounded numbers, so that those add up.
    """
    left = round(z, DECIMALS) - round(bias, DECIMALS) - sum(round(value, DECIMALS) for _, value in parts)
    left = round(left, DECIMALS) + 0.0  # which makes 0 of -0
    for name, value in [*parts, (rest, left), ("bias", bias)]:
        print(f"  {name:44} {value:+9.{DECIMALS}f}")
    print(f"  {'z':44} {z:+9.{DECIMALS}f}")


def printPixelTerms(terms):
    """Print w·a of each pixel: + for, - against, doubled where it is more than half of the largest."""
    largest = abs(terms).max()
    share = terms.reshape(SIDE, SIDE) / (largest or 1)
    signs = np.select([share > 0.5, share > 0.1, share < -0.5, share < -0.1], ["++", "+ ", "--", "- "], "  ")
    used = np.flatnonzero((signs != "  ").any(axis=1))
    for row in signs[used[0] : used[-1] + 1] if used.size else []:
        print("  " + "".join(row).rstrip())


def explainLearning(network, pixels, label):
    """Print what one step of learning from the image does: cost, derivatives, activations afterwards.

    pixels is (784,), 0 to 1, label 0 to 9. The step is made by a copy: network stays as it was.
    """
    network = copy.deepcopy(network)
    network.trainInput, network.trainLabels = pixels[None, None], oneHot(label)[None, None]
    network.learningRate = RATE
    image = (0, 0)

    before = network.feedForward(pixels)
    cost = network.cost(image)
    print(f"The cost, Σ (a - t)² with t = 1 for {label} and 0 for the others: {cost:.6f}")
    print("\nThe derivative of the cost by one weight of each layer (where it is largest):")
    deltas = network.calculateDeltas(image)
    weightGradient, biasGradient = network.calculateGradient(image)
    for depth in range(len(network.layers), 0, -1):
        printDerivative(network, depth, deltas[depth - 1], image)

    network.backpropagation(weightGradient, biasGradient)
    after = network.feedForward(pixels)
    print(f"\nOne step with the rate {RATE}, every weight and bias less {RATE} times its derivative:")
    print("  activation    before      after    change")
    for digit, (old, new) in enumerate(zip(before, after, strict=True)):
        print(f"  {digit:10} {old:9.6f}  {new:9.6f}  {new - old:+.2e}")
    newCost = network.cost(image)
    print(f"  {'cost':>10} {cost:9.6f}  {newCost:9.6f}  {newCost - cost:+.2e}")
    print("The step is taken back: the weights are as they were.")


def printDerivative(network, depth, delta, image):
    """Print ∂C/∂w = a·δ for the layer's weight where it is largest, and as measured by moving that weight."""
    layer = network.layers[depth - 1]
    k, j = np.unravel_index(abs(np.outer(delta, layer.input)).argmax(), layer.weights.shape)
    a, derivative = layer.input[j], layer.input[j] * delta[k]
    measured = measuredDerivative(network, layer.weights, (k, j), image)
    source = f"pixel ({j // SIDE}, {j % SIDE})" if depth == 1 else neuronName(network, depth - 1, j)
    digits = commonDigits(derivative, measured)
    print(f"  from {source} to {neuronName(network, depth, k)}:")
    print(f"    a·δ = {a:.6f} · {delta[k]:.6e} = {derivative:.{digits}e}, measured {measured:.{digits}e}")


def measuredDerivative(network, weights, place, image):
    """(C(w + h) - C(w - h)) / 2h, and the weight and the activations as before."""
    input, weight = network.layers[0].input, weights[place]
    costs = []
    for moved in (weight + NUDGE, weight - NUDGE):
        weights[place] = moved
        network.feedForward(input)
        costs.append(network.cost(image))
    weights[place] = weight
    network.feedForward(input)
    return (costs[0] - costs[1]) / (2 * NUDGE)


def commonDigits(x, y):
    """The decimals of d.ddde-d that two numbers share, from 3 to 5: a measurement is only so exact.

    5 where they share fewer than 3: then they differ, and are to be seen to.
    """
    return next((digits for digits in (5, 4, 3) if f"{x:.{digits}e}" == f"{y:.{digits}e}"), 5)
