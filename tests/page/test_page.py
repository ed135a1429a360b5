"""What you see and can do on the page, in both languages, at both sizes, by mouse and by keyboard."""

import copy
import re

import numpy as np
import pytest

from support.data import dataSet
from support.page import page

from support.explaining.sixDigits import six, text
from support.training.evaluation import Evaluation

from browser import DESKTOP, LANGUAGES, PHONE, needsBrowser
from helpers import makeNetwork, slow

pytestmark = needsBrowser

PANELS = ("neuron", "train", "step", "why", "count", "break", "photo", "code")
# what can be seen or heard, except the code (English) and the button to the other language
SAID = """
    const parts = [...document.querySelectorAll("body *")].filter((part) =>
        !part.closest("script, style, #code, #language") && part.checkVisibility());
    return [document.title, ...parts.flatMap((part) => [
        part.getAttribute("aria-label"), part.getAttribute("title"),
        ...[...part.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
    ])].filter(Boolean);
"""


def openPanel(browser, panel):
    browser.run("openPanel(`${arguments[0]}Panel`)", panel)
    browser.nextFrame()


def testThePageOpensWithTestImage0(english, trainedPage):
    """With its answer, and the answer's neuron."""
    opened = english.open(trainedPage)
    opened.nextFrame()
    assert opened.text("answer") == "7"
    assert "label says 7: right" in opened.text("verdict")
    assert opened.run("return document.getElementById('notice').hidden")
    assert "784 → 20 → 20 → 10" in opened.text("sizes")
    assert "neuron 7" in opened.text("neuronPanel")


@pytest.mark.parametrize("language", ["en", slow("es")])
def testEachLanguageIsShownAlone(language, english, spanish, trainedPage):
    """The browser's first, the other one by the button."""
    browser = {"en": english, "es": spanish}[language].open(trainedPage)
    for shown in (language, *(set(LANGUAGES) - {language})):
        assert browser.run("return document.documentElement.lang") == shown
        texts = textsOf(browser)
        others = {text for text in texts[(set(LANGUAGES) - {shown}).pop()] if len(text) > 3}
        ours = set(texts[shown])
        browser.click("lessons")
        for panel in PANELS:
            openPanel(browser, panel)
            lines = set(browser.run(SAID))
            assert not lines & (others - ours), lines & (others - ours)
            assert not [line for line in lines if re.search(r"undefined|NaN|\{\w+\}", line)]
        browser.click("lessons")
        browser.click("language")


def textsOf(browser):
    """What the page and its lessons say, by language."""
    spanish, english = browser.run("""
        const ofLessons = (lessons) => Object.values(lessons).flatMap(Object.values);
        const texts = (page, lessons) => [...Object.values(page), ...ofLessons(lessons)];
        return [texts(SPANISH, LESSONS_IN_SPANISH), texts(ENGLISH, LESSONS_IN_ENGLISH)];
        """)
    return {"es": spanish, "en": english}


def testAllTextsAreInBothLanguages(opened):
    """With the same places for values; decimals and thousands as in the docs."""
    pages = opened.run("return [SPANISH, ENGLISH]")
    lessons = opened.run("return [LESSONS_IN_SPANISH, LESSONS_IN_ENGLISH]")
    pairs = [*zip(pages, pages[1:], strict=False)]
    pairs += [(lessons[0][key], lessons[1][key]) for key in lessons[0]]
    assert lessons[0].keys() == lessons[1].keys()
    for spanish, english in pairs:
        assert spanish.keys() == english.keys()
        for key in spanish:
            assert spanish[key] and english[key], key
            assert set(re.findall(r"\{\w+\}", spanish[key])) == set(re.findall(r"\{\w+\}", english[key])), key
            assert not re.search(r"\d[.,]\d{3}(?!\d)|\d,\d", spanish[key]), key
    used = {key for name in page.SCRIPTS for key in re.findall(r'\btext\("(\w+)"', page.part(f"{name}.js"))}
    used |= set(re.findall(r'data-(?:text|label)="(\w+)"', page.part("page.html")))
    assert used <= pages[1].keys() and len(used) > 90


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.slow
def testNothingScrollsSideways(size, spanish, trainedPage):
    browser = spanish.openedAnew(trainedPage)
    browser.resize(size)
    for panel in PANELS:
        openPanel(browser, panel)
        assert browser.run("return document.documentElement.scrollWidth") <= size["width"], panel
    browser.resize(DESKTOP)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.slow
