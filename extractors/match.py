"""Which of our letters a reply answers: candidates ranked with reasons, and one only if nothing speaks against it.

Strongest first: our own reference quoted; a memo or diary number quoted; dates quoted; the office; her name; the
matter. Names and offices are compared folded (NFC, no joiners, one digit script), so that Bengali spelled in two ways
is one spelling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import regex
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractors import numbers
from rules.findings import Finding, ReadDocument
from rules.text import fold, nfc

_SURE = 75.0  # least score of an automatic match without our reference: office, name, and date or matter together
_AHEAD = 25.0  # by how much it must lead the next
_ALIKE_WORD = 82.0  # the same for one word: Bengali cases hang on to a word's end
_HEAD = 500  # characters at the start of a letter that may name its office
_EMPTY = frozenset(("the", "of", "and", "office"))
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_ALIKE = 88.0  # rapidfuzz ratio from which two names are one
_SAME_NAME = 95.0  # the same where no date or number of ours is quoted beside it: Dey is not Das
_READ_WELL = 0.6  # a quoted number or date read worse than this counts half
_REFERENCE, _NUMBER, _DIARY, _DATE, _OFFICE, _NAME = 100.0, 55.0, 50.0, 25.0, 20.0, 30.0
_MATTER = 25.0
_NEARLY = 60.0
_NEAR = 2  # characters of our reference that may be misread: so near, no other letter of ours is meant
_LIKE_REFERENCE = regex.compile(r"[\p{L}\p{N}]{3,5}[-–—][\p{L}\p{N}]{3,5}[-–—][\p{L}\p{N}]{1,2}")
_OF_A_REQUEST = regex.compile(
    nfc(r"\b(?:rti|right to information|public information officer)\b|তথ্যের অধিকার|তথ্য আধিকারিক")
)
_SALUTATION = regex.compile(nfc(r"^\W*(?:dear |respected )?(?:sir|madam|মহাশয়া?|মহোদয়া?)(?![\p{L}\p{M}])"))
# A word right after a name that may be a surname; "of", "for", "এর" and the like are none.
_MORE_NAME = regex.compile(
    nfc(
        r"^[\p{L}\p{M}]*\s(?!(?:of|for|and|in|at|to|on|is|was|has|had|wife|daughter|widow|care|resident|vill(?:age)?|"
        r"regarding|under|by|with|who|দ্বারা|এর|কে|সংক্রান্ত|বিষয়ে|প্রযত্নে|গ্রাম|এবং|ও)(?![\p{L}\p{M}]))[\p{L}\p{M}]{3,}"
    )
)
_SHORT_NUMBER = 3  # a diary number of so few characters occurs in every office


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of our letters, as far as a reply might name it. Texts in either language; sealed values stay in memory."""

    reference: str
    printed_on: date
    filed_on: date | None = None
    handed_on: date | None = None  # the same where it was given from hand to hand, so that the office took it that day
    received_on: date | None = None
    diary_no: str | None = None
    memo_numbers: tuple[str, ...] = ()  # of earlier replies to it, or of an adopted paper
    office_names: tuple[str, ...] = ()  # the office that it went to
    ladder_names: tuple[str, ...] = ()  # offices on its ladder: an answer may come from any of them
    applicant_names: tuple[str, ...] = ()
    service_names: tuple[str, ...] = ()  # what she claims
    is_request: bool | None = None  # whether it asks for information under the RTI Act; None: not known


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score (100: beyond doubt) and the reasons for it, in words without names."""

    reference: str
    score: float
    reasons: tuple[str, ...]
    objections: tuple[str, ...] = ()
    quoted: bool = False  # whether the reply quotes our reference


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates, best first; ``sure`` are the references that may be recorded without a person (one reply may answer
    several letters, all quoted by our reference), else ``doubt`` says why none is."""

    candidates: tuple[Scored, ...]
    sure: tuple[str, ...] = ()
    doubt: str | None = None


