"""A training as a film: what it changes in the first layer's weights, and how the share right grows.

Only Pillow draws and writes it. It shows changes, because the weights themselves look like their first noise.
"""

import errno
import io
import os
import shutil

import numpy as np

from support.data.dataSet import SIDE
from support.figures import figureFiles, neuronPictures
from support.graphics import palette
from support.script.disk import checkReplaceable, makeFolder, newPath, patiently
from support.script.fault import Fault, cantImport, reason
from support.training.recordingLog import runningMean

TITLE = "What training changes in the pixels' weights (light blue +, dark orange -)"
WIDTH = 480  # pixels
HEADING, CHART = 24, 116  # pixels of height, above the neurons, and for the share right below them
EDGE = 44  # pixels to the left of the chart, for its numbers
SCALES = ((20, 5, 3), (80, 8, 2), (100, 16, 1))  # up to so many neurons: per row, pixels of a weight's side
PAUSE, END = 90, 2500  # milliseconds of a frame, and of the last one
LARGEST = 2_000_000  # bytes
SHADES = (31, 15, 9, 5)  # of the colours of weights: fewer of them make a smaller file
LATEST = 50  # mini-sets whose mean is the share right


def checkWritable(path):
    """Raise Fault if no film can be made, or not written to path; makes path's folder."""
    importPillow()
    try:
        makeFolder(path.parent)
        checkName(path)
        if path.exists():
            checkReplaceable(path)
    except OSError as error:
        raise Fault(f"{path} can't be written ({reason(error)}): name another file") from error


def checkName(path):
    """Raise OSError if no file can have path's name: nul.gif and a?b.gif on Windows."""
    folder = newPath(path.parent, ".film")
    folder.mkdir()
    try:
        (folder / "trial").touch()
        patiently(os.replace, folder / "trial", folder / path.name)
        if not (folder / path.name).is_file():
            raise OSError(errno.EINVAL, "no file can have this name")
    finally:
        patiently(shutil.rmtree, folder)


def importPillow():
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError as error:
        raise cantImport(error, "films", "Pillow") from error
    return Image, ImageDraw, ImageFont


def save(log, path):
    """Write the film of a RecordingLog's training, of at most LARGEST bytes."""
    for shades in SHADES:
        content = film(log, shades)
        if len(content) <= LARGEST:
            break
    figureFiles.write(path, lambda place: place.write_bytes(content))


def film(log, shades):
    """The GIF's bytes."""
    Image, _, _ = importPillow()
    first = log.moments[0][1]
    changes = [weights - first for _, weights in log.moments]
    strong = neuronPictures.strongest(changes[-1])
    # the palette: from negative over 0 to positive, then what the chart is drawn with
    colours = [*ramp(shades), (255, 255, 255), (0, 0, 0), (170, 170, 170), rgb(palette.BLUE)]
    shares = 100 * runningMean(log.shares, LATEST - 1)
    frames = []
    for (iteration, _), change in zip(log.moments, changes, strict=True):
        levels = np.rint((np.clip(change / strong, -1, 1) + 1) / 2 * (shades - 1)).astype(np.uint8)
        neurons = grid(levels, shades)
        above, below = (np.full((height, WIDTH), shades, np.uint8) for height in (HEADING, CHART))
        frame = Image.fromarray(np.vstack([above, neurons, below]))
        frame.putpalette(np.array(colours, np.uint8).tobytes())
        drawChart(frame, shares, iteration, HEADING + len(neurons), shades)
        frames.append(frame)
    file = io.BytesIO()
    frames[0].save(
        file,
        "GIF",
        save_all=True,
        append_images=frames[1:],
        duration=[PAUSE] * (len(frames) - 1) + [END],
        loop=0,
        optimize=False,
    )
    return file.getvalue()


def rgb(colour):
    """The three bytes of #RRGGBB."""
    return tuple(bytes.fromhex(colour[1:]))


def ramp(shades):
    """So many of the weights' colours, as bytes."""
    ends = np.array([rgb(colour) for colour in palette.WEIGHTS], float)
    places = np.linspace(0, 2, shades)
    return np.rint([np.interp(places, [0, 1, 2], channel) for channel in ends.T]).T.astype(int).tolist()


def grid(levels, background):
    """(height, WIDTH): the levels (neurons, 784) as pictures in rows, on the background's number."""
    columns, scale = next(size for neurons, *size in SCALES if len(levels) <= neurons)
    side, cell = SIDE * scale, WIDTH // columns
    picture = np.full((cell * -(-len(levels) // columns), WIDTH), background, np.uint8)
    for neuron, row in enumerate(levels):
        top, left = (cell * place + (cell - side) // 2 for place in divmod(neuron, columns))
        picture[top : top + side, left : left + side] = np.kron(
            row.reshape(SIDE, SIDE), np.ones((scale, scale), np.uint8)
        )
    return picture


def drawChart(frame, shares, iteration, top, white):
    """The share right up to this iteration, on the axes of the whole training, and all its words."""
    _, ImageDraw, ImageFont = importPillow()
    black, gray, blue = white + 1, white + 2, white + 3
    draw, font = ImageDraw.Draw(frame), ImageFont.load_default(13)
    total = len(shares)
    left, right, upper, lower = EDGE, WIDTH - 12, top + 32, top + CHART - 12
    for share in (0, 50, 100):
        y = lower - (lower - upper) * share / 100
        draw.line([(left, y), (right, y)], fill=gray)
        draw.text((left - 5, y), f"{share} %", fill=black, font=font, anchor="rm")
    if iteration:
        x = left + (right - left) * np.arange(iteration) / max(total - 1, 1)
        y = lower - (lower - upper) * shares[:iteration] / 100
        draw.line(np.stack([x, y], axis=1).ravel().tolist(), fill=blue, width=2)
        draw.ellipse([x[-1] - 4, y[-1] - 4, x[-1] + 4, y[-1] + 4], fill=blue)
    latest = min(LATEST, iteration)
    now = f": {shares[iteration - 1]:.0f} % right in the last {latest} mini-sets" if iteration else ""
    for y, words in ((HEADING / 2 + 2, TITLE), (top + 13, f"iteration {iteration} of {total}{now}")):
        draw.text((left, y), words, fill=black, font=font, anchor="lm")
