"""Print taken away, added ink kept: over text, in black, on a copy, beside our own pen."""

import cv2
import numpy as np
import pytest

from extractors.ink import AddedInk, added_ink, visible_ink
from extractors.marks import Ink
from extractors.register import Registered, by_codes, register
from rules import strip
from tests.extractors.papers import MM, coloured, corners, moved, press, printed, scanned, write

PAPER = printed()
OWN = strip.Box(120.0, 196.0, 180.0, 212.0).fractions()


def _laid(page: np.ndarray, **damage: float) -> Registered:
    scan, pose = scanned(page, **damage)
    laid = register(scan, PAPER, [moved(corners(box), pose) for box in strip.QR_BOXES])
    assert isinstance(laid, Registered)
    return laid


def _covers(added: AddedInk, page: np.ndarray) -> float:
    """Share of the ink really added (where no print is) that was found."""
    truth = (coloured(PAPER).min(2).astype(int) - page.min(2) > 90) & (cv2.erode(PAPER, np.ones((7, 7))) > 200)
    return float((added.density[truth] > 60).mean())


def test_a_page_with_nothing_added_has_no_marks() -> None:
    """The print explains itself, blur, skew and grain included."""
    assert added_ink(_laid(coloured(PAPER)), []).regions == ()


@pytest.mark.parametrize("ink", ["blue", "violet", "red", "black"])
def test_a_stamp_over_text_is_found_whole_and_alone(ink: str) -> None:
    """Ink across printed lines comes out as one mark in its own colour; the lines do not."""
    page = coloured(PAPER)
    write(page, "RECEIVED 12 JAN 2026", 60, 101, ink)
    added = added_ink(_laid(page), [])
    assert _covers(added, page) > 0.9
    assert len(added.regions) == 1
    assert added.regions[0].ink is Ink(ink)
    x0, y0, x1, y1 = (side / MM for side in added.regions[0].box)
    assert 57 < x0 < 62
    assert y0 > 90
    assert x1 < 135
    assert y1 < 106


def test_ink_on_a_black_and_white_copy_is_found() -> None:
    """A photocopy has no colour to go by; the print is subtracted all the same, fattened strokes included."""
    page = coloured(PAPER)
    write(page, "RECEIVED 12 JAN 2026", 60, 101, "black")
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    copy = np.clip((cv2.GaussianBlur(cv2.erode(grey, np.ones((3, 3))), (0, 0), 1) - 80.0) * 1.6, 0, 255)
    added = added_ink(_laid(coloured(copy.astype(np.uint8))), [])
    assert len(added.regions) == 1
    assert _covers(added, page) > 0.8


def test_our_own_pen_is_left_out_with_what_hangs_on_to_it() -> None:
    """A signature in our own field, running over its edge, is no mark; a stamp elsewhere is."""
    page = coloured(PAPER)
    mask = np.zeros(PAPER.shape, np.uint8)
    cv2.polylines(
        mask, [np.int32([[125, 209], [140, 198], [150, 210], [165, 199], [186, 206]] * np.array(MM))], False, 255, 4
    )
    press(page, mask, "blue")
    write(page, "1247", 30, 215, "blue")
    added = added_ink(_laid(page), [OWN])
    assert [round(region.box[0] / MM / 10) for region in added.regions] == [3]


def test_a_pen_across_a_stamp_is_taken_apart_from_it() -> None:
    """Two inks are two marks, so that initials in blue do not spoil a violet date."""
    page = coloured(PAPER)
    write(page, "12 JAN 2026", 60, 215, "violet", 1.4)
    mask = np.zeros(PAPER.shape, np.uint8)
    cv2.polylines(mask, [np.int32(np.array([[62, 208], [72, 220], [80, 206], [95, 219]]) * MM)], False, 255, 4)
    press(page, mask, "blue")
    inks = {region.ink for region in added_ink(_laid(page), []).regions}
    assert inks == {Ink.VIOLET, Ink.BLUE}


def test_a_slip_pinned_over_the_print_is_read_whole() -> None:
    """Where a slip hides the print nothing is subtracted: its own words stay."""
    page = coloured(PAPER)
    (x0, y0), (x1, y1) = (round(60 * MM), round(90 * MM)), (round(140 * MM), round(140 * MM))
    page[y0:y1, x0:x1] = (225, 240, 250)
    write(page, "RECEIPT", 70, 101, "black")
    write(page, "Date 12/01/2026", 70, 115, "black")
    added = added_ink(_laid(page), [])
    box = (slice(round(92 * MM), round(118 * MM)), slice(round(68 * MM), round(125 * MM)))
    truth = page[box].min(2) < 90
    assert float((added.density[box][truth] > 60).mean()) > 0.9


def test_punched_holes_are_no_marks() -> None:
    """A hole scans as a black disc."""
    page = coloured(PAPER)
    for y in (110, 190):
        cv2.circle(page, (round(12 * MM), round(y * MM)), round(3 * MM), (40, 40, 40), -1, cv2.LINE_AA)
    assert added_ink(_laid(page), []).regions == ()


def test_without_the_print_only_colour_and_the_strip_are_seen() -> None:
    """Black ink in the strip's boxes and coloured ink elsewhere; printed words are left out."""
    page = coloured(PAPER)
    write(page, "12 JAN 2026", 60, 215, "violet", 1.4)
    write(page, "1247", 30, 264, "black")
    scan, pose = scanned(page)
    laid = by_codes(scan, [moved(corners(box), pose) for box in strip.QR_BOXES])
    assert isinstance(laid, Registered)
    regions = visible_ink(laid, [], strip_page=True).regions
    assert sorted(region.ink for region in regions) == [Ink.BLACK, Ink.VIOLET]
