"""Facts of a letter's head and signature: memo number, letter date, office, officer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import regex

from extractors import numbers
from extractors.dates import FoundDate, find_dates
from extractors.layout import Anatomy, Placed
from extractors.running import Place, Running, Sheet, found, pen_share
from extractors.text import Line, Word
from rules.findings import Finding, ReviewReason
from rules.text import nfc

_COLUMN_GAP = 2.2  # times the height of the row: a wider gap starts another column
_BLANK = 0.75  # times the label's height: a wider gap before the number was left for the pen
_PEN = 0.04  # share of a word's box that is coloured ink before it counts as written by pen
_FLAGS = regex.IGNORECASE
_DATE_LABEL = regex.compile(rf"(?<![\p{{L}}\p{{M}}]){numbers.DATE_LABEL}", _FLAGS)
_OFFICE = regex.compile(
    nfc(
        r"office of|(?<![\p{L}\p{M}])(?:panchayat|department|directorate|authority|commission|police station)|"
        r"করণ(?![\p{L}\p{M}])|কার্যালয়|পঞ্চায়েত|দপ্তর|অফিস|কর্তৃপক্ষ|আয়োগ|কমিশন|থানা"
    ),
    _FLAGS,
)
_OFFICE_FIRST = regex.compile(nfc(r"office of|করণ(?![\p{L}\p{M}])|কার্যালয়|গ্রাম পঞ্চায়েত|gram panchayat"), _FLAGS)
_GOVERNMENT = regex.compile(nfc(r"^\W*(?:government of|govt\.? of|পশ্চিমবঙ্গ সরকার)"), _FLAGS)
_NOT_OFFICE = regex.compile(nfc(r"phone|tel|fax|e-?mail|@|ফোন|দূরভাষ|www|memo|no\.|স্মারক|নং"), _FLAGS)
_LONG_NUMBER = regex.compile(r"\d{3}")  # of a phone, a PIN or a date; "24 Parganas" is a place
_POST = regex.compile(
    nfc(
        r"(?<![\p{L}\p{M}])(?:officer|magistrate|collector|pradhan|inspector|secretary|controller|superintendent|"
        r"registrar|commissioner|director|chairman|in-charge|b\.?d\.?o|s\.?d\.?o)(?![\p{L}\p{M}])|"
        r"আধিকারিক|শাসক|প্রধান(?![\p{L}\p{M}])|পরিদর্শক|সচিব|নিয়ামক|অধীক্ষক|নির্বাহী"
    ),
    _FLAGS,
)
_LABELLED_ELSEWHERE = 1  # rank of a date with a label, not beside the first number: of a letter passed on, it may be
_NO_SIGN = 3  # rank of a date with no label and not beside the number
_QUOTED_DATE = regex.compile(
    nfc(
        r"(?<![\p{L}\p{M}])(?:your?|আপনার|সূত্র|ref(?:erence)?\s*:|received|recd|vide|meeting|held|in continuation|"
        r"প্রাপ্ত|গৃহীত|সভা)"
    ),
    _FLAGS,
)
_QUOTED_AFTER = regex.compile(nfc(r"\s*তারিখের"))
_COPY_TO = regex.compile(nfc(r"^\W*(?:(?:memo no.{0,60})?cop(?:y|ies) |প্রতিলিপি|অনুলিপি)"), _FLAGS)

Facts = dict[str, list[Finding]]


def find_head(parts: Anatomy, today: date) -> tuple[Facts, list[ReviewReason]]:
    """Memo number and letter date (best first, doubts with their reasons), office and officer."""
    facts: Facts = {}
    reasons: list[ReviewReason] = []
    at = _memo(parts.head, facts, reasons)
    _letter_date(parts.head, at, today, facts, reasons)
    _office(parts.head, facts)
    _officer(parts.tail, facts)
    return facts, reasons


def columns(line: Line) -> list[Line]:
    """A row cut at its wide gaps; a gap after a slash, a hyphen or a label's colon is only room for the pen."""
    height = max(word.box[3] - word.box[1] for word in line.words)
    cut: list[list[Word]] = [[line.words[0]]]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.box[0] - before.box[2] > _COLUMN_GAP * height and not before.text.endswith(("/", "-", ":", ".")):
            cut.append([])
        cut[-1].append(word)
    return [Line(tuple(words)) for words in cut]


def _memo(head: Sequence[Placed], facts: Facts, reasons: list[ReviewReason]) -> int | None:
    """The first labelled number of the head; returns its row."""
    seen: list[tuple[int, Finding, str | None]] = []
    for index, (sheet, row) in enumerate(head):
        for column in columns(row):
            running = Running([(sheet, column)])
            hit = numbers.memo_in(running.text)
            if hit is None:
                continue
            raw, start, end = hit
            places = running.places(start, end)
            if _blank_before(running, start) or any(pen_share([place]) > _PEN for place in places):
                why: str | None = "a part of the number is written by pen"
            else:
                why = numbers.doubt(numbers.tidy(raw))
            seen.append((index, running.finding(numbers.tidy(raw), start, end), why))
    if not seen:
        seen = _without_label(head)
    if not seen:
        return None
    facts["memo_no"] = [finding for _, finding, _ in seen]
    if len({numbers.key(finding.value) for _, finding, _ in seen}) > 1:
        reasons.append(ReviewReason("memo_no", "two different numbers stand in the letter's head"))
    if seen[0][2]:
        reasons.append(ReviewReason("memo_no", seen[0][2]))
    return seen[0][0]


