"""The distortion of a mini-set's images, against a loop over pixels, and what an epoch draws."""

import math

import numpy as np
import pytest

from support.training import distortion
from support.training.trainingSet import TrainingSet


@pytest.fixture
def few():
    """250 images with hardly two pixels alike, and labels."""
    rng = np.random.RandomState(5)
    return rng.randint(1, 256, (250, 784)).astype(np.uint8), np.arange(250) % 10


def augmented(few, seed=3, **options):
    trainingSet = TrainingSet(*few, 100, augment=True, rng=np.random.RandomState(seed), **options)
    trainingSet.newEpoch()
    return trainingSet


def distorted(image, *numbers):
    """The image (28, 28) under one distortion."""
    places = distortion.placesOf(np.array([numbers], dtype=float))
    return np.append(image.ravel(), 0)[places[0]].reshape(28, 28)


def literally(image, turn, shear, zoom, right, down):
    """The same, pixel by pixel."""
    result = np.zeros((28, 28))
    for row in range(28):
        for column in range(28):
            x, y = column - 13.5 - right, row - 13.5 - down
            c, s, z = math.cos(turn), math.sin(turn), math.exp(zoom)
            fromColumn = round(((c + shear * s) * x + (shear * c - s) * y) / z + 13.5)
            fromRow = round((s * x + c * y) / z + 13.5)
            if 0 <= fromColumn <= 27 and 0 <= fromRow <= 27:
                result[row, column] = image[fromRow, fromColumn]
    return result


def testEveryPixelComesFromWhereTheFormulaSays(few):
    image = few[0][0].reshape(28, 28)
    for numbers in np.random.RandomState(1).uniform(-1, 1, (20, 5)) * [0.5, 0.5, 0.5, 3, 3]:
        assert np.array_equal(distorted(image, *numbers), literally(image, *numbers))


def testKnownDistortions(few):
    image = few[0][0].reshape(28, 28)
    assert np.array_equal(distorted(image, 0, 0, 0, 0, 0), image)
    assert np.array_equal(distorted(image, 0, 0, 0, 2, 1)[1:, 2:], image[:-1, :-2])
    assert not distorted(image, 0, 0, 0, 2, 1)[:, :2].any() and not distorted(image, 0, 0, 0, 2, 1)[0].any()
    assert np.array_equal(distorted(image, np.pi / 2, 0, 0, 0, 0), np.rot90(image))
    doubled = np.kron(image[7:21, 7:21], np.ones((2, 2)))  # the middle quarter fills the image
    assert np.array_equal(distorted(image, 0, 0, np.log(2), 0, 0), doubled)
    sheared = distorted(image, 0, 2, 0, 0, 0)  # row 14 is half a row below the middle: one pixel to the left
    assert np.array_equal(sheared[14, :27], image[14, 1:]) and np.array_equal(sheared[13, 1:], image[13, :27])


def testEachNumberIsDrawnEvenlyFromItsRange():
    numbers = distortion.draw(np.random.RandomState(1), 20_000)
    ranges = [math.radians(10), 0.15, 0.1, 1, 1]
    for drawn, most in zip(numbers.T, ranges, strict=True):
        assert np.abs(drawn).max() <= most
        assert np.allclose(np.histogram(drawn, 10, (-most, most))[0], 2000, atol=200)
    assert np.abs(np.corrcoef(numbers.T) - np.eye(5)).max() < 0.03


def testManyMinisetsAreTheSameAsOneAlone():
    numbers = distortion.draw(np.random.RandomState(1), 3 * distortion.AT_ONCE + 1)
    places = distortion.placesOf(numbers)
    assert places.shape == (len(numbers), 784)
    for index in (0, distortion.AT_ONCE, len(numbers) - 1):
        assert np.array_equal(places[index], distortion.placesOf(numbers[index : index + 1])[0])


def testAMinisetAskedForTwiceIsTheSame(few):
    trainingSet = augmented(few)
    first, second, last = (trainingSet.input[index] for index in range(3))
    assert np.array_equal(trainingSet.input[1], second)
    assert np.array_equal(trainingSet.input[0], first)
    assert np.array_equal(trainingSet.input[1][7], second[7])
    assert last.shape == (50, 784) and first.dtype == float
    trainingSet.newEpoch()
    assert not np.array_equal(trainingSet.input[0], first)


def testAllImagesOfAMinisetHaveItsDistortion(few):
    """The pixels are numbered, so that each mini-set shows where its came from."""
    images = np.tile(np.arange(784) % 251, (250, 1)).astype(np.uint8)
    minisets = [(255 * miniset).round() for miniset in augmented((images, few[1])).input]
    for miniset in minisets:
        assert np.array_equal(miniset, np.broadcast_to(miniset[0], miniset.shape))
    assert not np.array_equal(minisets[0][0], minisets[1][0])


def testAShuffledMinisetIsOfItsOwnImages(few):
    trainingSet = augmented(few, shuffle=True)
    for index in range(3):
        rows = trainingSet.order[100 * index : 100 * index + 100]
        places = trainingSet.input.places[index]
        wanted = np.pad(few[0][rows], ((0, 0), (0, 1)))[:, places] / 255
        assert np.array_equal(trainingSet.input[index], wanted)
        assert np.array_equal(trainingSet.labels[index].argmax(axis=1), few[1][rows])
    assert np.array_equal(trainingSet.firstImage, few[0][0] / 255)


def testASeedRepeatsTheDistortions(few):
    assert np.array_equal(augmented(few).input.places, augmented(few).input.places)
    assert not np.array_equal(augmented(few).input.places, augmented(few, seed=4).input.places)
