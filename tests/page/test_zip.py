"""The ZIP of weights: test.py reads what the page saves, and the page what test.py reads."""

import io
import shutil
import time
import zipfile

import numpy as np
import pytest

from support.weights import saving, weightFiles

from browser import needsBrowser
from helpers import makeNetwork, snapshot

pytestmark = needsBrowser

LOAD = """(async () => {
    notice(null);
    const content = Uint8Array.from(atob(a[0]), (letter) => letter.charCodeAt(0));
    const target = {files: [new Blob([content])], value: ""};
    await panels.breakPanel.load(target);
    return [byId("notice").textContent, layerSizes(network), network.layers.map(({weights, biases}) =>
        [Array.from(weights, (row) => [...row]), [...biases]])];
})()"""


def load(browser, content):
    import base64

    return browser.wait(LOAD, base64.b64encode(content).decode())


def zipOf(files, method=zipfile.ZIP_STORED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def filesOf(network, folder):
    saving.save(network, folder)
    return {name: content for name, content in snapshot(folder).items() if name.endswith(".csv")}


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    network = makeNetwork(8, (784, 6, 10))
    network.layers[0].weights[0, :5] = [0, 1e-300, -1.5e300, 123456789.125, -3e-5]
    return network, filesOf(network, tmp_path_factory.mktemp("weights"))


def testSavedAsNumpyDoes(opened, ours, tmp_path):
    """By the button, byte by byte."""
    network, files = ours
    opened.tell("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    load(opened, zipOf(files))
    opened.run("openPanel('breakPanel')")
    opened.click("save")
    end = time.monotonic() + 30
    while not (tmp_path / "weights.zip").exists():
        assert time.monotonic() < end, "nothing was downloaded"
        time.sleep(0.05)
    with zipfile.ZipFile(tmp_path / "weights.zip") as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files
    shutil.unpack_archive(tmp_path / "weights.zip", tmp_path / "unpacked")
    loaded = weightFiles.load(tmp_path / "unpacked")
    np.testing.assert_array_equal(loaded.layers[0].weights, network.layers[0].weights)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("folder", ["", "data/", "my weights/ñ/"])
def testAZippedFolderIsLoaded(opened, ours, method, folder):
    """In various ways, with other files beside it."""
    network, files = ours
    others = {f"{folder}README.md": b"no weights", f"__MACOSX/{folder}weights/._weights0.csv": b"\0"}
    said, sizes, layers = load(
        opened, zipOf({**{folder + name: text for name, text in files.items()}, **others}, method)
    )
    assert said == "" and sizes == [784, 6, 10]
    for (weights, biases), layer in zip(layers, network.layers, strict=True):
        np.testing.assert_array_equal(weights, layer.weights)
        np.testing.assert_array_equal(biases, layer.biases)


def changed(files, **changes):
    return {**files, **{f"{name[:-1]}/{name}.csv": text for name, text in changes.items()}}


@pytest.mark.parametrize(
    "damage, words",
    [
        (lambda files: b"no ZIP", "damaged"),
        (lambda files: b"", "damaged"),
        (lambda files: zipOf(files)[:-30], "damaged"),
        (lambda files: zipOf(files).replace(b"1,", b"7,", 1), "damaged"),
        (lambda files: zipOf({"a": "b"}), "no weights"),
        (lambda files: zipOf(changed(files, weights0=files["weights/weights0.csv"][:-9])), "cut off"),
        (lambda files: zipOf(changed(files, biases1=b"nan\n" * 10)), "Line 1 of biases/biases1.csv"),
        (lambda files: zipOf(changed(files, biases1=b"1\n\n" * 5)), "Line 2 of biases/biases1.csv"),
        (lambda files: zipOf(changed(files, biases1=b"1\n" * 9)), "don't fit"),
        (lambda files: zipOf(changed(files, weights1=b"1,2\n" * 10)), "don't fit"),
        (
            lambda files: zipOf({name: text for name, text in files.items() if "biases1" not in name}),
            "lacks biases/biases1.csv",
        ),
        (
            lambda files: zipOf({name: text for name, text in files.items() if "weights0" not in name}),
            "lacks weights/weights0.csv",
        ),
        (
            lambda files: zipOf({name: text for name, text in files.items() if "1.csv" not in name}),
            "don't fit",
        ),
        (lambda files: zipOf({**files, "weights/weights2.csv": b"1\n"}), "lacks biases/biases2.csv"),
        (
            lambda files: zipOf({**files, "weights/weights0.csv": b"<img src=x onerror=alert(1)>\n"}),
            "Line 1 of",
        ),
    ],
)
def testADamagedZipChangesNothing(opened, ours, damage, words):
    """But a sentence is shown."""
    before = opened.run("return [...network.layers[0].biases]")
    said, _, layers = load(opened, damage(ours[1]))
    assert words in said
    assert layers[0][1] == before
