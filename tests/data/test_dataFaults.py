"""Damaged data files are refused by name and never changed; a missing one is fetched whole or not at all."""

import gzip
import hashlib
import shutil
import socket
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from helpers import IDX, assertRefused, assertSentence, idx, makeDataSet, run, slow, snapshot

from support.data import dataSet, download
from support.script.fault import Fault


def part(name, folder=None):
    """Read the half of a data set that this file belongs to."""
    return (dataSet.readTrainSet if name.startswith("train") else dataSet.readTestSet)(folder)


def isImages(name):
    return "images" in name


def faultOf(action, *arguments):
    with pytest.raises(Fault) as caught:
        action(*arguments)
    assertSentence(caught.value)
    return str(caught.value)


# ---- damaged files


def packed(array):
    return gzip.compress(idx(array), 1)


def ofShape(*shape):
    return lambda content: packed(np.zeros(shape))


ANY = {
    "empty": lambda content: b"",
    "nothing packed": lambda content: gzip.compress(b""),
    "not packed": gzip.decompress,
    "packed twice": gzip.compress,
    "a web page": lambda content: b"<!DOCTYPE html>\n<html></html>\n",
    "a packed web page": lambda content: gzip.compress(b"<!DOCTYPE html>\n<html></html>\n"),
    "CSV": lambda content: gzip.compress(b"7,0,0,0\n"),
    "UTF-16": lambda content: content.decode("latin-1").encode("utf-16"),
    "line ends changed": lambda content: content.replace(b"\n", b"\r\n") + b"\r\n",
    "header only": lambda content: gzip.compress(gzip.decompress(content)[:4]),
    "a header before it": lambda content: gzip.compress(b"labels\n" + gzip.decompress(content)),
    "a byte less": lambda content: gzip.compress(gzip.decompress(content)[:-1]),
    "a byte more": lambda content: gzip.compress(gzip.decompress(content) + b"\0"),
    "no dimensions": lambda content: gzip.compress(bytes([0, 0, 8, 0, 7])),
    "immense dimensions": lambda content: gzip.compress(bytes([0, 0, 8, 3]) + b"\xff" * 12),
    "doubles": lambda content: gzip.compress(bytes([0, 0, 14, 1, 0, 0, 0, 1]) + bytes(8)),
    "one dimension too many": ofShape(1, 28, 28, 1),
    "no samples": ofShape(0),
}
IMAGES = {
    "other size": ofShape(100, 32, 32),
    "flat": ofShape(100, 784),
    "no images": ofShape(0, 28, 28),
    "one image less": ofShape(99, 28, 28),
    "labels": ofShape(100),
}
LABELS = {
    "a label of 10": lambda content: packed([10] * 100),
    "one label less": ofShape(99),
    "images": ofShape(100, 28, 28),
    "one-hot": ofShape(100, 10),
}


@pytest.fixture
def damaged(tmp_path):
    """Writes a data set and damages one file; that file's path."""
    folder = makeDataSet(tmp_path / "data", 100, 100)

    def damage(name, change):
        path = folder / f"{name}.gz"
        path.write_bytes(change(path.read_bytes()))
        return path

    return damage


def assertRefusedUnchanged(name, path, *named):
    before = snapshot(path.parent)
    assertSentence(faultOf(part, name, path.parent), *(named or [path]))
    assert snapshot(path.parent) == before


@pytest.mark.parametrize("name", IDX)
@pytest.mark.parametrize("damage", ANY)
def testADamagedFileIsNamed(damaged, name, damage):
    assertRefusedUnchanged(name, damaged(name, ANY[damage]))


@pytest.mark.parametrize("name, damage", [(n, d) for n in IDX for d in (IMAGES if isImages(n) else LABELS)])
def testAFileOfOtherContentIsNamed(damaged, name, damage):
    path = damaged(name, (IMAGES if isImages(name) else LABELS)[damage])
    assertRefusedUnchanged(name, path, path.parent, path.name)


