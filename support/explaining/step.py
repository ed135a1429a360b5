"""One step of learning from an image, from the cost back to one pixel: section 2.4 of the paper.

Each number is computed from those printed above it, so that a pocket calculator can follow.
"""

import copy
import math
from decimal import Decimal

import numpy as np

from support.data.dataSet import oneHot
from support.explaining.sixDigits import activation, decimals, decimalsOf, rounded, six, text
from support.explaining.terms import NAME, heading, largest, neuronName, others

RATE = 0.01  # the paper's
NUDGE = 1e-4  # by which a weight is moved to measure a derivative
LITTLE, MUCH = 0.001, 0.1  # a cost below the first leaves almost nothing to learn, above the second much
LISTED = 10  # terms of a sum that are printed one by one
IMAGE = (0, 0)


def explain(network, pixels, title, label, more=None):
    """Print the step. pixels is (784,), 0 to 1, label 0 to 9; more is an image with more to learn.

    A copy takes the step: network stays as it was.
    """
    network = copy.deepcopy(network)
    network.trainInput, network.trainLabels = pixels[None, None], oneHot(label)[None, None]
    network.learningRate = RATE
    answer = int(network.feedForward(pixels).argmax())
    cost = network.cost(IMAGE)
    exact = network.calculateDeltas(IMAGE)

    print(heading(title, answer, label))
    if cost < LITTLE:
        print("There is next to nothing to learn here: each a is near its t, so a - t")
        print("and a (1 - a) are near 0. So is every δ, their product, and with it the step.")
        if more:
            print(f"There is more to learn from {more}")
    outputs = printOutputs(network, label)
    chain = [printAnswersDelta(network, answer, label)]
    for depth in range(len(network.layers) - 1, 0, -1):
        chain.insert(0, printHiddenDelta(network, depth, exact, outputs, chain[0]))
    printWeights(network, chain)
    printStep(network, label)


def printOutputs(network, label):
    """Print the ten terms of the cost, with each output neuron's δ; returns these."""
    print(f"\nThe cost C = Σ (a - t)² with t = 1 for {label} and 0 for the others;")
    print("the slope of C with z, of each output neuron: δ = a (1 - a) · 2 (a - t)")
    print(f"  output  t {'a':>15} {'a - t':>16} {'(a - t)²':>15} {'δ':>16}")
    cost, deltas = Decimal(0), []
    for digit, a in enumerate(map(activation, network.layers[-1].activations)):
        off = a - (digit == label)
        square, delta = six(off * off), six(a * (1 - a) * 2 * off)
        print(
            f"  {digit:6} {digit == label:2} {decimals(a):>15} {decimals(off, '+'):>16} "
            f"{text(square):>15} {text(delta, '+'):>16}"
        )
        cost += square
        deltas.append(delta)
    print(f"  {'C':>6} {text(six(cost)):>51}")
    return deltas


def printAnswersDelta(network, answer, label):
    """Print how δ of the answer's output neuron is computed; returns the neuron and its δ."""
    a, t = activation(network.layers[-1].activations[answer]), int(answer == label)
    delta = six(a * (1 - a) * 2 * (a - t))
    print(f"\nδ of the answer's output neuron {answer}, a (1 - a) · 2 (a - t):")
    print(f"  1 - a           {decimals(1 - a)}")
    print(f"  a - t           {decimals(a - t, '+')}")
    factors = f"{decimals(a)} · {decimals(1 - a)} · 2 · {decimals(a - t, '+')}"
    print(f"  δ      {factors} = {text(delta, '+')}")
    return answer, delta


