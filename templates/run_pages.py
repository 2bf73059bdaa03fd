"""The finished PDF of a run, taken apart: which pages are whose, in what fonts, and where our own pen goes."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import pypdfium2 as pdfium
import regex
from pypdf import PageObject, PdfWriter
from pypdf.generic import DictionaryObject, IndirectObject, NullObject

from rules.errors import Problem
from rules.letters import Language, OwnField
from rules.strip import PAGE_HEIGHT, PAGE_WIDTH, QR_BOXES, STRIP, Box
from templates import strip
from templates.fill import LetterTemplate
from templates.page_room import keeps_clear
from templates.run_document import OwnCell, end_name

_MM = 25.4 / 72
_FONT_USED = regex.compile(rb"/(\w+)\s+[\d.]+\s+Tf")
_FONT_NAMED = regex.compile(r'w:(?:ascii|hAnsi|cs)="([^"]+)"')
_INFO = regex.compile(rb"<</CreationDate\(D:[^)]*\)/Creator\(PDFium\)/Producer\(PDFium\)>>")
_ID = regex.compile(rb"/ID\[<([0-9A-F]{32})><\1>\]")
PDFIUM = threading.Lock()  # the library is not made for threads


@dataclass(frozen=True, slots=True)
class LetterPages:
    office_copy: bytes
    receipt_copy: bytes
    pages: int
    own_fields: tuple[OwnField, ...]
    problems: tuple[Problem, ...] = ()


def split(
    pdf: bytes, template: LetterTemplate, references: Sequence[str], own: Sequence[Sequence[OwnCell]]
) -> list[LetterPages] | None:
    """The letters of a run in order; None if the pages cannot be told apart, and the run must be halved.

    A letter that was set in a font which its template does not name has a problem instead of going out.
    """
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    marks = _destinations(writer)
    ends = [marks.get(end_name(number)) for number in range(1, len(references) + 1)]
    lasts = [end.page for end in ends if end is not None]
    if len(lasts) != len(references) or lasts != sorted(set(lasts)) or lasts[-1] != len(writer.pages):
        return None
    ranges = [(before + 1, last) for before, last in zip([0, *lasts], lasts, strict=False)]
    strange = _strange_fonts(writer, template)
    for page in writer.pages:
        page.pop("/Annots", None)  # LibreOffice links "page x of y" to the letter's end
    writer.metadata = None
    plain = _written(writer)
    run_into = {} if keeps_clear(template) else _run_into(plain, {first for first, _ in ranges})
    numbered = [
        (ref, page - first + 1)
        for ref, (first, last) in zip(references, ranges, strict=True)
        for page in range(first, last + 1)
    ]
    strip.draw(writer, numbered, Language(template.language))
    coded = _written(writer)
    offices, receipts = _cut(plain, ranges), _cut(coded, ranges)
    result = []
    for number, (reference, (first, last)) in enumerate(zip(references, ranges, strict=True)):
        problems = [_font_problem(reference, name) for page in range(first, last + 1) for name in strange.get(page, ())]
        problems += [
            _collision(reference, page - first + 1, run_into[page])
            for page in range(first, last + 1)
            if page in run_into
        ]
        fields = [_own_field(cell, marks.get(cell.destination), first) for cell in own[number]]
        if any(field is None for field in fields):
            problems.append(
                Problem(reference, "its place for the signature was not found on the page.", "Check its template.")
            )
        found = tuple(field for field in fields if field is not None)
        result.append(
            LetterPages(offices[number], receipts[number], last - first + 1, found, tuple(dict.fromkeys(problems)))
        )
    return result


@dataclass(frozen=True, slots=True)
class _Mark:
    page: int
    left: float  # points from the left
    top: float  # points from the bottom


def _destinations(writer: PdfWriter) -> dict[str, _Mark]:
    numbers = {
        page.indirect_reference.idnum: number
        for number, page in enumerate(writer.pages, start=1)
        if page.indirect_reference
    }
    marks = {}
    for name, destination in writer.named_destinations.items():
        page = destination.page
        if isinstance(page, IndirectObject) and page.idnum in numbers and not isinstance(destination.top, NullObject):
            marks[name.lstrip("/")] = _Mark(
                numbers[page.idnum], float(destination.left or 0), float(destination.top or 0)
            )
    return marks


def _own_field(cell: OwnCell, mark: _Mark | None, first: int) -> OwnField | None:
    """The cell as fractions of its page; the bookmark stands at the top left of the cell's text."""
    if mark is None:
        return None
    x, y = mark.left * _MM - cell.padding, PAGE_HEIGHT - mark.top * _MM
    box = (x / PAGE_WIDTH, y / PAGE_HEIGHT, (x + cell.width) / PAGE_WIDTH, (y + cell.height) / PAGE_HEIGHT)
    return OwnField(mark.page - first + 1, box)


