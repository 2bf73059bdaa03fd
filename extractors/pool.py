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
_M_ARENA_MAX = -8  # of mallopt(3)
_here = threading.local()


@contextmanager
def side_by_side() -> Iterator[ThreadPoolExecutor]:
    """A pool for pages; inside the block OpenCV and BLAS keep to one thread each.

    A thread of such a pool gets a pool of one: the cores are taken, and each page at work takes some 150 MB.
    """
    workers = 1 if getattr(_here, "in_pool", False) else THREADS
    _limit_heaps()
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(workers, initializer=_enter) as pool:
            yield pool
    finally:
        cv2.setNumThreads(threads)


def _limit_heaps() -> None:
    """glibc keeps a heap for each of many threads, and pictures freed in one are of no use to the others: with a heap a
    core, reading a pile takes two thirds of the memory."""
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, THREADS)


def _enter() -> None:
    _here.in_pool = True
