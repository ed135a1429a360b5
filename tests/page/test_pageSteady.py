"""While somebody draws, the field doesn't move; and what the page says about two digits in it."""

import pytest

from browser import DESKTOP, needsBrowser

pytestmark = needsBrowser

SIZES = [(320, 568), (360, 640), (390, 844), (414, 896), (600, 1024), (768, 1024), (1024, 768), (1280, 800)]
SIZES.append((1366, 768))
ONE = [[(0.5, 0.15), (0.5, 0.85)]]
FOUR = [[(0.35, 0.15), (0.25, 0.5), (0.75, 0.5)], [(0.6, 0.3), (0.6, 0.9)]]
FIVE = [[(0.35, 0.2), (0.3, 0.5), (0.6, 0.55), (0.6, 0.8), (0.3, 0.85)], [(0.4, 0.17), (0.7, 0.15)]]
SEVENTEEN = [[(0.2, 0.2), (0.2, 0.8)], [(0.45, 0.2), (0.8, 0.2), (0.6, 0.8)]]


def draw(browser, strokes):
    """By pointer events; the field's place is looked up before each stroke. Returns those places."""
    return browser.run(
        """
        const field = byId("draw"), places = [];
        const tell = (name, box, [x, y]) => field.dispatchEvent(new PointerEvent(name, {
            pointerType: "touch", pointerId: 3, bubbles: true, cancelable: true,
            clientX: box.left + x * box.width, clientY: box.top + y * box.height}));
        const look = () => {
            const {x, y, width} = field.getBoundingClientRect();
            places.push([x, y + scrollY, width]);
        };
        look();
        for (const stroke of arguments[0]) {
            const box = field.getBoundingClientRect();
            tell("pointerdown", box, stroke[0]);
            look();
            for (const point of stroke) {
                tell("pointermove", box, point);
                look();
            }
            tell("pointerup", box, stroke.at(-1));
            look();
        }
        return places;
        """,
        strokes,
    )


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=str)
def testTheFieldStaysWhereItIs(size, spanish, trainedPage):
    """Whatever is said about a drawing; in Spanish, whose words are longer."""
    browser = spanish.openedAnew(trainedPage)
    width, height = size
    browser.resize({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 800})
    browser.nextFrame()
    places = []
    for strokes in (ONE, SEVENTEEN, FOUR):
        browser.click("clear")
        browser.nextFrame()
        for stroke in strokes:
            places += draw(browser, [stroke])
            browser.nextFrame()
            places += draw(browser, [])
        for label in ("1", "0", ""):
            browser.run(
                "byId('label').value = arguments[0]; byId('label').dispatchEvent(new Event('change'))", label
            )
            browser.nextFrame()
            places += draw(browser, [])
    fits = browser.run(
        "return all('#result p').every((part) => part.getBoundingClientRect().bottom"
        " <= byId('result').getBoundingClientRect().bottom)"
    )
    browser.resize(DESKTOP)
    assert len(places) > 40 and all(place == places[0] for place in places)
    assert fits


@pytest.mark.parametrize(
    ("strokes", "areTwo"), [(ONE, False), (FOUR, False), (FIVE, False), (SEVENTEEN, True)]
)
def testTwoDigitsAreToldOf(opened, strokes, areTwo):
    opened.click("clear")
    draw(opened, strokes)
    opened.nextFrame()
    assert ("one digit" in opened.text("fieldHint")) == areTwo


def testAnEmptyFieldIsSaid(opened):
    opened.click("clear")
    assert "empty" in opened.text("fieldHint")
    assert "activation" in opened.text("sureness")


@pytest.mark.slow
def testTheActivationsAreSeen(opened):
    """All ten, on a projector and on a phone, within the diagram."""
    for width, height in ((1024, 768), (390, 844), (320, 568)):
        opened.resize({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 800})
        opened.nextFrame()
        boxes = opened.run(
            "const {left, right, bottom} = byId('neurons').getBoundingClientRect();"
            "return [left, right, bottom, all('#neurons .value').map((part) => [part.textContent,"
            "part.getBoundingClientRect().left, part.getBoundingClientRect().right])]"
        )
        left, right, bottom, values = boxes
        assert len(values) == 10 and values[7][0] == "1.00"
        assert all(left < start and end <= right for _, start, end in values)
        if width == 1024:
            assert bottom < height
    opened.resize(DESKTOP)


def testTheNeuronsAreNumbered(opened):
    """Each hidden neuron has its number beside it, and what is read aloud begins with what is seen."""
    assert opened.run("return all('#neurons .number').map((part) => part.textContent)") == [
        str(k) for _ in range(2) for k in range(20)
    ]
    labels = opened.run(
        "return all('#neurons [role=option]').map((part) => [part.getAttribute('aria-label'),"
        "[...part.querySelectorAll('text')].map((text) => text.textContent).join(' ')])"
    )
    assert len(labels) == 50 and all(label.startswith(seen) for label, seen in labels)


@pytest.mark.slow
def testForcedColoursLeaveTheDigitsSeen(opened):
    """The diagram's digits on its own dark ground; the open panel's button looks unlike the others."""
    opened.prefer(forced_colors="active")
    opened.nextFrame()
    style = "getComputedStyle(document.querySelector(arguments[0]))"
    ground, digit = (
        opened.run(f"return {style}.{what}", selector)
        for what, selector in (("backgroundColor", "#diagram"), ("fill", "#neurons text"))
    )
    opened_, other = (
        opened.run(f"return {style}.backgroundColor", f"nav button[aria-expanded={value}]")
        for value in ("true", "false")
    )
    opened.prefer(forced_colors="none")
    assert sum(map(int, ground[4:-1].split(","))) < 150 and sum(map(int, digit[4:-1].split(","))) > 450
    assert opened_ != other
