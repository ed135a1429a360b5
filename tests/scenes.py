"""What surrounds people's digits, made with seeds: boxes, rules, panels, bars, scraps, and other digits."""

import io

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from tests import photos
from tests.photos import developed, packed, stroke

KINDS = (
    *("savefig gray", "savefig viridis", "slate", "box", "cell", "screenshot", "underline", "squared"),
    *("ruled", "rule at the edge", "faint", "black bar", "broken", "scraps", "gradient", "bold"),
    *("8 enlarged", "dark panel", "ring", "sheet at a slant", "folds", "shadow"),
)


def makeFile(image, rng, kind):
    """The file, as Pillow reads it, of a picture of the test image (28, 28), of one of KINDS."""
    if kind.startswith("savefig"):
        return savefig(image, kind.split()[1])
    if kind == "screenshot":
        return screenshot(image, rng)
    if kind == "8 enlarged":
        small = photos.filled(image, 8, rng)
        return packed(small.resize((200, 200), Image.Resampling.BICUBIC), "PNG")
    if kind in ("slate", "dark panel"):
        return onPanel(image, rng, kind)
    if kind == "bold":
        return bold(image, rng)
    if kind == "sheet at a slant":
        return sheetAtASlant(image, rng)
    canvas = MAKERS[kind](image, rng)
    if kind == "gradient":
        return packed(developed(canvas, rng, "uneven"), "JPEG", quality=85)
    return finished(canvas, rng, kind)


def finished(canvas, rng, kind=None):
    """A scan without any noise, or a photo."""
    if rng.random() < 0.35:
        ink, paper = rng.integers(0, 70), rng.integers(225, 256)
        gray = Image.fromarray(np.rint(paper + (int(ink) - int(paper)) * canvas).astype(np.uint8))
        picture = gray
    else:
        picture = developed(canvas, rng)
    if kind in CHANGED:
        picture = CHANGED[kind](picture, rng)
    if rng.random() < 0.5:
        return packed(picture, "PNG")
    return packed(picture, "JPEG", quality=int(rng.integers(60, 95)))


def page(rng, room=(1.3, 2.5)):
    """A function that puts a digit somewhere on an empty canvas: (canvas, (top, left, height, width))."""
    size = rng.uniform(100, 350)
    return size, round(size * rng.uniform(*room)), round(size * rng.uniform(*room))


def placed(image, rng, room=(1.3, 2.5), sharpness=None):
    """The ink of a digit on an empty canvas, and its box: top, left, height, width."""
    size, height, width = page(rng, room)
    ink = stroke(image, size, sharpness or rng.uniform(1, 3))
    canvas = np.zeros((max(height, ink.shape[0]), max(width, ink.shape[1])))
    top = rng.integers(0, canvas.shape[0] - ink.shape[0] + 1)
    left = rng.integers(0, canvas.shape[1] - ink.shape[1] + 1)
    canvas[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return canvas, (top, left, *ink.shape)


def lines(shape, polylines, width):
    """Ink of lines ((x, y), …), 0 to 1."""
    drawn = Image.new("L", (2 * shape[1], 2 * shape[0]))
    brush = ImageDraw.Draw(drawn)
    for points in polylines:
        brush.line(
            [(2 * x, 2 * y) for x, y in points], fill=255, width=max(1, round(2 * width)), joint="curve"
        )
    return np.asarray(drawn.reduce(2), dtype=float) / 255


def boxed(image, rng):
    """A box around the digit, by hand or ruler, which the digit may touch."""
    canvas, (top, left, height, width) = placed(image, rng, (1.9, 3))
    size = max(height, width)
    gaps = size * rng.uniform(0.06, 0.5, 4)
    if rng.random() < 0.2:
        gaps[rng.integers(4)] = -0.02 * size
    y0, x0, y1, x1 = top - gaps[0], left - gaps[1], top + height + gaps[2], left + width + gaps[3]
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])
    if rng.random() < 0.5:
        corners = corners + rng.normal(0, 0.025 * size, corners.shape)
    pen = max(1.5, size * rng.uniform(0.008, 0.07))
    corners = np.clip(corners, 0, np.array(canvas.shape[::-1]) - 1)
    return np.maximum(canvas, rng.uniform(0.5, 1) * lines(canvas.shape, [corners], pen))


