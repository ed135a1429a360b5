/* Training and testing, fast: the equations of network.js on flat arrays, without the dark pixels. It runs in
a worker, or in the page if there is none, and in slices, so that the next order is heard. */

const SLICE = 40,
    TOLD = 200; // milliseconds before it listens again, and before it reports how far it is
const TESTED = 20000,
    NOISE = 10000; // images trained on between two tests; pictures of noise

/** The places and values of the pixels that aren't dark, then zeros up to a multiple of four: four are taken
at once. */
function sparse(pixels) {
    const places = [];
    for (let p = 0; p < pixels.length; p++) if (pixels[p]) places.push(p);
    while (places.length % 4) places.push(pixels.length);
    return {places: Uint16Array.from(places), values: Float64Array.from(places, (p) => pixels[p] ?? 0)};
}

/** z += W·a of n neurons. */
function addInputs(z, n, weights, {places, values}) {
    for (let c = 0; c < values.length; c += 4) {
        const p = places[c] * n,
            q = places[c + 1] * n,
            r = places[c + 2] * n,
            s = places[c + 3] * n;
        const x = values[c],
            y = values[c + 1],
            v = values[c + 2],
            w = values[c + 3];
        for (let k = 0; k < n; k++) {
            z[k] += weights[p + k] * x + weights[q + k] * y + weights[r + k] * v + weights[s + k] * w;
        }
    }
}

/** W = W - rate · δ·a */
function moveWeights(weights, delta, rate, {places, values}) {
    const n = delta.length;
    for (let c = 0; c < values.length; c += 4) {
        const p = places[c] * n,
            q = places[c + 1] * n,
            r = places[c + 2] * n,
            s = places[c + 3] * n;
        const x = rate * values[c],
            y = rate * values[c + 1],
            v = rate * values[c + 2],
            w = rate * values[c + 3];
        for (let k = 0; k < n; k++) {
            const d = delta[k];
            weights[p + k] -= x * d;
            weights[q + k] -= y * d;
            weights[r + k] -= v * d;
            weights[s + k] -= w * d;
        }
    }
}

/** The layers of a Network, weights[L][j * n + k] leading from input j to neuron k of n. */
class FlatNetwork {
    constructor(layers) {
        this.sizes = layers.map(({biases}) => biases.length);
        this.inputSizes = layers.map(({weights}) => weights[0].length);
        this.biases = layers.map(({biases}) => Float64Array.from(biases));
        this.weights = layers.map(({weights}, L) =>
            Float64Array.from(
                {length: (this.inputSizes[L] + 4) * this.sizes[L]},
                (_, w) => weights[w % this.sizes[L]][Math.floor(w / this.sizes[L])] ?? 0,
            ),
        );
        this.samples = [];
    }
    /** The rows of weights that Layer has. */
    toLayers() {
        return this.biases.map((biases, L) => ({
            biases: biases.slice(),
            weights: Array.from(biases, (_, k) =>
                Float64Array.from(
                    {length: this.inputSizes[L]},
                    (_, j) => this.weights[L][j * biases.length + k],
                ),
            ),
        }));
    }
    /** The sample at this place of a mini-set, fed forward: each layer's inputs and activations, room for its
    δ. */
    feedForward(image, place = 0) {
        const sample = (this.samples[place] ??= this.newSample());
        sample.inputs[0] = image;
        for (const [L, a] of sample.a.entries()) {
            a.set(this.biases[L]);
            addInputs(a, this.sizes[L], this.weights[L], sample.inputs[L]);
            for (let k = 0; k < this.sizes[L]; k++) a[k] = 1 / (1 + Math.exp(-a[k]));
        }
        return sample;
    }
    newSample() {
        const [a, deltas] = [4, 1].map((step) =>
            this.sizes.map((n) => new Float64Array(Math.ceil(n / step) * step)),
        );
        const inputs = a.map((values) => ({places: Uint16Array.from(values.keys()), values}));
        return {a, deltas, inputs: [null, ...inputs]};
    }
    /** δ of every neuron, into the sample; returns the cost. */
    calculateDeltas({a, deltas}, label) {
        let cost = 0;
        for (let L = deltas.length - 1; L >= 0; L--) {
            const delta = deltas[L],
                next = deltas[L + 1],
                weights = this.weights[L + 1];
            for (let j = 0; j < delta.length; j++) {
                let slope = 0;
                if (next) {
                    for (let k = 0; k < next.length; k++) slope += next[k] * weights[j * next.length + k];
                } else {
                    slope = 2 * (a[L][j] - (j === label ? 1 : 0));
                    cost += (slope * slope) / 4;
                }
                delta[j] = slope * a[L][j] * (1 - a[L][j]);
            }
        }
        return cost;
    }
    /** One step of learning from a mini-set; returns its cost. */
    trainMiniset(images, labels, rate) {
        const costs = images.map((image, i) => this.calculateDeltas(this.feedForward(image, i), labels[i]));
        for (const {inputs, deltas} of this.samples.slice(0, images.length)) {
            for (const [L, delta] of deltas.entries()) {
                for (let k = 0; k < delta.length; k++) this.biases[L][k] -= rate * delta[k];
                moveWeights(this.weights[L], delta, rate, inputs[L]);
            }
        }
        return costs.reduce((sum, cost) => sum + cost, 0);
    }
    /** The largest output and its value, of each image; 0 where no output is a number. */
    answers(images) {
        const answers = new Uint8Array(images.length),
            activations = new Float64Array(images.length);
        for (const [i, image] of images.entries()) {
            const outputs = this.feedForward(image).a.at(-1),
                count = this.sizes.at(-1);
            for (let k = 1; k < count; k++) if (outputs[k] > outputs[answers[i]]) answers[i] = k;
            activations[i] = outputs[answers[i]];
        }
        return {answers, activations};
    }
}

