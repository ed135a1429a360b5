"""The page's lessons: what they ask, which answers are right, and what the browser keeps."""

import copy
import json
import re

import numpy as np
import pytest

from support.page import packing
from support.training.evaluation import Evaluation

from browser import LANGUAGES, needsBrowser
from helpers import PROJECT, makeNetwork

pytestmark = needsBrowser

FOUR, NEURON = 447, 3
DOCS = {"en": ("lessons.md", "On the page: "), "es": ("lessons.es.md", "En la página: ")}


def begin(browser, lesson):
    """Begin the lesson, with its panel open; the number that it expects and its texts' values."""
    browser.waitFor("state.evaluation !== null")
    browser.run("lessons.toggle(true); lessons.begin(arguments[0])", lesson)
    browser.waitFor("lessons.expected !== null")
    return browser.run("return lessons.expected.number")


def answer(browser, typed):
    """What is said when this is typed."""
    browser.run("byId('number').value = arguments[0]", typed)
    browser.wait("lessons.check()")
    return browser.text("lessonSaid")


def costOf(network, images, labels):
    return ((network.feedForward(images[FOUR] / 255) - np.eye(10)[labels[FOUR]]) ** 2).sum()


def expectedOf(network, images, labels):
    """The lessons' numbers, from Python."""
    evaluation = Evaluation(network, images, labels)
    label, read = labels[FOUR], evaluation.answers[FOUR]
    lower, without = copy.deepcopy(network), copy.deepcopy(network)
    lower.layers[-1].weights[read, NEURON] -= 1
    without.layers[-1].weights[:, NEURON] = 0
    noise = network.feedForward(np.random.RandomState(1).uniform(size=(10000, 784)))
    mistakes = images[(labels == label) & (evaluation.answers == read)]
    network.feedForward(mistakes / 255)
    mean = network.layers[-2].activations[:, NEURON].mean()
    return {
        1: costOf(network, images, labels),
        4: costOf(lower, images, labels),
        5: 0.99 * 0.01 * 2 * (0.99 - (read == label)),
        7: 100 * np.mean(noise.max(axis=1) > 0.5),
        8: 0.01 * 20,
        9: 1,
        10: Evaluation(without, images, labels).confusion[label, read],
        11: mean,
    }


@pytest.fixture
def carry(opened):
    """Give the page another network's weights, as if it had been made from that."""
    blocks = "[byId('layers').textContent, byId('layerSizes').textContent]"
    before = opened.run(f"return {blocks}")

    def carried(network):
        sizes = [784, *(layer.outputSize for layer in network.layers)]
        opened.run(f"{blocks} = arguments[0]", [packing.ofLayers(network.layers), json.dumps(sizes)])

    yield carried
    opened.run(f"{blocks} = arguments[0]", before)


@pytest.mark.slow
@pytest.mark.parametrize("change", [(), (1, 4), (1, 4, 7, 10, 11)], ids=["none", "a weight", "all"])
def testTheAnswersAreComputedFromTheWeights(change, opened, carry, trained, testSet):
    """With other weights, the lessons expect other numbers."""
    network, shipped = copy.deepcopy(trained), expectedOf(trained, *testSet)
    if len(change) == 2:
        network.layers[2].weights[9, NEURON] += 0.5
    elif change:
        network = makeNetwork(2, (784, 20, 20, 10))
    carry(network)
    for lesson, wanted in expectedOf(network, *testSet).items():
        assert begin(opened, lesson) == pytest.approx(wanted, abs=1e-9), lesson
        assert abs(wanted - shipped[lesson]) > 1e-3 or lesson not in change, lesson


def testTheAnswersAreThoseOfTheDocs(opened, trained):
    text = (PROJECT / "docs" / "lessons.md").read_text(encoding="utf-8").partition("\n## Answers")[2]
    for lesson in opened.run("return LESSONS.map(({id}) => id)"):
        said = re.search(rf"^{lesson}\. \*\*([\d.,]+?)\.?\*\*", text, re.M)[1]
        decimals = opened.run("return LESSONS.find(({id}) => id === arguments[0]).decimals", lesson)
        assert begin(opened, lesson) == pytest.approx(float(said), abs=0.5 * 10**-decimals), lesson
        assert "Right" in answer(opened, said), lesson


@pytest.mark.parametrize("language", LANGUAGES)
def testTheLessonsAreThoseOfTheDocs(language, opened):
    """Titles, and what to do on the page, word by word."""
    name, begins = DOCS[language]
    text = (PROJECT / "docs" / name).read_text(encoding="utf-8")
    lessons = opened.run("return arguments[0] === 'es' ? LESSONS_IN_SPANISH : LESSONS_IN_ENGLISH", language)
    found = {}
    for number, title, section in re.findall(r"^## (\d+)\. (.*)\n((?:(?!## ).*\n)*)", text, re.M):
        how = re.search(rf"^{begins}((?:.+\n)+)", section, re.M)
        if how:
            found[number] = title, re.sub(r"[ \n]+", " ", how[1]).strip()
    assert found == {number: (lesson["title"], lesson["how"]) for number, lesson in lessons.items()}
    assert [int(number) for number in found] == opened.run("return LESSONS.map(({id}) => id)")
    labels = set(opened.run("return Object.values(arguments[0] === 'es' ? SPANISH : ENGLISH)", language))
    for _, how in found.values():
        assert set(re.findall(r"\*([^*]+)\*", how)) <= labels


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("1.46", "Right"),
        ("1,46", "Right"),
        (" 1.46 ", "Right"),
        ("1.465", "Right"),  # the cost is 1.46484
        ("1.46484", "Right"),
        ("1.4599", "Right"),
        ("1.47", "Not yet"),
        ("1.459", "Not yet"),
        ("146", "Not yet"),
        ("−1,46", "Not yet"),
        ("", "isn't a number"),
        ("one", "isn't a number"),
        ("1.4.6", "isn't a number"),
        ("0x1", "isn't a number"),
        ("1e0", "isn't a number"),
    ],
)
def testAnAnswerIsAsExactAsItsQuestion(typed, word, opened):
    """With a decimal comma too; a wrong number gets a hint."""
    begin(opened, 1)
    said = answer(opened, typed)
    assert word in said
    assert ("add up the ten squares" in said) == (word == "Not yet")
    assert ("0.7186" in said and "0.7463" in said) == (word == "Right")
    assert opened.run("return byId('nextLesson').hidden") == (word != "Right")
    assert ("✓" in opened.text("lesson1")) == (word == "Right")


