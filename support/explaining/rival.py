"""Why the answer is not another digit: the two output neurons' sums (section 2.3.2) side by side."""

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


def explain(network, pixels, title, other, label=None):
    """Print what makes z of the answer's output neuron larger than that of the digit `other`."""
    answer = int(network.feedForward(pixels).argmax())
    print(heading(title, answer, label))
    if other == answer:
        return print(f"{other} is the answer: e explains it, and n compares it with another digit")
    printDifferences(network, pixels, answer, other)


def printDifferences(network, pixels, answer, other):
    """Print both sums Σ w·a + b, the largest differences first; network holds the activations of pixels.

    The last row, for the other terms, is what the rounded ones leave: each column adds up to its z.
    """
    depth, layer = len(network.layers), network.layers[-1]
    terms = layer.weights[[answer, other]] * layer.input
    print(f"\nWhy {answer} and not {other}: w·a into both output neurons, the largest differences first")
    if depth == 1:
        printMap(terms[0] - terms[1], pixels)
    shown = largest(terms[0] - terms[1])
    rows = [(neuronName(network, depth - 1, j), *map(rounded, terms[:, j])) for j in shown]
    z = [rounded(one.sum() + bias) for one, bias in zip(terms, layer.biases[[answer, other]], strict=True)]
    biases = [rounded(bias) for bias in layer.biases[[answer, other]]]
    rest = others(len(terms[0]) - len(shown), depth - 1) if len(terms[0]) > len(shown) else "rounding"
    left = [rounded(z[i] - biases[i] - sum(row[1 + i] for row in rows)) for i in range(2)]
    print(f"  {'':{NAME}}{f'into {answer}':>9} {f'into {other}':>9} {'difference':>11}")
    for name, one, two in [*rows, (rest, *left), ("bias", *biases)]:
        if one or two or name != "rounding":
            difference = rounded(one - two)
            numbers = f"{one:+9.{DECIMALS}f} {two:+9.{DECIMALS}f} {difference:+11.{DECIMALS}f}"
            print(f"  {name:{NAME}}{numbers}  {side(difference)}".rstrip())
    print(f"  {'z':{NAME}}{z[0]:+9.{DECIMALS}f} {z[1]:+9.{DECIMALS}f} {z[0] - z[1]:+11.{DECIMALS}f}")
    for digit, value in ((answer, z[0]), (other, z[1])):
        a = layer.activations[digit]
        print(f"  output neuron {digit}: z = {value:+.{DECIMALS}f}, σ(z) = {a:.{DECIMALS}f}")
