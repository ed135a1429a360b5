"""Reading IDX files, as MNIST is published (section 3.2.1 of the paper)."""

import hashlib
import re
import struct
from pathlib import Path

import mnist

from support.data.packedFile import openUnpacked
from support.script.fault import Fault

LARGEST_FILE = 1 << 30  # bytes, unpacked


def find(name, folder):
    """The path of the file in folder that has this name in MNIST, or None.

    It may be in upper case, have a dot before idx, be packed (.gz), be in a folder of the same name, and
    begin with the data set's name, as EMNIST's do, unless there are several.
    """
    name = name.replace("t10k", "(t10k|test)").replace("-idx", "[-.]idx")
    pattern = re.compile(rf"(?P<dataSet>.*-)?{name}(\.gz)?", re.IGNORECASE)
    found = [(pattern.fullmatch(path.name)["dataSet"] or "", path) for path in matching(pattern, folder)]
    wanted = min((dataSet for dataSet, _ in found), default="")
    if wanted and len({dataSet for dataSet, _ in found}) > 1:
        raise Fault(
            f"{folder} holds several data sets ({', '.join(sorted(path.name for _, path in found)[:3])}, …): "
            "put the four files of one into their own folder"
        )
    return next((path for dataSet, path in found if dataSet == wanted), None)


def matching(pattern, folder):
    """The files in folder whose names match, or that are in folders of such a name; packed ones first."""
    paths = [path for path in sorted(folder.iterdir(), reverse=True) if pattern.fullmatch(path.name)]
    files = [path for path in paths if not path.is_dir()]
    within = [path for place in paths if place.is_dir() for path in place.iterdir()]
    return files + [path for path in within if pattern.fullmatch(path.name) and not path.is_dir()]


def read(path, largest=LARGEST_FILE):
    """The array in the IDX file at path, packed (.gz) or not, and the SHA-256 of what is unpacked.

    Raises Fault if it isn't a whole IDX file, or has more than `largest` bytes.
    """
    path = Path(path)
    with openUnpacked(path) as file:
        content = Content(file, largest)
        try:
            return mnist.parse_idx(content), content.sha256.hexdigest()
        except (mnist.IdxDecodeError, struct.error, TypeError, ValueError) as error:
            raise Fault(f"{path} is not a whole IDX file ({error}): put the right one there") from error


class Content:
    """A file's content for mnist's reader: hashed as it's read, and cut off at the largest size.

    So there is no second copy of the 47 MB.
    """

    def __init__(self, file, largest):
        self.file = file
        self.left = largest + 1  # the one byte too many makes the content wrong
        self.sha256 = hashlib.sha256()

    def read(self, size=None):
        data = self.file.read(self.left if size is None else min(size, self.left))
        self.left -= len(data)
        self.sha256.update(data)
        return data