def testEveryTextHasContrast(scheme, opened):
    """4.5:1 for every text that isn't switched off."""
    opened.prefer(prefers_color_scheme=scheme)
    for panel in PANELS:
        openPanel(opened, panel)
        poor = opened.run("""
            const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
            const linear = (c) => c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4;
            const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
            const ground = (part) => {
                for (; part; part = part.parentElement) {
                    const colour = numbers(getComputedStyle(part).backgroundColor);
                    if (colour.length < 4 || colour[3] === 1) return colour;
                }
                return [255, 255, 255];
            };
            const saysSomething = (part) =>
                [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
                && !part.disabled && !part.closest("script") && part.checkVisibility();
            return [...document.querySelectorAll("body *")].filter(saysSomething).filter((part) => {
                const style = getComputedStyle(part);
                const colour = part.namespaceURI.endsWith("svg") ? style.fill : style.color;
                const [a, b] = [light(numbers(colour)), light(ground(part))].sort((x, y) => y - x);
                return (a + 0.05) / (b + 0.05) < 4.5;
            }).map((part) => `${part.tagName} ${part.id} ${part.className} ${part.textContent.slice(0, 40)}`);
            """)
        assert not poor, (panel, poor)
    opened.prefer(prefers_color_scheme="light")


@pytest.mark.slow
def testTabReachesEveryButton(opened):
    from selenium.webdriver import ActionChains
    from selenium.webdriver.common.keys import Keys

    for panel in PANELS:
        openPanel(opened, panel)
        opened.run("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)")
        opened.run(
            "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"
        )
        wanted = opened.run("""
            window.reached = new Set();
            addEventListener("focusin", ({target}) => reached.add(target));
            window.wanted = [...document.querySelectorAll("button, input, select, #neurons")].filter((part) =>
                !part.disabled && part.checkVisibility());
            return wanted.length;
            """)
        ActionChains(opened.driver, duration=0).send_keys(Keys.TAB * (wanted + 3)).perform()
        missed = opened.run(
            "return wanted.filter((part) => !reached.has(part)).map((part) => part.outerHTML)"
        )
        assert not missed, (panel, missed)
    unnamed = opened.run("""
        return [...document.querySelectorAll("button, input, select, [role]")].filter((part) =>
            !part.textContent.trim() && !part.getAttribute("aria-label") && !part.labels?.length
            && !["status", "alert"].includes(part.getAttribute("role")))
            .map((part) => part.outerHTML.slice(0, 100));
        """)
    assert not unnamed


@pytest.mark.slow
def testTheKeyboardChoosesANeuron(opened):
    from selenium.webdriver.common.keys import Keys

    openPanel(opened, "neuron")
    neurons = opened.driver.find_element("id", "neurons")
    neurons.send_keys(Keys.ARROW_DOWN)
    opened.nextFrame()
    assert "output neuron 8" in opened.text("neuronPanel")
    neurons.send_keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    opened.nextFrame()
    assert "of hidden layer 1" in opened.text("neuronPanel")
    assert opened.run("return document.querySelectorAll('[role=option][aria-selected=true]').length") == 1
    neurons.send_keys(Keys.ESCAPE)
    opened.nextFrame()
    assert "output neuron 7" in opened.text("neuronPanel")


