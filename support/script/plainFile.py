"""Opening files that the user named, and replacing them."""

import errno
import os
import stat

READ_ONLY_STAYS = os.name == "nt"  # elsewhere the folder's permissions alone count


def openPlain(path, mode="r", **options):
    """open, but with an OSError for pipes and devices."""
    checkPlain(path)
    return open(path, mode, **options)


def checkPlain(path):
    """Raise OSError for a pipe or a device, which may have no end."""
    kind = os.stat(path).st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):  # open refuses a folder itself
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", str(path))


def checkReplaceable(path):
    """Raise OSError if Windows wouldn't let another file take the place of this one."""
    checkPlain(path)
    if os.path.isdir(path):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    os.rename(path, path)  # moves nothing, and raises if a program holds it open
    if READ_ONLY_STAYS and not os.stat(path).st_mode & stat.S_IWRITE:
        raise PermissionError(errno.EACCES, "it is read-only", str(path))
