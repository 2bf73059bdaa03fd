"""The recogniser of handwritten numerals, on real numerals drawn into boxes by a renderer of this file's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest

from extractors import digits
from extractors.digits import Image, Script, read_boxes, read_date, recognise

DPI = 200
WIDTH, HEIGHT = round(6 / 25.4 * DPI), round(8 / 25.4 * DPI)  # a strip box
NAMES = {Script.BENGALI: "bengali", Script.LATIN: "latin"}


@pytest.fixture(scope="module")
def written() -> dict[Script, np.ndarray]:
    """Light numerals on black, (10 values, 4 of each, height, width), by script."""
    with np.load(Path(__file__).parent / "fixtures" / "digits.npz") as stored:
        return {script: stored[name] for script, name in NAMES.items()}


def paper(seed: int) -> Image:
    """An empty box as scanned, its printed lines at the crop's edge."""
    rng = np.random.default_rng(seed)
    box = np.full((HEIGHT, WIDTH, 3), 236, np.uint8)
    cv2.rectangle(box, (0, 0), (WIDTH - 1, HEIGHT - 1), (70, 70, 70), 2)
    return (box + rng.normal(0, 3, box.shape)).clip(0, 255).astype(np.uint8)


def box_with(numeral: np.ndarray, seed: int) -> Image:
    """A numeral in blue ink, 5 mm high, in a box."""
    box = paper(seed).astype(np.float32)
    rows, columns = np.nonzero(numeral > 100)
    body = numeral[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height = round(5 / 25.4 * DPI)
    width = min(round(body.shape[1] / body.shape[0] * height * 0.9), WIDTH - 10)
    ink = cv2.GaussianBlur(cv2.resize(body, (max(width, 3), height), interpolation=cv2.INTER_AREA), (0, 0), 0.8)
    y, x = (HEIGHT - height) // 2, (WIDTH - ink.shape[1]) // 2
    part = box[y : y + height, x : x + ink.shape[1]]
    part += (np.array((150, 60, 40)) - part) * (ink[..., None] / 255.0)
    return box.astype(np.uint8)


def row(text: str, script: Script, written: dict[Script, np.ndarray], take: Sequence[int] = (0,) * 8) -> list[Image]:
    return [box_with(written[script][int(digit)][take[i]], seed=i) for i, digit in enumerate(text)]


def scribble(seed: int) -> Image:
    box = paper(seed)
    points = np.random.default_rng(seed).integers((8, 10), (WIDTH - 8, HEIGHT - 10), (14, 2)).astype(np.int32)
    cv2.polylines(box, [points], False, (120, 50, 40), 3, cv2.LINE_AA)
    return box


@pytest.mark.parametrize("script", list(Script))
def test_numerals_are_told_apart(script: Script, written: dict[Script, np.ndarray]) -> None:
    """Of forty numerals of a script at least thirty-seven are read, and none of the wrong ones is sure."""
    crops = [box_with(numeral, seed=value) for value in range(10) for numeral in written[script][value]]
    found = recognise(crops)
    truth = [value for value in range(10) for _ in range(4)]
    assert sum(digit.value == value for digit, value in zip(found, truth, strict=True)) >= 37
    assert all(digit.probability < 0.99 for digit, value in zip(found, truth, strict=True) if digit.value != value)


def test_an_empty_box_is_empty() -> None:
    """Paper with box lines is no numeral, and is called empty."""
    for digit in recognise([paper(seed) for seed in range(6)]):
        assert digit.value is None
        assert digit.empty


def test_a_scribble_is_no_numeral() -> None:
    """Scrawl is no numeral, or a most unsure one."""
    for digit in recognise([scribble(seed) for seed in range(12)]):
        assert digit.value is None or digit.probability < 0.8


@pytest.mark.parametrize("script", list(Script))
def test_a_date_is_read(script: Script, written: dict[Script, np.ndarray]) -> None:
    """Eight clear boxes within the range make a sure date, in either script."""
    reading = read_date(row("14072026", script, written), date(2026, 6, 20), date(2026, 9, 30))
    assert reading is not None
    assert (reading.value, reading.digits, reading.script) == (date(2026, 7, 14), "14072026", script)
    assert reading.sure
    assert reading.probability > 0.99


@pytest.mark.parametrize("text", ["31022026", "30022026", "00072026", "14132026", "99999999"])
def test_an_impossible_date_is_never_returned(text: str, written: dict[Script, np.ndarray]) -> None:
    """A day or month that does not exist is not bent into a sure date that does."""
    for script in Script:
        reading = read_date(row(text, script, written), date(2026, 1, 1), date(2026, 12, 31))
        assert reading is None or not reading.sure


def test_a_date_outside_the_range_is_not_returned(written: dict[Script, np.ndarray]) -> None:
    """Last year's date written at New Year is not corrected to this year's."""
    reading = read_date(row("05012025", Script.LATIN, written), date(2026, 1, 1), date(2026, 1, 31))
    assert reading is None or not reading.sure


def test_a_date_with_a_spoilt_box_is_not_read(written: dict[Script, np.ndarray]) -> None:
    """One empty or scrawled box leaves the date to a person."""
    crops = row("14072026", Script.LATIN, written)
    for spoilt in (paper(3), scribble(3)):
        reading = read_date([*crops[:3], spoilt, *crops[4:]], date(2026, 6, 20), date(2026, 9, 30))
        assert reading is None or not reading.sure


def test_the_script_is_decided_for_the_whole_row(written: dict[Script, np.ndarray]) -> None:
    """The figure of eight is 4 among Bengali numerals and 8 among Latin ones."""
    eight = written[Script.BENGALI][4][0]
    bengali = [box_with(written[Script.BENGALI][int(digit)][1], 5) for digit in "5638"]
    latin = [box_with(written[Script.LATIN][int(digit)][1], 5) for digit in "5674"]
    first, second = read_boxes([*bengali, box_with(eight, 1)]), read_boxes([*latin, box_with(eight, 1)])
    assert first is not None
    assert second is not None
    assert (first.digits, first.script) == ("56384", Script.BENGALI)
    assert (second.digits, second.script) == ("56748", Script.LATIN)


def test_a_row_with_an_empty_box_is_no_number(written: dict[Script, np.ndarray]) -> None:
    """Numerals with a gap between them are not read as a shorter number."""
    crops = row("563", Script.LATIN, written)
    assert read_boxes([*crops, paper(1)]) is None
    assert read_boxes([]) is None


def test_a_date_needs_eight_boxes(written: dict[Script, np.ndarray]) -> None:
    """Seven crops are a mistake of the caller's, not a date."""
    with pytest.raises(ValueError, match="8 boxes"):
        read_date(row("1407202", Script.LATIN, written), date(2026, 6, 20), date(2026, 9, 30))


def test_a_range_that_ends_before_it_begins_holds_no_date(written: dict[Script, np.ndarray]) -> None:
    """A receipt scanned before it was printed is for a person to look at."""
    assert read_date(row("14072026", Script.LATIN, written), date(2026, 9, 30), date(2026, 6, 20)) is None


def test_colour_and_size_of_a_crop_do_not_matter(written: dict[Script, np.ndarray]) -> None:
    """The same box in grey, and at half and twice the size, is read the same."""
    crop = box_with(written[Script.LATIN][5][0], 1)
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    sizes = [cv2.resize(crop, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) for factor in (0.6, 2)]
    assert [digit.value for digit in recognise([crop, grey, *sizes])] == [5, 5, 5, 5]


def test_a_crop_without_pixels_to_speak_of_is_no_numeral() -> None:
    """Slivers, from a strip at the edge of the scan, are read as nothing."""
    slivers = [np.full((2, 40, 3), 200, np.uint8), np.full((40, 2), 10, np.uint8), np.zeros((0, 5, 3), np.uint8)]
    assert [digit.value for digit in recognise(slivers)] == [None, None, None]


def test_probabilities_are_probabilities(written: dict[Script, np.ndarray]) -> None:
    """Each crop's classes add up to one, and the model is small enough to live in the project."""
    chances = digits.probabilities(row("0369", Script.BENGALI, written))
    assert chances.shape == (4, digits.CLASSES)
    assert chances.sum(axis=1) == pytest.approx(1, abs=1e-4)
    assert digits.MODEL.stat().st_size < 500_000
