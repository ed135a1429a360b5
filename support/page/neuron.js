/* The panel that explains one neuron: its sum (section 2.3.2), as `e` prints it, and its place on σ. */

const TERMS = 5; // shown one by one

/** Numbers as bars, to the right of a middle line if they are above 0, else to its left. */
function bars(values, caption) {
    const most = Math.max(...Array.from(values, Math.abs)) || 1,
        height = values.length > 40 ? 3 : 12;
    const names = values.length > 40 ? [] : [...values.keys()],
        bottom = height * values.length + 2;
    const bar = (value, i) =>
        element("rect", {
            x: 160 + Math.min((value / most) * 130 || 0, 0),
            y: i * height + 1,
            width: Math.abs((value / most) * 130 || 0),
            height: height - 2,
            class: value < 0 ? "against" : "for",
        });
    return element(
        "svg",
        {viewBox: `0 0 300 ${bottom}`, class: "bars", role: "img", "aria-label": caption},
        ...Array.from(values, bar),
        ...names.map((i) => element("text", {x: 2, y: (i + 0.8) * height}, i)),
        element("line", {x1: 160, x2: 160, y1: 0, y2: bottom, class: "axis"}),
    );
}

/** σ as a curve that is wide enough for z, and z's place on it. */
function sigmoidCurve(z) {
    const end = Math.max(8, Math.ceil(Math.abs(z) || 0)),
        a = Layer.sigmoid(z) || 0;
    const x = (at) => 125 + (100 * at) / end,
        y = (at) => 120 - 100 * at;
    const points = Array.from({length: 129}, (_, i) => ((i - 64) / 64) * end);
    const mark = (at, words) => element("text", {x: x(at), y: 136, class: "mark"}, words);
    return element(
        "svg",
        {viewBox: "0 0 250 154", role: "img", "aria-label": text("sigmoidCurve")},
        ...[0, 0.5, 1].map((at) => element("path", {d: `M25,${y(at)}H225`, class: "axis"})),
        element("path", {d: `M125,${y(0)}V${y(1)}`, class: "axis"}),
        element("polyline", {
            points: points.map((at) => `${x(at)},${y(Layer.sigmoid(at))}`).join(" "),
            class: "curve",
        }),
        element("line", {x1: x(z || 0), x2: x(z || 0), y1: y(0), y2: y(a), class: "guide"}),
        element("circle", {cx: x(z || 0), cy: y(a), r: 6, class: "point"}),
        ...[0, 0.5, 1].map((at) => element("text", {x: 21, y: y(at) + 4, class: "tick"}, String(at))),
        ...[-end, 0, end].map((at) => mark(at, decimal(at, 0))),
        element("text", {x: 125, y: 151, class: "mark"}, "z"),
        element("text", {x: 2, y: 12, class: "name"}, "σ(z)"),
    );
}

/** The rows [name, w · a, term] of a neuron's z, as `e` prints them: the printed numbers add up. */
function rowsOfSum(network, L, k) {
    const {weights, biases, input} = network.layers[L],
        bias = rounded(biases[k]);
    const terms = Float64Array.from(weights[k], (w, j) => w * input[j]),
        z = rounded(sumOf(terms) + biases[k]);
    const order = largest(terms.map(Math.abs), TERMS, [indexOfLargest(terms)]);
    const rows =
        L === 0
            ? [[text("pixelsFor"), "", rounded(sumOf(terms.filter((term) => term > 0)))]]
            : order.map((j) => [
                  sourceName(network, L, j),
                  `${decimal(weights[k][j])} · ${decimal(input[j])}`,
                  rounded(terms[j]),
              ]);
    const rest = rounded(z - bias - sumOf(rows.map(([, , term]) => term)));
    const others = L === 0 ? text("pixelsAgainst") : othersName(terms.length - order.length, L);
    return [...rows, [others, "", rest], [text("bias"), "b", bias], ["z", "Σ w·a + b", z]];
}

/** The neuron's weights, its sum, its place on σ, and its δ. */
function explainNeuron(panel, {network, shown: {L, k}, pixels, label}) {
    const {weights, input, activations} = network.layers[L],
        z = network.layers[L].z(input)[k];
    const deltas = deltasOf(network, pixels, label);
    const canvas = element("canvas", {
        width: SIDE,
        height: SIDE,
        role: "img",
        "aria-label": text("weightPicture"),
    });
    if (L === 0) paintWeights(canvas, weights[k]);
    panel.replaceChildren(
        element("h3", {}, neuronName(network, L, k)),
        element(
            "div",
            {class: "columns"},
            L === 0
                ? figure(text("weightPicture"), canvas)
                : figure(text("weightBars"), bars(weights[k], text("weightBars"))),
            figure(
                "z = Σ w·a + b",
                table(rowsOfSum(network, L, k).map(([name, how, x]) => [name, how, signed(x)])),
            ),
            figure(
                text("sigmoidCurve"),
                sigmoidCurve(z),
                element("p", {}, `a = σ(z) = 1 / (1 + e^${decimal(-z)}) = ${decimal(activations[k])}`),
                element("p", {}, deltas ? `δ = ∂C/∂z = ${sixDigits(deltas[L][k])}` : text("noDelta")),
            ),
        ),
    );
}
