"""Pools for pages: as many at work as there are cores, however deep the pools are nested."""

import threading

import cv2

from extractors.pool import THREADS, side_by_side


def _workers() -> int:
    """How many threads of a new pool work at once."""
    with side_by_side() as pool:
        together = threading.Barrier(THREADS + 1)

        def meet(_: int) -> bool:
            try:
                together.wait(0.2)
            except threading.BrokenBarrierError:
                return False
            return True

        met = list(pool.map(meet, range(THREADS + 1)))
        assert not any(met)  # never more than there are cores
        return len(set(pool.map(lambda _: threading.current_thread().name, range(64))))


def test_a_pool_in_a_pool_has_one_thread() -> None:
    """The outer pool has taken the cores; outside of one, a pool has as many threads as there are cores at most."""
    with side_by_side() as outer:
        assert list(outer.map(lambda _: _workers(), range(2))) == [1, 1]
    assert 1 <= _workers() <= THREADS


def test_a_library_gets_its_threads_back() -> None:
    """OpenCV keeps to one thread inside, and has afterwards what it had before."""
    before = cv2.getNumThreads()
    with side_by_side():
        assert cv2.getNumThreads() == 1
    assert cv2.getNumThreads() == before
