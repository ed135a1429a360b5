"""Why the network gives its answer: section 2.3.2 of the paper in numbers, from the output to the pixels."""

from support.explaining import rival
from support.explaining.terms import (
    DECIMALS,
    NAME,
    heading,
    largest,
    neuronName,
    others,
    printMap,
    rounded,
    side,
)


def explain(network, pixels, title, label=None):
    """Print z = Σ w·a + b of the answer's neuron, then of the neuron that speaks most for it, and so on back.

    pixels is (784,), 0 to 1. A wrongly read image is first compared with its label.
    """
    neuron = int(network.feedForward(pixels).argmax())
    print(heading(title, neuron, label))
    if label not in (None, neuron):
        rival.printDifferences(network, pixels, neuron, label)
    for depth in range(len(network.layers), 0, -1):
        terms = network.layers[depth - 1].weights[neuron] * network.layers[depth - 1].input
        strongest = int(terms.argmax())
        print(f"\n{neuronName(network, depth, neuron)}, z = Σ w·a + b:")
        if depth == 1:
            printMap(terms, pixels)
        printSum(network, depth, neuron, terms, strongest)
        if depth == 1:
            return
        if terms[strongest] <= 0:
            return print("No neuron speaks for it, so the way back to the pixels ends here.")
        print(f"Neuron {strongest} of hidden layer {depth - 1} speaks most for it:")
        neuron = strongest


def printSum(network, depth, neuron, terms, strongest):
    """Print the parts of z one below the other, each with its side in words, then z and σ(z).

    The last part is what the rounded ones leave of z.
    """
    layer = network.layers[depth - 1]
    z, bias = rounded(terms.sum() + layer.biases[neuron]), rounded(layer.biases[neuron])
    if depth == 1:
        parts = [("pixels that speak for it", rounded(terms[terms > 0].sum()))]
        rest = "pixels that speak against it"
    else:
        shown = largest(terms, always=[strongest])
        factors = [f"{layer.weights[neuron, j]:8.4f} · {layer.input[j]:.4f}" for j in shown]
        parts = [
            (f"{neuronName(network, depth - 1, j):{NAME}}{factor}", rounded(terms[j]))
            for j, factor in zip(shown, factors, strict=True)
        ]
        rest = others(len(terms) - len(shown), depth - 1) if len(terms) > len(shown) else "rounding"
    parts.append((rest, rounded(z - bias - sum(value for _, value in parts))))
    for name, value in [*parts, ("bias", bias)]:
        if value or name != "rounding":
            print(f"  {name:46} {value:+9.{DECIMALS}f}  {side(value)}".rstrip())
    print(f"  {'z':46} {z:+9.{DECIMALS}f}")
    print(f"  σ(z) = {layer.activations[neuron]:.{DECIMALS}f}")