def testANeuronsTermsAddUp(opened, trained, testSet):
    """To the printed z; z, a and δ are Python's."""
    for L, k in ((0, 3), (1, 12), (2, 7)):
        opened.run("state.look({chosen: {L: arguments[0], k: arguments[1]}, hovered: null})", L, k)
        opened.nextFrame()
        terms = [
            float(cell.replace("−", "-"))
            for cell in opened.run(
                "return all('#neuronPanel tr td:last-child').map((cell) => cell.textContent)"
            )
        ]
        assert len(terms) in ((4,) if L == 0 else (8, 9))
        assert abs(sum(terms[:-1]) - terms[-1]) < 1e-9
        trained.feedForward(testSet[0][0] / 255)
        layer = trained.layers[L]
        assert abs(terms[-1] - (layer.weights[k] @ layer.input + layer.biases[k])) < 1e-4
        assert f"= {layer.activations[k]:.4f}" in opened.text("neuronPanel")
        trained.trainLabels = dataSet.oneHot([[7]])
        delta = text(six(trained.calculateDeltas((0, 0))[L][k])).replace("-", "−")
        assert f"δ = ∂C/∂z = {delta}" in opened.text("neuronPanel")


@pytest.mark.parametrize("z", [-20.5, -3.2, 0, 7.9, 31])
def testThePointStandsOnTheSigmoid(opened, z):
    """At its z; 0 and 1 and both ends are written beside it."""
    x, y, ends, labels = opened.run(
        "const curve = sigmoidCurve(arguments[0]), circle = curve.querySelector('circle');"
        "const points = curve.querySelector('polyline').getAttribute('points').split(' ');"
        "return [Number(circle.getAttribute('cx')), Number(circle.getAttribute('cy')),"
        "points.map((point) => point.split(',').map(Number)),"
        "[...curve.querySelectorAll('text')].map((part) => part.textContent)]",
        z,
    )
    end = max(8, int(np.ceil(abs(z))))
    assert {"0", "1", f"−{end}", str(end), "z", "σ(z)"} <= set(labels)
    left, right = ends[0][0], ends[-1][0]
    assert x == pytest.approx(left + (right - left) * (z + end) / (2 * end))
    near = min(ends, key=lambda point: abs(point[0] - x))
    assert abs(near[1] - y) < 6


def testTheLearningStepGoesForwardAndBack(opened):
    """Through all stages, whose numbers are in the panel; it starts with a mistake."""
    openPanel(opened, "step")
    label = opened.run("return [state.label, state.answer, costOf(state.network, state.label) >= 0.1]")
    assert label[2] and opened.run("return state.index") != 0
    opened.run("chooseTestImage(447)")
    for stage in range(8):
        opened.nextFrame()
        assert (
            opened.run("return all('#equations li').findIndex((part) => part.ariaCurrent === 'step')")
            == stage
        )
        cells = opened.run("return all('#stepNumbers tbody tr').map((row) => row.textContent)")
        rows = opened.run("return learningStages(state.network, state.pixels, 4)[arguments[0]].rows", stage)
        assert cells == ["".join(map(str, row)) for row in rows]
        opened.click("stepOn")
    assert opened.run("return byId('stepOn').disabled")
    blue, gray = opened.run(
        "return ['train', 'stepOn'].map((id) => getComputedStyle(byId(id)).backgroundColor)"
    )
    assert blue != gray
    for _ in range(7):
        opened.click("stepBack")
    opened.nextFrame()
    assert opened.run("return byId('stepBack').disabled")


def testLearntImageIsSaid(opened):
    """And another is offered."""
    opened.run("chooseTestImage(0)")
    openPanel(opened, "step")
    assert opened.run("return state.index") == 0 and "almost nothing" in opened.text("learnt")
    opened.click("moreToLearn")
    opened.nextFrame()
    assert opened.text("learnt") == "" and opened.run("return byId('moreToLearn').hidden")
    assert opened.run("return costOf(state.network, state.label)") >= 0.1


def testWhyNotComparesTwoOutputs(opened, trained, testSet):
    openPanel(opened, "why")
    trained.feedForward(testSet[0][0] / 255)
    z = trained.layers[-1].weights @ trained.layers[-1].input + trained.layers[-1].biases
    said = opened.text("why")
    assert f"{z[7]:+.4f}" in said and f"{z[3]:+.4f}".replace("-", "−") in said
    assert opened.run("return byId('rival').closest('p').textContent.replace(/[\\d\\s]/g, '')") == "Whynota?"
    opened.run("byId('rival').value = 7; byId('rival').dispatchEvent(new Event('change'))")
    opened.nextFrame()
    assert "choose another digit" in opened.text("why")


