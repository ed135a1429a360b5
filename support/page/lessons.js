/* The lessons that can be done in the page: those of docs/lessons.md with "On the page". Here is what they
are about, and how their numbers are computed from the page's own weights when a lesson is opened; what they
say is in lessonTexts.en.js and lessonTexts.es.js.

panel: the one that it needs; controls: those that are framed; decimals: those that the number must have;
hasNeuron: it is about NEURON; expected(trained): {number, values for the texts}. */

const FOUR = 447; // a 4 taken for a 9
const NEURON = 3; // of the last hidden layer: the one that tells fours from nines
const SMALL_MINISET = 20;

const LESSONS = [
    {
        id: 1,
        panel: "stepPanel",
        controls: ["index", "stepOn"],
        decimals: 2,
        expected(trained) {
            const {network, label, cost} = trained.image(FOUR),
                {activations} = network.layers.at(-1);
            const answer = indexOfLargest(activations);
            return {
                number: cost,
                values: {
                    label,
                    answer,
                    ofLabel: decimal(activations[label]),
                    ofAnswer: decimal(activations[answer]),
                    cost: cost.toFixed(2),
                    labelsTerm: decimal((1 - rounded(activations[label])) ** 2),
                    answersTerm: decimal(rounded(activations[answer]) ** 2),
                },
            };
        },
    },
    {
        id: 4,
        panel: "breakPanel",
        controls: ["index", "neurons", "weightFrom", "weight", "stepOn"],
        decimals: 4,
        hasNeuron: true,
        expected(trained) {
            const {network, label, cost, answer} = trained.image(FOUR),
                last = network.layers.length - 1;
            const slope = network.calculateDeltas([0, 0])[last][answer] * network.layers[last].input[NEURON];
            network.layers[last].weights[answer][NEURON] -= 1;
            network.feedForward(network.layers[0].input);
            const after = costOf(network, label),
                promised = six(cost) - rounded(slope, 5);
            return {
                number: after,
                values: {
                    answer,
                    neuron: NEURON,
                    layer: last,
                    cost: decimal(cost, 5),
                    slope: decimal(slope, 5),
                    promised: decimal(promised, 5),
                    after: decimal(after),
                },
            };
        },
    },
    {
        id: 5,
        panel: "stepPanel",
        controls: ["index", "stepOn"],
        decimals: 4,
        expected(trained) {
            const {network, answer} = trained.image(FOUR),
                {activations} = network.layers.at(-1),
                surer = 0.99;
            const delta = () => network.calculateDeltas([0, 0]).at(-1)[answer],
                before = delta(),
                a = activations[answer];
            activations[answer] = surer;
            const after = delta();
            return {
                number: after,
                values: {
                    answer,
                    a: decimal(a, placesOf(a)),
                    delta: sixDigits(before),
                    surer: decimal(surer, 2),
                    rest: decimal(1 - surer, 2),
                    after: decimal(after),
                    times: decimal(Math.abs(before / after), 0),
                },
            };
        },
    },
    {
        id: 7,
        panel: "countPanel",
        controls: ["noise", "manyNoises"],
        decimals: 0,
        async expected(trained) {
            const {sure, counts} = await trained.ordered("noise"),
                commonest = largest(counts, 2);
            return {
                number: sure,
                values: {
                    sure: decimal(sure, 0),
                    first: commonest[0],
                    second: commonest[1],
                    share: decimal((100 * counts[commonest[0]]) / sumOf(counts), 0),
                },
            };
        },
    },
    {
        id: 8,
        panel: "trainPanel",
        controls: ["train", "minisetSize", "average", "rate"],
        decimals: 2,
        expected() {
            const number = STEP_RATE * SMALL_MINISET; // so each image counts as much as in the sum
            return {number, values: {rate: STEP_RATE, images: SMALL_MINISET, number}};
        },
    },
    {
        id: 9,
        panel: "trainPanel",
        controls: ["train", "rate"],
        decimals: 1,
        expected(trained) {
            const {network, label} = trained.image(FOUR);
            network.layers.at(-1).activations.fill(0); // as every output's after a rate that is too high
            const number = costOf(network, label);
            return {number, values: {number}};
        },
    },
    {
        id: 10,
        panel: "breakPanel",
        controls: ["neurons", "off", "perDigit"],
        decimals: 0,
        hasNeuron: true,
        async expected(trained) {
            const layers = structuredClone(trained.layers),
                last = layers.length - 1;
            layers[last - 1].weights[NEURON].fill(0);
            layers[last - 1].biases[NEURON] = OFF;
            const {label, answer} = trained.image(FOUR);
            const {confusion, accuracy} = await trained.evaluation(layers),
                number = confusion[label][answer];
            return {
                number,
                values: {
                    number,
                    label,
                    answer,
                    neuron: NEURON,
                    layer: last,
                    total: sumOf(confusion[label]),
                    right: confusion[label][label],
                    accuracy: accuracy.toFixed(2),
                },
            };
        },
    },
    {
        id: 11,
        panel: "neuronPanel",
        controls: ["nextWrong", "mistakeLabel", "mistakeAnswer", "neurons", "whyPanelTab"],
        decimals: 2,
        hasNeuron: true,
        async expected(trained) {
            const {label, answer} = trained.image(FOUR),
                {answers} = await trained.evaluation(trained.layers);
            const network = networkOf(trained.layers),
                {testLabels} = trained.data,
                layer = network.layers.length - 1;
            const meanOf = (seenAs) => {
                const images = [...testLabels.keys()].filter(
                    (i) => testLabels[i] === label && answers[i] === seenAs,
                );
                const activations = images.map((i) => {
                    network.feedForward(testPixels(trained.data, i));
                    return network.layers[layer - 1].activations[NEURON];
                });
                return {count: images.length, mean: sumOf(activations) / images.length};
            };
            const {count, mean} = meanOf(answer);
            return {
                number: mean,
                values: {
                    label,
                    answer,
                    layer,
                    count,
                    neuron: NEURON,
                    number: decimal(mean, 2),
                    right: decimal(meanOf(label).mean, 2),
                },
            };
        },
    },
];

/** What a lesson's number is computed from: the page's own weights, and MNIST's test images. */
class Trained {
    constructor(data, orders) {
        Object.assign(this, {data, orders, layers: trainedLayers()});
    }
    /** A network that has seen the test image, its label, answer and cost. */
    image(i) {
        const label = this.data.testLabels[i],
            pixels = testPixels(this.data, i);
        const network = networkOf(this.layers, [[pixels]], [[oneHot(label)]]);
        const answer = indexOfLargest(network.feedForward(pixels));
        return {network, label, answer, cost: network.cost([0, 0])};
    }
    ordered(order, layers = this.layers) {
        return this.orders.order({order, layers});
    }
    async evaluation(layers) {
        return evaluationOf((await this.ordered("evaluate", layers)).answers, this.data.testLabels);
    }
}

/** Whether what was typed is the number, as exactly as the question asks for it. */
const isRight = (typed, number, decimals) => Math.abs(typed - number) <= 0.5 * 10 ** -decimals + 1e-9;
