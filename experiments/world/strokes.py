"""Strokes on MNIST's digits: the upstroke of a 1, the hooks of a 9 and a 6, the bar of a 7; and their slant.

Each function draws its stroke onto an image, (28, 28) from 0 to 1, and returns a new image, or None if the
result wouldn't look like that stroke. A point is a complex number, x + iy with y downwards; 0 is the middle
of the first pixel. So e^(iθ) turns a direction by θ: from downwards to the left, and on upwards.
"""

import numpy as np
from PIL import Image

from support.data.dataSet import SIDE

DOWN = 1j
INK = 0.5  # what is lighter is a stroke
BOX = 20  # MNIST's digits fill a box of this side,
MIDDLE = 14  # and have their centre of mass in this row and column
FRAME = 14  # pixels around the image, for what is drawn beyond it
THICKNESS = 1.5, 5  # pixels
STEPS = np.linspace(0, 1, 40)  # from a stroke's start to its end


def withUpstroke(image, rng):
    """The 1 with a stroke from its top end down to the left, and one in five with a foot line too.

    None if it isn't one plain stroke, or is so slanted that it would become a 7.
    """
    points = pointsOf(image)
    middle = points.mean()
    axis = np.exp(0.5j * np.angle(((points - middle) ** 2).mean()))  # the direction of most spread
    axis *= np.sign(axis.imag) or 1  # downwards
    along, off = ((points - middle) / axis).real, ((points - middle) / axis).imag
    length = np.ptp(along) + 1
    least, most = 20, min(65, 65 - np.degrees(np.angle(axis / DOWN)))  # the last from the vertical
    if length < 10 or np.abs(off).max() > 4.5 or most < least:
        return None
    thickness = np.clip(image.sum() / length, *THICKNESS)
    top = points[along < along.min() + thickness].mean()
    reach = rng.uniform(0.25, 0.95)
    step = axis * turn(rng.uniform(least, most)) * reach * length
    bend = step * 1j * rng.uniform(-0.1, 0.1)
    upstroke = top + step * STEPS + bend * 4 * STEPS * (1 - STEPS)
    drawn = withStroke(framed(image), upstroke, thickness * rng.uniform(0.8, 1))
    if reach < 0.7 and rng.uniform() < 0.3:  # a longer upstroke would meet the foot line
        bottom = points[along > along.max() - thickness].mean()
        foot = bottom + rng.uniform(0.2, 0.4) * length * (2 * STEPS - 1)
        drawn = withStroke(drawn, foot, thickness * rng.uniform(0.8, 1))
    return asMnist(drawn)


def withHook(image, rng):
    """The 9 whose tail goes on straight or not, then in an arc to the left, then straight or not.

    None if its tail isn't a single stroke downwards, or the hook would run into the loop.
    """
    middles, inks, height = stemOf(image, 0.7, 1)
    if len(middles) < 3:
        return None
    start = middles[0]
    heading = np.degrees(np.angle((middles[2] - start) / DOWN))
    if abs(heading) > 60:
        return None
    radius, end = rng.uniform(0.12, 0.3) * height, rng.uniform(70, 150)
    stem, run = (max(0, rng.uniform(-0.4, longest)) * height for longest in (0.4, 0.5))  # half have none
    thickness = np.clip(inks[:3].mean() * np.cos(np.radians(heading)), *THICKNESS)
    bend = start + turn(heading) * DOWN * stem
    arc = bend + radius * (turn(heading + (end - heading) * STEPS) - turn(heading))
    tip = arc[-1] + turn(end) * DOWN * run
    if tip.imag < start.imag:
        return None
    path = np.concatenate([start + (bend - start) * STEPS, arc, arc[-1] + (tip - arc[-1]) * STEPS])
    cut = np.where(np.arange(SIDE)[:, np.newaxis] > start.imag, 0, image)
    return asMnist(withStroke(framed(cut), path, thickness))


def withCurl(image, rng):
    """The 6 whose top goes on in an arc to the right: a 9 with a hook, the other way up."""
    hooked = withHook(image[::-1, ::-1], rng)
    return None if hooked is None else asMnist(framed(hooked[::-1, ::-1]))


