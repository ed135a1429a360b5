"""The training of the eyes: scenes, a tiny training, and the same network in NumPy and PyTorch."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed (experiments/requirements.txt)")
pytest.importorskip("skimage", reason="scikit-image is not installed (experiments/requirements.txt)")

from experiments.eyes import layouts, scenes, strokes, train  # noqa: E402
from experiments.eyes.network import Eyes, save  # noqa: E402
from experiments.eyes.scene import Scene  # noqa: E402
from support.eyes import convolutions  # noqa: E402

pytestmark = pytest.mark.experiment


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the strokes of a few digits."""
    place = tmp_path_factory.mktemp("eyes")
    strokes.make(place, seed=1, count=100)
    layouts.open(place)
    return place


def testNumPyAndPyTorchSeeTheSame(tmp_path):
    """Both compute alike with what is written, which is what was learned, to 1 in 250 of the largest."""
    torch.manual_seed(1)
    save(Eyes().eval().layers(), tmp_path)
    layers, eyes = convolutions.layers(tmp_path), Eyes().eval()
    eyes.take(layers)
    x = np.random.default_rng(1).normal(size=(2, 64, 96)).astype(np.float32)
    with torch.no_grad():
        z = eyes(torch.from_numpy(x)[None])[0].numpy()
    assert np.abs(convolutions.forward(x, layers) - z).max() < 1e-4
    torch.manual_seed(1)
    for name, (weights, _) in Eyes().eval().layers().items():
        assert np.abs(layers[name][0] - weights).max() <= np.abs(weights).max() / 250


def testNormsAreFoldedIn():
    """A network that has learned answers alike with its norms and without."""
    torch.manual_seed(1)
    eyes = Eyes()
    x = torch.randn(8, 2, 32, 32)
    for _ in range(3):
        eyes(x)
    eyes.eval()
    with torch.no_grad():
        z = eyes(x[:1])[0].numpy()
    assert convolutions.forward(x[0].numpy(), eyes.layers()) == pytest.approx(z, abs=1e-3)


def testASceneRepeats(folder):
    one, other = (scenes.shard(3, 7, 4) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    assert not np.array_equal(one[0], scenes.shard(4, 7, 4)[0])


@pytest.mark.parametrize("number", range(16))
def testScenesOfEveryShape(folder, number):
    """Where there is no ink there is no core."""
    assert len(scenes.SHAPES) == 16
    pictures, ink, cores = scenes.shard(1, number, 6)
    assert pictures.shape == ink.shape == cores.shape == (6, *scenes.SHAPES[number])
    for seen, core in zip(ink, cores, strict=True):
        assert (seen > 0).any() or not core.any()


def testALetterIsInkWithoutACore(folder):
    for kind, hasCore in ((layouts.letter, False), (layouts.scribble, False), (layouts.single, True)):
        drawn = Scene(np.random.default_rng(1), (96, 96))
        kind(drawn, (0, 0, 192, 192))
        ink, cores = drawn.targets()
        assert ink.max() > 127 and bool(cores.any()) == hasCore


@pytest.mark.parametrize("group", ["pens", "lines", "strays", "light", "many", "screens"])
def testAGroupCanBeLeftOut(folder, group):
    assert group in scenes.GROUPS
    assert not np.array_equal(scenes.shard(1, 0, 8, (group,))[0], scenes.shard(1, 0, 8)[0])


@pytest.mark.slow
def testATinyTrainingLearns(folder):
    """Scenes that it hasn't seen cost it less than half of what they cost an untrained network."""
    pictures, *wanted = scenes.shard(2, 5, 40)
    looked = np.array([convolutions.features(picture / np.float32(255)) for picture in pictures])
    x, t = torch.from_numpy(looked), torch.from_numpy(np.stack(wanted, axis=1)).float() / 255

    def costOf(eyes):
        with torch.no_grad():
            return train.lossOf(eyes.eval()(x), t).item()

    assert costOf(train.train(folder, seed=1, shards=17, count=64)) < 0.5 * costOf(Eyes())


@pytest.mark.slow
def testAnInterruptedTrainingGoesOn(folder, tmp_path, monkeypatch):
    """It ends with the weights of one that wasn't interrupted."""
    places = [tmp_path / "whole", tmp_path / "stopped"]
    for place in places:
        place.mkdir()
        for name in ("digits.npy", "letters.npy"):
            (place / name).symlink_to(folder / name)
    whole, stopped = (lambda place=place: train.train(place, seed=1, shards=14, count=16) for place in places)
    learn, calls = train.learn, []

    def learnUntil(*arguments):
        calls.append(1)
        if len(calls) > 36:  # in the thirteenth shard; the state is kept after the tenth
            raise KeyboardInterrupt
        return learn(*arguments)

    monkeypatch.setattr(train, "learn", learnUntil)
    with pytest.raises(KeyboardInterrupt):
        stopped()
    monkeypatch.setattr(train, "learn", learn)
    expected = whole().layers()
    for name, (weights, _) in stopped().layers().items():
        assert weights == pytest.approx(expected[name][0], abs=1e-5)
