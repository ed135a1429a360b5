"""The question for a test image answers every line, over a pipe and in a terminal, and leaves quietly."""

import os
import re
import signal

import numpy as np
import pytest
from helpers import Conversation, letItRead, needs, needsTerminal, run, slow
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.asking.prompt import Prompt
from support.asking.question import meaning


def pipe(arguments):
    return Conversation.overPipe(*arguments)


def terminal(arguments):
    return Conversation.overTerminal(*arguments)


UNQUOTED = b"\x00\x03\x11\x13\x1a\x1c"  # C's end of a string, and keys that the terminal itself obeys
WAYS = pytest.mark.parametrize("way", [pipe, pytest.param(terminal, marks=needsTerminal)])


@pytest.fixture(scope="module")
def arguments(smallData, smallWeights):
    """test.py on 100 images, with weights that read a quarter of them wrongly, all ones and sevens."""
    return ["test.py", "--weights", smallWeights, "--data", smallData]


@pytest.fixture(scope="module")
def conversations(arguments):
    """One of each kind that the system has, for all tests here that don't end it."""
    open = {way: way(arguments) for way in (pipe, terminal) if way is pipe or hasattr(os, "openpty")}
    yield open
    for conversation in open.values():
        assert conversation.leave() == (0, b"")


KNOWN = {
    b"7": [rb"\[", rb"label says: 7", rb"network says: \d"],
    b"  7\t": [rb"label says: 7"],
    b"007": [rb"label says: 7"],
    b"0": [rb"label says: 0"],
    b"99": [rb"label says: 9"],
    b"": [rb"label says: \d"],
    b"w": [rb"test image \d+", rb"label says"],
    b" W ": [rb"test image \d+", rb"label says"],
    b"w 7": [rb"test image \d?7\s", rb"label says: 7"],
    b" w   7 ": [rb"label says: 7"],
    b"w7": [rb"label says: 7"],
    b"?": [rb"w 4 9", rb"leaves"],
    b" Help": [rb"w 4 9", rb"leaves"],
    b"e 12": [rb"test image 12: label 2, answer \d"],
    b"E12": [rb"test image 12: label 2, answer \d"],
    b"  e\t 12  3": [rb"test image 12: label 2, answer \d", rb"3"],
    b"n 3": [rb"test image \d+: label \d, answer \d", rb"3"],
    b"l 12": [rb"test image 12: label 2, answer \d", rb"weight after"],
}
BAD = [
    b"abc",
    b"-1",
    b"+1",
    b"100",
    b"10000",
    b"123456789",
    b"9" * 3000,
    b"3.5",
    b"1e1",
    b"1 2",
    b"0x1",
    b"w 4 99",
    b"qquit",
    b"help me",
    b"e 1 2 3",
    b"w -4 9",
    b"? ?",
    b"\xe4\xbd\xa0\xe5\xa5\xbd",
    "٣".encode(),
    "１".encode(),
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\x1b[31m",
    b"{0}",
    b"%s",
    b"x" * 3000,
]


@pytest.mark.parametrize("line", KNOWN)
def testAKnownCommandIsAnswered(conversations, line):
    for way, conversation in conversations.items():
        answer = conversation.ask(line)
        for pattern in KNOWN[line]:
            assert re.search(pattern, answer), (way, answer)


@pytest.mark.parametrize("line", BAD)
def testAnythingElseGetsOneSentence(conversations, line):
    for way, conversation in conversations.items():
        answer = conversation.ask(line).replace(b"\r\n", b"\n")
        assert answer.count(b"\n") <= 1 + (way is terminal), answer  # a terminal breaks lines between words
        answer = b" ".join(answer.split())
        assert b"from 0 to 99" in answer
        assert len(answer) < 300
        assert answer.decode().isprintable()  # nothing that the terminal would obey


@pytest.mark.parametrize("code", [code for code in range(32) if chr(code) not in "\t\n\r"])
def testAControlCharacterGetsOneSentence(conversations, code):
    """Alone, before and after a number; in a terminal each is quoted with Ctrl-V to reach the script."""
    for way, conversation in conversations.items():
        if way is terminal and code in UNQUOTED:
            continue  # no key of a line in a terminal
        quoted = bytes([code]) if way is pipe else bytes([0x16, code])
        for line in (quoted, quoted + b"5", b"5" + quoted):
            assert conversation.ask(line).count(b"\n") == 1, way


def testWhereLittleIsLeftToLearnTheNextCostlyImageIsNamed(evaluation, capsys):
    """The next that costs at least 0.1; after the last of them the first again."""
    prompt, costly = Prompt(evaluation), np.flatnonzero(evaluation.costs >= 0.1)
    for index in np.flatnonzero(evaluation.costs < 0.001)[[0, 1000, -1]]:
        prompt.question.answer(f"l {index}")
        named = re.search(r"more to learn from test image (\d+): l (\d+)$", capsys.readouterr().out, re.M)
        following = costly[costly > index] if index < costly[-1] else costly
        assert named.groups() == (str(following[0]),) * 2


def testAVeryLongLineGetsOneSentence(conversations):
    """Through a pipe; a terminal lets no line be that long."""
    answer = conversations[pipe].ask(b"7" * 1_000_000)
    assert answer.count(b"\n") == 1


@pytest.mark.slow
@WAYS
def testTheFirstPictureSaysWhyThereIsNoWindow(arguments, way):
    conversation = way(arguments)
    assert b"no window can be opened" in conversation.ask(b"1")
    assert b"no window can be opened" not in conversation.ask(b"2")
    assert conversation.leave() == (0, b"")


@needsTerminal
def testTheLineCanBeEditedAndEarlierOnesRecalled(arguments):
    """With the keys of a terminal: backwards, upwards."""
    conversation = terminal(arguments)
    assert b"label says: 7" in conversation.ask(b"8\x7f7")
    assert b"label says: 3" in conversation.ask(b"3\x01\x0b13\x02\x02\x04")  # to the start, cut, one deleted
    assert b"label says: 7" in conversation.ask(b"\x10\x10")
    assert conversation.leave() == (0, b"")


@WAYS
def testAnAccentIsShownAsTyped(arguments, way):
    conversation = way(arguments)
    assert "'año'".encode() in conversation.ask("año".encode())
    assert conversation.leave() == (0, b"")


@pytest.mark.parametrize("word", [b" q ", slow(b"Q"), slow(b"quit"), slow(b"Exit "), slow(b" QUIT")])
@WAYS
def testWordsThatLeave(arguments, way, word):
    assert way(arguments).leave(word + b"\n") == (0, b"")


def testTheEndOfInputLeaves(arguments):
    assert pipe(arguments).leave(None) == (0, b"")


@needsTerminal
def testTheKeyForTheEndOfInputLeaves(arguments):
    assert terminal(arguments).leave(b"\x04") == (0, b"")


@pytest.mark.parametrize("line", [b"7", b"abc", b"w", b"q"])
@pytest.mark.slow
def testALastLineWithoutItsEndIsAnswered(arguments, line):
    process = run(*arguments, input=line)
    assert (process.returncode, process.stderr) == (0, b"")
    answer = process.stdout.split(b"choose a test image (0-99) ")[1]
    assert (answer.strip() == b"") == (line == b"q")


@needs("signals from other processes")
@WAYS
@pytest.mark.parametrize("before", [[], slow([b"7"]), slow([b"abc"])])
def testCtrlCLeavesQuietly(arguments, way, before):
    conversation = way(arguments)
    for line in before:
        conversation.ask(line)
    letItRead()
    if way is terminal:
        assert conversation.leave(b"\x03") == (0, b"")
    else:
        conversation.process.send_signal(signal.SIGINT)
        assert conversation.leave(b"") == (0, b"")


# ---- random lines

KEYS = st.integers(0, 255).filter(lambda code: code not in b"\n\r")
WORDS = st.sampled_from([b"w", b"?", b"4", b"9", b" ", b"-", b"99", b"e", b"l", b"q", b"\x00", b".", b"\t"])
LINES = st.one_of(
    st.lists(KEYS, max_size=40).map(bytes),
    st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=40).map(str.encode),
    st.lists(WORDS, max_size=6).map(b"".join),
    st.integers(-20, 120).map(lambda number: str(number).encode()),
).filter(lambda line: not leaves(line) and not leaves(typable(line)))
AT_ONCE = 20


