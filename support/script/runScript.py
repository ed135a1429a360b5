"""What both scripts do around their work: one BLAS thread, faults in a sentence, exit codes."""

import errno
import os
import signal
import sys

from threadpoolctl import threadpool_limits

from support.script import host
from support.script.fault import Fault, complain, reason
from support.script.interruption import leave
from support.script.streams import readyStreams

BROKEN_PIPE = (errno.EPIPE, errno.EINVAL) if os.name == "nt" else (errno.EPIPE,)


def runScript(main):
    """Run main() and leave with the exit code that it returns, with 1 for a fault, 130 for Ctrl-C.

    Inside another program (IDLE, a notebook: see host) all is left as it was found; if a prompt follows, this
    returns.
    """
    alone = host.isAlone()
    with readyStreams(alone):
        code = codeOf(main, alone)
        if alone:
            finishOutput()
    if not host.isInteractive():
        sys.exit(code)


def codeOf(main, alone):
    """main's exit code; whatever else ends it is reported.

    NumPy's BLAS is held to one thread: main.train says why.
    """
    script = os.path.basename(sys.argv[0])
    try:
        if alone and signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # see start
            signal.signal(signal.SIGINT, leave)
        with threadpool_limits(1):
            code = main()
        sys.stdout.flush()
        return code
    except SystemExit as end:  # argparse's
        return end.code
    except Fault as fault:
        return complain(f"{script}: {fault}", fault)
    except MemoryError as error:
        return complain(f"{script}: not enough memory for this: close other programs", error)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.errno in BROKEN_PIPE and error.filename is None:
            return 1  # the program that read our output, such as `head`, has left
        return complain(f"{script}: {error.filename or 'output'}: {reason(error)}", error)


def finishOutput():
    """Discard output that can no longer be written, and ignore Ctrl-C: Python would complain about both."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
