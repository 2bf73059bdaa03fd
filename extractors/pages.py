"""Files of any kind into pages: what a file is goes by its content, and nothing is decoded before its size is known.

A page's picture is made when it is asked for and kept in a small cache, so that a pile of a hundred pages fits in
memory.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import cv2
import numpy as np
import pillow_heif
from PIL import Image, ImageOps

from extractors import pdf
from extractors.codes import carries_code
from extractors.flatten import flattened
from extractors.language import is_language
from extractors.text import Word
from rules.errors import Problem
from rules.limits import STANDARD, Limits

WORKING_DPI = 200.0  # where Tesseract's time and accuracy meet on office print
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_PHOTO_DPI = 300.0  # a photo without a resolution: the paper fills only a part of it
_A6_LONG_INCHES = 5.5
_A3_LONG_INCHES = 17.0
_CACHE_BYTES = 150 * 2**20
_MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """One side of paper: ``number`` from 1 in its file, ``image`` BGR uint8, ``dpi`` of that picture,
    ``words`` of a text layer that is real language (None: read the picture)."""

    number: int
    image: np.ndarray
    dpi: float
    words: tuple[Word, ...] | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one file, made one at a time as they are asked for, and what is wrong with the file.

    ``numbers`` are those that the pages have in the file: one that is refused is missing.
    """

    pages: Sequence[Page]
    problems: tuple[Problem, ...] = ()
    numbers: tuple[int, ...] = ()

    def page(self, number: int) -> Page:
        """The page of that number in the file."""
        return self.pages[self.numbers.index(number)]


class LazyPages(Sequence[Page]):
    """Pages made on demand; the last few stay, up to a fixed number of bytes."""

    def __init__(self, makers: Sequence[Callable[[], Page]]) -> None:
        self._makers = tuple(makers)
        self._kept: OrderedDict[int, Page] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._makers)

    @overload
    def __getitem__(self, index: int) -> Page: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Page]: ...
    def __getitem__(self, index: int | slice) -> Page | Sequence[Page]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        with self._lock:
            if at in self._kept:
                self._kept.move_to_end(at)
                return self._kept[at]
            page = self._kept[at] = self._makers[at]()
            while len(self._kept) > 1 and sum(kept.image.nbytes for kept in self._kept.values()) > _CACHE_BYTES:
                self._kept.popitem(last=False)
            return page

    def take(self, at: int) -> Page:
        """The page, which is kept no longer."""
        page = self[at]
        with self._lock:
            self._kept.pop(at, None)
        return page

    def __iter__(self) -> Iterator[Page]:
        return (self[at] for at in range(len(self)))


def load(data: bytes, name: str, limits: Limits = STANDARD) -> Pages:
    """The pages of one file. Whatever is wrong with it is a Problem naming ``name``; other files are not touched."""
    if not data:
        return _refused(name, "is empty (0 bytes).", "Scan or copy it again.")
    if len(data) > limits.bytes:
        size, most = len(data) // _MEGA, limits.bytes // _MEGA
        return _refused(name, f"has {size} MB; the most is {most} MB.", "Split it, or scan at 200 dpi.")
    kind = media_type(data)
    if kind is None:
        return _refused(
            name,
            f"is not a PDF or a picture, whatever its name says: {_looks_like(data)}.",
            "Scan the paper to PDF, JPEG, PNG, TIFF, HEIC or WebP.",
        )
    if kind == "application/pdf":
        return _load_pdf(data, name, limits)
    return _load_picture(data, name, kind, limits)


def bind(pages: Sequence[Page]) -> bytes:
    """Pages of any files as one file without loss: a TIFF with each at its own resolution."""
    frames = []
    for page in pages:
        frame = Image.fromarray(cv2.cvtColor(page.image, cv2.COLOR_BGR2RGB))
        frame.encoderinfo = {"dpi": (page.dpi, page.dpi), "compression": "tiff_deflate"}
        frames.append(frame)
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], **frames[0].encoderinfo)
    return out.getvalue()


def media_type(data: bytes) -> str | None:
    """The kind of file by its first bytes, as a media type; None if it is none that can be read."""
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return "image/tiff"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "image/heic"
    return None


def _looks_like(data: bytes) -> str:
    head = data[:2048]
    if b"\x00" in head:
        return "its content is of no kind known here"
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return "its content is of no kind known here"
    return "its content is text"


def _refused(name: str, what: str, remedy: str) -> Pages:
    return Pages((), (Problem(name, what, remedy),))


def _too_many_pages(name: str, count: int, limits: Limits) -> Pages:
    return _refused(name, f"has {count} pages; the most is {limits.pages}.", "Split it into smaller files.")


def _too_large(name: str, width: int, height: int, limits: Limits) -> Problem:
    most = limits.pixels // _MEGA
    what = f"is {width} x {height} pixels; the most is {most} million pixels in one picture."
    return Problem(name, what, "Scan it again at 200 to 300 dpi.")


