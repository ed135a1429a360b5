"""A picture of one's own digit, brought to what MNIST's are: the network knows nothing else.

MNIST's digits were scaled to fit 20 × 20 pixels, in light strokes on an empty ground, and put into
28 × 28 with their centre of mass in the middle. A photo differs in all of that.
"""

import warnings
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps
from scipy import ndimage

from support.dataSet import SIDE
from support.fault import Fault, reason

LARGEST = 100_000_000  # pixels
SHOWN = 800  # pixels of a picture's longer side that are worth looking at: more only takes time
ENOUGH = 200  # fewer are interpolated, so that positions and thicknesses come out finer than a pixel
COARSE = 96  # pixels are enough for the background

BOX = 20  # MNIST's digits fit into a box of this side
MIDDLE = 14  # the row and column around which the centres of mass of MNIST's digits lie
FINE = 8  # the parts into which a pixel is cut where a stroke is measured and changed
THICKNESS = 1.9, 4.4  # pixels: nine of ten of MNIST's digits have strokes as thick as this

NO_CONTRAST = 0.04  # of the paper's light: less is no ink
FAINT = 0.2
WIDE = 0.45  # of the picture: what seems to be ink and is wider is a shadow, or a table
THIN = 0.8  # MNIST pixels
NO_STROKE = 0.5  # a thing half as thick as it is long is none


class Prepared(NamedTuple):
    pixels: np.ndarray  # (784,) from 0 to 1, as the network takes them
    warnings: list  # why it may be misread, a few words each


