"""What one sees and can do on the page, in both languages, at both sizes, by mouse and by keyboard."""

import contextlib
import io
import re

import numpy as np
import pytest

from support.data import dataSet
from support.explaining import step

from browser import DESKTOP, LANGUAGES, PHONE, needsBrowser
from helpers import makeNetwork, slow

pytestmark = needsBrowser

PANELS = ("neuron", "train", "step", "why", "spoil", "code")
# what can be seen or heard, without the code, which is in English, and the button to the other language
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


def test_firstSight(english, trainedPage):
    """Test image 0, its answer, and the answer's neuron."""
    opened = english.open(trainedPage)
    opened.nextFrame()
    assert opened.text("answer") == "7"
    assert "label says 7: right" in opened.text("verdict")
    assert opened.run("return document.getElementById('notice').hidden")
    assert "784 → 20 → 20 → 10" in opened.text("sizes")
    assert "neuron 7" in opened.text("neuronPanel")


@pytest.mark.parametrize("language", ["en", slow("es")])
def test_languages(language, english, spanish, trainedPage):
    """The browser's language, by the button the other one; neither shows a text of the other."""
    browser = {"en": english, "es": spanish}[language].open(trainedPage)
    for shown in (language, *(set(LANGUAGES) - {language})):
        assert browser.run("return document.documentElement.lang") == shown
        texts = browser.run("return Object.values(TEXTS)")
        column = LANGUAGES.index(shown)
        others = {text[1 - column] for text in texts if text[0] != text[1] and len(text[1 - column]) > 3}
        ours = {text[column] for text in texts}
        for panel in PANELS:
            openPanel(browser, panel)
            lines = set(browser.run(SAID))
            assert not lines & (others - ours), lines & (others - ours)
            assert not [line for line in lines if "undefined" in line or "NaN" in line or "{0}" in line]
        browser.click("language")


def test_allTextsInBothLanguages(opened):
    for key, texts in opened.run("return TEXTS").items():
        assert len(texts) == 2 and all(texts), key
        places = [{i for i in range(9) if f"{{{i}}}" in text} for text in texts]
        assert places[0] == places[1], key


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.slow
def test_noSidewaysScroll(size, spanish, trainedPage):
    browser = spanish.openedAnew(trainedPage)
    browser.resize(size)
    for panel in PANELS:
        openPanel(browser, panel)
        assert browser.run("return document.documentElement.scrollWidth") <= size["width"], panel
    browser.resize(DESKTOP)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.slow
def test_contrast(scheme, opened):
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
def test_everyButtonByTab(opened):
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
def test_neuronByKeyboard(opened):
    from selenium.webdriver.common.keys import Keys

    openPanel(opened, "neuron")
    neurons = opened.driver.find_element("id", "neurons")
    neurons.send_keys(Keys.ARROW_DOWN)
    opened.nextFrame()
    assert "output neuron 8" in opened.text("neuronPanel")
    neurons.send_keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    opened.nextFrame()
    assert "of layer 1" in opened.text("neuronPanel")
    assert opened.run("return document.querySelectorAll('[role=option][aria-selected=true]').length") == 1
    neurons.send_keys(Keys.ESCAPE)
    opened.nextFrame()
    assert "output neuron 7" in opened.text("neuronPanel")


def test_neuronsSum(opened, trained):
    """The printed terms add up to the printed z, which is Python's, as are a and δ."""
    for L, k in ((0, 3), (1, 12), (2, 7)):
        opened.run(
            "[diagram.chosen, diagram.hovered] = [{L: arguments[0], k: arguments[1]}, null]; repaint()", L, k
        )
        opened.nextFrame()
        terms = [
            float(cell.replace("−", "-"))
            for cell in opened.run(
                "return all('#neuronPanel tr td:last-child').map((cell) => cell.textContent)"
            )
        ]
        assert abs(sum(terms[:-1]) - terms[-1]) < 1e-9
        trained.feedForward(np.array(opened.run("return [...testPixels(0)]")))
        layer = trained.layers[L]
        assert abs(terms[-1] - (layer.weights[k] @ layer.input + layer.biases[k])) < 1e-4
        assert f"= {layer.activations[k]:.4f}" in opened.text("neuronPanel")
        trained.trainLabels = dataSet.oneHot([[7]])
        delta = f"{trained.calculateDeltas((0, 0))[L][k]:.4e}"
        assert f"δ = ∂C/∂z = {delta}" in opened.text("neuronPanel")


def test_learningStepAsInPython(opened, trained):
    """Every number that test.py's l prints is on the page, to five digits: l computes from rounded ones."""
    openPanel(opened, "step")
    opened.run("showTestImage(247)")
    image = np.array(opened.run("return [...pixels]"))
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        step.explain(trained, image, "", opened.run("return label"))
    said = []
    for stage in range(8):
        opened.nextFrame()
        assert (
            opened.run("return all('#equations li').findIndex((part) => part.ariaCurrent === 'step')")
            == stage
        )
        said += opened.run("return all('#stepNumbers td').map((cell) => cell.textContent)")
        opened.click("stepOn")
    assert opened.run("return byId('stepOn').disabled")
    said = np.array([float(cell.replace("−", "-")) for cell in said if cell])
    words = re.findall(r"[-+]?\d+\.\d+(?:e-\d+)?", output.getvalue())
    assert len(words) > 100
    for word in set(words) - {"0.01"}:  # the rate
        wanted = abs(float(word))
        assert np.abs(abs(said) - wanted).min() <= max(5e-5 * wanted, 2e-6 if wanted > 1e-3 else 0), word
    for _ in range(7):
        opened.click("stepBack")
    opened.nextFrame()
    assert opened.run("return byId('stepBack').disabled")


