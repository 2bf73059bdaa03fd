"""Which days are closed, and which years are known."""

from __future__ import annotations

from datetime import date

from rules.catalogue import load

CALENDAR = load().calendar


def test_two_years_are_loaded() -> None:
    """The lists of 2025 and 2026 are there, and no other year is claimed."""
    assert CALENDAR.years == {2025, 2026}
    assert CALENDAR.missing(date(2024, 12, 1), date(2027, 1, 1)) == (2024, 2027)


def test_the_public_holidays_that_common_packages_miss_are_there() -> None:
    """1 January of both years and Doljatra on 3 March 2026 (law.md 8)."""
    for day in (date(2025, 1, 1), date(2026, 1, 1), date(2026, 3, 3), date(2025, 8, 15)):
        assert CALENDAR.public_holiday(day) is not None


def test_a_list_ii_day_closes_the_office_but_is_counted_in_a_public_service() -> None:
    """22 January 2026 is of the State's own list only."""
    assert CALENDAR.closed(date(2026, 1, 22)) is not None
    assert CALENDAR.public_holiday(date(2026, 1, 22)) is None


def test_saturday_is_closed_but_no_public_holiday_and_sunday_is_both() -> None:
    """Saturday is a full holiday of most offices; Sunday is a public holiday."""
    assert CALENDAR.closed(date(2026, 1, 3)) is not None
    assert CALENDAR.public_holiday(date(2026, 1, 3)) is None
    assert CALENDAR.public_holiday(date(2026, 1, 4)) is not None


def test_the_first_open_day_after_the_puja_closure() -> None:
    """From 15 October 2026 offices open again on the 27th."""
    assert CALENDAR.open_on_or_after(date(2026, 10, 15)) == date(2026, 10, 27)


def test_the_days_of_a_year_come_in_order_with_their_notification() -> None:
    """Each day names the order that made it a holiday."""
    held = CALENDAR.holidays(2026)
    assert [h.on for h in held] == sorted(h.on for h in held)
    assert {h.notification for h in held} == {"Finance (Audit) 4188-F(P2), 27.11.2025"}
