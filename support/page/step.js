/* One step of learning from the image shown, slowly: section 2.4, and the numbers that `l` prints at test.py's
question. It is made by a copy: the network stays as it was. */

const STEP_RATE = 0.01, NUDGE = 1e-4; // the paper's rate; how far a weight is moved to measure a derivative

const layerSizes = ({layers}) => [PIXELS, ...layers.map(({biases}) => biases.length)];
const plainLayers = ({layers}) => layers.map(({weights, biases}) => ({weights, biases}));
const toLayers = (layers) => layers.map(({weights, biases}) =>
    Object.assign(new Layer(0, 0), {inputSize: weights[0].length, outputSize: biases.length, weights, biases}));

function copyOf(network, pixels, label) {
    const copy = new Network([[pixels]], [[oneHot(label)]], STEP_RATE, []);
    copy.layers = toLayers(structuredClone(plainLayers(network)));
    copy.feedForward(pixels);
    return copy;
}

/** δ of every neuron, or null where the image has no label. */
const deltasOf = (network, pixels, label) => (label === null ? null : copyOf(network, pixels, label).calculateDeltas([0, 0]));

/** (C(w + h) - C(w - h)) / 2h of weight W[k][j] of layer L, the activations being as before afterwards. */
function measuredDerivative(network, pixels, L, k, j) {
    const row = network.layers[L].weights[k], weight = row[j];
    const [above, below] = [weight + NUDGE, weight - NUDGE].map((moved) => {
        row[j] = moved;
        network.feedForward(pixels);
        return network.cost([0, 0]);
    });
    row[j] = weight;
    network.feedForward(pixels);
    return (above - below) / (2 * NUDGE);
}

/** Six significant digits, as `l` prints them, with an exponent from where Python takes one. */
const six = (x) => (x && Math.abs(x) < 1e-4 ? scientific(x, 5) : x.toPrecision(6)).replace(/^-/, "−");

/** The stages: {equation, key and value of the title, content}; from the hidden layers, the neuron with the largest δ is told of. */
function learningStages(shown, pixels, label) {
    const network = copyOf(shown, pixels, label), {layers} = network, last = layers.length - 1, t = oneHot(label);
    const a = layers.map(({activations}) => activations), before = a[last], cost = network.cost([0, 0]), digits = [...t.keys()];
    const deltas = network.calculateDeltas([0, 0]), [weightGradient, biasGradient] = network.calculateGradient([0, 0]);
    const told = deltas.map((delta, L) => indexOfLargest(L === last ? before : delta.map(Math.abs)));
    const rows = (cells, ...ends) => [...digits.map((k) => [k, ...cells(k).map(six)]), ...ends];
    const stages = [
        {equation: "a(L) = σ(W·a(L−1) + b)", key: "stepForward", content: table(digits.map((k) => [k, six(before[k]), t[k]]), ["", "a", "t"])},
        {equation: "C = Σ (a − t)²", key: "stepCost", content: table(rows((k) => [before[k] - t[k], (before[k] - t[k]) ** 2],
            ["C", "", six(cost)]), ["", "a − t", "(a − t)²"])},
        {equation: "δ = a (1 − a) · 2 (a − t)", key: "stepLastDelta", content: table(rows((k) =>
            [before[k], 1 - before[k], 2 * (before[k] - t[k]), deltas[last][k]]), ["", "a", "1 − a", "2 (a − t)", "δ"])},
    ];
    for (let L = last - 1; L >= 0; L--) {
        const j = told[L], weights = layers[L + 1].weights.map((row) => row[j]), terms = deltas[L + 1].map((delta, k) => delta * weights[k]);
        const order = largest(terms.map(Math.abs), 10), rest = terms.reduce((sum, term, k) => sum + (order.includes(k) ? 0 : term), 0);
        const ends = [[text("others", terms.length - order.length), "", "", six(rest)], ["Σ δ·w", "", "", six(terms.reduce((sum, term) => sum + term, 0))],
            ["a (1 − a)", ...[a[L][j], 1 - a[L][j], a[L][j] * (1 - a[L][j])].map(six)], ["δ", "", "", six(deltas[L][j])]];
        stages.push({equation: `δ(${L + 1}) = Σ δ(${L + 2}) w(${L + 2}) · a (1 − a)`, key: "stepDelta", value: neuronName(network, L, j),
            content: table([...order.map((k) => [neuronName(network, L + 1, k), ...[deltas[L + 1][k], weights[k], terms[k]].map(six)]),
                ...ends.slice(order.length < terms.length ? 0 : 1)], ["", "δ", "w", "δ · w"])});
    }
    const derivatives = [], steps = [];
    for (let L = last; L >= 0; L--) {
        const {input, weights} = layers[L], k = told[L], j = L > 0 ? told[L - 1] : indexOfLargest(input), change = weightGradient[L][k][j];
        const name = text("fromTo", sourceName(network, L, j), neuronName(network, L, k));
        derivatives.push([name, ...[input[j], deltas[L][k], input[j] * deltas[L][k], measuredDerivative(network, pixels, L, k, j)].map(six)]);
        steps.push([name, decimal(weights[k][j], 6), six(change), decimal(weights[k][j] - change, 6)]);
    }
    network.backpropagation(weightGradient, biasGradient);
    const after = network.feedForward(pixels), newCost = network.cost([0, 0]);
    const change = (name, old, now) => [name, old.toFixed(6), now.toFixed(6), signed(now.toFixed(6) - old.toFixed(6), 6)];
    stages.push(
        {equation: "∂C/∂w = a(L−1) δ(L),  ∂C/∂b = δ", key: "stepGradient", content: table(derivatives,
            [text("largestWeight"), "a", "δ", "a · δ", text("measured")])},
        {equation: "w = w − 0.01 · ∂C/∂w", key: "stepWeights", content: table(steps, [text("largestWeight"), "w", "0.01 · a · δ", text("newWeight")])},
        {equation: "a(L) = σ(W·a(L−1) + b)", key: "stepAgain", content: table([...digits.map((k) => change(k, before[k], after[k])),
            change("C", cost, newCost)], ["a", text("before"), text("after"), text("change")])});
    return stages;
}

/** The panel: the equations, that of the stage lit up, and its numbers. */
function explainStep(network, pixels, label, at) {
    const stages = label === null ? [] : learningStages(network, pixels, label), stage = stages[at];
    byId("equations").replaceChildren(...stages.map(({equation}, i) => element("li", i === at ? {"aria-current": "step"} : {}, equation)));
    byId("stepNumbers").replaceChildren(...(!stage ? [text("noDelta")] : [element("h3", {}, `${at + 1}. ${text(stage.key, stage.value)}`), stage.content]));
    byId("stepBack").disabled = at === 0;
    byId("stepOn").disabled = at >= stages.length - 1;
}
