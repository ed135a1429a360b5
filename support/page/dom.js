/* What all parts of the page share: elements, texts, numbers, colours, small pictures. */

const SIDE = 28, PIXELS = SIDE * SIDE, CLASSES = 10;
const SVG = new Set(["svg", "g", "line", "circle", "rect", "text", "polyline", "path"]);
const byId = (id) => document.getElementById(id);
let language = (navigator.language || "en").startsWith("es") ? "es" : "en";

/** A new element; children are elements, or texts, which are only ever inserted as text. */
function element(tag, attributes = {}, ...children) {
    const made = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
}

for (const row of document.querySelectorAll("[data-buttons]")) {
    row.append(...row.dataset.buttons.split(" ").map((id) => element("button", {id, type: "button", "data-text": id})));
}

/** A table of rows of texts, with a row of headings if there is one; each row's first cell names it. */
function table(rows, headings = []) {
    const line = ([first, ...others], tag, scope) => element("tr", {}, element("th", {scope}, first), ...others.map((cell) => element(tag, {}, cell)));
    const head = headings.length ? [element("thead", {}, line(headings, "th", "col"))] : [];
    return element("table", {}, ...head, element("tbody", {}, ...rows.map((cells) => line(cells, "td", "row"))));
}

/** The text of a key in the language chosen, {0}, {1}, … replaced by values. */
function text(key, ...values) {
    const [es, en] = TEXTS[key];
    return (language === "es" ? es : en).replace(/\{(\d)\}/g, (_, i) => values[i]);
}

/** x with so many decimals and a minus that is as wide as a plus; signed with a plus as well. */
const decimal = (x, decimals = 4) => x.toFixed(decimals).replace(/^-(0\.?0*)$/, "$1").replace("-", "−");
const signed = (x, decimals = 4) => (decimal(x, decimals).startsWith("−") ? "" : "+") + decimal(x, decimals);
/** d.ddde-05, as Python writes it. */
const scientific = (x, decimals) => x.toExponential(decimals).replace(/e([+-])(\d)$/, "e$10$2");
const gray = (value) => Array(3).fill(Math.round(255 * value));

/** From -1, a dark orange, over gray to 1, a light blue: to be told apart by brightness alone as well. */
function signColour(share) {
    const end = share < 0 ? [120, 40, 0] : [190, 225, 255], weight = Math.min(Math.abs(share), 1);
    return [112, 112, 116].map((middle, i) => Math.round(middle + weight * (end[i] - middle)));
}

/** Values in rows of 28 as a picture, its left upper corner at (x, y) of the canvas. */
function paintPixels(canvas, values, colour, x = 0, y = 0) {
    const context = canvas.getContext("2d");
    if (!context) return;
    const picture = context.createImageData(SIDE, SIDE);
    values.forEach((value, p) => picture.data.set([...colour(value), 255], 4 * p));
    context.putImageData(picture, x, y);
}

/** Weights as a picture: what is much larger than most is no brighter than those. */
function paintWeights(canvas, weights, x = 0, y = 0) {
    const scale = 2.5 * Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / weights.length) || 1;
    paintPixels(canvas, weights, (w) => signColour(w / scale), x, y);
}

/** The indices of the count largest values. */
const largest = (values, count) => Array.from(values, (_, i) => i).sort((i, j) => values[j] - values[i]).slice(0, count);
const indexOfLargest = (values) => Math.max(values.indexOf(Math.max(...values)), 0); // 0 of numbers that are none
