"""The receipt copy: the strip on page one and two codes on every page, drawn as vectors on a finished PDF."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import cast
from xml.sax.saxutils import escape

import numpy as np
import zxingcpp
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject

from rules import strip
from rules.errors import ToolMissing
from rules.letters import Language
from rules.references import payload
from templates import flat_odf, libreoffice

_POINTS = 72 / 25.4
_THIN = 0.5  # points; thinner lines are lost on a photocopy
_FRAME = 0.9
_LABELS = {
    # box: (Bengali, English, size of the first language in points, of the second)
    strip.STRIP_TITLE: ("প্রাপ্তি স্বীকার", "Acknowledgement of receipt", 9.0, 7.0),
    strip.DATE_LABEL: ("প্রাপ্তির তারিখ", "Date of receipt", 7.5, 6.0),
    strip.NUMBER_LABEL: ("ডায়েরি/ইনওয়ার্ড/জি.ডি.ই. নং", "Diary / Inward / GDE no.", 7.5, 6.0),
    strip.SIGNATURE_LABEL: ("গ্রহণকারীর স্বাক্ষর ও পদ", "Signature and post", 7.5, 6.0),
    strip.SEAL_LABEL: ("দপ্তরের সিল", "Seal of the office", 7.5, 6.0),
}


def receipt_copy(pdf: bytes, reference: str, language: Language) -> bytes:
    """The receipt copy of one letter: ``pdf`` with the strip on page one and both codes on every page."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    draw(writer, [(reference, number) for number in range(1, len(writer.pages) + 1)], language)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def draw(writer: PdfWriter, pages: list[tuple[str, int]], language: Language) -> None:
    """Draw onto each page of ``writer`` the codes of its (reference, page from 1), and the strip on each page 1."""
    if len(pages) != len(writer.pages):
        raise ValueError("each page needs its reference and number")
    labels = _import_labels(writer, language)
    for page, (reference, number) in zip(writer.pages, pages, strict=True):
        operators = [_qr_operators(payload(reference, number))]
        if number == 1:
            operators.append(_strip_operators())
            resources = cast(DictionaryObject, page["/Resources"])
            if "/XObject" not in resources:
                resources[NameObject("/XObject")] = DictionaryObject()
            forms = cast(DictionaryObject, resources["/XObject"])
            forms[NameObject("/ReceiptLabels")] = labels
            operators.append("/ReceiptLabels Do")
        append(writer, page, "\n".join(operators))