def match(document: ReadDocument, candidates: Sequence[Candidate]) -> Ranked:
    """Rank ``candidates`` for a reply; those with no reason at all are left out."""
    text = fold(document.text)
    scored = [_score(document, text, candidate) for candidate in candidates]
    ranked = tuple(sorted((one for one in scored if one.reasons), key=lambda one: (-one.score, one.reference)))
    quoted = [one for one in ranked if one.quoted]
    if quoted:
        return _of_quoted(ranked, quoted)
    unknown = {finding.value for finding in document.references} - {candidate.reference for candidate in candidates}
    if unknown:
        return Ranked(ranked, doubt="it quotes a reference that no open letter has")
    if not ranked or ranked[0].score < _SURE:
        return Ranked(ranked, doubt="too little on it says which letter it answers")
    best = ranked[0]
    if best.objections:
        return Ranked(ranked, doubt=best.objections[0])
    rivals = [one for one in ranked[1:] if not one.objections]
    if rivals and best.score - rivals[0].score < _AHEAD:
        return Ranked(ranked, doubt="it fits more than one letter")
    return Ranked(ranked, sure=(best.reference,))


def _of_quoted(ranked: tuple[Scored, ...], quoted: Sequence[Scored]) -> Ranked:
    objections = [objection for one in quoted for objection in one.objections]
    if objections:
        return Ranked(ranked, doubt=objections[0])
    return Ranked(ranked, sure=tuple(one.reference for one in quoted))


def _score(document: ReadDocument, text: str, candidate: Candidate) -> Scored:
    reasons: list[str] = []
    score = 0.0
    quoted = any(finding.value == candidate.reference for finding in document.references)
    if quoted:
        score += _REFERENCE
        reasons.append("it quotes our reference")
    elif _nearly_quoted(document.text, candidate.reference):
        score += _NEARLY
        reasons.append("it quotes our reference, misread by a character or two")
    for weight, reason in (
        _quoted_numbers(document, candidate),
        _quoted_dates(document, candidate),
        _office(document, text, candidate),
        _name(text, candidate),
        _matter(document.text, text, candidate),
    ):
        if weight:
            score += weight
            reasons.append(reason)
    objections = tuple(_objections(document, candidate))
    return Scored(candidate.reference, round(score, 1), tuple(reasons), objections, quoted)


def _nearly_quoted(text: str, reference: str) -> bool:
    """Whether something of a reference's shape stands in ``text`` that differs from this one by a misreading."""
    ours = reference.replace("-", "")
    found = (regex.sub(r"[-–—]", "", like.group()).upper() for like in _LIKE_REFERENCE.finditer(text))
    return any(Levenshtein.distance(one, ours, score_cutoff=_NEAR) <= _NEAR for one in found)


def _quoted_numbers(document: ReadDocument, candidate: Candidate) -> tuple[float, str]:
    quoted = [*document.facts.get("refers_to_no", ()), *document.facts.get("diary_no", ())]
    keys = {numbers.key(finding.value): finding for finding in quoted}
    for known in candidate.memo_numbers:
        if finding := keys.get(numbers.key(known)):
            return _NUMBER * _worth(finding), "it quotes the number of a paper on this letter"
    if candidate.diary_no and (finding := keys.get(numbers.key(candidate.diary_no))):
        short = len(numbers.key(candidate.diary_no)) <= _SHORT_NUMBER
        return _DIARY * _worth(finding) * (0.6 if short else 1.0), "it quotes the diary number of this letter's receipt"
    return 0.0, ""


def _quoted_dates(document: ReadDocument, candidate: Candidate) -> tuple[float, str]:
    ours = {candidate.printed_on, candidate.filed_on, candidate.received_on} - {None}
    for finding in (*document.facts.get("refers_to_date", ()), *document.facts.get("received_date", ())):
        if date.fromisoformat(finding.value) in ours:
            return _DATE * _worth(finding), "it quotes the date of this letter"
    return 0.0, ""


