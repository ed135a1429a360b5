/* What the page carries, unpacked: MNIST's images, and the network's weights. Training images have 1 bit
per pixel, the first pixel in a byte's highest bit; test images have a byte per pixel. */

/** The pixels of image i, 0 to 1. */
function unpackBits(bytes, i, bits) {
    const pixels = new Float64Array(784),
        perByte = 8 / bits,
        start = (i * 784) / perByte,
        brightest = 2 ** bits - 1;
    for (let p = 0; p < 784; p++) {
        const byte = bytes[start + Math.floor(p / perByte)];
        if (byte) pixels[p] = ((byte >> (8 - bits * ((p % perByte) + 1))) & brightest) / brightest;
    }
    return pixels;
}

/** The bytes in the data block of this id. */
function blockBytes(id) {
    const letters = atob(document.getElementById(id).textContent),
        bytes = new Uint8Array(letters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
    return bytes;
}

/** The bytes inflated. Throws RangeError if they become more than most. */
async function inflate(bytes, format, most = Infinity) {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
    const parts = [];
    for (let size = 0, part = await reader.read(); !part.done; part = await reader.read()) {
        size += part.value.length;
        if (size > most) {
            reader.cancel();
            throw new RangeError("inflated to more than it may be");
        }
        parts.push(part.value);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** The layers that the page came with, its own or another network's: doubles, each layer's weights row by
row, then its biases. */
function trainedLayers(sizesId = "layerSizes", layersId = "layers") {
    const sizes = JSON.parse(document.getElementById(sizesId).textContent);
    const numbers = new DataView(blockBytes(layersId).buffer);
    let place = 0;
    const read = (length) => Float64Array.from({length}, () => numbers.getFloat64(8 * place++, true));
    return sizes
        .slice(1)
        .map((size, L) => ({weights: Array.from({length: size}, () => read(sizes[L])), biases: read(size)}));
}

/** {trainImages, trainLabels} or {testImages, testLabels} of MNIST, in bytes. */
async function unpackData(...names) {
    const contents = await Promise.all(names.map((name) => inflate(blockBytes(name), "deflate")));
    return Object.fromEntries(names.map((name, i) => [name, contents[i]]));
}

/** The mini-sets that Network takes: each an array of sample(i) for its 100 images, made when it's needed. */
function minisets(count, sample) {
    const miniset = (index) => Array.from({length: 100}, (_, i) => sample(100 * index + i));
    const getters = Array.from({length: count / 100}, (_, index) => ({get: () => miniset(index)}));
    return Object.defineProperties([], getters);
}

const oneHot = (label) => Float64Array.from({length: 10}, (_, k) => Number(k === label));