def _load_pdf(data: bytes, name: str, limits: Limits) -> Pages:
    try:
        count = pdf.page_count(data)
        if count > limits.pages:
            return _too_many_pages(name, count, limits)
        sizes = pdf.page_sizes(data)
    except pdf.PdfRefused as refusal:
        if refusal.encrypted:
            return _refused(name, "is locked with a password.", "Save a copy without the password and add that.")
        return _refused(name, "is a damaged or incomplete PDF.", "Copy or scan it again.")
    if not sizes:
        return _refused(name, "is a PDF without pages.", "Scan it again.")
    problems, numbers = [], []
    makers: list[Callable[[], Page]] = []
    for number, size in enumerate(sizes, 1):
        if size is None:
            problems.append(Problem(f"{name} page {number}", "is damaged.", "Scan that page again."))
            continue
        scale = size.scale(WORKING_DPI)
        width, height = round(size.width * scale), round(size.height * scale)
        if width < 1 or height < 1:
            problems.append(Problem(f"{name} page {number}", "has no size.", "Scan that page again."))
        elif width * height > limits.pixels:
            problems.append(_too_large(f"{name} page {number}", width, height, limits))
        else:
            numbers.append(number)
            makers.append(lambda number=number: _pdf_page(data, number))  # type: ignore[misc]
    return Pages(LazyPages(makers), tuple(problems), tuple(numbers))


def _pdf_page(data: bytes, number: int) -> Page:
    image = pdf.rasterise(data, number, WORKING_DPI)
    words = pdf.text_layer(data, number, WORKING_DPI)
    return Page(number, image, WORKING_DPI, words if is_language(words) else None)


def _load_picture(data: bytes, name: str, kind: str, limits: Limits) -> Pages:
    try:
        opened = _open(data, kind)
        frames = getattr(opened, "n_frames", 1) if kind == "image/tiff" else 1
        if frames > limits.pages:
            return _too_many_pages(name, frames, limits)
        sizes = []
        for frame in range(frames):
            if isinstance(opened, Image.Image):
                opened.seek(frame)
            sizes.append(opened.size)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _refused(
            name,
            f"is far too large; the most is {limits.pixels // _MEGA} million pixels in one picture.",
            "Scan it again at 200 to 300 dpi.",
        )
    except Exception:  # decoders meet damage with errors of every kind: TypeError, IndexError, struct.error and more
        return _broken(name)
    problems: list[Problem] = []
    numbers: list[int] = []
    makers: list[Callable[[], Page]] = []
    for frame, (width, height) in enumerate(sizes):
        where = name if frames == 1 else f"{name} page {frame + 1}"
        if width * height > limits.pixels:
            problems.append(_too_large(where, width, height, limits))
            continue
        numbers.append(frame + 1)
        makers.append(lambda frame=frame: _picture_page(data, kind, frame))  # type: ignore[misc]
    pages = LazyPages(makers)
    try:  # truncation shows only in decoding
        for _ in pages:
            pass
    except Exception:  # as above
        return _broken(name)
    return Pages(pages, tuple(problems), tuple(numbers))


def _broken(name: str) -> Pages:
    return _refused(name, "is a damaged or incomplete picture.", "Copy or photograph it again.")


def _open(data: bytes, kind: str) -> Image.Image | pillow_heif.HeifFile:
    """The picture with its header read and nothing decoded; both kinds know their ``size``."""
    if kind == "image/heic":
        return pillow_heif.open_heif(io.BytesIO(data))
    return Image.open(io.BytesIO(data))


def _picture_page(data: bytes, kind: str, frame: int) -> Page:
    opened = _open(data, kind)
    if isinstance(opened, pillow_heif.HeifFile):
        picture = opened.to_pillow()
    else:
        picture = opened
        picture.seek(frame)
    dpi = _stated_dpi(picture)
    picture = ImageOps.exif_transpose(_flat(picture))
    image = np.asarray(picture)
    image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    if dpi is None:
        sheet = flattened(image)
        # A page of ours is laid over its print as it was photographed: twice turned is less sharp.
        image = image if sheet is None or carries_code(image) else sheet
        dpi, most = max(image.shape[:2]) / pdf.A4_LONG_INCHES, _PHOTO_DPI
    else:
        most = WORKING_DPI
    if dpi > 1.2 * most:
        shrink = most / dpi
        image = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        dpi = most
    return Page(frame + 1, np.ascontiguousarray(image), dpi)


def _flat(picture: Image.Image) -> Image.Image:
    """Grey or RGB, transparency laid on white; Exif stays."""
    if picture.mode in ("L", "RGB"):
        return picture
    if picture.mode in ("1", "I;16", "I", "F"):
        if picture.mode != "1":
            deep = np.asarray(picture, dtype=np.float64)
            picture = Image.fromarray((deep * (255.0 / max(deep.max(), 1.0))).astype(np.uint8))
        return picture.convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        exif = picture.getexif()
        rgba = picture.convert("RGBA")
        paper = Image.new("RGB", rgba.size, "white")
        paper.paste(rgba, mask=rgba.getchannel("A"))
        paper.info["exif"] = exif.tobytes()
        return paper
    return picture.convert("RGB")


def _stated_dpi(picture: Image.Image) -> float | None:
    """The resolution that the file states, if paper of that size exists (A6 to A3); cameras write 72 by default."""
    stated = picture.info.get("dpi")
    if not stated:
        return None
    try:
        dpi = float(stated[0])
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    long_inches = max(picture.size) / dpi if dpi > 0 else 0.0
    return dpi if _A6_LONG_INCHES <= long_inches <= _A3_LONG_INCHES else None
