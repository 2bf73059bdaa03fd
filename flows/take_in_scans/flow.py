"""The flow `take_in_scans`: what came in is kept first, then read, then recorded or queued for review."""

from __future__ import annotations

from flows import jobs
from flows.private import opened, private_flow, private_task
from flows.take_in_scans import steps
from flows.wiring import Dabi


@private_task
def read_chunk(job: str, keys: list[str]) -> dict[str, int]:
    return steps.read_chunk(opened(), job, keys)


@private_flow("take-in-scans")
def take_in_scans(job: str | None = None) -> dict[str, int]:
    return jobs.each(opened(), steps.JOURNEY, job, run)


def run(dabi: Dabi, job: str | None) -> dict[str, int]:
    """One job, its chunks as tasks side by side."""
    with jobs.leased(dabi, steps.JOURNEY, job) as held:
        kept = steps.collect(dabi, held)
        futures = [read_chunk.submit(held, chunk) for chunk in steps.plan(dabi, held)]
        return jobs.finish(dabi, steps.JOURNEY, held, jobs.total([kept, *(future.result() for future in futures)]))
