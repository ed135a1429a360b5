"""The film of a training: its frames, its size, and that no half film is left."""

import errno
import io
import os

import numpy as np
import pytest
from PIL import Image

from support.script import disk, options
from support.script.fault import Fault
from support.figures import film
from support.training.recordingLog import runningMean

from helpers import assertOptionRefused, assertRefused, assertSentence, faultOf, run, slow, trainChosen


def logOf(mnist, arguments, count=6000):
    images, labels = mnist
    chosen = options.mainOptions(["--seed", "1", "--film", "any.gif", *arguments.split()])
    return trainChosen(chosen, images[:count], labels[:count])[1]


@pytest.fixture(scope="module")
def log(mnist):
    return logOf(mnist, "--epochs 4")


def framesOf(content):
    with Image.open(io.BytesIO(content)) as picture:
        for place in range(picture.n_frames):
            picture.seek(place)
            yield np.asarray(picture.convert("RGB")).astype(int), picture.info["duration"]


def testTheFilmOfATraining(log, tmp_path, capsys):
    film.save(log, tmp_path / "film.gif")
    assert [path.name for path in tmp_path.iterdir()] == ["film.gif"]
    assert capsys.readouterr().out == f"saved {tmp_path / 'film.gif'}\n"
    content = (tmp_path / "film.gif").read_bytes()
    assert len(content) <= 2_000_000
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.info["loop"] == 0  # for ever
    frames = list(framesOf(content))
    assert 50 <= len(frames) <= 60
    assert all(frame.shape[1] == 480 for frame, _ in frames)
    assert 3000 < sum(duration for _, duration in frames) < 20000
    # nothing has changed in the first frame; in the last orange and blue are seen, and a longer line
    neurons = slice(film.HEADING, -film.CHART)
    assert len(np.unique(frames[0][0][neurons].reshape(-1, 3), axis=0)) == 2
    last = frames[-1][0]
    difference = last[neurons, :, 0] - last[neurons, :, 2]
    assert difference.max() > 50 and difference.min() < -50
    lengths = [np.count_nonzero((frame == film.rgb("#0072B2")).all(axis=2)) for frame, _ in frames]
    assert lengths[0] == 0 and np.all(np.diff(lengths[1:]) > -40) and lengths[-1] > 5 * lengths[1]


def testTheLastFrameIsTheWholeTrainingAndStays(log):
    """Each weight in the colour of its change, the line up to the chart's right edge, for seconds."""
    *_, (last, duration) = framesOf(film.film(log, film.SHADES[0]))
    assert duration > 2000
    assert log.moments[-1][0] == len(log.shares)
    change = log.moments[-1][1] - log.moments[0][1]
    brightness = last[film.HEADING : -film.CHART].sum(axis=2)
    for neuron in (0, 7, 19):
        y, x = (96 * place + 6 for place in divmod(neuron, 5))
        seen = brightness[y + 1 : y + 84 : 3, x + 1 : x + 84 : 3]
        assert np.corrcoef(seen.ravel(), change[neuron])[0, 1] > 0.9
    lineColumns = np.flatnonzero((last[-film.CHART + 20 :] == film.rgb("#0072B2")).all(axis=2).any(axis=0))
    assert lineColumns.max() >= film.WIDTH - 9  # one moment before, its dot ends 7 pixels to the left


def testTheShareRightIsThatOfTheLatestMinisets():
    values = np.arange(200.0) ** 2
    means = runningMean(values, film.LATEST - 1)
    assert means[:2] == pytest.approx([0, 0.5])
    assert [means[49], means[120]] == pytest.approx([values[:50].mean(), values[71:121].mean()])


def testTheColoursOfWeights():
    """Dark orange below 0, gray, light blue above, lighter at every step."""
    colours = np.array(film.ramp(31))
    assert [*map(tuple, colours[[0, 15, 30]])] == [(120, 40, 0), (112, 112, 116), (190, 225, 255)]
    assert (np.diff(colours @ [0.2126, 0.7152, 0.0722]) > 0).all()


