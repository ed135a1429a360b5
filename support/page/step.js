/* One step of learning from the image shown, stage by stage: section 2.4, with the numbers that `l` prints at
test.py's question. Each number is computed from those printed before it, so that a calculator can follow.
A copy takes the step: the network stays as it was. */

const NUDGE = 1e-4; // how far a weight is moved to measure a derivative
const LISTED = 10; // terms of a sum that are shown one by one
const LITTLE = 0.001,
    MUCH = 0.1; // a cost below the first leaves almost nothing to learn, from the second on much

/** (C(w + h) - C(w - h)) / 2h for weight W[k][j] of layer L. Afterwards the activations are as before. */
function measuredDerivative(network, pixels, L, k, j) {
    const row = network.layers[L].weights[k],
        weight = row[j];
    const [above, below] = [weight + NUDGE, weight - NUDGE].map((moved) => {
        row[j] = moved;
        network.feedForward(pixels);
        return network.cost([0, 0]);
    });
    row[j] = weight;
    network.feedForward(pixels);
    return (above - below) / (2 * NUDGE);
}

/** {a, decimals, off, square, delta} of each output neuron; off is a - t. */
function outputsOf(network, label) {
    return Array.from(network.layers.at(-1).activations, (exact, k) => {
        const decimals = placesOf(exact),
            a = rounded(exact, decimals),
            off = rounded(a - Number(k === label), decimals);
        return {a, decimals, off, square: six(off * off), delta: six(a * rounded(1 - a, decimals) * 2 * off)};
    });
}

/** The neuron with the largest δ in layer L: {k, delta, rows}; next is the one shown of the next layer. */
function hiddenDelta(network, L, exact, outputs, next) {
    const {activations} = network.layers[L],
        behind = network.layers[L + 1];
    const k = indexOfLargest(exact[L].map(Math.abs));
    const deltas =
        L + 2 === network.layers.length ? outputs.map(({delta}) => delta) : Array.from(exact[L + 1], six);
    deltas[next.k] = next.delta;
    const weights = behind.weights.map((row) => six(row[k])),
        terms = weights.map((w, i) => six(w * deltas[i]));
    const order = largest(terms.map(Math.abs), LISTED, [next.k]),
        shown = sumOf(order.map((i) => terms[i]));
    const rest = six(sumOf(terms.filter((_, i) => !order.includes(i)))),
        total = six(shown + rest);
    const decimals = placesOf(activations[k]),
        a = rounded(activations[k], decimals);
    const slope = six(a * rounded(1 - a, decimals)),
        delta = six(total * slope);
    const rows = order.map((i) => [
        neuronName(network, L + 1, i),
        ...[deltas[i], weights[i], terms[i]].map((x) => sixDigits(x, "+")),
    ]);
    if (order.length < terms.length) {
        rows.push([othersName(terms.length - order.length, L + 1), "", "", sixDigits(rest, "+")]);
    }
    rows.push(
        ["Σ δ·w", "", "", sixDigits(total, "+")],
        ["a (1 − a)", places(a, decimals), places(1 - a, decimals), sixDigits(slope)],
        ["δ", "", "", sixDigits(delta, "+")],
    );
    return {k, delta, rows};
}

/** {name, gradient, step}: rows on one weight of layer L, on the way from neuron `from` to the neuron `to`.
*/
function weightRows(network, pixels, L, weightGradient, to, from) {
    const {input, weights} = network.layers[L],
        {k, delta} = to,
        j = from?.k ?? indexOfLargest(input);
    const name = text("fromTo", sourceName(network, L, j), neuronName(network, L, k));
    const decimals = placesOf(input[j]),
        a = from ? rounded(input[j], decimals) : six(input[j]);
    const derivative = six(a * delta),
        change = six(STEP_RATE * a * delta),
        after = placesFor(change, 3);
    const before = rounded(weights[k][j], after),
        measured = measuredDerivative(network, pixels, L, k, j);
    const plus = (x) => sixDigits(x, "+");
    return {
        gradient: [
            name,
            from ? places(a, decimals) : String(a),
            ...[delta, derivative, six(measured), six(weightGradient[L][k][j] / STEP_RATE)].map(plus),
        ],
        step: [name, signed(before, after), plus(change), signed(before - change, after)],
    };
}

/** Before and after the step: each output's activation, and C of the printed activations. */
function stepRows(network, label, pixels, gradient) {
    const before = network.layers.at(-1).activations,
        costBefore = network.cost([0, 0]);
    network.backpropagation(...gradient);
    const after = network.feedForward(pixels),
        decimals = placesFor(network.cost([0, 0]) - costBefore, 4);
    const [old, now] = [before, after].map((activations) =>
        Array.from(activations, (a) => rounded(a, decimals)),
    );
    const cost = (column) => rounded(sumOf(column.map((a, k) => (a - Number(k === label)) ** 2)), decimals);
    return [...old.map((a, k) => [k, a, now[k]]), ["C", cost(old), cost(now)]].map(([name, one, two]) => [
        name,
        decimal(one, decimals),
        decimal(two, decimals),
        signed(two - one, decimals),
    ]);
}

