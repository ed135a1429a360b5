"""Light and shadow on a sheet, what it lies on, and the camera. Each kind changes a Scene's gray."""

import io

import numpy as np
from PIL import Image
from scipy import ndimage

from experiments.eyes.scene import FINE, field


def lit(scene, strong=False):
    """A smooth light, brighter on one side."""
    rng = scene.rng
    y, x = np.mgrid[-0.5:0.5:24j, -0.5:0.5:24j]
    angle = rng.uniform(0, 2 * np.pi)
    fall = rng.uniform(0.2, 0.7) if strong else rng.uniform(0, 0.2)
    light = 1 - fall * (np.cos(angle) * x + np.sin(angle) * y + 0.5 + rng.uniform(0, 0.6) * (x * x + y * y))
    light = Image.fromarray(np.clip(light, 0.1, 1).astype(np.float32))
    return np.asarray(light.resize(scene.shape[::-1], Image.Resampling.BICUBIC))


def uneven(scene):
    scene.gray = scene.gray * lit(scene, strong=True)


def folds(scene):
    rng = scene.rng
    y, x = np.mgrid[-0.5 : 0.5 : scene.height * 1j, -0.5 : 0.5 : scene.width * 1j]
    for _ in range(rng.integers(1, 4)):
        angle = rng.uniform(0, np.pi)
        off = np.cos(angle) * x + np.sin(angle) * y + rng.uniform(-0.4, 0.4)
        crease = 1 - rng.uniform(-0.1, 0.35) * np.exp(-((off / rng.uniform(0.002, 0.012)) ** 2))
        scene.gray = scene.gray * np.where(off > 0, 1, rng.uniform(0.65, 0.97)) * crease


def shadow(scene):
    """The shadow of a hand, of a telephone, of a window's bar, over a part of the sheet, or in waves."""
    rng = scene.rng
    y, x = np.mgrid[-0.5 : 0.5 : scene.height * 1j, -0.5 : 0.5 : scene.width * 1j]
    x, y = x - rng.uniform(-0.45, 0.45), y - rng.uniform(-0.45, 0.45)
    angle = rng.uniform(0, 2 * np.pi)
    along, across = np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x
    dark = (
        lambda: (
            (along**2 + across**2 < rng.uniform(0.02, 0.12))
            | ((along > 0) & (abs(across) < rng.uniform(0.06, 0.15)))
        ),
        lambda: (abs(along) < rng.uniform(0.1, 0.35)) & (abs(across) < rng.uniform(0.06, 0.25)),
        lambda: along > 0,
        lambda: along > 0.1 * np.sin(rng.uniform(3, 20) * across),
        lambda: np.sin(rng.uniform(10, 40) * along) > rng.uniform(-0.5, 0.5),
    )[rng.integers(5)]()
    soft = ndimage.gaussian_filter(dark.astype(np.float32), rng.uniform(0.001, 0.03) * max(scene.shape))
    scene.gray = scene.gray * (1 - rng.uniform(0.15, 0.6) * soft)


def table(scene):
    """The sheet, or a slate, lies on something, straight or seen at a slant, in a frame or not."""
    rng, width = scene.rng, scene.width
    sheet = np.maximum(scene.polygons([scene.sheet]), ndimage.maximum_filter(scene.cover(), 5) > 0.2)
    ground = rng.uniform(0, 1)
    if abs(ground - scene.paper) < 0.15:
        ground = 1 - scene.paper
    desk = np.full(scene.shape, ground, np.float32)
    which = rng.random()
    if which < 0.4:  # wood, cloth
        noise = rng.standard_normal(scene.shape, np.float32)
        desk += rng.uniform(0.06, 0.45) * ndimage.gaussian_filter(
            noise, (1, 9) if scene.chance(0.5) else (9, 1)
        )
    elif which < 0.5:  # things
        desk += rng.uniform(0.05, 0.5) * (field(rng, scene.shape, rng.integers(3, 30)) - 0.5)
    elif which < 0.6:  # stripes
        desk += 0.15 * np.sign(np.sin(np.arange(width) / rng.uniform(3, 12))).astype(np.float32)
    desk = desk * lit(scene)
    if scene.chance(0.35):  # a frame
        around = 2 * (int(scene.size * rng.uniform(0.02, 0.15)) + 1) + 1
        desk += (rng.random() - desk) * (ndimage.maximum_filter(sheet, around) - sheet)
    if scene.chance(0.3):  # the sheet's shadow
        far = int(rng.integers(1, 8))
        desk = desk * (
            1 - rng.uniform(0.1, 0.5) * ndimage.gaussian_filter(np.roll(sheet, (far, far), (0, 1)), far)
        )
    scene.gray = desk + (scene.gray - desk) * sheet


def scannerBars(scene):
    """Black at one or two edges, as where a scanner's lid stood open or the table shows."""
    rng, height, width = scene.rng, scene.height, scene.width
    shapes = []
    for side in rng.permutation(4)[: rng.integers(1, 3)]:
        one = rng.uniform(0.01, 0.12) * scene.short
        other, end = one * rng.choice([1, 0, rng.uniform(0.2, 1.5)]), rng.choice([1, rng.uniform(0.3, 1)])
        shapes.append(
            (
                [(0, 0), (width * end, 0), (width * end, other), (0, one)],
                [(0, height), (width * end, height), (width * end, height - other), (0, height - one)],
                [(0, 0), (0, height * end), (other, height * end), (one, 0)],
                [(width, 0), (width, height * end), (width - other, height * end), (width - one, 0)],
            )[side]
        )
    over = scene.polygons(shapes) * (1 - scene.cover())
    tone = rng.uniform(0, 0.25) if scene.chance(0.8) else rng.random()
    scene.gray = scene.gray + (tone - scene.gray) * over


def noise(scene):
    rng = scene.rng
    amount = rng.uniform(0.03, 0.14) if scene.chance(0.15) and not scene.isFine else rng.uniform(0, 0.03)
    if scene.isFine:
        amount *= 0.4
    scene.gray = scene.gray + amount * rng.standard_normal(scene.shape, np.float32)


def blur(scene):
    rng = scene.rng
    width = rng.uniform(2, 4) if scene.chance(0.1) and not scene.isFine else rng.uniform(0.3, 2.2)
    scene.gray = ndimage.gaussian_filter(scene.gray, width * (0.4 if scene.isFine else 1))


def camera(scene):
    """(height, width) bytes: the picture that is made of the scene's gray."""
    rng, gray = scene.rng, scene.gray.astype(np.float32)
    if scene.chance(0.2):
        gray = np.clip(gray, 0, 1) ** rng.uniform(0.5, 2)
    if scene.chance(0.2):
        gray = (np.clip(gray, 0, 1) - 0.5) * rng.uniform(0.2, 1) + rng.uniform(0.3, 0.7)
    picture = Image.fromarray((np.clip(gray, 0, 1) * 255).astype(np.uint8))
    if scene.chance(0.4) and not scene.isHard:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=int(rng.integers(25, 95)))
        picture = Image.open(file)
    shape = scene.width // FINE, scene.height // FINE
    if scene.chance(0.12) and not scene.isFine and not scene.isHard:  # fewer pixels than the eyes', enlarged
        few = rng.uniform(0.25, 0.7)
        picture = picture.resize([max(8, round(few * side)) for side in shape], Image.Resampling.BOX)
        return np.asarray(picture.resize(shape, Image.Resampling.BILINEAR))
    return np.asarray(picture.reduce(FINE))
