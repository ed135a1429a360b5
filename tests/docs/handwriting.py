"""Pictures for the lessons on your own digits, made from MNIST's test images, named after their digits."""

import numpy as np
from PIL import Image

from experiments.world.strokes import withBar, withHook, withUpstroke

EUROPEAN = {1: withUpstroke, 7: withBar, 9: withHook}


def writeTwo(folder, images, labels, network):
    """Folders of twenty digits that the network is sure of; three of ben's are wrong, none of anna's."""
    activations = network.feedForward(images / 255)
    answers, isSure = activations.argmax(axis=1), activations.max(axis=1) > 0.9
    isRight = answers == labels
    anna = [i for digit in range(10) for i in np.flatnonzero((labels == digit) & isRight & isSure)[:2]]
    ben, misread = list(anna), {labels[i]: i for i in np.flatnonzero(~isRight & isSure)}
    for digit in (2, 3, 6):
        ben[2 * digit] = misread[digit]
    for name, indices in (("anna", anna), ("ben", ben)):
        for number, i in enumerate(indices):
            write(folder / name, images[i].reshape(28, 28), f"{labels[i]}_{number}")
    return folder / "anna", folder / "ben"


def writeClass(folder, images, labels):
    """A hundred digits, ten of each, the ones, sevens and nines as they are written in Europe."""
    rng = np.random.RandomState(1)
    for digit in range(10):
        written = 0
        for i in np.flatnonzero(labels == digit)[100:]:
            image = images[i].reshape(28, 28)
            if digit in EUROPEAN:
                image = EUROPEAN[digit](image / 255, rng)
            if image is not None and written < 10:
                write(folder, image, f"{digit}_{written}")
                written += 1


def write(folder, image, name):
    """Dark on white, eight times as large, with a margin."""
    folder.mkdir(parents=True, exist_ok=True)
    shades = image if image.max() > 1 else np.rint(255 * image)
    paper = np.pad(255 - shades.astype(np.uint8), 14, constant_values=255)
    Image.fromarray(paper).resize((448, 448), Image.Resampling.BICUBIC).save(folder / f"{name}.png")
