/* The page: its parts, what is shown of the image and the answer, the buttons, the language. */

const testPixels = (data, i) => unpackBits(data.testImages, i, 8);
const state = new State(trainedLayers());
const drawing = new DrawingField(byId("draw"), (pixels) => {
    state.hasChosen = true;
    state.setInput(pixels);
});

for (const row of all("[data-buttons]")) row.append(...row.dataset.buttons.split(" ").map(button));
for (const select of all(".digits")) select.append(...digits());
for (const id of ["label", "mistakeLabel", "mistakeAnswer"]) {
    byId(id).prepend(option("", "–"));
    byId(id).value = "";
}
byId("panels").append(
    ...all(".panel").map(({id, dataset}) =>
        element("button", {type: "button", id: `${id}Tab`, "aria-controls": id, "data-text": dataset.label}),
    ),
);

const diagram = new Diagram(byId("diagram"), state);
const training = new TrainingPanel(state);
const minePanel = new MyDigits(state, drawing);
const lessons = new LessonPanel(state, training.orders, (id) => openPanel(id));
const panels = {
    neuronPanel: {paint: () => explainNeuron(byId("neuronPanel"), state)},
    trainPanel: training,
    stepPanel: new StepPanel(state, (i) => showTestImage(i)),
    whyPanel: {paint: paintWhy},
    countPanel: new CountPanel(state, training.orders),
    breakPanel: new BreakPanel(state),
    minePanel,
    photoPanel: new PhotoPanel(state, minePanel, showPhotos),
    codePanel: {paint: () => {}},
};
let panel = "neuronPanel",
    painting = 0;

/** The network's answer at once; its pictures follow with the next frame. */
function sayAnswer() {
    const {network, pixels, label, isMnists, answer} = state,
        activation = network.layers.at(-1).activations[answer];
    const isEmpty = !pixels.some((value) => value > 0);
    byId("label").value = label ?? "";
    byId("answer").textContent = Number.isNaN(activation) ? "?" : answer;
    byId("sureness").textContent = text("says", activation.toFixed(2));
    const verdict = `${isMnists ? "" : "you"}${label === answer ? "Right" : "Wrong"}`;
    byId("verdict").textContent = label === null ? "" : text(verdict, label, answer);
    byId("fieldHint").textContent = areTwo(drawing.strokes) ? text("oneDigit") : isEmpty ? text("empty") : "";
}

function paintWhy() {
    byId("rival").value = state.rival;
    explainRivals(byId("why"), state);
}

function paint() {
    diagram.paint();
    byId("sizes").textContent = layerSizes(state.network).join(" → ");
    byId("undo").disabled = !drawing.strokes.length;
    panels[panel].paint();
}

state.listen((what) => {
    if (what === "input" || what === "weights") sayAnswer();
    if (what === "training" || what === "weights") training.showProgress();
    cancelAnimationFrame(painting);
    painting = requestAnimationFrame(paint);
});

function show(image, label, isMnists) {
    drawing.show(image);
    state.setInput(image, label, isMnists);
}

/** Show a digit of a photo as what somebody has drawn. */
function showPhotos(image) {
    state.hasChosen = true;
    drawing.show(image, true);
    state.setInput(image);
}

function showTestImage(wanted) {
    const {data} = state,
        count = data.testLabels.length,
        i = ((Math.trunc(wanted) % count) + count) % count || 0;
    byId("index").value = state.index = i;
    show(testPixels(data, i), data.testLabels[i], true);
}

function chooseTestImage(wanted) {
    state.hasChosen = true;
    showTestImage(wanted);
}

/** The next test image that is read wrongly, as the two fields beside the button say. */
function nextWrong() {
    const {data, network, evaluation, index} = state,
        count = data.testLabels.length;
    const [label, answer] = ["mistakeLabel", "mistakeAnswer"].map((id) => byId(id).value);
    const answerTo = (i) =>
        evaluation?.answers[i] ?? indexOfLargest(network.feedForward(testPixels(data, i)));
    const isWanted = (i) =>
        (label === "" || data.testLabels[i] === Number(label)) &&
        (answer === "" || answerTo(i) === Number(answer)) &&
        answerTo(i) !== data.testLabels[i];
    const found = Array.from({length: count}, (_, i) => (index + 1 + i) % count).find(isWanted);
    if (found !== undefined) state.rival = data.testLabels[found];
    chooseTestImage(found ?? index);
    if (found === undefined) byId("fieldHint").textContent = text("noMistake");
}

function openPanel(id) {
    panel = id;
    for (const section of all(".panel")) {
        section.hidden = section.id !== id;
        byId(`${section.id}Tab`).setAttribute("aria-expanded", !section.hidden);
    }
    panels[id].open?.();
    state.tell("look");
}

/** Put everything into the language chosen. */
function speakAll(chosen) {
    speak(chosen);
    byId("average").options[0].textContent = text("sum");
    lessons.speak();
    sayAnswer();
    training.showProgress();
    state.tell("look");
}

/** Unpack MNIST, show its first test image, and measure the network on all of them. */
async function unpackImages() {
    if (!window.DecompressionStream) {
        notice("noImages");
        throw new Error(text("noImages"));
    }
    state.data = await unpackData("testImages", "testLabels");
    if (!drawing.strokes.length) showTestImage(0);
    Object.assign(state.data, await unpackData("trainImages", "trainLabels"));
    const {network, data} = state;
    network.trainInput = minisets(data.trainLabels.length, (i) => unpackBits(data.trainImages, i, 1));
    network.trainLabels = minisets(data.trainLabels.length, (i) => oneHot(data.trainLabels[i]));
    for (const part of needImages) part.disabled = false;
    training.orders.start(data);
    training.start();
    training.showProgress();
    await training.measure();
}

for (const {id} of all(".panel")) onEvent(`${id}Tab`, "click", () => openPanel(id));
onClicks({
    undo: () => drawing.draw(drawing.strokes.slice(0, -1)),
    clear: () => drawing.draw([]),
    nextWrong,
    next: () => chooseTestImage(state.index + 1),
    language: () => speakAll(byId("language").lang),
    noise: () => {
        state.hasChosen = true;
        show(Float64Array.from({length: PIXELS}, Math.random));
    },
});
onEvent("index", "change", ({target}) => chooseTestImage(Number(target.value)));
onEvent("label", "change", ({target}) =>
    state.setInput(state.pixels, target.value === "" ? null : Number(target.value)),
);
onEvent("rival", "change", ({target}) => state.look({rival: Number(target.value)}));
byId("code").textContent = byId("network.js").textContent;
const needImages = all(".needsImages button, .needsImages input, .needsImages select, #lessons");
for (const part of needImages) part.disabled = true;
notice(byId("draw").getContext("2d") ? null : "noCanvas");
speakAll(language);
openPanel(panel);
const imagesReady = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve)).then(
    unpackImages,
);
imagesReady.catch(() => {}); // the page already says so
Object.assign(window, {network: state.network, train: (seed, epochs) => training.train(seed, epochs)});
