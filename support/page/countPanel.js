/* The panel that counts: how well each digit is read, which ones are taken for which, and noise. */

const CONFUSIONS = 3;

class CountPanel {
    constructor(state, orders) {
        Object.assign(this, {state, orders, noise: null});
        onClicks({manyNoises: () => this.countNoise()});
        state.listen((what) => {
            if (what === "weights") this.noise = null;
        });
    }
    async countNoise() {
        const {layers} = this.state.network;
        byId("noiseCounts").textContent = text("measuring");
        const noise = await this.orders.order({order: "noise", layers: plainLayers(this.state.network)});
        if (layers === this.state.network.layers) this.noise = noise;
        this.state.tell("look");
    }
    paint() {
        const {evaluation, trainedAccuracy} = this.state;
        byId("countAccuracy").textContent =
            evaluation === null
                ? text("measuring")
                : text("accuracy", evaluation.accuracy.toFixed(2), trainedAccuracy?.toFixed(2) ?? "…");
        if (evaluation !== null) byId("perDigit").replaceChildren(perDigitTable(evaluation.confusion));
        byId("confusions").replaceChildren(
            ...commonestConfusions(evaluation).map(([count, label, answer]) =>
                element("li", {}, text("takenFor", count, label, answer)),
            ),
        );
        if (this.noise !== null) {
            const {counts, sure} = this.noise;
            byId("noiseCounts").replaceChildren(
                element("p", {}, text("noiseSure", sure.toFixed(2))),
                table([[text("noiseAnswers"), ...counts]], [text("digit"), ...counts.keys()]),
            );
        }
        if (this.noise === null && byId("noiseCounts").childElementCount)
            byId("noiseCounts").replaceChildren();
    }
}

/** Right, all and percent of each digit. */
function perDigitTable(confusion) {
    const rows = confusion.map((row, digit) => [digit, row[digit], sumOf(row)]);
    return table(
        rows.map(([digit, right, total]) => [digit, right, total, ((100 * right) / total).toFixed(2)]),
        [text("digit"), text("rightCount"), text("totalCount"), "%"],
    );
}

/** [count, label, answer] of the commonest mistakes. */
const commonestConfusions = (evaluation) =>
    (evaluation?.confusion ?? [])
        .flatMap((row, label) =>
            row
                .map((count, answer) => [count, label, answer])
                .filter(([count, , answer]) => count && answer !== label),
        )
        .sort(([a], [b]) => b - a)
        .slice(0, CONFUSIONS);
