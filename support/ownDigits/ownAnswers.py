"""What the network says about your own pictures: a line each, and a figure where there is room for one."""

import sys

from tqdm import tqdm

from support.asking.display import HINT, OPEN
from support.data import newSet
from support.figures import figureFiles
from support.graphics import backend, palette, terminal
from support.ownDigits import pictureFiles
from support.ownDigits.labelled import LabelledDigits
from support.ownDigits.ownQuestion import newQuestion
from support.script.fault import Fault, cantImport, complain, printable
from support.script.interruption import whileImporting
from support.script.streams import isTerminal

NAME = 50  # letters of a picture's name that its figure's name keeps: systems take 255 bytes at most
MANY = 20  # so many pictures take long enough for a progress bar


def answerAll(network, chosen):
    """Answer the pictures that test.py's options name; returns the exit code.

    A picture that can't be read is reported on stderr (the code is then 1, else 0), and the others are read.
    """
    read = importReading()
    if chosen.save_data:
        newSet.checkPlace(chosen.save_data)
    files, code = filesOf(chosen.image)
    labelled = LabelledDigits() if chosen.labelled else None
    isShown = len(files) == 1 and not (chosen.figures and backend.drawsInline())  # where the file is shown
    hasBar = len(files) >= MANY and isTerminal(sys.stderr)
    bar = tqdm(files, disable=not hasBar, leave=False, unit=" pictures")
    for number, file in enumerate(bar, 1):
        label = pictureFiles.labelOf(file.path) if labelled else None
        if labelled and label is None:
            code = complain(
                f"{file.name} has no label: begin its name with its digit, or put it in a folder named 0 to 9"
            )
        try:
            reading = read(network, file.path)
        except Fault as fault:
            reading, code = None, complain(fault, fault)
        if label:
            labelled.add(file.name, label, reading)
        if reading:
            tell(file.name, reading, label)
            if chosen.figures and not labelled:
                save(file, reading, chosen.figures, number)
            if isShown:
                show(file.name, reading)
            if len(files) == len(reading.digits) == 1 and isConversation() and not chosen.no_picker:
                newQuestion(network, printable(file.name), reading.digits[0].pixels).run()
    if labelled:
        labelled.tell(network, chosen.figures)
    if chosen.save_data:
        labelled.save(chosen.save_data)
    return code


def filesOf(given):
    """The PictureFiles of what was given, and 1 if some of it holds none, else 0."""
    files, code = [], 0
    for path in given:
        try:
            files += pictureFiles.picturesOf(path)
        except Fault as fault:
            code = complain(fault, fault)
    return files, code


def importReading():
    """The function that needs Pillow and SciPy, which are loaded only for it."""
    try:
        with whileImporting():
            from support.ownDigits.reading import read
    except ImportError as error:
        raise cantImport(error, "own digits", "Pillow scipy") from error
    return read


def tell(name, reading, label=None):
    """Print the answer, the label if it differs, and what makes the answer doubtful."""
    line = f"{name}: {reading.verdict}"
    if label is not None and label != list(reading.answers):
        line += f", but its label is {''.join(map(str, label))}"
    tqdm.write(printable(line))
    sys.stdout.flush()  # as it is read, into a pipe too
    for warning in reading.warnings:
        complain(f"{name}: {warning}")


def save(file, reading, folder, number):
    from support.ownDigits import ownPictures

    figure = figureFiles.newFigure(*ownPictures.sizeFor(reading))
    ownPictures.draw(figure, reading, file.path.name)
    with tqdm.external_write_mode():
        figureFiles.save(figure, folder, f"answer{number}-{file.path.stem[:NAME]}.png")


def isConversation():
    """Whether both ends are interactive, not pipes."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def show(name, reading):
    """Show it in a window until that is closed (q does too), in a notebook, or in the terminal."""
    why = backend.whyNotShown()
    if why is None:
        return showFigure(name, reading)
    if sys.stdout.isatty() and len(reading.digits) == 1:
        print(HINT.format(why=why))
        terminal.draw(reading.digits[0].pixels, reading.activations[0])


def showFigure(name, reading):
    from matplotlib import pyplot

    from support.ownDigits import ownPictures

    figure = pyplot.figure(figsize=ownPictures.sizeFor(reading), layout="constrained")
    ownPictures.draw(figure, reading, name)
    if not backend.drawsInline():
        if sys.stdout.isatty():
            print(OPEN)
        figure.supxlabel("q close", fontsize="small", color=palette.NOTE)
    figure.canvas.manager.set_window_title(name.encode(errors="replace").decode())
    pyplot.show(block=True)
