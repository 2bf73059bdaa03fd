"""What a filled dossier still lacks: pictures in their places, bookmarks to number pages by, long tables free to break.

A template marks these places by paragraph styles, so that it stays an ordinary document for Word and LibreOffice.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph
from PIL import Image, UnidentifiedImageError

from rules.errors import InputProblems, Problem

PICTURE = "Picture"  # holds nothing but the code of a picture
BOOKMARKED = {"Case heading": "case", "Annexure stamp": "annexure"}  # style: name of its bookmarks, numbered from 1
MAX_PIXELS = 40_000_000
_WIDEST, _TALLEST = 150.0, 88.0  # millimetres: two to a page
_DPI = 200.0  # of a scan that does not say
_LONG = 14  # rows; a longer table is not held together on one page
_FIRST_ID = 10_000  # of bookmarks, above those of the template


def complete(docx: bytes, pictures: Mapping[str, bytes]) -> bytes:
    """The document with each picture's code replaced by its PNG, scaled to fit and never enlarged, and with bookmarks.

    Raises InputProblems for a picture that cannot be read; ValueError if places and pictures do not meet.
    """
    document = Document(io.BytesIO(docx))
    waiting = dict(pictures)
    seen: Counter[str] = Counter()
    for element in document.element.body.iter(qn("w:p")):
        paragraph = Paragraph(element, document)
        style = paragraph.style.name if paragraph.style is not None else None
        if style == PICTURE:
            png, width = clean(paragraph.text, waiting.pop(paragraph.text))
            paragraph.text = ""
            paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(width))
        elif style in BOOKMARKED:
            seen[style] += 1
            _bookmark(paragraph, f"{BOOKMARKED[style]}{seen[style]}", _FIRST_ID + seen.total())
    if waiting:
        raise ValueError(f"no place for {len(waiting)} pictures")
    for table in document.tables:
        if len(table.rows) > _LONG:
            _let_break(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def clean(code: str, png: bytes) -> tuple[bytes, float]:
    """The same pixels without whatever else the file says, and the width in millimetres at which it is printed."""
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise InputProblems([Problem(f"annexure {code}", "its picture is too large.", "Crop it further.")])
            dpi = float(image.info.get("dpi", (_DPI, _DPI))[0]) or _DPI
            pixels = image.convert("L" if image.mode in ("1", "L") else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise InputProblems([Problem(f"annexure {code}", "its picture is not a PNG.", "Crop it anew.")]) from error
    width = min(pixels.width / dpi * 25.4, _WIDEST, _TALLEST * pixels.width / pixels.height)
    pixels.info.clear()
    out = io.BytesIO()
    pixels.save(out, "PNG")
    return out.getvalue(), width


def _bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)


def _let_break(table: Table) -> None:
    for keep in list(table._tbl.iter(qn("w:keepNext"))):
        keep.getparent().remove(keep)