def _run_into(pdf: bytes, firsts: set[int]) -> dict[int, str]:
    """Pages whose text stands where the receipt copy has its codes or, on a letter's first page, its strip."""
    found = {}
    with PDFIUM:
        document = pdfium.PdfDocument(pdf)
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            rectangles = [text.get_rect(index) for index in range(text.count_rects())]
            if number in firsts and any(_meets(STRIP, rectangle) for rectangle in rectangles):
                found[number] = "the receipt strip"
            elif any(_meets(box, rectangle) for box in QR_BOXES for rectangle in rectangles):
                found[number] = "a code"
        document.close()
    return found


def _meets(box: Box, rectangle: tuple[float, float, float, float]) -> bool:
    """Whether a rectangle in points from the bottom left lies in part within a box of the page."""
    left, bottom, right, top = (value * _MM for value in rectangle)
    across = left < box.x1 and right > box.x0
    return across and PAGE_HEIGHT - top < box.y1 and PAGE_HEIGHT - bottom > box.y0


def _collision(reference: str, page: int, what: str) -> Problem:
    remedy = "Shorten it, or give the template the margins and the first footer of the shipped letters."
    return Problem(reference, f"its text runs into {what} on page {page}.", remedy)


def _strange_fonts(writer: PdfWriter, template: LetterTemplate) -> dict[int, list[str]]:
    """Fonts by page that no style of the template names: LibreOffice fell back on them for lack of a letter."""
    named = {
        _plain(name) for xml in template.parts.values() for name in _FONT_NAMED.findall(xml.decode(errors="ignore"))
    }
    strange: dict[int, list[str]] = {}
    for number, page in enumerate(writer.pages, start=1):
        fonts = _fonts(page)
        odd = {key: name for key, name in fonts.items() if _plain(name.partition("+")[2] or name) not in named}
        if odd:
            contents = page.get_contents()
            used = {key.decode() for key in _FONT_USED.findall(b"" if contents is None else contents.get_data())}
            if names := sorted({name for key, name in odd.items() if key in used}):
                strange[number] = names
    return strange


def _fonts(page: PageObject) -> dict[str, str]:
    """Names of the fonts that a page may use, by the key that its content uses them with."""
    fonts = cast(DictionaryObject, page["/Resources"]).get("/Font")
    if fonts is None:
        return {}
    return {str(key)[1:]: str(font.get_object()["/BaseFont"])[1:] for key, font in fonts.get_object().items()}


def _plain(name: str) -> str:
    """A family's name without spaces and without its face: NotoSerifBengali."""
    return name.replace(" ", "").partition("-")[0].casefold()


def _font_problem(reference: str, font: str) -> Problem:
    what = f"it holds characters that its fonts do not have (LibreOffice took {font.partition('+')[2] or font})."
    return Problem(
        reference,
        what,
        "Look for symbols or letters of another script in its text, or for a font that is not installed.",
    )


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _cut(pdf: bytes, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    with PDFIUM:
        source = pdfium.PdfDocument(pdf)
        cuts = []
        for first, last in ranges:
            cut = pdfium.PdfDocument.new()
            cut.import_pages(source, list(range(first - 1, last)))
            cuts.append(saved(cut))
        source.close()
        return cuts


def saved(document: pdfium.PdfDocument) -> bytes:
    """The bytes of a document, which is closed; pdfium's date and random id make way, so that they repeat."""
    out = io.BytesIO()
    document.save(out)
    document.close()
    data = _INFO.sub(lambda match: b"<<" + b" " * (len(match[0]) - 4) + b">>", out.getvalue())
    data = _ID.sub(lambda match: match[0].replace(match[1], b"0" * 32), data)
    name = hashlib.md5(data, usedforsecurity=False).hexdigest().upper().encode()
    return data.replace(b"/ID[<" + b"0" * 32 + b"><" + b"0" * 32 + b">]", b"/ID[<" + name + b"><" + name + b">]")


def anonymous(pdf: bytes) -> bytes:
    """A PDF without dates, programs or names in its metadata; the same pages give the same bytes."""
    with PDFIUM:
        source = pdfium.PdfDocument(pdf)
        copy = pdfium.PdfDocument.new()
        copy.import_pages(source)
        source.close()
        return saved(copy)
