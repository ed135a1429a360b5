"""What the user is told: a fault in one sentence, without control characters from a file's name."""

import contextlib
import sys
import traceback


class Fault(Exception):
    """Something that the user can put right: one sentence that says what is wrong and what to do."""

    def __str__(self):
        return printable(super().__str__())


def printable(text):
    r"""The text with \r, \x1b, \udcff … for what isn't printable.

    For names and answers from elsewhere: 'x.jpg\rbest.jpg: 8 (1.00)' would show a false answer.
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(text))


def reason(error):
    """Why it happened, in the system's words without the number: 'No such file …'."""
    return getattr(error, "strerror", None) or str(error)


def cantImport(error, what, packages):
    """The Fault for a package that is missing, or can't be loaded for another reason, such as memory."""
    if isinstance(error, ModuleNotFoundError):
        return Fault(f"{what} need {packages} ({error}): python -m pip install {packages}")
    return Fault(f"{what}: {packages} can't be loaded ({error}): close other programs, or install it anew")


def complain(sentence, error=None):
    """Print a sentence on stderr, after what stdout still holds; returns exit code 1.

    With python -X dev the traceback is shown as well.
    """
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    with contextlib.suppress(OSError):  # nobody reads it any more
        if error is not None and sys.flags.dev_mode:
            traceback.print_exception(error)
        if "tqdm" in sys.modules:
            sys.modules["tqdm"].tqdm.write(printable(sentence), file=sys.stderr)  # above a progress bar
        else:
            print(printable(sentence), file=sys.stderr)
    return 1