def cell(image, rng):
    """A cell of a printed form or table, whose neighbours show."""
    canvas, (top, left, height, width) = placed(image, rng, (1.3, 2.4))
    size = max(height, width)
    y0, y1 = top - size * rng.uniform(0.05, 0.35), top + height + size * rng.uniform(0.05, 0.35)
    side = size * rng.uniform(1.15, 1.6)
    x0 = left + width / 2 - side * rng.uniform(0.45, 0.55)
    far = max(canvas.shape) * 2
    ways = [[(-far, y), (far, y)] for y in (y0, y1)]
    ways += [[(x0 + k * side, y0), (x0 + k * side, y1)] if rng.random() < 0.9 else [] for k in range(-3, 5)]
    ways = [way for way in ways if way]
    pen = max(1.2, size * rng.uniform(0.006, 0.03))
    return np.maximum(canvas, rng.uniform(0.4, 1) * lines(canvas.shape, ways, pen))


def underlined(image, rng):
    canvas, (top, left, height, width) = placed(image, rng, (1.5, 2.5))
    size = max(height, width)
    y = top + height + size * rng.uniform(-0.02, 0.2)
    middle = left + width / 2
    half = max(width, 0.5 * size) * rng.uniform(0.6, 1.3) if rng.random() < 0.6 else 2 * canvas.shape[1]
    rise = np.tan(np.radians(rng.uniform(-4, 4)))
    xs = middle + half * np.linspace(-1, 1, 9)
    ys = y + rise * (xs - middle) * (half < canvas.shape[1]) + rng.normal(0, 0.004 * size, 9)
    pen = max(1.5, size * rng.uniform(0.01, 0.08))
    y = min(y, canvas.shape[0] - 2)
    return np.maximum(
        canvas, rng.uniform(0.6, 1) * lines(canvas.shape, [list(zip(xs, ys, strict=True))], pen)
    )


def ruled(image, rng, squared=False):
    canvas, (_, _, height, width) = placed(image, rng)
    return withRules(canvas, max(height, width), rng, squared)


def squaredPaper(image, rng):
    return ruled(image, rng, True)


def withRules(canvas, size, rng, squared=False):
    step = size * (rng.uniform(0.15, 0.6) if squared else rng.uniform(0.3, 1.3))
    angle = np.radians(rng.uniform(-3, 3))
    far = 2 * max(canvas.shape)
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    start = rng.uniform(0, step)
    ways = []
    for direction, other in ((along, across),) + (((across, along),) if squared else ()):
        for k in np.arange(-far, far, step) + start:
            ways.append([tuple(other * k - far * direction), tuple(other * k + far * direction)])
    pen = max(1.0, size * rng.uniform(0.005, 0.02))
    return np.maximum(canvas, rng.uniform(0.15, 0.9) * lines(canvas.shape, ways, pen))


def ruleAtEdge(image, rng):
    canvas, (_, _, height, width) = placed(image, rng)
    rows, columns = canvas.shape
    side = rng.integers(4)
    off = rng.uniform(0.005, 0.06) * min(rows, columns)
    way = (
        [(0, off), (columns, off * rng.uniform(0.6, 1.4))],
        [(0, rows - off), (columns, rows - off * rng.uniform(0.6, 1.4))],
        [(off, 0), (off * rng.uniform(0.6, 1.4), rows)],
        [(columns - off, 0), (columns - off * rng.uniform(0.6, 1.4), rows)],
    )[side]
    pen = max(1.2, max(height, width) * rng.uniform(0.006, 0.05))
    return np.maximum(canvas, rng.uniform(0.3, 1) * lines(canvas.shape, [way], pen))


def faint(image, rng):
    """A pencil or a felt pen that runs dry: parts of the stroke are down to a fifth."""
    canvas, (_, _, height, width) = placed(image, rng)
    field = ndimage.gaussian_filter(rng.normal(size=canvas.shape), max(height, width) / 8)
    field = (field - field.min()) / np.ptp(field)
    least = rng.uniform(0.15, 0.35)
    grain = np.clip(1 + 0.5 * ndimage.gaussian_filter(rng.normal(size=canvas.shape), 1.2), 0, 1.2)
    return np.clip(canvas * (least + (1 - least) * field) * grain, 0, 1)


def plain(image, rng):
    return placed(image, rng)[0]


def withBars(picture, rng):
    picture = picture.convert("RGB")
    rows, columns = picture.height, picture.width
    brush = ImageDraw.Draw(picture)
    for side in rng.choice(4, rng.integers(1, 3), replace=False):
        width = rng.uniform(0.01, 0.1) * min(rows, columns)
        end = width * rng.uniform(0.4, 1)
        shapes = (
            [(0, 0), (columns, 0), (columns, end), (0, width)],
            [(0, rows), (columns, rows), (columns, rows - end), (0, rows - width)],
            [(0, 0), (width, 0), (end, rows), (0, rows)],
            [(columns, 0), (columns - width, 0), (columns - end, rows), (columns, rows)],
        )
        brush.polygon([(float(x), float(y)) for x, y in shapes[side]], fill=(int(rng.integers(0, 40)),) * 3)
    return picture


