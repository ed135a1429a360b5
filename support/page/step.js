/* One step of learning from the image shown, slowly: section 2.4, and the numbers that `l` prints at test.py's
question. It is made by a copy: the network stays as it was. */

const STEP_RATE = 0.01; // the paper's
const NUDGE = 1e-4; // by which a weight is moved to measure a derivative

const layerSizes = ({layers}) => [PIXELS, ...layers.map(({biases}) => biases.length)];
const plainLayers = ({layers}) => layers.map(({weights, biases}) => ({weights, biases}));
const toLayers = (layers) => layers.map(({weights, biases}) =>
    Object.assign(new Layer(weights[0].length, biases.length, () => 0), {weights, biases}));

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

/** The decimals of d.ddde-d that two numbers share, from 3 to 5: a measurement is only so exact; 5 where they differ. */
const commonDigits = (x, y) => [5, 4, 3].find((digits) => x.toExponential(digits) === y.toExponential(digits)) ?? 5;

/** The stages: {equation, title, content}. */
function learningStages(shown, pixels, label) {
    const network = copyOf(shown, pixels, label), {layers} = network, last = layers.length - 1;
    const before = network.feedForward(pixels), cost = network.cost([0, 0]), t = oneHot(label), digits = [...before.keys()];
    const deltas = network.calculateDeltas([0, 0]), [weightGradient, biasGradient] = network.calculateGradient([0, 0]);
    const squares = digits.map((k) => [k, ((before[k] - t[k]) ** 2).toFixed(6)]);
    const stages = [
        {equation: "a(L) = σ(W·a(L−1) + b)", key: "stepForward",
            content: table(digits.map((k) => [k, before[k].toFixed(6), t[k]]), ["", "a", "t"])},
        {equation: "C = Σ (a − t)²", key: "stepCost", content: table([...squares, ["C", cost.toFixed(6)]], ["", "(a − t)²"])},
    ];
    for (let L = last; L >= 0; L--) {
        const order = L === last ? digits : largest(deltas[L].map(Math.abs), 10);
        stages.push({key: L === last ? "stepLastDelta" : "stepDelta", value: L + 1,
            equation: L === last ? "δ = a (1 − a) · 2 (a − t)" : `δ(${L + 1}) = Σ δ(${L + 2}) w(${L + 2}) · a (1 − a)`,
            content: table(order.map((k) => [neuronName(network, L, k), layers[L].activations[k].toFixed(6),
                scientific(deltas[L][k], 6)]), ["", "a", "δ"])});
    }
    const derivatives = [], steps = [];
    for (let L = last; L >= 0; L--) {
        const {input, weights} = layers[L], [k, j] = [deltas[L], input].map((values) => indexOfLargest(values.map(Math.abs)));
        const derivative = input[j] * deltas[L][k], measured = measuredDerivative(network, pixels, L, k, j);
        const shared = commonDigits(derivative, measured), name = text("fromTo", sourceName(network, L, j), neuronName(network, L, k));
        derivatives.push([name, `${input[j].toFixed(6)} · ${scientific(deltas[L][k], 6)}`,
            scientific(derivative, shared), scientific(measured, shared)]);
        steps.push([name, decimal(weights[k][j], 8), scientific(weightGradient[L][k][j], 5),
            decimal(weights[k][j] - weightGradient[L][k][j], 8)]);
    }
    network.backpropagation(weightGradient, biasGradient);
    const after = network.feedForward(pixels), newCost = network.cost([0, 0]);
    const change = (name, old, now) => [name, old.toFixed(6), now.toFixed(6), (now < old ? "" : "+") + scientific(now - old, 2)];
    stages.push(
        {equation: "∂C/∂w = a(L−1) δ(L),  ∂C/∂b = δ", key: "stepGradient",
            content: table(derivatives, [text("largestWeight"), "a · δ", "∂C/∂w", text("measured")])},
        {equation: "w = w − 0.01 · ∂C/∂w", key: "stepWeights",
            content: table(steps, [text("largestWeight"), "w", "0.01 · ∂C/∂w", text("newWeight")])},
        {equation: "a(L) = σ(W·a(L−1) + b)", key: "stepAgain",
            content: table([...digits.map((k) => change(k, before[k], after[k])), change("C", cost, newCost)],
                ["a", text("before"), text("after"), text("change")])});
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
