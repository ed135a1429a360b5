/* The panels that explain an answer: one neuron's sum (section 2.3.2), and two output neurons side by side. */

const TERMS = 5, RIVAL_TERMS = 8; // told one by one

const figure = (caption, ...content) => element("figure", {}, element("figcaption", {}, caption), ...content);

/** Numbers as bars, to the right of a middle line where they are above 0, else to its left. */
function bars(values) {
    const most = Math.max(...Array.from(values, Math.abs)) || 1, height = values.length > 40 ? 3 : 12, all = height * values.length + 2;
    const names = values.length > 40 ? [] : [...values.keys()];
    return element("svg", {viewBox: `0 0 300 ${all}`, class: "bars", role: "img", "aria-label": text("weightBars")},
        ...Array.from(values, (value, i) => element("rect", {x: 160 + Math.min(value / most * 130 || 0, 0), y: i * height + 1,
            width: Math.abs(value / most * 130 || 0), height: height - 2, class: value < 0 ? "against" : "for"})),
        ...names.map((i) => element("text", {x: 2, y: (i + 0.8) * height}, i)),
        element("line", {x1: 160, x2: 160, y1: 0, y2: all, class: "axis"}));
}

/** σ as a curve, and where z stands on it. */
function sigmoidCurve(z) {
    const x = (z) => 110 + 12.5 * Math.min(Math.max(z || 0, -8), 8), y = (a) => 115 - 100 * a;
    const points = Array.from({length: 65}, (_, i) => (i - 32) / 4).map((z) => `${x(z)},${y(Layer.sigmoid(z))}`);
    return element("svg", {viewBox: "0 0 220 134", role: "img", "aria-label": text("sigmoidCurve")},
        element("path", {d: "M10,115H210M110,10V115", class: "axis"}), element("polyline", {points: points.join(" "), class: "curve"}),
        element("line", {x1: x(z), x2: x(z), y1: 115, y2: y(Layer.sigmoid(z) || 0), class: "guide"}),
        element("circle", {cx: x(z), cy: y(Layer.sigmoid(z) || 0), r: 6, class: "point"}),
        ...[-8, 0, 8].map((mark) => element("text", {x: x(mark), y: 129, class: "mark"}, decimal(mark, 0))));
}

/** The neuron's weights, its sum with the largest terms, and its place on σ; the sum is of the rounded numbers. */
function explainNeuron(panel, network, {L, k}, deltas) {
    const {weights, biases, input, activations} = network.layers[L], z = network.layers[L].z(input)[k];
    const terms = Float64Array.from(weights[k], (w, j) => w * input[j]), order = largest(terms.map(Math.abs), TERMS);
    const rest = [z, -biases[k], ...order.map((j) => -terms[j])].reduce((sum, term) => sum + Number(term.toFixed(4)), 0);
    const rows = order.map((j) => [sourceName(network, L, j), `${decimal(weights[k][j])} · ${decimal(input[j])}`, signed(terms[j])]);
    rows.push([text("others", Math.max(terms.length - TERMS, 0)), "Σ w·a", signed(rest)],
        [text("bias"), "b", signed(biases[k])], ["z", "Σ w·a + b", signed(z)]);
    const canvas = element("canvas", {width: SIDE, height: SIDE, role: "img", "aria-label": text("weightPicture")});
    if (L === 0) paintWeights(canvas, weights[k]);
    panel.replaceChildren(element("h3", {}, neuronName(network, L, k)), element("div", {class: "columns"},
        L === 0 ? figure(text("weightPicture"), canvas) : figure(text("weightBars"), bars(weights[k])),
        figure("z = Σ w·a + b", table(rows)),
        figure(text("sigmoidCurve"), sigmoidCurve(z),
            element("p", {}, `a = σ(z) = 1 / (1 + e^${decimal(-z)}) = ${decimal(activations[k])}`),
            element("p", {}, deltas ? `δ = ∂C/∂z = ${scientific(deltas[L][k], 4)}` : text("noDelta")))));
}

/** Why the answer's neuron has a larger z than the rival's: their terms from the layer before, side by side. */
function explainRivals(panel, network, answer, rival) {
    const L = network.layers.length - 1, {weights, biases, input} = network.layers[L], zs = network.layers[L].z(input);
    const difference = (j) => (weights[answer][j] - weights[rival][j]) * input[j];
    const order = largest(Array.from(input, (_, j) => Math.abs(difference(j))), RIVAL_TERMS);
    const row = (name, a, first, second) => [name, a, signed(first), signed(second), signed(first - second)];
    const rest = (k) => zs[k] - biases[k] - order.reduce((sum, j) => sum + weights[k][j] * input[j], 0);
    const rows = order.map((j) => row(sourceName(network, L, j), decimal(input[j]), weights[answer][j] * input[j], weights[rival][j] * input[j]));
    rows.push(row(text("others", Math.max(input.length - order.length, 0)), "", rest(answer), rest(rival)),
        row(text("bias"), "", biases[answer], biases[rival]), row("z", "", zs[answer], zs[rival]),
        ["σ(z)", "", decimal(Layer.sigmoid(zs[answer])), decimal(Layer.sigmoid(zs[rival])), ""]);
    const picture = (k) => figure(`w·a → ${k}`, bars(input.map((a, j) => a * weights[k][j])));
    panel.replaceChildren(
        element("p", {}, text(answer === rival ? "whySame" : "whyBecause", answer, rival, decimal(zs[answer], 2), decimal(zs[rival], 2),
            sourceName(network, L, order[0]), signed(difference(order[0]), 2))),
        element("div", {class: "columns"}, figure(`w·a → ${answer}, ${rival}`, table(rows, ["", "a", `→ ${answer}`, `→ ${rival}`, text("difference")])),
            ...(L > 0 ? [picture(answer), picture(rival)] : [])));
}
