"""Measure a trained network on the 10,000 test images, and ask for some of them: section 3.2.4.

python test.py                     tests the weights in data/, of your last training
python test.py --use-train-data    tests those that came trained, in trainedData/
"""

if __name__ == "__main__":
    import support.script.start  # noqa: F401  before all else

from support.data import dataSet
from support.ownDigits import ownAnswers
from support.script import options
from support.script.runScript import runScript
from support.shown import figureFiles, testFigures
from support.shown.display import Display
from support.shown.prompt import Prompt
from support.training.evaluation import Evaluation
from support.weights import weightFiles


def main():
    chosen = options.testOptions()
    if chosen.figures:
        figureFiles.checkWritable(chosen.figures)
    folder = weightsFolder(chosen)
    network = weightFiles.load(folder)
    dataSet.checkFits(network, folder)
    if chosen.image:
        return ownAnswers.answerAll(network, chosen.image, chosen.figures)
    if chosen.draw:
        return ownAnswers.drawOwn(network)
    evaluation = Evaluation(network, *dataSet.readTestSet(chosen.data))
    print(f"correct guesses: {evaluation.correctGuesses}")
    print(f"total guesses:  {len(evaluation.labels)}")
    print(f"accuracy:       {evaluation.accuracy:.2f}")
    if chosen.per_digit:
        printPerDigit(evaluation)
    if chosen.figures:
        testFigures.saveAll(evaluation, chosen.figures)
    if chosen.show_results:
        Display(evaluation).showAll(evaluation.wrong())
    if not chosen.no_picker:
        Prompt(evaluation).run()
    return 0


def printPerDigit(evaluation):
    """Right, total and percent of each digit, and the three commonest confusions."""
    print("digit  right  total  percent")
    counts = evaluation.confusion
    for digit, row in enumerate(counts):
        right, total = row[digit], row.sum()
        print(f"{digit:5}  {right:5}  {total:5}  {100 * right / max(total, 1):7.2f}")
    for count, label, answer in evaluation.commonestConfusions(3):
        print(f"{count} times a {label} was taken for a {answer}")


def weightsFolder(chosen):
    if chosen.weights is not None:
        return chosen.weights
    if weightFiles.hasWeights(options.OUTPUT):
        return options.OUTPUT
    print("no weights in data yet (main.py trains some): testing those in trainedData")
    return options.TRAINED


if __name__ == "__main__":
    runScript(main)
