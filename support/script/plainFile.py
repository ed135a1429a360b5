"""Opening files that somebody else has named."""

import errno
import os
import stat


def openPlain(path, mode="r", **options):
    """open, but refusing pipes and devices, by an OSError."""
    checkPlain(path)
    return open(path, mode, **options)


def checkPlain(path):
    """Raise OSError for a pipe or a device, which may have no end."""
    kind = os.stat(path).st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):  # open refuses a folder itself
        raise OSError(errno.EINVAL, "it is a pipe or a device, no file", str(path))
