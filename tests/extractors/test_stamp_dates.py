"""Dates on stamps: what the span of possible days lets be mended, and what it does not."""

from datetime import date

import pytest

from extractors.stamp_dates import Span, find_stamped

SPAN = Span(date(2026, 1, 10), date(2026, 2, 20))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 JAN 2026", date(2026, 1, 12)),
        ("RECD. ON 12 JAN 26", date(2026, 1, 12)),
        ("Date: 05/02/2026", date(2026, 2, 5)),
        ("তারিখ ০৫.০২.২০২৬", date(2026, 2, 5)),
        ("12 JAN 2926", date(2026, 1, 12)),
        ("12 IAN 2026", date(2026, 1, 12)),
        ('19 "AN 2026', date(2026, 1, 19)),
        ("04 FEB 2921)", date(2026, 2, 4)),
    ],
)
def test_dates_of_stamps_are_read(text: str, day: date) -> None:
    """Type and figures in both scripts; a year or a letter of the month misread where only one day fits."""
    assert [found.value for found in find_stamped(text, SPAN)] == [day]


@pytest.mark.parametrize("text", ["95 FEB 2026", "12 XYZ 2026", "12 JAN 7777", "31 FEB 2026", "5 2026"])
def test_a_day_is_never_mended(text: str) -> None:
    """Nor is a month that shares too little with any, nor a year that shares nothing."""
    assert find_stamped(text, SPAN) == []


def test_a_date_outside_the_span_is_given_as_it_stands() -> None:
    """It is for the caller to say why it cannot be the receipt's."""
    [found] = find_stamped("Dated 12/12/2025", SPAN)
    assert found.value == date(2025, 12, 12)
    assert not SPAN.holds(found.value)
    assert SPAN.outside(found.value) == "2025-12-12 lies before the letter was printed"


def test_a_month_is_mended_only_among_those_of_the_span() -> None:
    """JUN and JAN differ in one letter: with both possible nothing is mended."""
    both = Span(date(2026, 1, 1), date(2026, 6, 30))
    assert find_stamped("12 JXN 2026", both) == []
    assert [found.value for found in find_stamped("12 JXN 2026", SPAN)] == [date(2026, 1, 12)]


def test_a_year_misread_casts_doubt_on_the_day() -> None:
    """Where the year was mended the day may be wrong too: 17 AUG 2062 once stood for 07 AUG 2026."""
    [mended] = find_stamped("12 JAN 2062", SPAN)
    [exact] = find_stamped("12 JAN 2026", SPAN)
    assert mended.value == exact.value
    assert mended.doubt is not None
    assert exact.doubt is None


def test_a_month_struck_through_is_told_by_the_span_alone() -> None:
    """Day and year legible, the month not: taken where one day of the span fits, left where two do."""
    assert [found.value for found in find_stamped("RECD 02 Ne 2026", SPAN)] == [date(2026, 2, 2)]
    assert find_stamped("15 Ne 2026", SPAN) == []
    assert find_stamped("02 Ne 2025", SPAN) == []
    assert find_stamped("02 MAR 2026", SPAN)[0].value == date(2026, 3, 2)