def broken(image, rng):
    """Gaps across the stroke, as where a pen skips."""
    canvas, (_, _, height, width) = placed(image, rng)
    size = max(height, width)
    ink = np.argwhere(canvas > 0.5)
    for _ in range(rng.integers(1, 5)):
        y, x = ink[rng.integers(len(ink))]
        angle = rng.uniform(0, np.pi)
        reach = 0.12 * size
        dx, dy = reach * np.cos(angle), reach * np.sin(angle)
        gap = lines(canvas.shape, [[(x - dx, y - dy), (x + dx, y + dy)]], size * rng.uniform(0.02, 0.07))
        canvas = canvas * (1 - gap)
    return canvas


def scraps(image, rng, others=None):
    """A crop out of a row of digits: parts of the neighbours at its sides."""
    canvas, (top, left, height, width) = placed(image, rng, (1.25, 1.7))
    size = max(height, width)
    for side in rng.choice(2, rng.integers(1, 3), replace=False):
        other = stroke(np.rot90(image, 2 * rng.integers(2)), size * rng.uniform(0.7, 1.1), 2)
        row = int(top + rng.uniform(-0.2, 0.2) * size)
        shown = round(other.shape[1] * rng.uniform(0.1, 0.35))
        other = other[:, :shown] if side else other[:, -shown:]
        first = max(0, row)
        other = other[first - row :][: canvas.shape[0] - first]
        room = canvas.shape[1] - left - width if side else left
        other = (
            other[:, : max(0, room - round(0.06 * size))]
            if side
            else other[:, -max(1, room - round(0.06 * size)) :]
        )
        if other.size == 0 or room < 0.1 * size:
            continue
        columns = slice(canvas.shape[1] - other.shape[1], None) if side else slice(0, other.shape[1])
        canvas[first : first + other.shape[0], columns] = np.maximum(
            canvas[first : first + other.shape[0], columns], other
        )
    return canvas


def ringed(image, rng):
    """A ring around the digit, by hand: never quite round, and now and then not quite closed."""
    size = rng.uniform(90, 200)
    ink = stroke(image, size, rng.uniform(1, 3))
    side = round(size * rng.uniform(2.3, 2.8))
    top, left = ((side - length) // 2 for length in ink.shape)
    canvas = np.zeros((side, side))
    canvas[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    turn = np.linspace(0, 2 * np.pi * rng.uniform(0.93, 1.05), 90) + rng.uniform(0, 2 * np.pi)
    radius = size * rng.uniform(0.75, 1.0) * (1 + 0.05 * np.sin(2 * turn + rng.uniform(0, 6)))
    wide = rng.uniform(0.87, 1.15)
    x, y = side / 2 + wide * radius * np.cos(turn), side / 2 + radius / wide * np.sin(turn)
    pen = max(1.5, size * rng.uniform(0.015, 0.06))
    return np.maximum(canvas, rng.uniform(0.7, 1) * lines(canvas.shape, [list(zip(x, y, strict=True))], pen))


def sheetAtASlant(image, rng):
    """A sheet on a darker desk, seen from a corner or a side: its edges are not parallel."""
    canvas, _ = placed(image, rng, (1.4, 2.4))
    sheet = rng.uniform(200, 245) * (1 - canvas * rng.uniform(0.7, 0.95))
    rows, columns = sheet.shape
    border = round(0.22 * max(sheet.shape))
    picture = Image.fromarray(np.pad(sheet, border, constant_values=rng.uniform(30, 120)).astype(np.uint8))
    places = border + np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)])
    seen = places + rng.uniform(-0.14, 0.14, (4, 2)) * (columns, rows)
    equations, sides = [], []
    for (x, y), (toX, toY) in zip(places, seen, strict=True):  # (x, y) is seen at (toX, toY)
        equations += [
            (toX, toY, 1, 0, 0, 0, -x * toX, -x * toY),
            (0, 0, 0, toX, toY, 1, -y * toX, -y * toY),
        ]
        sides += [x, y]
    factors = np.linalg.solve(equations, sides)
    desk = picture.getpixel((0, 0))
    picture = picture.transform(
        picture.size, Image.Transform.PERSPECTIVE, factors, Image.Resampling.BICUBIC, fillcolor=desk
    )
    lit = np.asarray(picture) * photos.light(rng, picture.height, picture.width, rng.uniform(0, 0.4))[..., 0]
    lit = lit + rng.normal(0, rng.uniform(1, 5), lit.shape)
    return packed(Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8)), "JPEG", quality=85)


