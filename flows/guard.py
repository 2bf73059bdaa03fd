"""Keeps what is secret out of Prefect: inside a flow or task every failure becomes a code and an id.

Prefect stores exception texts, and pickles the exceptions of flows, in the clear. So the body of each flow and task is
wrapped here, and what leaves it holds no message, no cause and no context of the original error.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from rules.errors import DabiError, PipelineError

P = ParamSpec("P")
R = TypeVar("R")


def code_of(error: BaseException) -> str:
    """A short code for an error: the class name of our own errors, ``Unexpected.<class>`` of any other."""
    name = type(error).__name__
    return name if isinstance(error, DabiError) else f"Unexpected.{name}"


def guarded(body: Callable[P, R]) -> Callable[P, R]:
    """Wrap a flow or task body whose first argument is an opaque id (a job, or None)."""

    @functools.wraps(body)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return body(*args, **kwargs)
        except PipelineError:
            raise
        except Exception as error:
            failure = PipelineError(code_of(error), str(kwargs.get("job") or (args[0] if args else None) or "-"))
        # Raised outside the handler, so that it carries neither cause nor context.
        raise failure

    return run
