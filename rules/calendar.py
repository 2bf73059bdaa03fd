"""Days on which offices are closed, from dated data; a year without a list is said, never passed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.text import Text, weekday_words

_SATURDAY, _SUNDAY = 5, 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holiday:
    """One day of a government list: I (public holidays, N.I. Act), II (State order), III (one community)."""

    on: date
    name: Text
    list: str
    notification: str
    verification: str = ""


class Calendar:
    """West Bengal government holidays. A year counts as loaded when it has days of List I."""

    def __init__(self, holidays: Iterable[Holiday]) -> None:
        self._days: dict[date, list[Holiday]] = {}
        for holiday in holidays:
            self._days.setdefault(holiday.on, []).append(holiday)
        self.years = frozenset(day.year for day, held in self._days.items() if any(h.list == "I" for h in held))

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """The days of one year, in order."""
        return tuple(h for day in sorted(self._days) if day.year == year for h in self._days[day])

    def public_holiday(self, day: date) -> Text | None:
        """Why a day is not counted under the Right to Public Services Act: Sunday or List I (law.md 2 [S21])."""
        if day.weekday() == _SUNDAY:
            return weekday_words(day)
        return next((h.name for h in self._days.get(day, ()) if h.list == "I"), None)

    def closed(self, day: date) -> Text | None:
        """Why offices are closed on a day: Saturday, Sunday, List I or List II; None if they are open.

        Saturday counts as closed because most State offices keep it as a full holiday (law.md 8), and in what
        we call ripe the office has the benefit of the doubt.
        """
        held = next((h.name for h in self._days.get(day, ()) if h.list in ("I", "II")), None)
        if held is not None:
            return held
        return weekday_words(day) if day.weekday() in (_SATURDAY, _SUNDAY) else None

    def open_on_or_after(self, day: date) -> date:
        """The first day from ``day`` on on which offices are open."""
        while self.closed(day) is not None:
            day += _DAY
        return day

    def missing(self, first: date, last: date) -> tuple[int, ...]:
        """The years between two days for which no list is loaded."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)