def folded(picture, rng):
    """Paper that was folded: the parts take the light differently, and the fold is a darker line."""
    y, x = np.mgrid[-0.5 : 0.5 : picture.height * 1j, -0.5 : 0.5 : picture.width * 1j]
    shade = np.ones(x.shape)
    for _ in range(rng.integers(1, 3)):
        angle = rng.uniform(0, np.pi)
        off = np.cos(angle) * x + np.sin(angle) * y + rng.uniform(-0.35, 0.35)
        shade *= np.where(off > 0, 1, rng.uniform(0.7, 0.9)) * (1 - 0.2 * np.exp(-((off / 0.005) ** 2)))
    return shaded(picture, shade)


def shadowed(picture, rng):
    """The shadow of a hand with its arm, of a telephone, or over a part of the sheet."""
    height, width = picture.height, picture.width
    y, x = np.mgrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j]
    x, y = x - rng.uniform(-0.4, 0.4), y - rng.uniform(-0.4, 0.4)
    angle = rng.uniform(0, 2 * np.pi)
    along, across = np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x
    inShadow = (
        (along**2 + across**2 < 0.08) | ((along > 0) & (np.abs(across) < 0.11)),
        (np.abs(along) < 0.28) & (np.abs(across) < 0.14),
        along > 0,
    )[rng.integers(3)]
    soft = ndimage.gaussian_filter(inShadow.astype(float), rng.uniform(0.001, 0.02) * max(height, width))
    return shaded(picture, 1 - rng.uniform(0.2, 0.45) * soft)


def shaded(picture, light):
    """The picture in a light (height, width) of 0 to 1."""
    return Image.fromarray((np.asarray(picture.convert("L")) * light).astype(np.uint8))


def savefig(image, colours):
    """What matplotlib saves of the image, with its axes."""
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().imshow(image, cmap=colours)
    file = io.BytesIO()
    figure.savefig(file)
    file.seek(0)
    return file


def onPanel(image, rng, kind):
    """Chalk on a slate on a desk, with a frame or without; or a dark window with a border, straight."""
    canvas, (_, _, height, width) = placed(image, rng, (1.3, 2.2))
    board = rng.uniform(15, 75)
    chalk = rng.uniform(170, 245)
    panel = board + (chalk - board) * canvas * rng.uniform(0.8, 1)
    size = max(height, width)
    if rng.random() < 0.5:
        panel = np.pad(panel, round(size * rng.uniform(0.02, 0.12)), constant_values=rng.uniform(90, 190))
    picture = Image.fromarray(panel.astype(np.uint8)).convert("LA")
    if kind == "slate":
        picture = picture.rotate(rng.uniform(-10, 10), expand=True, resample=Image.Resampling.BICUBIC)
    rows, columns = (round(side * rng.uniform(1.1, 2)) for side in (picture.height, picture.width))
    desk = rng.uniform(150, 250)
    grain = (
        0 if kind == "dark panel" else 6 * ndimage.gaussian_filter(rng.normal(size=(rows, columns)), (1, 8))
    )
    whole = Image.fromarray(np.clip(np.full((rows, columns), desk) + grain, 0, 255).astype(np.uint8))
    place = int(rng.integers(0, columns - picture.width + 1)), int(rng.integers(0, rows - picture.height + 1))
    whole.paste(picture.convert("L"), place, picture.getchannel("A"))
    if kind == "dark panel":
        return packed(whole, "PNG")
    noisy = np.asarray(whole) * photos.light(rng, rows, columns, rng.uniform(0, 0.3))[..., 0]
    noisy = ndimage.gaussian_filter(noisy, rng.uniform(0.4, 1.5)) + rng.normal(
        0, rng.uniform(1, 5), noisy.shape
    )
    return packed(Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)), "JPEG", quality=85)


def screenshot(image, rng):
    """28 × 28 pixels with noise on each third, light on dark or dark on light."""
    noise = rng.integers(0, rng.integers(25, 110), image.shape) * (rng.random(image.shape) < 1 / 3)
    picture = np.maximum(image, noise).astype(np.uint8)
    return packed(Image.fromarray(255 - picture if rng.random() < 0.5 else picture), "PNG")