def readPicture(path):
    """The picture in a file, upright and in gray: (height, width) bytes, the longer side shrunk.

    Raises Fault where it can't be read or has more than 100 megapixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's, of what is refused below or does not matter
            with Image.open(path) as picture:
                if picture.width * picture.height > LARGEST:
                    raise Image.DecompressionBombError
                picture.draft(None, (SHOWN, SHOWN))  # a JPEG is decoded at a fraction of its size
                return grayOf(ImageOps.exif_transpose(shrunk(picture)))
    except Image.DecompressionBombError:
        raise Fault(f"{path} has more than 100 megapixels: make it smaller") from None
    except Image.UnidentifiedImageError:
        raise Fault(f"{path} is not a picture that can be read: save it as PNG or JPEG") from None
    except OSError as error:
        if error.errno is not None:
            raise Fault(f"{path} can't be read: {reason(error)}") from None
        raise damaged(path, error) from None
    except MemoryError:
        raise Fault(f"{path} needs more memory than there is: make it smaller") from None
    except Exception as error:  # whatever Pillow's readers stumble on in a damaged file
        raise damaged(path, error) from None


def damaged(path, error):
    return Fault(f"{path} is damaged or cut off ({error}): save it again, as PNG or JPEG")


def shrunk(picture):
    """The picture with a longer side of SHOWN or a little more, in a mode that shades can be mixed in."""
    if picture.mode not in ("LA", "RGBA") and picture.has_transparency_data:
        picture = picture.convert("RGBA")
    elif picture.mode == "1":
        picture = picture.convert("L")
    elif picture.mode == "P":
        picture = picture.convert("RGB")
    factor = max(picture.size) // SHOWN
    return picture.reduce(factor) if factor > 1 else picture


def grayOf(picture):
    """(height, width) bytes; what is transparent becomes background."""
    if picture.mode[0] in "IF":  # 16 and 32 bits, whose range is anything
        values = np.nan_to_num(np.asarray(picture, dtype=float))
        values -= values.min()
        return np.rint(values * (255 / max(values.max(), 1e-9))).astype(np.uint8)
    if picture.mode not in ("LA", "RGBA"):
        return np.asarray(picture.convert("L"))
    gray, alpha = (np.asarray(band, dtype=float) for band in picture.convert("LA").split())
    background = backgroundBehind(gray[alpha > 127], gray.size)
    return np.rint(background + (gray - background) * alpha / 255).astype(np.uint8)


def backgroundBehind(opaque, size):
    """The gray to lay behind the opaque pixels of a picture of this size.

    Most are opaque and of several shades: a paper with its corners cut off, which goes on. Otherwise
    it's ink alone, and the background is its opposite.
    """
    if opaque.size == 0:
        return 255
    if opaque.size > size / 2 and np.ptp(np.percentile(opaque, (2, 98))) > 50:
        return np.median(opaque)
    return 255 if opaque.mean() < 128 else 0


def prepare(gray):
    """A Prepared of the digit in a gray picture, (height, width) bytes; ValueError where there is none."""
    gray = np.asarray(gray, dtype=np.float32) / 255
    ink, noise = inkOf(gray)
    edge = 0.5 if max(gray.shape) >= BOX else 0.3  # of a stroke's middle; few pixels blur its ends away
    ink, mask, level, notes = digitOf(ink, noise, edge)
    return fitted(ink, mask, level, noise, notes)


def resized(gray):
    """Values from 0 to 1, the longer side between ENOUGH and SHOWN."""
    picture = asImage(gray)
    longest = max(picture.size)
    if longest > SHOWN:
        return scaled(picture, SHOWN / longest, Image.Resampling.BOX)
    return scaled(picture, max(1, -(-ENOUGH // longest)), Image.Resampling.BICUBIC)


def scaled(picture, factor, filter):
    return np.asarray(picture.resize([max(1, round(side * factor)) for side in picture.size], filter))


def inkOf(gray):
    """How much each pixel stands out from the background, 0 to 1, and the noise in that.

    Dark ink takes a share of the paper's light, whatever light falls on it; chalk adds to the board's.
    """
    coarse = scaled(asImage(gray), min(1, COARSE / max(gray.shape)), Image.Resampling.BOX)
    background, dark = backgroundOf(coarse)
    fine = resized(gray)
    smooth = ndimage.gaussian_filter(fine, max(fine.shape) / 800)
    background = np.asarray(asImage(background).resize(fine.shape[::-1], Image.Resampling.BILINEAR))
    ink = (background - smooth) / np.maximum(background, 0.1) if dark else smooth - background
    ground = ink[ink < np.percentile(ink, 99.95) / 2]
    noise = 3.14 * np.percentile(np.abs(ground), 25) if ground.size else 0
    return ink, noise


def asImage(values):
    return Image.fromarray(np.asarray(values, dtype=np.float32))


def backgroundOf(coarse):
    """The background behind the ink of coarse, and whether the ink is darker than that.

    Two beginnings are tried, the same gray everywhere and a surface through everything: a digit that
    fills the picture bends the surface, uneven light fools the one gray. In no more pixels than MNIST's
    a digit is drawn rather than photographed: no light to follow, and too few pixels to tell it from ink.
    """
    if max(coarse.shape) <= SIDE:
        _, dark = splitInk(coarse)
        return np.full_like(coarse, np.percentile(coarse, 95 if dark else 5)), dark
    beginnings = (np.median(coarse), trendOf(coarse, np.ones_like(coarse)))
    tries = [backgroundFrom(coarse, beginning) for beginning in beginnings]
    trend, isInk, dark, _ = min(tries, key=lambda attempt: attempt[-1])
    if max(coarse.shape) == COARSE and 2 * ndimage.distance_transform_edt(isInk).max() > COARSE * WIDE:
        return localBackground(coarse)
    isInk = ndimage.binary_dilation(isInk, iterations=max(1, max(coarse.shape) // 48))
    return trend + smoothWithout(isInk, coarse - trend), dark


def localBackground(coarse):
    """backgroundOf where a hard shadow, or a table beside the paper, was taken for ink: too wide a stroke."""
    longest = max(coarse.shape)
    _, dark = splitInk(coarse - ndimage.median_filter(coarse, longest // 2))
    withoutStrokes = ndimage.grey_closing if dark else ndimage.grey_opening
    return withoutStrokes(coarse, (max(1, longest // 3),) * 2), dark


def backgroundFrom(coarse, trend):
    """A surface behind the ink, begun as trend; that ink; whether it's dark; and what both leave over."""
    for _ in range(3):
        isInk, dark = splitInk(coarse - trend)
        trend = trendOf(coarse, ~isInk)
    flat = coarse - trend
    parts = [flat[part] for part in (isInk, ~isInk) if part.any()]
    residual = sum(np.abs(part - np.median(part)).sum() for part in parts)
    return trend, isInk, dark, residual


