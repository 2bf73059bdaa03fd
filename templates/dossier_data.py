"""What a dossier is made of: words already in the dossier's language, people only by code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import regex

from rules.errors import Problem
from rules.letters import Language
from rules.references import ALPHABET
from rules.rows import Basis
from rules.statistics import Waiting
from rules.text import Text

MOST_SIGNATURES = 6
_CLAIM_CODE = regex.compile(rf"SN-[{ALPHABET}]{{6}}(-\d+)?")


class Edition(StrEnum):
    DM = "dm"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Demand:
    """One point of the charter of demands."""

    text: str
    officer: str
    by: date


@dataclass(frozen=True, slots=True)
class DueDate:
    """When an answer was due, or was asked for: a convention only ever asks. ``on`` None: no limit is running."""

    on: date | None
    basis: Basis
    provision: str  # "RTI Act 2005 s.7(1)"; of a convention, what was asked: "30 days asked for in the application"


@dataclass(frozen=True, slots=True)
class ChronologyRow:
    """One thing that happened in a case. ``annexure`` is the code of the annexure that shows the proof, or empty."""

    on: date
    what: str
    office: str
    proof: str = ""
    annexure: str = ""


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """One unresolved claim. ``proof`` is kind and number, ``reply`` the memo number and date of the last reply."""

    code: str
    service: str
    block: str
    office: str
    level: str
    filed_on: date
    proof: str
    due: DueDate
    days_overdue: int
    reminders: int
    reply: str
    relief: str
    chronology: tuple[ChronologyRow, ...]


@dataclass(frozen=True, slots=True)
class Annexure:
    """The part of a scanned page that shows a proof, as PNG, and nothing else of that page."""

    code: str  # "A-01"
    claim: str
    reference: str  # of the letter that it proves, or empty
    caption: str
    picture: bytes


@dataclass(frozen=True, slots=True)
class LegalNote:
    """One provision relied on; ``verification`` says in words how far it has been checked."""

    provision: str
    says: str
    source: str
    verification: str


@dataclass(frozen=True, slots=True)
class Precedent:
    """Where the same was done: office and quarter, and an order's number only if it is a general order."""

    service: str
    office: str
    quarter: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class DossierData:
    """All of one dossier. The public edition is made of ``claims`` and ``law`` alone, whatever else is given."""

    district: Text
    office_address: tuple[str, ...]  # of the District Magistrate, line by line
    collective: str
    registration: str
    reply_address: str
    on: date
    language: Language
    edition: Edition
    record_head: str  # the event chain's head on that day, in hexadecimal
    claims: tuple[Waiting, ...]
    demands: tuple[Demand, ...] = ()
    cases: tuple[CaseSheet, ...] = ()
    annexures: tuple[Annexure, ...] = ()
    law: tuple[LegalNote, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    rti_states: tuple[tuple[str, int], ...] = ()  # state in words, number of requests
    office_bearers: tuple[str, ...] = ()  # posts, not names
    copies_to: tuple[str, ...] = ()
    reference: str = ""  # of the memorandum; with one, its pages are a receipt copy


def problems(data: DossierData) -> list[Problem]:
    """Everything that keeps this from being a dossier for the District Magistrate."""
    found = []
    if len(data.claims) != len(data.cases):
        what = f"its tables count {len(data.claims)} claims, its sheets are {len(data.cases)}."
        found.append(Problem("dossier", what, "Give one case sheet for each claim counted."))
    if not data.demands:
        found.append(Problem("dossier", "it makes no demand.", "Let the collective decide on its demands first."))
    if not data.office_bearers:
        found.append(Problem("dossier", "nobody is to sign it.", "Give the posts of the office-bearers who sign."))
    if len(data.office_bearers) > MOST_SIGNATURES:
        what = f"{len(data.office_bearers)} people are to sign it."
        found.append(Problem("dossier", what, f"Choose {MOST_SIGNATURES} office-bearers at most."))
    found += [
        Problem(
            "dossier", "a case sheet does not go by a claim code.", "Use claim codes such as SN-7K4Q9X-1, no names."
        )
        for code in [*(case.code for case in data.cases), *(annexure.claim for annexure in data.annexures)]
        if not _CLAIM_CODE.fullmatch(code)
    ]
    codes = Counter(annexure.code for annexure in data.annexures)
    found += [
        Problem("dossier", f"two annexures are called {code}.", "Number the annexures anew.")
        for code, number in codes.items()
        if number > 1
    ]
    found += [
        Problem("dossier", f"{case.code} points to an annexure {row.annexure} that is not there.", "Add it.")
        for case in data.cases
        for row in case.chronology
        if row.annexure and row.annexure not in codes
    ]
    return found
