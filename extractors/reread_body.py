"""The body of a Bengali letter read again by Bengali alone, where one reading does not say what the office decided.

Read with both languages a worn Bengali word may come out as Latin letters (``মঞ্জুর`` as "gs"), and the one word that
decides is gone. Only the upper part of the first page is at hand, where nearly every letter decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from extractors import ocr
from extractors.layout import anatomy
from extractors.outcome import HINTS, LOST_LINE, NO_WORDING, find_outcome, is_left_open
from extractors.reply import GATES, UNSURE, missing
from extractors.running import Sheet
from extractors.text import PageText, PixelBox, has_bengali
from rules.findings import Finding, Outcome, ReadDocument, ReviewReason
from rules.rows import Cue

_ENLARGED = 1.25  # the same picture at another size is another chance
_ONE_BLOCK = 6  # Tesseract's page segmentation mode
_TIMEOUT = 20.0
_ALONE = 0.75  # confidence at which what the first reading did not have at all may be recorded
_MOSTLY = 0.6  # of the words: less is a letter in English with Bengali names


def reread_bodies(
    documents: Sequence[ReadDocument], sheets: Sequence[Sequence[Sheet]], cues: Sequence[Cue]
) -> list[ReadDocument]:
    """The documents, their outcome read again where that may settle it; ``sheets`` are those of each document."""
    again = [at for at, document in enumerate(documents) if _may_help(document, sheets[at])]
    pictures = [_enlarged(sheets[at][0].picture) for at in again]
    texts = ocr.read(pictures, psm=_ONE_BLOCK, languages="ben", timeout=_TIMEOUT) if again else []
    settled = list(documents)
    for at, text in zip(again, texts, strict=True):
        first = replace(sheets[at][0], text=_as_on_page(text))
        both = [first, *sheets[at][1:]]
        outcome, _, _ = find_outcome(anatomy(both), both, cues)
        if not is_left_open(outcome.value, anatomy(sheets[at]), cues):
            settled[at] = _settled(documents[at], outcome)
    return settled


def _may_help(document: ReadDocument, sheets: Sequence[Sheet]) -> bool:
    """Whether its outcome alone is what was not read well, and it is a letter in Bengali."""
    if document.outcome is None or not sheets or sheets[0].picture is None or not _is_bengali(sheets[0]):
        return False
    return _held(document) is not None


def _is_bengali(sheet: Sheet) -> bool:
    words = [word.text for word in sheet.text.words if any(map(str.isalpha, word.text))]
    return sum(map(has_bengali, words)) > _MOSTLY * len(words)


def _held(document: ReadDocument) -> str | None:
    """What the outcome is held back for, if another reading may settle that."""
    reasons = [why.reason for why in document.needs_review if why.field == "outcome"]
    if len(reasons) != 1 or not reasons[0].startswith((NO_WORDING, HINTS, LOST_LINE, UNSURE)):
        return None
    return reasons[0]


def _settled(document: ReadDocument, again: Finding) -> ReadDocument:
    """With the outcome that two readings make sure of, or that the second has where the first has nothing."""
    first, held = document.outcome, _held(document)
    assert first is not None
    assert held is not None
    if again.value == Outcome.UNKNOWN:
        return document
    if held.startswith(UNSURE):
        if again.value != first.value:
            return _asked(document, "two readings of it do not agree")
        joint = 1 - (1 - first.confidence) * (1 - again.confidence)
        return _decided(document, replace(first, confidence=round(joint, 3))) if joint >= GATES["outcome"] else document
    if held.startswith(HINTS) and held != f"{HINTS}{again.value}":
        return document
    return _decided(document, again) if again.confidence >= _ALONE else document


def _decided(document: ReadDocument, outcome: Finding) -> ReadDocument:
    others = [why for why in document.needs_review if why.field != "outcome"]
    lacking = [why for why in missing(document.facts, outcome) if why not in others]
    return replace(document, outcome=outcome, needs_review=(*others, *lacking))


def _asked(document: ReadDocument, why: str) -> ReadDocument:
    return replace(document, needs_review=(*document.needs_review, ReviewReason("outcome", why)))


def _enlarged(picture: np.ndarray | None) -> np.ndarray:
    assert picture is not None
    return cv2.resize(picture, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)


def _as_on_page(text: PageText) -> PageText:
    return PageText(tuple(replace(word, box=_smaller(word.box)) for word in text.words), text.reason)


def _smaller(box: PixelBox) -> PixelBox:
    x0, y0, x1, y1 = box
    return (x0 / _ENLARGED, y0 / _ENLARGED, x1 / _ENLARGED, y1 / _ENLARGED)
