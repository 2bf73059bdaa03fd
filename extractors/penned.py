"""A date or number in handwritten numerals without boxes: on the margin, in a stamp's blanks, in the number box.

The ink is cut into pieces, left to right. A straight stroke may be a 1 or a slash, and only the whole decides: what
makes a date of the range asked for, or a number with its year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise, product
from math import atan2, degrees

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors import digits
from extractors.digits import DateReading, Image, Reading, Script

Table = NDArray[np.float64]  # (2 scripts, pieces, 11): how well each piece fits 0..9 and a separator

_SEPARATOR = 10
_MOST_PIECES = 24
_GAP = 0.3  # of the line's height: between words at least
_LABEL = 0.6  # probability of no numeral that shows a word to be a label
_UNLIKELY = 1e-4
_WITH_YEAR = 0.45  # of numbers: 1247/26, 1247/2026
_NO_NUMBER = 0.05  # of lines: other things in numerals, scrawl
_LONG = 6  # numerals: longer diary numbers are rare
_WITH_PART = 0.05  # 1247/3: a separator before something that is no year of the range


class Kind(StrEnum):
    NUMERAL = "numeral"
    STROKE = "stroke"  # straight: 1 or slash
    DASH = "dash"
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of ink: ``picture`` grey, dark on white, without its neighbours; ``lean`` in degrees, right positive;
    ``height``, and the ``gap`` before it, as shares of the line's height."""

    kind: Kind
    picture: Image
    lean: float
    height: float
    gap: float


