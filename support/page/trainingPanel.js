/* The panel that trains, and the measuring of weights in the background. */

const MEASURED_AFTER = 60; // milliseconds without another change of the weights

class TrainingPanel {
    constructor(state) {
        this.state = state;
        this.orders = new Orders(Trainer, ["data", "random", "training"], (news) => this.hear(news));
        this.ready = new Promise((resolve) => {
            this.start = resolve;
        });
        onClicks({
            train: () => this.train(this.number("seed"), this.number("epochs")),
            stop: () => this.orders.stop(),
            goOn: () => this.goOn(),
            oneMiniset: () => this.goOn(1),
            first: () => this.first(),
        });
        onEvent("settings", "submit", (event) => event.preventDefault());
        state.listen((what) => {
            if (what !== "weights") return;
            this.measuring = null; // an answer still under way is about earlier weights
            if (state.training.running === null) this.measureSoon();
        });
    }
    /** Order something for the network's layers; a training that nobody wants any more is stopped. */
    order(message) {
        if (this.state.training.running === null) this.orders.stop();
        return this.orders.order({layers: plainLayers(this.state.network), ...message});
    }
    measureSoon() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
            if (this.orders.send && this.state.training.running === null) this.measure();
        }, MEASURED_AFTER);
    }
    /** Get the network's answers to the test images; used only if the weights haven't changed since. */
    async measure() {
        const {state} = this,
            number = this.orders.number + 1;
        this.measuring = number;
        const {answers} = await this.order({order: "evaluate"});
        if (this.measuring === number && state.training.running === null) state.evaluated(answers);
    }
    hear({number, answers, done, cost, iteration, layers, broken}) {
        const {training, network} = this.state;
        if (number !== training.running) return;
        Object.assign(training, {iteration, broken});
        if (Number.isFinite(cost)) training.cost.push([iteration, cost]);
        if (done) training.running = null;
        network.layers = toLayers(layers);
        this.state.changedWeights("learned");
        clearTimeout(this.timer);
        if (answers) {
            this.state.evaluated(answers);
            training.accuracy.push([iteration, this.state.evaluation.accuracy]);
        }
        this.state.tell("training");
    }
    setting(name) {
        return byId("settings").elements[name];
    }
    /** The number in a field of the settings, brought into its range, or else its default. */
    number(name) {
        const field = this.setting(name),
            {valueAsNumber: value, min, max} = field;
        const inRange = Math.min(Math.max(Math.round(value), min), max);
        const isNone = Number.isNaN(value) || (!min && value <= 0);
        return (field.value = isNone ? Number(field.defaultValue) : min ? inRange : value);
    }
    /** Random first weights: those of main.py --seed. */
    first() {
        const sizes = [PIXELS, this.number("hidden1"), this.number("hidden2"), CLASSES].filter(
            (size) => size > 0,
        );
        const random = seededRandom(this.number("seed"));
        this.state.useLayers(new Network(null, null, 0, sizes, random).layers, "first");
    }
    /** Train on, for so many iterations or the epochs that are set; a promise of the accuracy. */
    async goOn(iterations = null) {
        const {training, data} = this.state,
            average = this.setting("average").value === "mean";
        const [rate, minisetSize] = ["rate", "minisetSize"].map((name) => this.number(name));
        const most = iterations ?? this.number("epochs") * Math.ceil(data.trainLabels.length / minisetSize);
        const {iteration} = training,
            last = iteration + most;
        const done = this.order({order: "train", rate, minisetSize, average, iteration, last});
        training.running = this.orders.number;
        this.state.tell("training");
        const {answers} = await done;
        return evaluationOf(answers, data.testLabels).accuracy;
    }
    async train(seed, epochs) {
        this.setting("seed").value = seed;
        this.setting("epochs").value = epochs;
        await this.ready;
        this.first();
        return this.goOn();
    }
    showProgress() {
        const {
            state: {training, origin},
            orders,
        } = this;
        const [accuracy, cost] = [training.accuracy, training.cost].map((points) => points.at(-1)?.[1]);
        const perImage = this.setting("average").value ? 1 : this.setting("minisetSize").value;
        const isHigh = this.setting("rate").value * perImage > 3 && accuracy < 90;
        const told = [
            training.running === null && cost === undefined
                ? text(`${origin}Weights`)
                : text(training.running === null ? "atRest" : "training", training.iteration),
        ];
        if (cost !== undefined) told.push(text("meanCost", cost.toFixed(4)));
        if (accuracy !== undefined) told.push(text("testAccuracy", accuracy.toFixed(2)));
        if (training.broken || isHigh) told.push(text(training.broken ? "costBroken" : "rateTooHigh"));
        byId("progress").textContent = told.join(" · ");
        byId("stop").disabled = training.running === null;
        for (const id of ["goOn", "oneMiniset"])
            byId(id).disabled = training.running !== null || !orders.send;
    }
    paint() {
        const {
            training,
            network: {
                layers: [{weights}],
            },
        } = this.state;
        this.showProgress();
        const highest = Math.max(1, ...training.cost.map(([, cost]) => cost));
        paintCurve(byId("costCurve"), training.cost, highest, text("costAxis"), highest === 1 ? 1 : 2);
        paintCurve(byId("accuracyCurve"), training.accuracy, 100, text("accuracyAxis"), 0);
        const columns = Math.ceil(Math.sqrt(1.5 * weights.length)),
            canvas = byId("weightPictures");
        canvas.width = columns * (SIDE + 1);
        canvas.height = Math.ceil(weights.length / columns) * (SIDE + 1);
        weights.forEach((row, k) =>
            paintWeights(canvas, row, (k % columns) * (SIDE + 1), Math.floor(k / columns) * (SIDE + 1)),
        );
    }
}

/** A curve of points [iteration, value] from 0 to top, with the names of its axes. */
function paintCurve(svg, points, top, name, decimals) {
    const last = Math.max(points.at(-1)?.[0] ?? 0, 1);
    const x = (i) => 40 + (252 * i) / last,
        y = (value) => 132 - (112 * value) / top;
    const tick = (x, y, words) => element("text", {x, y, class: "tick"}, words);
    const lines = [0, 0.5, 1].map((share) => share * top);
    const path = points.map(([i, value]) => `${x(i)},${y(value)}`).join(" ");
    svg.replaceChildren(
        ...lines.map((value) =>
            element("line", {x1: 40, x2: 292, y1: y(value), y2: y(value), class: "axis"}),
        ),
        ...lines.map((value) => tick(36, y(value) + 4, value.toFixed(decimals))),
        tick(292, 150, `${last}`),
        tick(48, 150, "0"),
        element("text", {x: 166, y: 150, class: "mark"}, text("iterationAxis")),
        element("text", {x: 4, y: 11, class: "name"}, name),
        element("polyline", {class: "curve", points: path}),
    );
}