def testANeuronsPictureIsItsChange(log):
    """The corner of the strongest change of a neuron is of its colour."""
    change = log.moments[-1][1][7] - log.moments[0][1][7]
    row, column = divmod(int(change.argmax()), 28)
    last = list(framesOf(film.film(log, film.SHADES[0])))[-1][0]
    y, x = film.HEADING + 96 + 6 + 3 * row, 2 * 96 + 6 + 3 * column  # the third of the second five
    assert last[y + 1, x + 1, 2] > last[y + 1, x + 1, 0] + 30  # light blue


@pytest.mark.parametrize("neurons", [1, slow(60), slow(150)])
def testNetworksOfOtherSizes(mnist, neurons, tmp_path):
    film.save(logOf(mnist, f"--epochs 1 --hidden {neurons}"), tmp_path / "film.gif")
    assert (tmp_path / "film.gif").stat().st_size <= 2_000_000


def testATrainingThatWasInterruptedAtOnce(log, monkeypatch):
    monkeypatch.setattr(log, "moments", log.moments[:1])
    monkeypatch.setattr(log, "shares", log.shares[:1])
    assert len(list(framesOf(film.film(log, film.SHADES[0])))) == 1


@pytest.mark.slow
def testFewerShadesWhereTheFileWouldBeTooLarge(log, tmp_path, monkeypatch):
    whole = len(film.film(log, film.SHADES[0]))
    monkeypatch.setattr(film, "LARGEST", whole - 1)
    film.save(log, tmp_path / "film.gif")
    assert (tmp_path / "film.gif").stat().st_size < whole


def testAnEarlierFilmStaysWhereANewOneFails(log, tmp_path, monkeypatch):
    (tmp_path / "film.gif").write_text("mine")

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(Fault, match="No space left"):
        film.save(log, tmp_path / "film.gif")
    assert [path.name for path in tmp_path.iterdir()] == ["film.gif"]
    assert (tmp_path / "film.gif").read_text() == "mine"


def testItsOptionIsCheckedBeforeTheTraining(tmp_path, smallData):
    assertOptionRefused(run("main.py", "--film", "film.png"), "film.png", ".gif")
    (tmp_path / "file").write_text("mine")
    name = tmp_path / "file" / "film.gif"
    process = run("main.py", "--data", smallData, "--output", tmp_path / "output", "--film", name)
    assertRefused(process, name.parent)
    assert b"-->" not in process.stdout


@pytest.mark.parametrize("isDevice", [True, False])
def testANameThatNoFileCanHaveIsToldBeforeTheTraining(tmp_path, monkeypatch, isDevice):
    """As on Windows: nul.gif takes all and is no file, a?b.gif is refused."""

    def replaceAsWindows(source, target):
        if not isDevice:
            raise OSError(errno.EINVAL, "The name is incorrect", str(target))
        os.unlink(source)

    film.checkWritable(tmp_path / "film.gif")
    monkeypatch.setattr(os, "replace", replaceAsWindows)
    assertSentence(faultOf(film.checkWritable, tmp_path / "nul.gif"), "nul.gif", "name another file")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "nt", reason="only Windows refuses these names")
@pytest.mark.parametrize("name", ["nul.gif", "a?b.gif", "com1.gif"])
def testANameThatWindowsRefuses(tmp_path, name):
    assertSentence(faultOf(film.checkWritable, tmp_path / name), name, "name another file")


def testAFilmInWhosePlaceNothingCanComeIsToldBeforeTheTraining(tmp_path, monkeypatch):
    path = tmp_path / "film.gif"
    path.mkdir()
    assertSentence(faultOf(film.checkWritable, path), path, "it is a folder")
    path.rmdir()
    path.write_bytes(b"an earlier one")
    path.chmod(0o444)
    monkeypatch.setattr(disk, "READ_ONLY_STAYS", True)
    assertSentence(faultOf(film.checkWritable, path), path, "it is read-only")
    path.chmod(0o644)
    film.checkWritable(path)
    assert path.read_bytes() == b"an earlier one"
