"""Which days are closed, and which years are known."""

from __future__ import annotations

import csv
import io
from datetime import date

from rules.calendar import holiday_rows
from rules.catalogue import Extra, load

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


def grid(text: str) -> list[list[str]]:
    """The cells of a csv."""
    return list(csv.reader(io.StringIO(text)))


LIST = """date,list,holiday,holiday_bn,notification,weekday
01.01.2027,I,New Year's Day,ইংরেজি নববর্ষ,9999-F(P2),Friday
2027-01-23,List-I,"Netaji, his birthday",নেতাজির জন্মদিন,9999-F(P2),শনি
১১/০২/২০২৭,২,Saraswati Puja,সরস্বতী পূজা,9999-F(P2),
"""


def test_a_years_list_becomes_rows_of_the_catalogue() -> None:
    """Dates of either script and either order, lists by figure or word; with the rows the year is loaded."""
    found = holiday_rows(grid(LIST), "2027.csv", CALENDAR)
    assert (found.year, found.problems, found.called_off) == (2027, (), ())
    calendar = load([Extra("calendar", "2027.yaml", found.rows)]).calendar
    assert 2027 in calendar.years
    assert [(day.on, day.list) for day in calendar.holidays(2027)] == [
        (date(2027, 1, 1), "I"),
        (date(2027, 1, 23), "I"),
        (date(2027, 2, 11), "II"),
    ]
    assert calendar.holidays(2027)[1].name.en == "Netaji, his birthday"


def test_a_list_under_bengali_headings_is_read_too() -> None:
    """The headings may be Bengali."""
    text = "তারিখ,তালিকা,ছুটি (ইংরেজি),ছুটি,বিজ্ঞপ্তি\n26.01.2027,I,Republic Day,প্রজাতন্ত্র দিবস,1-F\n"
    found = holiday_rows(grid(text), "2027.csv", CALENDAR)
    assert found.problems == ()
    assert found.rows.startswith("- {on: 2027-01-26, list: I,")


def test_every_fault_of_a_list_is_told_at_once_and_nothing_is_taken() -> None:
    """Impossible date, wrong weekday, unknown list, empty cell, row twice, two years, no List I: each with its row."""
    text = """date,list,holiday,holiday_bn,notification,weekday,verification
30.02.2027,II,Day,দিন,1-F,
01.01.2027,II,Day,দিন,1-F,Monday
02.01.2027,IV,Day,,1-F,
04.01.2027,II,Day,দিন,1-F,,perhaps
03.01.2027,II,Day,দিন,1-F,
03.01.2027,II,Day,দিন,1-F,
03.01.2028,II,Day,দিন,1-F,
"""
    found = holiday_rows(grid(text), "l.csv", CALENDAR)
    assert found.rows == ""
    assert [str(problem) for problem in found.problems] == [
        "l.csv row 2, date: '30.02.2027' is not a date. Write DD.MM.YYYY.",
        "l.csv row 3, weekday: 2027-01-01 is a Friday, not 'Monday'. Correct the date or the weekday.",
        "l.csv row 4, holiday_bn: is empty. Fill it in.",
        "l.csv row 4, list: 'IV' is no list. Write I, II or III.",
        "l.csv row 5, verification: 'perhaps' is no state of verification. "
        "Write one of: sourced, secondary, general-knowledge, derived; or leave it empty.",
        "l.csv row 7: stands twice in this file. Keep one of the two rows.",
        "l.csv: holds days of several years: 2027, 2028. Give one file for each year.",
        "l.csv: holds no day of List I. Add the public holidays: without them the year does not count as loaded.",
    ]


def test_a_missing_column_is_told() -> None:
    """Which heading to add is named."""
    assert [str(p) for p in holiday_rows(grid("date,list,holiday\n"), "l.csv", CALENDAR).problems] == [
        "l.csv, holiday_bn: has no column holiday_bn. Add it.",
        "l.csv, notification: has no column notification. Add it.",
    ]


def test_a_list_without_rows_is_told() -> None:
    """Headings alone are no list."""
    text = "date,list,holiday,holiday_bn,notification\n"
    assert [str(p) for p in holiday_rows(grid(text), "l.csv", CALENDAR).problems] == [
        "l.csv: holds no days. Add one row for each holiday."
    ]


def test_a_list_takes_the_place_of_what_was_known_of_its_year() -> None:
    """A day moved by a later order closes the office on its new date only; the old one is told as called off."""
    text = """date,list,holiday,holiday_bn,notification
01.01.2026,I,New Year's Day,ইংরেজি নববর্ষ,2-F
27.08.2026,I,Fateha-Dwaz-Daham,ফতেহা-দোয়াজ-দাহাম,2-F
"""
    found = holiday_rows(grid(text), "2026.csv", CALENDAR)
    assert date(2026, 8, 26) in found.called_off
    assert date(2026, 1, 1) not in found.called_off
    calendar = load([Extra("calendar", "calendar.2026.yaml", found.rows)]).calendar
    assert (calendar.closed(date(2026, 8, 26)), calendar.closed(date(2026, 8, 27)) is not None) == (None, True)
    assert date(2026, 8, 26) in {holiday.on for holiday in calendar.holidays(2026) if not holiday.held}
    assert calendar.doubtful([date(2026, 8, 26)]) == ()


def test_the_mark_for_offices_that_work_on_saturdays_is_kept() -> None:
    """(**) stands at the list or at the name; the five marked days of the shipped years are Saturdays."""
    text = """date,list,holiday,holiday_bn,notification
15.08.2027,I(**),Independence Day,স্বাধীনতা দিবস,1-F
02.10.2027,I,(**) Gandhi Jayanti,গান্ধী জয়ন্তী,1-F
"""
    rows = holiday_rows(grid(text), "l.csv", CALENDAR).rows
    held = load([Extra("calendar", "l", rows)]).calendar.holidays(2027)
    assert [(day.name.en, day.saturday) for day in held] == [("Independence Day", True), ("Gandhi Jayanti", True)]
    marked = [day.on for year in CALENDAR.years for day in CALENDAR.holidays(year) if day.saturday]
    assert len(marked) == 5
    assert {day.weekday() for day in marked} == {5}


def test_a_doubtful_day_is_told_and_closes_nothing() -> None:
    """6 February 2025 is in one press list only; 26 August 2026 is probable, and counted."""
    assert CALENDAR.closed(date(2025, 2, 6)) is None
    assert [holiday.held for holiday in CALENDAR.doubtful([date(2025, 2, 6), date(2026, 8, 26)])] == [False, True]
    assert CALENDAR.doubtful([date(2026, 1, 26), date(2026, 8, 27)]) == ()
