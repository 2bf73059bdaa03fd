"""Bind finished PDFs into one: page numbers laid over, an outline, nothing that says who made it or when."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One line of the outline; ``page`` from 1, ``inner`` one level further in than the last that is not."""

    title: str
    page: int
    inner: bool = False


def count_pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def anchors(pdf: bytes) -> dict[str, int]:
    """The page, from 1, of each bookmark that the document had when it became a PDF.

    Names of letters and digits come back as they were; LibreOffice writes any other character as its number.
    """
    reader = PdfReader(io.BytesIO(pdf))
    pages = {name: reader.get_destination_page_number(there) for name, there in reader.named_destinations.items()}
    return {name.removeprefix("/"): page + 1 for name, page in pages.items() if page is not None}


def cut(pdf: bytes, first: int, last: int) -> bytes:
    """Pages ``first`` to ``last``, from 1, both included."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf)).pages[first - 1 : last]:
        writer.add_page(page)
    return _written(writer)


def bind(parts: Sequence[bytes], bookmarks: Sequence[Bookmark], overlay: bytes) -> bytes:
    """All ``parts`` in order, page n of ``overlay`` laid over page n; ValueError if there are not as many of both."""
    writer = PdfWriter()
    for part in parts:
        for page in PdfReader(io.BytesIO(part)).pages:
            writer.add_page(page)
    above = PdfReader(io.BytesIO(overlay)).pages
    if len(above) != len(writer.pages):
        raise ValueError(f"{len(above)} page numbers for {len(writer.pages)} pages")
    for page, number in zip(writer.pages, above, strict=True):
        page.merge_page(number)
    outer = None
    for bookmark in bookmarks:
        above_it = outer if bookmark.inner else None
        entry = writer.add_outline_item(title=bookmark.title, page_number=bookmark.page - 1, parent=above_it)
        outer = outer if bookmark.inner else entry
    if bookmarks:
        writer.page_mode = "/UseOutlines"
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