def withBar(image, rng):
    """The 7 with a bar through its stem; None if there isn't a single stroke, or a bar already."""
    middles, inks, height = stemOf(image, 0.42, 0.62)
    if len(middles) < 3 or inks.max() > 2 * inks.min():
        return None
    middle = middles[rng.randint(len(middles))]
    direction = middles[-1] - middles[0]
    thickness = np.clip(np.median(inks) * direction.imag / np.abs(direction), *THICKNESS)
    half = turn(rng.uniform(-20, 15)) * rng.uniform(0.35, 0.65) * height / 2
    bar = middle + half * (2 * STEPS - 1)
    return asMnist(withStroke(framed(image), bar, thickness * rng.uniform(0.8, 1)))


def withSlant(image, rng):
    """The digit slanted further, at random: two in three to the right."""
    slant = rng.uniform(10, 30) if rng.uniform() < 2 / 3 else rng.uniform(-40, -15)
    shear = np.tan(np.radians(slant))
    side = SIDE + 2 * FRAME
    places = 1, shear, -shear * (side - 1) / 2, 0, 1, 0  # (x, y) is taken from (x + shear y', y)
    drawn = Image.fromarray(framed(image).astype(np.float32))
    drawn = np.asarray(
        drawn.transform((side, side), Image.Transform.AFFINE, places, Image.Resampling.BICUBIC)
    )
    return asMnist(np.where(drawn < 0.02, 0, np.minimum(drawn, 1)))


def turn(degrees):
    """The factor that turns a direction by so many degrees."""
    return np.exp(1j * np.radians(degrees))


def pointsOf(image):
    """The points of the ink."""
    rows, columns = np.nonzero(image > INK)
    return columns + 1j * rows


def stemOf(image, first, last):
    """The rows that hold one run of ink, between two shares of the digit's height.

    Returns the middles of those runs as points, the ink of each row, and the height.
    """
    inked = image > INK
    heights = np.flatnonzero(inked.any(axis=1))
    top, height = heights[0], np.ptp(heights) + 1
    starts = np.count_nonzero(np.diff(inked, axis=1, prepend=False) & inked, axis=1)
    rows = np.arange(int(np.ceil(top + first * height)), int(min(top + last * height, heights[-1])) + 1)
    rows = rows[starts[rows] == 1]
    columns = inked[rows] @ np.arange(SIDE) / inked[rows].sum(axis=1)
    return columns + 1j * rows, image[rows].sum(axis=1), height


def framed(image):
    return np.pad(image, FRAME)


def withStroke(drawn, path, thickness, frame=FRAME):
    """A framed image with a stroke along a path of points; its edge falls over one pixel."""
    rows, columns = np.indices(drawn.shape) - frame
    distance = np.abs((columns + 1j * rows)[..., np.newaxis] - path).min(axis=-1)
    return np.maximum(drawn, np.clip(thickness / 2 + 0.5 - distance, 0, 1))


def asMnist(drawn):
    """The 28 × 28 pixels of a framed image: at most 20 high and wide, the centre of mass in the middle."""
    rows, columns = (np.flatnonzero(drawn.any(axis=axis)) for axis in (1, 0))
    digit = drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float32)
    longest = max(digit.shape)
    if longest > BOX:
        height, width = (max(1, round(side * BOX / longest)) for side in digit.shape)
        digit = Image.fromarray(digit).resize((width, height), Image.Resampling.BICUBIC)
        digit = np.clip(np.asarray(digit), 0, 1)
    place = [
        int(np.clip(round(MIDDLE - middle), 0, SIDE - size))
        for middle, size in zip(centreOf(digit), digit.shape, strict=True)
    ]
    image = np.zeros((SIDE, SIDE))
    image[place[0] : place[0] + digit.shape[0], place[1] : place[1] + digit.shape[1]] = digit
    return image


def centreOf(digit):
    """The row and the column of the centre of mass."""
    return [digit.sum(axis=1 - axis) @ np.arange(digit.shape[axis]) / digit.sum() for axis in (0, 1)]
