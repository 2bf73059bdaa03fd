"""A dater's day from the figures before its month: sure where both are clear, never where the ink shows others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest

from extractors.crops import Crop, straighten
from extractors.dater import Day, read_day
from extractors.marks import Ink, Region
from extractors.stamp import Looks, weigh
from extractors.stamp_dates import Span
from extractors.text import PageText, Word
from rules.letters import Language
from samples.ink import lettering

SPAN = Span(date(2026, 1, 10), date(2026, 2, 20))


def _mark(said: str, worn: tuple[float, float] | None = None, hidden: bool = False) -> Crop:
    """A dater that says ``said``; ``worn``: the share of its width from which to which its ink is gone."""
    type_ = (lettering(said, 36, Language.ENGLISH, "mono") * 255).astype(np.uint8)
    if worn is not None:
        start, end = (round(share * type_.shape[1]) for share in worn)
        type_[:, start:end] = 0
    picture = np.pad(type_, 20)
    cover = np.full_like(picture, 255 if hidden else 0)
    return straighten(Region((0, 0, picture.shape[1], picture.shape[0]), Ink.VIOLET, picture, cover))


def _reading(mark: Crop, said: str, read: str | None = None, confidence: float = 0.95) -> tuple[PageText, float]:
    """Tesseract's answer ``read`` to a mark that says ``said``; type of one width, seen twice as large."""
    columns = np.flatnonzero((mark.density > 60).any(axis=0))
    rows = np.flatnonzero((mark.density > 60).any(axis=1))
    width = (columns[-1] + 1 - columns[0]) / len(said)
    words, at = [], 0
    for word in (read or said).split(" "):
        box = (columns[0] + at * width, rows[0], columns[0] + (at + len(word)) * width, rows[-1] + 1)
        words.append(Word(word, tuple(2.0 * float(side) for side in box), confidence, 0))  # type: ignore[arg-type]
        at += len(word) + 1
    return PageText(tuple(words)), 2.0


def _day(said: str, *, worn: tuple[float, float] | None = None, hidden: bool = False) -> Day | None:
    mark = _mark(said, worn, hidden)
    return read_day(mark, [_reading(_mark(said), said)] * 2, SPAN)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("14 JAN 2026", date(2026, 1, 14)),
        ("30 JAN 26", date(2026, 1, 30)),
        ("05 FEB 2026", date(2026, 2, 5)),
        ("18 FEB 26", date(2026, 2, 18)),
    ],
)
def test_a_day_in_clear_type_is_sure(said: str, day: date) -> None:
    """Even where Tesseract made nothing of it; the box reaches from the day to the month."""
    found = _day(said)
    assert found is not None
    assert (found.value, found.is_sure(read=False)) == (day, True)
    x0, _, x1, _ = found.box
    assert 10 <= x0 < 24
    assert x1 - x0 > 100


@pytest.mark.parametrize(("said", "day"), [("10 FEB 2026", date(2026, 2, 10)), ("16 JAN 2026", date(2026, 1, 16))])
def test_a_day_that_a_ring_runs_through_is_read_with_the_ring(said: str, day: date) -> None:
    """Taken out, the ring leaves nothing of its first figure that could be read."""
    type_ = (lettering(said, 36, Language.ENGLISH, "mono") * 255).astype(np.uint8)
    side = type_.shape[1] + 120
    picture = np.zeros((side, side), np.uint8)
    y, x = (side - type_.shape[0]) // 2, (side - type_.shape[1]) // 2
    picture[y : y + type_.shape[0], x : x + type_.shape[1]] = type_
    for radius in (type_.shape[1] // 2 - 10, side // 2 - 6):
        cv2.circle(picture, (side // 2, side // 2), radius, 255, 5, cv2.LINE_AA)
    mark = straighten(Region((0, 0, side, side), Ink.VIOLET, picture, np.zeros_like(picture)))
    assert mark.crossed is not None
    bare = np.pad(type_, ((y, side - y - type_.shape[0]), (x, side - x - type_.shape[1])))
    alone = straighten(Region((0, 0, side, side), Ink.VIOLET, bare, np.zeros_like(bare)))
    found = read_day(mark, [_reading(alone, said)] * 2, SPAN)
    assert found is not None
    assert found.value == day
    assert read_day(replace(mark, crossed=None), [_reading(alone, said)] * 2, SPAN) != found


def test_a_day_outside_the_span_is_not_taken_for_one_inside() -> None:
    """5 January lies before the printing: no day of January after it is sure."""
    found = _day("05 JAN 2026")
    assert found is None or not found.is_sure(read=True)


def test_a_figure_that_is_gone_is_not_guessed() -> None:
    """The second figure of the day lost with the ink."""
    found = _day("14 JAN 2026", worn=(0.09, 0.19))
    assert found is None or not found.is_sure(read=True)


def test_a_figure_below_print_must_be_clearer() -> None:
    """What stands on the page's own print may be a guess: it counts only if it is as clear as without Tesseract."""
    clear = Day(date(2026, 1, 14), "14 JAN", (0, 0, 9, 9), chance=0.97, support=0.85, hidden=0.0)
    covered = Day(date(2026, 1, 14), "14 JAN", (0, 0, 9, 9), chance=0.97, support=0.85, hidden=0.3)
    assert (clear.is_sure(read=True), clear.is_sure(read=False)) == (True, False)
    assert not covered.is_sure(read=True)
    found = _day("14 JAN 2026", hidden=True)
    assert found is not None
    assert found.hidden > 0.5


def test_one_reading_of_the_month_is_not_enough() -> None:
    """JAN and JUN differ in one letter: two readings must have the same."""
    mark = _mark("14 JAN 2026")
    once = [_reading(mark, "14 JAN 2026"), _reading(mark, "14 JAN 2026", "14 IAV 2026")]
    faint = [_reading(mark, "14 JAN 2026"), _reading(mark, "14 JAN 2026", confidence=0.4)]
    assert read_day(mark, once, SPAN) is None
    assert read_day(mark, faint, SPAN) is None


def test_nothing_before_the_month_is_no_day() -> None:
    """JAN 2026 alone."""
    assert _day("JAN 2026") is None


def _weigh(said: str, *read: str) -> list[tuple[str, str | None]]:
    mark = _mark(said)
    readings = [_reading(mark, said, one) for one in read]
    found = weigh(mark, Looks(tuple(text for text, _ in readings), tuple(zoom for _, zoom in readings)), SPAN)
    return [(one.value, one.doubt) for one in found.candidates]


def test_a_misread_year_no_longer_keeps_a_clear_day_back() -> None:
    """The figures of the day are looked at themselves."""
    assert _weigh("14 JAN 2026", "14 JAN 2926", "14 JAN 2926") == [("2026-01-14", None)]


def test_a_day_that_tesseract_did_not_read_is_found() -> None:
    """Both readings have the month, none the day."""
    assert _weigh("18 FEB 2026", "iB FEB 2026", "tB FEB 2026") == [("2026-02-18", None)]


def test_a_day_that_the_type_does_not_show_is_not_recorded() -> None:
    """Two readings of 19 where the ink shows 14: only the ink's own day may count."""
    found = dict(_weigh("14 JAN 2026", "19 JAN 2026", "19 JAN 2026"))
    assert found["2026-01-19"] is not None
