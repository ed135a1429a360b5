/* How far an answer can be trusted: to JavaScript what support/ownDigits/doubts.py and
support/training/distortion.py are to Python. */

const UNSURE = 0.5; // an output that is no higher is no answer
const STEADY = 0.39; // the answer's mean output over distortions: of the lower ones half are wrong
const WHOLE = 0.9; // of a digit at the picture's edge: what keeps such an output is there as a whole
const SURE_UPRIGHT = 0.7,
    SURE_TURNED = 0.9, // an output lower than that, and one higher when the digit is turned,
    SURER = 0.4; // and higher by so much: it lies, or stands on its head

/** Why the network's answer may be wrong: the keys of the texts that say so. */
function doubtsOf({pixels, isCut}, network, distortions) {
    const activations = network.feedForward(pixels),
        answer = indexOfLargest(activations),
        kept = steadiness(pixels, answer, network, distortions);
    return Object.entries({
        cutOff: isCut && kept < WHOLE,
        turned: isTurned(pixels, network),
        unsteady: kept < STEADY && activations[answer] > UNSURE,
        unsure: !(activations[answer] > UNSURE),
    })
        .filter(([, isSo]) => isSo)
        .map(([key]) => key);
}

/** The mean output, over distortions of the pixels, of the answer that the network gives them. */
function steadiness(pixels, answer, network, distortions) {
    const outputs = distortions.map((places) => {
        const distorted = Float64Array.from(places, (place) => (place < 0 ? 0 : pixels[place]));
        return network.feedForward(distorted)[answer];
    });
    return sumOf(outputs) / outputs.length;
}

/** Whether the network is far surer of the digit turned by 90°, 180° or 270°. */
function isTurned(pixels, network) {
    const surest = [];
    for (let turned = pixels; surest.length < 4;) {
        surest.push(Math.max(...network.feedForward(turned)));
        turned = turned.map((_, p, before) => before[(p % SIDE) * SIDE + SIDE - 1 - Math.floor(p / SIDE)]);
    }
    const [upright, ...others] = surest;
    return upright < SURE_UPRIGHT && Math.max(...others) > Math.max(SURE_TURNED, upright + SURER);
}

/** For each pixel the place in the image that it is taken from, -1 where that lies outside. The distortion
turns, shears, enlarges and moves: radians, columns per row, the zoom's logarithm, columns and rows. */
function distortedPlaces([turn, shear, logZoom, right, down]) {
    const middle = (SIDE - 1) / 2,
        [sin, cos, zoom] = [Math.sin(turn), Math.cos(turn), Math.exp(logZoom)];
    return Int16Array.from({length: PIXELS}, (_, p) => {
        const x = (p % SIDE) - middle - right,
            y = Math.floor(p / SIDE) - middle - down;
        const column = rint(((cos + shear * sin) * x + (shear * cos - sin) * y) / zoom + middle),
            row = rint((sin * x + cos * y) / zoom + middle);
        return column >= 0 && column < SIDE && row >= 0 && row < SIDE ? SIDE * row + column : -1;
    });
}
