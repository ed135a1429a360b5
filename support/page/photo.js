/* A photo, in a file, brought to gray: to JavaScript what support/ownDigits/pictureReader.py is to Python. */

const MOST_PIXELS = 100e6;
const LONG_SIDE = 800; // pixels of a picture's longer side worth looking at: more take time
const STRIP = 32; // rows of the smaller picture that are made at once: so little memory is enough
const COLOURED = 2; // times the gray's contrast: where one of the colours has more, that is looked at
const OPAQUE = 127,
    SHADES = 50; // more is opaque; more between the 2nd and the 98th percentile are several shades

/** A fault of the picture; its message is the key of its text. */
class PhotoFault extends Error {}

/** The picture in a file, upright, as an ImageBitmap. Throws PhotoFault.

The browser decodes it beside the page's own work. A worker can't ask for that everywhere: in a page from a
file, Safari's gets at no file. */
async function decoded(file) {
    if (!window.createImageBitmap || !window.OffscreenCanvas) throw new PhotoFault("photoOld");
    let bitmap = null;
    try {
        bitmap = await createImageBitmap(file, {imageOrientation: "from-image"});
    } catch {
        // a damaged file, one that is no picture, or one that takes more memory than there is
        throw new PhotoFault("photoUnreadable");
    }
    if (bitmap.width * bitmap.height <= MOST_PIXELS) return bitmap;
    bitmap.close();
    throw new PhotoFault("photoLarge");
}

/** The picture, its longer side of LONG_SIDE or a little more, in means of squares of pixels. */
function shrunk(bitmap) {
    const factor = Math.max(1, Math.floor(Math.max(bitmap.width, bitmap.height) / LONG_SIDE)),
        [width, height] = [bitmap.width, bitmap.height].map((side) => Math.ceil(side / factor));
    const picture = new ImageData(width, height),
        canvas = new OffscreenCanvas(bitmap.width, factor * STRIP),
        context = canvas.getContext("2d", {willReadFrequently: true});
    context.globalCompositeOperation = "copy";
    for (let top = 0; top < height; top += STRIP) {
        context.drawImage(bitmap, 0, -top * factor);
        const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
        for (let y = top; y < Math.min(top + STRIP, height); y++) {
            const rows = Math.min(factor, bitmap.height - y * factor);
            for (let x = 0; x < width; x++) {
                const columns = Math.min(factor, bitmap.width - x * factor),
                    first = 4 * ((y - top) * factor * canvas.width + x * factor);
                for (let channel = 0; channel < 4; channel++) {
                    let sum = 0;
                    for (let row = 0; row < rows; row++) {
                        let place = first + 4 * row * canvas.width + channel;
                        for (let column = 0; column < columns; column++, place += 4) sum += data[place];
                    }
                    picture.data[4 * (y * width + x) + channel] = Math.round(sum / (rows * columns));
                }
            }
        }
    }
    return picture;
}

/** Its gray, 0 to 1; what is transparent becomes background. */
function grayOf({width, height, data}) {
    const channels = [0, 1, 2, 3].map((channel) =>
        Uint8Array.from({length: width * height}, (_, p) => data[4 * p + channel]),
    );
    const [red, green, blue, alpha] = channels;
    const gray = red.map((_, p) => (19595 * red[p] + 38470 * green[p] + 7471 * blue[p] + 32768) >> 16);
    let found = clearest(gray, channels.slice(0, 3));
    if (alpha.some((value) => value < 255)) {
        const ground = backgroundBehind(
            gray.filter((_, p) => alpha[p] > OPAQUE),
            gray.length,
        );
        found = gray.map((value, p) => rint(ground + ((value - ground) * alpha[p]) / 255));
    }
    return pixelGrid(
        height,
        width,
        Float32Array.from(found, (value) => value / 255),
    );
}

/** The gray, or the colour in which ink of the paper's own gray shows. */
function clearest(gray, colours) {
    const contrasts = colours.map(deviation),
        most = Math.max(...contrasts);
    return most <= COLOURED * deviation(gray) ? gray : colours[contrasts.indexOf(most)];
}

function deviation(values) {
    const mean = sumOf(values) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** The gray to lay behind the opaque pixels of a picture of so many pixels.

Most are opaque and of several shades: a paper with its corners cut off, which goes on. Otherwise it's ink
alone, and the background is its opposite. */
function backgroundBehind(opaque, size) {
    if (!opaque.length) return 255;
    const sorted = opaque.slice().sort(),
        at = (share) => sorted[Math.round(share * (sorted.length - 1))];
    if (opaque.length > size / 2 && at(0.98) - at(0.02) > SHADES) return at(0.5);
    return sumOf(opaque) / opaque.length < 128 ? 255 : 0;
}
