"""Which files are pictures, and what of them is looked at: gray, or the colour in which the ink shows."""

import numpy as np
import pytest
from PIL import Image

from support.eyes.convolutions import layers
from support.eyes.digits import digitsOf
from support.ownDigits import pictureReader
from support.script import paths
from support.script.fault import Fault
from support.weights import weightFiles
from tests import photos


def aPicture(form):
    noise = np.random.RandomState(1).randint(256, size=(90, 90), dtype=np.uint8)
    return photos.packed(Image.fromarray(noise), form).getvalue()


def emptyPicture(side):
    return photos.packed(Image.new("1", (side, side)), "PNG").getvalue()


BAD = {
    "missing.png": (None, "can't be read"),
    "empty.png": (b"", "not a picture"),
    "text.jpg": (b"a digit", "not a picture"),
    "huge.png": (emptyPicture(10_001), "100 megapixels"),
    "immense.png": (emptyPicture(20_000), "100 megapixels"),
    "cut.png": (aPicture("PNG")[:4000], "cut off"),
    "cut.jpg": (aPicture("JPEG")[:2000], "cut off"),
}


@pytest.mark.parametrize("name", BAD)
def testAFileThatCannotBeRead(tmp_path, name):
    content, words = BAD[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Fault, match=words) as fault:
        pictureReader.readPicture(tmp_path / name)
    assert name in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
def testEveryModeIsRead(tmp_path, mode):
    """A black 1 on white; where there is transparency, on nothing."""
    gray = np.full((120, 120), 255, np.uint8)
    gray[20:100, 55:66] = 0
    picture = Image.fromarray(gray)
    if mode in ("LA", "RGBA"):
        picture = Image.new(mode, (120, 120))
        picture.putalpha(Image.fromarray(255 - gray))
    elif mode == "I;16":
        picture = Image.fromarray(gray.astype(np.uint16) * 257)
    else:
        picture = picture.convert(mode)
    path = tmp_path / "one.tiff"
    picture.save(path)
    [[digit]] = digitsOf(pictureReader.readPicture(path), layers(paths.EYES))
    assert weightFiles.load(paths.TRAINED).feedForward(digit.pixels).argmax() == 1


def testInkOfThePapersOwnGrayIsSeenInAColour():
    """Red on green, equally light in gray; and a gray picture stays as it is."""
    paper = np.full((120, 120, 3), (60, 150, 60), np.uint8)
    paper[20:100, 55:66] = (202, 77, 61)
    gray = np.asarray(Image.fromarray(paper).convert("L"))
    assert np.ptp(gray) <= 2
    assert np.ptp(pictureReader.grayOf(Image.fromarray(paper))) > 100
    plain = Image.fromarray(np.arange(0, 250, 10, dtype=np.uint8).reshape(5, 5)).convert("RGB")
    assert np.array_equal(pictureReader.grayOf(plain), np.asarray(plain.convert("L")))