def append(writer: PdfWriter, page: PageObject, operators: str) -> None:
    """Draw ``operators`` in black over what ``page`` shows already."""
    before, after = StreamObject(), StreamObject()
    before.set_data(b"q\n")
    after.set_data(f"\nQ\nq 0 g 0 G\n{operators}\nQ\n".encode("ascii"))
    contents = page.get("/Contents")
    existing = contents.get_object() if contents is not None else ArrayObject()
    middle = list(existing) if isinstance(existing, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject(
        [writer._add_object(before), *middle, writer._add_object(after.flate_encode())]
    )


def _rectangle(box: strip.Box) -> str:
    """A path in PDF points, y upwards."""
    x, y = box.x0 * _POINTS, (strip.PAGE_HEIGHT - box.y1) * _POINTS
    return f"{x:.3f} {y:.3f} {box.width * _POINTS:.3f} {box.height * _POINTS:.3f} re"


def _qr_operators(text: str) -> str:
    """Both codes of one page: the same one, drawn twice."""
    code = _code(text)
    return "\n".join(_placed(code, box) for box in strip.QR_BOXES)


def code_operators(text: str, box: strip.Box) -> str:
    """One code filling ``box``."""
    return _placed(_code(text), box)


@dataclass(frozen=True, slots=True)
class _Code:
    """A code as a path in units of a module, and how many modules it is wide."""

    path: str
    modules: int


def _code(text: str) -> _Code:
    """Dark modules of a row are joined."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=strip.QR_ERROR_CORRECTION)
    dark_modules = (np.asarray(code.to_image(scale=1, add_quiet_zones=False)) == 0).tolist()
    path = []
    for y, row in enumerate(dark_modules):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                path.append(f"{x} {-y - 1} {length} 1 re")
            x += length
    return _Code("\n".join(path), len(dark_modules))


def _placed(code: _Code, box: strip.Box) -> str:
    scale = box.width * _POINTS / code.modules
    left, top = box.x0 * _POINTS, (strip.PAGE_HEIGHT - box.y0) * _POINTS
    return f"q {scale:.5f} 0 0 {scale:.5f} {left:.3f} {top:.3f} cm\n{code.path}\nf Q"


def _strip_operators() -> str:
    inner = [*strip.DATE_BOXES, strip.NUMBER_BOX, strip.SIGNATURE_BOX, strip.SEAL_BOX]
    paths = [_rectangle(box) for box in inner]
    return "\n".join([f"{_FRAME} w", _rectangle(strip.STRIP), "S", f"{_THIN} w", *paths, "S"])


def _import_labels(writer: PdfWriter, language: Language) -> DictionaryObject:
    """The labels of one language as a form that every page one can show."""
    page = PdfReader(io.BytesIO(_labels()[language])).pages[0]
    form = StreamObject()
    form.set_data(page.get_contents().get_data())  # type: ignore[union-attr]
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([FloatObject(value) for value in page.mediabox]),
            NameObject("/Resources"): cast(DictionaryObject, page["/Resources"]).clone(writer),
        }
    )
    return writer._add_object(form.flate_encode())  # type: ignore[return-value]


@lru_cache(maxsize=1)
def _labels() -> Mapping[Language, bytes]:
    """By language one page with the labels in their places.

    Made by LibreOffice because it shapes Bengali, in one call for all languages, once per process.
    """
    with tempfile.TemporaryDirectory(prefix="strip-") as folder:
        sources = {language: Path(folder) / f"labels-{language}.fodt" for language in Language}
        for language, source in sources.items():
            source.write_text(_labels_document(language), encoding="utf-8")
        converted = libreoffice.to_pdf(list(sources.values()), Path(folder))
        if converted.failed:
            raise ToolMissing("LibreOffice", "it made no PDF of the receipt strip.", "Run 'dabi doctor'.")
        return {language: converted.pdfs[source].read_bytes() for language, source in sources.items()}


def _labels_document(language: Language) -> str:
    frames = []
    for number, (box, (bengali, english, size, small)) in enumerate(_LABELS.items()):
        first, second = (bengali, english) if language is Language.BENGALI else (english, bengali)
        style = "centre" if box is strip.STRIP_TITLE else "left"
        frames.append(
            f'<draw:frame draw:name="f{number}" draw:style-name="frame" text:anchor-type="page" '
            f'text:anchor-page-number="1" svg:x="{box.x0}mm" svg:y="{box.y0}mm" svg:width="{box.width}mm" '
            f'svg:height="{box.height}mm"><draw:text-box><text:p text:style-name="{style}">'
            f'<text:span text:style-name="s{size:g}">{escape(first)}</text:span>'
            f'<text:span text:style-name="s{small:g}"> · {escape(second)}</text:span></text:p>'
            "</draw:text-box></draw:frame>"
        )
    sizes = sorted({size for label in _LABELS.values() for size in label[2:]})
    spans = "".join(
        f'<style:style style:name="s{size:g}" style:family="text"><style:text-properties fo:font-size="{size}pt" '
        f'style:font-size-complex="{size}pt"/></style:style>'
        for size in sizes
    )
    return flat_odf.document(spans + _STYLES, "".join(frames) + "<text:p/>", margin=0)


_STYLES = """
<style:style style:name="left" style:family="paragraph"><style:paragraph-properties fo:text-align="left"/></style:style>
<style:style style:name="centre" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>
</style:style>
<style:style style:name="frame" style:family="graphic"><style:graphic-properties draw:fill="none"
 draw:stroke="none" fo:padding="0mm" fo:border="none"
 fo:margin="0mm" style:vertical-pos="from-top" style:vertical-rel="page" style:horizontal-pos="from-left"
 style:horizontal-rel="page" style:wrap="run-through" draw:textarea-vertical-align="middle"/></style:style>
"""
