/* The panel that changes a neuron by hand, and the weights as a file. */

const OFF = -1000; // a bias with which σ gives 0 whatever comes in, if the weights are 0
const LISTED_SOURCES = 100; // of the neuron's weights, those that count most

class BreakPanel {
    constructor(state) {
        this.state = state;
        this.set = null; // the neuron that the controls are set for, and the layers that it is of
        onClicks({
            off: () => this.switchOff(),
            save: () => this.save(),
            load: () => byId("file").click(),
            random: () =>
                state.useLayers(new Network(null, null, 0, layerSizes(state.network)).layers, "random"),
            trained: () => state.useLayers(trainedLayers(), "trained"),
        });
        onEvent("weightFrom", "change", () => state.tell("look"));
        onEvent("file", "change", ({target}) => this.load(target));
        for (const id of ["weight", "weightSlider"])
            onEvent(id, "input", (event) => this.move("weight", event));
        for (const id of ["bias", "biasSlider"]) onEvent(id, "input", (event) => this.move("bias", event));
    }
    get layer() {
        return this.state.network.layers[this.state.shown.L];
    }
    open() {
        this.state.chosen ??= this.state.shown; // or another neuron would come while this one is edited
    }
    /** Change the weights in place; a training under way ends with it. */
    change(act) {
        this.state.training = newTraining();
        act();
        this.state.changedWeights("changed");
    }
    move(what, {target}) {
        const {k} = this.state.shown,
            value = Number(target.value),
            from = byId("weightFrom").value;
        if (target.value === "" || !Number.isFinite(value)) return;
        this.change(() =>
            what === "bias" ? (this.layer.biases[k] = value) : (this.layer.weights[k][from] = value),
        );
    }
    switchOff() {
        const {L, k} = this.state.shown,
            {weights, biases} = this.layer,
            {switchedOff} = this.state;
        const name = `${L},${k}`,
            before = switchedOff.get(name);
        this.change(() => {
            if (before) switchedOff.delete(name);
            else switchedOff.set(name, {row: weights[k].slice(), bias: biases[k]});
            weights[k].set(before?.row ?? new Float64Array(weights[k].length));
            biases[k] = before?.bias ?? OFF;
        });
    }
    paint() {
        const {state} = this,
            {L, k} = state.shown,
            {weights, biases, input} = this.layer;
        const name = neuronName(state.network, L, k),
            isOff = state.switchedOff.has(`${L},${k}`);
        const set = `${name} ${language} ${isOff}`,
            from = byId("weightFrom");
        byId("broken").textContent = name;
        if (this.set !== set || this.setFor !== state.network.layers) {
            Object.assign(this, {set, setFor: state.network.layers});
            const said = Float64Array.from(input, (a, j) => Math.abs(a * weights[k][j])),
                chosen = from.value;
            const order = largest(said, LISTED_SOURCES);
            from.replaceChildren(...order.map((j) => option(j, sourceName(state.network, L, j))));
            if (order.includes(Number(chosen)) && this.setNeuron === `${L},${k}`) from.value = chosen;
            this.setNeuron = `${L},${k}`;
            const most = Math.ceil(
                2 * Math.max(2, ...weights[k].map(Math.abs), isOff ? 0 : Math.abs(biases[k])),
            );
            for (const id of ["weightSlider", "biasSlider"]) Object.assign(byId(id), {min: -most, max: most});
        }
        byId("off").textContent = text(isOff ? "on" : "off");
        for (const [id, value] of [
            ["weight", weights[k][from.value]],
            ["bias", biases[k]],
        ]) {
            const field = byId(id);
            // an arrow key moves it by 1 from where it is, whatever its decimals
            if (document.activeElement !== field) {
                // in which somebody may be typing
                field.setAttribute("value", Number.isFinite(value) ? Number(value.toFixed(6)) : "");
                field.value = field.getAttribute("value");
            }
            if (Number.isFinite(value)) byId(`${id}Slider`).value = value;
            field.disabled = byId(`${id}Slider`).disabled = isOff;
        }
        const {evaluation, trainedAccuracy} = state;
        byId("accuracy").textContent =
            evaluation === null
                ? text("measuring")
                : text("accuracy", evaluation.accuracy.toFixed(2), trainedAccuracy?.toFixed(2) ?? "…");
    }
    save() {
        offer(zipFile(layersToFiles(this.state.network.layers)), "weights.zip");
    }
    async load(target) {
        try {
            this.state.useLayers(await layersInZip(await target.files[0].arrayBuffer()), "loaded");
            notice(null);
        } catch (fault) {
            // not such a ZIP, or not readable
            if (fault instanceof ZipFault) notice(fault.message, ...fault.values);
            else notice("zipDamaged");
        }
        target.value = "";
    }
}
