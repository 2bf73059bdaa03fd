"""The day of a rubber dater figure by figure, where its month can be read: the two figures to the left of the month.

A rubber dater's figures are worn, struck through and half covered by print more often than its month, which three
letters spell. The recogniser of type weighs both figures over the days that the paper can have been received on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import regex

from extractors import digits
from extractors.crops import Crop
from extractors.figures import columns
from extractors.register import Image
from extractors.stamp_dates import MONTHS, Span
from extractors.text import PageText, PixelBox, normal

_MONTH = regex.compile(rf"(?<![A-Z])(?:{'|'.join(MONTHS)})(?![A-Z])")
_LATIN = 10  # where Latin numerals begin among the recogniser's classes
_LETTERS = 2.9  # widths of a figure that a month takes, in type of one width
_REACH = 5.0  # widths of a figure to the left of the month, within which its day stands
_WIDEST = 1.5  # a figure is no wider
_TOUCHING = 2.3  # two that touch are no wider
_GAP = 2.4  # between day and month no more paper lies
_LEAST_CONFIDENCE = 0.60  # of the month, in each reading that counts
_AGREEING = 2  # readings that must have the month
_SURE = (0.98, 0.9)  # chance and support of a day that Tesseract did not make out
_SURE_TOO = (0.95, 0.8)  # of one that it did, in one reading at least
_COVERED = 0.06  # share of a figure below print from which it must be as clear as one that Tesseract did not make out


@dataclass(frozen=True, slots=True)
class Day:
    """A dater's day: ``box`` in pixels of the crop, from day to month; ``chance``, by the recogniser, of this day among
    those of the span in this month; ``support``, of its less likely figure among all that it may be; ``hidden``, the
    share of the more hidden figure that print covers."""

    value: date
    raw: str
    box: PixelBox
    chance: float
    support: float
    hidden: float

    def is_sure(self, *, read: bool) -> bool:
        """Whether it may be recorded; ``read``: Tesseract made the same day of it."""
        chance, support = _SURE_TOO if read else _SURE
        clear = self.hidden <= _COVERED or self.support >= _SURE[1]
        return clear and self.chance >= chance and self.support >= support


def read_day(mark: Crop, texts: Sequence[tuple[PageText, float]], span: Span) -> Day | None:
    """The day before the month that stands on ``mark``, from its readings and their scales.

    None if there is none, if fewer than two readings have the month, or if they make different days of it.
    """
    found = [day for text, zoom in texts for day in _days(mark, text, zoom, span)]
    if len(found) < _AGREEING or len({day.value for day in found}) != 1:
        return None
    return max(found, key=lambda day: day.chance * day.support)


def _days(mark: Crop, text: PageText, zoom: float, span: Span) -> Iterator[Day]:
    for line in text.lines:
        for word in line.words:
            said = normal(word.text)
            month = _MONTH.search(said)
            if month is None or word.confidence < _LEAST_CONFIDENCE:
                continue
            x0, y0, x1, y1 = (side / zoom for side in word.box)
            letter = (x1 - x0) / len(said)
            box = (x0 + month.start() * letter, y0, x0 + month.end() * letter, y1)
            day = _day(mark, month.group(), box, span)
            if day is not None:
                yield day


def _day(mark: Crop, month: str, box: PixelBox, span: Span) -> Day | None:
    days = [day for day in span.days() if MONTHS[day.month - 1] == month]
    density, cells = mark.density, _cells(mark.density, box)
    if cells is None and mark.crossed is not None:  # a ring that was taken out took along pieces of what it crossed
        density, cells = mark.crossed, _cells(mark.crossed, box)
    if not days or cells is None:
        return None
    y0, y1 = max(0, round(box[1]) - 2), round(box[3]) + 2
    pieces = [np.pad(255 - density[y0:y1, left:right], 8, constant_values=255) for left, right in cells]
    tens, ones = digits.probabilities(pieces, typed=True)[:, _LATIN : _LATIN + 10]
    chances = np.array([tens[day.day // 10] * ones[day.day % 10] for day in days])
    best = int(chances.argmax())
    value = days[best]
    support = min(float(tens[value.day // 10]), float(ones[value.day % 10]))
    hidden = max(float((mark.hidden[y0:y1, left:right] > 127).mean()) for left, right in cells)
    whole = (float(cells[0][0]), box[1], box[2], box[3])
    share = float(chances[best] / max(chances.sum(), 1e-9))
    return Day(value, f"{value.day:02d} {month}", whole, share, support, hidden)


def _cells(density: Image, box: PixelBox) -> list[tuple[int, int]] | None:
    """The columns of the two figures to the left of a month's box; None where not two stand there."""
    x0, y0, x1, y1 = box
    width = (x1 - x0) / _LETTERS
    start = max(0, round(x0 - _REACH * width))
    part = density[max(0, round(y0) - 2) : round(y1) + 2, start : max(0, round(x0))]
    if min(part.shape, default=0) < 5:
        return None
    spans = [(start + left, start + right) for left, right in columns(part)]
    while spans and x0 - spans[-1][1] < -1:
        spans.pop()
    if not spans or x0 - spans[-1][1] > _GAP * width:
        return None
    left, right = spans[-1]
    if _WIDEST * width < right - left <= _TOUCHING * width:
        return [(left, (left + right) // 2), ((left + right) // 2, right)]
    if len(spans) < 2 or right - left > _WIDEST * width:
        return None
    before = spans[-2]
    if before[1] - before[0] > _WIDEST * width or left - before[1] > 1.2 * width:
        return None
    return [before, spans[-1]]
