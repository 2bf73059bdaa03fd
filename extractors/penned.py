"""A date or number in handwritten numerals without boxes: on the margin, in a stamp's blanks, in the number box.

The ink is cut into pieces, left to right. A straight stroke may be a 1 or a slash, and only the whole decides: what
makes a date of the range asked for, or a number with its year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import atan2, degrees

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors import digits
from extractors.digits import DateReading, Image, Reading, Script

Table = NDArray[np.float64]  # (2 scripts, pieces, 11): how well each piece fits 0..9 and a separator

_SEPARATOR = 10
_MOST_PIECES = 14
_UNLIKELY = 1e-4
_WITH_YEAR = 0.45  # of numbers: 1247/26, 1247/2026
_WITH_PART = 0.05  # 1247/3: a separator before something that is no year of the range


class Kind(StrEnum):
    NUMERAL = "numeral"
    STROKE = "stroke"  # straight: 1 or slash
    DASH = "dash"
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of ink: ``picture`` grey, dark on white, without its neighbours; ``lean`` in degrees, right positive;
    ``height`` as a share of the line's."""

    kind: Kind
    picture: Image
    lean: float
    height: float


def read_penned_date(picture: Image, earliest: date, latest: date) -> DateReading | None:
    """The date written in ``picture`` (BGR or grey, one line, nothing else on it) between two dates, both included.

    Day, month, year with strokes, dots or hyphens between, with or without leading zeros, year of two or four numerals.
    None where no date of the range fits better than any other date, other numerals or scrawl.
    """
    found = weigh_penned_date(picture, earliest, latest)
    if found is None:
        return None
    reading, support = found
    probability = digits.sharpen(reading.probability, digits.fitted("penned_date_sharpness"))
    sure = probability >= digits.fitted("penned_date_threshold") and support >= digits.fitted("penned_date_support")
    return DateReading(reading.value, reading.digits, reading.script, probability, reading.runner_up, sure)


def read_penned_number(picture: Image, years: Sequence[int]) -> Reading | None:
    """The number written in ``picture`` (one line, nothing else on it): numerals, and perhaps a separator (read as
    "/") with a year of ``years``, in two or four numerals. None if something on the line is likelier no numeral."""
    found = weigh_penned_number(picture, years)
    if found is None:
        return None
    probability = digits.sharpen(found.probability, digits.fitted("penned_number_sharpness"))
    sure = probability >= digits.fitted("penned_number_threshold")
    return Reading(found.digits, found.script, probability, sure)


def weigh_penned_date(picture: Image, earliest: date, latest: date) -> tuple[DateReading, float] | None:
    """What ``read_penned_date`` finds before calibration, and how well the worst piece fits."""
    line = pieces(picture)
    if not 5 <= len(line) <= 10:
        return None
    table, any_row = _table(line)
    choices = np.arange(len(line))

    def likely(days: Sequence[date]) -> NDArray[np.float64]:
        rows, places = [], []
        for place, day in enumerate(days):
            for form in _forms(day):
                if len(form) == len(line):
                    rows.append(form)
                    places.append(place)
        total = np.zeros((2, len(days)))
        if rows:
            fits = table[:, choices, np.array(rows)].prod(axis=2)
            for script in (0, 1):
                np.add.at(total[script], places, fits[script])
        return total

    best = digits.likeliest_date(likely, any_row, earliest, latest)
    if best is None:
        return None
    day, script, chance, runner_up = best
    fits = [(table[list(Script).index(script), choices, form], form) for form in _forms(day) if len(form) == len(line)]
    fit, form = max(fits, key=lambda pair: float(pair[0].prod()))
    raw = "".join("/" if code == _SEPARATOR else str(code) for code in form)
    return DateReading(day, raw, script, chance, runner_up, False), float(fit.min())


def weigh_penned_number(picture: Image, years: Sequence[int]) -> Reading | None:
    """What ``read_penned_number`` finds before calibration."""
    line = pieces(picture)
    if not 1 <= len(line) <= _MOST_PIECES:
        return None
    table, any_row = _table(line)
    suffixes = [[int(digit) for digit in text] for year in years for text in (f"{year % 100:02d}", f"{year}")]
    weighed: dict[str, NDArray[np.float64]] = {}
    total = any_row

    def weigh(codes: Sequence[int], free: float, share: float) -> None:
        nonlocal total
        fits = share * table[:, np.arange(len(line)), codes].prod(axis=1)
        text = "".join("/" if code == _SEPARATOR else str(code) for code in codes)
        weighed[text] = weighed.get(text, 0) + fits
        total += share * free

    numerals = table[:, :, :_SEPARATOR]
    for script in (0, 1):
        best = [int(code) for code in numerals[script].argmax(axis=1)]
        sums = numerals[script].sum(axis=1)
        weigh(best, float(sums.prod()), 1 - _WITH_YEAR - _WITH_PART)
        for place in range(1, len(line) - 1):
            before, after = best[:place], best[place + 1 :]
            stem = float(sums[:place].prod() * table[script, place, _SEPARATOR])
            weigh([*before, _SEPARATOR, *after], stem * float(sums[place + 1 :].prod()), _WITH_PART)
            for suffix in suffixes:
                if len(suffix) == len(after):
                    rest = float(numerals[script, np.arange(place + 1, len(line)), suffix].prod())
                    weigh([*before, _SEPARATOR, *suffix], stem * rest, _WITH_YEAR / len(years))
    text = max(weighed, key=lambda text: float(weighed[text].sum()))
    fits = weighed[text]
    chance = float(min(1.0, fits.sum() / total)) if total > 0 else 0.0
    return Reading(text, list(Script)[int(fits.argmax())], chance, False) if chance > 0.3 else None


