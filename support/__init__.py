"""All that the paper leaves to libraries or does in passing, one module per concern.

Importing it, which both scripts do first, checks Python and that what requirements.txt names is installed,
and lets Ctrl-C end the program without a traceback.
"""

import importlib.util
import signal
import sys
import threading

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

# Until runScript listens to Ctrl-C, it ends the program at once: an import that it reached would make some
# other error of it, with a traceback.
if (
    threading.current_thread() is threading.main_thread()
    and signal.getsignal(signal.SIGINT) is signal.default_int_handler
):
    signal.signal(signal.SIGINT, signal.SIG_DFL)
