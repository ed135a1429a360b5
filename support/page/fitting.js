/* The ink of one digit, brought to what MNIST's digits are: to JavaScript what support/eyes/fitting.py is to
Python, with the same names. */

const BOX = 20,
    MIDDLE = 14; // the side of MNIST's digits' box; the row and column of their centres of mass
const FINE = 4; // the parts into which a pixel is cut where a stroke is measured and changed
const THINNEST = 1.7,
    THICKEST = 4.2; // pixels: nine of ten of MNIST's digits have strokes as thick as this
const NEAR_INK = 1.5; // pixels beyond the mask that still belong to a stroke: its gray edge
const LOW = 0.08,
    HIGH = 0.9; // ink that becomes 0, and 1

/** The 784 pixels, 0 to 1, of the ink where it is more than least, and at its edge. */
function fitted(ink, least) {
    const mask = {...ink, values: ink.values.map((value) => Number(value > least))},
        away = distances(mask).values;
    const box = boxOf(mask, Boolean),
        unit = longerSide(box) / BOX; // what becomes a pixel
    const stretched = ink.values.map((value, p) =>
        away[p] < NEAR_INK * unit ? Math.min(Math.max((value - LOW) / (HIGH - LOW), 0), 1) : 0,
    );
    const [y, x] = [box[0], box[2]].map((start) => start - ((SIDE - BOX) / 2) * unit);
    const place = [y, y + SIDE * unit, x, x + SIDE * unit];
    const fine = sampled({...ink, values: stretched}, SIDE * FINE, SIDE * FINE, place);
    return centred(sampled(withStrokes(fine), SIDE, SIDE).values);
}

/** fine (112 × 112) with strokes no thinner or thicker than MNIST's. */
function withStrokes(fine) {
    const mask = {...fine, values: fine.values.map((value) => Number(value > 0.5))},
        inside = distances({...mask, values: mask.values.map((value) => 1 - value)}).values;
    const width = thickness(mask, inside) / FINE,
        wanted = Math.min(Math.max(width, THINNEST), THICKEST);
    if (wanted === width || !mask.values.some(Boolean)) return fine; // ink so pale has no strokes to measure
    const outside = distances(mask).values,
        grow = ((wanted - width) / 2) * FINE;
    const values = fine.values.map((_, p) => 0.5 - (outside[p] - inside[p] - grow) / FINE);
    return {...fine, values: values.map((value) => Math.min(Math.max(value, 0), 1))};
}

/** The mean thickness of the strokes in mask: four times the mean distance to a stroke's edge.

The distance is measured to the middle of the next pixel, which is half a pixel too much. */
function thickness(mask, inside) {
    const of = inside.filter((_, p) => mask.values[p]);
    return of.length ? (4 * sumOf(of)) / of.length - 2 : 0;
}

/** pixels moved, by whole ones, so that their centre of mass is in the middle. */
function centred(pixels) {
    const sum = (weight) => pixels.reduce((total, value, p) => total + value * weight(p), 0);
    const mass = sum(() => 1),
        down = rint(MIDDLE - sum((p) => Math.floor(p / SIDE)) / mass),
        right = rint(MIDDLE - sum((p) => p % SIDE) / mass);
    return Float64Array.from(pixels, (_, p) => {
        const [y, x] = [Math.floor(p / SIDE) - down, (p % SIDE) - right];
        return y >= 0 && y < SIDE && x >= 0 && x < SIDE ? pixels[y * SIDE + x] : 0;
    });
}
