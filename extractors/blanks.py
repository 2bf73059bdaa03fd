"""What a pen wrote into the blanks of a stamp, a slip or its own note: after "Date" a date, after "No." a number.

A number that no word introduces is left alone, a date is shown and never certain: it may be the day on which a clerk
passed the paper on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import cv2
import numpy as np

from extractors.crops import Crop, without_rules
from extractors.marks import PixelRect
from extractors.penned import read_penned_date, read_penned_number
from extractors.register import PIXELS_PER_MM, Image
from extractors.stamp import NUMBER, RECEIVED, Candidate, MarkText
from extractors.stamp_dates import Span
from extractors.text import PixelBox
from rules.findings import Method

_REACH_MM = 64.0  # how far to the right of its label an entry stands at most
_TALL_MM = (4.2, 3.4)  # how far it rises above, and falls below, the middle of its label
_GAP_MM = 0.6  # between label and entry
_APART_MM = 13.0  # a wider gap ends an entry
_LEAST_MM = 1.6  # lower ink is no figure
_FLECK = 0.35  # of the tallest piece: smaller ones at either end are colons, dots and flecks
_ROW_MM = 11.0  # a row of writing is no taller
_ROW_PIECES = 4  # of nearly its height, at least
_FEWEST_PIECES = 2  # of readable height
_ALONE = "a date by pen stands alone and may not be that of the receipt"
_SHOWN = 0.3  # probability from which an unsure reading helps a person


def read_blanks(mark: MarkText, density: Image, span: Span) -> list[Candidate]:
    """What stands to the right of each label of ``mark``; ``density`` is all added ink of its page (255 = ink).

    Where Tesseract read a sound value for the field on the same mark, the blank is not looked at. A row without any
    label, in which Tesseract found nothing sound and no type, may be a date; nothing says of what, so it is doubted.
    """
    read = {one.field for one in mark.candidates if one.doubt is None}
    if not mark.labels and not read and not any(_is_typed(one, span) for one in mark.candidates):
        alone = [one for ink, box in _rows(mark.crop) for one in _date(ink, box, span)]
        return [replace(one, labelled=False, doubt=_ALONE) for one in alone]
    found = []
    for field, label in mark.labels:
        if field in read:
            continue
        picture, box = entry(mark, density, label)
        if picture is None:
            continue
        if field == RECEIVED:
            found += _date(picture, box, span)
        else:
            found += _number(picture, box, span)
    return found


def _is_typed(candidate: Candidate, span: Span) -> bool:
    """Whether Tesseract made out a dater's month, or a whole date of another time: no pen's figures."""
    if candidate.field != RECEIVED:
        return False
    return any(map(str.isalpha, candidate.raw)) or not span.holds(date.fromisoformat(candidate.value))


def may_be_writing(density: Image) -> bool:
    """Whether a mark (255 = ink) has pieces enough to be read; a signature or a smudge hangs together."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((density > 70).astype(np.uint8))
    return int((stats[1:, cv2.CC_STAT_HEIGHT] >= _LEAST_MM * PIXELS_PER_MM).sum()) >= _FEWEST_PIECES


