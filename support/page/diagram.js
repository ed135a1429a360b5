/* The picture of the network: the pixels, each layer's neurons as bright as they are active, and the connections
that lead into the neuron looked at. */

const MOST_SHOWN = 40, MOST_LINES = 80; // neurons of a layer (those that say most to the next one), connections from pixels
const MOVES = {ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0]};

class Diagram {
    /** chosen and hovered are neurons {L, k, x, y}, or null; onChoose() is called when they are others. */
    constructor(box, onChoose) {
        this.box = box;
        this.svg = box.querySelector("svg");
        this.chosen = this.hovered = null;
        const look = (chosen, hovered) => {
            Object.assign(this, {chosen, hovered});
            onChoose();
        };
        this.svg.addEventListener("pointermove", (event) => look(this.chosen, this.nearest(event)));
        this.svg.addEventListener("pointerleave", () => look(this.chosen, null));
        this.svg.addEventListener("click", (event) => look(this.nearest(event), null));
        this.svg.addEventListener("keydown", (event) => {
            if (event.key === "Escape") look(null, null);
            if (!(event.key in MOVES)) return;
            event.preventDefault();
            look(this.neighbour(...MOVES[event.key]), null);
        });
        new ResizeObserver(onChoose).observe(box);
    }
    /** The neuron looked at; by default that of the answer. */
    get shown() {
        return this.hovered ?? this.chosen ?? this.answer;
    }
    nearest({clientX, clientY}) {
        const box = this.svg.getBoundingClientRect(), distance = ({x, y}) => Math.hypot(x - clientX + box.left, y - clientY + box.top);
        const best = this.places.flat().reduce((a, b) => (distance(b) < distance(a) ? b : a));
        return distance(best) < 24 ? best : null;
    }
    neighbour(layers, neurons) {
        const {L, k} = this.shown, from = this.places[L].findIndex((place) => place.k === k);
        const column = this.places[Math.min(Math.max(L + layers, 0), this.places.length - 1)];
        const wanted = layers ? Math.round(from / this.places[L].length * column.length) : from + neurons;
        return column[Math.min(Math.max(wanted, 0), column.length - 1)];
    }
    /** Where each layer's neurons stand: places[L] is an array of {L, k, x, y}. */
    place({layers}) {
        const width = this.box.clientWidth, narrow = width < 560, last = layers.length - 1;
        Object.assign(this, narrow ? {pixelSide: 112, height: 420, barWidth: 32} : {pixelSide: 224, height: 348, barWidth: 90});
        const left = this.pixelSide + (narrow ? 28 : 60), right = width - this.barWidth - (narrow ? 64 : 110);
        this.places = layers.map(({activations, outputSize}, L) => {
            const said = Array.from(activations, (a, j) =>
                layers[L + 1]?.weights.reduce((sum, row) => sum + Math.abs(row[j] * a), 0));
            const shown = outputSize > MOST_SHOWN ? largest(said, MOST_SHOWN).sort((a, b) => a - b) : [...said.keys()];
            const gap = Math.min((this.height - 24) / shown.length, 32), zigzag = shown.length > 24 ? 9 : 0;
            return shown.map((k, i) => ({L, k, x: right - (right - left) * (last - L) / Math.max(last, 1) + (i % 2 ? zigzag : -zigzag),
                y: this.height / 2 + (i - (shown.length - 1) / 2) * gap}));
        });
    }
    paint(network, pixels) {
        this.place(network);
        this.answer = {L: network.layers.length - 1, k: indexOfLargest(network.layers.at(-1).activations)};
        const there = (neuron) => (network.layers[neuron?.L]?.biases.length > neuron?.k ? neuron : null);
        Object.assign(this, {chosen: there(this.chosen), hovered: there(this.hovered)});
        this.svg.setAttribute("height", this.height);
        this.svg.replaceChildren(...this.lines(network), ...this.places.flat().map((place) => this.neuron(network, place)));
        this.svg.setAttribute("aria-activedescendant", `neuron-${this.shown.L}-${this.shown.k}`);
        this.box.style.setProperty("--pixels", `${this.pixelSide}px`);
        paintPixels(byId("pixels"), pixels, gray);
    }
    lines(network) {
        const {L, k} = this.shown, {weights, input} = network.layers[L], end = this.places[L].find((place) => place.k === k);
        const said = Array.from(input, (a, j) => Math.abs(weights[k][j] * a)), most = Math.max(...said) || 1;
        const step = this.pixelSide / SIDE, top = (this.height - this.pixelSide) / 2;
        const starts = L > 0 ? this.places[L - 1] : largest(said, MOST_LINES).map((j) =>
            ({k: j, x: (j % SIDE + 0.5) * step, y: top + (Math.floor(j / SIDE) + 0.5) * step}));
        return !end ? [] : starts.filter((start) => said[start.k] > most / 100).map((start) => element("line", {
            x1: start.x, y1: start.y, x2: end.x, y2: end.y, class: weights[k][start.k] < 0 ? "against" : "for",
            "stroke-width": 0.4 + (L > 0 ? 4.6 : 1.6) * said[start.k] / most}));
    }
    neuron(network, {L, k, x, y}) {
        const a = network.layers[L].activations[k], isShown = this.shown.L === L && this.shown.k === k;
        const parts = [element("circle", {cx: x, cy: y, r: Math.min(this.height / this.places[L].length / 2.5, 11),
            fill: `rgb(${gray(a).join()})`})];
        if (L === network.layers.length - 1) {
            const answer = k === this.answer.k ? "answer" : "";
            parts.push(element("text", {x: x + 18, y: y + 5, class: answer}, k),
                element("rect", {x: x + 34, y: y - 6, width: this.barWidth * (a || 0), height: 12, class: `bar ${answer}`}));
            if (this.barWidth > 50) parts.push(element("text", {x: x + this.barWidth + 70, y: y + 4, class: "value"}, a.toFixed(2)));
        }
        return element("g", {id: `neuron-${L}-${k}`, role: "option", "aria-selected": isShown, class: isShown ? "shown" : "",
            "aria-label": `${neuronName(network, L, k)}: ${a.toFixed(2)}`}, ...parts);
    }
}

const neuronName = ({layers}, L, k) => (L === layers.length - 1 ? text("outputNeuron", k) : text("hiddenNeuron", k, L + 1));
/** What leads into layer L from place j: a pixel, or a neuron. */
const sourceName = (network, L, j) =>
    (L === 0 ? text("pixel", Math.floor(j / SIDE), j % SIDE) : neuronName(network, L - 1, j));
