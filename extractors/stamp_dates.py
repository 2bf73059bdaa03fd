"""Dates as stamps carry them, read with what is known of the day: it lies between the printing and the scan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import regex

from extractors.dates import FoundDate, find_dates

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
# 12 JAN 2926, 12 IAN 2026, 12 "AN 2026: day as it stands, month and year legible enough to be told from the others of
# the span; initials through a letter leave a sign of any kind
_DATER = regex.compile(
    r"(?<![\d\p{L}\p{M}/.-])(?P<day>\d{1,2})\s?(?P<month>[0-9A-Z]{3}|[^\s\w][A-Z]{2}|[A-Z][^\s\w][A-Z])"
    r"\s?(?P<year>[0-9A-Z]{4}|[0-9A-Z]{2})(?![\d\p{L}])"
)
# 02 Ne 2026, 13 ১ 2026: a month that cannot be read between a day and a year that can
_VEILED = regex.compile(
    r"(?<![\d\p{L}\p{M}/.-])(?P<day>\d{2})\s(?P<month>[\p{L}\p{M}]{1,4})\s?(?P<year>20\d{2}|\d{2})(?![\d\p{L}/.-])"
)
_YEAR_FIGURES = 2  # of four, that must be right: the span says the rest
_MONTH_LETTERS = 2  # of three


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which a receipt can have been given, both included."""

    earliest: date
    latest: date

    def holds(self, day: date) -> bool:
        return self.earliest <= day <= self.latest

    def days(self) -> Iterable[date]:
        return (self.earliest + timedelta(days=n) for n in range((self.latest - self.earliest).days + 1))

    def outside(self, day: date) -> str:
        """Why ``day`` cannot be the day of the receipt."""
        return f"{day.isoformat()} lies {'before the letter was printed' if day < self.earliest else 'after the scan'}"


def find_stamped(text: str, span: Span) -> list[FoundDate]:
    """All dates in one line of a mark (already ``normal``), in order.

    A dater's month and year may be read in part wrong where the span leaves no choice; a month struck through by
    initials may be illegible if the year is right and the span holds one such day. The day is never mended. Such a date
    spans only what was read right. The year before or after is not mended.
    """
    found = find_dates(text, span.latest)
    sound = [one for one in found if span.holds(one.value)]
    guesses = (*_mended(text, span), *_veiled(text, span))
    near = {span.earliest.year - 1, span.latest.year + 1}  # a dater is left at last year, or set on too soon
    sound += [one for one in found if one.value.year in near and not span.holds(one.value)]
    mended = [one for one in guesses if all(_apart(one, other) for other in sound)]
    rest = [one for one in found if all(_apart(one, other) for other in mended)]
    return sorted([*mended, *rest], key=lambda one: one.start)


def _mended(text: str, span: Span) -> Iterable[FoundDate]:
    for match in _DATER.finditer(text):
        number = int(match["day"])
        days = [
            day
            for day in span.days()
            if day.day == number
            and _same(MONTHS[day.month - 1], match["month"]) >= _MONTH_LETTERS
            and (len(match["year"]) == 2 or _same(str(day.year), match["year"]) >= _YEAR_FIGURES)
        ]
        if len(days) == 1:
            whole = MONTHS[days[0].month - 1] == match["month"]
            exact = match["year"] in (f"{days[0].year}", f"{days[0].year % 100:02d}")
            doubt = None if exact else f"its year reads {match['year']}, so its day may be misread too"
            yield FoundDate(days[0], match.group(), match.start(), match.end("month" if whole else "day"), doubt)


def _veiled(text: str, span: Span) -> Iterable[FoundDate]:
    for match in _VEILED.finditer(text):
        if any(_alike(month, match["month"].upper()) for month in MONTHS):
            continue  # legible: not ours to say
        days = [
            day
            for day in span.days()
            if f"{day.day:02d}" == match["day"] and match["year"] in (f"{day.year}", f"{day.year % 100:02d}")
        ]
        if len(days) == 1:
            doubt = "its month cannot be read; only the days since printing suggest it"
            yield FoundDate(days[0], match.group(), match.start(), match.end("day"), doubt)


def _alike(month: str, seen: str) -> bool:
    return len(seen) == len(month) and _same(month, seen) >= _MONTH_LETTERS


def _same(right: str, seen: str) -> int:
    return sum(a == b for a, b in zip(right, seen, strict=True))


def _apart(a: FoundDate, b: FoundDate) -> bool:
    return a.end <= b.start or b.end <= a.start
