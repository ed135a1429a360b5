"""Measure a trained network on the 10,000 test images, and ask for some of them: section 3.2.4.

python test.py                     tests the weights in data/, of your last training
python test.py --use-train-data    tests those that came trained, in trainedData/
"""

import support  # noqa: F401  first of all: it tells what isn't installed
from support import dataSet, options, ownAnswers, pictureFiles, testFigures, weightFiles
from support.display import Display
from support.prompt import Prompt
from support.script import runScript
from support.testRun import TestRun


def main():
    chosen = options.testOptions()
    if chosen.figures:
        pictureFiles.checkWritable(chosen.figures)
    network = weightFiles.load(weightsFolder(chosen))
    if chosen.image:
        return ownAnswers.answerAll(network, chosen.image, chosen.figures)
    if chosen.draw:
        return ownAnswers.drawOwn(network)
    testRun = TestRun(network, *dataSet.readTestSet(chosen.data))
    print(f"correct guesses: {testRun.correctGuesses}")
    print(f"total guesses:  {len(testRun.labels)}")
    print(f"accuracy:       {testRun.accuracy:.2f}")
    if chosen.per_digit:
        printPerDigit(testRun)
    if chosen.figures:
        testFigures.saveAll(testRun, chosen.figures)
    if chosen.show_results:
        Display(testRun).showAll(testRun.wrong())
    if not chosen.no_picker:
        Prompt(testRun).run()
    return 0


def printPerDigit(testRun):
    """Right, total and percent of each digit, and the three commonest confusions."""
    print("digit  right  total  percent")
    counts = testRun.confusion
    for digit, row in enumerate(counts):
        right, total = row[digit], row.sum()
        print(f"{digit:5}  {right:5}  {total:5}  {100 * right / max(total, 1):7.2f}")
    for count, label, answer in testRun.commonestConfusions(3):
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