def pieces(picture: Image) -> list[Piece]:
    """The ink of one line, cut into pieces, left to right; parts above one another are one piece."""
    colour = picture[..., None] if picture.ndim == 2 else picture
    if min(colour.shape[:2]) < 8:
        return []
    ink = digits.darkness(colour)
    count, labels, found, _ = cv2.connectedComponentsWithStats((ink > 0.4).astype(np.uint8), connectivity=8)
    stats = np.asarray(found, np.int32)
    if count < 2:
        return []
    tall = float(np.quantile(stats[1:, 3][stats[1:, 3] >= 0.5 * stats[1:, 3].max()], 0.5))
    large = [index for index in range(1, count) if stats[index, 4] >= max(4.0, 0.005 * tall * tall)]
    groups: list[list[int]] = []
    for index in sorted(large, key=lambda index: int(stats[index, 0])):
        if groups and _above(stats, groups[-1], index):
            groups[-1].append(index)
        else:
            groups.append([index])
    return [_piece(ink, np.isin(labels, group), tall) for group in groups]


def _above(stats: NDArray[np.int32], group: Sequence[int], index: int) -> bool:
    """Whether a component stands over or under the group more than beside it."""
    left = min(int(stats[at, 0]) for at in group)
    right = max(int(stats[at, 0] + stats[at, 2]) for at in group)
    x0, x1 = int(stats[index, 0]), int(stats[index, 0] + stats[index, 2])
    return min(right, x1) - max(left, x0) > 0.55 * min(right - left, x1 - x0)


def _piece(ink: digits.Floats, own: NDArray[np.bool_], tall: float) -> Piece:
    rows, columns = np.nonzero(own)
    y0, y1, x0, x1 = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    height, width = int(y1 - y0), int(x1 - x0)
    near = np.asarray(cv2.dilate(own[y0:y1, x0:x1].astype(np.uint8), np.ones((3, 3), np.uint8))) > 0
    frame = max(2, round(0.15 * max(height, width)))
    body = np.pad(np.where(near, ink[y0:y1, x0:x1], 0), frame)
    grey: Image = (255 * (1 - body)).astype(np.uint8)
    slope = np.polyfit(rows, columns, 1) if height > 3 else np.zeros(2)
    apart = float(np.abs(columns - np.polyval(slope, rows)).max()) if height > 3 else float(width)
    if height < 0.33 * tall:
        kind = Kind.DOT if width < 0.33 * tall else Kind.DASH
    else:
        kind = Kind.STROKE if apart < 0.17 * height and width < height else Kind.NUMERAL
    return Piece(kind, grey, degrees(atan2(-slope[0], 1)), height / tall)


def _table(line: Sequence[Piece]) -> tuple[Table, float]:
    """How well each piece fits each numeral and a separator, and the likelihood of numerals at random or spoilt."""
    chances = digits.probabilities([piece.picture for piece in line])
    by_script = digits.values_by_script(chances)
    spoilt = (chances[:, digits.EMPTY] + chances[:, digits.NO_NUMERAL]).astype(np.float64)
    table = np.concatenate([by_script, np.zeros((2, len(line), 1))], axis=2)
    any_row = 0.0
    for place, piece in enumerate(line):
        if piece.kind in (Kind.DASH, Kind.DOT):
            table[:, place, :_SEPARATOR] = _UNLIKELY
            table[:, place, _SEPARATOR] = 1.0
        elif piece.kind is Kind.STROKE:
            slash = 0.05 if piece.lean < 5 else 0.75 if piece.height > 1.2 else 0.4
            table[:, place, :_SEPARATOR] *= 1 - slash
            table[:, place, _SEPARATOR] = slash
        else:
            table[:, place, _SEPARATOR] = _UNLIKELY + 0.2 * spoilt[place]
    for script in (0, 1):
        mean = table[script].mean(axis=1) * (1 - digits.SPOILT_BOX) + spoilt * digits.SPOILT_BOX
        any_row += float(mean.prod())
    return table, any_row


def _forms(day: date) -> list[list[int]]:
    """The ways to write a day, as codes."""
    result = []
    for d in {f"{day.day:02d}", f"{day.day}"}:
        for m in {f"{day.month:02d}", f"{day.month}"}:
            for y in (f"{day.year}", f"{day.year % 100:02d}"):
                result.append([*map(int, d), _SEPARATOR, *map(int, m), _SEPARATOR, *map(int, y)])
    return result
