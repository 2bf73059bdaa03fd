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
from rules.references import find_references, is_claim_code
from store.record import Record
from templates import blank


def file_letter(dabi: Dabi, reference: str, on: date, by: FiledBy, proof: Path | None, actor: str) -> Event:
    """A letter was handed in or sent; ``proof`` (a booking slip, a screenshot) goes into the vault.

    The same told twice is one event.
    """
    data = _proof(proof) if proof else None
    with dabi.store.begin(actor) as record:
        letter = _letter(record, reference)
        _not_before(letter, on)
        facts: dict[str, Fact] = {"by": by.value}
        if data is not None:
            facts["proof"] = dabi.store.vault.put(data, _owner(record, letter))
        for known in record.events(letter=letter.reference, kinds=[EventKind.LETTER_FILED]):
            if known.on == on and dict(known.facts) == facts:
                return known
        event = record.append(Event(EventKind.LETTER_FILED, on, letter.claim, letter.reference, facts))
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
    for name, text in beside.items():
        if not text.strip():
            raise UsageError(f"Say what was said, with --{name}.")
    with dabi.store.begin(actor) as record:
        letter = _letter(record, reference)
        _not_before(letter, on)
        event = record.append(Event(kind, on, letter.claim, letter.reference, facts, beside))
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
            raise UsageError(f"'{office[:60]}' is not a known office. Write it like 'BDO Basanti' or by its id.")
        if sheet is not None:
            sheet = _sheet(record, sheet, found, on, named.id)
        address = dabi.store.vault.put(data, found.claimant)
        reference = adopt_letter(record, found, on, named.id, diary_no, proof=address, sheet=sheet)
        record.commit()
    return reference


def _sheet(record: Record, text: str, claim: Claim, on: date, office: str) -> str:
    """The reference of a numbered sheet, bound to the claim. UsageError if it is none, or holds another paper."""
    reference = _written_as(text)
    if reference not in {blank.reference for blank in record.blank_references()}:
        raise UsageError("That is no numbered sheet of this store. Check the reference on the sheet.")
    known = record.letter(reference)
    if known is not None and (known.claim, known.written_on, known.office) != (claim.code, on, office):
        raise UsageError(
            f"Sheet {reference} is on record already, of {known.written_on} to {known.office}. Check the sheet."
        )
    record.bind_reference(reference, claim.code)
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
    code = code.strip().upper()
    if not is_claim_code(code):
        raise UsageError("That is no claim's code. Write it like SN-7K4Q9X-1; see 'dabi claims list'.")
    found = record.claims(codes=[code])
    if not found:
        raise UsageError(f"There is no claim {code} on record. See 'dabi claims list'.")
    return found[0]


def _written_as(text: str) -> str:
    """A reference as people type it, in its printed form. What is none may be a name, so it is not repeated."""
    found = find_references(text)
    if len(found) != 1:
        raise UsageError("That is no reference: a character may be wrong. Write it like 7K4Q-9XM2-A, as on the paper.")
    return found[0]


def _letter(record: Record, text: str) -> Letter:
    reference = _written_as(text)
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
