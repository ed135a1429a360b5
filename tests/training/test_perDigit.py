"""The table of each digit's results."""

from support.training import perDigit
from support.training.evaluation import Evaluation


def testADigitThatIsMissingHasNoPercentage(capsys, evaluation):
    some = evaluation.labels != 3
    perDigit.printTable(Evaluation(evaluation.network, evaluation.images[some], evaluation.labels[some]))
    rows = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()[1:11]}
    assert rows["3"] == ["0", "0", "-"]
    assert float(rows["4"][2]) > 90
