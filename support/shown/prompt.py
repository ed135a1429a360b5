"""The question for a test image: the end of section 3.2.3 of the paper."""

import random
import re

from support.shown import explain, terminal
from support.shown.display import Display

HELP = """\
  a number       shows that test image
  Enter alone    a random one
  w              the next one that is read wrongly
  w 4 9          the next 4 that is taken for a 9
  e              explains the answer to the last image in numbers; e 1234 to that one
  l              shows one step of learning from the last image; l 1234 from that one
  q              leaves"""


class Prompt:
    """Asks for test images and shows them until the user leaves."""

    def __init__(self, evaluation):
        self.evaluation = evaluation
        self.display = Display(evaluation)
        self.index = -1  # of the image shown or explained last
        self.last = len(evaluation.images) - 1
        self.commands = {
            r"([0-9]{1,9})": self.number,
            r"": self.random,
            r"w": self.wrong,
            r"w\s*([0-9])\s+([0-9])": self.wrong,
            r"e\s*([0-9]{1,9})?": self.explainAnswer,
            r"l\s*([0-9]{1,9})?": self.explainLearning,
            r"\?": self.help,
        }

    def run(self):
        try:
            print("? lists what can be asked for")
            while (line := terminal.ask(f"choose a test image (0-{self.last}) ")) != "q":
                self.answer(line)
        except (EOFError, KeyboardInterrupt):
            print()

    def answer(self, line):
        for pattern, command in self.commands.items():
            match = re.fullmatch(pattern, line)
            if match:
                return command(*(int(number) for number in match.groups() if number is not None))
        print(f"{line[:30]!a} is not a test image: give a number from 0 to {self.last}, or ? for help")

    def number(self, index):
        if self.exists(index):
            print(self.evaluation.activations[index])
            print(self.evaluation.verdict(index))
            self.index = self.display.show(index)

    def random(self):
        self.number(random.randint(0, self.last))

    def wrong(self, label=None, answer=None):
        index = self.evaluation.nextWrong(self.index, label, answer)
        if index is None:
            return print("no test image is read wrongly like that")
        print(f"test image {index}")
        self.number(index)

    def explainAnswer(self, index=None):
        if self.goTo(index):
            explain.explainAnswer(self.evaluation.network, self.evaluation.images[self.index] / 255)

    def explainLearning(self, index=None):
        if self.goTo(index):
            explain.explainLearning(
                self.evaluation.network,
                self.evaluation.images[self.index] / 255,
                self.evaluation.labels[self.index],
            )

    def goTo(self, index):
        """Make index the last image, unless it is None; whether there is one."""
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

    def help(self):
        print(HELP)
