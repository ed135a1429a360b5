"""The paper's equations taken literally, one number at a time, in plain Python: for tests to compare with."""

import math


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def feedForward(weights, biases, pixels):
    """The activations of every layer, the input first. weights[L][k][j], biases[L][k], pixels[j]."""
    activations = [list(pixels)]
    for layerWeights, layerBiases in zip(weights, biases, strict=True):
        activations.append(
            [
                sigmoid(sum(w * a for w, a in zip(row, activations[-1], strict=True)) + bias)
                for row, bias in zip(layerWeights, layerBiases, strict=True)
            ]
        )
    return activations


def cost(activations, label):
    return sum((a - t) ** 2 for a, t in zip(activations[-1], label, strict=True))


def calculateDeltas(weights, activations, label):
    """δ of the last layer, then of each one before it; deltas[L][k]."""
    deltas = [[a * (1 - a) * 2 * (a - t) for a, t in zip(activations[-1], label, strict=True)]]
    for layer in range(len(weights) - 1, 0, -1):
        deltas.insert(
            0,
            [
                sum(deltas[0][k] * weights[layer][k][j] for k in range(len(weights[layer]))) * a * (1 - a)
                for j, a in enumerate(activations[layer])
            ],
        )
    return deltas


def trainMiniset(weights, biases, images, labels, learningRate):
    """Move weights and biases, lists of lists, by the summed gradients of one mini-set's images."""
    weightSums = [[[0.0] * len(row) for row in layer] for layer in weights]
    biasSums = [[0.0] * len(layer) for layer in biases]
    for pixels, label in zip(images, labels, strict=True):
        activations = feedForward(weights, biases, pixels)
        for layer, deltas in enumerate(calculateDeltas(weights, activations, label)):
            for k, delta in enumerate(deltas):
                biasSums[layer][k] += learningRate * delta
                row = weightSums[layer][k]
                for j, a in enumerate(activations[layer]):
                    if a:  # a dark pixel adds 0
                        row[j] += learningRate * a * delta
    for layer, rows in enumerate(weightSums):
        for k, row in enumerate(rows):
            biases[layer][k] -= biasSums[layer][k]
            for j, change in enumerate(row):
                weights[layer][k][j] -= change
