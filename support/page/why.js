/* The panel that compares two output neurons' sums (section 2.3.2), as `n` prints them. */

/** {z, rows}: [name, a, term into answer, term into rival, difference], the largest differences first. */
function rowsOfBoth(network, answer, rival) {
    const L = network.layers.length - 1,
        {weights, biases, input} = network.layers[L],
        both = [answer, rival];
    const terms = both.map((k) => Float64Array.from(weights[k], (w, j) => w * input[j]));
    const order = largest(
        terms[0].map((term, j) => Math.abs(term - terms[1][j])),
        TERMS,
    );
    const z = both.map((k, i) => rounded(sumOf(terms[i]) + biases[k])),
        bias = both.map((k) => rounded(biases[k]));
    const rows = order.map((j) => [
        sourceName(network, L, j),
        decimal(input[j]),
        ...terms.map((each) => rounded(each[j])),
    ]);
    const rest = both.map((_, i) => rounded(z[i] - bias[i] - sumOf(rows.map((row) => row[2 + i]))));
    rows.push(
        [othersName(input.length - order.length, L), "", ...rest],
        [text("bias"), "", ...bias],
        ["z", "", ...z],
    );
    return {z, rows: rows.map(([name, a, one, two]) => [name, a, one, two, rounded(one - two)])};
}

/** Why z of the answer's neuron is larger than the rival's: their terms side by side. */
function explainRivals(panel, {network, answer, rival}) {
    const L = network.layers.length - 1,
        {weights, input} = network.layers[L];
    const {z, rows} = rowsOfBoth(network, answer, rival),
        [[name, , , , difference]] = rows;
    const lines = rows.map(([source, a, ...numbers]) => [source, a, ...numbers.map((x) => signed(x))]);
    lines.push(["σ(z)", "", ...z.map((each) => decimal(Layer.sigmoid(each))), ""]);
    const picture = (k) => {
        const caption = `w·a → ${k}`;
        return figure(
            caption,
            bars(
                input.map((a, j) => a * weights[k][j]),
                caption,
            ),
        );
    };
    const said = text(
        answer === rival ? "whySame" : "whyBecause",
        answer,
        rival,
        ...z.map((each) => decimal(each, 2)),
        name,
        signed(difference, 2),
    );
    const headings = ["", "a", `→ ${answer}`, `→ ${rival}`, text("difference")];
    panel.replaceChildren(
        element("p", {}, said),
        element(
            "div",
            {class: "columns"},
            figure(`w·a → ${answer}, ${rival}`, table(lines, headings)),
            ...(L > 0 ? [picture(answer), picture(rival)] : []),
        ),
    );
}
