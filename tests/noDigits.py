"""Pictures without a digit: sheets with nothing on them, and things that are none."""

import functools
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from tests import photos, scenes
from tests.photos import developed, packed

EMPTY = "blank", "ruled", "squared", "box", "shadow", "noise", "texture", "folds", "table edge"
THINGS = {"letter": 80, "scribble": 60, "open curve": 40, "frame": 10, "level dash": 10}  # how many of each
LETTERS = "AEFHKMNRTWXY"  # which no digit looks like
FONTS = "STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "cmr10", "cmss10", "cmtt10", "cmb10"


def emptyFile(rng, kind):
    """The file of a picture of 200 to 900 pixels with no digit on it, of one of EMPTY.

    Rules are 3 to 65 % of the shorter side apart; a box is 20 to 90 % of it; noise is 15 to 60 of 255.
    """
    height, width = (int(side) for side in rng.integers(200, 901, size=2))
    canvas = np.zeros((height, width))
    shorter = min(height, width)
    if kind in ("ruled", "squared"):
        canvas = scenes.withRules(canvas, shorter * rng.uniform(0.2, 0.5), rng, kind == "squared")
    if kind == "box":
        high, wide = shorter * rng.uniform(0.2, 0.9, 2)
        canvas = frame(canvas, rng, high, wide, max(1.5, shorter * rng.uniform(0.004, 0.02)))
    if kind in ("blank", "ruled", "squared", "box"):
        return scenes.finished(canvas, rng)
    picture = developed(canvas, rng, "noise" if kind == "noise" else None)
    if kind == "noise":
        shades = np.asarray(picture, dtype=float) + rng.normal(0, rng.uniform(0, 45), (height, width, 1))
        picture = Image.fromarray(np.clip(shades, 0, 255).astype(np.uint8))
    if kind == "shadow":
        picture = scenes.shadowed(picture, rng)
    if kind == "folds":
        picture = scenes.folded(picture, rng)
    if kind == "texture":
        picture = textured(picture, rng)
    if kind == "table edge":
        picture = photos.onTable(picture, rng, rng.choice([1, rng.uniform(1.05, 1.5)]), rng.uniform(-12, 12))
    return packed(picture, "JPEG", quality=int(rng.integers(60, 95)))


def textured(picture, rng):
    """Cloth, wood or wall: smooth noise in spots or streaks of 1 to 8 pixels."""
    smooth = rng.uniform(1, 8, 2) * rng.choice([1, 4], 2)
    field = ndimage.gaussian_filter(rng.normal(size=(picture.height, picture.width)), smooth)
    return scenes.shaded(picture, np.clip(0.85 + rng.uniform(0.03, 0.1) * field / field.std(), 0, 1))


def thingFile(rng, kind):
    """The file of a picture of a thing that is no digit, one of THINGS, 25 to 80 % of the shorter side."""
    height, width = (int(side) for side in rng.integers(200, 901, size=2))
    canvas, size = np.zeros((height, width)), min(height, width) * rng.uniform(0.25, 0.8)
    if kind == "letter":
        ink = letter(rng.choice([*LETTERS]), rng.choice(FONTS), size)
        return scenes.finished(photos.place(ink, height, width, rng), rng)
    pen = max(1.5, size * rng.uniform(0.02, 0.1))
    if kind == "frame":
        wide = min(width - 4, size * rng.uniform(0.8, 1.6))
        return scenes.finished(frame(canvas, rng, size, wide, pen), rng)
    points = THING_POINTS[kind](rng)
    span = np.ptp(points, axis=0)
    points = points * size / max(span)
    room = np.array([width, height]) - np.ptp(points, axis=0)
    points += rng.uniform(0.1, 0.9, 2) * room - points.min(axis=0)
    return scenes.finished(scenes.lines(canvas.shape, [points], pen), rng)


def letter(character, name, size):
    """Its ink, 0 to 1, the longer side of so many pixels."""
    drawn = Image.new("L", (400, 400))
    ImageDraw.Draw(drawn).text((100, 60), character, font=fontOf(name), fill=255)
    return photos.stroke(np.asarray(drawn), size, 3)


@functools.cache
def fontOf(name):
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return ImageFont.truetype(folder / f"{name}.ttf", 200)


def frame(canvas, rng, high, wide, pen):
    """The canvas with a rectangle somewhere, exactly level or turned by up to 4 degrees."""
    angle = np.radians(rng.choice([0, rng.uniform(-4, 4)]))
    turn = np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) * (wide / 2, high / 2) @ turn
    middle = np.array([canvas.shape[1], canvas.shape[0]]) / 2
    middle += rng.uniform(-1, 1, 2) * np.maximum(middle - (wide / 2 + pen, high / 2 + pen), 0) * 0.8
    return np.maximum(canvas, scenes.lines(canvas.shape, [middle + corners], pen))


def scribble(rng):
    """5 to 12 places at random, joined smoothly."""
    return smooth(rng.uniform(0, 1, (rng.integers(5, 13), 2)))


def openCurve(rng):
    """A wave, level or nearly, or an arc of 90 to 200 degrees that opens up- or downwards."""
    if rng.random() < 0.5:
        x = np.linspace(0, 1, 60)
        wave = rng.uniform(0.08, 0.25) * np.sin(2 * np.pi * rng.uniform(1, 3) * x + rng.uniform(0, 6))
        return np.column_stack([x, wave + rng.uniform(-0.2, 0.2) * x])
    angles = np.radians(rng.choice([90, 270]) + np.linspace(-0.5, 0.5, 60) * rng.uniform(90, 200))
    return np.column_stack([np.cos(angles), rng.uniform(0.5, 1) * np.sin(angles)])


def levelDash(rng):
    """Within 8 degrees of level."""
    return np.array([(0.0, 0.0), (1.0, np.tan(np.radians(rng.uniform(-8, 8))))])


def smooth(places):
    """A hundred points along a curve through the places."""
    steps = np.linspace(0, len(places) - 1, 100)
    return np.column_stack(
        [ndimage.map_coordinates(axis, [steps], order=3, mode="nearest") for axis in places.T]
    )


THING_POINTS = {"scribble": scribble, "open curve": openCurve, "level dash": levelDash}
