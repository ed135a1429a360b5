"""JAX on the CPU: the whole training compiled by jit, its loops by scan, the gradient by grad."""

import time

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from experiments.benchmark.peer import runPeer


def train(network, pixels, wanted, chosen):
    jax.config.update("jax_enable_x64", chosen.precision == "float64")
    size = chosen.miniset_size
    whole = len(pixels) // size * size  # scan takes mini-sets of one size
    minisets = (
        jnp.asarray(pixels[:whole].reshape(-1, size, pixels.shape[1])),
        jnp.asarray(wanted[:whole].reshape(-1, size, wanted.shape[1])),
    )
    parameters = [(jnp.asarray(layer.weights), jnp.asarray(layer.biases)) for layer in network.layers]

    def step(parameters, miniset):
        gradient = jax.grad(cost)(parameters, *miniset)
        moved = jax.tree.map(lambda old, slope: old - network.learningRate * slope, parameters, gradient)
        return moved, None

    @jax.jit
    def trainEpochs(parameters, minisets):
        def epoch(parameters, _):
            return lax.scan(step, parameters, minisets)[0], None

        return lax.scan(epoch, parameters, length=chosen.epochs)[0]

    start = time.perf_counter()
    compiled = trainEpochs.lower(parameters, minisets).compile()
    afterCompiling = time.perf_counter()
    parameters = jax.block_until_ready(compiled(parameters, minisets))
    end = time.perf_counter()

    for layer, (weights, biases) in zip(network.layers, parameters, strict=True):
        layer.weights, layer.biases = np.array(weights), np.array(biases)
    return {"trainingSeconds": end - afterCompiling, "compilingSeconds": afterCompiling - start}


def cost(parameters, activations, wanted):
    for weights, biases in parameters:
        activations = jax.nn.sigmoid(activations @ weights.T + biases)
    return jnp.sum((activations - wanted) ** 2)


if __name__ == "__main__":
    runPeer(train)