def testAPercentSignIsUnderstood(opened):
    assert begin(opened, 7) == pytest.approx(93, abs=0.5)
    assert "Right" in answer(opened, "93 %")


def testWhatALessonNeedsIsFramed(opened):
    """Only that, and a button leads there."""
    for lesson in opened.run("return LESSONS.map(({id}) => id)"):
        begin(opened, lesson)
        framed = set(opened.run("return all('.framed').map(({id}) => id)"))
        panel, controls = opened.run(
            "const {panel, controls} = LESSONS.find(({id}) => id === arguments[0]);return [panel, controls]",
            lesson,
        )
        assert framed == {f"{panel}Tab", *controls} and len(framed) > 1
        opened.click("goThere")
        assert opened.run("return document.activeElement.id") in controls
        assert not opened.run("return byId(arguments[0]).hidden", panel)
    opened.run("lessons.toggle(false)")
    assert not opened.run("return all('.framed').length")


def testOthersWeightsAreGivenBack(opened, trained):
    """Which is said when the trained weights replace them."""
    begin(opened, 1)
    assert opened.run("return byId('replaced').hidden")
    opened.run("state.network.layers[1].biases[2] = 5; state.changedWeights('changed')")
    changed = opened.run("return [...state.network.layers[1].biases]")
    begin(opened, 4)
    assert not opened.run("return byId('replaced').hidden") and "yours are kept" in opened.text("replaced")
    assert opened.run("return [...state.network.layers[1].biases]") == list(trained.layers[1].biases)
    opened.click("weightsBack")
    assert opened.run("return [...state.network.layers[1].biases]") == changed
    assert opened.run("return byId('replaced').hidden")


def testANetworkWithoutTheNeuronLacksItsLessons(opened, carry):
    """They say so; the others can be done."""
    carry(makeNetwork(2, (784, 10)))
    opened.run("lessons.toggle(true)")
    for lesson in (4, 10, 11):
        opened.run("lessons.begin(arguments[0])", lesson)
        assert "no such neuron" in opened.text("lessonQuestion")
        assert opened.run("return byId('numberForm').hidden")
    assert begin(opened, 1) > 0


KEEPS_NOTHING = """
    Object.defineProperty(window, "localStorage", {get() { throw new Error("none here"); }});
"""
FULL = "Storage.prototype.setItem = () => { throw new Error('full'); };"
STRANGE = "localStorage.setItem('lessons', arguments[0])"


@pytest.mark.slow
@pytest.mark.parametrize("before", ["", KEEPS_NOTHING, FULL], ids=["keeps", "keeps nothing", "full"])
def testWhatIsDoneIsKeptOverAReload(before, english, trainedPage):
    """Unless the browser keeps nothing, which is no error."""
    english.open(trainedPage)
    english.run("localStorage.clear()")
    browser = english.open(trainedPage, before)
    begin(browser, 5)
    assert "Right" in answer(browser, "0.0196")
    assert "✓" in browser.text("lesson5")
    browser = english.open(trainedPage, before)
    begin(browser, 1)
    assert ("✓" in browser.text("lesson5")) == (before == "")
    assert browser.run("return lessons.next(4)") == (7 if before == "" else 5)
    english.open(trainedPage).run("localStorage.clear()")


@pytest.mark.slow
@pytest.mark.parametrize("stored", ["", "{", "null", "7", '{"5": 1}', '{"5": {"answer": 3, "tries": 1}}'])
def testWhatElseIsStoredCountsAsNothing(stored, english, trainedPage):
    browser = english.open(trainedPage)
    browser.run(STRANGE, stored)
    browser = english.open(trainedPage)
    assert browser.run("return lessons.done") == {}
    browser.run("localStorage.clear()")


def testMyAnswersCanBeCopiedAndPrinted(opened):
    """As text, with the name; alone on the paper."""
    begin(opened, 5)
    answer(opened, "0.5")
    answer(opened, "0,0196")
    begin(opened, 1)
    answer(opened, "1.46")
    opened.click("answers")
    opened.run("byId('pupil').value = 'Núria <b>'; byId('pupil').dispatchEvent(new Event('input'))")
    text = opened.text("answerText")
    assert "Name: Núria <b>" in text and "2 of 8 lessons done" in text
    assert "1. Ten activations, one answer, one cost\n   1.46 (at the first try)" in text
    assert "5. One step by hand\n   0,0196 (at try 2)" in text
    opened.wait("lessons.copyAnswers()")
    assert "Copied" in opened.text("copied")
    assert opened.run("return getSelection().toString()").strip() == text.strip()
    opened.tell("Emulation.setEmulatedMedia", media="print")
    seen = opened.run(
        "return [...document.querySelectorAll('body *')].filter((part) => part.checkVisibility()"
        " && part.getBoundingClientRect().height && !part.children.length).map(({id}) => id)"
    )
    opened.tell("Emulation.setEmulatedMedia", media="")
    assert seen == ["answerText"]