/** The stages: {equation, key and value of the title, rows, headings}. */
function learningStages(shown, pixels, label) {
    const network = copyOf(shown, pixels, label),
        last = network.layers.length - 1,
        outputs = outputsOf(network, label);
    const exact = network.calculateDeltas([0, 0]),
        answer = indexOfLargest(network.layers[last].activations);
    const gradient = network.calculateGradient([0, 0]),
        plus = (x) => sixDigits(x, "+");
    const rows = (cells) => outputs.map((each, k) => [k, ...cells(each, k)]);
    const stages = [
        {
            equation: "a(L) = σ(W·a(L−1) + b)",
            key: "stepForward",
            headings: [text("digit"), "a", "t"],
            rows: rows(({a, decimals}, k) => [places(a, decimals), Number(k === label)]),
        },
        {
            equation: "C = Σ (a − t)²",
            key: "stepCost",
            headings: [text("digit"), "a − t", "(a − t)²"],
            rows: [
                ...rows(({off, decimals, square}) => [places(off, decimals, "+"), sixDigits(square)]),
                ["C", "", sixDigits(six(sumOf(outputs.map(({square}) => square))))],
            ],
        },
        {
            equation: "δ = a (1 − a) · 2 (a − t)",
            key: "stepLastDelta",
            headings: [text("digit"), "a", "1 − a", "a − t", "δ"],
            rows: rows(({a, decimals, off, delta}) => [
                places(a, decimals),
                places(1 - a, decimals),
                places(off, decimals, "+"),
                plus(delta),
            ]),
        },
    ];
    const chain = [{k: answer, delta: outputs[answer].delta}];
    for (let L = last - 1; L >= 0; L--) {
        chain.unshift(hiddenDelta(network, L, exact, outputs, chain[0]));
        stages.push({
            equation: `δ(${L + 1}) = Σ δ(${L + 2}) w(${L + 2}) · a (1 − a)`,
            key: "stepDelta",
            value: neuronName(network, L, chain[0].k),
            rows: chain[0].rows,
            headings: [text("neuron"), "δ", "w", "δ · w"],
        });
    }
    const weights = chain
        .map((to, L) => weightRows(network, pixels, L, gradient[0], to, chain[L - 1]))
        .reverse();
    stages.push(
        {
            equation: "∂C/∂w = a(L−1) δ(L),  ∂C/∂b = δ",
            key: "stepGradient",
            rows: weights.map((each) => each.gradient),
            headings: [text("weight"), "a", "δ", "a · δ", text("measured"), text("exactly")],
        },
        {
            equation: "w = w − 0.01 · ∂C/∂w",
            key: "stepWeights",
            rows: weights.map((each) => each.step),
            headings: [text("weight"), "w", "0.01 · a · δ", text("newWeight")],
        },
        {
            equation: "a(L) = σ(W·a(L−1) + b)",
            key: "stepAgain",
            rows: stepRows(network, label, pixels, gradient),
            headings: ["a", text("before"), text("after"), text("change")],
        },
    );
    return stages;
}

/** The panel: the equations, that of the stage lit up, and its numbers. */
class StepPanel {
    constructor(state, showTestImage) {
        Object.assign(this, {state, showTestImage, stage: 0});
        onClicks({
            stepBack: () => this.go(-1),
            stepOn: () => this.go(1),
            moreToLearn: () => showTestImage(this.costlyImage()),
        });
    }
    /** On opening: an image that isn't learnt yet, unless one has been chosen. */
    open() {
        const {state} = this;
        if (state.data && !state.hasChosen && costOf(state.network, state.label) < LITTLE) {
            this.showTestImage(this.costlyImage());
        }
    }
    go(stages) {
        this.stage += stages;
        this.state.tell("look");
    }
    /** The next test image whose cost leaves something to learn. */
    costlyImage() {
        const {network, index, data} = this.state,
            count = data.testLabels.length;
        for (let i = (index + 1) % count; i !== index; i = (i + 1) % count) {
            network.feedForward(testPixels(data, i));
            if (costOf(network, data.testLabels[i]) >= MUCH) return i;
        }
        return index;
    }
    paint() {
        const {network, pixels, label, data} = this.state;
        const stages = label === null ? [] : learningStages(network, pixels, label);
        this.stage = Math.min(Math.max(this.stage, 0), Math.max(stages.length - 1, 0));
        const stage = stages[this.stage],
            isLearnt = stage && costOf(network, label) < LITTLE;
        byId("equations").replaceChildren(
            ...stages.map(({equation}, i) =>
                element("li", i === this.stage ? {"aria-current": "step"} : {}, equation),
            ),
        );
        byId("stepNumbers").replaceChildren(
            ...(!stage
                ? [text("noDelta")]
                : [
                      element("h3", {}, `${this.stage + 1}. ${text(stage.key, stage.value)}`),
                      table(stage.rows, stage.headings),
                  ]),
        );
        byId("learnt").textContent = isLearnt ? text("learnt") : "";
        byId("moreToLearn").hidden = !isLearnt || !data;
        byId("stepBack").disabled = this.stage === 0;
        byId("stepOn").disabled = this.stage >= stages.length - 1;
    }
}
