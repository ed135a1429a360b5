"""Opening files that somebody else has named."""

import errno
import os
import stat


def openPlain(path, mode="r", **options):
    """open, but for what doesn't end: raises OSError also for pipes and devices."""
    checkPlain(path)
    return open(path, mode, **options)


def checkPlain(path):
    """Raise OSError for a pipe or a device, which would be waited for, or be read without end."""
    kind = os.stat(path).st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):  # open has a word of its own for a folder
        raise OSError(errno.EINVAL, "it is a pipe or a device, no file", str(path))
