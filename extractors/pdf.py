"""PDF pages as pictures, through pdfium; pdfium is not safe for threads, so every call to it goes through one lock."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium_c

from extractors.text import Word

_LOCK = threading.RLock()
_ENCRYPTED = {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}
_POINTS = 72.0
A4_LONG_INCHES = 11.69
_LARGEST_PAPER_INCHES = 17.0  # A3; a larger "page" is a scan that lost its resolution


class PdfRefused(Exception):
    """pdfium will not open this file; ``encrypted`` tells a password from damage."""

    def __init__(self, encrypted: bool) -> None:
        super().__init__("encrypted" if encrypted else "damaged")
        self.encrypted = encrypted


@dataclass(frozen=True, slots=True)
class PageSize:
    """Upright size of a page in points, and the resolution that a rendering "at ``dpi``" really gets."""

    width: float
    height: float

    def scale(self, dpi: float) -> float:
        """Pixels per point: ``dpi`` on paper up to A3; larger pages are taken for A4 without a resolution."""
        long_inches = max(self.width, self.height) / _POINTS
        if long_inches <= _LARGEST_PAPER_INCHES:
            return dpi / _POINTS
        return dpi * A4_LONG_INCHES / long_inches / _POINTS


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise PdfRefused(error.err_code in _ENCRYPTED) from None
        try:
            yield document
        finally:
            document.close()


def page_count(data: bytes) -> int:
    """How many pages it says it has; none of them is looked at. Raises PdfRefused."""
    with _opened(data) as document:
        return len(document)


def page_sizes(data: bytes) -> tuple[PageSize | None, ...]:
    """The size of each page, None for a page that is broken; raises PdfRefused if the file cannot be opened."""
    with _opened(data) as document:
        return tuple(_size(document, index) for index in range(len(document)))


def _size(document: Any, index: int) -> PageSize | None:
    try:
        return PageSize(*document[index].get_size())
    except pypdfium2.PdfiumError:
        return None


def rasterise(data: bytes, number: int, dpi: float) -> np.ndarray:
    """Page ``number`` (from 1) as BGR uint8 at ``dpi`` (see PageSize.scale); raises PdfRefused."""
    with _opened(data) as document:
        try:
            page = document[number - 1]
            scale = PageSize(*page.get_size()).scale(dpi)
            bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=False)
        except pypdfium2.PdfiumError:
            raise PdfRefused(False) from None
        picture = bitmap.to_numpy()
        if picture.ndim == 2 or picture.shape[2] == 1:
            return np.repeat(picture.reshape(*picture.shape[:2], 1), 3, axis=2)
        return np.ascontiguousarray(picture[:, :, :3])


def text_layer(data: bytes, number: int, dpi: float) -> tuple[Word, ...]:
    """The words of page ``number``'s text layer, boxes in pixels of ``rasterise`` at the same ``dpi``.

    Empty where pictures cover most of the page: then the layer is someone's earlier OCR, not the writer's text.
    """
    with _opened(data) as document:
        try:
            page = document[number - 1]
            size = PageSize(*page.get_size())
            if _is_pictured(page, size):
                return ()
            return tuple(_words(page, size, size.scale(dpi)))
        except pypdfium2.PdfiumError:
            return ()


def _is_pictured(page: Any, size: PageSize) -> bool:
    """Whether pictures cover more than half of a page; some scanners lay a page down in many strips."""
    covered = 0.0
    for picture in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        covered += (right - left) * (top - bottom)
    return covered > 0.5 * size.width * size.height


def _words(page: Any, size: PageSize, scale: float) -> Iterator[Word]:
    textpage = page.get_textpage()
    # One string position per pdfium character: UTF-16 surrogates do not occur in the scripts read here.
    text = textpage.get_text_range()
    boxes: list[tuple[float, float, float, float]] = []
    letters: list[str] = []
    line = 0

    def flush() -> Iterator[Word]:
        if letters:
            x0 = min(box[0] for box in boxes)
            y0 = min(box[1] for box in boxes)
            x1 = max(box[2] for box in boxes)
            y1 = max(box[3] for box in boxes)
            box = (x0 * scale, (size.height - y1) * scale, x1 * scale, (size.height - y0) * scale)
            yield Word("".join(letters), box, 1.0, line)
            letters.clear()
            boxes.clear()

    for index, char in enumerate(text[: textpage.count_chars()]):
        if char.isspace():
            yield from flush()
            line += char == "\n"
        else:
            letters.append(char)
            boxes.append(textpage.get_charbox(index))
    yield from flush()
