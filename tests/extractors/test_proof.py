"""Pictures of an office's mark: a crop for the reviewer, and a proof that shows nothing of our letter."""

import cv2
import numpy as np

from extractors.ink import added_ink
from extractors.marks import Ink, Region
from extractors.proof import around, crop, proof_picture
from extractors.register import Registered, register
from rules import strip
from tests.extractors.papers import coloured, corners, moved, printed, scanned, write


def _decoded(png: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)


def test_a_crop_shows_its_box_with_a_margin() -> None:
    """Fractions of the page become pixels; a margin stays inside the page."""
    page = np.full((1000, 800, 3), 255, np.uint8)
    page[100:200, 80:160] = (0, 0, 200)
    picture = _decoded(crop(page, (0.1, 0.1, 0.2, 0.2)))
    assert picture.shape[:2] == (121, 97)
    assert (picture[60, 48] == (0, 0, 200)).all()
    assert _decoded(crop(page, (0.0, 0.0, 1.0, 1.0))).shape == page.shape
    lying = np.ascontiguousarray(np.rot90(page, -1))
    assert (_decoded(crop(lying, (0.1, 0.1, 0.2, 0.2), turns=1)) == picture).all()


def test_marks_keep_their_places_and_inks() -> None:
    """Two marks of one page stand in the proof as they stand on the paper, each in its colour."""
    ink = np.full((20, 40), 255, np.uint8)
    red = Region((100, 100, 140, 120), Ink.RED, ink, np.zeros_like(ink))
    blue = Region((300, 200, 340, 220), Ink.BLUE, ink, np.zeros_like(ink))
    picture = _decoded(proof_picture([red, blue]))
    assert around([red, blue]) == (100, 100, 340, 220)
    margin = (picture.shape[1] - 240) // 2
    first, second = picture[margin + 5, margin + 5], picture[margin + 110, margin + 210]
    assert first[2] > 150 > first[0]
    assert second[0] > 150 > second[2]


def test_nothing_of_our_letter_shows_in_the_proof() -> None:
    """A stamp right over printed lines: the proof holds its ink, and hardly any of the words under it."""
    paper = printed()
    page = coloured(paper)
    write(page, "RECEIVED", 60, 101, "violet", 2.0)
    scan, pose = scanned(page)
    laid = register(scan, paper, [moved(corners(box), pose) for box in strip.QR_BOXES])
    assert isinstance(laid, Registered)
    marks = added_ink(laid, []).regions
    shown = _decoded(proof_picture(marks)).min(axis=2) < 128
    x0, y0, x1, y1 = around(marks)
    margin = (shown.shape[1] - (x1 - x0)) // 2
    inside = shown[margin : margin + y1 - y0, margin : margin + x1 - x0]
    words = (paper[y0:y1, x0:x1] < 100) & (page[y0:y1, x0:x1].min(axis=2) == paper[y0:y1, x0:x1])
    stamped = (paper[y0:y1, x0:x1] > 200) & (page[y0:y1, x0:x1].min(axis=2) < 100)
    assert inside[stamped].mean() > 0.85
    assert inside[words].mean() < 0.25
