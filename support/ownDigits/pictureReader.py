"""A picture in a file, as Pillow reads it, turned to gray: a photo or a scan, of any size and mode."""

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, ImageStat

from support.script.disk import checkPlain
from support.script.fault import Fault, reason

# What Pillow knows only by name, or reads with another program's help
OTHERS = ("BUFR", "EPS", "GRIB", "HDF5", "WMF")
LARGEST = 100_000_000  # pixels
HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}  # kinds that a HEIC file names
SHOWN = 800  # pixels of a picture's longer side: more would only take time
OPAQUE = 127  # of 255: what is less opaque is neither paper nor ink
TAILS, SHADES = (2, 98), 50  # percent of the pixels between which more grays than these are several shades
COLOURED = 2  # times the gray's contrast: a colour that has more is taken instead


def readPicture(path):
    """The picture in a file, upright and in gray: (height, width) bytes, the longer side shrunk.

    Raises Fault if it can't be read or has more than 100 megapixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's, about what is refused below or doesn't matter
            if isinstance(path, Path):  # not what is in memory
                checkPlain(path)
            with Image.open(path) as picture:
                if picture.format in OTHERS:
                    raise Image.UnidentifiedImageError
                if picture.width * picture.height > LARGEST:
                    raise Image.DecompressionBombError
                picture.draft(None, (SHOWN, SHOWN))  # a JPEG is decoded at a fraction of its size
                return grayOf(ImageOps.exif_transpose(shrunk(picture)))
    except Image.DecompressionBombError as error:
        raise Fault(f"{path} has more than 100 megapixels: make it smaller") from error
    except Image.UnidentifiedImageError as error:
        if "HEIF" not in Image.OPEN and isHeic(path):
            learnHeic(path)
            return readPicture(path)
        raise Fault(f"{path} is not a picture that can be read: save it as PNG or JPEG") from error
    except OSError as error:
        if error.errno is not None:
            raise Fault(f"{path} can't be read: {reason(error)}") from error
        raise damaged(path, error) from error
    except MemoryError as error:
        raise Fault(f"{path} needs more memory than there is: make it smaller") from error
    except Exception as error:  # whatever Pillow's readers stumble on in a damaged file
        raise damaged(path, error) from error


def isHeic(path):
    """Whether a file is a phone's HEIC, whatever it's called."""
    with open(path, "rb") as file:
        start = file.read(12)
    return start[4:8] == b"ftyp" and start[8:] in HEIC


def learnHeic(path):
    """Let Pillow read HEIC from now on. Raises Fault if pillow-heif isn't installed."""
    try:
        import pillow_heif
    except ImportError as error:
        raise Fault(
            f"{path} is a HEIC picture, which pillow-heif reads: python -m pip install pillow-heif, "
            "or save it as JPEG"
        ) from error
    pillow_heif.register_heif_opener()


def damaged(path, error):
    words = " ".join(str(error).split())  # Pillow's may have several lines
    return Fault(f"{path} is damaged or cut off ({words}): save it again, as PNG or JPEG")


def shrunk(picture):
    """The picture with a longer side of SHOWN or a little more, in a mode that shades can be mixed in."""
    if picture.mode not in ("LA", "RGBA") and picture.has_transparency_data:
        picture = picture.convert("RGBA")
    elif picture.mode == "1":
        picture = picture.convert("L")
    elif picture.mode == "P":
        picture = picture.convert("RGB")
    factor = max(picture.size) // SHOWN
    return picture.reduce(factor) if factor > 1 else picture


def grayOf(picture):
    """(height, width) bytes; what is transparent becomes background."""
    if picture.mode[0] in "IF":  # 16 and 32 bits, of any range
        values = np.nan_to_num(np.asarray(picture, dtype=float), posinf=0, neginf=0)
        values -= values.min()
        return np.rint(values * (255 / max(values.max(), 1e-9))).astype(np.uint8)
    if picture.mode not in ("LA", "RGBA"):
        return clearest(picture)
    gray, alpha = (np.asarray(band, dtype=float) for band in picture.convert("LA").split())
    background = backgroundBehind(gray[alpha > OPAQUE], gray.size)
    return np.rint(background + (gray - background) * alpha / 255).astype(np.uint8)


def clearest(picture):
    """(height, width) bytes: the gray, or the colour that shows ink where the gray doesn't."""
    gray, colours = picture.convert("L"), picture.convert("RGB")
    contrasts = np.array(ImageStat.Stat(colours).stddev)
    isGray = contrasts.max() <= COLOURED * ImageStat.Stat(gray).stddev[0]
    return np.asarray(gray if isGray else colours.getchannel(int(contrasts.argmax())))


def backgroundBehind(opaque, size):
    """The gray to lay behind the opaque pixels of a picture of this size.

    If most are opaque and of several shades, it's paper with its corners cut off, and goes on behind them.
    Otherwise it's ink alone, and the background is its opposite.
    """
    if opaque.size == 0:
        return 255
    if opaque.size > size / 2 and np.ptp(np.percentile(opaque, TAILS)) > SHADES:
        return np.median(opaque)
    return 255 if opaque.mean() < 128 else 0
