/* Weights as this project's CSV files (section 3.2.3) in a ZIP, read as test.py reads them: numbers
separated by commas, semicolons, tabs or spaces; decimal commas unless commas separate; UTF-8 or UTF-16; any
line end. */

const KINDS = ["weights", "biases"],
    NEW = "newWeights/"; // where an interrupted save left a set
const NUMBER = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;

/** As NumPy's savetxt writes a number: 18 decimals, and an exponent of two digits or more. */
const csvNumber = (x) =>
    (Object.is(x, -0) ? "-" : "") + x.toExponential(18).replace(/e([+-])(\d)$/, "e$10$2");

function layersToFiles(layers) {
    const csv = (rows) => rows.map((row) => `${Array.from(row, csvNumber).join()}\n`).join("");
    const entries = (kind, rows) => layers.map((layer, L) => [`${kind}/${kind}${L}.csv`, csv(rows(layer))]);
    return Object.fromEntries([
        ...entries("weights", ({weights}) => weights),
        ...entries("biases", ({biases}) => Array.from(biases, (bias) => [bias])),
    ]);
}

/** The layers of the set of weights in a ZIP. Throws ZipFault if there is none, or more than one. */
async function layersInZip(buffer) {
    const files = new Map(filesInZip(buffer).map((file) => [file.name, file])),
        folder = folderOfSet([...files.keys()]);
    const pathOf = (kind, L) => `${folder}${kind}/${kind}${L}.csv`;
    const counts = KINDS.map((kind) =>
        Array.from({length: 100}, (_, L) => L).find((L) => !files.has(pathOf(kind, L))),
    );
    const numbers = [...Array(Math.max(...counts)).keys()],
        wanted = KINDS.map((kind) => numbers.map((L) => pathOf(kind, L)));
    const missing = wanted.flat().find((name) => !files.has(name));
    if (missing) throw new ZipFault("zipLacks", missing);
    if (sumOf(wanted.flat().map((name) => files.get(name).size)) > LARGEST) throw new ZipFault("zipLarge");
    const [weights, biases] = [[], []];
    for (const L of numbers) {
        weights[L] = readTable(await textIn(files.get(wanted[0][L])), wanted[0][L], false);
        biases[L] = readTable(await textIn(files.get(wanted[1][L])), wanted[1][L], true);
    }
    return fitting(weights, biases);
}

/** The folder in the ZIP, with its last /, that test.py would read: the one that all others are in. */
function folderOfSet(names) {
    const found = names
        .map((name) => /^(.*\/)?(weights|biases)\/\2(?:0)\.csv$/.exec(name))
        .filter(Boolean)
        .map(([, folder = ""]) => folder)
        .filter((folder) => !folder.startsWith("__MACOSX/"));
    const outer = (folder) =>
        folder.endsWith(`/${NEW}`) || folder === NEW ? folder.slice(0, -NEW.length) : folder;
    const folders = [...new Set(found)].sort(
        (a, b) => outer(a).length - outer(b).length || b.length - a.length,
    );
    if (!folders.length) throw new ZipFault("zipEmpty");
    const stranger = folders.find((folder) => !folder.startsWith(outer(folders[0])));
    if (stranger !== undefined) throw new ZipFault("zipSeveral", folders[0] || "/", stranger);
    return folders[0];
}

/** Layers of these tables, one fitting the next from 784 inputs to 10 outputs. Throws ZipFault if they
don't. */
function fitting(weights, biases) {
    const sizes = [PIXELS, ...weights.map((rows) => rows.length)];
    const fits =
        sizes.at(-1) === CLASSES &&
        weights.every(
            (rows, L) =>
                rows[0].length === sizes[L] && biases[L].length === rows.length && biases[L][0].length === 1,
        );
    if (!fits) throw new ZipFault("zipSizes");
    return weights.map((rows, L) => ({
        weights: rows,
        biases: Float64Array.from(biases[L], ([bias]) => bias),
    }));
}

/** The text of a file with \n as line ends, without empty lines at its end. */
async function textIn(file) {
    let bytes = null;
    try {
        bytes = await file.read();
    } catch (fault) {
        throw fault instanceof ZipFault ? fault : new ZipFault("zipDamaged");
    }
    const form = {"255 254": "utf-16le", "254 255": "utf-16be"}[`${bytes[0]} ${bytes[1]}`] ?? "utf-8";
    let content = "";
    try {
        content = new TextDecoder(form, {fatal: true}).decode(bytes);
    } catch {
        // not text
    }
    if (!content.trim() || content.includes("\0")) throw new ZipFault("zipNoText", file.name);
    const lines = content
        .replace(/\r\r\n|\r\n|\r/g, "\n")
        .split("\n")
        .map((line) => line.replace(/^ +| +$/g, ""));
    if (lines.at(-1) !== "") throw new ZipFault("zipCut", file.name);
    return lines.join("\n").replace(/\n+$/, "");
}

/** What stands between the numbers, and whether a comma is a decimal one: the rules of
support/data/csvLines.py. */
function formOf(content, oneColumn) {
    for (const separator of [";", "\t"]) {
        if (content.includes(separator) && !content.includes(`,${separator}`)) return [separator, true];
    }
    if (!content.includes(",")) return [/\s+/, false];
    if (content.includes(".") || /,\s|,[^\s,]*,/.test(content)) return [",", false];
    // without a point anywhere, 0,5 0,7 are two numbers; 0,5 is one where a line has only one
    return oneColumn || /\S \S/.test(content) ? [/\s+/, true] : [",", false];
}

/** The rows of numbers in a file's text. Throws ZipFault if it isn't a whole table of usable numbers. */
function readTable(content, name, oneColumn) {
    const [separator, decimalComma] = formOf(content, oneColumn);
    const rows = content.split("\n").map((line, i) =>
        Float64Array.from(line.split(separator), (cell) => {
            const plain = decimalComma ? cell.replaceAll(",", ".") : cell;
            if (!NUMBER.test(plain)) throw new ZipFault("zipNumber", name, i + 1);
            return Number(plain);
        }),
    );
    if (rows.some((row) => row.length !== rows[0].length)) throw new ZipFault("zipRows", name);
    const sum = rows.reduce((total, row) => row.reduce((all, x) => all + Math.abs(x), total), 0);
    if (!Number.isFinite(sum)) throw new ZipFault("zipTooLarge", name);
    return rows;
}
