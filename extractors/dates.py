"""Dates as letters write them, English and Bengali: always day first, always checked, never guessed.

Forms: 27/11/2025, 28.7.97, 21-02-2013, 2026-03-12, 12 July 2013, the 22nd November, 2024, July 12, 2013, ১২ মার্চ ২০২৬,
১২ই মার্চ, ২০২৬, ২০২৬ সালের ১২ মার্চ, and the Bengali era (২৭ ফাল্গুন ১৪৩২), whose day may be off by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import regex

from extractors.text import latin_digits, normal

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january jan জানুয়ারি জানুয়ারী জানুযারি জানুযারী",
        "february feb ফেব্রুয়ারি ফেব্রুয়ারী ফেব্রুযারি ফেব্রুযারী",
        "march mar মার্চ",
        "april apr এপ্রিল",
        "may মে",
        "june jun জুন",
        "july jul জুলাই",
        "august aug আগস্ট অগস্ট আগষ্ট অগাস্ট",
        "september sept sep সেপ্টেম্বর সেপ্টেম্বার",
        "october oct অক্টোবর অক্টোবার",
        "november nov নভেম্বর নভেম্বার",
        "december dec ডিসেম্বর ডিসেম্বার",
    ),
    1,
):
    _MONTHS.update(dict.fromkeys(normal(_names).split(), _number))

# West Bengal's almanac: the year begins on 15 April (14 in some years); the lengths move by a day from year to year.
_ERA_MONTHS = tuple(
    (frozenset(normal(names).split()), length)
    for names, length in (
        ("বৈশাখ", 31),
        ("জ্যৈষ্ঠ জৈষ্ঠ", 31),
        ("আষাঢ়", 32),
        ("শ্রাবণ শ্রাবন", 31),
        ("ভাদ্র", 31),
        ("আশ্বিন", 30),
        ("কার্তিক কার্ত্তিক", 30),
        ("অগ্রহায়ণ অগ্রহায়ন", 30),
        ("পৌষ", 29),
        ("মাঘ", 30),
        ("ফাল্গুন ফাল্গুণ", 30),
        ("চৈত্র", 30),
    )
)
_ERA_OFFSET = 593

_MONTH = "|".join(sorted((regex.escape(name) for name in _MONTHS), key=len, reverse=True))
_ERA_NAMES = sorted((name for names, _ in _ERA_MONTHS for name in names), key=len, reverse=True)
_ERA_MONTH = "|".join(map(regex.escape, _ERA_NAMES))
_ORDINAL = r"(?:\s?(?:st|nd|rd|th|লা|রা|ঠা|ই|শে|এ)(?![\p{L}\p{M}]))?"
_NOT_AFTER_NUMBER = r"(?<![\d/\p{L}\p{M}])(?<!\d[.-])"
_YEAR = r"(?P<year>\d{4}|\d{2})(?![\d/]|[.-]\d)"
_FORMS = tuple(
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        # 27/11/2025, 28.7.97, 21 - 02 - 2013
        rf"{_NOT_AFTER_NUMBER}(?P<day>\d{{1,2}})\s?(?P<sep>[./-])\s?(?P<month>\d{{1,2}})\s?(?P=sep)\s?{_YEAR}",
        # 2026-03-12
        rf"{_NOT_AFTER_NUMBER}(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)",
        # 22nd November, 2024; 12 July 2013; ১২ই মার্চ, ২০২৬
        rf"{_NOT_AFTER_NUMBER}(?P<day>\d{{1,2}}){_ORDINAL}\s?(?:day of |of |[-,.])?\s?(?P<name>{_MONTH})"
        rf"(?!\p{{L}}|\p{{M}})[.,-]?\s?,?\s?{_YEAR}",
        # July 12, 2013
        rf"(?<!\p{{L}})(?P<name>{_MONTH})(?!\p{{L}}|\p{{M}})\.?\s?(?P<day>\d{{1,2}}){_ORDINAL}\s?,\s?(?P<year>\d{{4}})(?!\d)",
        # ২০২৬ সালের ১২ মার্চ
        rf"(?<!\d)(?P<year>\d{{4}})\s?সালের\s?(?P<day>\d{{1,2}}){_ORDINAL}\s?(?P<name>{_MONTH})(?!\p{{L}}|\p{{M}})",
    )
)
_ERA_FORM = regex.compile(
    rf"{_NOT_AFTER_NUMBER}(?P<day>\d{{1,2}}){_ORDINAL}\s?,?\s?(?P<name>{_ERA_MONTH})(?!\p{{L}}|\p{{M}})[.,]?\s?"
    rf"(?P<year>1[34]\d{{2}})(?!\d)"
)
_COMMA = regex.compile(r"(?<=\d),(?=\d)")
_BENGALI_DIGIT = regex.compile(r"[০-৯]")
_LATIN_DIGIT = regex.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in running text: ``start`` and ``end`` are positions in it; ``doubt`` says why it is not certain."""

    value: date
    raw: str
    start: int
    end: int
    doubt: str | None = None


def find_dates(text: str, today: date) -> list[FoundDate]:
    """All dates in ``text`` (already ``normal``), in order, without overlaps; impossible ones are left out.

    ``today`` only tells which century a two-digit year means; whether a date may lie after it is the caller's to say.
    """
    folded = _COMMA.sub(".", latin_digits(text))  # a full stop is often read as a comma
    found: list[FoundDate] = []
    for form in _FORMS:
        for match in form.finditer(folded):
            value = _date(match, today)
            if value:
                _add(found, FoundDate(value, text[match.start() : match.end()], *match.span(), _mixed(text, match)))
    for match in _ERA_FORM.finditer(folded):
        value = era_date(int(match["year"]), match["name"], int(match["day"]))
        if value:
            raw = text[match.start() : match.end()]
            _add(found, FoundDate(value, raw, *match.span(), "a date of the Bengali era may be off by one day"))
    return sorted(found, key=lambda date_: date_.start)


def era_date(year: int, month: str, day: int) -> date | None:
    """A date of the Bengali era (বঙ্গাব্দ) by the usual month lengths; right to within a day."""
    start = date(year + _ERA_OFFSET, 4, 15)
    for names, length in _ERA_MONTHS:
        if normal(month) in names:
            return start + timedelta(days=day - 1) if 1 <= day <= length else None
        start += timedelta(days=length)
    return None


def _add(found: list[FoundDate], new: FoundDate) -> None:
    if all(new.end <= old.start or new.start >= old.end for old in found):
        found.append(new)


def _date(match: regex.Match[str], today: date) -> date | None:
    parts = match.groupdict()
    month = _MONTHS[parts["name"].lower()] if parts.get("name") else int(parts["month"])
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        year += 2000 if year <= today.year % 100 + 1 else 1900
    if not 1947 <= year <= today.year + 5:
        return None
    try:
        return date(year, month, int(parts["day"]))
    except ValueError:
        return None


def _mixed(text: str, match: regex.Match[str]) -> str | None:
    """Digits of two scripts in one date: ৪ and 8, ৭ and 9 look alike, so one of them was misread."""
    raw = text[match.start() : match.end()]
    if _BENGALI_DIGIT.search(raw) and _LATIN_DIGIT.search(raw):
        return "digits of two scripts in one date"
    return None
