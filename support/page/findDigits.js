/* From a picture to its digits, each as MNIST's are: to JavaScript what support/eyes/digits.py and rows.py
are to Python, with the same names. The eyes glance at the whole picture, and look at each digit that they
find once more from closer by. */

const GLANCES = [96 * 96, 384 * 384]; // pixels in which the whole picture is seen; the second time only
const LARGE = 24; // pixels of most digits: smaller ones, or many, are told apart only then
const SEEN = 56, // pixels of a digit that is looked at from closer by,
    ROOM = 0.35; // with as much of its size around it
const INK = 0.4,
    CORE = 0.5; // of certainty: more is ink, or a core
const SMALLEST = 0.35; // of the largest digit: smaller is none
const SURE_CORE = 0.95; // from closer by a digit's core has more somewhere; a letter's, a scrap's hasn't
const SAME_ROW = 0.35; // of the lower one's height that two neighbours in a row have in common

/** The digits in a gray picture, 0 to 1: rows of {pixels, isCut, box}, the upper one first.

tell(done, all) hears how many of them have been looked at. */
function digitsOf(gray, layers, tell = () => {}) {
    let owners, boxes;
    for (const pixels of GLANCES) {
        [owners, boxes] = ownersOf(...look(gray, pixels, layers));
        const largestSide = Math.max(0, ...boxes.map(([, box]) => longerSide(box)));
        boxes = boxes.filter(([, box]) => longerSide(box) >= SMALLEST * largestSide);
        if (boxes.length && median(boxes.map(([, box]) => longerSide(box))) >= LARGE) break;
    }
    const [down, across] = [gray.height / owners.height, gray.width / owners.width];
    const found = boxes.map(([owner, [top, bottom, left, right]], done) => {
        tell(done, boxes.length);
        const place = [top * down, bottom * down, left * across, right * across];
        return closer(gray, owners, owner, place, layers);
    });
    const digits = found.filter((digit) => digit !== null);
    return rowsOf(digits.map(({box}) => box)).map((row) => row.map((index) => digits[index]));
}

/** The middle one of some numbers; of an even count the mean of the middle two. */
function median(numbers) {
    const sorted = [...numbers].sort((a, b) => a - b),
        half = Math.floor(sorted.length / 2);
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Of each pixel the core it belongs to, by number; and those numbers, each with the box of its ink.

A connected component of the ink belongs to the one core in it; where there are several, or none, each of
its pixels belongs to the nearest. */
function ownersOf(ink, core) {
    const over = (grid, least) => ({...grid, values: grid.values.map((value) => Number(value > least))});
    const inked = over(ink, INK),
        cores = components(over(core, CORE)),
        pieces = components(inked).values;
    const owners = nearest(cores),
        within = new Map(); // the set of cores in each piece
    pieces.forEach((piece, p) => {
        if (!within.has(piece)) within.set(piece, new Set());
        if (cores.values[p]) within.get(piece).add(cores.values[p]);
    });
    pieces.forEach((piece, p) => {
        if (piece && within.get(piece).size === 1) [owners.values[p]] = within.get(piece);
        if (!piece) owners.values[p] = 0;
    });
    const numbers = [...new Set(owners.values)].filter(Boolean).sort((a, b) => a - b),
        boxes = numbers.map((owner) => [owner, boxOf(owners, (number) => number === owner)]);
    return [nearest(owners), boxes];
}

/** Of each pixel the nearest number that isn't 0; 0 where there is none. */
const nearest = (numbers) => ({
    ...numbers,
    values: nearestPlaces(numbers).map((place) => (place < 0 ? 0 : numbers.values[place])),
});

/** The digit in a box of the picture, seen from closer by; null if there it is none.

owners, of the whole picture in fewer pixels, says by this owner's number which of them belong to it. */
function closer(gray, owners, owner, box, layers) {
    const room = ROOM * longerSide(box),
        [top, left] = [box[0], box[2]].map((start) => Math.max(0, Math.trunc(start - room)));
    const part = cropped(gray, top, Math.trunc(box[1] + room) + 1, left, Math.trunc(box[3] + room) + 1);
    const [ink, core] = look(part, part.values.length * (SEEN / longerSide(box)) ** 2, layers),
        [down, across] = [part.height / ink.height, part.width / ink.width];
    for (let y = 0; y < ink.height; y++) {
        const row = Math.trunc(((top + (y + 0.5) * down) * owners.height) / gray.height);
        for (let x = 0; x < ink.width; x++) {
            const column = Math.trunc(((left + (x + 0.5) * across) * owners.width) / gray.width);
            if (owners.values[row * owners.width + column] === owner) continue;
            for (const {values} of [ink, core]) values[y * ink.width + x] = 0;
        }
    }
    const seen = boxOf(ink, (value) => value > INK);
    if (!seen || !core.values.some((value) => value >= SURE_CORE)) return null;
    const exact = [
        seen[0] * down + top,
        seen[1] * down + top,
        seen[2] * across + left,
        seen[3] * across + left,
    ];
    return {pixels: fitted(ink, INK), isCut: isCut(exact, gray), box: exact.map(rint)};
}

/** A part of the picture. */
function cropped({height, width, values}, top, bottom, left, right) {
    const part = pixelGrid(Math.min(bottom, height) - top, Math.min(right, width) - left);
    for (let y = 0; y < part.height; y++) {
        const from = (top + y) * width + left;
        part.values.set(values.subarray(from, from + part.width), y * part.width);
    }
    return part;
}

/** Whether a box ends at one of the picture's edges, and not at the opposite one as well. */
function isCut([top, bottom, left, right], {height, width}) {
    const [above, below, before, after] = [top < 1, bottom > height - 1, left < 1, right > width - 1];
    return (above !== below && !(before && after)) || (before !== after && !(above && below));
}

/** Indices of boxes in rows: the upper row first, each from left to right.

A row may slant, its digits may dance: each is held against its neighbour on the left alone. */
function rowsOf(boxes) {
    const rows = [],
        middle = (index) => boxes[index][2] + boxes[index][3];
    for (const index of [...boxes.keys()].sort((a, b) => middle(a) - middle(b))) {
        const shared = rows.map((row) => sharedHeight(boxes[row.at(-1)], boxes[index])),
            most = Math.max(...shared);
        if (most > SAME_ROW) rows[shared.indexOf(most)].push(index);
        else rows.push([index]);
    }
    const height = (row) => sumOf(row.map((index) => boxes[index][0] + boxes[index][1])) / row.length;
    return rows.sort((a, b) => height(a) - height(b));
}

/** The height that two boxes have in common, of the lower one's; below 0 where they have none. */
function sharedHeight(one, other) {
    const lower = Math.min(one[1] - one[0], other[1] - other[0]);
    return (Math.min(one[1], other[1]) - Math.max(one[0], other[0])) / Math.max(1, lower);
}
