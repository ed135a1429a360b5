/* A part of a picture in another number of pixels: to JavaScript what support/eyes/sampling.py is to Python.

A picture here, and whatever else has a value for each pixel, is {height, width, values}, row by row. */

const pixelGrid = (height, width, values = new Float32Array(height * width)) => ({height, width, values});

/** picture within box, in height × width pixels: box means where they are fewer, else bilinear.

box is [top, bottom, left, right] in pixels of picture, by default all of them; what lies outside is 0. */
function sampled(picture, height, width, box = [0, picture.height, 0, picture.width]) {
    const rows = shares(picture.height, height, box[0], box[1]),
        columns = shares(picture.width, width, box[2], box[3]);
    const between = pixelGrid(height, picture.width),
        found = pixelGrid(height, width);
    for (let y = 0; y < height; y++) {
        for (const [old, share] of rows[y]) {
            const from = old * picture.width,
                to = y * picture.width;
            for (let x = 0; x < picture.width; x++) {
                between.values[to + x] += share * picture.values[from + x];
            }
        }
        for (let x = 0; x < width; x++) {
            let sum = 0;
            for (const [old, share] of columns[x]) sum += share * between.values[y * picture.width + old];
            found.values[y * width + x] = sum;
        }
    }
    return found;
}

/** For each of the new pixels between start and stop, the old ones in it: [place, share] of each. */
function shares(old, count, start, stop) {
    const step = (stop - start) / count; // old pixels that a new one covers
    return Array.from({length: count}, (_, k) => {
        const found = [];
        if (step >= 1) {
            const [from, to] = [start + step * k, start + step * (k + 1)];
            for (let p = Math.max(0, Math.floor(from)); p < Math.min(old, to); p++) {
                const share = (Math.min(to, p + 1) - Math.max(from, p)) / step;
                if (share > 0) found.push([p, share]);
            }
            return found;
        }
        const middle = start + step * (k + 0.5) - 0.5;
        if (middle <= -1 || middle >= old) return found;
        const within = Math.min(Math.max(middle, 0), old - 1),
            first = Math.floor(within);
        if (within > first) found.push([first + 1, within - first]);
        return [[first, 1 - (within - first)], ...found];
    });
}

/** Of each pixel the mean of the side × side pixels around it; beyond the picture's edge its outermost pixels
go on. */
function boxMeans({height, width, values}, side) {
    const half = (side - 1) / 2,
        within = (place, count) => Math.min(Math.max(place, 0), count - 1);
    const between = pixelGrid(height, width),
        found = pixelGrid(height, width);
    for (let y = 0; y < height; y++) {
        for (let row = y - half; row <= y + half; row++) {
            const from = within(row, height) * width;
            for (let x = 0; x < width; x++) between.values[y * width + x] += values[from + x] / side;
        }
        for (let x = 0; x < width; x++) {
            let sum = 0;
            for (let column = x - half; column <= x + half; column++) {
                sum += between.values[y * width + within(column, width)];
            }
            found.values[y * width + x] = sum / side;
        }
    }
    return found;
}

/** The nearest whole number, of two the even one: as NumPy and Python round. */
function rint(x) {
    const nearest = Math.round(x);
    return nearest - x === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}
