"""Geometry of the receipt copy."""

from rules import strip


def test_nothing_of_the_strip_meets_a_code() -> None:
    """Strip, text area and codes never overlap, so a stamp in the strip leaves the codes readable."""
    for code in strip.QR_BOXES:
        assert code.x1 <= strip.STRIP.x0 or code.y0 >= strip.STRIP.y1 or code.y1 <= strip.STRIP.y0
        assert code.y1 <= strip.TEXT_TOP or code.y0 >= strip.TEXT_BOTTOM


def test_the_strip_keeps_its_fields_inside() -> None:
    """Every field lies within the strip, and digit boxes do not overlap."""
    for box in (*strip.DATE_BOXES, strip.NUMBER_BOX, strip.SIGNATURE_BOX, strip.SEAL_BOX):
        assert strip.STRIP.x0 <= box.x0 < box.x1 <= strip.STRIP.x1
        assert strip.STRIP.y0 <= box.y0 < box.y1 <= strip.STRIP.y1
    for left, right in zip(strip.DATE_BOXES, strip.DATE_BOXES[1:], strict=False):
        assert left.x1 <= right.x0
