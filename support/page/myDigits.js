/* The panel that collects your own digits: drawn ones are kept by the browser as strokes, those of a photo as
pixels, and saved as a ZIP of pictures that test.py --image reads: they leave the page in no other way. */

const DIGITS_KEPT = "digits"; // the name in the browser's store
const PICTURE = 280,
    PAPER = 24; // the side of a picture and the empty edge in it: pixels
const LAST_SHOWN = 20,
    LONGEST_NAME = 40;

class MyDigits {
    constructor(state, drawing) {
        Object.assign(this, {state, drawing, kept: keptDigits(), said: ["", []]});
        onClicks({keep: () => this.keep(), saveMine: () => this.save()});
        onEvent("mineName", "input", () => this.say(""));
    }
    say(key, ...values) {
        this.said = [key, values];
        this.state.tell("look");
    }
    /** Keep what is in the field as the digit chosen, and clear the field. */
    keep() {
        const {strokes, image, isPhotos} = this.drawing,
            short = (x) => rounded(x, 3);
        if (!strokes.length && !isPhotos) return this.say("mineEmpty");
        if (areTwo(strokes)) return this.say("oneDigit");
        this.add(
            Number(byId("mineDigit").value),
            isPhotos
                ? {pixels: hexOf(image)}
                : {strokes: strokes.map((stroke) => stroke.map(([x, y]) => [short(x), short(y)]))},
        );
        this.drawing.draw([]);
    }
    add(digit, content) {
        const id = crypto.getRandomValues(new Uint32Array(1))[0];
        this.kept.push({digit, id: id.toString(16).padStart(8, "0"), ...content});
        this.store("mineKept");
    }
    throwAway(id) {
        this.kept = this.kept.filter((each) => each.id !== id);
        this.store("mineThrown");
    }
    /** Give them to the browser's store, and say whether it took them. */
    store(key) {
        try {
            localStorage.setItem(DIGITS_KEPT, JSON.stringify(this.kept));
            this.say(key, this.kept.length);
        } catch {
            // this browser has no store, or a full one
            this.say("mineNotKept", this.kept.length);
        }
    }
    async save() {
        if (!this.kept.length) return this.say("mineNone");
        const folder = folderName(byId("mineName").value),
            files = {};
        for (const each of this.kept) {
            files[`${folder}/${each.digit}_${each.id}.png`] = await pngOf(pictureOf(each));
        }
        offer(zipFile(files), `${folder}.zip`);
        this.say("mineSaved", this.kept.length, folder);
    }
    paint() {
        const [key, values] = this.said;
        byId("mineSaid").textContent = key && text(key, ...values);
        const counts = Array.from({length: CLASSES}, (_, digit) =>
            this.kept.filter((each) => each.digit === digit),
        );
        byId("mineCounts").replaceChildren(
            table(
                [[text("mineCount"), ...counts.map(({length}) => length)]],
                [text("digit"), ...counts.keys()],
            ),
        );
        byId("mineLast").replaceChildren(
            ...this.kept
                .slice(-LAST_SHOWN)
                .reverse()
                .map((each) => this.picture(each)),
        );
        byId("mineLastHelp").hidden = !this.kept.length;
    }
    /** A button with the kept digit's picture, which throws it away. */
    picture(kept) {
        const {digit, id} = kept,
            words = text("throwAway", digit);
        const made = element(
            "button",
            {type: "button", "aria-label": words, title: words},
            pictureOf(kept),
            `${digit}`,
        );
        made.addEventListener("click", () => this.throwAway(id));
        return made;
    }
}

/** A kept digit dark on white paper, as somebody would photograph it. */
function pictureOf({strokes, pixels}) {
    const canvas = element("canvas", {width: PICTURE, height: PICTURE}),
        context = canvas.getContext("2d");
    if (!context) return canvas;
    const side = PICTURE - 2 * PAPER,
        place = ([x, y]) => [PAPER + x * side, PAPER + y * side];
    context.fillStyle = "white";
    context.fillRect(0, 0, PICTURE, PICTURE);
    if (pixels) {
        const small = element("canvas", {width: SIDE, height: SIDE});
        paintPixels(small, valuesOf(pixels), (value) => gray(1 - value));
        context.drawImage(small, 0, 0, PICTURE, PICTURE);
        return canvas;
    }
    drawStrokes(
        context,
        strokes.map((stroke) => stroke.map(place)),
        SHOWN_THICKNESS * side,
        "black",
    );
    return canvas;
}

const pngOf = async (canvas) => {
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    return new Uint8Array(await blob.arrayBuffer());
};

/** The name typed, as a folder may be called on every system: letters, digits, blanks, - and _. */
function folderName(typed) {
    const plain = typed
        .normalize("NFC")
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replace(/\s+/g, " ");
    const short = [...plain].slice(0, LONGEST_NAME).join("").trim();
    return /^$|^(con|prn|aux|nul|com\d|lpt\d)$/i.test(short) ? `digits${short}` : short;
}

/** Pixels, 0 to 1, as hex digits, two for each, and the way back. */
const hexOf = (pixels) =>
    Array.from(pixels, (value) =>
        Math.round(255 * value)
            .toString(16)
            .padStart(2, "0"),
    ).join("");
const valuesOf = (hex) => hex.match(/../g).map((byte) => parseInt(byte, 16) / 255);

/** What the browser has kept. */
function keptDigits() {
    const isPoint = (point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite);
    const isStroke = (stroke) => Array.isArray(stroke) && stroke.length > 0 && stroke.every(isPoint);
    const areStrokes = (strokes) => Array.isArray(strokes) && strokes.length > 0 && strokes.every(isStroke);
    const arePixels = (pixels) => pixels?.length === 2 * PIXELS && /^[0-9a-f]+$/.test(pixels);
    const isDigit = ({digit, id, strokes, pixels}) =>
        Number.isInteger(digit) &&
        digit >= 0 &&
        digit < CLASSES &&
        /^[0-9a-f]{8}$/.test(id) &&
        (strokes === undefined ? arePixels(pixels) : areStrokes(strokes));
    try {
        return JSON.parse(localStorage.getItem(DIGITS_KEPT)).filter(isDigit);
    } catch {
        // this browser has no store, or something else is in it
        return [];
    }
}
