"""Sides of paper without a code of ours: turned upright, mended, read; blank ones told from empty-looking ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractors import damage, ocr
from extractors.pages import WORKING_DPI, Page
from extractors.running import Sheet
from extractors.text import PageText, Word
from rules.findings import Method

_BATCH = 8
_BLANK = 0.0006  # share of dark pixels under which a side is blank
_LEAST_DPI = 150.0  # a coarser picture is enlarged before reading
_SIDEWAYS = 1.6  # how much stronger lines of print must show down the page than across it
_HEAD = 0.55  # of a side's height is kept as a picture: a letter's number and date stand there
_PEN_INK = 0.00005  # share of the head that a number written by pen covers
_POOR = 0.55  # median confidence under which a side may stand on its head


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A side ready for reading: ``upright`` is the picture that boxes refer to."""

    page: Page
    upright: np.ndarray
    mended: damage.Mended
    scale: float


def is_blank(page: Page) -> bool:
    """Whether a side carries nothing: no print, no ink; scanner shadows at the edges and specks do not count."""
    grey = cv2.cvtColor(page.image, cv2.COLOR_BGR2GRAY)
    small = cv2.medianBlur(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), 3)
    edge_y, edge_x = small.shape[0] // 20, small.shape[1] // 20
    inner = small[edge_y:-edge_y, edge_x:-edge_x]
    paper = cv2.blur(inner, (61, 61))
    return float((inner < paper * 0.82).mean()) < _BLANK and not page.words


def read_sides(pages: Sequence[Page], timeout: float) -> list[Sheet]:
    """Read sides, a batch at a time (their pictures fill memory); a side that cannot be read has its ``reason``."""
    batches = (pages[start : start + _BATCH] for start in range(0, len(pages), _BATCH))
    return [sheet for batch in batches for sheet in _read_batch(batch, timeout)]


def _read_batch(pages: Sequence[Page], timeout: float) -> list[Sheet]:
    prepared = [_prepare(page, 0) for page in pages]
    texts = _read([side for side in prepared if side.page.words is None], timeout)
    sheets = [_sheet(side, texts.get(id(side))) for side in prepared]
    doubtful = [at for at, sheet in enumerate(sheets) if _poor(sheet)]
    if doubtful:
        turned = [_prepare(pages[at], 2) for at in doubtful]
        again = _read(turned, timeout)
        for at, side in zip(doubtful, turned, strict=True):
            other = _sheet(side, again[id(side)])
            if _worth(other) > _worth(sheets[at]):
                sheets[at] = other
    return sheets


def _prepare(page: Page, more_turns: int) -> _Prepared:
    turns = more_turns + (1 if page.words is None and _sideways(page.image) else 0)
    upright = np.ascontiguousarray(np.rot90(page.image, -turns)) if turns else page.image
    if page.words is not None:
        still = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
        none = damage.Damage(None, False, 0.0, False, False)
        return _Prepared(page, upright, damage.Mended(upright[:, :, 0], upright[:, :, 0], still, none), 1.0)
    mended = damage.mend(upright, page.dpi)
    scale = WORKING_DPI / page.dpi if page.dpi < _LEAST_DPI else 1.0
    return _Prepared(page, upright, mended, scale)


def _read(sides: Sequence[_Prepared], timeout: float) -> dict[int, PageText]:
    pictures = [
        side.mended.image
        if side.scale == 1.0
        else cv2.resize(side.mended.image, None, fx=side.scale, fy=side.scale, interpolation=cv2.INTER_CUBIC)
        for side in sides
    ]
    return (
        {id(side): text for side, text in zip(sides, ocr.read(pictures, timeout=timeout), strict=True)} if sides else {}
    )


def _sheet(side: _Prepared, text: PageText | None) -> Sheet:
    shape = (side.upright.shape[0], side.upright.shape[1])
    if text is None:
        return Sheet(side.page.number, shape, PageText(side.page.words or ()), Method.TEXT)
    words = tuple(
        Word(word.text, side.mended.back(_scaled(word.box, 1 / side.scale)), word.confidence, word.line)
        for word in text.words
    )
    bottom = round(_HEAD * shape[0])
    head = side.upright[:bottom]
    coloured = np.packbits(damage.ink_mask(head), axis=1) if damage.has_coloured_ink(head, _PEN_INK) else None
    picture = side.mended.flat[:bottom].copy()
    return Sheet(side.page.number, shape, PageText(words, text.reason), Method.OCR, coloured, picture)


def _scaled(box: tuple[float, float, float, float], by: float) -> tuple[float, float, float, float]:
    return (box[0] * by, box[1] * by, box[2] * by, box[3] * by)


def _sideways(image: np.ndarray) -> bool:
    """Whether lines of print run down the picture."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    scale = 800.0 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = (small < cv2.blur(small, (41, 41)) * 0.85).astype(np.float32)
    edge = len(dark) // 16
    dark = dark[edge:-edge, edge:-edge]
    across = float(np.square(np.diff(dark.mean(axis=1))).mean())
    down = float(np.square(np.diff(dark.mean(axis=0))).mean())
    return down > _SIDEWAYS * across


def _poor(sheet: Sheet) -> bool:
    if sheet.method is not Method.OCR or sheet.reason or len(sheet.text.words) < 5:
        return False
    return float(np.median([word.confidence for word in sheet.text.words])) < _POOR


def _worth(sheet: Sheet) -> float:
    return sum(word.confidence * len(word.text) for word in sheet.text.words if word.confidence > 0.7)
