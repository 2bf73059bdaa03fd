"""The flow `compile_dossier`: a district's unresolved claims as one bound paper for the District Magistrate."""

from __future__ import annotations

from flows import jobs
from flows.compile_dossier import steps
from flows.private import opened, private_flow, private_task
from flows.wiring import Dabi


@private_task
def compile_one(job: str, keys: list[str]) -> dict[str, int]:
    return steps.compile_chunk(opened(), job, keys)


@private_flow("compile-dossier")
def compile_dossier(job: str | None = None) -> dict[str, int]:
    return jobs.each(opened(), steps.JOURNEY, job, run)


def run(dabi: Dabi, job: str | None) -> dict[str, int]:
    """One job, each dossier a task."""
    with jobs.leased(dabi, steps.JOURNEY, job) as held:
        parts = [compile_one(held, chunk) for chunk in steps.plan(dabi, held)]
        return jobs.finish(dabi, steps.JOURNEY, held, jobs.total(parts))