@pytest.mark.slow
def testAnyImageCanBeShown(opened, testSet):
    """By number, the next one, the next mistake, noise, and the digit that it should be."""
    images, labels = testSet
    for number, shown in ((9999, 9999), (-1, 9999), (10000, 0), (151, 151)):
        opened.run(
            "byId('index').value = arguments[0]; byId('index').dispatchEvent(new Event('change'))",
            number,
        )
        np.testing.assert_array_equal(opened.run("return [...state.pixels]"), images[shown] / 255)
        assert opened.run("return [state.label, Number(byId('index').value)]") == [labels[shown], shown]
    opened.click("next")
    assert opened.run("return Number(byId('index').value)") == 152
    opened.click("nextWrong")
    assert "wrong" in opened.text("verdict")
    opened.click("noise")
    assert opened.run("return state.label") is None and opened.text("verdict") == ""
    assert 350 < sum(opened.run("return [...state.pixels]")) < 430
    opened.run("byId('label').value = 4; byId('label').dispatchEvent(new Event('change'))")
    assert "You say 4" in opened.text("verdict") and "label" not in opened.text("verdict")


@pytest.mark.slow
def testNextMistakeFindsThemAllInOrder(opened, trained, testSet):
    """A 4 taken for a 9: the thirteen in order, then the first again; the rival is the label."""
    opened.waitFor("state.evaluation !== null")
    images, labels = testSet
    answers = trained.feedForward(images / 255).argmax(axis=1)
    wanted = [int(i) for i in np.flatnonzero((labels == 4) & (answers == 9))]
    opened.run("byId('mistakeLabel').value = 4; byId('mistakeAnswer').value = 9")
    found = []
    for _ in range(len(wanted) + 1):
        opened.click("nextWrong")
        found.append(opened.run("return state.index"))
    assert found == [*wanted, wanted[0]] and opened.run("return state.rival") == 4
    opened.run("byId('mistakeAnswer').value = 4")
    opened.click("nextWrong")
    assert opened.run("return state.index") == wanted[0] and "No test image" in opened.text("fieldHint")


@pytest.mark.slow
def testWhatIsBrokenChangesTheAccuracy(opened, trained, testSet):
    """A weight, a bias, a neuron off and on, random weights and back: the accuracy follows."""
    openPanel(opened, "break")
    opened.waitFor("state.trainedAccuracy !== null")
    first = accuracy(opened)
    assert first == round(opened.run("return state.trainedAccuracy"), 2)
    move = "byId(arguments[0]).value = arguments[1]; byId(arguments[0]).dispatchEvent(new Event('input'))"
    j = int(opened.run("return byId('weightFrom').value"))
    opened.run(move, "biasSlider", 1.5)
    opened.run(move, "weight", 2.25)
    changed = copy.deepcopy(trained)
    changed.layers[2].biases[7], changed.layers[2].weights[7, j] = 1.5, 2.25
    assert opened.run("return state.network.layers[2].biases[7]") == 1.5
    assert opened.run("return state.network.layers[2].weights[7][arguments[0]]", j) == 2.25
    broken = accuracy(opened)
    assert broken == round(Evaluation(changed, *testSet).accuracy, 2) < first
    row = opened.run("return [...state.network.layers[2].weights[7]]")
    opened.click("off")
    opened.nextFrame()
    assert opened.text("off") == "Switch the neuron on"
    assert not any(opened.run("return [...state.network.layers[2].weights[7]]"))
    assert opened.run("return state.network.layers[2].activations[7]") == 0
    assert accuracy(opened) < broken
    opened.click("off")
    assert opened.run("return [...state.network.layers[2].weights[7]]") == row
    assert accuracy(opened) == broken and opened.text("off") == "Switch the neuron off"
    opened.click("random")
    assert accuracy(opened) < 30
    opened.click("trained")
    assert accuracy(opened) == first
    np.testing.assert_array_equal(
        opened.run("return [...state.network.layers[1].weights[3]]"), trained.layers[1].weights[3]
    )


def accuracy(browser):
    """The accuracy that the panel shows when it has measured."""
    browser.waitFor("state.evaluation !== null")
    browser.nextFrame()
    return float(re.match(r"([\d.]+) % of the test images are read correctly", browser.text("accuracy"))[1])


