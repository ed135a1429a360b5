"""Photos and scans of MNIST's digits, made with seeds: what people hold in front of a camera."""

import io

import numpy as np
from PIL import Image
from scipy import ndimage

PAPERS = {"white": (245, 245, 242), "grey": (170, 170, 172), "beige": (222, 205, 170)}
PENS = ((25, 25, 30), (30, 40, 110), (60, 60, 65))
BOARDS = ((35, 60, 45), (40, 42, 45), (60, 80, 70))
TABLES = ((95, 65, 40), (30, 30, 33), (110, 95, 80))
KINDS = (
    *(*PAPERS, "chalk", "uneven", "touching", "exif", "noise", "transparent", "28 filled"),
    *("table", "strip of table"),
)
ORIENTATION = 0x0112  # the EXIF note, and its value for a picture that is to be turned by 90°
TURNED = 6


def makeFile(image, rng, kind):
    """The file, as Pillow reads it, of a picture of the test image (28, 28)."""
    if kind == "28":
        return packed(Image.fromarray(image), "PNG")
    if kind.endswith("filled"):
        return packed(filled(image, int(kind.split()[0]), rng), "PNG")
    if kind == "transparent":
        return packed(transparent(image, rng), "PNG")
    picture = photo(image, rng, kind)
    if kind == "table":
        picture = onTable(picture, rng, rng.uniform(1.05, 1.8), rng.uniform(-12, 12))
    if kind == "strip of table":
        picture = onTable(picture, rng, 1, 0)
    if kind != "exif":
        return packed(picture, "JPEG", quality=int(rng.integers(50, 93)))
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    return packed(picture.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=85, exif=exif)


def packed(picture, form, **options):
    file = io.BytesIO()
    picture.save(file, form, **options)
    file.seek(0)
    return file


def photo(image, rng, kind):
    """A digit of a fifth to nearly all of a picture of 200 to 900 pixels, under light that is never even."""
    height, width = rng.integers(200, 901, size=2)
    canvas = place(
        stroke(image, rng.uniform(0.2, 0.9) * min(height, width), rng.uniform(1, 3)), height, width, rng
    )
    if kind == "touching":
        canvas = touching(canvas, rng)
    return developed(canvas, rng, kind)


def developed(canvas, rng, kind=None):
    """The photo of this ink (height, width), 0 to 1, on paper or board."""
    height, width = canvas.shape
    grain = ndimage.gaussian_filter(rng.normal(size=(height, width)), 1)
    if kind == "chalk":
        ground, colour = np.array(BOARDS[rng.integers(3)], float), np.array((225, 225, 215.0))
        cover = canvas * np.clip(rng.uniform(0.75, 0.95) + 0.24 * grain, 0, 1)
    else:
        paper = kind if kind in PAPERS else list(PAPERS)[rng.integers(3)]
        ground, colour = np.array(PAPERS[paper], float), np.array(PENS[rng.integers(3)], float)
        cover = canvas * rng.uniform(0.8, 1)
    cover = cover[..., None]
    colours = (ground + 4 * grain[..., None]) * (1 - cover) + colour * cover
    colours *= light(rng, height, width, rng.uniform(0.4, 0.7) if kind == "uneven" else rng.uniform(0, 0.2))
    blur = rng.uniform(0.4, 1.5)
    colours = ndimage.gaussian_filter(colours, (blur, blur, 0))
    colours += rng.normal(size=colours.shape) * (
        rng.uniform(15, 30) if kind == "noise" else rng.uniform(1, 6)
    )
    return Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8))


def onTable(picture, rng, room, angle):
    """The picture as a sheet on a darker table so many times as large; a strip of it where room is 1."""
    sheet = picture.convert("RGBA").rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    width, height = (round(side * room) for side in sheet.size)
    if room == 1:
        place = (0, round(rng.uniform(0.04, 0.15) * height) * rng.choice([-1, 1]))
    else:
        place = (rng.integers(0, width - sheet.width + 1), rng.integers(0, height - sheet.height + 1))
    grain = ndimage.gaussian_filter(rng.normal(size=(height, width, 1)), (1, 15, 0))
    table = Image.fromarray(np.clip(TABLES[rng.integers(3)] + 30 * grain, 0, 255).astype(np.uint8))
    table.paste(sheet, tuple(int(side) for side in place), sheet)
    return table


def box(image):
    """The image without its empty edges."""
    rows, columns = (np.flatnonzero(image.any(axis=axis)) for axis in (1, 0))
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def stroke(image, size, sharpness=1.5):
    """How much ink lies where, 0 to 1: the digit enlarged smoothly, its longer side of so many pixels."""
    small = Image.fromarray(np.pad(box(image), 1).astype(np.float32) / 255)
    factor = size / (max(small.size) - 2)
    large = small.resize([max(1, round(side * factor)) for side in small.size], Image.Resampling.LANCZOS)
    return np.clip((np.asarray(large) - 0.5) * sharpness + 0.5, 0, 1)


def place(ink, height, width, rng):
    canvas = np.zeros((height, width))
    top = rng.integers(0, max(1, height - ink.shape[0] + 1))
    left = rng.integers(0, max(1, width - ink.shape[1] + 1))
    part = canvas[top : top + ink.shape[0], left : left + ink.shape[1]]
    part[:] = ink[: part.shape[0], : part.shape[1]]
    return canvas


def touching(canvas, rng):
    """The canvas moved until the stroke reaches one of the four edges."""
    rows, columns = (np.flatnonzero((canvas > 0.5).any(axis=axis)) for axis in (1, 0))
    ends = (
        (rows[0], 0),
        (rows[-1] - len(canvas) + 1, 0),
        (columns[0], 1),
        (columns[-1] - canvas.shape[1] + 1, 1),
    )
    distance, axis = ends[rng.integers(4)]
    return np.roll(canvas, -distance, axis=axis)


def light(rng, height, width, strength):
    """From 1 downwards across the picture, in a direction of its own, and darker to the corners."""
    y, x = np.mgrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j]
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * x + np.sin(angle) * y
    return np.clip(1 - strength * (slope + 0.5 + 0.5 * (x**2 + y**2)), 0.1, 1)[..., None]


def transparent(image, rng):
    """Ink of some gray on nothing."""
    height, width = rng.integers(200, 901, size=2)
    ink = place(stroke(image, rng.uniform(0.2, 0.9) * min(height, width)), height, width, rng)
    picture = np.full((height, width, 4), rng.choice([0, 60, 255]), dtype=np.uint8)
    picture[..., 3] = np.rint(255 * ink)
    return Image.fromarray(picture)


def filled(image, side, rng):
    """The digit's box on so many pixels square, light on dark or dark on light."""
    small = box(image)
    factor = side / max(small.shape)
    size = [max(1, round(length * factor)) for length in small.shape[::-1]]
    small = Image.fromarray(small).resize(size, Image.Resampling.LANCZOS)
    picture = Image.new("L", (side, side))
    picture.paste(small, ((side - small.width) // 2, (side - small.height) // 2))
    return picture.point(lambda value: 255 - value) if rng.random() < 0.5 else picture
