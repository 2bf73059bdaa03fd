"""The body of a Bengali letter read again, by the real Tesseract from pictures set in the letters that offices use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from extractors.reply import read_reply
from extractors.reread_body import reread_bodies
from extractors.running import Sheet
from rules import catalogue
from rules.findings import ReadDocument
from rules.letters import Language
from rules.rows import Cue
from samples.ink import lettering
from tests.extractors.conftest import HEIGHT, WIDTH, SheetOf

TODAY = date(2026, 3, 20)
HEAD = (
    "পশ্চিমবঙ্গ সরকার",
    "সমষ্টি উন্নয়ন আধিকারিকের করণ",
    "স্মারক নং ১২৫২/বাস/২৬    তারিখ ১৬.০২.২০২৬",
    "বিষয় : বিধবা ভাতা সংক্রান্ত আবেদন",
    "মহাশয়া,",
)
GRANTED = "আপনার আবেদন অনুমোদিত হয়েছে।"
REFUSED = "আপনার আবেদন নাকচ করা হইল।"
TAIL = "ভবদীয়,"


@pytest.fixture(scope="module")
def cues() -> tuple[Cue, ...]:
    return catalogue.load().cues


def _picture(*lines: str) -> np.ndarray:
    """The upper part of a page with these lines, dark on white."""
    page = np.full((round(0.55 * HEIGHT), WIDTH), 255, np.uint8)
    for row, line in enumerate(lines):
        ink = lettering(line, 34, Language.BENGALI)
        top = 120 + 62 * row
        part = page[top : top + ink.shape[0], 120 : 120 + ink.shape[1]]
        part[:] = 255 - (235 * ink[: part.shape[0], : part.shape[1]]).astype(np.uint8)
    return page


def _read_again(sheet: Sheet, drawn: str, cues: tuple[Cue, ...]) -> tuple[ReadDocument, ReadDocument]:
    """What is read of a sheet at first, and once its picture, with the line ``drawn`` as its body, is read again."""
    shown = replace(sheet, picture=_picture(*HEAD, drawn, TAIL))
    first = read_reply([shown], cues, TODAY)
    [again] = reread_bodies([first], [[shown]], cues)
    return first, again


def _outcome(document: ReadDocument) -> tuple[str | None, list[str]]:
    held = [why.reason for why in document.needs_review if why.field == "outcome"]
    return document.outcome.value if document.outcome else None, held


def test_a_deciding_word_read_as_latin_letters_is_read_again(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """Nothing was decided at first; by Bengali alone the word is there."""
    sheet = sheet_of(*HEAD, GRANTED.replace("অনুমোদিত", "gs"), TAIL)
    first, again = _read_again(sheet, GRANTED, cues)
    assert _outcome(first) == ("unknown", ["no known wording of an answer was found"])
    assert _outcome(again) == ("granted", [])


def test_words_that_leave_it_open_count_in_either_reading(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """The first had them, and lost the word that decides; the second reads a plain grant."""
    sheet = sheet_of(*HEAD, "শর্তসাপেক্ষে " + GRANTED.replace("অনুমোদিত", "gs"), TAIL)
    first, again = _read_again(sheet, GRANTED, cues)
    assert _outcome(first) == ("unknown", ["no known wording of an answer was found"])
    assert again == first


def test_two_readings_that_agree_are_sure_together(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """A word read with little confidence is borne out by the second reading."""
    sheet = sheet_of(*HEAD, GRANTED, TAIL, confidence=0.4)
    first, again = _read_again(sheet, GRANTED, cues)
    assert len(_outcome(first)[1]) == 1
    assert _outcome(again) == ("granted", [])


def test_two_readings_that_differ_leave_it_to_a_person(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """One of them is wrong."""
    sheet = sheet_of(*HEAD, REFUSED, TAIL, confidence=0.4)
    first, again = _read_again(sheet, GRANTED, cues)
    assert _outcome(first)[0] == "refused"
    assert "two readings of it do not agree" in _outcome(again)[1]


def test_a_sure_outcome_is_not_read_again(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """Whatever the picture says: nothing is in doubt."""
    sheet = replace(sheet_of(*HEAD, GRANTED, TAIL), picture=_picture(*HEAD, REFUSED))
    first = read_reply([sheet], cues, TODAY)
    assert reread_bodies([first], [[sheet]], cues) == [first]