def testArrowKeyMovesAWeightByOne(opened, trained):
    """In the number's field, whatever its decimals."""
    from selenium.webdriver.common.keys import Keys

    openPanel(opened, "break")
    j = int(opened.run("return byId('weightFrom').value"))
    opened.driver.find_element("id", "weight").send_keys(Keys.ARROW_DOWN)
    moved = opened.run("return state.network.layers[2].weights[7][arguments[0]]", j)
    assert moved == pytest.approx(trained.layers[2].weights[7, j] - 1, abs=1e-6)


@pytest.mark.slow
def testTheCountIsThatOfTheProgram(opened, trained, testSet):
    """The table and the confusions are --per-digit's, the noise is lesson 7's."""
    evaluation = Evaluation(trained, *testSet)
    opened.waitFor("state.evaluation !== null")
    openPanel(opened, "count")
    cells = opened.run(
        "return all('#perDigit tbody tr').map((row) => [...row.children].map((c) => c.textContent))"
    )
    right, totals = evaluation.confusion.diagonal(), evaluation.totals
    assert cells == [
        [str(k), str(right[k]), str(totals[k]), f"{100 * right[k] / totals[k]:.2f}"] for k in range(10)
    ]
    lines = opened.run("return all('#confusions li').map((line) => line.textContent)")
    assert lines == [
        f"{count} times a {label} was taken for a {answer}"
        for count, label, answer in evaluation.commonestConfusions(3)
    ]
    opened.click("manyNoises")
    opened.waitFor("all('#noiseCounts table').length")
    noise = np.random.RandomState(1).uniform(size=(10000, 784))
    activations = trained.feedForward(noise)
    assert f"{100 * np.mean(activations.max(axis=1) > 0.5):.2f} %" in opened.text("noiseCounts")
    counts = opened.run("return all('#noiseCounts tbody td').map((cell) => Number(cell.textContent))")
    assert counts == np.bincount(activations.argmax(axis=1), minlength=10).tolist()


def testTheCodeIsShown(opened):
    openPanel(opened, "code")
    assert "class Network" in opened.text("code")


@pytest.mark.parametrize("hidden", [slow(()), slow((5,)), slow((120, 30))])
def testOtherNetworksMakePages(hidden, english, pageOf, testSet):
    """--hidden 5, no hidden layer, and one too large to be shown whole."""
    ours = makeNetwork(4, (784, *hidden, 10))
    browser = english.open(pageOf(ours))
    np.testing.assert_allclose(
        browser.run("return [...network.feedForward(testPixels(state.data, 3))]"),
        ours.feedForward(testSet[0][3] / 255),
        atol=1e-9,
    )
    for panel in PANELS:
        openPanel(browser, panel)
    assert browser.run("return diagram.places.map((layer) => layer.length)") == [
        min(n, 40) for n in (*hidden, 10)
    ]
    assert ("the 40 that count most are shown" in browser.text("hiding")) == (120 in hidden)
    assert browser.wait("train(1, 1)") > 60


@pytest.mark.parametrize(
    "lacking, words",
    [
        ("delete window.DecompressionStream;", "can't unpack"),
        ("HTMLCanvasElement.prototype.getContext = () => null;", "can't draw"),
        slow("window.Worker = class { constructor() { throw new Error('none here'); } };", ""),
    ],
)
@pytest.mark.slow
def testAnOldBrowserIsToldOrGoesOn(lacking, words, english, trainedPage):
    """It says what is missing, or does without; the rest works."""
    browser = english.open(trainedPage, lacking, "window.network && !document.querySelector('#panels:empty')")
    browser.waitFor("byId('notice').textContent !== '' || state.trainedAccuracy !== null")
    assert words in browser.text("notice")
    if "Decompression" in lacking:
        assert browser.run("return byId('label').value") == ""
    browser.run("drawing.strokes.push([[0.5, 0.2], [0.5, 0.8]]); drawing.change()")
    assert browser.text("answer") == "1"
    for panel in PANELS:
        openPanel(browser, panel)
