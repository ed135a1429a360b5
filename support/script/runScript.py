"""What both scripts do around their work: one BLAS thread, faults in a sentence, exit codes."""

import contextlib
import os
import signal
import sys

from threadpoolctl import threadpool_limits

from support.script.fault import Fault, reason


def runScript(main):
    """Run main() and leave with the exit code that it returns, with 1 for a fault, 130 for Ctrl-C.

    NumPy's BLAS is held to one thread: products this small gain nothing from more, and on a busy
    machine the threads wait for each other, thirty times longer than the work takes.
    """
    openClosedStreams()
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(errors="replace")
    try:
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # see support/__init__.py
            signal.signal(signal.SIGINT, signal.default_int_handler)
        with threadpool_limits(1):
            code = main()
        sys.stdout.flush()
    except Fault as fault:
        code = complain(fault)
    except MemoryError:
        code = complain("not enough memory for this: fewer hidden neurons or images need less")
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:  # whoever read our output, like `head`, has left
        code = 1
    except OSError as error:
        code = complain(f"{error.filename or 'output'}: {reason(error)}")
    finishOutput()
    sys.exit(code)


def openClosedStreams():
    """Give the streams that the caller has closed (`2>&-`, or none as pythonw) an end that takes all."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115  as long as the program runs


def complain(sentence):
    """Print a sentence on stderr, behind what stdout still holds; returns exit code 1."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    print(f"{os.path.basename(sys.argv[0])}: {sentence}", file=sys.stderr)
    return 1


def finishOutput():
    """Send what can't be written any more nowhere, or Python complains of it at its exit.

    Ctrl-C is heard no longer: all is done, and Python's exit would complain of that too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