def _office(document: ReadDocument, text: str, candidate: Candidate) -> tuple[float, str]:
    head = _letterhead(document, text)
    if _office_named(head, candidate.office_names):
        return _OFFICE, "it comes from the office that this letter went to"
    if _office_named(head, candidate.ladder_names):
        return _OFFICE / 2, "it comes from an office on this letter's ladder"
    return 0.0, ""


def _letterhead(document: ReadDocument, text: str) -> str:
    named = [fold(finding.raw) for name in ("office", "officer") for finding in document.facts.get(name, ())]
    return " ".join([*named, text[:_HEAD]])


def _office_named(head: str, names: Sequence[str]) -> bool:
    """Whether every word of one of ``names`` stands in ``head``: posts are alike everywhere, the place decides."""
    words = set(_WORD.findall(head))
    return any(all(_has(words, word) for word in _telling(name)) for name in names if _telling(name))


def _telling(name: str) -> list[str]:
    return [word for word in _WORD.findall(fold(name)) if len(word) > 2 and word not in _EMPTY]


def _has(words: set[str], wanted: str) -> bool:
    return wanted in words or any(fuzz.ratio(word, wanted) >= _ALIKE_WORD for word in words)


def _name(text: str, candidate: Candidate) -> tuple[float, str]:
    if _named(text, candidate.applicant_names):
        return _NAME, "it names the applicant"
    return 0.0, ""


def _matter(raw: str, text: str, candidate: Candidate) -> tuple[float, str]:
    """What it is about: her service, or a request under the RTI Act. Many ask the same, so only with her name, whole
    and before the letter begins to speak: in an answer to another woman she may be mentioned."""
    if not _is_named_whole(raw, candidate.applicant_names):
        return 0.0, ""
    words = set(_WORD.findall(text))
    if any(all(_has(words, word) for word in _telling(name)) for name in candidate.service_names if _telling(name)):
        return _MATTER, "it names the service that is claimed"
    if candidate.is_request and _OF_A_REQUEST.search(text):
        return _MATTER, "it answers a request for information, as this letter is"
    return 0.0, ""


def _is_named_whole(raw: str, names: Sequence[str]) -> bool:
    """Whether one of ``names`` stands above the salutation, and no further word of a name follows it in its line."""
    lines = [fold(line) for line in raw.splitlines()]
    end = next((at for at, line in enumerate(lines) if _SALUTATION.match(line)), len(lines))
    for name in (fold(one) for one in names if len(one) >= 5):
        for line in lines[:end]:
            found = (
                fuzz.partial_ratio_alignment(name, line, score_cutoff=_SAME_NAME) if len(name) <= len(line) else None
            )
            if found is not None and not _MORE_NAME.match(line[found.dest_end :]):
                return True
    return False


def _named(text: str, names: Sequence[str], alike: float = _ALIKE) -> bool:
    """Whether one of ``names`` stands in folded ``text``, give or take a letter misread."""
    return any(
        len(name) >= 5 and fuzz.partial_ratio(name, text) >= alike
        for name in map(fold, names)
        if len(name) <= len(text)
    )


def _worth(finding: Finding) -> float:
    return 1.0 if finding.confidence >= _READ_WELL else 0.5


def _objections(document: ReadDocument, candidate: Candidate) -> list[str]:
    """What contradicts the match: such a pair is never recorded without a person."""
    objections = []
    for finding in document.facts.get("letter_date", ())[:1]:
        written = date.fromisoformat(finding.value)
        if written < (candidate.received_on or candidate.filed_on or candidate.printed_on):
            objections.append("it is dated before the letter that it would answer was handed in")
    for finding in document.facts.get("received_date", ())[:1]:
        received = date.fromisoformat(finding.value)
        if received < candidate.printed_on:
            objections.append("it says that our letter was received before it was printed")
    if candidate.is_request is False and _OF_A_REQUEST.search(fold(document.text)):
        objections.append("it answers a request for information, and this letter is none")
    names = (*candidate.office_names, *candidate.ladder_names)
    if names and document.facts.get("office") and not _office_named(_letterhead(document, fold(document.text)), names):
        objections.append("it comes from an office that is not on the letter's ladder")
    return objections
