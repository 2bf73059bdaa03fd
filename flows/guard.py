"""Keeps what is secret out of Prefect: inside a flow or task every failure becomes a code and an id.

Prefect stores exception texts, and pickles the exceptions of flows, in the clear. So the body of each flow and task is
wrapped here, and what leaves it holds no message, no cause and no context of the original error.
"""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from rules.errors import DabiError, PipelineError

P = ParamSpec("P")
R = TypeVar("R")
_HOUSE = Path(__file__).parents[1]


def code_of(error: BaseException) -> str:
    """A short code for an error: the class of our own errors; of any other, its class and our line it rose from."""
    name = type(error).__name__
    if isinstance(error, DabiError):
        return name
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    # An environment with the libraries may lie in the same folder as the house.
    ours = [(p, line) for p, line in frames if p.is_relative_to(_HOUSE) and "site-packages" not in p.parts]
    if not ours:
        return name
    path, line = ours[-1]
    return f"{name}@{path.relative_to(_HOUSE)}:{line}"[:64]  # as long as a job keeps


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
