/* The weights as this project's CSV files (section 3.2.3) in a ZIP file: unpacked, test.py --weights reads them. */

const CRC = Uint32Array.from({length: 256}, (_, byte) => {
    for (let i = 0; i < 8; i++) byte = byte & 1 ? byte >>> 1 ^ 0xedb88320 : byte >>> 1;
    return byte;
});
const crc32 = (bytes) => ~bytes.reduce((crc, byte) => CRC[(crc ^ byte) & 255] ^ crc >>> 8, -1) >>> 0;

/** A fault of the file; its message is the key of its text. */
class ZipFault extends Error {}

/** Numbers of 2 or 4 bytes each, [size, value], the lowest byte first. */
const bytesOf = (...fields) => fields.flatMap(([size, value]) => Array.from({length: size}, (_, i) => value >>> 8 * i & 255));

/** A ZIP file, stored, of {name: text}; without the time of day, so that the same makes the same. */
function zipFile(files) {
    const parts = [], directory = [], names = Object.keys(files);
    let offset = 0;
    for (const name of names) {
        const [nameBytes, bytes] = [name, files[name]].map((each) => new TextEncoder().encode(each));
        // version 2.0, no flags, stored, 1980-01-01 00:00
        const common = [...bytesOf([2, 20], [2, 0], [2, 0], [2, 0], [2, 33], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length],
            [2, nameBytes.length], [2, 0])];
        const local = [...bytesOf([4, 0x04034b50]), ...common, ...nameBytes];
        directory.push(...bytesOf([4, 0x02014b50], [2, 20]), ...common, ...bytesOf([2, 0], [4, 0], [4, 0], [4, offset]), ...nameBytes);
        parts.push(Uint8Array.from(local), bytes);
        offset += local.length + bytes.length;
    }
    const end = bytesOf([4, 0x06054b50], [4, 0], [2, names.length], [2, names.length], [4, directory.length], [4, offset], [2, 0]);
    return new Blob([...parts, Uint8Array.from([...directory, ...end])], {type: "application/zip"});
}

/** {name: text} of a ZIP file, an ArrayBuffer, stored or deflated. Throws ZipFault. */
async function unzip(buffer) {
    const view = new DataView(buffer), files = {};
    const [two, four] = [(place) => view.getUint16(place, true), (place) => view.getUint32(place, true)];
    try {
        let end = buffer.byteLength - 22;
        while (four(end) !== 0x06054b50) end--;
        for (let place = four(end + 16), count = two(end + 10); count > 0; count--) {
            const nameSize = two(place + 28), local = four(place + 42);
            const name = new TextDecoder().decode(new Uint8Array(buffer, place + 46, nameSize));
            let bytes = new Uint8Array(buffer, local + 30 + two(local + 26) + two(local + 28), four(place + 20));
            if (two(place + 10) === 8) bytes = await inflate(bytes, "deflate-raw");
            if (crc32(bytes) !== four(place + 16)) throw new RangeError();
            files[name] = new TextDecoder().decode(bytes);
            place += 46 + nameSize + two(place + 30) + two(place + 32);
        }
    } catch { // a place outside the file, a sum that is wrong, or what can't be inflated
        throw new ZipFault("zipDamaged");
    }
    return files;
}

/** As NumPy's savetxt writes a number: 18 decimals, and an exponent of two digits or more. */
const csvNumber = (x) => (Object.is(x, -0) ? "-" : "") + scientific(x, 18);

function layersToFiles(layers) {
    const csv = (rows) => rows.map((row) => `${Array.from(row, csvNumber).join()}\n`).join("");
    const entries = (kind, rows) => layers.map((layer, L) => [`${kind}/${kind}${L}.csv`, csv(rows(layer))]);
    return Object.fromEntries([...entries("weights", ({weights}) => weights),
        ...entries("biases", ({biases}) => Array.from(biases, (bias) => [bias]))]);
}

/** The layers in the files, whatever folder of the ZIP they are in. Throws ZipFault where they are no network. */
function filesToLayers(files) {
    const tables = {weights: [], biases: []};
    for (const [name, content] of Object.entries(files)) {
        const [, kind, L] = /(?:^|\/)(weights|biases)\/\1(\d{1,2})\.csv$/.exec(name) ?? [];
        if (!kind) continue;
        const lines = content.split(/\r?\n/);
        if (lines.pop() !== "") throw new ZipFault("zipDamaged");
        tables[kind][L] = lines.map((line) => Float64Array.from(line.split(","), (cell) => (cell.trim() ? Number(cell) : NaN)));
        if (!tables[kind][L].every((row) => row.every(Number.isFinite))) throw new ZipFault("zipDamaged");
    }
    const {weights, biases} = tables, sizes = [PIXELS, ...Array.from(weights, (rows) => rows?.length)];
    if (!weights.length) throw new ZipFault("zipEmpty");
    const fits = sizes.at(-1) === CLASSES && biases.length === weights.length && Array.from(weights).every((rows, L) =>
        rows?.every((row) => row.length === sizes[L]) && biases[L]?.length === rows.length && biases[L].every((row) => row.length === 1));
    if (!fits) throw new ZipFault("zipSizes");
    return weights.map((rows, L) => ({weights: rows, biases: Float64Array.from(biases[L], ([bias]) => bias)}));
}
