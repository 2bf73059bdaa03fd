"""What may leave a flow or task when it fails."""

from __future__ import annotations

import traceback

import pytest

from flows.guard import guarded
from rules.errors import PipelineError, UsageError

NAME = "Kalpana of Rupkathapur"


@guarded
def failing(job: str | None, error: Exception) -> None:
    raise error


def test_a_failure_leaves_only_a_code_and_an_id() -> None:
    """Neither message, cause nor context of the original error is on what is raised."""
    with pytest.raises(PipelineError) as caught:
        failing("job-1", ValueError(NAME))
    error = caught.value
    assert error.code.startswith("ValueError@tests/flows/test_guard.py:")
    assert error.job == "job-1"
    assert error.__cause__ is None
    assert error.__context__ is None
    assert NAME not in "".join(traceback.format_exception(error))


def test_our_own_errors_keep_their_name() -> None:
    """An error raised on purpose is told by its class."""
    with pytest.raises(PipelineError, match="UsageError"):
        failing("job-1", UsageError("words"))


def test_a_code_passes_through_unchanged() -> None:
    """A task's code is not wrapped again by its flow."""
    with pytest.raises(PipelineError) as caught:
        failing("job-1", PipelineError("WrongKey", "job-0"))
    assert caught.value.job == "job-0"


def test_without_a_job_the_id_is_a_dash() -> None:
    """A scheduled run has no job yet when it fails to open the store."""
    with pytest.raises(PipelineError) as caught:
        failing(None, ValueError("x"))
    assert caught.value.job == "-"
