"""Stopping between two messages: a signal in the middle of one would leave it in doubt."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def between_messages(*, then_obey: bool) -> Iterator[Callable[[], bool]]:
    """Inside, a signal to stop is only noted, and the function given answers whether one came.

    Afterwards, with `then_obey`, it does what it would have done.
    """
    received: list[int] = []
    if threading.current_thread() is not threading.main_thread():  # where signals never arrive
        yield lambda: False
        return
    earlier = {number: signal.signal(number, lambda number, frame: received.append(number)) for number in SIGNALS}
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
        if received and then_obey:
            os.kill(os.getpid(), received[0])
