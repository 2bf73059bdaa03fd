"""One fact read from paper, with where and how it was read. Nothing is guessed silently."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

FractionBox = tuple[float, float, float, float]


class Method(StrEnum):
    QR = "qr"
    OCR = "ocr"
    TEXT = "text"  # the text layer of a born-digital page
    STRIP = "strip"
    DIGITS = "digits"  # the recogniser of handwritten numerals


class Outcome(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"
    TRANSFERRED = "transferred"
    FEE_DEMANDED = "fee_demanded"
    INFORMATION_SUPPLIED = "information_supplied"
    PARTLY_SUPPLIED = "partly_supplied"
    DOCUMENTS_WANTED = "documents_wanted"
    UNDER_PROCESS = "under_process"
    HEARING_FIXED = "hearing_fixed"
    NOT_HELD = "not_held"
    INTERIM_GRANTED = "interim_granted"  # relief meanwhile; of the claim itself nothing is decided
    UNKNOWN = "unknown"


class DocumentKind(StrEnum):
    RECEIPT = "receipt"
    REPLY = "reply"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact: ``value`` normalised (dates ISO 8601), ``raw`` as read, ``page`` from 1,
    ``box`` as fractions of the page turned upright, ``confidence`` 0..1; ``doubt`` says why a mark of an office that
    reads so may mean another thing, None where nothing speaks against it; ``stamped``: it stands on a stamp or slip of
    the office or in the receipt strip, after a word that asks for it ("Recd", "Date"), or is clear and beside stamps
    that leave the day to a pen; no pen's figures alone, which may be ours."""

    value: str
    raw: str
    page: int
    box: FractionBox
    confidence: float
    method: Method
    doubt: str | None = None
    stamped: bool = False


@dataclass(frozen=True, slots=True)
class ReviewReason:
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One paper as read: the pages it stands on, its facts (best finding first), and what a person must settle.

    Fact names: memo_no, letter_date, received_date, diary_no, refers_to_date, refers_to_no, office, officer,
    fee_amount, hearing_date, section, appeal_line, enclosures, answers. An absent fact is left out.
    """

    pages: tuple[int, ...]
    kind: DocumentKind
    language: str  # "ben", "eng" or "ben+eng"
    references: tuple[Finding, ...] = ()
    facts: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    outcome: Finding | None = None
    needs_review: tuple[ReviewReason, ...] = ()
    text: str = ""  # everything read, for matching; sealed when stored
    proof: bytes | None = None  # PNG of the office's mark alone, our own print taken away
    proof_page: int = 0
    proof_box: FractionBox | None = None  # where that mark stands on proof_page, turned upright
    proof_turns: int = 0  # quarter turns to the left that put the picture of proof_page upright