def leaves(line):
    return meaning(line.decode(errors="replace")) == "q"


def typable(line):
    """The part of a line that can be typed in a terminal."""
    return line.decode(errors="replace").encode().translate(None, UNQUOTED)


def quoted(line):
    """The line as keys: whole letters, and each control character after a Ctrl-V."""
    return b"".join(bytes([0x16, key]) if key < 32 or key == 127 else bytes([key]) for key in typable(line))


def askRandomLines(conversation, examples, change):
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(LINES, min_size=AT_ONCE, max_size=AT_ONCE))
    def everyLineIsAnswered(lines):
        for line in lines:
            assert conversation.ask(change(line)).strip(), line

    everyLineIsAnswered()
    assert conversation.leave() == (0, b"")


@WAYS
@pytest.mark.parametrize("count", [60, slow(10_000)])
def testNoRandomLineIsLeftUnanswered(arguments, way, count):
    """No traceback, an answer and the question again after each; then q still leaves with exit code 0."""
    askRandomLines(way(arguments), count // AT_ONCE, quoted if way is terminal else bytes)


@pytest.mark.parametrize(
    "line, named",
    [
        (b"n", b"n takes a digit"),
        (b"n 11", b"n takes a digit"),
        (b"l 44 3", b"l takes an image alone"),
        (b"choose a test image (0-99) 44", b"label says"),
        (b"", b"test image "),
    ],
)
def testWhatIsNearlyRightIsUnderstoodOrNamed(conversations, line, named):
    """A command without its digit, the question pasted with the number; Enter alone names its image."""
    for conversation in conversations.values():
        answer = conversation.ask(line)
        assert named in answer
        assert b"for help" not in answer


@pytest.mark.parametrize("picked", ["main.py", "test.py"])
def testNoPickerAsksNothing(arguments, smallData, tmp_path, picked):
    options = ["--output", tmp_path] if picked == "main.py" else arguments[1:3]
    process = run(picked, *options, "--data", smallData, "--no-picker", input=b"7\n")
    assert process.returncode == 0
    assert b"choose" not in process.stdout