def _blank_before(running: Running, start: int) -> bool:
    """Whether the number stands in a blank left open after its label: then its serial is in somebody's hand.

    Printed numbers follow their label by half a line's height (0.64 at most on 60 letters), those filled in by more.
    """
    label, number = running.places(0, start - 1)[-1].word, running.places(start, start + 1)[0].word
    return number.box[0] - label.box[2] > _BLANK * (label.box[3] - label.box[1])


def _without_label(head: Sequence[Placed]) -> list[tuple[int, Finding, str | None]]:
    """A number beside the date whose label was misread: good enough to show a person."""
    for index, (sheet, row) in enumerate(head):
        running = Running([(sheet, row)])
        hit = numbers.unlabelled_in(running.text)
        if hit:
            raw, start, end = hit
            return [
                (index, running.finding(numbers.tidy(raw), start, end), "the label of the number could not be read")
            ]
    return []


def _letter_date(
    head: Sequence[Placed], memo_row: int | None, today: date, facts: Facts, reasons: list[ReviewReason]
) -> None:
    """Labelled dates first, then those on or beside the memo's row, then any other of the head."""
    ranked: list[tuple[int, Finding, FoundDate, list[Place]]] = []
    for index, (sheet, row) in enumerate(head):
        running = Running([(sheet, row)])
        for hit in find_dates(running.text, today):
            if _QUOTED_DATE.search(running.text[: hit.start]) or _QUOTED_AFTER.match(running.text[hit.end :]):
                continue
            label = _DATE_LABEL.search(running.text[: hit.start])
            near = memo_row is not None and abs(index - memo_row) <= 1
            rank = (0 if label else 2) + (0 if near else 1)
            finding = running.finding(hit.value.isoformat(), hit.start, hit.end)
            ranked.append((rank, finding, hit, running.places(hit.start, hit.end)))
    if not ranked:
        return
    ranked.sort(key=lambda item: item[0])
    past = [item for item in ranked if item[2].value <= today]
    if not past:
        reasons.append(ReviewReason("letter_date", "the only date in the letter's head lies after today"))
        return
    best = past[0]
    facts["letter_date"] = list({item[1].value: item[1] for item in reversed(past)}.values())[::-1]
    facts["letter_date"].sort(key=lambda finding: finding.value != best[1].value)
    if any(item[0] in (best[0], _LABELLED_ELSEWHERE) and item[1].value != best[1].value for item in past):
        reasons.append(ReviewReason("letter_date", "two different dates stand in the letter's head"))
    if best[0] == _NO_SIGN:
        reasons.append(ReviewReason("letter_date", "no label says that this is the letter's own date"))
    if best[2].doubt:
        reasons.append(ReviewReason("letter_date", best[2].doubt))
    if any(pen_share([place]) > _PEN for place in best[3]):
        reasons.append(ReviewReason("letter_date", "the date is written by pen"))


def _office(head: Sequence[Placed], facts: Facts) -> None:
    """The letterhead's office with the line of its place; the government's own name only where nothing else is."""
    lines = [(sheet, row) for sheet, row in head if len(row.text) > 3]
    for pattern in (_OFFICE_FIRST, _OFFICE, _GOVERNMENT):
        for index, (sheet, row) in enumerate(lines):
            if not pattern.search(row.text) or _NOT_OFFICE.search(row.text):
                continue
            words = list(row.words)
            follows = lines[index + 1][1] if index + 1 < len(lines) else None
            if follows and len(follows.text) < 70 and not _NOT_OFFICE.search(follows.text) and _is_place(follows.text):
                words += follows.words
            value = " ".join(word.text for word in words).strip(" ,.:-")
            facts["office"] = [_over(value, sheet, words)]
            return


def _is_place(text: str) -> bool:
    return _LONG_NUMBER.search(text) is None and not _GOVERNMENT.match(text) and not _DATE_LABEL.search(text)


def _officer(tail: Sequence[Placed], facts: Facts) -> None:
    """The designation under the signature; who gets copies is no signatory."""
    for sheet, line in tail:
        if _COPY_TO.match(line.text):
            return
        if _POST.search(line.text) and len(line.text) < 90:
            facts["officer"] = [_over(line.text.strip(" ,.:-()"), sheet, line.words)]
            return


def _over(value: str, sheet: Sheet, words: Sequence[Word]) -> Finding:
    return found(value, " ".join(word.text for word in words), [Place(sheet, word) for word in words])
