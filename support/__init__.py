"""All that the paper leaves to libraries or does in passing, one module per concern.

Importing it, which both scripts do first, checks Python and that what requirements.txt names is installed,
and lets Ctrl-C end the program without a traceback at any moment.
"""

import importlib.util
import sys

if sys.version_info < (3, 10):  # noqa: UP036  an older one comes this far
    sys.exit(
        f"Python 3.10 or newer is needed, and this is {sys.version.split()[0]}: install a newer one, "
        "and make the environment anew with that"
    )

# What only draws or reads pictures (matplotlib, Pillow, SciPy) is asked for when it is used.
missing = [
    name for name in ("numpy", "mnist", "tqdm", "threadpoolctl") if importlib.util.find_spec(name) is None
]
if missing:
    sys.exit(
        f"{', '.join(missing)} not installed: run 'python -m pip install -r requirements.txt' "
        "in the project's folder, with the same python as this program"
    )


def quietOnInterrupt(kind, value, traceback):
    """sys.excepthook that leaves out the traceback of a Ctrl-C."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, value, traceback)


sys.excepthook = quietOnInterrupt