def trendOf(coarse, used):
    """A quadratic surface through the used pixels of coarse, those aside that stand out."""
    y, x = np.meshgrid(*(np.linspace(-1, 1, side) for side in coarse.shape), indexing="ij")
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1).reshape(-1, 6)
    values, used = coarse.ravel(), used.ravel()
    middle = np.median(values[used > 0]) if used.any() else 0
    values = values - middle
    ridge = np.diag([0] + [0.01 * values.size] * 5) + 1e-6 * np.eye(6)
    trend = np.zeros_like(values)
    for _ in range(8):
        distance = np.abs(values - trend)
        scale = 1.5 * (np.median(distance[used > 0]) if used.any() else 0) + 0.005
        weights = used / (1 + (distance / scale) ** 2)
        trend = terms @ np.linalg.solve((terms.T * weights) @ terms + ridge, (terms.T * weights) @ values)
    return (trend + middle).reshape(coarse.shape)


def splitInk(flat):
    """Which pixels are ink, and whether the dark ones are: ink has fewer, thinner, further from the frame."""
    low, high = np.percentile(flat, (0.1, 99.9))
    dark = flat < (low + high) / 2
    framed = np.ones_like(dark)
    framed[1:-1, 1:-1] = False
    shares = [share(dark, np.ones_like(dark)), share(dark, framed), thicknessShare(dark)]
    isDark = sum(shares) < len(shares) / 2
    return (dark if isDark else ~dark), isDark


def share(mask, where):
    return np.count_nonzero(mask & where) / np.count_nonzero(where)


def thicknessShare(mask):
    inside, outside = thickness(mask), thickness(~mask)
    return inside / (inside + outside) if inside + outside else 0.5


def thickness(mask):
    """The mean thickness of the strokes in mask: four times the mean distance to a stroke's edge."""
    if not mask.any() or mask.all():
        return 0
    return 4 * ndimage.distance_transform_edt(mask)[mask].mean()


def smoothWithout(excluded, values):
    """The values smoothed, those excluded left aside."""
    sigma = max(values.shape) / 12
    weights = ndimage.gaussian_filter((~excluded).astype(float), sigma, mode="constant")
    sums = ndimage.gaussian_filter(np.where(excluded, 0, values).astype(float), sigma, mode="constant")
    return sums / (weights + 1e-3)


def digitOf(ink, noise, edge):
    """The ink, the mask of the digit's pieces, how strong a stroke's middle is, and notes for the user."""
    level = np.percentile(ink, 99.95)
    if level < max(NO_CONTRAST, 5 * noise):
        raise ValueError("no contrast")
    labels, count = ndimage.label(ink > level / 2, np.ones((3, 3)))
    masses = ndimage.sum_labels(ink, labels, range(1, count + 1))
    main = labels == 1 + np.argmax(masses)
    level = np.percentile(ink[main], 75)
    if level < max(NO_CONTRAST, 5 * noise):
        raise ValueError("no contrast")
    labels, count = ndimage.label(ink > level * edge, np.ones((3, 3)))
    masses = ndimage.sum_labels(ink, labels, range(1, count + 1))
    mask, notes = choosePieces(labels, masses)
    if level < FAINT:
        notes.append("very faint")
    return ink, mask, level, notes


