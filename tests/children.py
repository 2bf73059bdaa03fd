"""The processes below this one, looked at while a test runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psutil


@contextmanager
def watched(look: Callable[[psutil.Process], None], every: float) -> Iterator[None]:
    """``look`` at each process below this one, again and again with ``every`` seconds between, while the block runs."""
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(every):
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    look(child)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