@pytest.mark.parametrize("name", IDX)
def testAFileThatIsCutAnywhereIsNamed(damaged, name):
    whole = damaged(name, bytes).read_bytes()
    for tenth in range(10):
        assertRefusedUnchanged(name, damaged(name, lambda _, tenth=tenth: whole[: len(whole) * tenth // 10]))


@pytest.mark.parametrize("name", IDX)
def testAFlippedByteIsNamedOrHarmless(damaged, name):
    """gzip's own checksum finds it, unless it is in what gzip doesn't use: the date, say."""
    whole = damaged(name, bytes).read_bytes()
    right = part(name, damaged(name, bytes).parent)
    rng = np.random.RandomState(1)
    refused = 0
    for position in [*range(12), *rng.randint(len(whole), size=40)]:
        flipped = bytearray(whole)
        flipped[position] ^= 1 << rng.randint(8)
        path = damaged(name, lambda _, flipped=flipped: bytes(flipped))
        try:
            read = part(name, path.parent)
        except Fault as fault:
            assertSentence(fault, path)
            refused += 1
        else:
            assert all(np.array_equal(a, b) for a, b in zip(read, right, strict=True))
    assert refused > 30


@pytest.mark.parametrize("name", IDX)
def testAFileThatIsMissingOrAFolderIsNamed(damaged, name):
    path = damaged(name, bytes)
    path.unlink()
    assertRefusedUnchanged(name, path, path, "missing")
    path.mkdir()
    assertRefusedUnchanged(name, path)


@pytest.mark.parametrize("name", [IDX[0], *map(slow, IDX[1:])])
def testZeros(damaged, name):
    """200 MB of them, packed in 200 kB."""
    assertRefusedUnchanged(name, damaged(name, lambda _: gzip.compress(bytes(200 << 20), 1)))


@pytest.mark.parametrize("name", IDX)
def testUnpackedFilesAreReadAsWell(damaged, name):
    path = damaged(name, bytes)
    right = part(name, path.parent)
    path.with_suffix("").write_bytes(gzip.decompress(path.read_bytes()))
    path.unlink()
    assert all(np.array_equal(a, b) for a, b in zip(part(name, path.parent), right, strict=True))


@pytest.mark.parametrize("script", ["main.py", "test.py"])
def testDamageAsTheScriptsTellIt(damaged, smallWeights, tmp_path, script):
    path = damaged(IDX[2], ANY["a byte less"])
    target = ("--output", tmp_path / "saved") if script == "main.py" else ("--weights", smallWeights)
    process = run(script, "--data", path.parent, *target)
    assertRefused(process, path)
    assert process.stdout == b""
    assert not (tmp_path / "saved").exists()


# ---- MNIST's own files: known by content, and fetched if one is missing


@pytest.fixture
def mnist(tmp_path, monkeypatch):
    """A small data set in MNIST's place: the folder, with its four files known by content."""
    folder = makeDataSet(tmp_path / "mnist", 100, 100)
    known = {}
    for name in IDX:
        content = gzip.decompress((folder / f"{name}.gz").read_bytes())
        known[name] = (len(content), hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(dataSet, "FOLDER", folder)
    monkeypatch.setattr(dataSet, "MNIST", known)
    monkeypatch.setattr(download, "MIRRORS", ())
    return folder


@pytest.mark.parametrize("name", IDX)
@pytest.mark.parametrize("damage", ["other content", *ANY])
def testMnistsOwnFilesAreKnownByContent(mnist, name, damage):
    """And never replaced: the user's file stays."""
    shape = (100, 28, 28) if isImages(name) else (100,)
    path = mnist / f"{name}.gz"
    path.write_bytes({"other content": ofShape(*shape), **ANY}[damage](path.read_bytes()))
    before = snapshot(mnist)
    assertSentence(faultOf(part, name), path)
    assert snapshot(mnist) == before


SILENCE, PATIENCE = 0.25, 0.75  # seconds, instead of 10 and 60
PAGE = b"<!DOCTYPE html><title>Sorry</title>"
BOMB = gzip.compress(bytes(10**7))


def answerWith(handler, content, length=None, status=200):
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(content) if length is None else length))
    handler.end_headers()
    handler.wfile.write(content)


def redirect(handler, content):
    handler.send_response(302)
    handler.send_header("Location", handler.path)
    handler.end_headers()


def endless(handler, content, pause=0, piece=bytes(1 << 16)):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(piece)
        handler.wfile.flush()
        time.sleep(pause)


def drippingHeader(handler, content):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-Drip: 1\r\n")
        time.sleep(0.1)


def silent(handler, content):
    time.sleep(3 * PATIENCE)


def silentAfterHalf(handler, content):
    answerWith(handler, content[: len(content) // 2], len(content))
    handler.wfile.flush()
    silent(handler, content)


def noHttp(handler, content):
    handler.wfile.write(b"220 mail ready\r\n")


def cutChunk(handler, content):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc")


def flipped(content):
    """Bytes of the packed numbers themselves, which zlib stumbles on."""
    return content[:40] + bytes(255 - byte for byte in content[40:80]) + content[80:]


WRONG = {
    "404": partial(answerWith, status=404),
    "500": partial(answerWith, status=500),
    "a web page": lambda handler, content: answerWith(handler, PAGE),
    "a packed web page": lambda handler, content: answerWith(handler, gzip.compress(PAGE)),
    "nothing": lambda handler, content: answerWith(handler, b""),
    "hung up": lambda handler, content: None,
    "cut off": lambda handler, content: answerWith(handler, content[:-9]),
    "cut off, length told": lambda handler, content: answerWith(handler, content[:-9], len(content)),
    "flipped within": lambda handler, content: answerWith(handler, flipped(content)),
    "another data set's file": lambda handler, content: answerWith(handler, packed(np.zeros(100))),
    "endless": endless,
    "endless when unpacked": lambda handler, content: answerWith(handler, BOMB),
    "slow": partial(endless, pause=0.1, piece=b"."),
    "silent": silent,
    "silent after the half": silentAfterHalf,
    "dripping headers": drippingHeader,
    "headers without end": lambda handler, content: handler.wfile.write(b"X: 1\r\n" * 10000),
    "a circle of redirections": redirect,
    "no HTTP": noHttp,
    "cut in a chunk": cutChunk,
}


@pytest.fixture
def mirrors(mnist, monkeypatch):
    """Removes the file of this name, and starts mirrors that answer so; returns where it belongs."""
    servers = []

    def start(name, *answers):
        path = mnist / f"{name}.gz"
        content = path.read_bytes()
        path.unlink()
        for answer in answers:

            class Handler(BaseHTTPRequestHandler):
                def do_GET(self, answer=answer):
                    assert self.path == f"/{path.name}"
                    answer(self, content)

                def log_message(self, *arguments):
                    pass

            server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            server.handle_error = lambda *arguments: None  # the script hangs up on it
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            servers.append(server)
        monkeypatch.setattr(download, "MIRRORS", tuple(f"http://127.0.0.1:{s.server_port}/" for s in servers))
        return path, content

    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(download, "SILENCE", SILENCE)
    monkeypatch.setattr(download, "PATIENCE", PATIENCE)
    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("name", IDX)
def testAMissingFileIsFetchedFromTheFirstMirrorThatHasIt(mirrors, name):
    path, content = mirrors(name, WRONG["404"], answerWith)
    part(name)
    assert path.read_bytes() == content
    assert len(list(path.parent.iterdir())) == 4


@pytest.mark.parametrize("wrong", WRONG)
def testAWrongAnswerIsNeverTakenForTheFile(mirrors, wrong):
    """One sentence with the file and the mirrors, within the time said; nothing is left in the folder."""
    path, _ = mirrors(IDX[2], WRONG[wrong], WRONG["404"])
    before = snapshot(path.parent)
    start = time.monotonic()
    sentence = faultOf(part, IDX[2])
    assert time.monotonic() - start < PATIENCE + 1
    assertSentence(sentence, path, download.MIRRORS[0], "put it there")
    assert snapshot(path.parent) == before


@pytest.mark.slow
@pytest.mark.parametrize("wrong", WRONG)
def testTheNextMirrorIsAskedWhileTimeIsLeft(mirrors, wrong):
    path, content = mirrors(IDX[2], WRONG[wrong], answerWith)
    if wrong in ("slow", "dripping headers"):  # which use up all of it
        return assertSentence(faultOf(part, IDX[2]), path, f"not done after {PATIENCE} s")
    part(IDX[2])
    assert path.read_bytes() == content


@pytest.mark.parametrize("moment", [0, 0.05, 0.2])
def testMirrorsThatFailAsTheTimeRunsOut(mirrors, monkeypatch, moment):
    monkeypatch.setattr(download, "PATIENCE", moment)
    path, _ = mirrors(IDX[2], WRONG["404"], lambda handler, content: time.sleep(0.05))
    assertSentence(faultOf(part, IDX[2]), path)


def testWithoutANetwork(mirrors, monkeypatch):
    """No name is found, and nobody listens."""
    path, _ = mirrors(IDX[2])
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    addresses = (f"http://127.0.0.1:{port}/", "http://nowhere.invalid/")
    monkeypatch.setattr(download, "MIRRORS", addresses)

    def unknown(*arguments, **named):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    getaddrinfo = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *a, **n: (unknown if "invalid" in host else getaddrinfo)(host, *a, **n),
    )
    assertSentence(faultOf(part, IDX[2]), path, *addresses, "refused", "not known")


def testAFolderThatCannotBeWrittenNamesTheFile(mnist):
    shutil.rmtree(mnist)
    mnist.write_text("my own")
    assertSentence(faultOf(part, IDX[2]), f"{IDX[2]}.gz is missing", "can't be written")
    assert mnist.read_text() == "my own"


def testAnotherDataSetIsNeverDownloaded(mnist, mirrors, tmp_path):
    mirrors(IDX[2], answerWith)
    (tmp_path / "other").mkdir()
    assertSentence(faultOf(part, IDX[2], tmp_path / "other"), tmp_path / "other", "no data set")
    assert list((tmp_path / "other").iterdir()) == []


def testAMirrorThatSendsTooMuchIsNotHeardToItsEnd(tmp_path):
    """More than the unpacked size can't be the packed file; the rest isn't waited for."""
    (tmp_path / "packed.gz").write_bytes(bytes(11))
    with pytest.raises(ValueError, match="more than 10 bytes"):
        download.download((tmp_path / "packed.gz").as_uri(), 10, "")
