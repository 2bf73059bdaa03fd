"""Checks a table of claims as a whole and records it as a whole: every bad row is listed, none is half-recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz

from flows.import_claims.rows import NewClaim, Reader
from flows.import_claims.table import read_table
from flows.wiring import Dabi
from rules.errors import InputProblems, Problem
from rules.events import Event, EventKind, Fact
from rules.letters import Letter, LetterKind
from rules.people import Claim, Identity
from rules.text import fold
from store.letters import NewLetter
from store.record import Record

ACTOR = "system:import_claims"
LIKENESS = 90  # of 100, by rapidfuzz: from here on two people are shown as perhaps the same


@dataclass(frozen=True, slots=True)
class Imported:
    """What a table brought: the claims recorded, and people who look like others (shown, not acted on)."""

    claims: tuple[Claim, ...]
    claimants: int
    suspicions: tuple[Problem, ...]


def import_claims(dabi: Dabi, path: Path, today: date, actor: str = ACTOR) -> Imported:
    """Record every row of a csv or xlsx, or none: InputProblems lists all that is wrong with the file."""
    required = frozenset(column.name for column in dabi.catalogue.column_rows if column.required)
    rows = read_table(path, dabi.catalogue.columns, required, limits=dabi.settings.limits)
    reader = Reader(path.name, dabi.catalogue, today)
    claims = [claim for claim in map(reader.read, rows) if claim is not None]
    problems = [*reader.problems, *_twice_in_file(path.name, claims)]
    with dabi.store.begin(actor) as record:
        known = _people_on_record(record)
        problems += _on_record_already(path.name, claims, known, record)
        if problems:
            raise InputProblems(problems)
        suspicions = _look_alikes(path.name, claims, known)
        recorded, people = _record(record, claims, today)
        record.commit()
    return Imported(tuple(recorded), people, tuple(suspicions))


def _people_on_record(record: Record) -> dict[str, Identity]:
    codes = [claimant.code for claimant in record.claimants() if claimant.erased_on is None]
    return record.identities(codes, purpose="import_claims")


def _twice_in_file(name: str, claims: list[NewClaim]) -> Iterable[Problem]:
    seen: dict[tuple[str, Identity | None, str], int] = {}
    for claim in claims:
        key = (claim.claimant_code, None if claim.claimant_code else claim.identity, claim.fields["service"])
        if key in seen:
            yield Problem(
                f"{name} row {claim.row}",
                f"The same person claims the same service in row {seen[key]}.",
                "Keep one of the two rows.",
                "service",
            )
        seen.setdefault(key, claim.row)


def _on_record_already(
    name: str, claims: list[NewClaim], known: dict[str, Identity], record: Record
) -> Iterable[Problem]:
    services = {(claim.claimant, claim.service) for claim in record.claims()}
    codes = {identity: code for code, identity in known.items()}
    for claim in claims:
        where, service = f"{name} row {claim.row}", claim.fields["service"]
        if claim.claimant_code and claim.claimant_code not in known:
            yield Problem(
                where,
                f"There is no claimant {claim.claimant_code} on record.",
                "Leave it empty for a new person.",
                "claimant_code",
            )
            continue
        code = claim.claimant_code or codes.get(claim.identity, "")
        if (code, service) in services:
            yield Problem(where, f"{code} claims this service already.", "Remove the row.", "service")


def _look_alikes(name: str, claims: list[NewClaim], known: dict[str, Identity]) -> Iterable[Problem]:
    for claim in claims:
        if claim.claimant_code:
            continue
        for code, other in known.items():
            if _likeness(claim.identity, other) >= LIKENESS:
                yield Problem(
                    f"{name} row {claim.row}",
                    f"This person looks like {code}.",
                    f"If it is her, remove this new claim and import it with claimant_code {code}.",
                    "claimant_name",
                )


def _likeness(one: Identity, other: Identity) -> float:
    """How alike two people's names and places are, 0 to 100."""
    names = max(
        fuzz.ratio(fold(one.name), fold(other.name)),
        fuzz.ratio(fold(one.name_bn), fold(other.name_bn)) if one.name_bn and other.name_bn else 0,
    )
    return min(names, fuzz.ratio(fold(one.village), fold(other.village)))


