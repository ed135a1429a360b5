"""Ctrl-C during a training: the first is a request, the second leaves at once."""

import signal


class Interruption:
    """While it is entered, `requested` tells whether Ctrl-C was pressed; twice is a KeyboardInterrupt."""

    requested = False

    def __enter__(self):
        self.before = signal.signal(signal.SIGINT, self.onSignal)
        return self

    def __exit__(self, *exception):
        signal.signal(signal.SIGINT, self.before)

    def onSignal(self, *arguments):
        if self.requested:
            raise KeyboardInterrupt
        self.requested = True
