"""A question that is asked until the user leaves, and the commands that it understands."""

import re

from support.graphics import terminal
from support.script.fault import printable

WORDS = {"quit": "q", "exit": "q", "help": "?"}
LONGEST = 60  # characters of a line that are shown again


class Question:
    """Asks `question`, and runs the command that each line means.

    commands  {regular expression: function of the numbers in its groups}
    known     the text that ? prints
    unknown   what to type instead of a line that isn't understood
    """

    def __init__(self, question, commands, known, unknown):
        self.question = question
        self.commands = {**commands, r"\?": lambda: print(known)}
        self.unknown = unknown

    def run(self):
        try:
            print("? lists what can be asked for")
            while meaning(line := self.typed()) != "q":
                self.answer(line)
        except (EOFError, KeyboardInterrupt):
            print()

    def typed(self):
        """The next line, without the question, which a pasted example may begin with."""
        return terminal.ask(self.question).lstrip(" ").removeprefix(self.question)

    def answer(self, line):
        for pattern, command in self.commands.items():
            match = re.fullmatch(pattern, meaning(line))
            if match:
                return command(*(int(number) for number in match.groups() if number is not None))
        print(f"'{asTyped(line)}' {self.unknown}")


def meaning(line):
    """The line as commands are written: in lower case, with single blanks, a letter for a word."""
    line = re.sub(r"[ \t\xa0]+", " ", line).strip(" ").lower()
    return WORDS.get(line, line)


def asTyped(line):
    """The line to show again: letters of all languages, but nothing that the terminal would obey."""
    shown = printable(line)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
