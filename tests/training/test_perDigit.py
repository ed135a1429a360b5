"""The table of each digit's results."""

from support.data import dataSet
from support.training import perDigit
from support.training.evaluation import Evaluation
from support.weights import weightFiles

from helpers import PROJECT


def testADigitThatIsMissingHasNoPercentage(capsys):
    images, labels = dataSet.readTestSet()
    some = labels != 3
    perDigit.printTable(Evaluation(weightFiles.load(PROJECT / "trainedData"), images[some], labels[some]))
    rows = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()[1:11]}
    assert rows["3"] == ["0", "0", "-"]
    assert float(rows["4"][2]) > 90
