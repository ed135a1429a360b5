/* The network: sections 2.3, 2.4 (cost, gradient) and 3.2.2 (the classes) of the paper. This is to JavaScript
what Layer.py and Network.py are to Python: the same names, the same equations, the same meaning.

a  activations of layer L; a(L-1), those of the layer before, are its input
t  outputs wanted, the label
z  W·a(L-1) + b, so that a = σ(z); a (1 - a) is the slope of σ
δ  delta: ∂C/∂z, how the cost C changes with z
W  weights: W[k][j] leads from neuron j of the layer before to neuron k; b  biases

A sample is an array of numbers. Where n samples are given, as an array of arrays, n come back.
`image` says which training sample the activations now held belong to: the pair [minisetIndex, imageIndex]
is one image, minisetIndex alone is the whole mini-set, costs and gradients being sums over it. */

const isMiniset = (samples) => samples.length > 0 && samples[0].length !== undefined;
const asMiniset = (samples) => (isMiniset(samples) ? samples : [samples]);

/** calculate(a, b, …) of one sample, or of each sample of a mini-set. */
function perSample(calculate, ...samples) {
    if (!isMiniset(samples[0])) return calculate(...samples);
    return Array.from(samples[0], (_, i) => calculate(...samples.map((each) => each[i])));
}

/** The weights and biases that lead into outputSize neurons, from inputSize activations. */
class Layer {
    /** Weights, then biases, evenly from [-0.5, 0.5) (section 2.3.2); random() gives numbers from [0, 1). */
    constructor(inputSize = 784, outputSize = 16, random = Math.random) {
        const uniform = (length) => Float64Array.from({length}, () => random() - 0.5);
        this.inputSize = inputSize;
        this.outputSize = outputSize;
        this.weights = Array.from({length: outputSize}, () => uniform(inputSize));
        this.biases = uniform(outputSize);
        this.activations = null;
    }
    /** σ(x) = 1 / (1 + e^-x) (section 2.3.2). */
    static sigmoid(x) {
        return 1 / (1 + Math.exp(-x));
    }
    /** z = W·a + b of one sample. */
    z(input) {
        return Float64Array.from(this.weights, (row, k) => {
            let sum = 0;
            for (let j = 0; j < row.length; j++) sum += row[j] * input[j];
            return sum + this.biases[k];
        });
    }
    /** a = σ(W·input + b) (section 2.3.2), kept and returned. */
    feedLayerForward(input) {
        const wrong = asMiniset(input).find((sample) => sample.length !== this.inputSize);
        if (wrong) {
            throw new RangeError(`the input has ${wrong.length} values, where ${this.inputSize} are wanted`);
        }
        this.input = input;
        this.activations = perSample((sample) => this.z(sample).map(Layer.sigmoid), input);
        return this.activations;
    }
}

/** Layers fed one into the next, and the gradient of their cost. */
class Network {
    /** trainInput[i][j] is an image's input, trainLabels[i][j] the output wanted for it; null: no training.
    */
    constructor(trainInput, trainLabels, learningRate = 0.01, layerSizes = [784, 20, 20, 10],
        random = Math.random) {
        this.trainInput = trainInput;
        this.trainLabels = trainLabels;
        this.learningRate = learningRate;
        this.layers = layerSizes.slice(1).map((size, L) => new Layer(layerSizes[L], size, random));
    }
    /** a(0) = input, a(L) = σ(W·a(L-1) + b) (section 2.3.2). */
    feedForward(input) {
        return this.layers.reduce((a, layer) => layer.feedLayerForward(a), input);
    }
    /** The output t wanted for image. */
    label(image) {
        const [minisetIndex, imageIndex] = [image].flat();
        const labels = this.trainLabels[minisetIndex];
        return imageIndex === undefined ? labels : labels[imageIndex];
    }
    /** C = Σ (a - t)², over output neurons and samples (section 2.4.1); kept in costValue. */
    cost(image) {
        const costs = perSample((a, t) => a.reduce((sum, _, k) => sum + (a[k] - t[k]) ** 2, 0),
            this.layers.at(-1).activations, this.label(image));
        this.costValue = [costs].flat().reduce((sum, cost) => sum + cost, 0);
        return this.costValue;
    }
    /** δ of every neuron (section 2.4.3): deltas[L][k], or deltas[L][i][k] of sample i of a mini-set.

    Last layer:        δ = a (1 - a) · 2 (a - t)
    the layers before: δ = Σ_k δ_k(L+1) W_kj(L+1) · a (1 - a) */
    calculateDeltas(image) {
        const last = this.layers.length - 1, deltas = [];
        deltas[last] = perSample((a, t) => a.map((_, k) => a[k] * (1 - a[k]) * 2 * (a[k] - t[k])),
            this.layers[last].activations, this.label(image));
        for (let L = last - 1; L >= 0; L--) {
            const {weights} = this.layers[L + 1];
            deltas[L] = perSample((a, delta) => a.map((_, j) =>
                delta.reduce((sum, _, k) => sum + delta[k] * weights[k][j], 0) * a[j] * (1 - a[j])),
            this.layers[L].activations, deltas[L + 1]);
        }
        return deltas;
    }
    /** learningRate times the derivatives of the cost (sections 2.4.3 and 3.2.2.2), sums over the samples:

    ∂C/∂W_kj(L) = a_j(L-1) δ_k(L)
    ∂C/∂b_k(L) = δ_k(L)

    Returns [weightGradient, biasGradient], each an array of one array per layer, like weights and biases. */
    calculateGradient(image) {
        const deltas = this.calculateDeltas(image), weightGradient = [], biasGradient = [];
        for (const [L, layer] of this.layers.entries()) {
            const delta = asMiniset(deltas[L]), input = asMiniset(layer.input);
            biasGradient[L] = layer.biases.map((_, k) =>
                delta.reduce((sum, sample) => sum + this.learningRate * sample[k], 0));
            weightGradient[L] = layer.weights.map((row, k) => row.map((_, j) =>
                delta.reduce((sum, sample, i) => sum + this.learningRate * sample[k] * input[i][j], 0)));
        }
        return [weightGradient, biasGradient];
    }
    /** W = W - weightGradient, b = b - biasGradient, in place (section 3.2.2.2). */
    backpropagation(weightGradient, biasGradient) {
        for (const [L, {weights, biases}] of this.layers.entries()) {
            biases.forEach((_, k) => { biases[k] -= biasGradient[L][k]; });
            weights.forEach((row, k) => row.forEach((_, j) => { row[j] -= weightGradient[L][k][j]; }));
        }
    }
}