def test_whyNot(opened, trained):
    openPanel(opened, "why")
    z = trained.layers[-1].weights @ trained.layers[-1].input + trained.layers[-1].biases
    trained.feedForward(np.array(opened.run("return [...testPixels(0)]")))
    z = trained.layers[-1].weights @ trained.layers[-1].input + trained.layers[-1].biases
    text = opened.text("why")
    assert f"{z[7]:+.4f}" in text and f"{z[3]:+.4f}".replace("-", "−") in text
    opened.run("byId('rival').value = 7; byId('rival').dispatchEvent(new Event('change'))")
    opened.nextFrame()
    assert "choose another digit" in opened.text("why")


@pytest.mark.slow
def test_images(opened):
    """By number, next, next wrong one, noise, and the digit that it should be."""
    images, labels = dataSet.readTestSet()
    for number, shown in ((9999, 9999), (-1, 9999), (10000, 0), (151, 151)):
        opened.run(
            "byId('index').value = arguments[0]; byId('index').dispatchEvent(new Event('change'))",
            number,
        )
        np.testing.assert_allclose(opened.run("return [...pixels]"), np.round(images[shown] / 85) / 3)
        assert opened.run("return [label, Number(byId('index').value)]") == [labels[shown], shown]
    opened.click("next")
    assert opened.run("return Number(byId('index').value)") == 152
    opened.click("nextWrong")
    assert "wrong" in opened.text("verdict")
    opened.click("noise")
    assert opened.run("return label") is None and opened.text("verdict") == ""
    assert 350 < sum(opened.run("return [...pixels]")) < 430
    opened.run("byId('label').value = 4; byId('label').dispatchEvent(new Event('change'))")
    assert "label says 4" in opened.text("verdict")


@pytest.mark.slow
def test_spoil(opened, trained):
    """A weight, a bias, a neuron off and on, random weights and back; the accuracy is of what is shown."""
    openPanel(opened, "spoil")
    opened.waitFor("trainedAccuracy !== null")
    first = accuracy(opened)
    assert first == round(opened.run("return trainedAccuracy"), 2)
    slide = "byId(arguments[0]).value = arguments[1]; byId(arguments[0]).dispatchEvent(new Event('input'))"
    opened.run(slide, "bias", -3.5)
    opened.run(slide, "weight", 2.25)
    assert opened.run("return network.layers[2].biases[7]") == -3.5
    assert opened.run("return network.layers[2].weights[7][byId('weightFrom').value]") == 2.25
    spoiled = accuracy(opened)
    assert spoiled < first
    opened.click("off")
    opened.nextFrame()
    assert opened.run("return network.layers[2].activations[7]") == 0
    assert accuracy(opened) < spoiled
    opened.click("off")
    assert accuracy(opened) == spoiled
    opened.click("random")
    assert accuracy(opened) < 30
    opened.click("trained")
    assert accuracy(opened) == first
    np.testing.assert_array_equal(
        opened.run("return [...network.layers[1].weights[3]]"), trained.layers[1].weights[3]
    )


def accuracy(browser):
    """What the panel says when it has measured."""
    browser.waitFor("/^[\\d.]+ %/.test(byId('accuracy').textContent)")
    before = None
    while before != (before := browser.text("accuracy")):
        browser.wait("new Promise((resolve) => setTimeout(resolve, 400))")
        browser.waitFor("/^[\\d.]+ %/.test(byId('accuracy').textContent)")
    return float(before.split(" ")[0])


def test_code(opened):
    openPanel(opened, "code")
    assert "class Network" in opened.text("code")


@pytest.mark.parametrize("hidden", [slow(()), slow((5,)), slow((120, 30))])
def test_otherNetworks(hidden, english, pageOf):
    """--hidden 5, no hidden layer, and one too large to be shown whole make working pages."""
    ours = makeNetwork(4, (784, *hidden, 10))
    browser = english.open(pageOf(ours))
    np.testing.assert_allclose(
        browser.run("return [...network.feedForward(testPixels(3))]"),
        ours.feedForward(np.array(browser.run("return [...testPixels(3)]"))),
        atol=1e-9,
    )
    for panel in PANELS:
        openPanel(browser, panel)
    assert browser.run("return diagram.places.map((layer) => layer.length)") == [
        min(n, 40) for n in (*hidden, 10)
    ]
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
def test_oldBrowser(lacking, words, english, trainedPage):
    """A sentence, or on without; what is there works."""
    browser = english.open(trainedPage, lacking, "window.network && !document.querySelector('#panels:empty')")
    browser.waitFor("byId('notice').textContent !== '' || trainedAccuracy !== null")
    assert words in browser.text("notice")
    browser.run("drawing.strokes.push([[0.5, 0.2], [0.5, 0.8]]); drawing.change()")
    assert browser.text("answer") == "1"
    for panel in PANELS:
        openPanel(browser, panel)
