"""Limits are settings: digits above nought, all wrong ones told at once."""

import pytest

from rules.errors import UsageError
from rules.limits import STANDARD, Limits


def test_what_is_not_set_keeps_its_default() -> None:
    """One limit from the environment, the others as shipped."""
    limits = Limits.from_environment({"DABI_LIMIT_PAGES": "40", "DABI_LIMIT_BYTES": ""})
    assert limits == Limits(pages=40)
    assert limits.bytes == STANDARD.bytes


def test_every_limit_that_is_no_number_is_named() -> None:
    """Words, noughts and signs are refused, each by the name of its setting."""
    wrong = {"DABI_LIMIT_PAGES": "many", "DABI_LIMIT_SECONDS": "0", "DABI_LIMIT_MEMORY": "-1"}
    with pytest.raises(UsageError) as refused:
        Limits.from_environment(wrong)
    assert all(name in str(refused.value) for name in wrong)
