"""A printed page of ours and what happens to it, drawn small and plain: for the tests of what reads the added ink."""

from __future__ import annotations

import io

import cv2
import numpy as np
import segno
from PIL import Image

from rules import strip
from rules.references import payload

REFERENCE = "7K4Q-9XM2-A"
DPI = 200
MM = DPI / 25.4
INK = {"blue": (170, 60, 40), "violet": (150, 40, 110), "black": (35, 35, 35), "red": (50, 40, 190)}  # BGR

Picture = np.ndarray


def printed(seed: int = 1, *, reference: str = REFERENCE) -> Picture:
    """A print (grey, 200 dpi): invented words, the strip, both codes."""
    rng = np.random.default_rng(seed)
    page = np.full((round(297 * MM), round(210 * MM)), 255, np.uint8)
    letters = "abcdefghiklmnoprstuvwy"
    for y in range(round(45 * MM), round(190 * MM), round(7 * MM)):
        x = round(25 * MM)
        while x < 165 * MM:
            word = "".join(rng.choice(list(letters), int(rng.integers(2, 9))))
            cv2.putText(page, word, (x, y), cv2.FONT_HERSHEY_COMPLEX, 0.8, 0, 2, cv2.LINE_AA)
            x += cv2.getTextSize(word, cv2.FONT_HERSHEY_COMPLEX, 0.8, 2)[0][0] + 12
    boxes = (strip.STRIP, strip.NUMBER_BOX, strip.SIGNATURE_BOX, strip.SEAL_BOX, *strip.DATE_BOXES)
    for box in boxes:
        cv2.rectangle(page, *_ends(box), 0, 2)
    for box in strip.QR_BOXES:
        _draw_code(page, payload(reference, 1), box)
    return page


def separator() -> Picture:
    """A separator sheet (colour, 200 dpi) without its words."""
    page = np.full((round(297 * MM), round(210 * MM)), 255, np.uint8)
    _draw_code(page, strip.SEPARATOR, strip.SEPARATOR_CODE)
    return coloured(page)


def _draw_code(page: Picture, text: str, box: strip.Box) -> None:
    out = io.BytesIO()
    segno.make(text, error="h", micro=False).save(out, kind="png", scale=8, border=0)
    side = round(box.width * MM)
    (x, y), _ = _ends(box)
    picture = np.array(Image.open(out).convert("L"))
    page[y : y + side, x : x + side] = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)


def _ends(box: strip.Box) -> tuple[tuple[int, int], tuple[int, int]]:
    return (round(box.x0 * MM), round(box.y0 * MM)), (round(box.x1 * MM), round(box.y1 * MM))


def corners(box: strip.Box) -> Picture:
    """The corners of a code as they are on the print, in pixels."""
    return np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]]) * MM


def coloured(page: Picture) -> Picture:
    return np.repeat(page[:, :, None], 3, axis=2)


def write(page: Picture, text: str, x: float, y: float, ink: str, size: float = 1.1) -> None:
    """Write onto a BGR page from (x, y) mm, as a stamp does: the paper under the ink shows through no more."""
    mask = np.zeros(page.shape[:2], np.uint8)
    cv2.putText(mask, text, (round(x * MM), round(y * MM)), cv2.FONT_HERSHEY_DUPLEX, size, 255, 3, cv2.LINE_AA)
    press(page, mask, ink)


def press(page: Picture, mask: Picture, ink: str) -> None:
    """Lay ``mask`` (255 = ink) onto a BGR page; ink darkens, it never lightens."""
    strength = mask[:, :, None].astype(np.float32) / 255
    inked = page * (1 - strength) + strength * np.minimum(page, np.array(INK[ink], np.float32))
    page[:] = inked.astype(np.uint8)


def scanned(page: Picture, degrees: float = 1.5, scale: float = 1.0, blur: float = 0.6) -> tuple[Picture, Picture]:
    """A skewed, blurred, noisy scan of a BGR page, and the homography print -> scan."""
    height, width = page.shape[:2]
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale), [0, 0, 1]])
    move = np.array([[1, 0, (scale - 1) * width / 2], [0, 1, (scale - 1) * height / 2], [0, 0, 1.0]])
    pose = move @ turn
    size = (round(width * scale), round(height * scale))
    scan = cv2.warpPerspective(page, pose, size, flags=cv2.INTER_AREA, borderValue=(250, 250, 250))
    noise = np.random.default_rng(3).normal(0, 3, scan.shape)
    return np.clip(cv2.GaussianBlur(scan, (0, 0), blur) * 0.97 + noise, 0, 255).astype(np.uint8), pose


def moved(points: Picture, pose: Picture) -> Picture:
    """Points of the print on the scan."""
    return cv2.perspectiveTransform(np.asarray(points, np.float64)[None], pose)[0]
