"""What goes into the simulated office and what really happened there: the truth that readers are measured against."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from rules.findings import FractionBox, Outcome
from rules.letters import Language, OwnField
from rules.text import Text

LABEL = "SIMULATED: made by samples/, no real office, person or number"
_SUPERIOR = Text("the Sub-Divisional Officer", "মহকুমা শাসক")


@dataclass(frozen=True, slots=True)
class OfficeName:
    """An office as its own stamps and letterheads name it, in both languages."""

    name: Text  # "Office of the Block Development Officer, Basanti"
    post: Text  # "Block Development Officer"
    place: Text  # "Basanti, South 24 Parganas"
    short: str  # as in memo numbers: "BDO-BST"
    superior: Text = _SUPERIOR  # where it sends papers on, who hears appeals

    def parts(self, language: Language) -> tuple[str, str]:
        """What it is, and where: the name without its place, and the place that stands after its last comma."""
        head, comma, place = self.name.of(language).rpartition(",")
        return (head.strip(), place.strip()) if comma else (place.strip(), self.place.of(language).partition(",")[0])


@dataclass(frozen=True, slots=True)
class Handed:
    """One receipt copy handed in at an office."""

    reference: str
    pdf: bytes
    office: OfficeName
    printed_on: date
    own_fields: tuple[OwnField, ...]
    language: Language


class Spot(StrEnum):
    """Where on the paper a fact was marked."""

    STAMP = "stamp"
    STRIP = "strip"
    MARGIN = "margin"
    OVER_TEXT = "over_text"
    SLIP = "slip"
    BACK = "back"


class Writing(StrEnum):
    TYPED = "typed"  # rubber type, dater or numbering machine
    PEN = "pen"


class Damage(StrEnum):
    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing drawn on the paper. ``box`` is in fractions of the upright print before damage."""

    fact: str  # received_date, diary_no; "other_date" for a date that is not the receipt's
    raw: str  # as drawn
    value: str  # normalised: ISO 8601, or the number with Latin digits
    spot: Spot
    writing: Writing
    script: Language  # whose digits
    ink: str
    page: int  # of the letter, from 1; 0 = the back of the last page
    box: FractionBox


@dataclass(frozen=True, slots=True)
class PageFile:
    """Where one page ended up."""

    file: str
    at: int  # page in that file, from 1
    page: int  # page of the letter, from 1; 0 = the back of the last page


@dataclass(frozen=True, slots=True)
class Truth:
    """What the office really did with one receipt copy; ``files`` is empty when it never came back."""

    reference: str
    files: tuple[PageFile, ...]
    received_on: date | None  # None where no date was marked
    diary_no: str | None  # with Latin digits; None where none was marked
    marks: tuple[Mark, ...]
    stamp: str  # ring | box | dater | pen | slip
    ink: str
    strip_used: bool
    photocopy: bool
    phone: bool
    qr_covered: bool
    damage: Damage
    dpi: int
    handed_on: date  # the day that it was really handed in, marked or not


@dataclass(frozen=True, slots=True)
class Asked:
    """One letter of ours that an office answers."""

    reference: str
    written_on: date
    received_on: date | None
    diary_no: str | None
    office: OfficeName
    language: Language  # of the answer
    rti: bool  # answered as an RTI request, else as an application
    service: Text  # what was asked for, "widow pension"
    name: Text
    address: Text
    outcome: Outcome | None = None  # None: the simulator chooses


@dataclass(frozen=True, slots=True)
class ReplyTruth:
    """What one simulated official reply says."""

    answers: str  # our reference
    files: tuple[PageFile, ...]
    outcome: Outcome
    language: Language
    memo_no: str
    letter_date: date
    refers_to_reference: str | None
    refers_to_date: date | None
    refers_to_no: str | None
    facts: dict[str, str] = field(default_factory=dict)  # fee_amount, hearing_date, section
    damage: Damage = Damage.LIGHT
    photocopy: bool = False
    phone: bool = False
    dpi: int = 200


def write(truths: Sequence[Truth | ReplyTruth], path: Path) -> None:
    """Write ``truths`` as one labelled JSON document."""
    body = {"label": LABEL, "truth": [dataclasses.asdict(truth) for truth in truths]}
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1, default=_plain) + "\n", encoding="utf-8")


def write_asked(asked: Sequence[Asked], path: Path) -> None:
    """Write the letters that replies answer, as a matcher's candidates."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    body = {"label": LABEL, "asked": [dataclasses.asdict(one) for one in asked]}
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1, default=_plain) + "\n", encoding="utf-8")


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
