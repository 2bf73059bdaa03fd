"""Stopwatches add up, and what was wrapped to be timed is put back."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from benchmarks.measure import PeakMemory, Stopwatch, timed_inside


class Work:
    def do(self, seconds: float) -> float:
        time.sleep(seconds)
        return seconds


def test_the_time_inside_a_method_is_added_up_and_the_method_put_back() -> None:
    """Two calls are timed; the third, outside, is not; an error puts it back too."""
    watch, original = Stopwatch(), Work.do
    with timed_inside(watch, Work, "do"):
        assert [Work().do(0.01), Work().do(0.01)] == [0.01, 0.01]
    timed = watch.seconds
    assert timed >= 0.02
    Work().do(0.01)
    assert watch.seconds == timed
    with pytest.raises(RuntimeError), timed_inside(watch, Work, "do"):
        raise RuntimeError
    assert Work.do is original


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
