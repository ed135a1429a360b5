/* The panel that changes a neuron by hand, and the weights as a file. */

const OFF = -1000; // a bias with which σ gives 0 whatever comes in, if the weights are 0
let switchedOff = new Map(); // {row, bias} of each neuron switched off, by its name
let spoiled = ""; // the neuron that the controls are set for

const chosenLayer = () => network.layers[diagram.chosen.L];
function paintSpoil() {
    diagram.chosen ??= diagram.answer; // or it would change under one's hands
    const {L, k} = diagram.chosen, {weights, biases, input} = chosenLayer(), name = neuronName(network, L, k);
    const isOff = switchedOff.has(`${L},${k}`), from = byId("weightFrom");
    byId("spoiled").textContent = name;
    if (spoiled !== name) {
        spoiled = name;
        const order = largest(Array.from(input, (a, j) => Math.abs(a * weights[k][j])), 100);
        from.replaceChildren(...order.map((j) => element("option", {value: j}, sourceName(network, L, j))));
        const most = Math.ceil(2 * Math.max(2, ...weights[k].map(Math.abs), isOff ? 0 : Math.abs(biases[k])));
        for (const slider of [byId("weight"), byId("bias")]) Object.assign(slider, {min: -most, max: most});
    }
    byId("off").setAttribute("aria-pressed", isOff);
    for (const [slider, value] of [["weight", weights[k][from.value]], ["bias", biases[k]]]) {
        Object.assign(byId(slider), {value, disabled: isOff});
        byId(`${slider}Value`).textContent = decimal(value, 2);
    }
}

function switchOff() {
    const {L, k} = diagram.chosen, {weights, biases} = chosenLayer(), name = `${L},${k}`, before = switchedOff.get(name);
    if (before) switchedOff.delete(name);
    else switchedOff.set(name, {row: weights[k].slice(), bias: biases[k]});
    weights[k].set(before?.row ?? new Float64Array(weights[k].length));
    biases[k] = before?.bias ?? OFF;
    changed();
}

function saveZip() {
    const link = element("a", {href: URL.createObjectURL(zipFile(layersToFiles(network.layers))), download: "weights.zip"});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function loadZip({target}) {
    try {
        useLayers(filesToLayers(await unzip(await target.files[0].arrayBuffer())));
        notice(null);
    } catch (fault) { // a file that is no such ZIP, or that can't be read
        notice(fault instanceof ZipFault ? fault.message : "zipDamaged");
    }
    target.value = "";
}

/** Let an event at an element change the weights; a training under way ends with it. */
function onChange(id, event, act) {
    byId(id).addEventListener(event, (happened) => {
        forgetTraining();
        act(happened);
    });
}

function slide(numbers, place, {target}) {
    numbers[place] = Number(target.value);
    changed();
}

onChange("weight", "input", (event) => slide(chosenLayer().weights[diagram.chosen.k], byId("weightFrom").value, event));
onChange("bias", "input", (event) => slide(chosenLayer().biases, diagram.chosen.k, event));
onChange("off", "click", switchOff);
onChange("random", "click", () => useLayers(new Network(null, null, 0, layerSizes(network)).layers));
onChange("trained", "click", () => useLayers(trainedLayers()));
onChange("file", "change", loadZip);
