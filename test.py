"""Measure a trained network on the 10,000 test images, and ask for some of them: section 3.2.4.

python test.py                     tests the weights in data/, of your last training
python test.py --use-train-data    tests those that came trained, in trainedData/
"""

import support  # noqa: F401  first of all: it tells what isn't installed
from support import dataSet, options, weightFiles
from support.display import Display
from support.prompt import Prompt
from support.script import runScript
from support.testRun import TestRun


def main():
    chosen = options.testOptions()
    network = weightFiles.load(weightsFolder(chosen))
    testRun = TestRun(network, *dataSet.readTestSet(chosen.data))
    print(f"correct guesses: {testRun.correctGuesses}")
    print(f"total guesses:  {len(testRun.labels)}")
    print(f"accuracy:       {testRun.accuracy:.2f}")
    if chosen.show_results:
        Display(testRun).showAll(testRun.wrong())
    if not chosen.no_picker:
        Prompt(testRun).run()


def weightsFolder(chosen):
    if chosen.weights is not None:
        return chosen.weights
    if weightFiles.hasWeights(options.OUTPUT):
        return options.OUTPUT
    print("no weights in data yet (main.py trains some): testing those in trainedData")
    return options.TRAINED


if __name__ == "__main__":
    runScript(main)
