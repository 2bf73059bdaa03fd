"""The flow `write_letters`: a batch or the worklist becomes letters, a print run and a register."""

from __future__ import annotations

from flows import jobs
from flows.private import opened, private_flow, private_task
from flows.wiring import Dabi
from flows.write_letters import steps


@private_task
def write_chunk(job: str, keys: list[str]) -> dict[str, int]:
    return steps.write_chunk(opened(), job, keys)


@private_flow("write-letters")
def write_letters(job: str | None = None) -> dict[str, int]:
    return jobs.each(opened(), steps.JOURNEY, job, run)


def run(dabi: Dabi, job: str | None) -> dict[str, int]:
    """One job, its chunks as tasks."""
    with jobs.leased(dabi, steps.JOURNEY, job) as held:
        parts = [write_chunk(held, chunk) for chunk in steps.plan(dabi, held)]
        steps.bind_run(dabi, held)
        return jobs.finish(dabi, steps.JOURNEY, held, jobs.total(parts))