def is_row(density: Image) -> bool:
    """Whether a mark (255 = ink) looks like a row of figures or letters, unlike initials, which hang together."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((density > 70).astype(np.uint8))
    rows = np.flatnonzero((density > 70).any(1))
    if not len(rows) or not _LEAST_MM < (tall := np.ptp(rows) / PIXELS_PER_MM) < _ROW_MM:
        return False
    pieces = stats[1:, cv2.CC_STAT_HEIGHT] > 0.4 * tall * PIXELS_PER_MM
    return int(pieces.sum()) >= _ROW_PIECES


def _rows(crop: Crop) -> Iterator[tuple[Image, PixelRect]]:
    """The mark itself if it is one row of writing, else its rows of strong ink: dark on white, with their places.

    What a pen wrote over a faint stamp is stronger than what is left of the stamp.
    """
    density = crop.density
    if is_row(density):
        yield 255 - np.pad(density, 6), crop.region.box
        return
    inked = density[density > 60]
    cut = max(70.0, 0.5 * float(np.quantile(inked, 0.9))) if len(inked) else 255.0
    _, labels, stats, centres = cv2.connectedComponentsWithStats((density > cut).astype(np.uint8))
    tops, heights = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_HEIGHT]
    lefts, rights = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_LEFT] + stats[:, cv2.CC_STAT_WIDTH]
    readable = (heights >= _LEAST_MM * PIXELS_PER_MM) & (heights <= _ROW_MM * PIXELS_PER_MM)
    readable[0] = False
    rows: list[list[int]] = []
    for piece in sorted(np.flatnonzero(readable), key=lambda piece: int(lefts[piece])):
        for row in rows:
            last = row[-1]
            level = min(tops[piece] + heights[piece], tops[last] + heights[last]) - max(tops[piece], tops[last])
            if (
                2 * level > min(heights[piece], heights[last])
                and lefts[piece] - rights[last] < _APART_MM * PIXELS_PER_MM
            ):
                row.append(int(piece))
                break
        else:
            rows.append([int(piece)])
    for row in rows:
        if len(row) < _ROW_PIECES:
            continue
        y0, y1 = int(tops[row].min()), int((tops[row] + heights[row]).max())
        x0, x1 = int(lefts[row].min()), int(rights[row].max())
        between = (x0 <= lefts) & (rights <= x1) & (y0 <= centres[:, 1]) & (centres[:, 1] <= y1)
        own = between & (heights < _LEAST_MM * PIXELS_PER_MM)  # dots and hyphens
        own[row] = True
        own[0] = False
        near = cv2.dilate(own[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        ink = np.where(near, density, 0).astype(np.uint8)[y0:y1, x0:x1]
        yield 255 - np.pad(ink, 6), crop.on_print((x0, y0, x1, y1))


def _date(picture: Image, box: PixelRect, span: Span) -> list[Candidate]:
    found = read_penned_date(picture, span.earliest, span.latest)
    if found is None:
        return []
    doubt = None if found.sure else "the date by pen is not clear enough"
    value = found.value.isoformat()
    return _candidate(RECEIVED, value, found.digits, box, found.probability, doubt)


def _number(picture: Image, box: PixelRect, span: Span) -> list[Candidate]:
    found = read_penned_number(picture, sorted({span.earliest.year, span.latest.year}))
    if found is None:
        return []
    doubt = None if found.sure else "the number by pen is not clear enough"
    return _candidate(NUMBER, found.digits, found.digits, box, found.probability, doubt)


def _candidate(
    field: str, value: str, raw: str, box: PixelRect, probability: float, doubt: str | None
) -> list[Candidate]:
    if probability < _SHOWN:
        return []
    return [Candidate(field, value, raw, box, round(probability, 3), Method.DIGITS, True, doubt)]


def entry(mark: MarkText, density: Image, label: PixelBox) -> tuple[Image | None, PixelRect]:
    """The ink to the right of a label, straight, dark on white, and its place on the print; None if there is none."""
    _, y0, x1, y1 = label
    middle = (y0 + y1) / 2
    left, right = x1 + _GAP_MM * PIXELS_PER_MM, x1 + _REACH_MM * PIXELS_PER_MM
    top, bottom = middle - _TALL_MM[0] * PIXELS_PER_MM, middle + _TALL_MM[1] * PIXELS_PER_MM
    back = mark.crop.to_print @ np.array([[1, 0, left], [0, 1, top], [0, 0, 1]])
    size = (round(right - left), round(bottom - top))
    part = cv2.warpAffine(density, back, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
    ink = _one_line(without_rules(np.asarray(part, np.uint8)))
    start, end = _ends(ink)
    if start >= end:
        return None, (0, 0, 0, 0)
    box = mark.crop.on_print((left + start, top, left + end, bottom))
    return 255 - np.pad(ink[:, start:end], 6), box


def _one_line(ink: Image) -> Image:
    """The pieces of ink that belong to the middle of the line: none that hangs in from above or below, and no frame."""
    _, labels, stats, centres = cv2.connectedComponentsWithStats((ink > 70).astype(np.uint8))
    height = ink.shape[0]
    kept = np.zeros(len(stats), bool)
    for index in range(1, len(stats)):
        _, y, wide, tall, area = (int(v) for v in stats[index])
        cut = y <= 1 or y + tall >= height - 1
        frame = tall > 0.75 * height and wide < 0.25 * tall and cut
        near = 0.2 * height < float(centres[index][1]) < 0.85 * height
        kept[index] = near and area >= 8 and not frame and not (cut and tall < 0.6 * height)
    return np.where(cv2.dilate(kept[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, ink, 0).astype(np.uint8)


def _ends(ink: Image) -> tuple[int, int]:
    """The columns between which the entry stands: from its first full-sized piece to its last before a wide gap."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((ink > 70).astype(np.uint8))
    if len(stats) < 2:
        return 0, 0
    tallest = int(stats[1:, cv2.CC_STAT_HEIGHT].max())
    if tallest < _LEAST_MM * PIXELS_PER_MM:
        return 0, 0
    full = sorted((int(x), int(x + w)) for x, _, w, h, _ in stats[1:] if h >= _FLECK * tallest)
    start, end = full[0]
    for left, right in full[1:]:
        if left - end > _APART_MM * PIXELS_PER_MM:
            break
        end = max(end, right)
    return start, end
