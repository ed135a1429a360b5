"""Numbers as on a pocket calculator with six digits: decimal, halves rounded up.

NumPy's doubles are binary, and don't always round a printed number as a calculator does.
"""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

SIX = Context(prec=6, rounding=ROUND_HALF_UP)
FINEST = 12  # decimals of an activation: as many as a calculator shows
SMALL = -4  # the exponent of ten below which a number is written with a power of ten
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def six(number):
    """The number, a float or a Decimal, rounded to six significant digits."""
    return SIX.create_decimal(float(number) if not isinstance(number, Decimal) else number)


def activation(a):
    """σ's value with six significant digits of both a and 1 - a, the factors of its slope."""
    a = float(a)
    nearest = min(a, 1 - a)
    decimals = FINEST if nearest <= 10.0 ** (5 - FINEST) else 5 - math.floor(math.log10(nearest))
    return rounded(a, decimals)


def rounded(number, decimals):
    """The number with so many decimals."""
    return Decimal(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def decimalsOf(number, digits):
    """The decimals in which the number has so many significant digits, 6 to FINEST."""
    if not number:
        return 6
    return min(max(digits - 1 - Decimal(number).adjusted(), 6), FINEST)


def text(number, sign=""):
    """The number's six significant digits, as 1.46718 · 10⁻⁶ if it's under a ten-thousandth.

    sign is "+" if a plus is printed too.
    """
    if not number:
        return "0"
    exponent = number.adjusted()
    if SMALL <= exponent < 6:
        return f"{number:{sign}.{5 - exponent}f}"
    mantissa, _, power = f"{number:{sign}.5e}".partition("e")
    return f"{mantissa} · 10{str(int(power)).translate(RAISED)}"


def decimals(number, sign=""):
    """An activation, or 1 minus it, with all of its decimals; as in text if it's small."""
    return text(number, sign) if number.adjusted() < SMALL else f"{number:{sign}f}"
