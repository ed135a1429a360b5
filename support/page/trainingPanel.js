/* The panel that trains, and the accuracy that is measured in the background: orders to a Trainer, and its news. */

const waiting = new Map(); // {resolve, message} of the orders not yet done, by their number
let curves = {cost: [], accuracy: []}, iteration = 0; // points [iteration, value]
let order = null, lastNumber = 0, running = null; // tells the trainer, once the images are unpacked; the order to train, while it goes on

/** Start the trainer in a worker, or here where there is none; what was ordered is ordered of it. */
function startTrainer(data) {
    const begin = (send) => {
        order = send;
        for (const message of [{order: "data", ...data}, ...[...waiting.values()].map(({message}) => message)]) order(message);
    };
    const here = (trainer = new Trainer(hearNews)) => begin((message) => setTimeout(() => trainer[message.order](message)));
    const source = `${byId("data.js").textContent}${byId("training.js").textContent}
        const trainer = new Trainer((news) => postMessage(news));
        onmessage = ({data}) => trainer[data.order](data);`;
    try {
        const worker = new Worker(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
        worker.onmessage = ({data}) => hearNews(data);
        worker.onerror = () => here();
        begin((message) => worker.postMessage(message));
    } catch { // no workers in this browser, or none from a file
        here();
    }
}

function hearNews({number, accuracy, done, ...run}) {
    if (number === running) {
        iteration = run.iteration;
        if (Number.isFinite(run.cost)) curves.cost.push([iteration, run.cost]);
        if (accuracy !== null) curves.accuracy.push([iteration, accuracy]);
        if (done) running = null;
        useLayers(run.layers, accuracy);
        showProgress(run.broken);
    }
    if (done) waiting.get(number)?.resolve(accuracy);
    if (done) waiting.delete(number);
}

/** A promise of the accuracy, in percent, that comes of an order. */
function ordered(message) {
    const number = ++lastNumber, whole = {...message, layers: plainLayers(network), number};
    if (message.order === "train") running = number;
    return new Promise((resolve) => {
        waiting.set(number, {resolve, message: whole});
        order(whole);
    });
}

const measure = () => ordered({order: "evaluate"});
const setting = (name) => byId("settings").elements[name];

/** The number in a field of the settings, brought into its range; its first value where there is none. */
function number(name) {
    const field = setting(name), {valueAsNumber: value, min, max} = field;
    const whole = Math.min(Math.max(Math.round(value), min), max);
    return field.value = Number.isNaN(value) || (!min && value <= 0) ? Number(field.defaultValue) : min ? whole : value;
}

/** Let what the trainer still tells of its run change nothing. */
function forgetTraining() {
    if (running) order({order: "stop"});
    running = null;
    showProgress();
}

/** Random first weights: those of main.py --seed. */
function resetTraining() {
    const sizes = [PIXELS, number("hidden1"), number("hidden2"), CLASSES].filter((size) => size > 0);
    [iteration, curves] = [0, {cost: [], accuracy: []}];
    forgetTraining();
    useLayers(new Network(null, null, 0, sizes, seededRandom(number("seed"))).layers);
}

/** Train on, for so many iterations or for the epochs set. */
function goOn(iterations = number("epochs") * Math.ceil(data.trainLabels.length / number("minisetSize"))) {
    const average = setting("average").value === "mean", [rate, minisetSize] = ["rate", "minisetSize"].map(number);
    const done = ordered({order: "train", rate, minisetSize, average, iteration, last: iteration + iterations});
    showProgress();
    return done;
}

async function train(seed, epochs) {
    setting("seed").value = seed;
    setting("epochs").value = epochs;
    await imagesReady;
    resetTraining();
    return goOn();
}

function showProgress(broken = false) {
    const [accuracy, cost] = [curves.accuracy, curves.cost].map((points) => points.at(-1)?.[1]);
    const meanRate = setting("rate").value * (setting("average").value ? 1 : setting("minisetSize").value);
    const told = [text(running ? "training" : "atRest", iteration)];
    if (cost !== undefined) told.push(text("meanCost", cost.toFixed(4)));
    if (accuracy !== undefined) told.push(text("testAccuracy", accuracy.toFixed(2)));
    if (broken || (meanRate > 3 && accuracy < 90)) told.push(text(broken ? "broken" : "rateTooHigh"));
    byId("progress").textContent = told.join(" · ");
    byId("stop").disabled = !running;
    for (const id of ["goOn", "oneMiniset"]) byId(id).disabled = Boolean(running) || !order;
}

function paintTraining({layers: [{weights}]}) {
    paintCurve(byId("costCurve"), curves.cost, 1, 1);
    paintCurve(byId("accuracyCurve"), curves.accuracy, 100, 0);
    const columns = Math.ceil(Math.sqrt(1.5 * weights.length)), canvas = byId("weightPictures");
    canvas.width = columns * (SIDE + 1);
    canvas.height = Math.ceil(weights.length / columns) * (SIDE + 1);
    weights.forEach((row, k) => paintWeights(canvas, row, k % columns * (SIDE + 1), Math.floor(k / columns) * (SIDE + 1)));
}

function paintCurve(svg, points, top, decimals) {
    const last = Math.max(points.at(-1)?.[0] ?? 0, 1), x = (i) => 36 + 256 * i / last, y = (value) => 130 - 120 * value / top;
    const tick = (x, y, words) => element("text", {x, y, class: "tick"}, words), lines = [0, 0.5, 1].map((share) => share * top);
    svg.replaceChildren(...lines.map((value) => element("line", {x1: 36, x2: 292, y1: y(value), y2: y(value), class: "axis"})),
        ...lines.map((value) => tick(32, y(value) + 4, value.toFixed(decimals))), tick(292, 147, `${last}`), tick(44, 147, "0"),
        element("polyline", {class: "curve", points: points.map(([i, value]) => `${x(i)},${y(Math.min(value, top))}`).join(" ")}));
}
