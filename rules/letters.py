"""The kinds of paper that go out, and what is known of one that did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.findings import FractionBox


class LetterKind(StrEnum):
    APPLICATION = "application"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    RTI_REQUEST = "rti_request"
    FIRST_APPEAL = "first_appeal"
    MEMORANDUM = "memorandum"


# Steps that need the claimant's recorded yes before anything is drafted.
NEEDS_GO = frozenset({LetterKind.ESCALATION, LetterKind.RTI_REQUEST, LetterKind.FIRST_APPEAL})


class Language(StrEnum):
    BENGALI = "bn"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class OwnField:
    """A place on the printed page where our own pen goes (signature, thumb): no ink there is a fact of the office."""

    page: int
    box: FractionBox


@dataclass(frozen=True, slots=True)
class Letter:
    """One paper sent. The three papers are vault addresses (SHA-256 of the plain bytes); an earlier paper that was
    adopted has no ``docx`` and no ``office_copy``, and its ``receipt_copy`` is its proof, None where none is left."""

    reference: str
    kind: LetterKind
    claim: str | None
    office: str  # office id
    rung: int  # 0 = first office
    language: Language
    written_on: date
    pages: int
    docx: str | None
    office_copy: str | None
    receipt_copy: str | None
    own_fields: tuple[OwnField, ...] = ()
    cites: tuple[str, ...] = ()  # references of earlier letters it recites
    variant: str = ""  # "aggregate" or "own_file" for an RTI request
