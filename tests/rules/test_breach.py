"""After a breach the affected people and the Board are told at once, and the Board in detail within 72 hours."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rules.breach import duties

KOLKATA = ZoneInfo("Asia/Kolkata")


def test_the_hours_run_through_the_night_and_the_weekend() -> None:
    """From Friday afternoon to Monday afternoon; people and Board are told without delay, each with what to say."""
    told = duties(datetime(2026, 7, 3, 14, 30, tzinfo=KOLKATA))
    assert [duty.by for duty in told] == [None, None, datetime(2026, 7, 6, 14, 30, tzinfo=KOLKATA)]
    assert [duty.whom.startswith("the Data Protection Board") for duty in told] == [False, True, True]
    assert "shared phone" in told[0].what
    assert all(duty.what for duty in told)
