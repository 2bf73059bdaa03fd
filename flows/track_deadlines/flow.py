"""The flow `track_deadlines`: every open claim, what is overdue and why, and the next step."""

from __future__ import annotations

from flows import jobs
from flows.private import opened, private_flow, private_task
from flows.track_deadlines import steps
from flows.wiring import Dabi
from flows.write_letters import flow as letters
from flows.write_letters import steps as write


@private_task
def draft_chunk(job: str, keys: list[str]) -> dict[str, int]:
    return write.write_chunk(opened(), job, keys)


@private_flow("track-deadlines")
def track_deadlines(job: str | None = None) -> dict[str, int]:
    dabi = opened()
    try:
        return jobs.each(dabi, steps.JOURNEY, job, run)
    finally:
        if job is None:  # letters that were ordered and stopped half-way have no schedule of their own
            jobs.finish_stopped(dabi, write.JOURNEY, letters.run)


def run(dabi: Dabi, job: str | None) -> dict[str, int]:
    """One job, its chunks as tasks."""
    with jobs.leased(dabi, steps.JOURNEY, job) as held:
        parts = [draft_chunk(held, chunk) for chunk in steps.plan(dabi, held)]
        write.bind_run(dabi, held)
        worklist = steps.write_worklists(dabi, held)
        return jobs.finish(dabi, steps.JOURNEY, held, jobs.total([*parts, worklist]))
