"""Entries after a label: cut out straight, without dots, frame and colon, and ended by a wide gap."""

from datetime import date

import cv2
import numpy as np

from extractors.blanks import entry, is_row, may_be_writing, read_blanks
from extractors.crops import Crop
from extractors.marks import Ink, Region
from extractors.register import PIXELS_PER_MM
from extractors.stamp import NUMBER, RECEIVED, MarkText
from extractors.stamp_dates import Span

LABEL = (20.0, 80.0, 110.0, 104.0)


def _page(text: str, after: float = 0.0) -> tuple[MarkText, np.ndarray]:
    """A mark at (100, 200) on a page, its label at LABEL, ``text`` written after it over a dotted line."""
    page = np.zeros((600, 1200), np.uint8)
    cv2.putText(page, ":", (216, 302), cv2.FONT_HERSHEY_DUPLEX, 0.8, 255, 2, cv2.LINE_AA)
    for x in range(230, 560, 10):
        cv2.circle(page, (x, 308), 2, 255, -1)
    cv2.putText(page, text, (270, 304), cv2.FONT_HERSHEY_DUPLEX, 1.3, 255, 3, cv2.LINE_AA)
    cv2.line(page, (600, 150), (600, 400), 255, 5)
    if after:
        cv2.putText(page, "77", (round(270 + after * PIXELS_PER_MM), 304), cv2.FONT_HERSHEY_DUPLEX, 1.3, 255, 3)
    window = page[200:400, 100:700]
    region = Region((100, 200, 700, 400), Ink.BLUE, window, np.zeros_like(window))
    to_print = np.array([[1, 0, 100], [0, 1, 200]], np.float32)
    crop = Crop(window, np.zeros_like(window), to_print, region)
    return MarkText(crop, (), (), ((NUMBER, LABEL),)), page


def test_an_entry_is_cut_to_its_own_ink() -> None:
    """Neither the colon, the dots nor the frame beside it come along."""
    mark, page = _page("5432")
    picture, box = entry(mark, page, LABEL)
    assert picture is not None
    width = cv2.getTextSize("5432", cv2.FONT_HERSHEY_DUPLEX, 1.3, 3)[0][0]
    assert abs(picture.shape[1] - 12 - width) < 14
    assert abs(box[0] - 270) < 10
    assert picture.min() < 60
    assert np.median(picture) == 255


def test_a_wide_gap_ends_an_entry() -> None:
    """A number farther along the line is another entry."""
    mark, page = _page("5432", after=36.0)
    near, _ = entry(mark, page, LABEL)
    alone, _ = entry(_page("5432")[0], _page("5432")[1], LABEL)
    assert near is not None
    assert alone is not None
    assert near.shape == alone.shape


def test_an_open_blank_has_no_entry() -> None:
    """Dots, a colon and a frame are no writing."""
    mark, page = _page("")
    assert entry(mark, page, LABEL)[0] is None


def _row(text: str) -> MarkText:
    """A mark without a label, of which Tesseract made nothing, that says ``text``."""
    window = np.zeros((90, 420), np.uint8)
    cv2.putText(window, text, (20, 60), cv2.FONT_HERSHEY_DUPLEX, 1.3, 255, 3, cv2.LINE_AA)
    region = Region((100, 200, 520, 290), Ink.BLUE, window, np.zeros_like(window))
    to_print = np.array([[1, 0, 100], [0, 1, 200]], np.float32)
    return MarkText(Crop(window, np.zeros_like(window), to_print, region), (), (), ())


def test_a_date_without_a_label_is_shown_and_never_sure() -> None:
    """A row that Tesseract cannot read may be a date by pen, though not that of the receipt: a person decides."""
    mark = _row("22/2/26")
    found = read_blanks(mark, mark.crop.density, Span(date(2026, 2, 1), date(2026, 3, 10)))
    assert [(one.field, one.value, one.box) for one in found] == [(RECEIVED, "2026-02-22", mark.crop.region.box)]
    assert found[0].doubt == "a date by pen stands alone and may not be that of the receipt"


def test_a_date_over_the_ghost_of_a_stamp_is_read() -> None:
    """What a pen's layer keeps of the stamp is fainter than the pen, and the initials below are no part of the row."""
    ghost = np.zeros((220, 420), np.uint8)
    cv2.putText(ghost, "Receipt Section", (20, 40), cv2.FONT_HERSHEY_DUPLEX, 1.2, 80, 2, cv2.LINE_AA)
    cv2.putText(ghost, "22/2/26", (60, 110), cv2.FONT_HERSHEY_DUPLEX, 1.3, 255, 3, cv2.LINE_AA)
    cv2.polylines(ghost, [np.int32([[100, 150], [130, 200], [160, 150], [190, 200]])], False, 255, 4, cv2.LINE_AA)
    region = Region((100, 200, 520, 420), Ink.BLUE, ghost, np.zeros_like(ghost))
    to_print = np.array([[1, 0, 100], [0, 1, 200]], np.float32)
    mark = MarkText(Crop(ghost, np.zeros_like(ghost), to_print, region), (), (), ())
    [found] = read_blanks(mark, ghost, Span(date(2026, 2, 1), date(2026, 3, 10)))
    assert (found.value, found.labelled) == ("2026-02-22", False)
    assert 250 < found.box[1] < 290 < found.box[3] < 330


def test_a_number_without_a_label_is_no_date() -> None:
    """Four numerals have no day, month and year."""
    mark = _row("4652")
    assert read_blanks(mark, mark.crop.density, Span(date(2026, 2, 1), date(2026, 3, 10))) == []


def test_a_row_of_figures_is_told_from_initials() -> None:
    """An unread row may be a number; a stroke that hangs together is a signature."""
    row, stroke = np.zeros((90, 400), np.uint8), np.zeros((90, 400), np.uint8)
    cv2.putText(row, "5232/26", (20, 60), cv2.FONT_HERSHEY_DUPLEX, 1.3, 255, 3, cv2.LINE_AA)
    cv2.polylines(stroke, [np.int32([[20, 60], [80, 20], [140, 70], [200, 20], [330, 60]])], False, 255, 4)
    assert is_row(row)
    assert not is_row(stroke)
    assert not is_row(np.zeros((40, 40), np.uint8))
    assert may_be_writing(row)
    assert not may_be_writing(stroke)
