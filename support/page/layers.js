/* What network.js leaves out: layers as plain numbers, copies of networks, the names of their neurons. */

const SIDE = 28,
    PIXELS = SIDE * SIDE,
    CLASSES = 10;
const STEP_RATE = 0.01; // the paper's

const layerSizes = ({layers}) => [PIXELS, ...layers.map(({biases}) => biases.length)];
const plainLayers = ({layers}) => layers.map(({weights, biases}) => ({weights, biases}));
const toLayers = (layers) =>
    layers.map(({weights, biases}) =>
        Object.assign(new Layer(0, 0), {
            inputSize: weights[0].length,
            outputSize: biases.length,
            weights,
            biases,
        }),
    );

/** A network of copies of these layers, to try things with. */
function networkOf(layers, trainInput = null, trainLabels = null) {
    const network = new Network(trainInput, trainLabels, STEP_RATE, []);
    network.layers = toLayers(structuredClone(layers));
    return network;
}

/** A copy of network that holds the image's activations, with the image as its only training image. */
function copyOf(network, pixels, label) {
    const copy = networkOf(plainLayers(network), [[pixels]], [[oneHot(label)]]);
    copy.feedForward(pixels);
    return copy;
}

/** δ of every neuron, or null if the image has no label. */
const deltasOf = (network, pixels, label) =>
    label === null ? null : copyOf(network, pixels, label).calculateDeltas([0, 0]);

/** C of the activations that the network holds, or null if the image has no label. */
const costOf = (network, label) =>
    label === null
        ? null
        : network.layers.at(-1).activations.reduce((sum, a, k) => sum + (a - Number(k === label)) ** 2, 0);

const neuronName = ({layers}, L, k) =>
    L === layers.length - 1 ? text("outputNeuron", k) : text("hiddenNeuron", k, L + 1);
/** What leads into layer L from place j: a pixel, or a neuron. */
const sourceName = (network, L, j) =>
    L === 0 ? text("pixel", Math.floor(j / SIDE), j % SIDE) : neuronName(network, L - 1, j);
/** The name of the terms of a sum that aren't shown one by one. */
const othersName = (count, L) =>
    count < 1 ? text("rounding") : text(L === 0 ? "otherPixels" : "otherNeurons", count);

/** The indices of the count largest values, with those in always. */
const largest = (values, count, always = []) =>
    Array.from(values, (_, i) => i)
        .sort((i, j) => values[j] - values[i])
        .filter((i, place) => place < count || always.includes(i));
const indexOfLargest = (values) => Math.max(values.indexOf(Math.max(...values)), 0); // 0 for NaNs
const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);
