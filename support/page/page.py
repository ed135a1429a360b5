"""A network as a web page in one file that needs nothing else: test.py --page.

What the page does is in the files beside this one. Here they are put together with the weights, what
reads photos, and MNIST.
"""

import base64
import hashlib
import json
from pathlib import Path
from urllib.parse import quote

from support.data import dataSet
from support.page import packing
from support.script.disk import wholeFile
from support.script.fault import Fault, printable, reason
from support.script.paths import EYES, WIDE
from support.weights import weightFiles

PARTS = Path(__file__).resolve().parent
SCRIPTS = [
    "texts.en",
    "texts.es",
    "lessonTexts.en",
    "lessonTexts.es",
    "network",
    "random",
    "data",
    "training",
    "sampling",
    "distances",
    "eyes",
    "fitting",
    "findDigits",
    "photo",
    "doubts",
    "photoReading",
    "dom",
    "numbers",
    "layers",
    "state",
    "orders",
    "drawing",
    "zip",
    "weightFiles",
    "diagram",
    "neuron",
    "why",
    "step",
    "trainingPanel",
    "countPanel",
    "break",
    "myDigits",
    "photoPanel",
    "lessons",
    "lessonPanel",
    "main",
]
LARGEST = 10_000_000  # bytes: an e-mail takes no more


def save(network, path):
    """Write the network's page to path, whole or not at all; Fault if it can't be, or is too large."""
    content = make(network).encode()
    if len(content) > LARGEST:
        raise Fault(
            f"the page would have {len(content) / 1e6:.1f} MB, more than the {LARGEST / 1e6:.0f} that an "
            "e-mail takes: choose a network of fewer neurons"
        )
    try:
        with wholeFile(path) as passing:
            passing.write_bytes(content)
    except OSError as error:
        raise Fault(f"{path} can't be written ({reason(error)}): make room, or name another file") from error
    print(f"saved {printable(path)}, {len(content) / 1e6:.2f} MB: open it in a browser")
    return 0


def make(network):
    """The network's page, as a text."""
    style, page = part("style.css"), part("page.html")
    scripts = {f"{name}.js": f'"use strict";\n{part(f"{name}.js")}' for name in SCRIPTS}
    wide = weightFiles.load(WIDE)
    weights = {
        "layerSizes": sizesOf(network),
        "layers": packing.ofLayers(network.layers),
        "wideSizes": sizesOf(wide),
        "wideLayers": packing.ofLayers(wide.layers),
        **packing.ofEyes(EYES),
    }
    images = packing.ofImages(dataSet.readTrainSet(), dataSet.readTestSet())
    for name, content in {
        "policy": policy(style, scripts.values()),
        "icon": quote(part("icon.svg").strip()),
        "style": f"<style>{style}</style>",
        "weights": blocks(weights, ' type="text/plain"'),
        "scripts": blocks(scripts),
        "images": blocks(images, ' type="text/plain"'),
    }.items():
        page = page.replace(f"{{{{{name}}}}}", content)
    return page


def sizesOf(network):
    return json.dumps([network.layers[0].inputSize, *(layer.outputSize for layer in network.layers)])


def part(name):
    return (PARTS / name).read_text(encoding="utf-8")


def blocks(contents, kind=""):
    return "\n".join(f'<script id="{name}"{kind}>{text}</script>' for name, text in contents.items())


def policy(style, scripts):
    """The page's Content-Security-Policy: nothing is fetched, and only these scripts and this style run."""
    hashes = [hashlib.sha256(text.encode()).digest() for text in (style, *scripts)]
    first, *others = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes]
    return (
        f"default-src 'none'; script-src {' '.join(others)}; style-src {first}; img-src data:; "
        "worker-src blob:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