/** What the page can order, in messages {order, …}; tell(news) reports to it. */
class Trainer {
    constructor(tell) {
        this.tell = tell;
    }
    data({trainImages, trainLabels, testImages, testLabels}) {
        const unpack = (images, labels, bits) => ({
            labels,
            images: Array.from(labels, (_, i) => sparse(unpackBits(images, i, bits))),
        });
        this.testSet = unpack(testImages, testLabels, 8);
        this.trainSet = unpack(trainImages, trainLabels, 1);
    }
    evaluate({layers, number}) {
        this.tell({
            number,
            done: true,
            answers: new FlatNetwork(layers).answers(this.testSet.images).answers,
        });
    }
    /** The answers to pictures of pure noise, those that NumPy's RandomState(1) draws. */
    noise({layers, number}) {
        const random = seededRandom(1),
            network = new FlatNetwork(layers),
            counts = Array(10).fill(0);
        const pixels = new Float64Array(784);
        let sure = 0;
        for (let i = 0; i < NOISE; i++) {
            for (let p = 0; p < pixels.length; p++) pixels[p] = random();
            const {answers, activations} = network.answers([sparse(pixels)]);
            counts[answers[0]]++;
            if (activations[0] > 0.5) sure++;
        }
        this.tell({number, done: true, counts, sure: (100 * sure) / NOISE});
    }
    /** Train the layers, from this iteration on to the one called last. */
    train({layers, ...run}) {
        this.run = {...run, network: new FlatNetwork(layers), cost: 0, untold: 0, untested: 0, told: 0};
        this.timer = setTimeout(() => this.slice());
    }
    stop() {
        if (!this.run) return;
        this.run.last = this.run.iteration;
        this.slice();
    }
    slice() {
        clearTimeout(this.timer);
        const {
                run,
                trainSet: {images, labels},
            } = this,
            {network, minisetSize} = run;
        const minisets = Math.ceil(images.length / minisetSize),
            until = performance.now() + SLICE;
        while (
            run.iteration < run.last &&
            performance.now() < until &&
            run.untested < TESTED &&
            Number.isFinite(run.cost)
        ) {
            const start = (run.iteration++ % minisets) * minisetSize,
                miniset = images.slice(start, start + minisetSize);
            const rate = run.average ? run.rate / miniset.length : run.rate;
            run.cost += network.trainMiniset(miniset, labels.subarray(start), rate);
            for (const counter of ["untold", "untested"]) run[counter] += miniset.length;
        }
        const broken = !Number.isFinite(run.cost),
            done = broken || run.iteration >= run.last;
        const isTested = done || run.untested >= TESTED;
        if (isTested || performance.now() > run.told + TOLD) {
            this.tell({
                number: run.number,
                iteration: run.iteration,
                cost: run.cost / run.untold,
                done,
                broken,
                answers: isTested ? network.answers(this.testSet.images).answers : null,
                layers: network.toLayers(),
            });
            Object.assign(run, {
                cost: 0,
                untold: 0,
                untested: isTested ? 0 : run.untested,
                told: performance.now(),
            });
        }
        if (done) this.run = null;
        else this.timer = setTimeout(() => this.slice());
    }
}
