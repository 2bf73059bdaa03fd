"""The flow `compile_dossier`: a district's unresolved claims as one bound paper for the District Magistrate."""

from __future__ import annotations

from flows import jobs
from flows.compile_dossier import steps
from flows.private import opened, private_flow, private_task


@private_task
def compile_one(job: str, keys: list[str]) -> dict[str, int]:
    return steps.compile_chunk(opened(), job, keys)


@private_flow("compile-dossier")
def compile_dossier(job: str | None = None) -> dict[str, int]:
    dabi = opened()
    with jobs.leased(dabi, steps.JOURNEY, job) as held:
        parts = [compile_one(held, chunk) for chunk in steps.plan(dabi, held)]
        return jobs.finish(dabi, steps.JOURNEY, held, jobs.total(parts))
