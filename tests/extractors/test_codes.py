"""Codes on scanned pages: raw, turned, shaded, and under a stamp's ink."""

import io

import cv2
import numpy as np
import pytest
import segno
from PIL import Image

from extractors.codes import find_codes, quarter_turns
from extractors.pages import Page
from rules import strip
from rules.references import new_reference, payload

REFERENCE = new_reference(lambda letters: letters[7])
DPI = 150.0
MM = DPI / 25.4


def _code(text: str) -> np.ndarray:
    out = io.BytesIO()
    segno.make(text, error=strip.QR_ERROR_CORRECTION, micro=False).save(out, kind="png", scale=8, border=0)
    side = round(strip.QR_SIZE * MM)
    grey = np.array(Image.open(io.BytesIO(out.getvalue())).convert("L"))
    return cv2.resize(grey, (side, side), interpolation=cv2.INTER_AREA)


def _paper(text: str, boxes: tuple[strip.Box, ...] = strip.QR_BOXES) -> np.ndarray:
    image = np.full((round(strip.PAGE_HEIGHT * MM), round(strip.PAGE_WIDTH * MM), 3), 255, np.uint8)
    code = _code(text)
    for box in boxes:
        x, y = round(box.x0 * MM), round(box.y0 * MM)
        image[y : y + code.shape[0], x : x + code.shape[1]] = code[:, :, None]
    return image


def test_both_codes_are_found_with_their_corners() -> None:
    """Corners come in pixels of the page, in the code's own order."""
    codes = find_codes(Page(1, _paper(payload(REFERENCE, 2)), DPI))
    assert [code.payload.page for code in codes] == [2, 2]
    expected = np.array([(9, 9), (27, 9), (27, 27), (9, 27)]) * MM
    assert np.abs(codes[0].corners - expected).max() < 4


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_lying_on_its_side_says_how_to_turn_it(turns: int) -> None:
    """Turning the picture by quarter_turns clockwise makes it upright."""
    upright = _paper(payload(REFERENCE, 1), (strip.QR_TOP_LEFT,))
    lying = np.ascontiguousarray(np.rot90(upright, turns))  # counter-clockwise
    [code] = find_codes(Page(1, lying, DPI))
    assert quarter_turns(code) == turns


def test_a_blue_ring_over_the_code_is_dropped() -> None:
    """Dense stamp ink across a code defeats the raw read and not ours."""
    image = _paper(payload(REFERENCE, 1), (strip.QR_TOP_LEFT,))
    centre = (round(18 * MM), round(18 * MM))
    stamped = image.copy()
    for radius in (3, 5, 7, 9, 11, 13):
        cv2.circle(stamped, centre, round(radius * MM), (170, 60, 40), round(0.9 * MM), cv2.LINE_AA)
    stamped = np.minimum(stamped, np.where(image < 128, image, 255))
    [code] = find_codes(Page(1, stamped, DPI))
    assert code.payload.reference == REFERENCE


def test_a_shaded_blurred_code_is_read() -> None:
    """A phone's shadow and a little blur do not hide it."""
    image = cv2.GaussianBlur(_paper(payload(REFERENCE, 1)), (0, 0), 1.2)
    shade = np.linspace(1.0, 0.35, image.shape[1])[None, :, None]
    codes = find_codes(Page(1, (image * shade).astype(np.uint8), DPI))
    assert codes
    assert codes[0].payload.reference == REFERENCE


@pytest.mark.parametrize("text", ["https://example.org/pay", "1:7K4Q-9XM2-B:1", "2:whatever:1"])
def test_codes_of_others_are_passed_over(text: str) -> None:
    """An office's own QR, or ours misread, is no reference."""
    assert find_codes(Page(1, _paper(text), DPI)) == []


def test_a_blank_page_has_no_codes() -> None:
    """Nothing is found where nothing is."""
    assert find_codes(Page(1, np.full((1754, 1240, 3), 255, np.uint8), DPI)) == []
