"""Measure a trained network on the 10,000 test images, and ask for some of them: section 3.2.4.

python test.py                     tests the weights in data/, of your last training
python test.py --use-train-data    tests those that come with the project, in trainedData/
"""

if __name__ == "__main__":
    try:
        import support.script.start  # noqa: F401  before all else
    except KeyboardInterrupt:  # until start listens to Ctrl-C, Python would show a traceback
        raise SystemExit(130) from None

import sys
from pathlib import Path

from support.data import dataSet
from support.script import options, paths
from support.script.fault import printable
from support.script.runScript import runScript
from support.training.advice import warnIfForeign
from support.training.evaluation import Evaluation
from support.weights import weightFiles


def main():
    """What only some options need is imported where it's used: the plain test starts at once."""
    chosen = options.testOptions()
    if chosen.figures:
        from support.figures import figureFiles

        figureFiles.checkWritable(chosen.figures)
    folder = weightsFolder(chosen)
    network = weightFiles.load(folder)
    dataSet.checkFits(network, folder)
    if chosen.image:
        from support.ownDigits import ownAnswers

        return ownAnswers.answerAll(network, chosen)
    if chosen.draw:
        from support.drawing.drawOwn import drawOwn

        return drawOwn(network, chosen.figures)
    if chosen.page:
        from support.page import page

        return page.save(network, chosen.page)
    evaluation = Evaluation(network, *dataSet.readTestSet(chosen.data))
    print(f"correct guesses: {evaluation.correctGuesses}")
    print(f"total guesses:  {len(evaluation.labels)}")
    print(f"accuracy:       {evaluation.accuracy:.2f}")
    if chosen.per_digit:
        from support.training import perDigit

        perDigit.printTable(evaluation)
    warnIfForeign(evaluation)
    if chosen.figures:
        from support.figures import testFigures

        testFigures.saveAll(evaluation, chosen.figures)
    shown = None  # the image that was shown last
    if chosen.show_results:
        from support.asking.display import Display

        shown = Display(evaluation).showAll(evaluation.wrong())
    if not chosen.no_picker:
        from support.asking.prompt import Prompt

        Prompt(evaluation, shown).run()
    return 0


def weightsFolder(chosen):
    if chosen.weights is not None:
        return chosen.weights
    if (chosen.image or chosen.draw) and weightFiles.hasWeights(paths.WIDE):
        print(f"--weights {printable(shortest(paths.WIDE))} reads handwriting better", file=sys.stderr)
    if weightFiles.hasWeights(paths.OUTPUT):
        return paths.OUTPUT
    print("no weights in data yet (main.py trains some): testing those in trainedData")
    return paths.TRAINED


def shortest(path):
    """A path as you would type it in the current folder."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    runScript(main)
