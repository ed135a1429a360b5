"""The page as a file: test.py --page, what it refuses, and that docs/network.html is up to date."""

import base64
import re
import zlib

import pytest

from support.page import packing, page
from support.script.fault import Fault
from support.weights import weightFiles

from helpers import PROJECT, assertOptionRefused, assertRefused, makeNetwork, run

DOCS = PROJECT / "docs" / "network.html"


@pytest.fixture(scope="module")
def smallImages(images):
    return {name: text[:100] for name, text in images.items()}


@pytest.fixture
def withSmallImages(monkeypatch, smallImages):
    monkeypatch.setattr(packing, "ofImages", lambda *sets: smallImages)


def unpacked(text):
    """The page's text with its packed parts unpacked: zlib's versions pack differently."""
    packed = re.compile(r'(<script id="\w+(?:Images|Labels)" type="text/plain">)([^<]*)')
    return packed.sub(lambda found: found[1] + zlib.decompress(base64.b64decode(found[2])).hex(), text)


def testThePageIsOneFile(trainedPage):
    """It refers to nothing outside itself and holds only its own code."""
    content = trainedPage.read_bytes()
    head = content.decode().partition("<body>")[0]
    assert "default-src 'none'" in head and "connect-src 'none'" in head and "unsafe" not in head
    text = content.decode()
    assert not re.search(r'(?:src|href)="(?!data:)', text) and "@import" not in text and "{{" not in text
    for script in page.SCRIPTS:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|fetch\(",
            page.part(f"{script}.js"),
        )


@pytest.mark.slow
def testTheCommandMakesThePage(tmp_path, smallWeights):
    """Both commands make the same, of at most 8 MB; an earlier file is replaced."""
    files = [tmp_path / name for name in ("one.html", "two.html")]
    files[1].write_text("an earlier one")
    for file in files:
        process = run("test.py", "--weights", smallWeights, "--page", file)
        assert process.returncode == 0, process
        assert str(file) in process.stdout.decode() and not process.stderr
    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].stat().st_size <= 8_000_000
    assert sorted(tmp_path.iterdir()) == files


@pytest.mark.slow
def testOptionsThatDontFitAreRefused(tmp_path, smallData):
    process = run("test.py", "--page", tmp_path / "page.html", "--data", smallData)
    assertOptionRefused(process, "--page", "--data")
    assertOptionRefused(run("test.py", "--page", tmp_path / "page.html", "--draw"), "--page", "--draw")
    assert not list(tmp_path.iterdir())


def testAnotherEndingIsRefused(tmp_path):
    """An essay of that name would be overwritten."""
    path = tmp_path / "essay.txt"
    path.write_text("mine")
    assertOptionRefused(run("test.py", "--use-train-data", "--page", path), "--page", ".html")
    assert path.read_text() == "mine"


def testAFolderWithoutWeightsIsNamed(tmp_path):
    assertRefused(
        run("test.py", "--weights", tmp_path / "none", "--page", tmp_path / "page.html"), tmp_path / "none"
    )


@pytest.mark.slow
def testATooLargeNetworkIsRefused(withSmallImages, tmp_path, capsys):
    """11 bytes per weight; the earlier file stays."""
    file = tmp_path / "page.html"
    sizes = []
    for hidden in (100, 200):
        page.save(makeNetwork(1, (784, hidden, 10)), file)
        sizes.append(file.stat().st_size)
    assert (sizes[1] - sizes[0]) / (100 * (784 + 1 + 10)) < 11
    before = file.read_bytes()
    with pytest.raises(Fault, match="MB"):
        page.save(makeNetwork(1, (784, 1300, 10)), file)
    assert file.read_bytes() == before and list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("place", ["missing/page.html", "folder", "file/page.html"])
def testAPlaceThatCantBeWrittenIsNamed(place, withSmallImages, tmp_path, smallWeights):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(Fault, match=re.escape(str(tmp_path / place))):
        page.save(weightFiles.load(smallWeights), tmp_path / place)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def testEachFileOfThePageIsShort():
    """At most 250 lines of at most 110 characters, network.js under 200; each is in the page."""
    files = {path.name: path.read_text(encoding="utf-8").splitlines() for path in page.PARTS.glob("*.*")}
    assert len(files) > 25
    for name, lines in files.items():
        assert len(lines) <= 250 and max(map(len, lines)) <= 110, name
    assert len(files["network.js"]) < 200
    assert {f"{name}.js" for name in page.SCRIPTS} == {name for name in files if name.endswith(".js")}


def testNoNameIsUsedTwice():
    """The scripts share their names: of two functions of one name the later would be taken for both."""
    declared = r"^(?:async )?(?:function|class|const|let) (\w+)"
    names = [
        name for script in page.SCRIPTS for name in re.findall(declared, page.part(f"{script}.js"), re.M)
    ]
    assert len(names) > 100 and len(names) == len(set(names))


@pytest.mark.skipif(not DOCS.exists(), reason="docs/network.html isn't there yet")
def testThePageInDocsIsUpToDate(images, trained, monkeypatch):
    """It's made by: python test.py --use-train-data --page docs/network.html"""
    monkeypatch.setattr(packing, "ofImages", lambda *sets: images)
    assert DOCS.stat().st_size <= 8_000_000
    assert unpacked(DOCS.read_text(encoding="utf-8")) == unpacked(page.make(trained))
