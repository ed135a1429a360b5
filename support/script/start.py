"""What a script needs first: Ctrl-C without a traceback, a Python that is new enough, the packages.

main.py, test.py and the experiments import it first, and only when they run as scripts: it may end the
program, and changes what Ctrl-C does.
"""

# The part of `signal` that needs no import: the rest takes milliseconds, in which Ctrl-C may come.
from _signal import SIG_DFL, SIGINT, default_int_handler, getsignal, signal

from support.script import host

# Until runScript listens to Ctrl-C, it ends the program at once: in the middle of an import it could become
# another error, with a traceback. Not inside another program, which it would end.
if host.isAlone() and getsignal(SIGINT) is default_int_handler:
    signal(SIGINT, SIG_DFL)

import importlib.util
import sys
from pathlib import Path

if sys.version_info < (3, 10):  # noqa: UP036  an older one comes this far
    sys.exit(
        f"Python 3.10 or newer is needed, and this is {sys.version.split()[0]}: install a newer one, "
        "and make the environment again with that"
    )

# What only draws or reads pictures (matplotlib, Pillow, SciPy) is checked when it is used.
needed = ("numpy", "mnist", "tqdm", "threadpoolctl", "filelock")
found = {name: importlib.util.find_spec(name) for name in needed}
# A folder of that name without a module in it has no origin.
missing = [name for name, spec in found.items() if spec is None or spec.origin is None]
if missing:
    sys.exit(
        f"{', '.join(missing)} not installed: run 'python -m pip install -r requirements.txt' "
        "in the project's folder, with the same python as this program"
    )

# Read, not imported: another mnist.py may do anything.
if b"def parse_idx" not in Path(found["mnist"].origin).read_bytes():
    sys.exit(
        f"{found['mnist'].origin} is in the way of the package mnist, which reads the data set: rename it; "
        "if it is the package python-mnist, run 'python -m pip uninstall -y python-mnist mnist' and "
        "'python -m pip install -r requirements.txt'"
    )
