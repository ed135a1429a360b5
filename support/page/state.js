/* What the page shows at the moment: one state, given to all parts of the page. They change it with these
methods, and are told what changed: "input", "weights", "look" (the neuron), "evaluation", "training". */

class State {
    constructor(layers) {
        this.network = new Network(null, null, STEP_RATE, []);
        this.network.layers = toLayers(layers);
        this.origin = "trained"; // what the weights are: trained, first, random, changed, loaded, learned
        this.switchedOff = new Map(); // {row, bias} of each neuron switched off, by its name
        this.training = newTraining();
        this.evaluation = null; // of the weights, on the test images
        this.trainedAccuracy = null;
        this.data = null; // MNIST, once unpacked
        this.pixels = new Float64Array(PIXELS); // the input
        this.label = null; // the digit that it should be, or null; isMnists: as MNIST says, not you
        this.isMnists = this.hasChosen = false; // hasChosen: somebody has drawn, or chosen an image
        this.index = 0; // of the test image shown last
        this.chosen = this.hovered = null; // neurons {L, k} to look at
        this.rival = 3; // the digit that the answer is compared with
        this.listeners = [];
        this.network.feedForward(this.pixels);
    }
    listen(hear) {
        this.listeners.push(hear);
    }
    tell(what) {
        for (const hear of this.listeners) hear(what);
    }
    get answer() {
        return indexOfLargest(this.network.layers.at(-1).activations);
    }
    /** The neuron to look at; by default that of the answer. */
    get shown() {
        const isThere = (neuron) => neuron && this.network.layers[neuron.L]?.biases.length > neuron.k;
        return (
            [this.hovered, this.chosen].find(isThere) ?? {L: this.network.layers.length - 1, k: this.answer}
        );
    }
    look(changes) {
        Object.assign(this, changes);
        this.tell("look");
    }
    setInput(pixels, label = null, isMnists = false) {
        Object.assign(this, {pixels, label, isMnists});
        this.network.feedForward(pixels);
        this.tell("input");
    }
    /** Take these weights; what was trained or switched off before is forgotten. */
    useLayers(layers, origin) {
        this.network.layers = toLayers(layers);
        Object.assign(this, {switchedOff: new Map(), training: newTraining()});
        this.changedWeights(origin);
    }
    /** The weights were changed in place. */
    changedWeights(origin) {
        Object.assign(this, {origin, evaluation: null});
        this.network.feedForward(this.pixels);
        this.tell("weights");
    }
    /** The answers to the test images are known, 10,000 bytes. */
    evaluated(answers) {
        this.evaluation = evaluationOf(answers, this.data.testLabels);
        if (this.origin === "trained") this.trainedAccuracy = this.evaluation.accuracy;
        this.tell("evaluation");
    }
}

/** A training's points [iteration, value], and the number of the order that goes on. */
const newTraining = () => ({iteration: 0, cost: [], accuracy: [], running: null, broken: false});

/** answers, accuracy in percent, and confusion[label][answer], how many images of one digit were taken for
another. */
function evaluationOf(answers, labels) {
    const confusion = Array.from({length: CLASSES}, () => Array(CLASSES).fill(0));
    answers.forEach((answer, i) => {
        confusion[labels[i]][answer]++;
    });
    const right = sumOf(confusion.map((row, digit) => row[digit]));
    return {answers, confusion, accuracy: (100 * right) / labels.length};
}
