"""Pages worked on side by side: one thread a core, and no threads of the libraries' own on top of that.

The work is that of OpenCV, NumPy and zxing, outside Python's lock. Threads of theirs below ours only wait for each
other, which took a fifth of the processor's time.
"""

from __future__ import annotations

import ctypes
import platform
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import cv2
from threadpoolctl import threadpool_limits

THREADS = 2
# Options of mallopt(3): M_ARENA_MAX, and M_MMAP_THRESHOLD in bytes, less than a page's picture has.
_HEAPS = {-8: THREADS, -3: 4 * 2**20}
_here = threading.local()


def workers() -> int:
    """How many may work at once for whoever asks: one for a thread of a pool, as the cores are taken."""
    return 1 if getattr(_here, "in_pool", False) else THREADS


@contextmanager
def side_by_side() -> Iterator[ThreadPoolExecutor]:
    """A pool for pages; inside the block OpenCV and BLAS keep to one thread each.

    A thread of such a pool gets a pool of one: the cores are taken, and each page at work takes some 150 MB.
    """
    _limit_heaps()
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(workers(), initializer=_enter) as pool:
            yield pool
    finally:
        cv2.setNumThreads(threads)


def _limit_heaps() -> None:
    """glibc keeps a heap for each of many threads, and pictures freed in one are of no use to the others, nor given
    back while anything lies behind them: with a heap a core, and pictures outside, a pile takes half the memory."""
    if platform.libc_ver()[0] == "glibc":
        for option, value in _HEAPS.items():
            ctypes.CDLL(None).mallopt(option, value)


def _enter() -> None:
    _here.in_pool = True
