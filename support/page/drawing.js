/* The field to draw in. Strokes are kept as lines and drawn anew in the size and place of MNIST's
digits: so it doesn't matter how large they are in the field, or where. */

const THICKNESS = 2.2,
    EDGE = 1.3; // of a stroke, and of the gray at its sides: pixels
const SHOWN_THICKNESS = 0.07,
    NEAR = 0.003; // of the field's side; a point nearer than that to the last one is left out
const APART = 0.03; // of the field's side: what lies so far apart may be two digits

/** The least and greatest coordinate of points along an axis, 0 for x or 1 for y. */
const extent = (points, axis) =>
    points.reduce(
        ([least, most], point) => [Math.min(least, point[axis]), Math.max(most, point[axis])],
        [Infinity, -Infinity],
    );

/** The 784 pixels, 0 to 1, of strokes: arrays of points [x, y] in any unit. */
function digitPixels(strokes) {
    const [[left, right], [top, bottom]] = [0, 1].map((axis) => extent(strokes.flat(), axis));
    const scale = (BOX - THICKNESS) / Math.max(right - left, bottom - top, 0.05);
    const place = ([x, y]) => [
        (x - (left + right) / 2) * scale + SIDE / 2,
        (y - (top + bottom) / 2) * scale + SIDE / 2,
    ];
    const lines = strokes.flatMap((stroke) =>
        stroke.map((end, i) => [...place(stroke[Math.max(i - 1, 0)]), ...place(end)]),
    );
    const pixels = drawLines(lines),
        sum = (value) => pixels.reduce((total, _, p) => total + value(p), 0);
    const mass = sum((p) => pixels[p]);
    const dx = Math.round(MIDDLE - sum((p) => pixels[p] * (p % SIDE)) / mass);
    const dy = Math.round(MIDDLE - sum((p) => pixels[p] * Math.floor(p / SIDE)) / mass);
    return drawLines(lines.map(([x, y, toX, toY]) => [x + dx, y + dy, toX + dx, toY + dy]));
}

/** The 784 pixels of lines [x, y, toX, toY]: the nearer a pixel is to a line, the brighter. */
function drawLines(lines) {
    const pixels = new Float64Array(PIXELS),
        reach = (THICKNESS + EDGE) / 2;
    const first = (a, b) => Math.max(0, Math.floor(Math.min(a, b) - reach));
    const last = (a, b) => Math.min(SIDE - 1, Math.floor(Math.max(a, b) + reach));
    for (const [x, y, toX, toY] of lines) {
        const length = Math.hypot(toX - x, toY - y);
        const [ux, uy] = length ? [(toX - x) / length, (toY - y) / length] : [0, 0];
        for (let row = first(y, toY); row <= last(y, toY); row++) {
            for (let column = first(x, toX); column <= last(x, toX); column++) {
                const px = column + 0.5 - x,
                    py = row + 0.5 - y,
                    p = row * SIDE + column;
                const along = Math.min(Math.max(px * ux + py * uy, 0), length);
                const value = 0.5 + (THICKNESS / 2 - Math.hypot(px - along * ux, py - along * uy)) / EDGE;
                pixels[p] = Math.max(pixels[p], Math.min(value, 1));
            }
        }
    }
    return pixels;
}

/** Whether two digits seem to stand side by side: a gap between two parts of about the same height. */
function areTwo(strokes) {
    const spans = strokes.map((stroke) => extent(stroke, 0)).sort(([a], [b]) => a - b);
    const height = (points) => {
        const [top, bottom] = extent(points, 1);
        return bottom - top;
    };
    return spans.some((_, i) => {
        const gap = (spans[i + 1]?.[0] ?? -1) - Math.max(...spans.slice(0, i + 1).map(([, right]) => right));
        if (gap < APART) return false;
        const [left, right] = [true, false].map((isLeft) =>
            height(strokes.filter((stroke) => extent(stroke, 0)[0] < spans[i + 1][0] === isLeft).flat()),
        );
        return Math.min(left, right) > Math.max(left, right) / 2;
    });
}

function drawStrokes(context, strokes, lineWidth, strokeStyle) {
    Object.assign(context, {lineWidth, strokeStyle, lineCap: "round", lineJoin: "round"});
    for (const stroke of strokes) {
        context.beginPath();
        context.moveTo(...stroke[0]);
        for (const point of stroke) context.lineTo(...point);
        context.stroke();
    }
}

/** The canvas that mouse, finger and pen draw on. Calls onChange(pixels) at every change. */
class DrawingField {
    constructor(canvas, onChange) {
        this.canvas = canvas;
        this.onChange = onChange;
        this.pointer = null; // the id of the one that draws
        canvas.addEventListener("pointerdown", (event) => this.begin(event));
        canvas.addEventListener("pointermove", (event) => this.go(event));
        for (const name of ["pointerup", "pointercancel"]) {
            canvas.addEventListener(name, (event) => this.end(event));
        }
        this.show(null);
    }
    point(event) {
        const box = this.canvas.getBoundingClientRect(),
            within = (share) => Math.min(Math.max(share, 0), 1);
        return [
            within((event.clientX - box.left) / box.width),
            within((event.clientY - box.top) / box.height),
        ];
    }
    begin(event) {
        if (this.pointer !== null || event.button > 0) return;
        event.preventDefault();
        this.pointer = event.pointerId;
        try {
            this.canvas.setPointerCapture(event.pointerId);
        } catch {
            /* a program's pointer: it only draws inside the field */
        }
        Object.assign(this, {image: null, isPhotos: false});
        this.strokes.push([this.point(event)]);
        this.change();
    }
    go(event) {
        if (event.pointerId !== this.pointer) return;
        const stroke = this.strokes.at(-1),
            between = event.getCoalescedEvents?.() ?? [];
        for (const each of between.length ? between : [event]) {
            const [x, y] = this.point(each),
                [lastX, lastY] = stroke.at(-1);
            if (Math.hypot(x - lastX, y - lastY) > NEAR) stroke.push([x, y]);
        }
        this.frame ??= requestAnimationFrame(() => this.change());
    }
    end(event) {
        if (event.pointerId !== this.pointer) return;
        this.pointer = null;
        this.change();
    }
    draw(strokes) {
        Object.assign(this, {strokes, image: null, isPhotos: false});
        this.change();
    }
    /** Show an image, a photo's or not, or null for nothing; the next stroke takes its place. */
    show(image, isPhotos = false) {
        Object.assign(this, {strokes: [], image, isPhotos});
        this.paint();
    }
    change() {
        this.frame = cancelAnimationFrame(this.frame);
        this.paint();
        this.onChange(this.strokes.length ? digitPixels(this.strokes) : new Float64Array(PIXELS));
    }
    paint() {
        const context = this.canvas.getContext("2d"),
            {width, height} = this.canvas,
            step = width / SIDE;
        if (!context) return;
        (this.image ?? new Float64Array(PIXELS)).forEach((value, p) => {
            context.fillStyle = `rgb(${gray(value).join()})`;
            context.fillRect((p % SIDE) * step, Math.floor(p / SIDE) * step, step, step);
        });
        const lines = this.strokes.map((stroke) => stroke.map(([x, y]) => [x * width, y * height]));
        drawStrokes(context, lines, SHOWN_THICKNESS * width, "white");
    }
}