def read_penned_date(picture: Image, earliest: date, latest: date) -> DateReading | None:
    """The date written in ``picture`` (BGR or grey, one line) between two dates, both included.

    Nothing else may be on the line but a label in letters before it, such as "Recd". Day, month, year with strokes,
    dots or hyphens between, with or without leading zeros, year of two or four numerals.
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
    """The number written in ``picture`` (one line, nothing else on it but a label in letters before it, "Dy. No."):
    numerals, and perhaps a separator (read as "/") with a year of ``years``, in two or four numerals. None if something
    in it is likelier no numeral."""
    found = weigh_penned_number(picture, years)
    if found is None:
        return None
    probability = digits.sharpen(found.probability, digits.fitted("penned_number_sharpness"))
    sure = probability >= digits.fitted("penned_number_threshold")
    return Reading(found.digits, found.script, probability, sure)


def weigh_penned_date(picture: Image, earliest: date, latest: date) -> tuple[DateReading, float] | None:
    """What ``read_penned_date`` finds before calibration, and how well the worst piece fits: not at all, where there is
    a date only once dots are left out, which may be specks of the paper or of a dotted line."""
    line = _trimmed(pieces(picture))
    for _, table, any_row in _readable(line):
        found = _weigh_date(table, any_row, earliest, latest)
        if found is not None:
            return found
    clean = [piece for piece in line if piece.kind is not Kind.DOT]
    for _, table, any_row in _readable(clean) if len(clean) < len(line) else ():
        found = _weigh_date(table, any_row, earliest, latest)
        if found is not None:
            return found[0], 0.0
    return None


def _trimmed(line: Sequence[Piece]) -> Sequence[Piece]:
    """Without dots before the first and after the last stroke: a date neither begins nor ends with one."""
    strokes = [place for place, piece in enumerate(line) if piece.kind is not Kind.DOT]
    return line[strokes[0] : strokes[-1] + 1] if strokes else []


def weigh_penned_number(picture: Image, years: Sequence[int]) -> Reading | None:
    """What ``read_penned_number`` finds before calibration; a dot in it, or a speck, leaves it to a person."""
    for line, table, any_row in _readable(pieces(picture)):
        found = _weigh_number(table, any_row, years)
        if found is not None:
            return None if any(piece.kind is Kind.DOT for piece in line) else found
    return None


def _readable(line: Sequence[Piece]) -> Iterator[tuple[Sequence[Piece], Table, float]]:
    """The whole line, then what follows a word that is surely no numerals: how well each fits, as ``_table`` says."""
    if not 1 <= len(line) <= _MOST_PIECES:
        return
    chances = digits.probabilities([piece.picture for piece in line])
    yield line, *_table(line, chances)
    words = [0, *(place for place, piece in enumerate(line) if place and piece.gap > _GAP)]
    for before, start in pairwise(words):
        letters = [place for place in range(before, start) if line[place].kind is Kind.NUMERAL]
        if any(chances[place, digits.NO_NUMERAL] > _LABEL for place in letters):
            yield line[start:], *_table(line[start:], chances[start:])


def _weigh_date(table: Table, any_row: float, earliest: date, latest: date) -> tuple[DateReading, float] | None:
    count = table.shape[1]
    if not 5 <= count <= 10:
        return None
    pieces_of = np.arange(count)

    def likely(days: Sequence[date]) -> NDArray[np.float64]:
        total = np.zeros((2, len(days)))
        for codes, possible in _forms(days, count):
            total[:, possible] += table[:, pieces_of, codes[possible]].prod(axis=2)
        return total

    best = digits.likeliest_date(likely, any_row, earliest, latest)
    if best is None:
        return None
    day, script, chance, runner_up = best
    own = table[list(Script).index(script)]
    forms = [codes[0] for codes, possible in _forms([day], count) if possible[0]]
    form = max(forms, key=lambda codes: float(own[pieces_of, codes].prod()))
    support = float((own[pieces_of, form] / own.sum(axis=1)).min())
    return DateReading(day, _text(form), script, chance, runner_up, False), support


def _weigh_number(table: Table, any_row: float, years: Sequence[int]) -> Reading | None:
    count = table.shape[1]
    suffixes = [[int(digit) for digit in text] for year in years for text in (f"{year % 100:02d}", f"{year}")]
    weighed: dict[str, list[float]] = {}
    total = _NO_NUMBER * any_row
    for script in (0, 1):
        numerals = table[script, :, :_SEPARATOR]
        best = [int(code) for code in numerals.argmax(axis=1)]
        hits, sums = numerals.max(axis=1), numerals.mean(axis=1)  # a numeral not known beforehand is one of ten
        whole = float(hits.prod() / 10**count)
        guesses = [(best, whole, float(sums.prod()), (1 - _WITH_YEAR - _WITH_PART) * (1 if count <= _LONG else 0.01))]
        for place in range(1, count - 1):
            before, after = best[:place], best[place + 1 :]
            mark = float(table[script, place, _SEPARATOR])
            stem_hit, stem = mark * float(hits[:place].prod() / 10**place), mark * float(sums[:place].prod())
            hit, every = float(hits[place + 1 :].prod() / 10 ** len(after)), float(sums[place + 1 :].prod())
            guesses.append(([*before, _SEPARATOR, *after], stem_hit * hit, stem * every, _WITH_PART / count))
            for suffix in suffixes:
                if len(suffix) == len(after):
                    hit = float(numerals[np.arange(place + 1, count), suffix].prod())
                    share = _WITH_YEAR / len(suffixes)
                    guesses.append(([*before, _SEPARATOR, *suffix], stem_hit * hit, stem * hit, share))
        for codes, hit, every, share in guesses:
            weighed.setdefault(_text(codes), [0.0, 0.0])[script] += share * hit
            total += share * every
    text = max(weighed, key=lambda text: sum(weighed[text]))
    chance = sum(weighed[text]) / total
    script = int(weighed[text][1] > weighed[text][0])
    return Reading(text, list(Script)[script], chance, False) if chance > 0.3 else None


def _text(codes: Iterable[int]) -> str:
    return "".join("/" if code == _SEPARATOR else str(code) for code in codes)


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
    found_pieces, end = [], 0
    for group in groups:
        own = np.isin(labels, group)
        columns = np.flatnonzero(own.any(axis=0))
        found_pieces.append(_piece(ink, own, tall, (int(columns[0]) - end) / tall))
        end = int(columns[-1]) + 1
    return found_pieces


def _above(stats: NDArray[np.int32], group: Sequence[int], index: int) -> bool:
    """Whether a component stands over or under the group more than beside it."""
    left = min(int(stats[at, 0]) for at in group)
    right = max(int(stats[at, 0] + stats[at, 2]) for at in group)
    x0, x1 = int(stats[index, 0]), int(stats[index, 0] + stats[index, 2])
    return min(right, x1) - max(left, x0) > 0.55 * min(right - left, x1 - x0)


def _piece(ink: digits.Floats, own: NDArray[np.bool_], tall: float, gap: float) -> Piece:
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
    return Piece(kind, grey, degrees(atan2(-slope[0], 1)), height / tall, gap)


def _table(line: Sequence[Piece], chances: digits.Floats) -> tuple[Table, float]:
    """How well each piece fits each numeral and a separator, and the likelihood of numerals at random or spoilt."""
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


def _forms(days: Sequence[date], count: int) -> Iterator[tuple[NDArray[np.int_], NDArray[np.bool_]]]:
    """The ways to write days in ``count`` pieces: codes (days, count), and which of the days can be written so."""
    numerals = digits.date_digits(days)
    mark = np.full((len(days), 1), _SEPARATOR)
    for day, month, year in product((1, 2), (1, 2), (2, 4)):
        if day + month + year + 2 == count:
            possible = ((numerals[:, 0] == 0) | (day == 2)) & ((numerals[:, 2] == 0) | (month == 2))
            parts = (numerals[:, 2 - day : 2], mark, numerals[:, 4 - month : 4], mark, numerals[:, 8 - year :])
            yield np.concatenate(parts, axis=1), possible