def bold(image, rng):
    """A digit of thick strokes, light on dark."""
    canvas, (_, _, height, width) = placed(image, rng, (1.2, 2.2))
    extra = max(height, width) * rng.uniform(0.02, 0.05)
    thick = ndimage.distance_transform_edt(canvas < 0.5) < extra
    thick = ndimage.gaussian_filter(thick.astype(float), 1)
    ground, ink = rng.integers(0, 40), rng.integers(200, 256)
    return packed(Image.fromarray((ground + (ink - ground) * thick).astype(np.uint8)), "PNG")


CHANGED = {"black bar": withBars, "folds": folded, "shadow": shadowed}

MAKERS = {
    "box": boxed,
    "cell": cell,
    "underline": underlined,
    "ruled": ruled,
    "squared": squaredPaper,
    "rule at the edge": ruleAtEdge,
    "faint": faint,
    "black bar": plain,
    "broken": broken,
    "scraps": scraps,
    "gradient": plain,
    "ring": ringed,
    "folds": plain,
    "shadow": plain,
}


def number(images, rng, count=None, style=None):
    """The file of a picture of several digits, and the lines of indices into images in it.

    In a row with gaps as in handwriting, of different sizes, dancing, on a slanting line; in two rows; or
    scattered. style is one of STYLES.
    """
    style = style or STYLES[rng.integers(len(STYLES))]
    count = count or int(rng.integers(2, 11))
    chosen = [int(index) for index in rng.choice(len(images), count, replace=False)]
    size = rng.uniform(70, 160) if count > 5 else rng.uniform(80, 220)
    sharpness = rng.uniform(1, 3)
    inks = [stroke(images[index], size * rng.uniform(0.8, 1.2), sharpness) for index in chosen]
    if style == "scattered":
        canvas, lines = scattered(inks, chosen, size, rng)
    else:
        cut = count // 2 if style == "two rows" and count > 3 else count
        rows = [part for part in (list(range(cut)), list(range(cut, count))) if part]
        strips = [row([inks[k] for k in part], size, rng, style) for part in rows]
        width = max(strip.shape[1] for strip in strips)
        strips = [np.pad(strip, ((0, 0), (0, width - strip.shape[1]))) for strip in strips]
        between = np.zeros((round(size * rng.uniform(0.1, 0.5)), width))
        canvas = strips[0] if len(strips) == 1 else np.concatenate([strips[0], between, strips[1]])
        canvas = np.pad(
            canvas,
            [(round(size * rng.uniform(0.1, 0.8)), round(size * rng.uniform(0.1, 0.8))) for _ in range(2)],
        )
        lines = [[chosen[k] for k in part] for part in rows]
    if style == "ruled":
        canvas = withRules(canvas, size, rng)
    return finished(canvas, rng), lines


STYLES = "plain", "plain", "dancing", "slanted", "ruled", "two rows", "scattered", "scattered"


def row(inks, size, rng, style):
    slope = np.tan(np.radians(rng.uniform(-10, 10))) if style == "slanted" else 0
    dance = size * (0.33 if style == "dancing" else 0.06)
    x, boxes = 0, []
    for ink in inks:
        y = slope * x + rng.uniform(-dance, dance) / 2 + (size - ink.shape[0]) * rng.uniform(0.3, 1)
        boxes.append((round(y), int(x)))
        x += ink.shape[1] + size * rng.uniform(0.06, 0.5)
    top = min(y for y, _ in boxes)
    height = max(y + len(ink) for (y, _), ink in zip(boxes, inks, strict=True)) - top
    canvas = np.zeros((height, round(x) + 2))
    for (y, left), ink in zip(boxes, inks, strict=True):
        part = canvas[y - top : y - top + len(ink), left : left + ink.shape[1]]
        part[:] = np.maximum(part, ink)
    return canvas


def scattered(inks, chosen, size, rng):
    """Each in a cell of its own, somewhere in it; some cells are empty."""
    columns = int(np.ceil(np.sqrt(len(inks) * 1.6)))
    rows = -(-len(inks) // columns)
    side = round(size * 1.45)
    canvas = np.zeros((rows * side, columns * side))
    cells = np.sort(rng.choice(rows * columns, len(inks), replace=False))
    lines = [[] for _ in range(rows)]
    for cell, ink, index in zip(cells, inks, chosen, strict=True):
        y, x = divmod(int(cell), columns)
        top = y * side + round(rng.uniform(0.1, 0.9) * (side - len(ink)))
        left = x * side + round(rng.uniform(0.1, 0.9) * (side - ink.shape[1]))
        canvas[top : top + len(ink), left : left + ink.shape[1]] = ink
        lines[y].append(index)
    return np.pad(canvas, round(0.1 * size)), [line for line in lines if line]
