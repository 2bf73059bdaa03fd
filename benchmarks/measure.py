"""Clocks and scales: seconds added up over several stretches, the share spent in one function, memory of a tree."""

from __future__ import annotations

import functools
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import psutil

_EVERY = 0.25  # seconds between two looks at the processes: looking costs some milliseconds itself


class Stopwatch:
    """Seconds spent inside ``with watch:``, added up; may be entered again, not within itself.

    ``seconds`` is wall time; ``cpu_seconds`` that of the processor, of this process and of children that have ended.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self.cpu_seconds = 0.0
        self._started = (0.0, 0.0)

    def __enter__(self) -> Stopwatch:
        self._started = (time.perf_counter(), sum(os.times()[:4]))
        return self

    def __exit__(self, *_: object) -> None:
        wall, cpu = self._started
        self.seconds += time.perf_counter() - wall
        self.cpu_seconds += sum(os.times()[:4]) - cpu


@contextmanager
def timed_inside(watch: Stopwatch, owner: type, *names: str) -> Iterator[None]:
    """While the block runs, add to ``watch`` the processor time of every call of the methods ``names`` of ``owner``, in
    whichever thread; what one waits for there is no time of its own."""
    originals: dict[str, Callable[..., Any]] = {name: getattr(owner, name) for name in names}
    adding = threading.Lock()

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def timed(*args: Any, **named: Any) -> Any:
            started = time.thread_time()
            try:
                return original(*args, **named)
            finally:
                with adding:
                    watch.cpu_seconds += time.thread_time() - started

        return timed

    for name, original in originals.items():
        setattr(owner, name, wrap(original))
    try:
        yield
    finally:
        for name, original in originals.items():
            setattr(owner, name, original)


class PeakMemory:
    """The largest resident size, in bytes, that any one process of this tree had inside ``with peak:``.

    Sampled four times a second: a shorter peak may be missed. May be entered again; the largest of all stays.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def megabytes(self) -> float:
        return self.bytes / 1_000_000

    def __enter__(self) -> PeakMemory:
        self._over.clear()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        here = psutil.Process()
        while True:
            for process in (here, *here.children(recursive=True)):
                try:
                    self.bytes = max(self.bytes, process.memory_info().rss)
                except psutil.Error:  # it ended while we looked
                    continue
            if self._over.wait(_EVERY):
                return
