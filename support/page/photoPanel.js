/* The panel that reads photos: each digit framed and answered, what the network sees of it, and why the
answer may be wrong. */

const FRAME = "#b8009c",
    ON_FRAME = "#fff";
const MANY = 20; // digits: of more, the outputs are in the words of the buttons alone

/** The data blocks that photos are read with. */
const readingData = () => ({
    eyes: Object.fromEntries(all('[id^="eyes-"]').map(({id, textContent}) => [id.slice(5), textContent])),
    distortions: JSON.parse(byId("distortions").textContent),
});

class PhotoPanel {
    /** A touch on a digit calls take(pixels). */
    constructor(state, mine, take) {
        Object.assign(this, {state, mine, take, photo: null, said: ["", []], progress: null});
        this.orders = new Orders(PhotoReader, READING, (news) => this.hear(news));
        onClicks({
            takePhoto: () => byId("photoCamera").click(),
            choosePicture: () => byId("photoFile").click(),
            keepPhotos: () => this.keep(),
        });
        for (const id of ["photoCamera", "photoFile"]) {
            onEvent(id, "change", ({target}) => {
                const [file] = target.files;
                if (file) this.read(file);
                target.value = ""; // or the same file again would be no change
            });
        }
        onEvent("photo", "click", (event) => this.touch(event));
        state.listen((what) => {
            if (what === "weights") this.answerAnew();
        });
    }
    /** Whether photos are left to the wide network: other weights than those that came with the page shall
    show what they can. */
    get isWides() {
        return this.state.origin === "trained";
    }
    get layers() {
        return this.isWides ? this.wide : plainLayers(this.state.network);
    }
    /** At the first photo: until then nobody needs what is packed for it. */
    start() {
        this.wide = trainedLayers("wideSizes", "wideLayers");
        this.orders.start(readingData());
    }
    say(key, ...values) {
        this.said = [key, values];
        this.state.tell("look");
    }
    /** A promise that the picture in the file has been read; a later one's reading takes its place. */
    async read(file) {
        if (!this.orders.send) this.start();
        const reading = {};
        Object.assign(this, {photo: null, chosen: null, reading, progress: {}});
        this.say("photoLooking");
        let {layers} = this.state.network,
            news = null;
        try {
            const bitmap = await decoded(file);
            ({layers} = this.state.network);
            const done = this.orders.order({order: "read", bitmap, layers: this.layers});
            reading.number = this.orders.number;
            news = await done;
        } catch (fault) {
            if (!(fault instanceof PhotoFault)) throw fault;
            news = {fault: fault.message};
        }
        if (reading !== this.reading) return;
        const {fault, picture, rows, answers} = news;
        this.progress = null;
        if (picture) this.photo = {picture, rows, digits: rows.flat(), answers};
        this.say(fault ?? (rows.length ? "" : "photoNothing"));
        if (layers !== this.state.network.layers) await this.answerAnew();
    }
    hear({number, of, looked}) {
        if (of === undefined || number !== this.reading?.number) return;
        Object.assign(this, {progress: {max: of, value: looked}, said: ["photoLookingAt", [looked + 1, of]]});
        this.paintSaid();
    }
    /** The weights are others; while they go on changing, one answer is waited for before the next. */
    async answerAnew() {
        const {photo, state} = this;
        if (!photo || this.isAnswering) return;
        this.isAnswering = true;
        const {layers} = state.network;
        const {answers} = await this.orders.order({
            order: "answer",
            digits: photo.digits,
            layers: this.layers,
        });
        this.isAnswering = false;
        photo.answers = answers;
        if (layers !== state.network.layers || photo !== this.photo) return this.answerAnew();
        state.tell("look");
    }
    /** The digit whose box was touched. */
    touch({offsetX, offsetY, target}) {
        const [x, y] = [
            (offsetX * target.width) / target.clientWidth,
            (offsetY * target.height) / target.clientHeight,
        ];
        const isIn = ({box: [top, bottom, left, right]}) =>
            y >= top && y <= bottom && x >= left && x <= right;
        const found = this.photo?.digits.findIndex(isIn) ?? -1;
        if (found >= 0) this.choose(found);
    }
    choose(index) {
        Object.assign(this, {chosen: index, kept: ["", []]});
        byId("photoDigit").value = this.answerOf(index);
        this.take(this.photo.digits[index].pixels);
    }
    keep() {
        this.mine.add(Number(byId("photoDigit").value), {
            pixels: hexOf(this.photo.digits[this.chosen].pixels),
        });
        this.kept = this.mine.said;
        this.state.tell("look");
    }
    answerOf(index) {
        return indexOfLargest(this.photo.answers[index].activations);
    }
    /** An answer with its output: as test.py prints it. */
    withOutput(index, answer = this.answerOf(index)) {
        return `${answer} (${this.photo.answers[index].activations[answer].toFixed(2)})`;
    }
    paint() {
        const {photo, chosen} = this,
            [key, values] = this.kept ?? ["", []],
            seen = [photo, photo?.answers, language],
            isNew = seen.some((each, i) => each !== this.seen?.[i]);
        this.seen = seen;
        this.paintSaid();
        byId("photoKeeping").hidden = !photo || chosen === null;
        byId("photoKept").textContent = key && text(key, ...values);
        byId("photo").hidden = !photo;
        if (isNew) {
            byId("photoBy").textContent = photo?.digits.length ? this.answeredBy() : "";
            byId("photoDoubts").replaceChildren(...this.doubts().map((words) => element("li", {}, words)));
            byId("photoRows").replaceChildren(...this.rowsOfButtons());
        }
        if (photo && (isNew || chosen !== this.marked)) this.paintPhoto(byId("photo"));
        this.marked = chosen;
        all("#photoRows button").forEach((made, index) =>
            made.setAttribute("aria-pressed", index === chosen),
        );
    }
    /** What it says, and how far it is. */
    paintSaid() {
        const [key, values] = this.said,
            bar = byId("photoProgress");
        byId("photoSaid").textContent = key ? text(key, ...values) : this.photo ? this.verdict() : "";
        bar.hidden = this.progress === null;
        for (const name of ["max", "value"]) {
            if (this.progress?.[name] === undefined) bar.removeAttribute(name);
            else bar[name] = this.progress[name];
        }
    }
    /** One digit's answer and the runner-up, or the number and, unless they are many, each digit's answer. */
    verdict() {
        const {digits, rows, answers} = this.photo;
        if (digits.length === 1) {
            const [, second] = largest(answers[0].activations, 2);
            return text("photoThen", this.withOutput(0), this.withOutput(0, second));
        }
        const numbers = rows.map((row) => row.map((digit) => this.answerOf(digits.indexOf(digit))).join(""));
        if (digits.length > MANY) return numbers.join(" ");
        return `${numbers.join(" ")} · ${digits.map((_, index) => this.withOutput(index)).join(" ")}`;
    }
    answeredBy() {
        const [wide, own] = [this.wide, this.state.network.layers].map((layers) =>
            layerSizes({layers}).join(" → "),
        );
        return this.isWides
            ? text("photoByWide", wide, own)
            : text("photoByPage", own, text(`${this.state.origin}Weights`));
    }
    /** Why digits may be misread, and which ones where it isn't all. */
    doubts() {
        const places = new Map(),
            answers = this.photo?.answers ?? [];
        answers.forEach(({doubts}, index) => {
            for (const doubt of doubts) places.set(doubt, [...(places.get(doubt) ?? []), index + 1]);
        });
        return [...places].map(([doubt, of]) =>
            of.length === answers.length
                ? text(doubt)
                : text(of.length > 1 ? "ofDigits" : "ofDigit", text(doubt), of.join(", ")),
        );
    }
    rowsOfButtons() {
        const {rows, digits, answers} = this.photo ?? {rows: []};
        return rows.map((row) =>
            element(
                "div",
                {class: "row"},
                ...row.map((digit) => {
                    const index = digits.indexOf(digit),
                        {activations, doubts} = answers[index],
                        answer = this.answerOf(index);
                    const words = [
                        text("photoTake", answer, activations[answer].toFixed(2)),
                        ...doubts.map((doubt) => text(doubt)),
                    ].join("; ");
                    const canvas = element("canvas", {width: SIDE, height: SIDE});
                    paintPixels(canvas, digit.pixels, gray);
                    const made = element(
                        "button",
                        {type: "button", "aria-label": words, title: words},
                        canvas,
                        `${answer}${doubts.length ? " ?" : ""}`,
                    );
                    made.classList.toggle("doubtful", doubts.length > 0);
                    made.addEventListener("click", () => this.choose(index));
                    return made;
                }),
            ),
        );
    }
    /** The photo, each digit framed, its answer on the frame. */
    paintPhoto(canvas) {
        const {picture, digits} = this.photo,
            context = canvas.getContext("2d"),
            unit = Math.max(picture.width, picture.height) / 400;
        Object.assign(canvas, {width: picture.width, height: picture.height});
        if (!context) return;
        context.putImageData(picture, 0, 0);
        digits.forEach(({box: [top, bottom, left, right]}, index) => {
            const size = Math.max(8 * unit, Math.min(16 * unit, (bottom - top) / 2)),
                words = `${this.answerOf(index)}`,
                above = Math.max(top - unit - size, 0);
            context.setLineDash(this.photo.answers[index].doubts.length ? [4 * unit, 2 * unit] : []);
            Object.assign(context, {lineWidth: index === this.chosen ? 3 * unit : unit, strokeStyle: FRAME});
            context.strokeRect(left - unit, top - unit, right - left + 2 * unit, bottom - top + 2 * unit);
            Object.assign(context, {
                font: `bold ${size}px sans-serif`,
                textBaseline: "top",
                fillStyle: FRAME,
            });
            context.fillRect(left - 1.5 * unit, above, context.measureText(words).width + 2 * unit, size);
            context.fillStyle = ON_FRAME;
            context.fillText(words, left - 0.5 * unit, above);
        });
    }
}
