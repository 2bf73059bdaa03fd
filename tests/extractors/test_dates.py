"""Dates in the forms that offices write, and in none other."""

from datetime import date

import pytest

from extractors.dates import era_date, find_dates
from extractors.text import normal

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No. 4712-F(P2) Howrah, the 22nd November, 2024", "2024-11-22"),
        ("No. 4188-F(P2) Dated 27/11/2025", "2025-11-27"),
        ("No. 149-P(PG)/2P(RTPSA)-02/22 Dated, Howrah, the 16th September, 2022", "2022-09-16"),
        ("No. 1309-RD/MGNREGA/18A-02/12 Dated: 21.02.2013", "2013-02-21"),
        ("Memo No. SBHI/4478/ M-32/2013/ 1(60) Dated 12 July 2013", "2013-07-12"),
        ("No. 3023/PN/O/ I/ 1P – 16 / 92 Dated: 28.7.97", "1997-07-28"),
        ("No. 1829-ES/Adm/10M-43/13 date: 06.10.2015", "2015-10-06"),
        ("July 12, 2013", "2013-07-12"),
        ("2026-03-12", "2026-03-12"),
        ("5-Mar-2026", "2026-03-05"),
        ("the 3rd day of February, 2026", "2026-02-03"),
        ("12,3.2026", "2026-03-12"),
        ("12.3.26", "2026-03-12"),
        ("তারিখ ১২ই মার্চ, ২০২৬", "2026-03-12"),
        ("তাং ২৭/০১/২০২৬", "2026-01-27"),
        ("২০২৬ সালের ১২ মার্চ", "2026-03-12"),
        ("৩১শে জানুয়ারী ২০২৬", "2026-01-31"),
        ("১লা ফেব্রুয়ারি, ২০২৬", "2026-02-01"),
        ("২১শে আগষ্ট ২০২৫", "2025-08-21"),
    ],
)
def test_a_date_is_read_day_first(text: str, expected: str) -> None:
    """Every form seen on letters gives its one date without doubt."""
    [found] = find_dates(normal(text), TODAY)
    assert found.value.isoformat() == expected
    assert found.doubt is None
    assert normal(text)[found.start : found.end] == found.raw


@pytest.mark.parametrize(
    "text",
    ["12/13/2025", "31.02.2025", "No. 14099/3/2020-SPSRC", "1(60)/2013", "Rs. 1,200.50", "03218-255123", "45.1.2026"],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    """A thirteenth month, a thirtieth of February, a file number or a sum is no date."""
    assert find_dates(normal(text), TODAY) == []


def test_digits_of_two_scripts_are_doubted() -> None:
    """৪ and 8 look alike: a date in two scripts was misread somewhere."""
    [found] = find_dates("২৭/01/২০২৬", TODAY)
    assert found.doubt is not None
    assert "two scripts" in found.doubt


def test_a_bengali_era_date_is_converted_and_doubted() -> None:
    """27 Falgun 1432 is 12 March 2026, give or take a day."""
    [found] = find_dates(normal("২৭ ফাল্গুন ১৪৩২"), TODAY)
    assert found.value == date(2026, 3, 12)
    assert found.doubt is not None
    assert "off by one day" in found.doubt


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (1433, "বৈশাখ", 1, date(2026, 4, 15)),
        (1432, "পৌষ", 1, date(2025, 12, 18)),
        (1432, "চৈত্র", 30, date(2026, 4, 15)),
        (1432, "মাঘ", 31, None),
    ],
)
def test_era_dates_lie_in_their_season(year: int, month: str, day: int, expected: date | None) -> None:
    """The conversion stays within a day of West Bengal's almanac over the year."""
    found = era_date(year, month, day)
    assert (found is None) == (expected is None)
    if found and expected:
        assert abs((found - expected).days) <= 2


def test_two_digit_years_never_lie_far_ahead() -> None:
    """97 is 1997 and 26 is 2026."""
    years = [found.value.year for found in find_dates("28.7.97 12.3.26", TODAY)]
    assert years == [1997, 2026]
