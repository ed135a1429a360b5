"""A real Chromium without a screen, driven by selenium, that opens pages and checks that they are quiet."""

import json
import shutil
import time
from contextlib import contextmanager

import pytest

LANGUAGES = ("es", "en")
DESKTOP = {"width": 1366, "height": 768, "deviceScaleFactor": 1, "mobile": False}
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}


def whyNoBrowser():
    try:
        import selenium  # noqa: F401
    except ImportError:
        return "needs selenium"
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"needs {' and '.join(missing)}" if missing else None


needsBrowser = pytest.mark.skipif(whyNoBrowser() is not None, reason=str(whyNoBrowser()))


RESET = """
    try { localStorage.clear(); } catch { /* a page without one */ }
    Object.assign(lessons, {done: {}, lesson: null, before: null});
    lessons.toggle(false);
    byId("settings").reset();
    for (const id of ["mistakeLabel", "mistakeAnswer"]) byId(id).value = "";
    panels.stepPanel.stage = 0;
    state.useLayers(trainedLayers(), "trained");
    Object.assign(state, {hasChosen: false, chosen: null, hovered: null, rival: 3});
    showTestImage(0);
    notice(null);
    speakAll(navigator.language.slice(0, 2));
    openPanel("neuronPanel");
    scrollTo(0, 0);
"""


class Browser:
    """Chromium with one page open at a time."""

    def __init__(self, language="en"):
        from selenium import webdriver

        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for argument in (
            "headless=new",
            "no-sandbox",
            "disable-dev-shm-usage",
            f"lang={language}",
            f"accept-lang={language}",
        ):
            options.add_argument(f"--{argument}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = webdriver.ChromeService(shutil.which("chromedriver"))
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_script_timeout(300)
        self.opened = None

    def tell(self, command, **arguments):
        return self.driver.execute_cdp_cmd(command, arguments)

    def resize(self, size):
        self.tell("Emulation.setDeviceMetricsOverride", **size)
        self.tell("Emulation.setTouchEmulationEnabled", enabled=size["mobile"])

    def prefer(self, **features):
        """Media features, like prefers_color_scheme="dark"."""
        values = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.tell("Emulation.setEmulatedMedia", features=values)

    def open(self, file, before="", ready="network.trainInput !== null"):
        """Open the file, with the script run before it; wait until it is ready."""
        self.assertQuiet()
        script = self.tell("Page.addScriptToEvaluateOnNewDocument", source=before)
        self.driver.get(file.as_uri())
        self.tell("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])
        self.opened = None if before else file
        self.waitFor(ready)
        return self

    def openedAnew(self, file):
        """The file as if opened anew: what a test has changed is put back, which is faster."""
        if self.opened != file:
            return self.open(file)
        self.run(RESET)
        self.resize(DESKTOP)
        return self

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, promise, *arguments):
        """What a promise gives; the script's arguments are a[0], a[1], …"""
        script = (
            f"const a = arguments, done = a[a.length - 1]; ({promise}).then(done, (e) => done(String(e)))"
        )
        return self.driver.execute_async_script(script, *arguments)

    def waitFor(self, condition, patience=60):
        end = time.monotonic() + patience
        while not self.run(f"return Boolean({condition})"):
            assert time.monotonic() < end, f"not within {patience} s: {condition}"
            time.sleep(0.02)

    def text(self, id):
        return self.run("return document.getElementById(arguments[0]).textContent", id)

    def click(self, id):
        self.run("document.getElementById(arguments[0]).click()", id)

    def nextFrame(self):
        self.wait("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")

    def assertQuiet(self):
        """The console is empty, and nothing was requested but the file itself and what it made."""
        said = [entry["message"] for entry in self.driver.get_log("browser")]
        assert not said, said
        events = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        urls = [event["params"]["request"]["url"] for event in events if "request" in event["params"]]
        assert not [url[:100] for url in urls if not url.startswith(("file:", "blob:", "data:"))], urls
        assert all(url.startswith(("file:///", "blob:null/", "data:image")) for url in urls)
        return urls


@contextmanager
def chromium(language):
    browser = Browser(language)
    try:
        yield browser
        browser.assertQuiet()
    finally:
        browser.driver.quit()


def drawByEvents(browser, strokes, kind="mouse"):
    """By synthetic pointer events; returns the answer."""
    return browser.run(
        """
        const [strokes, pointerType] = arguments, field = byId("draw"), box = field.getBoundingClientRect();
        const tell = (name, [x, y]) => field.dispatchEvent(new PointerEvent(name, {
            pointerType, pointerId: 7, bubbles: true,
            cancelable: true, clientX: box.left + x * box.width, clientY: box.top + y * box.height}));
        byId("clear").click();
        for (const stroke of strokes) {
            tell("pointerdown", stroke[0]);
            for (const point of stroke) tell("pointermove", point);
            tell("pointerup", stroke.at(-1));
        }
        return byId("answer").textContent;
        """,
        strokes,
        kind,
    )
