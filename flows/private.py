"""Prefect's flow and task, so that Prefect keeps codes and counts and nothing else."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from prefect import Flow, Task, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner

from flows.guard import guarded
from flows.orchestrator import refuse_unsafe
from flows.wiring import Dabi, Settings, open_dabi

R = TypeVar("R")
WORKERS = 2  # Tesseract and LibreOffice are child processes: threads are enough to keep two of them busy


def opened() -> Dabi:
    """The home named by this process's environment."""
    return open_dabi(Settings.from_environment())


def private_flow(name: str) -> Callable[[Callable[[str | None], dict[str, int]]], Flow[Any, dict[str, int]]]:
    """A flow ``(job: str | None) -> counts``; it refuses to run where Prefect would keep logs or results."""

    def decorate(body: Callable[[str | None], dict[str, int]]) -> Flow[Any, dict[str, int]]:
        @functools.wraps(body)
        def checked(job: str | None = None) -> dict[str, int]:
            refuse_unsafe()
            return body(job)

        runner: Any = ThreadPoolTaskRunner(max_workers=WORKERS)  # its type parameter cannot be inferred
        return flow(name=name, persist_result=False, task_runner=runner)(guarded(checked))

    return decorate


def private_task(body: Callable[[str, list[str]], dict[str, int]]) -> Task[Any, dict[str, int]]:
    """A task ``(job, item keys) -> counts``, tried again once; its inputs and result are kept nowhere."""
    return task(retries=1, persist_result=False, cache_policy=NO_CACHE)(guarded(body))
