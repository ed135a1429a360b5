"""PyTorch on the CPU, as its users write it; the mini-sets are slices of one tensor.

A DataLoader over a TensorDataset would put each mini-set together image by image, which is slower.
"""

import time

import torch
from torch import nn

from experiments.benchmark.peer import runPeer


def train(network, pixels, wanted, chosen):
    pixels, wanted = torch.from_numpy(pixels), torch.from_numpy(wanted)
    model = makeModel(network).to(pixels.dtype)
    lossFunction = nn.MSELoss(reduction="sum")
    optimizer = torch.optim.SGD(model.parameters(), lr=network.learningRate)

    start = time.perf_counter()
    for _ in range(chosen.epochs):
        for i in range(0, len(pixels), chosen.miniset_size):
            loss = lossFunction(
                model(pixels[i : i + chosen.miniset_size]), wanted[i : i + chosen.miniset_size]
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    seconds = time.perf_counter() - start

    for layer, linear in zip(network.layers, model[::2], strict=True):
        layer.weights, layer.biases = linear.weight.detach().numpy(), linear.bias.detach().numpy()
    return {"trainingSeconds": seconds}


def makeModel(network):
    model = nn.Sequential()
    for layer in network.layers:
        linear = nn.Linear(layer.inputSize, layer.outputSize)
        linear.weight.data, linear.bias.data = torch.tensor(layer.weights), torch.tensor(layer.biases)
        model.extend([linear, nn.Sigmoid()])
    return model


if __name__ == "__main__":
    runPeer(train)
