"""Every lesson done by a pupil with the keyboard alone, on two screens and in both languages."""

import re

import numpy as np
import pytest

from browser import DESKTOP, needsBrowser

pytestmark = [needsBrowser, pytest.mark.slow]

SCREENS = {
    "phone": {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True},
    "desktop": {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False},
}
FOCUSABLE = """
    const parts = all("button, input, select, #neurons, pre[tabindex]").filter((part) =>
        !part.disabled && part.checkVisibility());
    return [parts.indexOf(document.activeElement), parts.findIndex(({id}) => id === arguments[0])];
"""


class Pupil:
    """Who presses the keys."""

    def __init__(self, browser, language):
        self.browser = browser
        self.language = language

    def press(self, *keys):
        from selenium.webdriver import ActionChains

        ActionChains(self.browser.driver, duration=0).send_keys(*keys).perform()
        self.browser.nextFrame()

    def goTo(self, id):
        """By Tab, or by Shift and Tab."""
        from selenium.webdriver import ActionChains
        from selenium.webdriver.common.keys import Keys

        for _ in range(5):
            here, there = self.browser.run(FOCUSABLE, id)
            assert there >= 0, f"{id} can't be reached"
            if here == there:
                return
            if here < 0:
                self.press(Keys.TAB)
                continue
            keys = ActionChains(self.browser.driver, duration=0)
            if there < here:
                keys.key_down(Keys.SHIFT)
            keys.send_keys(Keys.TAB * abs(there - here)).key_up(Keys.SHIFT).perform()
        raise AssertionError(f"{id} isn't reached: {self.browser.run('return document.activeElement.id')}")

    def push(self, *ids):
        from selenium.webdriver.common.keys import Keys

        for id in ids:
            self.goTo(id)
            self.press(Keys.ENTER)

    def type(self, id, words):
        from selenium.webdriver import ActionChains
        from selenium.webdriver.common.keys import Keys

        self.goTo(id)
        ActionChains(self.browser.driver, duration=0).key_down(Keys.CONTROL).send_keys("a").key_up(
            Keys.CONTROL
        ).send_keys(words).send_keys(Keys.ENTER).perform()
        self.browser.nextFrame()

    def choose(self, id, value):
        from selenium.webdriver.common.keys import Keys

        self.goTo(id)
        steps = self.browser.run(
            "const {options, selectedIndex} = byId(arguments[0]);"
            "return [...options].findIndex(({value}) => value === arguments[1]) - selectedIndex",
            id,
            str(value),
        )
        self.press(*[Keys.ARROW_DOWN if steps > 0 else Keys.ARROW_UP] * abs(steps))
        assert self.browser.run("return byId(arguments[0]).value", id) == str(value)

    def answers(self, right):
        """A wrong number first, then the right one, with a decimal comma in Spanish; then the next lesson."""
        hint, explanation = self.browser.run("return [lessons.texts.hint, lessons.texts.explanation]")
        self.type("number", "123456")
        self.browser.waitFor("byId('lessonSaid').textContent !== ''")
        assert similar(self.browser.text("lessonSaid"), hint)
        self.type("number", right.replace(".", ",") if self.language == "es" else right)
        self.browser.waitFor("byId('lessonSaid').className === 'rightNumber'")
        assert similar(self.browser.text("lessonSaid"), explanation)
        assert not re.search(r"[{}*]|undefined|NaN", self.browser.text("lessonPanel"))
        self.push("nextLesson")

    def cost(self):
        """C in the learning step, whatever stage it was at."""
        self.push("stepPanelTab")
        if self.browser.run("return panels.stepPanel.stage") == 0:
            self.push("stepOn")
        return self.browser.run("return all('#stepNumbers tr').at(-1).lastChild.textContent")

    def neuron(self, L, k):
        """Chosen in the diagram by the arrow keys."""
        from selenium.webdriver.common.keys import Keys

        self.goTo("neurons")
        while self.browser.run("return state.shown.L") > L:
            self.press(Keys.ARROW_LEFT)
        while (steps := k - self.browser.run("return state.shown.k")) != 0:
            self.press(*[Keys.ARROW_DOWN if steps > 0 else Keys.ARROW_UP] * abs(steps))
        assert self.browser.run("return [state.shown.L, state.shown.k]") == [L, k]


def similar(said, text):
    """Whether what is said contains the text's longest piece without values and emphases."""
    return max(re.split(r"\{\w+\}|\*", text), key=len).strip() in said


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", ["en", "es"])
def testAllLessonsCanBeDone(language, screen, english, spanish, trainedPage):
    browser = {"en": english, "es": spanish}[language].openedAnew(trainedPage)
    browser.waitFor("state.evaluation !== null")
    browser.resize(SCREENS[screen])
    pupil = Pupil(browser, language)
    pupil.push("lessons")
    assert browser.run("return lessons.lesson.id") == 1
    pupil.type("index", "447")
    pupil.answers(f"{float(pupil.cost()):.2f}")
    assert browser.run("return lessons.lesson.id") == 4
    pupil.neuron(2, 9)
    pupil.push("breakPanelTab")
    pupil.choose("weightFrom", 3)
    pupil.goTo("weight")
    pupil.press("\ue015")  # arrow down
    pupil.answers(f"{float(pupil.cost()):.4f}")
    assert not browser.run("return byId('replaced').hidden")
    pupil.answers(f"{0.99 * (1 - 0.99) * 2 * 0.99:.4f}")
    pupil.push("countPanelTab", "manyNoises")
    browser.waitFor("all('#noiseCounts table').length")
    pupil.answers(str(round(float(re.search(r"[\d.]+", browser.text("noiseCounts"))[0]))))
    pupil.push("trainPanelTab")
    pupil.type("minisetSize", "20")
    pupil.choose("average", "mean")
    pupil.answers(f"{0.01 * 20}")
    pupil.type("minisetSize", "100")
    pupil.choose("average", "")
    pupil.type("rate", "0.3")
    pupil.push("train")
    browser.waitFor("state.training.accuracy.length > 2", 300)
    pupil.push("stop")
    browser.waitFor("state.training.running === null")
    pupil.answers(re.search(r"\d\.\d{4}", browser.text("progress"))[0])
    assert browser.run("return lessons.lesson.id") == 10
    pupil.neuron(1, 3)
    pupil.push("breakPanelTab", "off", "countPanelTab")
    browser.waitFor("state.evaluation !== null && all('#confusions li').length")
    browser.nextFrame()
    pupil.answers(re.search(r"\d+", browser.text("confusions"))[0])
    pupil.choose("mistakeLabel", 4)
    pupil.choose("mistakeAnswer", 9)
    pupil.push("neuronPanelTab")
    pupil.neuron(1, 3)
    browser.waitFor("state.evaluation !== null")
    activations = []
    while browser.run("return state.index") not in [index for index, _ in activations]:
        if browser.run("return [state.label, state.answer]") == [4, 9]:
            activation = re.search(
                r"= ([\d.]+)$", browser.run("return all('#neuronPanel p')[0].textContent")
            )[1]
            activations.append((browser.run("return state.index"), float(activation)))
        pupil.push("nextWrong")
    assert len(activations) == 13
    pupil.answers(f"{np.mean([activation for _, activation in activations]):.2f}")
    pupil.push("answers")
    pupil.type("pupil", "Anna")
    assert browser.text("answerText").count("✓") == 0 and "8" in browser.text("answerText")
    assert len(re.findall(r"^\d+\. ", browser.text("answerText"), re.M)) == 8
    width = browser.run("return document.documentElement.scrollWidth")
    browser.resize(DESKTOP)
    assert width <= SCREENS[screen]["width"]
