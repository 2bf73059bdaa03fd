"""Days, months and counted days are added as the law adds them."""

from __future__ import annotations

from datetime import date

import pytest

from rules.catalogue import load
from rules.counting import add, add_months
from rules.rows import Count


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 1, 15), 2, date(2026, 3, 15)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 8, 31), 12, date(2027, 8, 31)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last(start: date, months: int, end: date) -> None:
    """A calendar month runs to the same day, or to the month's end where there is none."""
    assert add_months(start, months) == end


def test_skipped_days_are_named() -> None:
    """The days that were not counted come back with the result."""
    end, skipped = add(date(2026, 1, 22), 2, Count.RTPS_DAYS, load().calendar)
    assert end == date(2026, 1, 27)
    assert skipped == (date(2026, 1, 23), date(2026, 1, 25), date(2026, 1, 26))
