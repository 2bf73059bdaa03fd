"""A paper of an office as read: its facts, its outcome, and what a person must settle before it may be recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import regex

from extractors.answers import find_answers
from extractors.facts_body import find_body
from extractors.facts_head import find_head
from extractors.layout import Anatomy, anatomy
from extractors.outcome import find_outcome
from extractors.running import Running, Sheet
from extractors.text import has_bengali
from rules.findings import DocumentKind, Finding, Outcome, ReadDocument, ReviewReason
from rules.references import find_references
from rules.rows import Cue
from rules.text import nfc

# The least confidence at which a fact may be recorded without a person; measured on simulated and real letters.
GATES = {
    "memo_no": 0.80,
    "letter_date": 0.80,
    "fee_amount": 0.80,
    "hearing_date": 0.80,
    "received_date": 0.80,
    "diary_no": 0.80,
    "outcome": 0.55,
}
UNSURE = "read with confidence"
_NEEDED = ("memo_no", "letter_date")
_NEEDED_FOR = {Outcome.FEE_DEMANDED: "fee_amount", Outcome.HEARING_FIXED: "hearing_date"}
_FEWEST_WORDS = 15
_HEAD_LINES = 8
_ADDRESSED = regex.compile(nfc(r"^\W*(?:from|to|প্রেরক|প্রাপক)\s*:"), regex.IGNORECASE)
_TO = regex.compile(nfc(r"^\W*(?:to|প্রতি|প্রাপক|বরাবর)(?![\p{L}\p{M}])"), regex.IGNORECASE)
_OF_AN_OFFICE = regex.compile(
    nfc(
        r"(?<![\p{L}\p{M}])(?:officer|magistrate|collector|pradhan|inspector|secretary|controller|superintendent|registrar|"
        r"commissioner|director|chairman|manager|in-charge|principal|o\.?c\.?|b\.?d\.?o|s\.?d\.?o)(?![\p{L}\p{M}])|"
        r"আধিকারিক|শাসক|প্রধান(?![\p{L}\p{M}])|পরিদর্শক|সচিব|নিয়ামক|অধীক্ষক|ম্যানেজার"
    ),
    regex.IGNORECASE,
)
_A_PERSON = regex.compile(
    nfc(r"(?<![\p{L}\p{M}])(?:smt|sm|mrs|ms|miss|shri|sri|mr|md|শ্রীমতী|শ্রী|কুমারী|জনাবা?|বেগম|বিবি)(?![\p{L}\p{M}])"),
    regex.IGNORECASE,
)
_BENGALI_ALONE = 0.9
_ENGLISH_ALONE = 0.1


def read_reply(sheets: Sequence[Sheet], cues: Sequence[Cue], today: date) -> ReadDocument:
    """Read one letter of an office, its sheets in order."""
    parts = anatomy(sheets)
    facts, reasons = find_head(parts, today)
    more, more_reasons = find_body(parts, today)
    facts.update(more)
    reasons += more_reasons
    answers, _ = find_answers(parts.body)
    if answers:
        facts["answers"] = answers
    outcome: Finding | None = None
    if is_letter(parts, sheets):
        outcome, appeals, why = find_outcome(parts, sheets, cues)
        reasons += why
        if appeals:
            facts["appeal_line"] = appeals
    kind = DocumentKind.REPLY if outcome else DocumentKind.OTHER
    reasons += _unread(sheets) + _second_letter(sheets) + _to_an_office(parts) + _past_hearing(facts)
    reasons += missing(facts, outcome) if outcome else [ReviewReason("kind", "this is no letter of a known form")]
    reasons += _unsure(facts, outcome)
    return ReadDocument(
        pages=tuple(sheet.number for sheet in sheets),
        kind=kind,
        language=language(sheets),
        references=tuple(references(sheets)),
        facts={name: tuple(findings) for name, findings in facts.items()},
        outcome=outcome,
        needs_review=tuple(dict.fromkeys(reasons)),
        text="\n".join(sheet.text.text for sheet in sheets),
    )


def is_letter(parts: Anatomy, sheets: Sequence[Sheet]) -> bool:
    """Whether sheets have the look of a letter: enough words, and a subject, a reference or a salutation."""
    words = sum(len(sheet.text.words) for sheet in sheets)
    return words >= _FEWEST_WORDS and bool(parts.subject or parts.reference or (parts.head and parts.body))


def references(sheets: Sequence[Sheet]) -> list[Finding]:
    """Our own references quoted on sheets, each once; the check character vouches for what the eye may doubt."""
    found: dict[str, Finding] = {}
    for sheet in sheets:
        for line in sheet.text.lines:
            running = Running([(sheet, line)])
            for reference in find_references(running.text):
                head = running.text.upper().find(reference[:4])
                start = max(head, 0)
                found.setdefault(reference, running.finding(reference, start, start + len(reference)))
    return list(found.values())


def language(sheets: Sequence[Sheet]) -> str:
    """ "ben", "eng" or "ben+eng" by the script of the words."""
    words = [word.text for sheet in sheets for word in sheet.text.words if any(map(str.isalpha, word.text))]
    share = sum(map(has_bengali, words)) / max(len(words), 1)
    if share >= _BENGALI_ALONE:
        return "ben"
    return "eng" if share <= _ENGLISH_ALONE else "ben+eng"


def _unread(sheets: Sequence[Sheet]) -> list[ReviewReason]:
    return [ReviewReason("text", f"page {sheet.number}: {sheet.reason}") for sheet in sheets if sheet.reason]


def _second_letter(sheets: Sequence[Sheet]) -> list[ReviewReason]:
    """A page with a subject or an addressee of its own may be another letter whose head could not be read."""
    if any(anatomy([sheet]).subject or _is_addressed(sheet) for sheet in sheets[1:]):
        return [ReviewReason("pages", "these pages may be two letters: a later one has a head of its own")]
    return []


def _to_an_office(parts: Anatomy) -> list[ReviewReason]:
    """A letter to another office, of which she has a copy, asks of that office what it asks."""
    lines = [line.text for _, line in parts.head]
    for at, text in enumerate(lines):
        match = _TO.match(text)
        named = text[match.end() :].strip(" :,-") or " ".join(lines[at + 1 : at + 2]) if match else ""
        if _OF_AN_OFFICE.search(named) and not _A_PERSON.search(named):
            return [ReviewReason("letter", "it is addressed to an office, not to who wrote")]
    return []


def _past_hearing(facts: Mapping[str, Sequence[Finding]]) -> list[ReviewReason]:
    written, heard = facts.get("letter_date"), facts.get("hearing_date")
    if written and heard and heard[0].value <= written[0].value:
        return [ReviewReason("hearing_date", "it is no day after that of the letter")]
    return []


def _is_addressed(sheet: Sheet) -> bool:
    return any(_ADDRESSED.match(line.text) for line in sheet.text.lines[:_HEAD_LINES])


def missing(facts: Mapping[str, Sequence[Finding]], outcome: Finding) -> list[ReviewReason]:
    """What a letter of this outcome must say and does not."""
    needed = list(_NEEDED)
    if extra := _NEEDED_FOR.get(Outcome(outcome.value)):
        needed.append(extra)
    return [ReviewReason(name, "it was not found on the letter") for name in needed if not facts.get(name)]


def regated(document: ReadDocument, gates: Mapping[str, float]) -> ReadDocument:
    """The document as it would be held back by other gates for these facts; every doubt of another kind stays."""
    kept = [why for why in document.needs_review if why.field not in gates or not why.reason.startswith(UNSURE)]
    held = {why.field for why in kept}
    unsure = [why for why in _unsure(document.facts, document.outcome, gates) if why.field not in held]
    return replace(document, needs_review=(*kept, *unsure))


def _unsure(
    facts: Mapping[str, Sequence[Finding]], outcome: Finding | None, gates: Mapping[str, float] = GATES
) -> list[ReviewReason]:
    best = {name: findings[0] for name, findings in facts.items() if findings}
    if outcome is not None and outcome.value != Outcome.UNKNOWN:
        best["outcome"] = outcome
    return [
        ReviewReason(name, f"{UNSURE} {finding.confidence:.2f}, under {gates[name]:.2f}")
        for name, finding in best.items()
        if name in gates and finding.confidence < gates[name]
    ]
