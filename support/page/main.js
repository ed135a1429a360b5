/* The page: what is shown, what the buttons do, the language. */
const network = new Network(null, null, 0.01, []);
const drawing = new DrawingField(byId("draw"), (pixels) => setInput(pixels));
const diagram = new Diagram(byId("diagram"), () => repaint());
const all = (selector) => [...document.querySelectorAll(selector)];
let data = null, pixels = new Float64Array(PIXELS), label = null; // MNIST, once unpacked; the input; the digit that it should be
let panel = "neuronPanel", stage = 0, noticeKey = null, trainedAccuracy = null, painting = 0, measuring = 0;

/** Let the network have these weights; accuracy is theirs, if it is known. */
function useLayers(layers, accuracy = null) {
    network.layers = toLayers(layers);
    switchedOff = new Map();
    spoiled = "";
    changed(accuracy);
}

/** The weights are other ones: show their answer, and measure them in a moment. */
function changed(accuracy = null) {
    if (accuracy !== null || !running) showAccuracy(accuracy);
    answer();
    clearTimeout(measuring);
    if (accuracy === null && order && !running) measuring = setTimeout(async () => showAccuracy(await measure()), 60);
}

function showAccuracy(accuracy) {
    byId("accuracy").textContent = accuracy === null ? text("measuring")
        : text("accuracy", accuracy.toFixed(2), trainedAccuracy?.toFixed(2) ?? "…");
}

function setInput(newPixels, newLabel = null) {
    [pixels, label] = [newPixels, newLabel];
    byId("label").value = label ?? "";
    answer();
}

/** The network's answer, at once; the pictures of it come with the next frame. */
function answer() {
    const activations = network.feedForward(pixels), best = indexOfLargest(activations);
    byId("answer").textContent = Number.isNaN(activations[best]) ? "?" : best;
    byId("sureness").textContent = text(pixels.some((value) => value > 0) ? "says" : "empty", activations[best].toFixed(2));
    byId("verdict").textContent = label === null ? "" : text(label === best ? "right" : "wrong", label, best);
    repaint();
}

function repaint() {
    cancelAnimationFrame(painting);
    painting = requestAnimationFrame(paint);
}

function paint() {
    diagram.paint(network, pixels);
    byId("sizes").textContent = layerSizes(network).join(" → ");
    byId("undo").disabled = !drawing.strokes.length;
    if (panel === "neuronPanel") explainNeuron(byId(panel), network, diagram.shown, deltasOf(network, pixels, label));
    if (panel === "trainPanel") paintTraining(network);
    if (panel === "stepPanel") explainStep(network, pixels, label, stage);
    if (panel === "whyPanel") explainRivals(byId("why"), network, diagram.answer.k, Number(byId("rival").value));
    if (panel === "spoilPanel") paintSpoil();
}

const testPixels = (i) => unpackBits(data.testImages, i, 2);
function show(image, imageLabel) {
    drawing.show(image);
    setInput(image, imageLabel);
}

function showTestImage(wanted) {
    const count = data.testLabels.length, i = (Math.trunc(wanted) % count + count) % count || 0;
    byId("index").value = i;
    show(testPixels(i), data.testLabels[i]);
}

function nextWrong() {
    const count = data.testLabels.length, start = Number(byId("index").value);
    const isWrong = (i) => indexOfLargest(network.feedForward(testPixels(i))) !== data.testLabels[i];
    showTestImage(Array.from({length: count}, (_, i) => (start + 1 + i) % count).find(isWrong) ?? start);
}

/** Say something above all, or nothing any more. */
function notice(key) {
    noticeKey = key;
    byId("notice").hidden = key === null;
    byId("notice").textContent = key === null ? "" : text(key);
}

function speak(chosen) {
    language = chosen;
    document.documentElement.lang = language;
    document.title = text("title");
    for (const part of all("[data-text]")) part.textContent = text(part.dataset.text);
    for (const part of all("[data-label]")) part.setAttribute("aria-label", text(part.dataset.label));
    byId("language").lang = language === "es" ? "en" : "es"; // its own text is in the other language
    spoiled = "";
    notice(noticeKey);
    showProgress();
    changed();
}

/** Open a panel, the one on the learning step at this stage. */
function openPanel(id, newStage = stage) {
    [panel, stage] = [id, newStage];
    for (const [i, section] of all(".panel").entries()) {
        section.hidden = section.id !== id;
        all("nav button")[i].setAttribute("aria-expanded", !section.hidden);
    }
    repaint();
}

/** Unpack MNIST, show its first test image, and measure the network on all of them. */
async function unpackImages() {
    if (!window.DecompressionStream) {
        notice("noImages");
        throw new Error(text("noImages"));
    }
    data = await unpackData("testImages", "testLabels");
    if (!drawing.strokes.length) showTestImage(0);
    Object.assign(data, await unpackData("trainImages", "trainLabels"));
    network.trainInput = minisets(data.trainLabels.length, (i) => unpackBits(data.trainImages, i, 1));
    network.trainLabels = minisets(data.trainLabels.length, (i) => oneHot(data.trainLabels[i]));
    for (const part of needImages) part.disabled = false;
    startTrainer(data);
    showProgress();
    showAccuracy(trainedAccuracy = await measure());
}

byId("panels").append(...all(".panel").map(({id, dataset}) => element("button", {type: "button", "aria-controls": id, "data-text": dataset.label})));
for (const [i, button] of all("nav button").entries()) button.addEventListener("click", () => openPanel(all(".panel")[i].id));
for (const select of all(".digits")) select.append(...Array.from({length: CLASSES}, (_, k) => element("option", {}, k)));
byId("label").prepend(element("option", {value: ""}, "–"));
byId("rival").value = 3;
const on = {
    undo: () => drawing.draw(drawing.strokes.slice(0, -1)), clear: () => drawing.draw([]), nextWrong,
    noise: () => show(Float64Array.from({length: PIXELS}, Math.random)),
    next: () => showTestImage(Number(byId("index").value) + 1), stepBack: () => openPanel(panel, stage - 1), stepOn: () => openPanel(panel, stage + 1),
    train: () => train(number("seed"), number("epochs")), stop: () => order({order: "stop"}), goOn, oneMiniset: () => goOn(1),
    reset: resetTraining, save: saveZip, load: () => byId("file").click(), language: () => speak(byId("language").lang),
};
for (const [id, act] of Object.entries(on)) byId(id).addEventListener("click", () => act());
byId("index").addEventListener("change", ({target}) => showTestImage(Number(target.value)));
byId("label").addEventListener("change", ({target}) => setInput(pixels, target.value === "" ? null : Number(target.value)));
for (const id of ["rival", "weightFrom"]) byId(id).addEventListener("change", repaint);
byId("settings").addEventListener("submit", (event) => event.preventDefault());
byId("code").textContent = byId("network.js").textContent;
const needImages = all(".needsImages button, .needsImages input");
for (const part of needImages) part.disabled = true;
network.layers = toLayers(trainedLayers());
noticeKey = byId("draw").getContext("2d") ? null : "noCanvas";
speak(language);
openPanel(panel);
const imagesReady = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve)).then(unpackImages);
imagesReady.catch(() => {}); // the page says it already, and window.train says it again
Object.assign(window, {network, train});
