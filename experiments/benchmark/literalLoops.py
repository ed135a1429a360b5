"""The paper's own way: one image at a time, the sums of its equations as loops over neurons."""

import time

import numpy as np

from experiments.benchmark.peer import minisets, runPeer


def train(network, pixels, wanted, chosen):
    layers = network.layers
    start = time.perf_counter()
    for _ in range(chosen.epochs):
        for images, labels in minisets(pixels, wanted, chosen.miniset_size):
            weightGradient = [np.zeros_like(layer.weights) for layer in layers]
            biasGradient = [np.zeros_like(layer.biases) for layer in layers]
            for image, label in zip(images, labels, strict=True):
                activations = feedForward(layers, image)
                deltas = calculateDeltas(layers, activations, label)
                for index, layerDeltas in enumerate(deltas):
                    for k in range(len(layerDeltas)):
                        weightGradient[index][k] += activations[index] * layerDeltas[k]
                        biasGradient[index][k] += layerDeltas[k]
            for layer, weights, biases in zip(layers, weightGradient, biasGradient, strict=True):
                layer.weights -= network.learningRate * weights
                layer.biases -= network.learningRate * biases
    return {"trainingSeconds": time.perf_counter() - start}


def feedForward(layers, image):
    """The activations of the input and of every layer."""
    activations = [image]
    for layer in layers:
        activations.append(1 / (1 + np.exp(-(np.dot(layer.weights, activations[-1]) + layer.biases))))
    return activations


def calculateDeltas(layers, activations, label):
    """Section 2.4.3, neuron by neuron, from the last layer to the first."""
    a = activations[-1]
    deltas = [[a[n] * (1 - a[n]) * 2 * (a[n] - label[n]) for n in range(len(a))]]
    for index in range(len(layers) - 1, 0, -1):
        a = activations[index]
        nextDeltas, nextWeights = deltas[0], layers[index].weights
        layerDeltas = []
        for j in range(len(a)):
            total = 0
            for k in range(len(nextDeltas)):
                total += nextDeltas[k] * nextWeights[k, j]
            layerDeltas.append(total * a[j] * (1 - a[j]))
        deltas.insert(0, layerDeltas)
    return deltas


if __name__ == "__main__":
    runPeer(train)
