"""Checks a table of claims as a whole and records it as a whole: every bad row is listed, none is half-recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from flows.import_claims.rows import NewClaim, Reader
from flows.import_claims.table import read_table
from flows.wiring import Dabi
from rules.errors import InputProblems, Problem
from rules.events import Event, EventKind
from rules.letters import Letter, LetterKind
from rules.people import Claim, Identity
from rules.text import fold
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
    recorded = []
    for new in claims:
        code = new.claimant_code or people.get(new.identity)
        if code is None:
            code = record.add_claimant(new.identity, organisation=new.fields["organisation"], on=today)
            people[new.identity] = code
        claim = record.add_claim(claimant=code, **new.fields)
        recorded.append(claim)
        record.append(Event(EventKind.CLAIM_OPENED, today, claim.code))
        consent = claim.consent
        facts: dict[str, Any] = {"apply": consent.apply, "dossier": consent.dossier.value}
        record.append(Event(EventKind.CONSENT_GIVEN, consent.on, claim.code, facts=facts))
        if new.applied_on is not None and new.office is not None:
            adopt(record, claim, new.applied_on, new.office, new.diary_no, proof=None)
    return recorded, len(people)


def adopt(
    record: Record,
    claim: Claim,
    on: date,
    office: str,
    diary_no: str,
    *,
    proof: str | None,
    sheet: str | None = None,
) -> str:
    """Take an earlier application, not of our making, into the claim's history; ``proof`` is its vault address.

    The same paper adopted twice is recorded once. Returns its reference, which is ``sheet`` where it was written on one
    of our numbered sheets.
    """
    key = f"{claim.code}:adopted:{office}:{on.isoformat()}"
    if sheet is not None:
        reservation = record.reservation(sheet)
        assert reservation is not None, "bound before"
        key = reservation.key
    reference = record.reserve_reference(key, claim.code)
    if record.letter(reference) is not None:
        return reference
    letter = Letter(
        reference, LetterKind.APPLICATION, claim.code, office, 0, claim.language, on,
        pages=0, docx=None, office_copy=None, receipt_copy=proof,
    )  # fmt: skip
    record.add_letter(letter, key=key, context={})
    facts: dict[str, Any] = {"kind": LetterKind.APPLICATION.value, "office": office, "rung": 0}
    record.append(Event(EventKind.LETTER_ADOPTED, on, claim.code, reference, facts))
    record.append(Event(EventKind.LETTER_FILED, on, claim.code, reference, {"by": "hand"}))
    if diary_no:
        received: dict[str, Any] = {"received_on": on.isoformat(), "proof": proof}
        record.append(Event(EventKind.RECEIPT_RECORDED, on, claim.code, reference, received, {"diary_no": diary_no}))
    return reference
