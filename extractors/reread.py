"""A second and a third reading of what would be recorded: number and date of a letter, from enlarged crops.

A word may be misread with full confidence. So the stretch is cut out, cut at its slashes (``১২৩/BDO-BST/২০২৬`` changes
script at each), enlarged and read again; two readings must agree and none may firmly differ, or a person looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

import cv2
import numpy as np

from extractors import numbers, ocr
from extractors.dates import find_dates
from extractors.reply import GATES, UNSURE
from extractors.running import Sheet
from extractors.text import PageText
from rules.findings import Finding, Method, ReadDocument, ReviewReason

# Pixels of a crop: Tesseract reads best near the first; where that settles nothing, two other heights are two chances.
_HEIGHTS = ((44,), (36, 58))
_REREAD = ("memo_no", "letter_date")
_TIMEOUT = 10.0
_SLANT = 0.85  # correlation of a slash's pixels with a rising line
_ONE_SURE = 0.8  # at least one of two that agree must be this sure: a pen's stroke is misread alike twice
_FIRM = 0.85  # a differing reading of this confidence is an objection


@dataclass(frozen=True, slots=True)
class _Reading:
    value: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One finding to be read again: its document by position, its name, its crop, and Tesseract's languages for it."""

    document: int
    name: str
    languages: str
    finding: Finding
    crop: np.ndarray


def reread(documents: Sequence[ReadDocument], sheets: Sequence[Sequence[Sheet]], today: date) -> list[ReadDocument]:
    """The documents with number and date read again, many in one go; ``sheets`` are those of each document."""
    stretches = [stretch for at, document in enumerate(documents) for stretch in _stretches(at, document, sheets[at])]
    readings = [[_Reading(stretch.finding.value, stretch.finding.confidence)] for stretch in stretches]
    pending = list(range(len(stretches)))
    for heights in _HEIGHTS:
        looks = [(at, height) for height in heights for at in pending]
        for (at, _), reading in zip(
            looks, _read([(stretches[at], height) for at, height in looks], today), strict=True
        ):
            if reading:
                readings[at].append(reading)
        pending = [at for at in pending if _worth_another(documents, stretches[at], readings[at])]
    proved = [_not_reread(document, at, stretches) for at, document in enumerate(documents)]
    for stretch, several in zip(stretches, readings, strict=True):
        proved[stretch.document] = _settled(proved[stretch.document], stretch, several)
    return proved


def _not_reread(document: ReadDocument, at: int, stretches: Sequence[_Stretch]) -> ReadDocument:
    """What was read from a picture and could not be cut out again is for a person to check."""
    done = {stretch.name for stretch in stretches if stretch.document == at}
    left = [
        ReviewReason(name, "it stands where a letter's number and date do not stand, and was read only once")
        for name in _REREAD
        if name not in done and any(one.method is Method.OCR for one in document.facts.get(name, ())[:1])
    ]
    return replace(document, needs_review=(*document.needs_review, *left))


def _worth_another(documents: Sequence[ReadDocument], stretch: _Stretch, readings: Sequence[_Reading]) -> bool:
    """Not where two agree already, nor where a person must look at the letter whatever is read."""
    held = (why.reason for why in documents[stretch.document].needs_review)
    return _agreed(stretch.name, readings) is None and all(map(_dispelled, held))


def _stretches(at: int, document: ReadDocument, sheets: Sequence[Sheet]) -> list[_Stretch]:
    found = []
    languages = "eng" if document.language == "eng" else ocr.LANGUAGES
    for name in _REREAD:
        finding = next(iter(document.facts.get(name, ())), None)
        if finding is None or finding.method is not Method.OCR:
            continue
        picture = next(sheet.picture for sheet in sheets if sheet.number == finding.page)
        shape = next(sheet.shape for sheet in sheets if sheet.number == finding.page)
        if picture is None or finding.box[3] * shape[0] > picture.shape[0]:
            continue
        found.append(_Stretch(at, name, languages, finding, _crop(picture, shape, finding)))
    return found


def _crop(picture: np.ndarray, shape: tuple[int, int], finding: Finding) -> np.ndarray:
    """The finding's box with a little room, out of the upper part of a page of ``shape``."""
    height, width = shape
    x0, y0, x1, y1 = (finding.box[0] * width, finding.box[1] * height, finding.box[2] * width, finding.box[3] * height)
    room = 0.18 * (y1 - y0) + 1
    left, top = max(round(x0 - room), 0), max(round(y0 - room), 0)
    return picture[top : round(y1 + room), left : round(x1 + room)]


