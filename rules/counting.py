"""Adding a number of days, months or counted days to a date; the first day is never counted."""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta

from rules.calendar import Calendar
from rules.rows import Count

_DAY = timedelta(days=1)


def add_months(start: date, number: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter: 31 December + 2 = 28 February."""
    month = start.month - 1 + number
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, months.monthrange(year, month)[1]))


def add(
    start: date, amount: int, count: Count, calendar: Calendar, *, list_ii: bool = False
) -> tuple[date, tuple[date, ...]]:
    """The last day of a limit, and the days that were skipped on the way.

    ``Count.HOURS`` gives the day of the last hour, counted in whole days. ``list_ii``: days under the Right to Public
    Services Act leave the State's own holidays out too.
    """
    match count:
        case Count.DAYS:
            return start + timedelta(days=amount), ()
        case Count.MONTHS:
            return add_months(start, amount), ()
        case Count.HOURS:
            return start + timedelta(hours=amount) if amount % 24 == 0 else start + (amount // 24 + 1) * _DAY, ()
    rtps = count is Count.RTPS_DAYS
    day, left, skipped = start, amount, []
    while left > 0:
        day += _DAY
        free = calendar.public_holiday(day, list_ii=list_ii) if rtps else calendar.closed(day)
        if free is None:
            left -= 1
        else:
            skipped.append(day)
    return day, tuple(skipped)
