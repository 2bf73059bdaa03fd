"""What people tell the record of a letter or a claim: handed in, refused, a visit, an earlier paper, her go."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from extractors import pages as paging
from flows.import_claims.steps import adopt as adopt_letter
from flows.wiring import Dabi
from rules.errors import InputProblems, Problem, UsageError
from rules.events import Answer, Event, EventKind, Fact, FiledBy
from rules.letters import NEEDS_GO, Language, Letter, LetterKind
from rules.people import Claim
from store.record import Record
from templates import blank


def file_letter(dabi: Dabi, reference: str, on: date, by: FiledBy, proof: Path | None, actor: str) -> Event:
    """A letter was handed in or sent; ``proof`` (a booking slip, a screenshot) goes into the vault."""
    data = _proof(proof) if proof else None
    with dabi.store.begin(actor) as record:
        letter = _letter(record, reference)
        _not_before(letter, on)
        facts: dict[str, Fact] = {"by": by.value}
        if data is not None:
            facts["proof"] = dabi.store.vault.put(data, _owner(record, letter))
        event = record.append(Event(EventKind.LETTER_FILED, on, letter.claim, reference, facts))
        record.commit()
    return event


def refuse_letter(dabi: Dabi, reference: str, on: date, note: str, actor: str) -> Event:
    """The office would not take it."""
    return _tell(dabi, reference, EventKind.RECEIPT_REFUSED, on, {}, {"note": note}, actor)


def visit(dabi: Dabi, reference: str, on: date, answer: Answer, words: str, actor: str) -> Event:
    """Somebody went there and was told something."""
    return _tell(dabi, reference, EventKind.VISIT_RECORDED, on, {"answer": answer.value}, {"words": words}, actor)


def _tell(
    dabi: Dabi, reference: str, kind: EventKind, on: date, facts: dict[str, Fact], beside: dict[str, str], actor: str
) -> Event:
    with dabi.store.begin(actor) as record:
        letter = _letter(record, reference)
        _not_before(letter, on)
        event = record.append(Event(kind, on, letter.claim, reference, facts, beside))
        record.commit()
    return event


def adopt(
    dabi: Dabi, claim: str, on: date, office: str, proof: Path, diary_no: str, sheet: str | None, actor: str
) -> str:
    """Take an earlier paper, not of our making, into a claim's history; returns its reference.

    ``sheet`` is the reference of one of our blank sheets, if it was written on one.
    """
    data = _proof(proof)
    with dabi.store.begin(actor) as record:
        found = _claim(record, claim)
        named = dabi.catalogue.offices.find(office, found.district)
        if named is None:
            raise UsageError(f"'{office}' is not a known office. Write it like 'BDO Basanti' or by its id.")
        if sheet is not None:
            record.bind_reference(sheet, found.code)
        address = dabi.store.vault.put(data, found.claimant)
        reference = adopt_letter(record, found, on, named.id, diary_no, proof=address, sheet=sheet)
        record.commit()
    return reference


def blank_sheets(dabi: Dabi, count: int, language: Language, out: Path, actor: str) -> tuple[Path, list[str]]:
    """Numbered receipt-copy sheets for letters handwritten in a group meeting; each number is used once."""
    if not 1 <= count <= 200:
        raise UsageError("Print between 1 and 200 sheets at a time.")
    with dabi.store.begin(actor) as record:
        first = len(record.blank_references())
        references = [record.reserve_reference(f"blank:{first + number}", None) for number in range(1, count + 1)]
        record.commit()
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"blank-sheets-{first + 1}-{first + count}.pdf"
    path.write_bytes(blank.sheets(references, language))
    path.chmod(0o600)
    return path, references


def give_go(dabi: Dabi, claim: str, step: LetterKind, on: date, actor: str, *, withheld: bool = False) -> Event:
    """Her recorded yes (or her "wait") to one escalation, RTI request or appeal."""
    if step not in NEEDS_GO:
        known = ", ".join(sorted(NEEDS_GO))
        raise UsageError(f"'{step.value}' needs no go. Steps that do: {known}.")
    kind = EventKind.GO_WITHHELD if withheld else EventKind.GO_GIVEN
    with dabi.store.begin(actor) as record:
        found = _claim(record, claim)
        event = record.append(Event(kind, on, found.code, facts={"step": step.value}))
        record.commit()
    return event


def _claim(record: Record, code: str) -> Claim:
    found = record.claims(codes=[code])
    if not found:
        raise UsageError(f"There is no claim {code} on record. See 'dabi claims list'.")
    return found[0]


def _letter(record: Record, reference: str) -> Letter:
    letter = record.letter(reference)
    if letter is None:
        raise UsageError(f"{reference} is no letter of this store. Check the reference on the paper.")
    return letter


def _owner(record: Record, letter: Letter) -> str:
    return _claim(record, letter.claim).claimant if letter.claim else "house"


def _not_before(letter: Letter, on: date) -> None:
    if on < letter.written_on:
        raise UsageError(f"{on} is before {letter.reference} was written, {letter.written_on}. Check the date.")


def _proof(path: Path) -> bytes:
    """The bytes of a proof that can be opened as pages; InputProblems where it cannot."""
    try:
        data = path.read_bytes()
    except OSError:
        raise InputProblems([Problem(path.name, "The file cannot be read.", "Check the path.")]) from None
    problems = paging.load(data, path.name).problems
    if problems:
        raise InputProblems(problems)
    return data
