"""Jobs: one lease, a stopped command goes on, a scheduled run has its standing order."""

from __future__ import annotations

from datetime import date

import pytest

from flows import jobs
from flows.take_in_scans import steps as take_in
from flows.wiring import Dabi, today
from rules.errors import StoreLocked, UsageError
from store.states import JobState


def test_a_command_given_again_goes_on_with_its_stopped_job(dabi: Dabi) -> None:
    """The same request finds its job until that is done; another request never does."""
    asked = {"on": "2026-07-06", "claims": ["SN-7K4Q9X-1"]}
    job = jobs.open_job(dabi, "write_letters", asked, "system:test")
    with pytest.raises(UsageError), jobs.leased(dabi, "write_letters", job):
        raise UsageError("stopped")
    assert jobs.open_job(dabi, "write_letters", asked, "system:test") == job
    assert jobs.open_job(dabi, "write_letters", {**asked, "on": "2026-07-07"}, "system:test") != job
    assert jobs.open_job(dabi, "track_deadlines", asked, "system:test") != job
    with jobs.leased(dabi, "write_letters", job):
        jobs.finish(dabi, "write_letters", job, {})
    assert jobs.open_job(dabi, "write_letters", asked, "system:test") != job


def test_a_job_is_held_by_one(dabi: Dabi) -> None:
    """While somebody works on a job nobody else may; an error leaves its code and nothing of its text."""
    job = jobs.open_job(dabi, "write_letters", {}, "system:test")

    def work() -> None:
        with jobs.leased(dabi, "write_letters", job):
            with pytest.raises(StoreLocked):
                jobs.leased(dabi, "write_letters", job).__enter__()
            raise UsageError("Kalpana Namuna")

    with pytest.raises(UsageError):
        work()
    with dabi.store.begin("system:test", read_only=True) as record:
        kept = record.job(job)
    assert kept is not None
    assert (kept.state, kept.error) == (JobState.FAILED, "UsageError")


def test_a_scheduled_run_without_a_standing_order_is_todays_with_the_houses_folders(dabi: Dabi) -> None:
    """Job None takes today's date, a folder under the home, and what lies in the inbox."""
    (dabi.settings.inbox / "letter.pdf").write_bytes(b"no paper")
    with jobs.leased(dabi, take_in.JOURNEY, None) as job:
        request = jobs.request_of(dabi, take_in.JOURNEY, job)
        assert request.on == today()
        assert request.out == dabi.settings.home / "out" / job
        assert take_in.collect(dabi, job)["files"] == 1
    assert list(dabi.settings.inbox.iterdir()) == []


def test_a_standing_order_is_what_a_scheduled_run_does(dabi: Dabi) -> None:
    """What the order says of folders holds for the run; the date is still that of the run."""
    with dabi.store.begin("system:test") as record:
        record.set_standing_order("track_deadlines", {"out": "/papers/worklists"})
        record.commit()
    with jobs.leased(dabi, "track_deadlines", None) as job:
        request = jobs.request_of(dabi, "track_deadlines", job)
    assert str(request.out) == "/papers/worklists"
    assert request.on == today()


def test_a_request_keeps_its_day(dabi: Dabi) -> None:
    """A job run again on another day is still that of its own day."""
    job = jobs.open_job(dabi, "track_deadlines", {"on": "2026-07-06"}, "system:test")
    assert jobs.request_of(dabi, "track_deadlines", job).on == date(2026, 7, 6)
