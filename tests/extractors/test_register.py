"""Scans laid over their print: from both codes, from one, from none; what is not our page is refused."""

import cv2
import numpy as np
import pytest

from extractors.register import DPI, NotRegistered, Registered, blank_side, by_codes, register
from rules import strip
from tests.extractors.papers import coloured, corners, moved, printed, scanned

PAPER = printed()


def _far_off(laid: Registered, pose: np.ndarray) -> float:
    """Largest error in pixels between where places of the print lie and where they are said to lie."""
    places = np.array([[300, 500], [1300, 500], [300, 2000], [1300, 2000], [800, 1200]])
    return float(np.abs(laid.place.on_scan(places) - moved(places, pose)).max())


@pytest.mark.parametrize("codes", [2, 1, 0])
def test_a_skewed_scan_lies_on_its_print_to_a_pixel(codes: int) -> None:
    """With both codes, with one (whichever it is) and with none, by features."""
    scan, pose = scanned(coloured(PAPER), degrees=2.0)
    found = [moved(corners(box), pose) for box in reversed(strip.QR_BOXES)][:codes]
    laid = register(scan, PAPER, found)
    assert isinstance(laid, Registered)
    assert _far_off(laid, pose) < 1.0
    assert laid.error < 1.0


def test_a_page_lying_on_its_head_is_turned_by_its_codes() -> None:
    """The codes know their own upright, so a page upside down is laid right and says its turns."""
    scan, pose = scanned(coloured(PAPER), degrees=180.0)
    laid = register(scan, PAPER, [moved(corners(box), pose) for box in strip.QR_BOXES])
    assert isinstance(laid, Registered)
    assert laid.place.turns == 2
    assert laid.place.box_on_scan((100, 100, 200, 200))[0] < 0.15


def test_a_photograph_in_perspective_with_curled_paper_is_straightened() -> None:
    """A homography first, then a mesh: a curl of two millimetres leaves less than two pixels."""
    height, width = PAPER.shape
    sides = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    seen = np.float32([[60, 90], [width - 110, 40], [width - 30, height - 80], [20, height - 30]])
    photo = cv2.warpPerspective(coloured(PAPER), cv2.getPerspectiveTransform(sides, seen), (width, height))
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    curled = cv2.remap(photo, xs, ys + 15 * np.sin(xs / width * np.pi).astype(np.float32), cv2.INTER_LINEAR)
    laid = register(curled, PAPER, [])
    assert isinstance(laid, Registered)
    assert laid.error < 2.0


def test_another_letter_is_not_laid_over_this_print() -> None:
    """Even with codes in the right places a page whose words differ is refused, not guessed."""
    scan, pose = scanned(coloured(printed(seed=2)))
    found = register(scan, PAPER, [moved(corners(box), pose) for box in strip.QR_BOXES])
    assert isinstance(found, NotRegistered)


def test_a_box_is_given_in_fractions_of_the_upright_scan() -> None:
    """A scan lying on its side is turned before fractions are taken."""
    scan, pose = scanned(coloured(PAPER), degrees=0.0)
    lying = np.ascontiguousarray(np.rot90(scan))
    laid = register(lying, PAPER, [])
    assert isinstance(laid, Registered)
    assert laid.place.turns == 3
    x0, y0, x1, y1 = laid.place.box_on_scan((400, 600, 800, 1000))
    height, width = PAPER.shape
    assert np.allclose((x0, y0, x1, y1), (400 / width, 600 / height, 800 / width, 1000 / height), atol=0.004)
    assert pose.shape == (3, 3)


def test_codes_alone_give_the_pose() -> None:
    """Without a print the strip is found to about a millimetre; without a code nothing is."""
    scan, pose = scanned(coloured(PAPER), degrees=3.0)
    laid = by_codes(scan, [moved(corners(strip.QR_BOTTOM_RIGHT), pose)])
    assert isinstance(laid, Registered)
    assert _far_off(laid, pose) < DPI / 25.4
    assert isinstance(by_codes(scan, []), NotRegistered)


def test_a_back_keeps_its_places() -> None:
    """A side without print is brought to the print's resolution and nothing else."""
    back = np.full((1170, 827, 3), 250, np.uint8)
    laid = blank_side(back, 100.0)
    assert laid.paper.shape == (2340, 1654)
    assert laid.place.box_on_scan((0, 0, 1654, 2340)) == pytest.approx((0, 0, 1, 1), abs=0.002)
