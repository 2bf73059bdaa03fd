"""Stopwatches add up, and what was wrapped to be timed is put back."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.measure import PeakMemory, Stopwatch, timed_inside


class Work:
    def do(self, seconds: float) -> float:
        """Keep the processor busy for so long."""
        until = time.thread_time() + seconds
        while time.thread_time() < until:
            pass
        return seconds

    def wait(self) -> None:
        time.sleep(0.05)


def test_the_time_inside_a_method_is_added_up_and_the_method_put_back() -> None:
    """Two calls are timed; the third, outside, is not; an error puts it back too."""
    watch, original = Stopwatch(), Work.do
    with timed_inside(watch, Work, "do"):
        assert [Work().do(0.01), Work().do(0.01)] == [0.01, 0.01]
    timed = watch.cpu_seconds
    assert timed >= 0.02
    Work().do(0.01)
    assert watch.cpu_seconds == timed
    with pytest.raises(RuntimeError), timed_inside(watch, Work, "do"):
        raise RuntimeError
    assert Work.do is original


def test_calls_in_several_threads_are_added_up_and_waiting_is_not() -> None:
    """Eight at a time, as papers are sealed; a call that only waits adds nothing."""
    watch = Stopwatch()
    with timed_inside(watch, Work, "do", "wait"), ThreadPoolExecutor(8) as pool:
        list(pool.map(Work().do, [0.01] * 8))
    assert 0.08 <= watch.cpu_seconds < 0.5
    busy = watch.cpu_seconds
    with timed_inside(watch, Work, "wait"):
        Work().wait()
    assert watch.cpu_seconds - busy < 0.04


def test_the_memory_of_this_process_is_seen() -> None:
    """A Python with these imports takes more than 5 MB; it is looked at at least once, however short the block."""
    peak = PeakMemory()
    with peak:
        pass
    assert peak.megabytes > 5


def test_processor_time_of_ended_children_is_counted() -> None:
    """Waiting takes wall time only; a child's work counts once it has ended."""
    waiting, working = Stopwatch(), Stopwatch()
    with waiting:
        time.sleep(0.05)
    with working:
        subprocess.run([sys.executable, "-c", "sum(range(3_000_000))"], check=True)
    assert waiting.seconds >= 0.05 > waiting.cpu_seconds
    assert working.cpu_seconds > 0.02
