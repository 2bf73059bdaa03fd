"""The strip's boxes read from added ink: a date of eight figures, a number, and what is left open."""

from dataclasses import replace
from datetime import date

import cv2
import numpy as np

from extractors.register import DPI
from extractors.stamp import NUMBER, RECEIVED
from extractors.strip import read_strip
from rules import strip

MM = DPI / 25.4
SPAN = date(2026, 1, 10), date(2026, 2, 20)


def _page(figures: str = "", number: str = "") -> np.ndarray:
    """The added ink of a page one whose strip was filled in."""
    density = np.zeros((round(297 * MM), round(210 * MM)), np.uint8)
    for box, figure in zip(strip.DATE_BOXES, figures, strict=False):
        _write(density, figure, box.x0 + 1.2, box.y1 - 1.6)
    if number:
        _write(density, number, strip.NUMBER_BOX.x0 + 4, strip.NUMBER_BOX.y1 - 2)
    return density


def _write(density: np.ndarray, text: str, x: float, y: float) -> None:
    place = (round(x * MM), round(y * MM))
    cv2.putText(density, text, place, cv2.FONT_HERSHEY_SIMPLEX, 1.3, 255, 3, cv2.LINE_AA)


def test_an_unused_strip_says_nothing() -> None:
    """Nor does a stray stroke in one of its boxes."""
    assert read_strip(_page(), *SPAN) == read_strip(_page("2"), *SPAN)
    found = read_strip(_page(), *SPAN)
    assert (found.candidates, found.date_used, found.number_used) == ((), False, False)


def test_a_date_in_the_boxes_is_found() -> None:
    """Eight figures of a day between printing and scan."""
    found = read_strip(_page("05022026"), *SPAN)
    assert found.date_used
    [candidate] = [one for one in found.candidates if one.field == RECEIVED]
    assert candidate.value == "2026-02-05"
    assert candidate.labelled


def test_figures_that_are_no_possible_day_are_never_sound() -> None:
    """Whatever is nearest among the days of the span, it is not taken."""
    found = read_strip(_page("45672389"), *SPAN)
    assert found.date_used
    assert all(one.doubt is not None for one in found.candidates)


def test_a_number_in_its_box_is_found() -> None:
    """And a part of the date that was read elsewhere is claimed for the date."""
    found = read_strip(_page("05022026", "5432"), *SPAN)
    assert found.number_used
    numbers = [one for one in found.candidates if one.field == NUMBER]
    assert [one.value for one in numbers] == ["5432"]
    assert not found.claims(numbers[0])


def test_a_date_read_as_one_row_is_that_of_the_boxes_it_stands_in() -> None:
    """One that stands elsewhere, or in boxes that nobody used, is not."""
    found = read_strip(_page("05022026"), *SPAN)
    [inside] = [one for one in found.candidates if one.field == RECEIVED]
    elsewhere = replace(inside, box=(100, 100, 300, 140))
    assert (found.holds(inside), found.holds(elsewhere)) == (True, False)
    assert not read_strip(_page(), *SPAN).holds(inside)
