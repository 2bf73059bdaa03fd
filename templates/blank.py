"""Numbered sheets for letters written by hand: ruled, with strip and codes, each with a reference of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from rules.letters import Language
from rules.strip import PAGE_HEIGHT, PAGE_WIDTH, TEXT_BOTTOM_FIRST, TEXT_LEFT, TEXT_RIGHT, TEXT_TOP
from templates import strip

_POINTS = 72 / 25.4
_LINE_EVERY = 9.5  # millimetres: room for Bengali handwriting with its signs above and below
_GREY, _THIN = 0.75, 0.4


def sheets(references: Sequence[str], language: Language) -> bytes:
    """One sheet per reference, as one PDF."""
    writer = PdfWriter()
    for _ in references:
        page = writer.add_blank_page(PAGE_WIDTH * _POINTS, PAGE_HEIGHT * _POINTS)
        rules = StreamObject()
        rules.set_data(_ruled().encode("ascii"))
        page[NameObject("/Contents")] = writer._add_object(rules)
    strip.draw(writer, [(reference, 1) for reference in references], language)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _ruled() -> str:
    lines = [f"q {_GREY} G {_THIN} w"]
    y = TEXT_TOP + 2 * _LINE_EVERY
    while y <= TEXT_BOTTOM_FIRST:
        height = (PAGE_HEIGHT - y) * _POINTS
        lines.append(f"{TEXT_LEFT * _POINTS:.2f} {height:.2f} m {TEXT_RIGHT * _POINTS:.2f} {height:.2f} l S")
        y += _LINE_EVERY
    return "\n".join([*lines, "Q"])
