/* The reading of photos, in a worker: what it finds in them, and what a network answers. */

/** The files that hold what it needs. */
const READING = [
    "network",
    "layers",
    "training",
    "sampling",
    "distances",
    "eyes",
    "fitting",
    "findDigits",
    "photo",
    "doubts",
    "photoReading",
];

/** What the page can order, in messages {order, …}; tell(news) answers it. */
class PhotoReader {
    constructor(tell) {
        this.tell = tell;
    }
    /** The eyes' files by their names, and distortions by which answers are doubted. */
    data({eyes, distortions}) {
        this.eyes = eyesLayers(eyes);
        this.distortions = distortions.map(distortedPlaces);
    }
    /** Find the digits in a picture, an ImageBitmap, and answer them. */
    read({bitmap, layers, number}) {
        try {
            const picture = shrunk(bitmap);
            bitmap.close();
            const tell = (looked, of) => this.tell({number, looked, of}),
                rows = digitsOf(grayOf(picture), this.eyes, tell);
            for (const digit of rows.flat()) {
                digit.pixels = digit.pixels.map((value) => rint(255 * value) / 255);
            }
            this.tell({number, done: true, picture, rows, answers: this.answersTo(rows.flat(), layers)});
        } catch {
            // no memory for so many pixels
            this.tell({number, done: true, fault: "photoUnreadable"});
        }
    }
    /** Answer digits that were found before. */
    answer({digits, layers, number}) {
        this.tell({number, done: true, answers: this.answersTo(digits, layers)});
    }
    answersTo(digits, layers) {
        const fast = new FlatNetwork(layers),
            feedForward = (pixels) => fast.feedForward(sparse(pixels)).a.at(-1).slice(0, CLASSES);
        return digits.map((digit) => ({
            activations: feedForward(digit.pixels),
            doubts: doubtsOf(digit, {feedForward}, this.distortions),
        }));
    }
}
