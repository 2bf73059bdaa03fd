"""What the demo hands to the simulated offices, and which letters they are asked to answer."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.cases import Case, citizens_cases, load_cases, load_matters
from flows.citizens import add_table
from flows.wiring import Dabi
from rules.findings import Outcome
from rules.letters import Language, Letter, LetterKind
from rules.office import Office
from rules.text import Text
from samples.names import office_name
from samples.truth import Asked, Handed, OfficeName, Truth
from store.record import Record

ACTOR = "person:demo"
GO = Path(__file__).parent / "go.csv"
CITIZENS = Path(__file__).parent / "citizens.csv"
# What the offices answer: applications, then RTI requests; two answers in each language at least.
_TO_APPLICATIONS = (
    Outcome.GRANTED, Outcome.REFUSED, Outcome.DOCUMENTS_WANTED, Outcome.UNDER_PROCESS, Outcome.GRANTED,
    Outcome.TRANSFERRED, Outcome.HEARING_FIXED,
)  # fmt: skip
_TO_REQUESTS = (Outcome.INFORMATION_SUPPLIED, Outcome.FEE_DEMANDED, Outcome.REFUSED)


@dataclass(frozen=True, slots=True)
class GoRow:
    """One recorded yes of the sample: a claimant's or a citizen's, for which service, to which step, on which day."""

    name: str
    service: str
    step: LetterKind
    day: int


def go_rows() -> list[GoRow]:
    with GO.open(encoding="utf-8", newline="") as file:
        return [
            GoRow(row["name"], row["service"], LetterKind(row["step"]), int(row["on_day"]))
            for row in csv.DictReader(file)
        ]


def add_citizens(dabi: Dabi) -> None:
    """The sample's social workers, who ask in general, each at her own address."""
    add_table(dabi, CITIZENS)


def _name(dabi: Dabi, office: Office) -> OfficeName:
    superior = dabi.catalogue.offices.kind(office.superior).designation if office.superior else None
    return office_name(office, superior)


def handed(dabi: Dabi, letters: Sequence[Letter]) -> list[Handed]:
    """Receipt copies as they are handed in."""
    offices = dabi.catalogue.offices
    return [
        Handed(
            letter.reference,
            dabi.store.vault.get(letter.receipt_copy or "", dabi.actor),
            _name(dabi, offices.office(letter.office)),
            letter.written_on,
            letter.own_fields,
            letter.language,
        )
        for letter in letters
    ]


def everybodys_cases(dabi: Dabi, record: Record) -> list[Case]:
    """Those of all claimants, and of the citizens who ask in general."""
    cases = load_cases(dabi.catalogue, record, record.claims(), purpose="demo")
    return [*cases, *citizens_cases(dabi.catalogue, record, load_matters(dabi.catalogue, record))]


def asked(dabi: Dabi, truths: Sequence[Truth]) -> list[Asked]:
    """About ten letters that the offices answer, half of the answers in Bengali."""
    by_reference = {truth.reference: truth for truth in truths}
    with dabi.store.begin(ACTOR) as record:
        cases = everybodys_cases(dabi, record)
        record.commit()
    pairs = [(case, letter) for case in cases for letter in case.letters if letter.reference in by_reference]
    applications = [pair for pair in pairs if pair[1].kind is LetterKind.APPLICATION]
    requests = [pair for pair in pairs if pair[1].kind is LetterKind.RTI_REQUEST]
    chosen = [
        *zip(applications[:: max(1, len(applications) // len(_TO_APPLICATIONS))], _TO_APPLICATIONS, strict=False),
        *zip(requests, _TO_REQUESTS, strict=False),
    ]
    answers = []
    for number, ((case, letter), outcome) in enumerate(chosen):
        truth = by_reference[letter.reference]
        identity = case.identity
        answers.append(
            Asked(
                letter.reference,
                letter.written_on,
                truth.handed_on,
                truth.diary_no,
                _name(dabi, dabi.catalogue.offices.office(letter.office)),
                Language.BENGALI if number % 2 == 0 else Language.ENGLISH,
                letter.kind is LetterKind.RTI_REQUEST,
                case.service.name,
                Text(identity.name, identity.name_bn or identity.name),
                Text(identity.reply_address, identity.reply_address),
                outcome,
            )
        )
    return answers
