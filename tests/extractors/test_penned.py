"""Dates and numbers in handwritten numerals without boxes, real numerals set in a line by this file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest

from extractors.digits import Image, Script
from extractors.penned import Kind, pieces, read_penned_date, read_penned_number

TALL = 44  # pixels of a numeral: 5.5 mm at 200 dpi
NAMES = {Script.BENGALI: "bengali", Script.LATIN: "latin"}


@pytest.fixture(scope="module")
def written() -> dict[Script, np.ndarray]:
    """Light numerals on black, (10 values, 4 of each, height, width), by script."""
    with np.load(Path(__file__).parent / "fixtures" / "digits.npz") as stored:
        return {script: stored[name] for script, name in NAMES.items()}


def line(text: str, numerals: np.ndarray, take: int = 0) -> Image:
    """``text`` of digits and ``/ - .`` in black ink on paper, with a little paper round it."""
    canvas = np.zeros((TALL * 2, TALL * (len(text) + 2)), np.uint8)
    x = TALL // 2
    for char in text:
        if char == "/":
            cv2.line(canvas, (x + 20, TALL // 3), (x, TALL * 5 // 3), 255, 5, cv2.LINE_AA)
            x += 30
        elif char == "-":
            cv2.line(canvas, (x, TALL), (x + 18, TALL), 255, 5, cv2.LINE_AA)
            x += 28
        elif char == ".":
            cv2.circle(canvas, (x + 3, TALL * 3 // 2 - 3), 3, 255, -1)
            x += 16
        else:
            numeral = numerals[int(char)][take]
            rows, columns = np.nonzero(numeral > 100)
            body = numeral[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
            width = max(4, round(body.shape[1] / body.shape[0] * TALL * 0.85))
            canvas[TALL // 2 : TALL // 2 + TALL, x : x + width] = cv2.resize(body, (width, TALL))
            x += width + 9
    ink = cv2.GaussianBlur(canvas[:, : x + 10], (0, 0), 0.8)[..., None] / 255.0
    paper = 238 + np.random.default_rng(len(text)).normal(0, 3, (*ink.shape[:2], 3))
    return (paper + (40 - paper) * ink).clip(0, 255).astype(np.uint8)


def test_a_date_among_specks_is_found_and_not_sure(written: dict[Script, np.ndarray]) -> None:
    """A speck is no separator where strokes are; the date is shown, and never recorded for its own sake."""
    reading = read_penned_date(line("14/07/2.026", written[Script.LATIN]), date(2026, 6, 20), date(2026, 9, 30))
    assert reading is not None
    assert (reading.value, reading.sure) == (date(2026, 7, 14), False)


@pytest.mark.parametrize("script", list(Script))
@pytest.mark.parametrize("text", ["14/07/2026", "14-7-26", "14.07.2026", ".14.07.2026."])
def test_a_date_is_read_with_any_separator(text: str, script: Script, written: dict[Script, np.ndarray]) -> None:
    """Strokes, hyphens and dots, long and short years, a speck at either end: the same day, in either script."""
    reading = read_penned_date(line(text, written[script]), date(2026, 6, 20), date(2026, 9, 30))
    assert reading is not None
    assert (reading.value, reading.script) == (date(2026, 7, 14), script)
    assert reading.probability > 0.9


@pytest.mark.parametrize("text", ["31/02/2026", "14/13/2026", "14/07/2031"])
def test_what_is_no_date_of_the_range_is_never_sure(text: str, written: dict[Script, np.ndarray]) -> None:
    """An impossible date, or one far from the range, is not bent into one of the range."""
    for script in Script:
        reading = read_penned_date(line(text, written[script]), date(2026, 1, 1), date(2026, 12, 31))
        assert reading is None or not reading.sure


@pytest.mark.parametrize("script", list(Script))
@pytest.mark.parametrize("text", ["5836", "2053/26", "836/2026"])
def test_a_number_is_read_with_its_year(text: str, script: Script, written: dict[Script, np.ndarray]) -> None:
    """A diary number, alone or with the year behind a stroke."""
    reading = read_penned_number(line(text, written[script]), (2025, 2026))
    assert reading is not None
    assert (reading.digits, reading.script) == (text, script)


def test_a_number_alone_is_no_date(written: dict[Script, np.ndarray]) -> None:
    """A date needs its two separators."""
    assert read_penned_date(line("14072026", written[Script.LATIN]), date(2026, 6, 20), date(2026, 9, 30)) is None


def test_separators_are_told_by_their_shape(written: dict[Script, np.ndarray]) -> None:
    """A stroke, a hyphen and a dot are not taken for parts of numerals."""
    kinds = [piece.kind for piece in pieces(line("2/5-8.3", written[Script.BENGALI]))]
    expected = [Kind.NUMERAL, Kind.STROKE, Kind.NUMERAL, Kind.DASH, Kind.NUMERAL, Kind.DOT, Kind.NUMERAL]
    assert kinds == expected


def test_blank_paper_says_nothing() -> None:
    """Paper without ink, or hardly any paper at all, holds no date and no number."""
    for blank in (np.full((90, 300, 3), 240, np.uint8), np.full((3, 300), 240, np.uint8)):
        assert read_penned_date(blank, date(2026, 1, 1), date(2026, 12, 31)) is None
        assert read_penned_number(blank, (2026,)) is None


def test_scrawl_is_not_sure() -> None:
    """A signature is neither a sure date nor a sure number."""
    for seed in range(6):
        canvas = np.full((90, 320, 3), 240, np.uint8)
        points = np.random.default_rng(seed).integers((10, 10), (310, 80), (22, 2)).astype(np.int32)
        cv2.polylines(canvas, [points], False, (120, 50, 40), 3, cv2.LINE_AA)
        found_date = read_penned_date(canvas, date(2026, 1, 1), date(2026, 12, 31))
        found_number = read_penned_number(canvas, (2026,))
        assert found_date is None or not found_date.sure
        assert found_number is None or not found_number.sure
