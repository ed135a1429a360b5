/* ZIP files: written as they are, read where they are stored or deflated. */

const LARGEST = 64e6; // bytes, unpacked: weights are far smaller, and a ZIP with more may be a bomb
const METHODS = {9: "Deflate64", 12: "BZip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd", 99: "AES"};

const CRC = Uint32Array.from({length: 256}, (_, byte) => {
    for (let i = 0; i < 8; i++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
    return byte;
});
const crc32 = (bytes) => ~bytes.reduce((crc, byte) => CRC[(crc ^ byte) & 255] ^ (crc >>> 8), -1) >>> 0;

/** A fault of the file: message is its text's key, values are put into that text. */
class ZipFault extends Error {
    constructor(key, ...values) {
        super(key);
        this.values = values;
    }
}

/** Numbers of 2 or 4 bytes each, [size, value], the lowest byte first. */
const bytesOf = (...fields) =>
    fields.flatMap(([size, value]) => Array.from({length: size}, (_, i) => (value >>> (8 * i)) & 255));

/** A stored ZIP of {name: text or bytes}. It holds no time: the same files make the same ZIP. */
function zipFile(files) {
    const parts = [],
        directory = [],
        names = Object.keys(files);
    let offset = 0;
    for (const name of names) {
        const [nameBytes, bytes] = [name, files[name]].map((each) =>
            typeof each === "string" ? new TextEncoder().encode(each) : each,
        );
        // version 2.0, names in UTF-8, stored, 1980-01-01 00:00
        const common = [
            ...bytesOf([2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 33], [4, crc32(bytes)]),
            ...bytesOf([4, bytes.length], [4, bytes.length], [2, nameBytes.length], [2, 0]),
        ];
        const local = [...bytesOf([4, 0x04034b50]), ...common, ...nameBytes];
        directory.push(
            ...bytesOf([4, 0x02014b50], [2, 20]),
            ...common,
            ...bytesOf([2, 0], [4, 0], [4, 0], [4, offset]),
            ...nameBytes,
        );
        parts.push(Uint8Array.from(local), bytes);
        offset += local.length + bytes.length;
    }
    const end = bytesOf(
        [4, 0x06054b50],
        [4, 0],
        [2, names.length],
        [2, names.length],
        [4, directory.length],
        [4, offset],
        [2, 0],
    );
    return new Blob([...parts, Uint8Array.from([...directory, ...end])], {type: "application/zip"});
}

/** Let the browser save a ZIP under this name. */
function offer(zip, name) {
    const link = element("a", {href: URL.createObjectURL(zip), download: name});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** The files in a ZIP, an ArrayBuffer: [{name, size, read()}]; names with / only. Throws ZipFault. */
function filesInZip(buffer) {
    const view = new DataView(buffer),
        files = [];
    const [two, four] = [(place) => view.getUint16(place, true), (place) => view.getUint32(place, true)];
    try {
        let end = buffer.byteLength - 22;
        while (four(end) !== 0x06054b50) end--;
        for (let place = four(end + 16), count = two(end + 10); count > 0; count--) {
            if (four(place) !== 0x02014b50) throw new RangeError();
            const nameSize = two(place + 28),
                local = four(place + 42),
                packed = four(place + 20);
            const [isLocked, method, crc, size] = [
                two(place + 8) & 1,
                two(place + 10),
                four(place + 16),
                four(place + 24),
            ];
            const name = new TextDecoder()
                .decode(new Uint8Array(buffer, place + 46, nameSize))
                .replaceAll("\\", "/");
            files.push({
                name,
                size,
                read: async () => {
                    const start = local + 30 + two(local + 26) + two(local + 28);
                    const bytes = new Uint8Array(buffer, start, packed);
                    return unpacked(bytes, isLocked ? 99 : method, size, crc);
                },
            });
            place += 46 + nameSize + two(place + 30) + two(place + 32);
        }
    } catch {
        // a place outside the file
        throw new ZipFault("zipDamaged");
    }
    return files;
}

/** The bytes of one file. Throws ZipFault if browsers can't unpack it, or its checksum is wrong. */
async function unpacked(bytes, method, size, crc) {
    if (method !== 0 && method !== 8) throw new ZipFault("zipMethod", METHODS[method] ?? method);
    const whole = method === 8 ? await inflate(bytes, "deflate-raw", size) : bytes;
    if (whole.length !== size || crc32(whole) !== crc) throw new RangeError("damaged");
    return whole;
}
