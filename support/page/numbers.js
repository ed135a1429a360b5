/* Numbers as texts, as test.py prints them but with a minus as wide as a plus, and texts as numbers. */

const SMALL = -4,
    FINEST = 12; // the power of ten below which it is written out; an activation's most decimals

const wide = (text) => text.replace("-", "−");
/** x with so many decimals; signed shows a plus too. */
const decimal = (x, decimals = 4) => wide(x.toFixed(decimals).replace(/^-(0\.?0*)$/, "$1"));
const signed = (x, decimals = 4) => (decimal(x, decimals).startsWith("−") ? "" : "+") + decimal(x, decimals);
const rounded = (x, decimals = 4) => Number(x.toFixed(decimals));

/** x rounded as on a pocket calculator with six digits. */
const six = (x) => Number(x.toPrecision(6));
/** The decimals with which both a and 1 - a have six digits. */
function placesOf(a) {
    const nearest = Math.min(a, 1 - a);
    return nearest <= 10 ** (5 - FINEST) ? FINEST : 5 - Math.floor(Math.log10(nearest));
}
/** The decimals with which x has so many digits, 6 to FINEST. */
const placesFor = (x, digits) =>
    Math.min(Math.max(digits - 1 - Number(x.toExponential().split("e")[1]), 6), x ? FINEST : 6);

/** Its six digits, as 1.46718 · 10⁻⁶ if it's small; with a plus too, if that is wanted. */
function sixDigits(x, plus = "") {
    if (!x) return "0";
    const [mantissa, exponent] = x.toExponential(5).split("e");
    const raised = String(Number(exponent))
        .replace("-", "⁻")
        .replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
    const isPlain = Number.isFinite(x) && SMALL <= Number(exponent) && Number(exponent) < 6;
    const digits = isPlain
        ? x.toFixed(5 - exponent)
        : Number.isFinite(x)
          ? `${mantissa} · 10${raised}`
          : String(x);
    return (x > 0 ? plus : "") + wide(digits);
}
/** x with so many decimals, or its six digits if it's small. */
const places = (x, decimals, plus = "") =>
    Math.abs(x) < 10 ** SMALL ? sixDigits(x, plus) : (x > 0 ? plus : "") + decimal(x, decimals);

/** The number typed, with a decimal comma or point; NaN if it isn't a number. */
function typedNumber(typed) {
    const plain = typed.trim().replace(/\s*%$/, "").replace(/^[−–]/, "-").replace(",", ".");
    return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}