def printHiddenDelta(network, depth, exact, outputs, following):
    """Print δ = Σ δ·w · a (1 - a) of the neuron with the largest one in hidden layer `depth`; returns both.

    exact holds all deltas, outputs the printed ones of the output neurons; following is the neuron of the
    next layer that was printed last, and its δ.
    """
    layer, nextLayer = network.layers[depth - 1], network.layers[depth]
    neuron = int(abs(exact[depth - 1]).argmax())
    if depth == len(network.layers) - 1:
        deltas = outputs
    else:
        deltas = [six(delta) for delta in exact[depth]]
        deltas[following[0]] = following[1]
    weights = [six(weight) for weight in nextLayer.weights[:, neuron]]
    terms = [six(delta * weight) for delta, weight in zip(deltas, weights, strict=True)]

    print(f"\nδ of {neuronName(network, depth, neuron)}, the largest there: Σ δ·w · a (1 - a)")
    if deltas is not outputs:
        print(f"(each δ of hidden layer {depth + 1} is computed as that of its neuron {following[0]} was)")
    shown = largest(np.array(terms, dtype=float), LISTED, always=[following[0]])
    total = sum(terms[k] for k in shown)
    for k in shown:
        name = neuronName(network, depth + 1, k)
        factors = f"{text(deltas[k], '+'):>16} · {text(weights[k], '+'):>9}"
        print(f"  {name:{NAME - 2}}{factors} = {text(terms[k], '+'):>16}")
    if len(shown) < len(terms):
        rest = six(sum(term for k, term in enumerate(terms) if k not in shown))
        total += rest
        print(f"  {others(len(terms) - len(shown), depth + 1):{NAME - 2}}{text(rest, '+'):>47}")
    a, total = activation(layer.activations[neuron]), six(total)
    slope = six(a * (1 - a))
    delta = six(total * slope)
    print(f"  Σ δ·w           {text(total, '+')}")
    print(f"  a (1 - a)       {decimals(a)} · {decimals(1 - a)} = {text(slope)}")
    print(f"  δ               {text(total, '+')} · {text(slope)} = {text(delta, '+')}")
    return neuron, delta


def printWeights(network, chain):
    """Print how one weight of each layer changes; chain holds a neuron of each layer and its δ."""
    print(f"\nOne weight of each layer along this way, at the rate {RATE}:")
    weightGradient, _ = network.calculateGradient(IMAGE)
    for depth in range(len(network.layers), 0, -1):
        layer, (k, delta) = network.layers[depth - 1], chain[depth - 1]
        j = chain[depth - 2][0] if depth > 1 else int(layer.input.argmax())
        a = activation(layer.input[j]) if depth > 1 else six(layer.input[j])
        derivative, change = six(a * delta), six(Decimal(str(RATE)) * a * delta)
        places = decimalsOf(change, 3)
        before = rounded(layer.weights[k, j], places)
        exact = six(weightGradient[depth - 1][k, j] / RATE)
        measured = six(measuredDerivative(network, layer.weights, (k, j)))
        print(f"\n  from {neuronName(network, depth - 1, j)} to {neuronName(network, depth, k)}")
        print(f"  a · δ           {decimals(a)} · {text(delta, '+')} = {text(derivative, '+')}")
        print(f"  weight before   {before:+f}")
        print(f"  rate · a · δ    {text(change, '+')}")
        print(f"  weight after    {rounded(before - change, places):+f}")
        print(f"  measured        {text(measured, '+')}, and the exact gradient {text(exact, '+')}")
        print(f"                  beside a · δ: {nearness(*map(float, (derivative, measured, exact)))}")


def measuredDerivative(network, weights, place):
    """(C(w + h) - C(w - h)) / 2h; the weight and the activations are then as before."""
    input, weight = network.layers[0].input, weights[place]
    costs = []
    for moved in (weight + NUDGE, weight - NUDGE):
        weights[place] = moved
        network.feedForward(input)
        costs.append(network.cost(IMAGE))
    weights[place] = weight
    network.feedForward(input)
    return (costs[0] - costs[1]) / (2 * NUDGE)


def nearness(*values):
    """How near the values are to each other, in words."""
    apart = max(values) - min(values)
    if not apart:
        return "alike"
    digits = math.floor(math.log10(max(map(abs, values)) / apart))
    return f"alike to {digits} digits" if digits > 1 else "they differ"


def printStep(network, label):
    """Make the step, and print the activations and the cost before and after."""
    pixels = network.layers[0].input
    before, costBefore = network.layers[-1].activations, network.cost(IMAGE)
    network.backpropagation(*network.calculateGradient(IMAGE))
    after = network.feedForward(pixels)
    places = decimalsOf(network.cost(IMAGE) - costBefore, 4)
    print("\nAfter one such step of every weight and every bias (its a counts as 1):")
    print(f"  output {'before':>15} {'after':>15} {'change':>16}")
    columns = [[rounded(float(a), places) for a in activations] for activations in (before, after)]
    for digit, (old, new) in enumerate(zip(*columns, strict=True)):
        print(f"  {digit:6} {old:15f} {new:15f} {new - old:+16f}")
    old, new = (
        rounded(sum((a - (digit == label)) ** 2 for digit, a in enumerate(column)), places)
        for column in columns
    )
    print(f"  {'C':>6} {old:15f} {new:15f} {new - old:+16f}")
    print("The step is taken back: the weights are as they were.")
