"""The simulated hands: their strokes lie in the field, differ as the hands do, and can be read."""

import numpy as np
import pytest
from PIL import Image

from experiments.world import hands
from experiments.world.strokes import asMnist, withBar
from support.drawing.drawing import paint
from support.script.fault import Fault
from support.script.paths import WIDE
from support.weights import weightFiles

pytestmark = pytest.mark.experiment

FIELD = 280
PLAIN = hands.Hand(0, 0.8, "pen", 2, [hands.asItIs] * 10)


@pytest.fixture
def rng():
    return np.random.RandomState(1)


def pixels(strokes):
    """What is drawn, (784,) from 0 to 1, in the middle of the field."""
    field = Image.new("L", (FIELD, FIELD))
    for stroke in strokes:
        paint(field, [(FIELD * x, FIELD * y) for x, y in stroke])
    return asMnist(np.asarray(field) / 255).ravel()


def testADigitDrawnAnewIsReadAsWhatItIs(rng):
    """By every hand: nine in ten at least."""
    network, images = weightFiles.load(WIDE), hands.imagesOfEach(rng)
    made = [
        (digit, hands.strokesFor(hand, digit, images[digit], rng))
        for hand in [hands.handOf(rng) for _ in range(4)]
        for digit in range(10)
    ]
    points = np.concatenate([np.concatenate(strokes) for _, strokes in made])
    assert points.min() >= 0 and points.max() <= 1
    answers = network.feedForward(np.array([pixels(strokes) for _, strokes in made])).argmax(axis=1)
    assert np.mean(answers == [digit for digit, _ in made]) > 0.9


def testTheStrokesAreTheHands(rng):
    """Its slant and its size: of an upright line."""
    line = [[(14, y / 4) for y in range(20, 100)]]
    for slant, size in ((0, 0.8), (20, 0.8), (-15, 0.4)):
        hand = PLAIN._replace(slant=slant, size=size)
        ((first, *_, last),) = hands.placed(line, hand, rng)
        leaning = np.degrees(np.arctan2(first[0] - last[0], last[1] - first[1]))
        assert abs(leaning - slant) <= 6
        assert 0.85 * size < last[1] - first[1] < 1.15 * size


def testAHandWritesADigitInItsWay(rng):
    """The images that don't suit it are passed over; none is drawn twice."""
    images = [np.zeros((28, 28)), np.pad(np.ones((20, 3)), ((4, 4), (12, 13)))]
    asked = []

    def way(image, rng):
        asked.append(image.sum())
        return image if image.any() else None

    hand = PLAIN._replace(ways=[way] * 10)
    source = iter(images)
    assert hands.strokesFor(hand, 7, source, rng) and asked == [0, 60]
    assert next(source, None) is None


def testHandsDiffer(rng):
    every = [hands.handOf(rng) for _ in range(30)]
    assert len({hand.slant for hand in every}) == 30 and len({hand.pen for hand in every}) == 3
    barred = sum(hand.ways[7] is withBar for hand in every)
    assert 0 < barred < 20 and sum(hand.ways[7] is hands.asItIs for hand in every) > 8


def testAFolderWithSomethingInItIsRefused(tmp_path, monkeypatch):
    (tmp_path / "letter.txt").write_text("")
    monkeypatch.setattr(hands, "drawAll", lambda *given: pytest.fail("it isn't refused"))
    monkeypatch.setattr("sys.argv", ["hands.py", str(tmp_path)])
    with pytest.raises(Fault, match="isn't empty"):
        hands.main()