def choosePieces(labels, masses):
    """The mask of the piece with most ink and of those that belong to it, and notes for the user.

    What touches the frame may be the edge of the paper, and counts for less. Raises ValueError for what is
    no stroke: noise, a speck, a blot, an edge.
    """
    boxes = ndimage.find_objects(labels)
    lengths = np.array([max(side.stop - side.start for side in box) for box in boxes])
    frame = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    touchesFrame = np.isin(np.arange(1, len(masses) + 1), frame)
    main = int(np.argmax(np.where(touchesFrame, masses / 4, masses)))
    if masses[main] < masses.sum() / 2 and np.count_nonzero(masses > masses[main] / 20) > 10:
        raise ValueError("noise")
    length = lengths[main]
    mask = labels == main + 1
    if length < max(labels.shape) / 40 or thickness(mask) > NO_STROKE * length:
        raise ValueError("no stroke")
    edges = np.array([mask[0].mean(), mask[-1].mean(), mask[:, 0].mean(), mask[:, -1].mean()])
    if edges.max() > 0.9 and edges.min() == 0:
        raise ValueError("the edge of the paper, or of the light")
    distance = ndimage.distance_transform_edt(~mask)
    notes = []
    for other in np.argsort(-masses):
        if other == main or masses[other] < masses[main] / 50:
            continue
        piece = labels == other + 1
        gap = distance[piece].min()
        if lengths[other] > length / 4 and (gap > length / 4 or isBeside(boxes[other], boxes[main])):
            notes = ["more than one digit?"]
        elif gap < length / 4:
            mask |= piece
    return mask, notes


def isBeside(box, main):
    """Whether a piece stands left or right of the main one and is nearly as tall, as another digit does."""
    (rows, columns), (mainRows, mainColumns) = box, main
    overlap = min(columns.stop, mainColumns.stop) - max(columns.start, mainColumns.start)
    isTall = rows.stop - rows.start > 0.6 * (mainRows.stop - mainRows.start)
    return isTall and overlap <= 0.25 * (columns.stop - columns.start)


def fitted(ink, mask, level, noise, notes):
    """The Prepared of the ink under mask: the longer side of its box becomes 20 pixels."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    unit = max(bottom - top, right - left) / BOX  # what becomes a pixel
    low, high = max(0.08 * level, 2.5 * noise), 0.9 * level  # what becomes 0 and 1
    isNear = ndimage.distance_transform_edt(~mask) < 1.5 * unit  # the gray edge of a stroke belongs to it
    ink = np.where(isNear, np.clip((ink - low) / (high - low), 0, 1), 0)

    side = SIDE * unit
    frame = int(side) + 2
    x, y = (start + frame - (SIDE - BOX) / 2 * unit for start in (left, top))
    fine = asImage(np.pad(ink, frame)).resize(
        (SIDE * FINE, SIDE * FINE), Image.Resampling.BICUBIC, box=(x, y, x + side, y + side)
    )
    fine, width = withStrokes(np.asarray(fine))
    if width < THIN:
        notes.append("very thin")
    pixels = np.clip(fine.reshape(SIDE, FINE, SIDE, FINE).mean(axis=(1, 3)), 0, 1)
    shift = [round(MIDDLE - centre) for centre in ndimage.center_of_mass(pixels)]
    return Prepared(ndimage.shift(pixels, shift, order=0).ravel(), notes)


def withStrokes(fine):
    """fine with strokes no thinner or thicker than MNIST's, and the thickness that they had."""
    mask = fine > 0.5
    width = thickness(mask) / FINE
    wanted = np.clip(width, *THICKNESS)
    if wanted == width:
        return fine, width
    outside = ndimage.distance_transform_edt(~mask) - ndimage.distance_transform_edt(mask)
    grow = (wanted - width) / 2 * FINE
    return np.clip(0.5 - (outside - grow) / FINE, 0, 1), width
