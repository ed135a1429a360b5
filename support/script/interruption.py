"""What asks a training to end: Ctrl-C, the window that is closed, the system that shuts down."""

import contextlib
import signal
import threading

# SIGHUP tells that the terminal is gone, SIGBREAK on Windows that its window is closed
NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Interruption:
    """While it is entered, a signal is a request to end; Ctrl-C twice is a KeyboardInterrupt.

    requested  whether there was one
    leaving    whether it was no Ctrl-C: then nobody is there to be asked anything more

    A signal that the program's caller has had ignored (nohup, or `&` in a script) stays so.
    """

    requested = leaving = pressed = False

    def __enter__(self):
        self.before = {}
        if threading.current_thread() is threading.main_thread():  # Python gives signals to no other
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
    """Ctrl-C ends a script at once, as at its start: a library may lose an exception in its import."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) != leave:
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, leave)
