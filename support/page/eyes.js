/* The eyes' network: it says of each pixel of a picture how surely it is a digit's ink, and a digit's core.
This is to JavaScript what support/eyes/convolutions.py is to Python, which explains it: the same names, the
same steps.

x here is {h, w, a, values}: of h × w pixels a activations each, pixel by pixel. */

const DEPTHS = [1, 2, 2, 4]; // convolutions at a half, a quarter, an eighth, a sixteenth of the sides
const STEP = 2 ** DEPTHS.length; // sides are multiples of it
const SURROUNDINGS = 17; // pixels of a side of what a pixel is compared with
const MOST_DEVIATIONS = 4; // a feature is no larger
const LEAST = [0.02, 0.01], // added to the picture's deviation and to the surroundings'
    SHARE = 0.2; // of the picture's deviation, added to the surroundings' as well

/** Of each layer, by name, its weights, biases, and how many inputs and outputs it has.

texts holds the CSV files by the layers' names. A line is a neuron: the scale of its weights, its bias, its
weights as whole numbers. */
function eyesLayers(texts) {
    const layers = {};
    for (const [name, csv] of Object.entries(texts)) {
        const rows = csv
            .trim()
            .split("\n")
            .map((line) => line.split(",").map(Number));
        const inputs = rows[0].length - 2,
            weights = new Float32Array(rows.length * inputs);
        rows.forEach(([scale, , ...row], k) =>
            weights.set(
                row.map((weight) => scale * weight),
                k * inputs,
            ),
        );
        layers[name] = {
            weights,
            biases: Float32Array.from(rows, ([, bias]) => bias),
            inputs,
            outputs: rows.length,
        };
    }
    return layers;
}

/** The pictures of ink and cores, 0 to 1, of the picture gray, 0 to 1, seen in about so many pixels. */
function look(gray, pixels, layers) {
    const factor = Math.sqrt(pixels / gray.values.length);
    const [height, width] = [gray.height, gray.width].map((side) => Math.max(1, rint(side * factor)));
    const seen = sampled(gray, height, width),
        padded = pixelGrid(STEP * Math.ceil(height / STEP), STEP * Math.ceil(width / STEP));
    for (let y = 0; y < padded.height; y++) {
        for (let x = 0; x < padded.width; x++) {
            const edge = Math.min(y, height - 1) * width + Math.min(x, width - 1);
            padded.values[y * padded.width + x] = seen.values[edge];
        }
    }
    return forward(features(padded), layers).map((z) => {
        const found = pixelGrid(height, width);
        for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
                found.values[y * width + x] = 1 / (1 + Math.exp(-z.values[y * z.width + x]));
            }
        }
        return found;
    });
}

/** Two pictures: gray less the whole picture's mean, and less its surroundings', in standard deviations. */
function features(gray) {
    const {height, width, values} = gray,
        squares = pixelGrid(
            height,
            width,
            values.map((value) => value * value),
        );
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const whole = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    const means = boxMeans(gray, SURROUNDINGS).values,
        meanSquares = boxMeans(squares, SURROUNDINGS).values;
    const clipped = (x) => Math.min(Math.max(x, -MOST_DEVIATIONS), MOST_DEVIATIONS);
    const far = values.map((value) => clipped((value - mean) / (whole + LEAST[0])));
    const near = values.map((value, p) => {
        const deviation = Math.sqrt(Math.max(meanSquares[p] - means[p] * means[p], 0));
        return clipped((value - means[p]) / (deviation + SHARE * whole + LEAST[1]));
    });
    return [pixelGrid(height, width, far), pixelGrid(height, width, near)];
}

/** The two pictures of z, of the two features. */
function forward(pictures, layers) {
    let x = blocks(pictures);
    const kept = [];
    for (const [level, depth] of DEPTHS.entries()) {
        if (level) x = halved(x);
        for (let number = 0; number < depth; number++) {
            x = relu(convolved(x, layers[`down${level}${number}`]));
        }
        kept.push(x);
    }
    for (let level = DEPTHS.length - 2; level >= 0; level--) {
        x = plusDoubled(kept[level], fed(x, layers[`side${level}`]));
        x = relu(convolved(x, layers[`up${level}`]));
    }
    return unblocked(convolved(x, layers.last));
}

