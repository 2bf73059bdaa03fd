"""Sides of paper without a code of ours: turned upright, mended, read; blank ones told from empty-looking ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractors import damage, ocr
from extractors.pages import WORKING_DPI, Page
from extractors.pool import side_by_side
from extractors.running import Sheet
from extractors.text import PageText, Word
from rules.findings import Method

_BATCH = 8
_BLANK = 0.0006  # share of dark pixels under which a side is blank
_LEAST_DPI = 150.0  # a coarser picture is enlarged before reading
_SIDEWAYS = 1.6  # how much stronger lines of print must show down the page than across it
_LOW = 0.55  # of a side's height: print that has its middle below stands on its head
_HEAD = 0.55  # of a side's height is kept as a picture: a letter's number and date stand there
_PEN_INK = 0.00005  # share of the head that a number written by pen covers
_BETTER = 0.1  # in median confidence: what a strip must gain by being turned, for its side to be read again
_POOR = 0.70  # median confidence under which a side may stand on its head: there it is 0.43 to 0.58, upright over 0.9


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A side ready for reading, without its picture in colour: ``shape`` is that of the upright picture that boxes
    refer to, ``coloured`` as in Sheet; ``words`` stand for a picture that need not be read."""

    number: int
    shape: tuple[int, int]
    words: tuple[Word, ...] | None
    coloured: np.ndarray | None
    mended: damage.Mended | None
    scale: float


def is_blank(page: Page) -> bool:
    """Whether a side carries nothing: no print, no ink; scanner shadows at the edges and specks do not count."""
    small = cv2.medianBlur(damage.halved(cv2.cvtColor(page.image, cv2.COLOR_BGR2GRAY)), 3)
    edge_y, edge_x = small.shape[0] // 20, small.shape[1] // 20
    inner = small[edge_y:-edge_y, edge_x:-edge_x]
    paper = cv2.blur(inner, (61, 61))
    return float((inner < paper * 0.82).mean()) < _BLANK and not page.words


def read_sides(pages: Sequence[Page], timeout: float) -> list[Sheet]:
    """Read sides, a batch at a time (their pictures fill memory); a side that cannot be read has its ``reason``."""
    batches = (pages[start : start + _BATCH] for start in range(0, len(pages), _BATCH))
    return [sheet for batch in batches for sheet in _read_batch(batch, timeout)]


def _read_batch(pages: Sequence[Page], timeout: float) -> list[Sheet]:
    with side_by_side() as pool:
        prepared = list(pool.map(lambda at: _prepare(pages[at], 0), range(len(pages))))
    sheets = _read(prepared, timeout)
    over = _on_their_heads(prepared, sheets, timeout)
    for at, turned in zip(over, _read([_prepare(pages[at], 2) for at in over], timeout), strict=True):
        if _worth(turned) > _worth(sheets[at]):
            sheets[at] = turned
    return sheets


def _on_their_heads(sides: Sequence[_Prepared], sheets: Sequence[Sheet], timeout: float) -> list[int]:
    """Which sides read better the other way up, by the strip with the most print of each that was read poorly."""
    doubtful = [at for at, sheet in enumerate(sheets) if _sight(sheet) < _POOR]
    strips = []
    for at in doubtful:
        mended = sides[at].mended
        assert mended is not None
        strip = np.ascontiguousarray(np.rot90(_fullest(mended.image), 2))
        strips.append(_enlarged(strip, sides[at].scale))
    turned = ocr.read(strips, psm=6, timeout=timeout) if strips else []
    return [at for at, text in zip(doubtful, turned, strict=True) if _confidence(text) > _sight(sheets[at]) + _BETTER]


def _fullest(picture: np.ndarray) -> np.ndarray:
    """The sixth of a page's height that has the most print."""
    height = len(picture) // 6
    dark = np.cumsum((picture < cv2.blur(picture, (61, 61)) * 0.8).sum(axis=1))
    top = int((dark[height:] - dark[:-height]).argmax())
    return picture[top : top + height]


def _prepare(page: Page, more_turns: int) -> _Prepared:
    shape = (page.image.shape[0], page.image.shape[1])
    if page.words is not None:
        return _Prepared(page.number, shape, page.words, None, None, 1.0)
    turns = (more_turns + _quarter_turns(page.image)) % 4
    upright = np.ascontiguousarray(np.rot90(page.image, -turns)) if turns else page.image
    ink = damage.coloured_ink(upright, _HEAD * _PEN_INK)
    head = ink[: round(_HEAD * upright.shape[0])] if ink is not None else None
    coloured = np.packbits(head, axis=1) if head is not None and head.mean() > _PEN_INK else None
    scale = WORKING_DPI / page.dpi if page.dpi < _LEAST_DPI else 1.0
    mended = damage.mend(upright, page.dpi, damage.find(upright, page.dpi, ink))
    return _Prepared(page.number, (upright.shape[0], upright.shape[1]), None, coloured, mended, scale)


def _read(sides: Sequence[_Prepared], timeout: float) -> list[Sheet]:
    pictures = [_enlarged(side.mended.image, side.scale) for side in sides if side.mended is not None]
    texts = iter(ocr.read(pictures, timeout=timeout) if pictures else [])
    return [_sheet(side, next(texts) if side.mended is not None else None) for side in sides]


def _enlarged(picture: np.ndarray, scale: float) -> np.ndarray:
    if scale == 1.0:
        return picture
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)


def _sheet(side: _Prepared, text: PageText | None) -> Sheet:
    mended = side.mended
    if text is None or mended is None:
        return Sheet(side.number, side.shape, PageText(side.words or ()), Method.TEXT)
    words = tuple(
        Word(word.text, mended.back(_scaled(word.box, 1 / side.scale)), word.confidence, word.line)
        for word in text.words
    )
    picture = mended.flat[: round(_HEAD * side.shape[0])].copy()
    return Sheet(side.number, side.shape, PageText(words, text.reason), Method.OCR, side.coloured, picture)


def _scaled(box: tuple[float, float, float, float], by: float) -> tuple[float, float, float, float]:
    return (box[0] * by, box[1] * by, box[2] * by, box[3] * by)


def _quarter_turns(image: np.ndarray) -> int:
    """Quarter turns clockwise that seem to put a side upright: lines of print run across, and a letter begins above and
    ends before the foot of the page. Where that misleads, the side is read poorly, and tried the other way up."""
    grey = damage.halved(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY))
    scale = 800.0 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = (small < cv2.blur(small, (41, 41)) * 0.85).astype(np.float32)
    edge = len(dark) // 16
    dark = dark[edge:-edge, edge:-edge]
    across = float(np.square(np.diff(dark.mean(axis=1))).mean())
    down = float(np.square(np.diff(dark.mean(axis=0))).mean())
    sideways = down > _SIDEWAYS * across
    rows = np.rot90(dark, -int(sideways)).sum(axis=1)
    centre = float(rows @ np.arange(len(rows))) / max(float(rows.sum()), 1.0) / len(rows)
    return int(sideways) + (2 if centre > _LOW else 0)


def _sight(sheet: Sheet) -> float:
    """The median confidence of a side's words; 1 where there are too few to say, or none was read from a picture."""
    if sheet.method is not Method.OCR or sheet.reason or len(sheet.text.words) < 5:
        return 1.0
    return _confidence(sheet.text)


def _confidence(text: PageText) -> float:
    return float(np.median([word.confidence for word in text.words])) if text.words else 0.0


def _worth(sheet: Sheet) -> float:
    return sum(word.confidence * len(word.text) for word in sheet.text.words if word.confidence > 0.7)
