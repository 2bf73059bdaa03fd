"""The separator sheet: laid between two papers of a pile, its code tells the reader where one ends."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter

from rules.errors import ToolMissing
from rules.strip import SEPARATOR, SEPARATOR_CODE
from templates import flat_odf, libreoffice
from templates.strip import append, code_operators

_LINES = (
    ("বিভাজক পাতা", 26),
    ("Separator sheet", 20),
    ("স্ক্যান করার সময় দুটি কাগজের মাঝখানে এই পাতাটি রাখুন। পাতাটি আবার ব্যবহার করা যায়।", 13),
    ("Lay this sheet between two papers before scanning a pile. It can be used again.", 12),
)
_STYLES = """<style:style style:name="line" style:family="paragraph"><style:paragraph-properties
 fo:text-align="center" fo:margin-bottom="3mm"/></style:style>"""


def separator_sheet(copies: int = 1) -> bytes:
    """A PDF of ``copies`` separator sheets, in Bengali and English. ToolMissing where LibreOffice makes none."""
    writer = PdfWriter()
    page = PdfReader(io.BytesIO(_words())).pages[0]
    for _ in range(copies):
        append(writer, writer.add_page(page), code_operators(SEPARATOR, SEPARATOR_CODE))
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _words() -> bytes:
    with tempfile.TemporaryDirectory(prefix="separator-") as folder:
        source = Path(folder) / "separator.fodt"
        source.write_text(_document(), encoding="utf-8")
        converted = libreoffice.to_pdf([source], Path(folder))
        if converted.failed:
            raise ToolMissing("LibreOffice", "it made no PDF of the separator sheet.", "Run 'dabi doctor'.")
        return converted.pdfs[source].read_bytes()


def _document() -> str:
    """The words stand above the code."""
    sizes = "".join(
        f'<style:style style:name="s{size}" style:family="text"><style:text-properties fo:font-size="{size}pt" '
        f'style:font-size-complex="{size}pt"/></style:style>'
        for _, size in _LINES
    )
    lines = "".join(
        f'<text:p text:style-name="line"><text:span text:style-name="s{size}">{escape(text)}</text:span></text:p>'
        for text, size in _LINES
    )
    return flat_odf.document(sizes + _STYLES, lines, margin=20)
