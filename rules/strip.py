"""Geometry of a receipt copy in millimetres: one place for those who print it and those who read it.

Origin is the top left corner of an upright A4 page; x grows to the right, y downwards. Strip version 1.
The two QRs stand in opposite corners, where a stamp rarely falls, and give the page's pose when both are read.
The strip is on page one only; the text of a letter keeps out of ``STRIP`` and of both QRs on every page.
"""

from __future__ import annotations

from dataclasses import dataclass

PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimetres."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def fractions(self) -> tuple[float, float, float, float]:
        """The box as fractions of an A4 page, as findings carry it."""
        return (self.x0 / PAGE_WIDTH, self.y0 / PAGE_HEIGHT, self.x1 / PAGE_WIDTH, self.y1 / PAGE_HEIGHT)


# The printed squares of the codes, quiet zone of four modules outside.
QR_SIZE = 18.0
QR_TOP_LEFT = Box(9.0, 9.0, 27.0, 27.0)
QR_BOTTOM_RIGHT = Box(183.0, 270.0, 201.0, 288.0)
QR_BOXES = (QR_TOP_LEFT, QR_BOTTOM_RIGHT)
QR_ERROR_CORRECTION = "H"

# Where a letter's text may stand.
TEXT_LEFT = 25.0
TEXT_RIGHT = 190.0
TEXT_TOP = 30.0
TEXT_BOTTOM_FIRST = 232.0
TEXT_BOTTOM = 265.0

# The strip, bottom of page one.
STRIP = Box(20.0, 235.0, 190.0, 267.0)
STRIP_TITLE = Box(20.0, 235.0, 190.0, 240.0)
DIGIT_WIDTH = 6.0
DIGIT_HEIGHT = 8.0


def _date_boxes() -> tuple[Box, ...]:
    lefts = [22.0, 28.0, 36.0, 42.0, 50.0, 56.0, 62.0, 68.0]  # DD MM YYYY
    return tuple(Box(x, 245.0, x + DIGIT_WIDTH, 245.0 + DIGIT_HEIGHT) for x in lefts)


DATE_LABEL = Box(22.0, 240.5, 74.0, 244.5)
DATE_BOXES = _date_boxes()
NUMBER_LABEL = Box(22.0, 253.5, 78.0, 257.0)
NUMBER_BOX = Box(22.0, 257.5, 78.0, 265.5)
SIGNATURE_LABEL = Box(82.0, 240.5, 132.0, 244.5)
SIGNATURE_BOX = Box(82.0, 245.0, 132.0, 265.5)  # the receiving officer's
SEAL_LABEL = Box(136.0, 240.5, 188.0, 244.5)
SEAL_BOX = Box(136.0, 245.0, 188.0, 265.5)

# Small type: the reference in words, on both copies.
REFERENCE_LINE = Box(25.0, 280.0, 120.0, 285.0)

# A separator sheet ends a paper in a pile. Its code is so large that a small picture of the sheet is enough to see it.
SEPARATOR = "1:END:0"  # the text of the code; no reference, so never taken for a letter's
SEPARATOR_CODE = Box(60.0, 95.0, 150.0, 185.0)
