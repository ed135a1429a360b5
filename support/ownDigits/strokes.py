"""The strokes in ink: a mask, and the ink brought to one strength, so that its faint parts count."""

import numpy as np
from scipy import ndimage

from support.ownDigits import rules
from support.ownDigits.ink import largest, thickness

NO_CONTRAST = 0.04  # of the paper's light: less is no ink
WEAK = 0.22  # of the ink in a stroke's middle: what a pen that runs dry leaves
FAINTER = 0.7  # of that: rules are looked for in such ink, so that a faint one isn't found in pieces


def strokesOf(found, withoutRules, faintest=WEAK):
    """The ink as a share of what a stroke has there, and the mask of what is more than half of it.

    Raises ValueError where there is none.
    """
    ink, level, noise, isCoarse = found
    if level < max(NO_CONTRAST, 5 * noise):
        raise ValueError("no contrast")
    least = max(3.5 * noise, NO_CONTRAST / 2)
    if withoutRules:
        ink = rules.erased(ink, max(FAINTER * faintest * level, least))
    rough = ink > level / 2
    if not rough.any():
        raise ValueError("no contrast")
    main = largest(rough, ink)
    level = np.percentile(ink[main], 75)
    if level < max(NO_CONTRAST, 5 * noise):
        raise ValueError("no contrast")
    weak = max(faintest * level, least)
    reach = int(np.clip(0.5 * thickness(main), 2, max(ink.shape) / 40))
    local = ndimage.maximum_filter(ink, 2 * reach + 1)
    local = ndimage.uniform_filter(np.clip(local, weak, level), reach)
    mask = (ink > local / 2) & (ink > weak)
    return np.clip(ink / (level if isCoarse else local), 0, 1), mask
