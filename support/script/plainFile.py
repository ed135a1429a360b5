"""Opening files that somebody else has named."""

import errno
import os
import stat


def openPlain(path, mode="r", **options):
    """open, for what ends: a pipe or a device would be waited for, or be read without end. Raises OSError."""
    kind = os.stat(path).st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):  # open has a word of its own for a folder
        raise OSError(errno.EINVAL, "it is a pipe or a device, no file", str(path))
    return open(path, mode, **options)
