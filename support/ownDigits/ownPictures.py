"""The figure of your own picture: what it was, what the network sees, and what it answers."""

import numpy as np
from matplotlib.patches import Rectangle

from support.data.dataSet import SIDE
from support.graphics import bars
from support.ownDigits.doubts import UNSURE

TITLE = 26  # characters that fit above one of three pictures side by side
COLUMNS = 10  # in the sheet of what the network sees, if there are several digits
GAP = 4, 14  # MNIST pixels between two columns, and above each row for the answers


def sizeFor(reading):
    """Width and height of the figure, in inches."""
    rows = -(-len(reading.digits) // COLUMNS)
    return (9, 3.4) if len(reading.digits) == 1 else (9, 5.2 + 1.2 * rows)


def draw(figure, reading, title):
    """Draw what was read into the figure."""
    if len(reading.digits) == 1:
        drawOne(figure, reading, title)
    else:
        drawSeveral(figure, reading, title)


def drawOne(figure, reading, title):
    """The picture, the digit as the network sees it, and the ten bars."""
    own, seen, chart = figure.subplots(1, 3, width_ratios=(1, 1, 1.25))
    showPicture(own, reading.picture, 255, shortened(title, TITLE))
    showPicture(seen, reading.digits[0].pixels.reshape(SIDE, SIDE), 1, "what the network sees")
    activations, answer = reading.activations[0], reading.answers[0]
    bars.draw(chart, activations, answer)
    chart.set_title(f"network says: {answer}")


def drawSeveral(figure, reading, title):
    """The picture, a frame and the answer over each digit; below it, each digit as the network sees it."""
    rows = -(-len(reading.digits) // COLUMNS)
    own, seen = figure.subplots(2, 1, height_ratios=(5, 1.3 * rows))
    title, number = (shortened(text, 2 * TITLE) for text in (title, reading.number))
    showPicture(own, reading.picture, 255, f"{title}\nnetwork says: {number}")
    for digit, answer, activations in zip(reading.digits, reading.answers, reading.activations, strict=True):
        top, bottom, left, right = digit.box
        colour = bars.RIGHT if activations[answer] > UNSURE else bars.WRONG
        own.add_patch(
            Rectangle((left, top), right - left, bottom - top, fill=False, color=colour, linewidth=1.5)
        )
        own.annotate(
            answer,
            ((left + right) / 2, top),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            color="white",
            fontweight="bold",
            bbox={"facecolor": colour, "edgecolor": "none", "boxstyle": "round,pad=0.15"},
        )
    showPicture(seen, sheetOf([digit.pixels for digit in reading.digits]), 1, "what the network sees")
    for index, words in enumerate(reading.each):
        x, y = cornerOf(index)
        seen.text(x + SIDE / 2, y - 2, words, ha="center", va="bottom", fontsize="small")
    seen.set_axis_off()


def showPicture(axes, picture, largest, title):
    axes.imshow(picture, cmap="gray", vmin=0, vmax=largest)
    axes.set_title(title, parse_math=False)
    axes.set(xticks=[], yticks=[])


def shortened(text, length):
    """What fits above a picture; a file's name may hold bytes that aren't text."""
    text = text.encode(errors="replace").decode()
    return text if len(text) <= length else f"{text[: length // 2]}…{text[-(length // 2 - 1) :]}"


def sheetOf(images):
    """Images (784,) from 0 to 1 in rows of COLUMNS: (height, width), nan between them."""
    right, bottom = np.max([cornerOf(index) for index in range(len(images))], axis=0) + SIDE
    sheet = np.full((bottom, right), np.nan)
    for index, image in enumerate(images):
        x, y = cornerOf(index)
        sheet[y : y + SIDE, x : x + SIDE] = image.reshape(SIDE, SIDE)
    return sheet


def cornerOf(index):
    """The x and y of an image's upper left pixel on the sheet."""
    row, column = divmod(index, COLUMNS)
    return column * (SIDE + GAP[0]), GAP[1] + row * (SIDE + GAP[1])
