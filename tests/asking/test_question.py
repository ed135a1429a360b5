"""The words that the question understands, and how what isn't understood is shown."""

import pytest

from support.asking.question import LONGEST, Question, asTyped, meaning


@pytest.mark.parametrize(
    "typed, understood",
    [
        ("quit", "q"),
        (" EXIT\t", "q"),
        ("Q", "q"),
        ("Help", "?"),
        ("W  4\t 9", "w 4 9"),
        ("\xa0e 5", "e 5"),
        ("quit now", "quit now"),
        ("", ""),
    ],
)
def testMeaning(typed, understood):
    assert meaning(typed) == understood


@pytest.mark.parametrize(
    "typed, shown",
    [
        ("año ¿qué?", "año ¿qué?"),
        ("你好 'x' \\n", "你好 'x' \\n"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\x00b\x7f", "a\\x00b\\x7f"),
        ("\u202eabc", "\\u202eabc"),  # which would turn the rest of the line round
        ("\udcff", "\\udcff"),
        ("x" * (LONGEST + 1), "x" * LONGEST + "…"),
    ],
)
def testAsTyped(typed, shown):
    assert asTyped(typed) == shown


def testACommandIsGivenTheNumbersOfItsExpression(capsys):
    told = []
    question = Question("? ", {r"n ?([0-9])?": lambda *numbers: told.append(numbers)}, "all of it", "is odd")
    for line in ("n 3", "N", "?", "no"):
        question.answer(line)
    assert told == [(3,), ()]
    assert capsys.readouterr().out == "all of it\n'no' is odd\n"
