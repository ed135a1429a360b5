"""The pictures of a test run: what is drawn in them, read back from the figures."""

from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from Network import Network
from support.script.fault import Fault
from support.figures import figureFiles, testFigures
from support.graphics import palette
from support.ownDigits.labelled import LabelledDigits
from support.training.evaluation import Evaluation
from support.training.recordingLog import NEURONS

from helpers import slow


@pytest.fixture(scope="module")
def evaluation(testSet):
    """600 test images, and a network that has learned nothing: right and wrong of every kind."""
    images, labels = testSet
    return Evaluation(Network(None, None, rng=np.random.RandomState(3)), images[:600], labels[:600])


def testHits(evaluation):
    axes = testFigures.drawHits(evaluation).axes[0]
    right = np.flatnonzero(evaluation.answers[:500] == evaluation.labels[:500])
    for line, height, indices in zip(
        axes.lines, (1, 0), (right, np.setdiff1d(range(500), right)), strict=True
    ):
        assert np.array_equal(line.get_xdata(), indices)
        assert set(line.get_ydata()) == {height}
    assert [line.get_color() for line in axes.lines] == [palette.GREEN, palette.RED]
    words = [text.get_text() for text in axes.get_legend().get_texts()]
    assert words == [f"right: {len(right)}", f"wrong: {500 - len(right)}"]


def testConfusion(evaluation):
    figure = testFigures.drawConfusion(evaluation)
    axes = figure.axes[0]
    written = {(text.get_position()[1], text.get_position()[0]): int(text.get_text()) for text in axes.texts}
    for label in range(10):
        for answer in range(10):
            both = (evaluation.labels == label) & (evaluation.answers == answer)
            assert written[label, answer] == both.sum()
    assert sum(written.values()) == 600
    coloured = np.ma.filled(axes.images[0].get_array(), -1)
    assert (np.diag(coloured) == -1).all()  # left out, so that the mistakes are seen
    assert coloured.max() == max(count for (label, answer), count in written.items() if label != answer)
    white = {int(text.get_text()) for text in axes.texts if text.get_color() == "white"}
    assert max(white) == coloured.max() and min(white) > coloured.max() / 2  # on dark colours only
    shares = [text.get_text() for text in axes.child_axes[0].get_yticklabels()]
    assert shares[4] == f"{100 * written[4, 4] / (evaluation.labels == 4).sum():.1f} %"


def testMistakes(evaluation):
    figure = testFigures.drawMistakes(evaluation)
    wrong = np.flatnonzero(evaluation.answers != evaluation.labels)
    surest = sorted(wrong, key=lambda index: -evaluation.activations[index].max())[:30]
    assert len(figure.axes) == 30
    for axes, index in zip(figure.axes, surest, strict=True):
        assert np.array_equal(axes.images[0].get_array().ravel(), evaluation.images[index])
        said = f"{evaluation.labels[index]}, says {evaluation.answers[index]}"
        assert axes.get_title().split("\n")[:2] == [str(index), said]
    assert "the image's number, " in figure.get_suptitle() and "explain one" in figure.get_suptitle()


def testMistakesOfFilesCarryTheirNames(evaluation):
    """Long ones are cut, and no name breaks the picture."""
    names = [f"{index}.jpg" for index in range(600)]
    surest = testFigures.surestMistakes(evaluation)
    names[surest[1]] = "a very long name.jpg"
    titles = [axes.get_title().split("\n")[0] for axes in testFigures.drawMistakes(evaluation, names).axes]
    assert titles[:3] == [f"{surest[0]}.jpg", "a very long…", f"{surest[2]}.jpg"]


def testFewerMistakesThanThereIsRoomFor(evaluation):
    """As a good network makes on a small data set."""
    some = np.r_[evaluation.wrong()[:3], np.flatnonzero(evaluation.answers == evaluation.labels)[:5]]
    few = Evaluation(evaluation.network, evaluation.images[some], evaluation.labels[some])
    shown = [axes for axes in testFigures.drawMistakes(few).axes if axes.images]
    assert len(shown) == 3


@pytest.mark.slow
def testWeightsOfALargeLayer(testSet):
    """The first hundred: a thousand pictures would take a minute."""
    network = Network(None, None, layerSizes=(784, 1000, 10))
    images, labels = testSet
    figure = testFigures.drawWeights(Evaluation(network, images[:5], labels[:5]))
    assert len([axes for axes in figure.axes if axes.images]) == NEURONS
    assert f"first {NEURONS} of 1000 neurons" in figure.get_suptitle()


