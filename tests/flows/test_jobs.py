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


def _stop(dabi: Dabi, job: str | None, error: BaseException) -> str:
    """Begin a job, and end it with an error."""
    try:
        with jobs.leased(dabi, "track_deadlines", job) as held:
            raise error
    except type(error):
        return held


def test_a_schedule_ends_what_was_stopped_before_it_does_its_own(dabi: Dabi) -> None:
    """Without a job a run does every stopped one, oldest first, then a new one; with a job that one alone."""
    first = _stop(dabi, None, OSError())
    second = jobs.open_job(dabi, "track_deadlines", {"on": "2026-07-06"}, "system:test")
    _stop(dabi, second, StoreLocked("somebody"))
    done: list[str | None] = []

    def work(dabi: Dabi, job: str | None) -> dict[str, int]:
        with jobs.leased(dabi, "track_deadlines", job) as held:
            done.append(held)
            return jobs.finish(dabi, "track_deadlines", held, {"overdue": 1})

    assert jobs.each(dabi, "track_deadlines", None, work) == {"overdue": 3}
    assert done[:2] == [first, second]
    assert len(set(done)) == 3
    assert jobs.each(dabi, "track_deadlines", None, work) == {"overdue": 1}
    third = jobs.open_job(dabi, "track_deadlines", {"on": "2026-07-08"}, "system:test")
    assert jobs.each(dabi, "track_deadlines", third, work) == {"overdue": 1}
    assert done[-1] == third


def test_a_stopped_job_that_fails_again_stops_no_other(dabi: Dabi) -> None:
    """Its error is told when the others are done; after three attempts it waits for a person."""
    bad = _stop(dabi, None, OSError())
    done = []

    def work(dabi: Dabi, job: str | None) -> dict[str, int]:
        with jobs.leased(dabi, "track_deadlines", job) as held:
            if held == bad:
                raise OSError("Kalpana Namuna")
            done.append(held)
            return jobs.finish(dabi, "track_deadlines", held, {})

    for _ in range(2):
        with pytest.raises(OSError, match="Kalpana"):
            jobs.each(dabi, "track_deadlines", None, work)
    assert jobs.each(dabi, "track_deadlines", None, work) == {}
    assert len(done) == 3


def test_what_a_person_ended_is_not_taken_up_by_a_schedule(dabi: Dabi) -> None:
    """A job broken off by hand, one asked wrongly, one that is held and one that is done stay as they are."""
    _stop(dabi, None, KeyboardInterrupt())
    _stop(dabi, None, UsageError("no such district"))
    with jobs.leased(dabi, "track_deadlines", None) as held:
        assert jobs.stopped(dabi, "track_deadlines") == []
        jobs.finish(dabi, "track_deadlines", held, {})
    assert jobs.stopped(dabi, "track_deadlines") == []


def test_a_scheduled_job_taken_up_later_is_of_its_own_day(dabi: Dabi) -> None:
    """The day on which a schedule opened a job is kept with it."""
    job = _stop(dabi, None, OSError())
    with dabi.store.begin("system:test", read_only=True) as record:
        assert record.job_request(job) == {"on": today().isoformat()}


def test_a_request_keeps_its_day(dabi: Dabi) -> None:
    """A job run again on another day is still that of its own day."""
    job = jobs.open_job(dabi, "track_deadlines", {"on": "2026-07-06"}, "system:test")
    assert jobs.request_of(dabi, "track_deadlines", job).on == date(2026, 7, 6)


@pytest.mark.parametrize(("count", "lengths"), [(0, []), (1, [1]), (8, [8]), (9, [4, 5]), (19, [6, 6, 7])])
def test_chunks_are_few_and_alike(count: int, lengths: list[int]) -> None:
    """No more than asked for in each, nothing left out or twice, and no short one at the end."""
    items = [str(number) for number in range(count)]
    parts = jobs.chunks(items, 8)
    assert [len(part) for part in parts] == lengths
    assert [item for part in parts for item in part] == items
