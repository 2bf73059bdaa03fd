"""Pictures of what an office put on a paper: a plain crop for the person who settles a doubt, and a proof to be shown.

The proof is drawn from the added ink alone, so that it shows stamp, date and number but nothing of our own letter.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractors.marks import Ink, PixelRect, Region
from extractors.register import PIXELS_PER_MM, Image
from rules.findings import FractionBox

_MARGIN_MM = 3.0
_SHADES = {  # BGR of each ink on white paper
    Ink.BLACK: (45, 40, 40),
    Ink.BLUE: (165, 60, 40),
    Ink.VIOLET: (150, 40, 110),
    Ink.RED: (50, 40, 190),
    Ink.GREEN: (60, 120, 30),
}


def crop(page: Image, box: FractionBox, *, turns: int = 0, margin: float = 0.01) -> bytes:
    """PNG of ``box``, in fractions of the page upright, with a margin (fraction of the page).

    ``page`` is the picture as scanned; ``turns`` quarter turns to the left put it upright.
    """
    page = np.rot90(page, turns)
    height, width = page.shape[:2]
    x0, y0 = max(0, int((box[0] - margin) * width)), max(0, int((box[1] - margin) * height))
    x1, y1 = min(width, int((box[2] + margin) * width) + 1), min(height, int((box[3] + margin) * height) + 1)
    return _png(np.ascontiguousarray(page[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]))


def proof_picture(regions: Sequence[Region]) -> bytes:
    """PNG of ``regions`` (marks of one page, at least one) in their own inks on white, in their places."""
    x0, y0, x1, y1 = around(regions)
    margin = round(_MARGIN_MM * PIXELS_PER_MM)
    picture = np.full((y1 - y0 + 2 * margin, x1 - x0 + 2 * margin, 3), 255, np.uint8)
    for region in regions:
        left, top = region.box[0] - x0 + margin, region.box[1] - y0 + margin
        rows, columns = region.density.shape
        place = picture[top : top + rows, left : left + columns]
        strength = region.density[:, :, None].astype(np.float32) / 255
        inked = 255 - strength * (255 - np.array(_SHADES[region.ink], np.float32))
        np.minimum(place, inked.astype(np.uint8), out=place)
    return _png(picture)


def around(regions: Sequence[Region]) -> PixelRect:
    """The smallest box around all of ``regions``."""
    x0s, y0s, x1s, y1s = zip(*(region.box for region in regions), strict=True)
    return (min(x0s), min(y0s), max(x1s), max(y1s))


def _png(picture: Image) -> bytes:
    done, data = cv2.imencode(".png", picture)
    if not done:
        raise ValueError("the picture could not be written as PNG")
    return data.tobytes()
