"""Pages of the shipped network and of others, made once, and a browser for each language."""

import zlib

import pytest

from support.page import packing, page
from support.script.paths import TRAINED
from support.weights import weightFiles

from browser import chromium


@pytest.fixture(scope="session")
def trained():
    return weightFiles.load(TRAINED)


@pytest.fixture(scope="session")
def images(testSet, mnist):
    """MNIST as the page carries it, but packed less tightly: packing takes longest of all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "deflated", lambda content: zlib.compress(content, 1))
        return packing.ofImages(mnist, testSet)


@pytest.fixture(scope="session")
def pageOf(images, tmp_path_factory):
    """Makes a network's page, as test.py --page does."""

    def make(network):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(packing, "ofImages", lambda *sets: images)
            file = tmp_path_factory.mktemp("page") / "página.html"
            page.save(network, file)
        return file

    return make


@pytest.fixture(scope="session")
def trainedPage(pageOf, trained):
    return pageOf(trained)


@pytest.fixture(scope="session")
def english():
    with chromium("en") as browser:
        yield browser


@pytest.fixture(scope="session")
def spanish():
    with chromium("es-ES") as browser:
        yield browser


@pytest.fixture
def opened(english, trainedPage):
    """The shipped network's page, as when it is opened."""
    return english.openedAnew(trainedPage)