@pytest.mark.parametrize("layerSizes", [(784, 20, 20, 10), (784, 10), (784, 1, 10), (784, 33, 10)])
def testWeights(testSet, layerSizes):
    network = Network(None, None, layerSizes=layerSizes)
    images, labels = testSet
    figure = testFigures.drawWeights(Evaluation(network, images[:5], labels[:5]))
    weights = network.layers[0].weights
    pictures = [axes.images[0] for axes in figure.axes if axes.images]
    assert len(pictures) == len(weights)
    for picture, row in zip(pictures, weights, strict=True):
        assert np.array_equal(picture.get_array().ravel(), row)
        low, high = picture.get_clim()
        assert low == -high
        assert 0.99 <= (abs(weights) <= high).mean() < 1
    assert figure.axes[-1].get_xlabel() == "weight"


@pytest.mark.parametrize("layerSizes", [(784, 1, 10), slow((784, 20, 10)), slow((784, 100, 10))])
def testTheScaleOfTheWeightsIsAlwaysOfOneSize(testSet, layerSizes, tmp_path):
    images, labels = testSet
    network = Network(None, None, layerSizes=layerSizes)
    figure = testFigures.drawWeights(Evaluation(network, images[:5], labels[:5]))
    figure.savefig(tmp_path / "any.png")  # lays it out
    box = figure.axes[-1].get_window_extent()
    assert 300 < box.width < 450 and box.height < 15


def testFirstWeightsThatAreSeenAsNoiseAreExplained(testSet):
    """If weights of always dark pixels are as large as the others; small ones need no word."""
    images, labels = testSet
    network = Network(None, None, rng=np.random.RandomState(1))
    evaluation = Evaluation(network, images, labels)
    assert "first weights of ±0.5" in testFigures.drawWeights(evaluation).get_suptitle()
    network.layers[0].weights[:, images.max(axis=0) == 0] *= 0.1
    assert "noise" not in testFigures.drawWeights(evaluation).get_suptitle()


def testSavedAsPictures(evaluation, tmp_path, capsys):
    testFigures.saveAll(evaluation, tmp_path)
    names = ["hits.png", "confusion.png", "mistakes.png", "weights.png"]
    assert capsys.readouterr().out.split("\n")[:-1] == [f"saved {tmp_path / name}" for name in names]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    for name in names:
        with Image.open(tmp_path / name) as picture:
            assert picture.width >= 700
            assert len(np.unique(picture.convert("L").resize((50, 50)))) > 5


def testAFolderThatCannotBe(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Fault, match="file"):
        figureFiles.checkWritable(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


def testAnEarlierPictureStaysWhereANewOneFails(evaluation, tmp_path):
    (tmp_path / "hits.png").write_text("mine")
    figure = testFigures.drawHits(evaluation)
    figure.savefig = raiseFullDisk
    with pytest.raises(Fault, match="No space left"):
        figureFiles.save(figure, tmp_path, "hits.png")
    assert [path.name for path in tmp_path.iterdir()] == ["hits.png"]
    assert (tmp_path / "hits.png").read_text() == "mine"


def raiseFullDisk(*arguments, **options):
    raise OSError(28, "No space left on device")


def testMistakesOfLabelledPicturesCarryTheirFiles(tmp_path, monkeypatch, evaluation):
    """Two digits in one picture, one in the next; a network that reads none of them correctly."""
    saved = {}
    monkeypatch.setattr(figureFiles, "save", lambda figure, folder, name: saved.update({name: figure}))
    labelled = LabelledDigits()
    for file, indices in (("34.jpg", [0, 1]), ("5.png", [2])):
        digits = [SimpleNamespace(pixels=evaluation.images[index] / 255) for index in indices]
        found = SimpleNamespace(digits=digits, answers=evaluation.answers[indices])
        labelled.add(file, [(evaluation.answers[index] + 1) % 10 for index in indices], found)
    labelled.tell(evaluation.network, tmp_path)
    titles = [axes.get_title().split("\n")[0] for axes in saved["mistakes.png"].axes if axes.images]
    assert sorted(titles) == ["34.jpg", "34.jpg", "5.png"]
    assert "the image's file, " in saved["mistakes.png"].get_suptitle()
