"""Prefect's settings."""

from __future__ import annotations

import pytest

from flows.orchestrator import SAFE, refuse_unsafe
from rules.errors import UsageError


def test_the_safe_settings_pass() -> None:
    """With every setting as it must be, a flow runs."""
    refuse_unsafe(dict(SAFE))


@pytest.mark.parametrize("name", sorted(SAFE))
def test_each_missing_setting_is_refused_by_name(name: str) -> None:
    """A flow does not start where Prefect would keep more than codes, and says which setting to mend."""
    wrong = {key: value for key, value in SAFE.items() if key != name}
    with pytest.raises(UsageError, match=name):
        refuse_unsafe(wrong)
