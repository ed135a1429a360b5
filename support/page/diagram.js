/* The picture of the network: the pixels, each layer's neurons as bright as they are active, and the
connections into the neuron looked at. */

const MOST_SHOWN = 40,
    MOST_LINES = 80; // neurons of a layer (those that say most to the next), lines from pixels
const MOVES = {ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0]};
// in pixels, for the room there is
const WIDE = {pixelSide: 224, gap: 60, barWidth: 90},
    MIDDLING = {pixelSide: 112, gap: 36, barWidth: 50};
const NARROW = {pixelSide: 84, gap: 28, barWidth: 24},
    HEIGHT = 400,
    VALUE = 34; // VALUE: the width of a number

class Diagram {
    constructor(box, state) {
        Object.assign(this, {box, state, svg: box.querySelector("svg")});
        const {svg} = this;
        svg.addEventListener("pointermove", (event) => state.look({hovered: this.nearest(event)}));
        svg.addEventListener("pointerleave", () => state.look({hovered: null}));
        svg.addEventListener("click", (event) => state.look({chosen: this.nearest(event), hovered: null}));
        svg.addEventListener("keydown", (event) => this.press(event));
        new ResizeObserver(() => state.tell("look")).observe(box);
    }
    press(event) {
        if (event.key === "Escape") this.state.look({chosen: null, hovered: null});
        if (!(event.key in MOVES)) return;
        event.preventDefault();
        this.state.look({chosen: this.neighbour(...MOVES[event.key]), hovered: null});
    }
    nearest({clientX, clientY}) {
        const box = this.svg.getBoundingClientRect();
        const distance = ({x, y}) => Math.hypot(x - clientX + box.left, y - clientY + box.top);
        const best = this.places.flat().reduce((a, b) => (distance(b) < distance(a) ? b : a));
        return distance(best) < 24 ? best : null;
    }
    neighbour(layers, neurons) {
        const {L, k} = this.state.shown,
            from = this.places[L].findIndex((place) => place.k === k);
        const column = this.places[Math.min(Math.max(L + layers, 0), this.places.length - 1)];
        const wanted = layers ? Math.round((from / this.places[L].length) * column.length) : from + neurons;
        return column[Math.min(Math.max(wanted, 0), column.length - 1)];
    }
    /** Where each layer's neurons stand: places[L] is an array of {L, k, x, y}. */
    place({layers}) {
        const width = this.box.clientWidth - 16,
            last = layers.length - 1;
        Object.assign(this, width > 640 ? WIDE : width > 420 ? MIDDLING : NARROW);
        const left = this.pixelSide + this.gap,
            right = width - this.barWidth - VALUE - 46;
        this.places = layers.map(({activations, outputSize}, L) => {
            const said = Array.from(activations, (a, j) =>
                layers[L + 1]?.weights.reduce((sum, row) => sum + Math.abs(row[j] * a), 0),
            );
            const shown =
                outputSize > MOST_SHOWN ? largest(said, MOST_SHOWN).sort((a, b) => a - b) : [...said.keys()];
            const step = Math.min((HEIGHT - 24) / shown.length, 34),
                zigzag = shown.length > 24 ? 10 : 0;
            return shown.map((k, i) => ({
                L,
                k,
                y: HEIGHT / 2 + (i - (shown.length - 1) / 2) * step,
                x: right - ((right - left) * (last - L)) / Math.max(last, 1) + (i % 2 ? zigzag : -zigzag),
            }));
        });
    }
    paint() {
        const {
            state,
            state: {network, shown},
        } = this;
        this.place(network);
        this.svg.setAttribute("height", HEIGHT);
        this.svg.replaceChildren(
            ...this.lines(network),
            ...this.places.flat().map((place) => this.neuron(place)),
        );
        this.svg.setAttribute("aria-activedescendant", `neuron-${shown.L}-${shown.k}`);
        this.box.style.setProperty("--pixels", `${this.pixelSide}px`);
        paintPixels(byId("pixels"), state.pixels, gray);
        const hiding = network.layers.flatMap(({outputSize}, L) =>
            outputSize > MOST_SHOWN ? [text("shownOf", MOST_SHOWN, outputSize, L + 1)] : [],
        );
        byId("hiding").textContent = hiding.join(" ");
    }
    lines(network) {
        const {L, k} = this.state.shown,
            {weights, input} = network.layers[L];
        const end = this.places[L].find((place) => place.k === k);
        const said = Array.from(input, (a, j) => Math.abs(weights[k][j] * a)),
            most = Math.max(...said) || 1;
        const step = this.pixelSide / SIDE,
            top = (HEIGHT - this.pixelSide) / 2;
        const starts =
            L > 0
                ? this.places[L - 1]
                : largest(said, MOST_LINES).map((j) => ({
                      k: j,
                      x: ((j % SIDE) + 0.5) * step,
                      y: top + (Math.floor(j / SIDE) + 0.5) * step,
                  }));
        return !end
            ? []
            : starts
                  .filter((start) => said[start.k] > most / 100)
                  .map((start) =>
                      element("line", {
                          x1: start.x,
                          y1: start.y,
                          x2: end.x,
                          y2: end.y,
                          class: weights[k][start.k] < 0 ? "against" : "for",
                          "stroke-width": 0.4 + ((L > 0 ? 4.6 : 1.6) * said[start.k]) / most,
                      }),
                  );
    }
    neuron({L, k, x, y}) {
        const {network, shown, answer} = this.state,
            a = network.layers[L].activations[k];
        const isShown = shown.L === L && shown.k === k,
            isOutput = L === network.layers.length - 1;
        const r = Math.min(HEIGHT / this.places[L].length / 2.5, 11);
        const parts = [element("circle", {cx: x, cy: y, r, fill: `rgb(${gray(a).join()})`})];
        if (isOutput) {
            const isAnswer = k === answer ? "answer" : "",
                end = x + 34 + this.barWidth + VALUE;
            parts.push(
                element("text", {x: x + 17, y: y + 5, class: isAnswer}, k),
                " ", // between the two texts, for those who hear them
                element("rect", {
                    x: x + 34,
                    y: y - 6,
                    width: this.barWidth * (a || 0),
                    height: 12,
                    class: `bar ${isAnswer}`,
                }),
                element("text", {x: end, y: y + 4, class: "value"}, a.toFixed(2)),
            );
        } else parts.push(element("text", {x: x - r - 3, y: y + 4, class: "number"}, k));
        return element(
            "g",
            {
                id: `neuron-${L}-${k}`,
                role: "option",
                "aria-selected": isShown,
                class: isShown ? "shown" : "",
                "aria-label": `${k} ${a.toFixed(2)}: ${neuronName(network, L, k)}`,
            },
            ...parts,
        );
    }
}