/** z of each pixel's 3 × 3. */
function convolved({h, w, a, values}, layer) {
    const around = new Float32Array(h * w * 9 * a); // where it is beyond the edge, 0
    for (let y = 0; y < h; y++) {
        for (let x = 0; x < w; x++) {
            for (let k = 0; k < 9; k++) {
                const row = y + Math.floor(k / 3) - 1,
                    column = x + (k % 3) - 1;
                if (row < 0 || row >= h || column < 0 || column >= w) continue;
                const from = (row * w + column) * a,
                    to = ((y * w + x) * 9 + k) * a;
                for (let i = 0; i < a; i++) around[to + i] = values[from + i];
            }
        }
    }
    return fed({h, w, a: 9 * a, values: around}, layer);
}

/** z = x·Wᵀ + b of each pixel. Four neurons are taken at once, and two pixels, p and q: this takes a quarter
of the time. */
function fed({h, w, values}, {weights, biases, inputs, outputs}) {
    const z = new Float32Array(h * w * outputs);
    for (let k = 0; k < outputs; k += 4) {
        const [row0, row1, row2, row3] = [k, k + 1, k + 2, k + 3].map((neuron) => neuron * inputs);
        for (let p = 0; p < h * w; p += 2) {
            const q = Math.min(p + 1, h * w - 1),
                fromP = p * inputs,
                fromQ = q * inputs;
            let p0 = biases[k],
                p1 = biases[k + 1],
                p2 = biases[k + 2],
                p3 = biases[k + 3];
            let [q0, q1, q2, q3] = [p0, p1, p2, p3];
            for (let i = 0; i < inputs; i++) {
                const w0 = weights[row0 + i],
                    w1 = weights[row1 + i],
                    w2 = weights[row2 + i],
                    w3 = weights[row3 + i];
                const xp = values[fromP + i],
                    xq = values[fromQ + i];
                p0 += w0 * xp;
                p1 += w1 * xp;
                p2 += w2 * xp;
                p3 += w3 * xp;
                q0 += w0 * xq;
                q1 += w1 * xq;
                q2 += w2 * xq;
                q3 += w3 * xq;
            }
            z.set([p0, p1, p2, p3], p * outputs + k);
            z.set([q0, q1, q2, q3], q * outputs + k);
        }
    }
    return {h, w, a: outputs, values: z};
}

/** max(z, 0), in place. */
function relu(x) {
    for (let p = 0; p < x.values.length; p++) if (x.values[p] < 0) x.values[p] = 0;
    return x;
}

/** Of each 2 × 2 pixels the largest activations. */
function halved({h, w, a, values}) {
    const half = {h: h / 2, w: w / 2, a, values: new Float32Array((h * w * a) / 4)};
    for (let y = 0; y < half.h; y++) {
        for (let x = 0; x < half.w; x++) {
            for (let k = 0; k < a; k++) {
                const above = (2 * y * w + 2 * x) * a + k,
                    below = above + w * a;
                half.values[(y * half.w + x) * a + k] = Math.max(
                    values[above],
                    values[above + a],
                    values[below],
                    values[below + a],
                );
            }
        }
    }
    return half;
}

/** large + small, each pixel of which is one of 2 × 2. */
function plusDoubled({h, w, a, values}, small) {
    const sum = {h, w, a, values: new Float32Array(values.length)};
    for (let y = 0; y < h; y++) {
        for (let x = 0; x < w; x++) {
            const place = (y * w + x) * a,
                from = (Math.floor(y / 2) * small.w + Math.floor(x / 2)) * a;
            for (let k = 0; k < a; k++) sum.values[place + k] = values[place + k] + small.values[from + k];
        }
    }
    return sum;
}

/** Where the activation of picture c in row y and column x stands in blocks of 2 × 2 pixels. */
const blockPlace = (c, y, x, w, a) =>
    (Math.floor(y / 2) * w + Math.floor(x / 2)) * a + 4 * c + 2 * (y % 2) + (x % 2);

/** Each 2 × 2 pixels of the pictures as one of four times the activations. */
function blocks(pictures) {
    const {height, width} = pictures[0],
        found = {h: height / 2, w: width / 2, a: 4 * pictures.length};
    found.values = new Float32Array(height * width * pictures.length);
    pictures.forEach(({values}, c) => {
        for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
                found.values[blockPlace(c, y, x, found.w, found.a)] = values[y * width + x];
            }
        }
    });
    return found;
}

/** The way back. */
function unblocked({h, w, a, values}) {
    return Array.from({length: a / 4}, (_, c) => {
        const found = pixelGrid(2 * h, 2 * w);
        for (let y = 0; y < 2 * h; y++) {
            for (let x = 0; x < 2 * w; x++) {
                found.values[y * 2 * w + x] = values[blockPlace(c, y, x, w, a)];
            }
        }
        return found;
    });
}
