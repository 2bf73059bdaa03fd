"""The boxes of the receipt strip, read from the added ink of page one: eight numerals of a date, and a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors import digits
from extractors.marks import PixelRect
from extractors.penned import read_penned_number
from extractors.register import PIXELS_PER_MM, Image
from extractors.stamp import NUMBER, RECEIVED, Candidate
from rules import strip
from rules.findings import Method

_DATE_ROW = strip.Box(strip.DATE_BOXES[0].x0, strip.DATE_BOXES[0].y0, strip.DATE_BOXES[-1].x1, strip.DATE_BOXES[-1].y1)
_INKED = 0.008  # share of a box that is ink when something is written in it
_MOST_BOXES_EMPTY = 3  # fewer are left open by one who wrote a date; more is a stray stroke
_REACH_MM = 0.9  # how far a numeral may stick out of its box


@dataclass(frozen=True, slots=True)
class StripText:
    """What the strip says. ``date_used`` and ``number_used``: something is written there, readable or not."""

    candidates: tuple[Candidate, ...]
    date_used: bool
    number_used: bool

    def claims(self, candidate: Candidate) -> bool:
        """Whether a number read elsewhere is really a part of the date in the boxes."""
        return candidate.field == NUMBER and self._has_in_date_row(candidate)

    def holds(self, candidate: Candidate) -> bool:
        """Whether a date read as one row of writing is that of the boxes."""
        return candidate.field == RECEIVED and self._has_in_date_row(candidate)

    def _has_in_date_row(self, candidate: Candidate) -> bool:
        return self.date_used and _inside(candidate.box, _DATE_ROW)


def read_strip(density: Image, earliest: date, latest: date) -> StripText:
    """Read the strip from ``density``, the added ink of page one (255 = ink) at the print's scale."""
    date_used = sum(_inked(density, box) for box in strip.DATE_BOXES) >= len(strip.DATE_BOXES) - _MOST_BOXES_EMPTY
    number_used = _inked(density, strip.NUMBER_BOX)
    candidates = []
    if date_used:
        candidates += _date(density, earliest, latest)
    if number_used:
        candidates += _number(density, sorted({earliest.year, latest.year}))
    return StripText(tuple(candidates), date_used, number_used)


def _date(density: Image, earliest: date, latest: date) -> list[Candidate]:
    pictures = [255 - density[_slices(box, _REACH_MM)] for box in strip.DATE_BOXES]
    found = digits.read_date(pictures, earliest, latest)
    if found is None:
        return []
    place = _pixels(_DATE_ROW)
    doubt = None if found.sure else "the boxes of the strip are not clear enough"
    value = found.value.isoformat()
    return [Candidate(RECEIVED, value, found.digits, place, found.probability, Method.DIGITS, True, doubt)]


def _number(density: Image, years: Sequence[int]) -> list[Candidate]:
    found = read_penned_number(255 - density[_slices(strip.NUMBER_BOX, 0.0)], years)
    if found is None:
        return []
    doubt = None if found.sure else "the numerals of the strip are not clear enough"
    place = _pixels(strip.NUMBER_BOX)
    return [Candidate(NUMBER, found.digits, found.digits, place, found.probability, Method.DIGITS, True, doubt)]


def _inked(density: Image, box: strip.Box) -> bool:
    inner = strip.Box(box.x0 + 0.5, box.y0 + 0.5, box.x1 - 0.5, box.y1 - 0.5)
    return float((density[_slices(inner, 0.0)] > 90).mean()) > _INKED


def _slices(box: strip.Box, margin: float) -> tuple[slice, slice]:
    x0, y0, x1, y1 = _pixels(strip.Box(box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin))
    return slice(y0, y1), slice(x0, x1)


def _inside(box: PixelRect, outer: strip.Box) -> bool:
    x0, y0, x1, y1 = _pixels(outer)
    return x0 < (box[0] + box[2]) / 2 < x1 and y0 < (box[1] + box[3]) / 2 < y1


def _pixels(box: strip.Box) -> PixelRect:
    x0, y0, x1, y1 = (round(side * PIXELS_PER_MM) for side in (box.x0, box.y0, box.x1, box.y1))
    return (x0, y0, x1, y1)
