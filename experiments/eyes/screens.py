"""Pictures that no camera takes: tiny grids, a paint program's canvas, figures with axes, screenshots."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from experiments.eyes import layouts, strokes
from experiments.eyes.layouts import HOLD
from experiments.eyes.scene import drawn, ofPixels, place

SIDES = 8, 8, 8, 8, 9, 10, 12, 14, 16, 20, 24, 28, 28, 28, 32, 40  # pixels of a tiny grid's shorter side
TITLES = "label: 7", "digit", "Test image 12", "5", "MNIST", "Number: 3"
BARS = "12:34", "Photos", "IMG_2041.png", "LTE 87%", "x  -  +", "Paint"


def mnistPixels(scene, side):
    """A digit with MNIST's look, its 28 × 28 pixels enlarged to side, with hard edges or smooth ones."""
    rng = scene.rng
    fields = HOLD["digits"][rng.integers(len(HOLD["digits"]))]
    small = drawn(rng, fields, 20 * 4, (1, 0)).cover
    small = np.asarray(
        Image.fromarray(small).resize([max(1, n // 4) for n in small.shape[::-1]], Image.Resampling.BOX)
    )
    canvas = np.zeros((28, 28), np.float32)
    place(canvas, small, (28 - small.shape[0]) // 2, (28 - small.shape[1]) // 2)
    how = Image.Resampling.BICUBIC if scene.chance(0.4) else Image.Resampling.NEAREST
    return ofPixels(np.clip(np.asarray(Image.fromarray(canvas).resize((side, side), how)), 0, 1))


def tiny(scene):
    """A grid of 8 to 40 pixels, enlarged: gray or hard, with or without noise."""
    rng = scene.rng
    n = int(rng.choice(SIDES))
    scene.paper = rng.uniform(0.8, 1)
    scene.ink = scene.paper * (1 - rng.uniform(0.6, 1))
    if n == 28 and scene.chance(0.5):
        scene.add(mnistPixels(scene, scene.short), 0, 0)
        one = scene.digits[0]
    else:
        pixel = scene.short / n
        thick = 1.4 * pixel / scene.short * 84 / 2  # a stroke of one and a half of its pixels, in the field's
        pen = (
            (rng.uniform(0.75, 1.25), rng.uniform(-0.5, 1.5))
            if scene.chance(0.5)
            else (0, thick * rng.uniform(0.6, 1.3 if n < 12 else 2.4))
        )
        share = rng.uniform(0.97, 1.06 if n < 20 else 1) if scene.chance(0.6) else rng.uniform(0.6, 1)
        one = layouts.digit(scene, scene.short * share, pen)
        scene.add(one, 0, 0)
    spot = rng.random(2) if scene.chance(0.3) else (0.5, 0.5)
    one.top, one.left = (
        round((scene.height - one.height) * spot[0]),
        round((scene.width - one.width) * spot[1]),
    )
    gray = scene.paper + (scene.ink - scene.paper) * scene.cover()
    size = [max(4, round(side * n / scene.short)) for side in scene.shape[::-1]]
    small = np.asarray(Image.fromarray(gray.astype(np.float32)).resize(size, Image.Resampling.BOX)).copy()
    which = rng.random()
    if which < 0.4:  # hard pixels: each ink or none
        small = np.where(
            small < scene.paper + (scene.ink - scene.paper) * rng.uniform(0.3, 0.55), scene.ink, scene.paper
        )
    elif which < 0.5:
        small = small - rng.uniform(0.04, 0.4) * rng.random(small.shape) * (rng.random(small.shape) < 0.4)
    elif which < 0.65:
        small = small + rng.normal(0, rng.uniform(0.005, 0.05), small.shape)
    elif which < 0.8:  # few grays
        small = np.round(small * 16) / 16
    how = rng.choice(
        [
            Image.Resampling.NEAREST,
            Image.Resampling.BILINEAR,
            Image.Resampling.BILINEAR,
            Image.Resampling.BICUBIC,
        ]
    )
    large = Image.fromarray(np.clip(small, 0, 1).astype(np.float32)).resize(scene.shape[::-1], how)
    scene.gray = np.asarray(large)
    scene.isHard = True


def painted(scene):
    """A paint program's empty canvas, and on it what a pen of a few pixels drew."""
    scene.paper, scene.contrast = 1, scene.rng.uniform(0.7, 1)
    scene.ink = 1 - scene.contrast
    scene.pen = 0, scene.rng.uniform(0.1, 2)
    scene.isFine = scene.isHard = True
    whole = (0, 0, scene.height, scene.width)
    (layouts.single if scene.chance(0.6) else layouts.row)(scene, whole)
    scene.gray = 1 - scene.contrast * scene.cover()


def figure(scene):
    """MNIST's pixels in a panel with axes, labels, a title; or a screenshot, with a telephone's bars."""
    rng, height, width = scene.rng, scene.height, scene.width
    short, isLight = scene.short, scene.chance(0.8)
    white = rng.uniform(0.92, 1) if isLight else rng.uniform(0, 0.2)
    pen = 0 if isLight else 255
    picture = Image.new("L", (width, height), int(255 * white))
    side = int(short * (rng.uniform(0.55, 0.85) if scene.chance(0.7) else rng.uniform(0.25, 0.6)))
    count = (
        max(1, int(max(height, width) // (side * 1.25)))
        if scene.chance(0.25) and max(height, width) > 1.6 * short
        else 1
    )
    low, high = (0, 1) if scene.chance(0.5) else (rng.uniform(0, 0.3), rng.uniform(0.7, 1))
    if scene.chance(0.4):
        low, high = high, low
    font = ImageFont.truetype(strokes.FONTS[0], int(max(7, side * rng.uniform(0.04, 0.09))))
    hasAxes, hasTitle = scene.chance(0.6), scene.chance(0.3)
    for k in range(count):
        along = (k + 0.5) * max(height, width) / count - side / 2 if count > 1 else None
        top = (
            (height - side) / 2 + rng.normal(0, 0.1) * (height - side)
            if along is None or width > height
            else along
        )
        left = (
            (width - side) / 2 + rng.normal(0, 0.15) * (width - side)
            if along is None or width <= height
            else along
        )
        top, left = (
            int(np.clip(start, 0, max(0, whole - side))) for start, whole in ((top, height), (left, width))
        )
        if scene.chance(0.8):
            one = mnistPixels(scene, side)
        else:
            one = layouts.digit(scene, side * rng.uniform(0.5, 0.9), (rng.uniform(0.75, 1.25), 0))
        scene.add(one, top + (side - one.height) // 2, left + (side - one.width) // 2)
        brush = ImageDraw.Draw(picture)
        wide = 0 if scene.chance(0.5) else int(side * rng.uniform(0, 0.5))
        brush.rectangle([left - wide, top, left + side - 1 + wide, top + side - 1], fill=int(low * 255))
        cover = np.zeros(scene.shape, np.float32)
        place(cover, one.cover, scene.digits[-1].top, scene.digits[-1].left)
        gray = np.asarray(picture, np.float32)
        picture = Image.fromarray((gray + (high * 255 - gray) * cover).astype(np.uint8))
        brush = ImageDraw.Draw(picture)
        if hasAxes:
            brush.rectangle(
                [left, top, left + side, top + side], outline=pen, width=1 + int(scene.chance(0.4))
            )
            tick, every = side * rng.uniform(0.015, 0.03), rng.choice([5, 10, 2])
            for value in range(0, 28, every):
                at = (value + 0.5) * side / 28
                brush.line([(left - tick, top + at), (left, top + at)], fill=pen)
                brush.line([(left + at, top + side), (left + at, top + side + tick)], fill=pen)
                brush.text((left - tick - 2, top + at), str(value), pen, font=font, anchor="rm")
                brush.text((left + at, top + side + tick + 2), str(value), pen, font=font, anchor="mt")
        if hasTitle:
            brush.text((left + side / 2, top - 3), str(rng.choice(TITLES)), pen, font=font, anchor="mb")
    if scene.chance(0.25):
        bars(scene, picture)
    scene.gray = np.asarray(picture, np.float32) / 255
    scene.isHard = True


def bars(scene, picture):
    """A telephone's or a window's bars, above or below."""
    rng, brush = scene.rng, ImageDraw.Draw(picture)
    high, shade = int(scene.height * rng.uniform(0.03, 0.1)), rng.uniform(0, 1)
    for top in ([0], [scene.height - high], [0, scene.height - high])[rng.integers(3)]:
        if any(top < one.top + one.height and top + high > one.top for one in scene.digits):
            continue
        brush.rectangle([0, top, scene.width, top + high], fill=int(shade * 255))
        font = ImageFont.truetype(strokes.FONTS[0], max(6, int(0.7 * high)))
        place = (scene.width * rng.uniform(0.02, 0.5), top + high / 2)
        brush.text(place, str(rng.choice(BARS)), 255 if shade < 0.5 else 0, font=font, anchor="lm")
