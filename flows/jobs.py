"""Jobs: what a journey was asked to do, held by one lease on both routes, the command line and Prefect."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.guard import code_of
from flows.wiring import NOBODY, Dabi, today
from rules.errors import StoreLocked
from store.jobs import Job
from store.states import JobState

_UNFINISHED = (JobState.OPEN, JobState.RUNNING, JobState.FAILED)
LEASE_SECONDS = 6 * 3600  # a holder that died is noticed at once; this is for one on another machine
ATTEMPTS = 3  # a job that failed this often waits for a person: it would fail every five minutes
_FOR_A_PERSON = ("KeyboardInterrupt", "UsageError", "InputProblems")  # errors of a job that do not pass by themselves


@contextmanager
def leased(dabi: Dabi, journey: str, job: str | None) -> Iterator[str]:
    """Hold ``job``, or one opened from the journey's standing order where it is None, while the block runs.

    Raises StoreLocked where another process holds it. An error leaves the job failed with a code; it can be run again
    and goes on where it stopped.
    """
    actor = f"system:{journey}"
    holder = secrets.token_hex(8)
    with dabi.store.begin(actor) as record:
        if job is None:
            job = record.open_job(journey, {"on": today().isoformat(), **(record.standing_order(journey) or {})})
        _act_for(dabi, record.lease_job(job, holder, LEASE_SECONDS))
        record.commit()
    try:
        yield job
    except BaseException as error:
        with dabi.store.begin(actor) as record:
            record.fail_job(job, code_of(error))
            record.commit()
        raise


def _act_for(dabi: Dabi, job: Job) -> None:
    """A person's job sees what she sees; one of a standing order keeps to whoever runs it, if anybody."""
    runner = None if dabi.actor == NOBODY else dabi.actor
    dabi.store.act_for(runner if job.opened_by.startswith("system:") else job.opened_by)


def each(
    dabi: Dabi, journey: str, job: str | None, work: Callable[[Dabi, str | None], dict[str, int]]
) -> dict[str, int]:
    """Do ``job``; where it is None, as on a schedule, first end every stopped job, then follow the standing order.

    One that fails stops no other: the first error is raised when all have been tried.
    """
    if job is not None:
        return work(dabi, job)
    return finish_stopped(dabi, journey, work, [None])


def finish_stopped(
    dabi: Dabi,
    journey: str,
    work: Callable[[Dabi, str | None], dict[str, int]],
    then: Sequence[str | None] = (),
) -> dict[str, int]:
    """End every stopped job of a journey, and do those in ``then``; counts and errors as in ``each``."""
    counts, errors = [], []
    for one in [*stopped(dabi, journey), *then]:
        try:
            counts.append(work(dabi, one))
        except StoreLocked:  # somebody took it up meanwhile
            if one is None:
                raise
        except Exception as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return total(counts)


def stopped(dabi: Dabi, journey: str) -> list[str]:
    """Jobs of a journey that were begun and not ended and that nobody works on, oldest first."""
    with dabi.store.begin(f"system:{journey}", read_only=True) as record:
        begun = record.jobs(journey=journey, states=(JobState.RUNNING, JobState.FAILED))
        return [
            job.id
            for job in begun
            if job.attempts < ATTEMPTS and job.error.split("@")[0] not in _FOR_A_PERSON and not job.is_held
        ]


def finish(dabi: Dabi, journey: str, job: str, counts: Mapping[str, int]) -> dict[str, int]:
    """Close the job with its counts, which are all that anyone outside the record learns of it."""
    with dabi.store.begin(f"system:{journey}") as record:
        record.finish_job(job, dict(counts))
        record.commit()
    return dict(counts)


def open_job(dabi: Dabi, journey: str, request: Mapping[str, Any], actor: str) -> str:
    """A job with what is asked of it, sealed; where the same was asked before and not done, that job, to be ended.

    So a command given again after it was stopped goes on where it stopped, and its papers come out whole.
    """
    wanted = dict(request)
    with dabi.store.begin(actor) as record:
        for begun in record.jobs(journey=journey, states=_UNFINISHED):
            if record.job_request(begun.id) == wanted:
                return begun.id
        job = record.open_job(journey, wanted)
        record.commit()
    return job


@dataclass(frozen=True, slots=True)
class Request:
    """What a job is asked to do. ``on`` is today and ``out`` a folder under the home where the asker named none."""

    on: date
    out: Path
    values: Mapping[str, Any]

    def get(self, name: str) -> Any:
        return self.values.get(name)


def request_of(dabi: Dabi, journey: str, job: str) -> Request:
    """The request of a job, opened; from here on its journey sees what exists for the person who asked."""
    with dabi.store.begin(f"system:{journey}", read_only=True) as record:
        asked = record.job(job)
        values = record.job_request(job)
    if asked is not None:
        _act_for(dabi, asked)
    on = date.fromisoformat(values["on"]) if values.get("on") else today()
    return Request(on, Path(values["out"]) if values.get("out") else dabi.settings.home / "out" / job, values)


Chunk = list[str]


def chunks(items: list[str], size: int) -> list[Chunk]:
    """As few chunks as hold at most ``size`` items each, alike in length: a short last one costs as much to start."""
    count = -(-len(items) // size)
    return [items[at * len(items) // count : (at + 1) * len(items) // count] for at in range(count)]


def total(parts: list[dict[str, int]]) -> dict[str, int]:
    """Counts added up by name."""
    summed: dict[str, int] = {}
    for part in parts:
        for name, count in part.items():
            summed[name] = summed.get(name, 0) + count
    return summed
