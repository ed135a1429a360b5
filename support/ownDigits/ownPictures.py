"""The figure of a picture of one's own: what it was, what the network sees, and what it answers."""

from support.data.dataSet import SIDE
from support.shown import bars

TITLE = 26  # characters that fit above a picture


def drawThree(figure, picture, pixels, activations, title):
    """Draw the picture (height, width) in gray bytes, the pixels (784,) from 0 to 1, and the ten bars."""
    title = title.encode(errors="replace").decode()  # a file's name may hold what is no text
    if len(title) > TITLE:
        title = f"{title[: TITLE // 2]}…{title[-(TITLE // 2 - 1) :]}"
    own, seen, chart = figure.subplots(1, 3, width_ratios=(1, 1, 1.25))
    for axes, image, largest, words in (
        (own, picture, 255, title),
        (seen, pixels.reshape(SIDE, SIDE), 1, "what the network sees"),
    ):
        axes.imshow(image, cmap="gray", vmin=0, vmax=largest)
        axes.set_title(words, parse_math=False)
        axes.set(xticks=[], yticks=[])
    bars.draw(chart, activations, activations.argmax())
    chart.set_title(f"network says: {activations.argmax()}")
