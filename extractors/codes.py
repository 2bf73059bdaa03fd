"""The QRs of our receipt copies on a scanned page: raw first, then with coloured ink dropped, then harder variants.

A stamp ring over a code defeats every raw read, even at error correction level H; dropping its ink brings it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
import zxingcpp

from extractors.damage import drop_ink, halved, has_coloured_ink
from rules.references import Payload, parse_payload
from rules.strip import SEPARATOR

if TYPE_CHECKING:
    from extractors.pages import Page  # which asks here whether a photograph is of a page of ours

_SEPARATOR_SIDE = 900  # pixels of a page's longer side that show a separator's large code
_CORNER = 0.35  # of the page's shorter side
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True, slots=True)
class Code:
    """One of our codes: ``corners`` 4x2 float in pixels of the page's picture, in the printed code's own order
    top left, top right, bottom right, bottom left (so they tell how the page lies)."""

    payload: Payload
    corners: np.ndarray

    @property
    def centre(self) -> tuple[float, float]:
        x, y = self.corners.mean(axis=0)
        return float(x), float(y)


def find_codes(page: Page) -> list[Code]:
    """All codes of ours on the page, top to bottom; the dearer readings run only while nothing was found."""
    grey = cv2.cvtColor(page.image, cv2.COLOR_BGR2GRAY)
    for picture, scale, offset in _readings(page, grey):
        codes = _read(picture, scale, offset)
        if codes:
            return sorted(codes, key=lambda code: code.centre[1])
    return []


def carries_code(image: np.ndarray) -> bool:
    """Whether a code of ours is read on a picture (BGR) at first sight."""
    return bool(_read(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), 1.0, (0, 0)))


def is_separator(page: Page) -> bool:
    """Whether the page is a separator sheet, however it lies: its code is large, so a small picture is looked at."""
    grey = cv2.cvtColor(page.image, cv2.COLOR_BGR2GRAY)
    while max(grey.shape) >= 2 * _SEPARATOR_SIDE:
        grey = halved(grey)
    found = zxingcpp.read_barcodes(np.ascontiguousarray(grey), formats=_QR, try_invert=False)
    return any(code.text == SEPARATOR for code in found)


def quarter_turns(code: Code) -> int:
    """How many quarter turns clockwise the picture needs to stand upright, from the way the code lies."""
    along = code.corners[1] - code.corners[0] + code.corners[2] - code.corners[3]
    return round(-float(np.degrees(np.arctan2(along[1], along[0]))) / 90.0) % 4


def _readings(page: Page, grey: np.ndarray) -> Iterator[tuple[np.ndarray, float, tuple[int, int]]]:
    """Pictures to try, each with its scale and the place of its corner on the page."""
    yield grey, 1.0, (0, 0)
    for left, top, corner in _corners(page.image):
        if has_coloured_ink(corner):
            yield cv2.cvtColor(drop_ink(corner), cv2.COLOR_BGR2GRAY), 1.0, (left, top)
    if not _has_finder(grey):
        return
    for change in _HARDER:
        yield *change(grey), (0, 0)


def _corners(image: np.ndarray) -> Iterator[tuple[int, int, np.ndarray]]:
    """The four corners of a page, where codes stand however it lies, and a photo's margin round them."""
    height, width = image.shape[:2]
    side = round(_CORNER * min(height, width))
    for top in (0, height - side):
        for left in (0, width - side):
            yield left, top, image[top : top + side, left : left + side]


def _has_finder(grey: np.ndarray) -> bool:
    """Whether two things square and nested, alike in size, stand on the page, as a QR's corner marks do."""
    small = halved(grey)
    block = max(15, small.shape[1] // 40) | 1
    dark = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 12)
    contours, tree = cv2.findContours(dark, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    if tree is None:
        return False
    sides: list[int] = []
    for index, (_, _, child, _) in enumerate(tree[0]):
        if child < 0 or tree[0][child][2] < 0:
            continue  # a mark is a ring with a block inside: dark, light, dark
        _, _, width, height = cv2.boundingRect(contours[index])
        _, _, inner, inner_high = cv2.boundingRect(contours[tree[0][child][2]])
        if width >= 10 and 0.6 < width / height < 1.7 and 0.3 < inner / width < 0.6 and 0.3 < inner_high / height < 0.6:
            if any(0.7 < width / other < 1.4 for other in sides):
                return True
            sides.append(width)
    return False


def _enlarged(grey: np.ndarray) -> tuple[np.ndarray, float]:
    return cv2.resize(grey, None, fx=2.0, fy=2.0, interpolation=cv2.INTER_CUBIC), 2.0


def _flattened(grey: np.ndarray) -> tuple[np.ndarray, float]:
    """Shadow divided away and contrast stretched."""
    background = cv2.blur(grey, (61, 61)).astype(np.float32) + 1.0
    return np.clip(grey / background * 220.0, 0, 255).astype(np.uint8), 1.0


def _sharpened(grey: np.ndarray) -> tuple[np.ndarray, float]:
    soft = cv2.GaussianBlur(grey, (0, 0), 2.0)
    return cv2.addWeighted(grey, 2.2, soft, -1.2, 0), 1.0


def _despeckled(grey: np.ndarray) -> tuple[np.ndarray, float]:
    return cv2.medianBlur(grey, 3), 1.0


_HARDER: tuple[Callable[[np.ndarray], tuple[np.ndarray, float]], ...] = (
    _flattened,
    _sharpened,
    _despeckled,
    _enlarged,
)


def _read(picture: np.ndarray, scale: float, offset: tuple[int, int]) -> list[Code]:
    codes = []
    for found in zxingcpp.read_barcodes(np.ascontiguousarray(picture), formats=_QR, try_invert=False):
        payload = parse_payload(found.text)
        if payload is None:
            continue  # an office's own code
        at = found.position
        points = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        corners = np.array([(point.x, point.y) for point in points], dtype=np.float64) / scale + offset
        codes.append(Code(payload, corners))
    return codes
