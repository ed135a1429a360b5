"""Whether a script owns its Python process, or runs inside another program, which goes on after it."""

import sys


def isAlone():
    """False in IDLE, Thonny, Spyder, %run (IPython, notebooks), a debugger, a profiler, and in a thread.

    In all of them, the first thing on the stack is theirs, not the script.
    """
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
    script = sys.modules["__main__"]
    return frame.f_globals is vars(script) and frame.f_code.co_filename == getattr(script, "__file__", None)


def isInteractive():
    """Whether a prompt follows the script: it would show an exit code as an error."""
    return hasattr(sys, "ps1") or bool(sys.flags.interactive)
