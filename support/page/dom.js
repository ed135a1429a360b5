/* What all parts of the page share: elements, texts, colours, small pictures. */

const SVG = new Set(["svg", "g", "line", "circle", "rect", "text", "polyline", "path"]);
const byId = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];
let language = (navigator.language || "en").startsWith("es") ? "es" : "en";

/** The text of a key in the language chosen, {0}, {1}, … replaced by values. */
const text = (key, ...values) => filled((language === "es" ? SPANISH : ENGLISH)[key], values);
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, place) => values[place]);

/** A new element; children are elements, or texts, which are never read as HTML. */
function element(tag, attributes = {}, ...children) {
    const made = SVG.has(tag)
        ? document.createElementNS("http://www.w3.org/2000/svg", tag)
        : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
}

const button = (id) => element("button", {id, type: "button", "data-text": id});
const option = (value, words = value) => element("option", {value}, words);
const digits = () => Array.from({length: CLASSES}, (_, k) => option(k));
const figure = (caption, ...content) => element("figure", {}, element("figcaption", {}, caption), ...content);

/** Call act when the element has the event. */
const onEvent = (id, event, act) => byId(id).addEventListener(event, act);
/** acts holds a function for each button's id, called when it's clicked. */
function onClicks(acts) {
    for (const [id, act] of Object.entries(acts)) onEvent(id, "click", () => act());
}

/** A table of rows of texts, with a row of headings if there is one; each row's first cell names it. */
function table(rows, headings = []) {
    const cell = (tag, scope, words) =>
        words === "" ? element("td") : element(tag, scope && {scope}, words);
    const line = ([first, ...others], tag, scope) =>
        element(
            "tr",
            {},
            cell("th", scope, first),
            ...others.map((each) => cell(tag, tag === "th" && scope, each)),
        );
    const head = headings.length ? [element("thead", {}, line(headings, "th", "col"))] : [];
    return element(
        "table",
        {},
        ...head,
        element("tbody", {}, ...rows.map((cells) => line(cells, "td", "row"))),
    );
}

const gray = (value) => Array(3).fill(Math.round(255 * value));

/** Dark orange at -1, gray at 0, light blue at 1: brightness alone tells them apart too. */
function signColour(share) {
    const end = share < 0 ? [120, 40, 0] : [190, 225, 255],
        weight = Math.min(Math.abs(share), 1);
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

/** Weights as a picture, brightest from 2.5 times their usual size (root mean square) on. */
function paintWeights(canvas, weights, x = 0, y = 0) {
    const scale = 2.5 * Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / weights.length) || 1;
    paintPixels(canvas, weights, (w) => signColour(w / scale), x, y);
}

/** Show a notice at the top of the page; null takes it away. */
function notice(key, ...values) {
    Object.assign(notice, {key, values});
    byId("notice").hidden = key === null;
    byId("notice").textContent = key === null ? "" : text(key, ...values);
}

/** Put every text of the page into the language chosen. */
function speak(chosen) {
    language = chosen;
    document.documentElement.lang = language;
    document.title = text("title");
    for (const part of all("[data-text]")) part.textContent = text(part.dataset.text);
    for (const part of all("[data-label]")) part.setAttribute("aria-label", text(part.dataset.label));
    byId("language").lang = language === "es" ? "en" : "es"; // its own text is in the other language
    notice(notice.key, ...notice.values);
}
