"""What people tell the record of a letter: handed in, refused, a visit, a receipt, a reply, an earlier paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from extractors.apart import Apart
from flows.claim_words import district_of, find_claim, find_office
from flows.import_claims.steps import EarlierLetter
from flows.import_claims.steps import adopt as adopt_letters
from flows.recording import Settled, lacking_facts, lacking_problems, problems, record_settled
from flows.wiring import Dabi
from rules.errors import InputProblems, Problem, UsageError
from rules.events import Answer, Event, EventKind, Fact, FiledBy, NumberKind
from rules.findings import DocumentKind, Outcome
from rules.history import effective
from rules.letters import RTI_KINDS, Language, Letter
from rules.people import Claim
from rules.references import find_references
from store.record import Record
from templates import blank


def file_letter(dabi: Dabi, reference: str, on: date, by: FiledBy, proof: Path | None, actor: str) -> Event:
    """A letter was handed in or sent; ``proof`` (a booking slip, a screenshot) goes into the vault.

    The same told twice is one event.
    """
    data = _proof(dabi, proof) if proof else None
    with dabi.store.begin(actor) as record:
        letter = _letter(record, reference)
        _not_before(letter, on)
        facts: dict[str, Fact] = {"by": by.value}
        if data is not None:
            facts["proof"] = dabi.store.vault.put(data, _owner(record, letter))
        for known in effective(record.events(letter=letter.reference)):
            if known.kind is EventKind.LETTER_FILED and known.on == on and dict(known.facts) == facts:
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


def receive(
    dabi: Dabi, reference: str, on: date, number: str, number_kind: NumberKind, told_on: date, actor: str
) -> Event | None:
    """The office gave a receipt of which there is no scan: a date, and the number by which it finds the paper."""
    values = {"received_date": on.isoformat()}
    if number.strip():
        values |= {"diary_no": number.strip(), "number_kind": number_kind.value}
    return _settle(dabi, reference, DocumentKind.RECEIPT, values, told_on, actor)


def reply(dabi: Dabi, reference: str, values: Mapping[str, str], told_on: date, actor: str) -> Event | None:
    """An answer of which there is no scan, by letter or by word of mouth; values as in ``flows.recording``."""
    return _settle(dabi, reference, DocumentKind.REPLY, values, told_on, actor)


def _settle(
    dabi: Dabi, reference: str, kind: DocumentKind, values: Mapping[str, str], told_on: date, actor: str
) -> Event | None:
    """The event that was recorded; None where the record says so already. InputProblems where it cannot be."""
    with dabi.store.begin(actor) as record:
        letter, said = _letter(record, reference), dict(values)
        if said.get("sent_to"):
            said["sent_to"] = find_office(dabi, district_of(dabi, record, letter), said["sent_to"])
        settled = Settled(kind, letter.reference, said)
        wrong = problems(record, settled, told_on)
        if wrong:
            raise InputProblems(wrong)
        made = EventKind.RECEIPT_RECORDED if kind is DocumentKind.RECEIPT else EventKind.REPLY_RECORDED
        new = record_settled(record, settled, told_on, document=None, proof=None)
        last = record.events(letter=letter.reference, kinds=[made])[-1]
        record.commit()
    return last if new else None


def pay(dabi: Dabi, reference: str, on: date, actor: str) -> Event:
    """A fee that was asked for has been paid."""
    with dabi.store.begin(actor, read_only=True) as record:
        told = effective(record.events(letter=_letter(record, reference).reference))
    if not any(
        event.facts.get("outcome") == Outcome.FEE_DEMANDED or event.kind is EventKind.FEE_DEMANDED for event in told
    ):
        raise UsageError("No fee is on record as asked for. Record the demand first, with 'dabi letters reply'.")
    return _tell(dabi, reference, EventKind.FEE_PAID, on, {"paid_on": on.isoformat()}, {}, actor)


def check(dabi: Dabi, reference: str, lacks: str, section: str, on: date, actor: str) -> Event:
    """The last reply to a request was held against the checklist; ``lacks``: codes with commas between, "nothing"."""
    with dabi.store.begin(actor) as record:
        letter = _letter(record, reference)
        if letter.kind not in RTI_KINDS:
            raise UsageError(f"{letter.reference} is no request under the RTI Act: the checklist is for those alone.")
        told = effective(record.events(letter=letter.reference))
        replies = [event for event in told if event.kind is EventKind.REPLY_RECORDED]
        if not replies:
            raise UsageError(
                f"No reply to {letter.reference} is on record. Record it first, with 'dabi letters reply'."
            )
        outcome = str(replies[-1].facts.get("outcome"))
        values = {"outcome": outcome, "lacks": lacks} | ({"section": section} if section else {})
        wrong = lacking_problems(values)
        if wrong:
            raise InputProblems(wrong)
        facts: dict[str, Fact] = {"reply": replies[-1].seq, **lacking_facts(values)}
        event = record.append(Event(EventKind.REPLY_CHECKED, on, letter.claim, letter.reference, facts))
        record.commit()
    return event


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
    data = _proof(dabi, proof)
    with dabi.store.begin(actor) as record:
        found = find_claim(record, claim)
        named = find_office(dabi, found.district, office)
        if sheet is not None:
            sheet = _sheet(record, sheet, found, on, named)
        address = dabi.store.vault.put(data, found.claimant)
        (reference,) = adopt_letters(record, [EarlierLetter(found, on, named, diary_no, address, sheet)])
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
    return find_claim(record, letter.claim).claimant if letter.claim else "house"


def _not_before(letter: Letter, on: date) -> None:
    if on < letter.written_on:
        raise UsageError(f"{on} is before {letter.reference} was written, {letter.written_on}. Check the date.")


def _proof(dabi: Dabi, path: Path) -> bytes:
    """The bytes of a proof that can be opened as pages; InputProblems where it cannot."""
    try:
        data = path.read_bytes()
    except OSError:
        raise InputProblems([Problem(path.name, "The file cannot be read.", "Check the path.")]) from None
    with Apart(dabi.settings.limits) as apart:
        problems = apart.load(data, path.name).problems
    if problems:
        raise InputProblems(problems)
    return data
