/* The reading of photos, in a worker: what it finds in them, and what a network answers. */

/** The files that hold what it needs. */
const READING = [
    "network",
    "layers",
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
    /** Find the digits in the picture in a file, and answer them. */
    async read({file, layers, number}) {
        try {
            const picture = await readPhoto(file);
            const rows = digitsOf(grayOf(picture), this.eyes, (done, all) =>
                this.tell({number, looked: done, of: all}),
            );
            for (const digit of rows.flat())
                digit.pixels = digit.pixels.map((value) => rint(255 * value) / 255);
            this.tell({number, done: true, picture, rows, answers: this.answersTo(rows.flat(), layers)});
        } catch (fault) {
            this.tell({
                number,
                done: true,
                fault: fault instanceof PhotoFault ? fault.message : "photoUnreadable",
            });
        }
    }
    /** Answer digits that were found before. */
    answer({digits, layers, number}) {
        this.tell({number, done: true, answers: this.answersTo(digits, layers)});
    }
    answersTo(digits, layers) {
        const network = networkOf(layers);
        return digits.map((digit) => ({
            activations: network.feedForward(digit.pixels),
            doubts: doubtsOf(digit, network, this.distortions),
        }));
    }
}
