"""The question for a test image: the end of section 3.2.3 of the paper."""

import random

from support.asking.display import Display
from support.asking.question import Question
from support.explaining import answer, rival, step
from support.training.evaluation import inDecimals

HELP = """\
  a number       shows that test image
  Enter alone    shows a random one
  w              shows the next one that is read wrongly
  w 4            shows the next 4 that is read wrongly
  w 4 9          shows the next 4 that is taken for a 9
  e              explains the answer to the last image; e 1234 the answer to image 1234
  n 3            explains why that answer is not 3; e 1234 3 the same for image 1234
  l              shows one step of learning from the last image; l 1234 from image 1234
  q              leaves"""


class Prompt:
    """Asks for test images and shows them until the user leaves."""

    def __init__(self, evaluation, shown=None):
        """shown is the index of the image that was shown before, or None."""
        self.evaluation = evaluation
        self.display = Display(evaluation)
        self.index = -1 if shown is None else shown  # of the image shown or explained last
        self.last = len(evaluation.images) - 1
        commands = {
            r"([0-9]{1,9})": self.number,
            r"": self.random,
            r"w(?: ?([0-9])(?: ?([0-9]))?)?": self.wrong,
            r"e(?: ?([0-9]{1,9}))?": self.whyAnswer,
            r"n ?([0-9])": self.whyNot,
            r"[en] ?([0-9]{1,9}) ([0-9])": self.whyNotOf,
            r"l(?: ?([0-9]{1,9}))?": self.oneStep,
            r"n(?: ?[0-9]{2,9})?": lambda: print("n takes a digit: n 3 explains why the answer is not 3"),
            r"l ?[0-9]{1,9} [0-9 ]+": lambda: print("l takes an image alone: l 1234 learns from image 1234"),
        }
        self.question = Question(
            f"choose a test image (0-{self.last}) ",
            commands,
            HELP,
            f"is not a test image: give a number from 0 to {self.last}, or ? for help",
        )

    def run(self):
        self.question.run()

    def number(self, index):
        if self.exists(index):
            print(inDecimals(self.evaluation.activations[index]))
            print(self.evaluation.verdict(index))
            self.index = self.display.show(index)

    def random(self):
        index = random.randint(0, self.last)
        print(nameOf(index))
        self.number(index)

    def wrong(self, label=None, answer=None):
        index = self.evaluation.nextWrong(self.index, label, answer)
        if index is None:
            return print("no test image is read wrongly like that")
        print(nameOf(index))
        self.number(index)

    def whyAnswer(self, index=None):
        if self.goTo(index):
            answer.explain(*self.subject(), self.evaluation.labels[self.index])

    def whyNot(self, digit):
        self.whyNotOf(None, digit)

    def whyNotOf(self, index, digit):
        if self.goTo(index):
            rival.explain(*self.subject(), digit, self.evaluation.labels[self.index])

    def oneStep(self, index=None):
        if self.goTo(index):
            costly = self.evaluation.nextCostly(self.index, step.MUCH)
            more = None if costly is None else f"{nameOf(costly)}: l {costly}"
            step.explain(*self.subject(), self.evaluation.labels[self.index], more)

    def subject(self):
        """The last image, as explanations take it."""
        return self.evaluation.network, self.evaluation.images[self.index] / 255, nameOf(self.index)

    def goTo(self, index):
        """Make index the last image, unless it is None; returns whether there is such an image."""
        found = self.exists(self.index if index is None else index)
        if found and index is not None:
            self.index = index
        return found

    def exists(self, index):
        """Whether there is such a test image; if not, say so."""
        if 0 <= index <= self.last:
            return True
        if index < 0:
            print("no image was shown yet: give its number as well")
        else:
            print(f"there is no test image {index}: give a number from 0 to {self.last}")
        return False


def nameOf(index):
    return f"test image {index}"
