"""The question after your own picture: why this answer, and why not another."""

from support.asking.question import Question
from support.explaining import answer, rival

HELP = """\
  e              explains the answer in numbers
  n 3            explains why it is not a 3
  q              leaves"""
UNKNOWN = "is not understood: e explains the answer, n 3 why it is not a 3, q leaves"


def newQuestion(network, name, pixels):
    """The Question about a picture's only digit; pixels is (784,), 0 to 1."""
    commands = {
        r"e": lambda: answer.explain(network, pixels, name),
        r"[en] ?([0-9])": lambda digit: rival.explain(network, pixels, name, digit),
    }
    return Question(f"ask about {name} (e, n 3, q) ", commands, HELP, UNKNOWN)
