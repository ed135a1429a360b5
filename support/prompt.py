"""The question for a test image: the end of section 3.2.3 of the paper."""

import random
import re

from support.display import Display

HELP = """\
  a number       shows that test image
  Enter alone    a random one
  w              the next one that is read wrongly
  w 4 9          the next 4 that is taken for a 9
  q              leaves"""


class Prompt:
    """Asks for test images and shows them until the user leaves."""

    def __init__(self, testRun):
        self.testRun = testRun
        self.display = Display(testRun)
        self.index = -1  # of the image shown last
        self.last = len(testRun.images) - 1
        self.commands = {
            r"([0-9]{1,9})": self.number,
            r"": self.random,
            r"w": self.wrong,
            r"w\s*([0-9])\s+([0-9])": self.wrong,
            r"\?": self.help,
        }

    def run(self):
        print("? lists what can be asked for")
        while True:
            try:
                line = input(f"choose a test image (0-{self.last}) ").strip()
            except (EOFError, KeyboardInterrupt, RuntimeError):  # RuntimeError: stdin is closed
                return print()
            if line == "q":
                return
            try:
                self.answer(line)
            except KeyboardInterrupt:
                return print()

    def answer(self, line):
        for pattern, command in self.commands.items():
            match = re.fullmatch(pattern, line)
            if match:
                return command(*(int(number) for number in match.groups()))
        print(f"{line[:30]!a} is not a test image: give a number from 0 to {self.last}, or ? for help")

    def number(self, index):
        if index > self.last:
            return print(f"there is no test image {index}: give a number from 0 to {self.last}")
        print(self.testRun.activations[index])
        print(self.testRun.verdict(index))
        self.index = self.display.show(index)

    def random(self):
        self.number(random.randint(0, self.last))

    def wrong(self, label=None, answer=None):
        index = self.testRun.nextWrong(self.index, label, answer)
        if index is None:
            return print("there is no test image that is read wrongly like that")
        print(f"test image {index}")
        self.number(index)

    def help(self):
        print(HELP)