def _read(looks: Sequence[tuple[_Stretch, int]], today: date) -> list[_Reading | None]:
    """Each stretch read once more at a height; a letter in English by English alone, so that no digit is seen as a
    Bengali one."""
    cut = [_pieces(stretch, height) for stretch, height in looks]
    texts: dict[int, list[PageText]] = {}

    def group(languages: str) -> None:
        members = [at for at, (stretch, _) in enumerate(looks) if stretch.languages == languages]
        flat = [piece for at in members for piece in cut[at]]
        read = iter(ocr.read(flat, psm=7, languages=languages, timeout=_TIMEOUT))
        texts.update((at, [next(read) for _ in cut[at]]) for at in members)

    with ThreadPoolExecutor() as pool:
        list(pool.map(group, {stretch.languages for stretch, _ in looks}))
    return [_reading(stretch.name, texts[at], today) for at, (stretch, _) in enumerate(looks)]


def _pieces(stretch: _Stretch, height: int) -> list[np.ndarray]:
    scale = height / max(stretch.crop.shape[0], 1)
    crop = cv2.resize(stretch.crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return _at_slashes(crop) if stretch.name == "memo_no" else [_framed(crop)]


def _at_slashes(crop: np.ndarray) -> list[np.ndarray]:
    """A crop cut where slashes stand: tall, thin and rising to the right; each piece in a frame of its own."""
    _, dark = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    cuts = []
    for index in range(1, count):
        x, y, width, height, area = stats[index]
        if height < 0.5 * crop.shape[0] or not 0.12 <= width / height <= 0.75 or area > 0.6 * width * height:
            continue
        rows, columns = np.nonzero(labels[y : y + height, x : x + width] == index)
        if rows.std() and columns.std() and -np.corrcoef(rows, columns)[0, 1] > _SLANT:
            cuts.append((int(x), int(x + width)))
    cuts.sort()
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), crop.shape[1]]
    return [_framed(crop[:, start:end]) for start, end in zip(starts, ends, strict=True) if end - start > 6]


def _framed(piece: np.ndarray) -> np.ndarray:
    paper = int(np.percentile(piece, 90))
    return cv2.copyMakeBorder(piece, 12, 12, 20, 20, cv2.BORDER_CONSTANT, value=[paper])


def _reading(name: str, texts: Sequence[PageText], today: date) -> _Reading | None:
    words = [word for text in texts for word in text.words]
    if not words or any(text.reason or not text.words for text in texts):
        return None
    confidence = min(word.confidence for word in words)
    if name == "memo_no":
        value = numbers.tidy("/".join(" ".join(word.text for word in text.words) for text in texts))
        return None if numbers.doubt(value) or not numbers.key(value) else _Reading(value, confidence)
    dates = find_dates(" ".join(word.text for word in words), today)
    if len(dates) != 1 or dates[0].doubt or dates[0].value > today:
        return None
    return _Reading(dates[0].value.isoformat(), confidence)


def _agreed(name: str, readings: Sequence[_Reading]) -> _Reading | None:
    """What two readings share, with their joint confidence, if that passes the gate and none firmly differs."""
    for at, one in enumerate(readings):
        for other in readings[at + 1 :]:
            if not _same(name, one, other):
                continue
            joint = min(1 - (1 - one.confidence) * (1 - other.confidence), 0.99)
            against = [third for third in readings if not _same(name, one, third) and third.confidence >= _FIRM]
            if joint >= GATES[name] and max(one.confidence, other.confidence) >= _ONE_SURE and not against:
                return _Reading(one.value, round(joint, 3))
    return None


def _same(name: str, one: _Reading, other: _Reading) -> bool:
    if name == "memo_no":
        return numbers.key(one.value) == numbers.key(other.value)
    return one.value == other.value


def _settled(document: ReadDocument, stretch: _Stretch, readings: Sequence[_Reading]) -> ReadDocument:
    agreed = _agreed(stretch.name, readings)
    first = stretch.finding
    rest = list(document.facts[stretch.name][1:])
    if agreed:
        reasons = [why for why in document.needs_review if why.field != stretch.name or not _dispelled(why.reason)]
        best = replace(first, value=agreed.value, raw=agreed.value, confidence=agreed.confidence)
        findings = [first if _same(stretch.name, _Reading(first.value, 0), agreed) else best, *rest]
        findings[0] = replace(findings[0], confidence=agreed.confidence)
    else:
        why = "two readings of it do not agree" if len(readings) > 1 else "a second reading could not make it out"
        reasons = [*document.needs_review, ReviewReason(stretch.name, why)]
        ranked = sorted(readings, key=lambda reading: -reading.confidence)
        findings = [replace(first, value=one.value, confidence=round(one.confidence, 3)) for one in ranked] + rest
    return replace(document, facts={**document.facts, stretch.name: tuple(findings)}, needs_review=tuple(reasons))


def _dispelled(reason: str) -> bool:
    """Whether two readings that agree settle what the first was held against."""
    return reason in numbers.DOUBTS_OF_READING or reason.startswith(UNSURE)