def _record(record: Record, claims: list[NewClaim], today: date) -> tuple[list[Claim], int]:
    people: dict[Identity, str] = {}
    recorded: list[Claim] = []
    happened: list[Event] = []
    earlier: list[EarlierLetter] = []
    for new in claims:
        code = new.claimant_code or people.get(new.identity)
        if code is None:
            code = record.add_claimant(new.identity, organisation=new.fields["organisation"], on=today)
            people[new.identity] = code
        claim = record.add_claim(claimant=code, **new.fields)
        recorded.append(claim)
        facts: dict[str, Fact] = {"apply": claim.consent.apply, "dossier": claim.consent.dossier.value}
        happened.append(Event(EventKind.CLAIM_OPENED, today, claim.code))
        happened.append(Event(EventKind.CONSENT_GIVEN, claim.consent.on, claim.code, facts=facts))
        if new.applied_on is not None and new.office is not None:
            earlier.append(EarlierLetter(claim, new.applied_on, new.office, new.diary_no))
    record.append_all(happened)
    adopt(record, earlier)
    return recorded, len(people)


@dataclass(frozen=True, slots=True)
class EarlierLetter:
    """An application that was not of our making; ``proof``: its vault address.

    ``sheet``: its reference where it was written on one of our numbered sheets.
    """

    claim: Claim
    on: date
    office: str
    diary_no: str = ""
    proof: str | None = None
    sheet: str | None = None


def adopt(record: Record, earlier: Sequence[EarlierLetter]) -> list[str]:
    """Take earlier applications into the history of their claims; their references.

    The same paper adopted twice is recorded once.
    """
    keys = [_key(record, one) for one in earlier]
    references = record.reserve_references({key: one.claim.code for key, one in zip(keys, earlier, strict=True)})
    known = {letter.reference for letter in record.letters(references=references.values())}
    new = {references[key]: (key, one) for key, one in zip(keys, earlier, strict=True) if references[key] not in known}
    record.add_letters([NewLetter(_letter(reference, one), key, {}) for reference, (key, one) in new.items()])
    record.append_all([event for reference, (_, one) in new.items() for event in _events(reference, one)])
    return [references[key] for key in keys]


def _key(record: Record, earlier: EarlierLetter) -> str:
    if earlier.sheet is None:
        return f"{earlier.claim.code}:adopted:{earlier.office}:{earlier.on.isoformat()}"
    reservation = record.reservation(earlier.sheet)
    assert reservation is not None, "bound before"
    return reservation.key


def _letter(reference: str, earlier: EarlierLetter) -> Letter:
    claim = earlier.claim
    return Letter(
        reference, LetterKind.APPLICATION, claim.code, earlier.office, 0, claim.language, earlier.on,
        pages=0, docx=None, office_copy=None, receipt_copy=earlier.proof,
    )  # fmt: skip


def _events(reference: str, earlier: EarlierLetter) -> Iterator[Event]:
    on, claim = earlier.on, earlier.claim.code
    facts: dict[str, Fact] = {"kind": LetterKind.APPLICATION.value, "office": earlier.office, "rung": 0}
    yield Event(EventKind.LETTER_ADOPTED, on, claim, reference, facts)
    yield Event(EventKind.LETTER_FILED, on, claim, reference, {"by": "hand"})
    if earlier.diary_no:
        received: dict[str, Fact] = {"received_on": on.isoformat(), "proof": earlier.proof}
        beside = {"diary_no": earlier.diary_no}
        yield Event(EventKind.RECEIPT_RECORDED, on, claim, reference, received, beside)
