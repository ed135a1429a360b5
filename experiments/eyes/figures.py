"""The pictures in docs/eyes.md: scenes with what the eyes shall see of them, and pictures with what they see.

python -m experiments.eyes.figures FOLDER    FOLDER is that of the training
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from experiments.eyes import layouts, scenes
from support.data import dataSet
from support.eyes.convolutions import layers, look
from support.eyes.digits import GLANCES, digitsOf
from support.ownDigits.pictureReader import readPicture
from support.script.paths import DOCS, EYES


SIDE, COLUMNS, ROWS = 128, 6, 5
INK, CORE = np.array([255, 140, 0]), np.array([60, 160, 255])  # orange, and blue over it


def main():
    parser = argparse.ArgumentParser(description="Draw the pictures in docs/eyes.md.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="that of the training, for its strokes")
    folder = parser.parse_args().folder
    layouts.open(folder)
    eyes = layers(EYES)
    rng = np.random.default_rng(5)
    drawn = [marked(*scenes.draw(rng, (SIDE, SIDE))) for _ in range(ROWS * COLUMNS)]
    Image.fromarray(sheet(drawn, COLUMNS)).save(DOCS / "eyes-scenes.png", optimize=True)
    seen = [part for name in ("photo.jpg", "number.jpg") for part in stepsOf(readPicture(DOCS / name), eyes)]
    Image.fromarray(sheet(seen, 3)).save(DOCS / "eyes-seen.png", optimize=True)


def marked(gray, ink, cores):
    """A picture and beside it what the eyes shall see: (SIDE, 2·SIDE, 3) bytes."""
    return np.concatenate([np.repeat(gray[..., None], 3, axis=2), coloured(ink / 255, cores / 255)], axis=1)


def coloured(ink, cores):
    ink, cores = ink[..., None], cores[..., None]
    return np.rint(ink * (1 - cores) * INK + cores * CORE).astype(np.uint8)


def stepsOf(gray, eyes):
    """A picture, the ink and cores that a glance finds in it, and its digits as the network takes them."""
    ink, cores = look(gray / np.float32(255), GLANCES[0], eyes)
    digits = [digit.pixels.reshape(dataSet.SIDE, -1) for row in digitsOf(gray, eyes) for digit in row]
    columns = int(np.ceil(np.sqrt(len(digits))))
    digits += [np.zeros_like(digits[0])] * (-len(digits) % columns)
    grid = np.concatenate(
        [np.concatenate(digits[k : k + columns], 1) for k in range(0, len(digits), columns)]
    )
    return [fitting(np.repeat(part[..., None], 3, axis=2)) for part in (gray,)] + [
        fitting(coloured(ink, cores)),
        fitting(np.repeat(np.rint(255 * grid).astype(np.uint8)[..., None], 3, axis=2)),
    ]


def fitting(picture, side=2 * SIDE):
    """The picture in the middle of a square."""
    drawn = Image.fromarray(picture)
    factor = side / max(drawn.size)
    drawn = drawn.resize([max(1, round(n * factor)) for n in drawn.size], Image.Resampling.BOX)
    square = Image.new("RGB", (side, side), (40, 40, 40))
    square.paste(drawn, ((side - drawn.width) // 2, (side - drawn.height) // 2))
    return np.asarray(square)


def sheet(parts, columns, gap=4):
    """Pictures of one size in rows of so many."""
    parts = [np.pad(part, ((0, gap), (0, gap), (0, 0)), constant_values=255) for part in parts]
    return np.concatenate([np.concatenate(parts[k : k + columns], 1) for k in range(0, len(parts), columns)])


if __name__ == "__main__":
    main()
