"""scikit-learn's MLPClassifier, as near to the paper's training as its parameters allow.

Its cost can't be changed: softmax and cross-entropy instead of sigmoid and squared error. It draws its own
first weights. Its rate is on the mean of a mini-set: the paper's times the mini-set's size.
"""

import time
import warnings

from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from experiments.benchmark.peer import runPeer


def train(network, pixels, wanted, chosen):
    model = MLPClassifier(
        hidden_layer_sizes=(20, 20),
        activation="logistic",
        solver="sgd",
        alpha=0,
        batch_size=chosen.miniset_size,
        learning_rate_init=network.learningRate * chosen.miniset_size,
        max_iter=chosen.epochs,
        n_iter_no_change=chosen.epochs,
        shuffle=False,
        momentum=0,
        random_state=chosen.seed,
    )
    labels = wanted.argmax(axis=1)
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # about these few epochs, as intended
        model.fit(pixels, labels)
    seconds = time.perf_counter() - start
    # σ keeps the order: the largest output is the largest before σ too.
    for layer, weights, biases in zip(network.layers, model.coefs_, model.intercepts_, strict=True):
        layer.weights, layer.biases = weights.T, biases
    return {"trainingSeconds": seconds}


if __name__ == "__main__":
    runPeer(train)
