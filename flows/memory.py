"""Python's search for garbage, left out where much is made that lives until the end of a chunk."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unsearched() -> Iterator[None]:
    """Nothing is searched for cycles while a chunk is read: reading a claim makes none, and a third of the time was
    spent looking for them.

    What was on before is on again afterwards; what was made meanwhile counts as old, and is not looked through at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
