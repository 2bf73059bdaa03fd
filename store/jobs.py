"""Jobs: what a journey was asked to do (sealed), who holds it, and how far it came. A leased job row is the one lock.

    record.open_job(journey, request) -> str                       request: JSON, dates as text
    record.job(id) -> Job | None; record.jobs(*, journey=None, states=None) -> list[Job]
    record.job_request(id) -> dict
    record.lease_job(id, holder, seconds) -> Job                   StoreLocked if held; same holder: renewed
    record.finish_job(id, counts, *, holder=None); record.fail_job(id, error, *, holder=None)
    record.mark_item(job, key, state); record.mark_items(job, {key: state})
    record.items(job, *, keys=None) -> dict[key, ItemState]
    record.set_standing_order(journey, request); record.standing_order(journey) -> dict | None

A lease ends when its time is over, or at once when its process on this machine is gone. Keys of items and errors are
codes: never a name, never a file name.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from rules.errors import StoreLocked, StoreRefuses, UsageError
from rules.roles import ASKED_FOR, Right
from store.codec import pack, unpack
from store.keys import HOUSE, chunks
from store.process import is_dead, this_process
from store.standing import SYSTEM
from store.states import ItemState, JobState
from store.tables import JobItemRow, JobRow, StandingOrderRow
from store.unit import Unit

__all__ = ["ItemState", "Job", "JobState", "Jobs"]


@dataclass(frozen=True, slots=True)
class Job:
    """A job without its request, which is read apart (``job_request``)."""

    id: str
    journey: str
    state: JobState
    counts: Mapping[str, int]
    error: str
    opened_at: datetime
    opened_by: str
    attempts: int
    holder: str | None
    leased_until: datetime | None
    is_held: bool  # a holder's lease runs, and its process may be alive


class Jobs(Unit):
    def open_job(self, journey: str, request: Mapping[str, Any]) -> str:
        """A new job with a random id."""
        asked = ASKED_FOR.get(journey)
        if asked is not None and not self._is_journey:
            self.need(asked)
        job = f"{journey}-{secrets.token_hex(6)}"
        self._session.add(
            JobRow(
                id=job,
                journey=journey,
                state=JobState.OPEN,
                sealed=self._keys.key(HOUSE).seal(pack(request), f"job/{job}"),
                counts={},
                error="",
                opened_at=self._moment(),
                opened_by=self.actor,
                attempts=0,
            )
        )
        self._session.flush()
        return job

    def job(self, job: str) -> Job | None:
        row = self._session.get(JobRow, job)
        return _job(row, self._moment()) if row and self._is_seen(row) else None

    @property
    def _is_journey(self) -> bool:
        return self.actor.startswith(f"{SYSTEM}:")

    def _is_seen(self, row: JobRow) -> bool:
        """Journeys see every job, people their own; who gives standing orders sees all."""
        return self._is_journey or self.may(Right.ORDER) or row.opened_by == self.actor

    def jobs(self, *, journey: str | None = None, states: Collection[JobState] | None = None) -> list[Job]:
        """Jobs, oldest first."""
        query = select(JobRow).order_by(JobRow.opened_at, JobRow.id)
        if journey is not None:
            query = query.where(JobRow.journey == journey)
        if states is not None:
            query = query.where(JobRow.state.in_(list(states)))
        now = self._moment()
        return [_job(row, now) for row in self._session.scalars(query) if self._is_seen(row)]

    def job_request(self, job: str) -> dict[str, Any]:
        request: dict[str, Any] = unpack(self._keys.key(HOUSE).open(self._row(job).sealed, f"job/{job}"))
        return request

    def lease_job(self, job: str, holder: str, seconds: float) -> Job:
        """Take the job for ``seconds``; the same holder may take it again to go on.

        StoreLocked while another holder's lease runs and its process may be alive; StoreRefuses if it is done.
        """
        row = self._row(job, lock=True)
        if row.state is JobState.DONE:
            raise StoreRefuses(f"Job {job} is done already; open a new one.")
        now = self._moment()
        if row.holder not in (None, holder) and not _is_free(row, now):
            raise StoreLocked(f"job {job} is being worked on by {row.holder} until {row.leased_until:%H:%M:%S} UTC")
        if row.holder != holder:
            row.attempts += 1
        row.state = JobState.RUNNING
        row.holder, row.holder_process = holder, this_process()
        row.leased_until = now + timedelta(seconds=seconds)
        self._session.flush()
        return _job(row, now)

    def finish_job(self, job: str, counts: Mapping[str, int], *, holder: str | None = None) -> None:
        """Record that the job is done. StoreLocked if ``holder`` is given and has lost the lease to another."""
        self._end(job, JobState.DONE, holder).counts = dict(counts)
        self._session.flush()

    def fail_job(self, job: str, error: str, *, holder: str | None = None) -> None:
        """Record that the job ended with ``error`` (a code); it may be leased again."""
        self._end(job, JobState.FAILED, holder).error = error
        self._session.flush()

    def _end(self, job: str, state: JobState, holder: str | None) -> JobRow:
        row = self._row(job, lock=True)
        if holder is not None and row.holder != holder:
            raise StoreLocked(f"job {job} was taken over by {row.holder}")
        row.state, row.error = state, ""
        row.holder = row.holder_process = row.leased_until = None
        return row

    def mark_item(self, job: str, key: str, state: ItemState) -> None:
        """How far one item of the job came; ``key`` is a code or an address."""
        self.mark_items(job, {key: state})

    def mark_items(self, job: str, states: Mapping[str, ItemState]) -> None:
        """The same of many items, by key, in few queries."""
        self._row(job)
        rows: dict[str, JobItemRow] = {}
        for some in chunks(states):
            of_some = select(JobItemRow).where(JobItemRow.job == job, JobItemRow.key.in_(some))
            rows |= {row.key: row for row in self._session.scalars(of_some)}
        for key, state in states.items():
            if key in rows:
                rows[key].state = ItemState(state)
            else:
                self._session.add(JobItemRow(job=job, key=key, state=ItemState(state)))
        self._session.flush()

    def items(self, job: str, *, keys: Collection[str] | None = None) -> dict[str, ItemState]:
        """How far the items of the job came, all of them or those among ``keys``, by key in its order."""
        self._row(job)
        query = select(JobItemRow.key, JobItemRow.state).where(JobItemRow.job == job)
        queries = [query] if keys is None else [query.where(JobItemRow.key.in_(some)) for some in chunks(set(keys))]
        return dict(sorted((key, state) for one in queries for key, state in self._session.execute(one)))

    def set_standing_order(self, journey: str, request: Mapping[str, Any]) -> None:
        """What a scheduled run of ``journey`` is asked to do."""
        self.need(Right.ORDER)
        sealed = self._keys.key(HOUSE).seal(pack(request), f"standing/{journey}")
        row = self._session.get(StandingOrderRow, journey)
        if row is None:
            self._session.add(StandingOrderRow(journey=journey, sealed=sealed))
        else:
            row.sealed = sealed
        self._session.flush()

    def standing_order(self, journey: str) -> dict[str, Any] | None:
        if not self._is_journey:
            self.need(Right.ORDER)
        row = self._session.get(StandingOrderRow, journey)
        if row is None:
            return None
        request: dict[str, Any] = unpack(self._keys.key(HOUSE).open(row.sealed, f"standing/{journey}"))
        return request

    def _row(self, job: str, *, lock: bool = False) -> JobRow:
        row = self._session.get(JobRow, job, with_for_update=lock or None, populate_existing=lock)
        if row is None or not self._is_seen(row):
            raise UsageError(f"There is no job {job} on record.")
        return row


def _is_free(row: JobRow, now: datetime) -> bool:
    expired = row.leased_until is None or row.leased_until <= now
    return expired or (row.holder_process is not None and is_dead(row.holder_process))


def _job(row: JobRow, now: datetime) -> Job:
    return Job(
        id=row.id,
        journey=row.journey,
        state=row.state,
        counts=row.counts,
        error=row.error,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        attempts=row.attempts,
        holder=row.holder,
        leased_until=row.leased_until,
        is_held=row.holder is not None and not _is_free(row, now),
    )
