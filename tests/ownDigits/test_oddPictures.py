"""Files as people have them: of any form, mode, size and name. Each is read, or told in one sentence."""

import os
import sys

import numpy as np
import pytest
from PIL import Image

from support.ownDigits import pictureReader, reading
from support.script import paths
from support.script.fault import Fault
from support.weights import weightFiles

from helpers import assertSentence, needs


@pytest.fixture(scope="module")
def network():
    return weightFiles.load(paths.TRAINED)


def seven(height=120, width=120):
    """A dark 7 on light paper."""
    gray = np.full((height, width), 225, np.uint8)
    y, x = np.mgrid[:120, :120]
    stem = (np.abs(x - (85 - 0.4 * (y - 25))) < 5) & (y > 20) & (y < 100)
    gray[:120, :120][stem | ((np.abs(y - 25) < 5) & (x > 35) & (x < 90))] = 30
    return Image.fromarray(gray)


def withPalette():
    """Ink on nothing, as an image editor exports it."""
    ink = seven().point(lambda value: 255 if value < 128 else 0)
    picture = Image.new("P", ink.size, 0)
    picture.putpalette([0, 0, 0, 20, 20, 60])
    picture.paste(1, mask=ink)
    return picture


ODD = {
    "7.gif": lambda path: seven().save(path, save_all=True, append_images=[Image.new("L", (120, 120))] * 2),
    "7.jpg": lambda path: seven().convert("CMYK").save(path),
    "7.tif": lambda path: Image.fromarray(np.asarray(seven()).astype(np.uint16) * 257).save(path),
    "7.png": lambda path: withPalette().save(path, transparency=0),
    "7.webp": lambda path: seven().save(path),
    "7.ppm": lambda path: seven().convert("RGB").save(path),
}


@pytest.mark.parametrize("name", ODD)
def testEveryForm(tmp_path, network, name):
    """Of an animation it's the first picture."""
    ODD[name](tmp_path / name)
    assert reading.read(network, tmp_path / name).number == "7"


@needs("names that are no text")
def testANameThatIsNoText(tmp_path, network):
    path = tmp_path / os.fsdecode(b"7_\xff.png")
    try:
        seven().save(path)
    except OSError:
        pytest.skip("this disk takes no such name")
    assert reading.read(network, path).number == "7"


@pytest.mark.parametrize("size", [(20_000, 10), (10, 20_000), (300, 200), (1, 1)])
def testPicturesOfOneColour(tmp_path, network, size):
    Image.new("RGB", size, (200, 30, 30)).save(tmp_path / "red.png")
    with pytest.raises(Fault) as fault:
        reading.read(network, tmp_path / "red.png")
    assertSentence(fault.value, "red.png", "no digit found")


@pytest.mark.parametrize("name", ["photo.heic", "photo.jpg"])
def testHeic(tmp_path, network, name):
    """What a telephone saves, under its own name or under one that some program gave it."""
    heif = pytest.importorskip("pillow_heif")
    heif.from_pillow(seven().convert("RGB")).save(tmp_path / name, quality=90)
    assert reading.read(network, tmp_path / name).number == "7"


def testHeicWithoutItsPackage(tmp_path, monkeypatch):
    (tmp_path / "photo.heic").write_bytes(b"\0\0\0\x1cftypheic" + bytes(100))
    monkeypatch.delitem(Image.OPEN, "HEIF", raising=False)
    monkeypatch.setattr(Image, "ID", [form for form in Image.ID if form != "HEIF"])
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(Fault) as fault:
        pictureReader.readPicture(tmp_path / "photo.heic")
    assertSentence(fault.value, "photo.heic", "pip install pillow-heif", "JPEG")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["jpg", "png"])
def testFortyEightMegapixels(tmp_path, network, form):
    seven().resize((6928, 6928)).save(tmp_path / f"7.{form}")
    assert reading.read(network, tmp_path / f"7.{form}").number == "7"
