"""What asks a training to end: Ctrl-C, a closed window, the system shutting down."""

import contextlib
import signal
import threading

# SIGHUP: the terminal is gone. SIGBREAK: a key on Windows, where the closing of a console isn't noticed.
NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Interruption:
    """Within it, a signal is a request to end; the second Ctrl-C is a KeyboardInterrupt.

    requested  whether there was a request
    leaving    whether it wasn't Ctrl-C: then nobody is there to answer a question

    A signal that the program was started to ignore (nohup, or `&` in a script) stays ignored.
    """

    requested = leaving = pressed = False

    def __enter__(self):
        self.before = {}
        if threading.current_thread() is threading.main_thread():  # only this one gets signals
            for number in (getattr(signal, name) for name in NAMES if hasattr(signal, name)):
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    self.before[number] = signal.signal(number, self.onSignal)
        return self

    def __exit__(self, *exception):
        for number, handler in self.before.items():
            signal.signal(number, handler)

    def onSignal(self, number, frame):
        if number != signal.SIGINT:
            self.leaving = True
        elif self.pressed:
            raise KeyboardInterrupt
        else:
            self.pressed = True
        self.requested = True


def leave(number, frame):
    """What Ctrl-C does in a script outside a training: see runScript."""
    raise KeyboardInterrupt


@contextlib.contextmanager
def whileImporting():
    """Ctrl-C ends a script at once, as at its start: a library may swallow an exception in its import."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) != leave:
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, leave)
