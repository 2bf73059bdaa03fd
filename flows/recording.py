"""What a paper that came back means for the record: the one way from values to events, for machine and person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.errors import Problem
from rules.events import Event, EventKind, Fact
from rules.findings import DocumentKind, Outcome
from rules.letters import Letter
from store.record import Record

# What an outcome is besides a reply: the event that it adds.
_ALSO = {
    Outcome.GRANTED: EventKind.GRANTED,
    Outcome.REFUSED: EventKind.REFUSED,
    Outcome.NOT_HELD: EventKind.REFUSED,
    Outcome.TRANSFERRED: EventKind.TRANSFERRED,
    Outcome.FEE_DEMANDED: EventKind.FEE_DEMANDED,
    Outcome.HEARING_FIXED: EventKind.HEARING_FIXED,
}


@dataclass(frozen=True, slots=True)
class Settled:
    """What one paper says, once it is certain: ready to be recorded.

    ``values``: received_date and diary_no of a receipt; outcome, letter_date, memo_no, fee_amount and hearing_date of a
    reply. Dates are ISO 8601.
    """

    kind: DocumentKind
    letter: str
    values: Mapping[str, str] = field(default_factory=dict)


def problems(record: Record, settled: Settled, on: date) -> list[Problem]:
    """What keeps this from being recorded; empty where nothing does."""
    letter = record.letter(settled.letter)
    if letter is None:
        return [Problem("letter", f"{settled.letter} is no letter of this store.", "Check the reference.")]
    name = "received_date" if settled.kind is DocumentKind.RECEIPT else "letter_date"
    text = settled.values.get(name, "")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return [Problem(name, "There is no certain date.", f"Give it: --{name.replace('_', '-')} YYYY-MM-DD.")]
    found = []
    if day > on:
        found.append(Problem(name, f"{day} is after the day of the scan, {on}.", "Check the date on the paper."))
    if day < letter.written_on:
        found.append(
            Problem(name, f"{day} is before the letter was written, {letter.written_on}.", "Check date and reference.")
        )
    if settled.kind is DocumentKind.REPLY:
        outcome = settled.values.get("outcome", "")
        if outcome not in set(Outcome) - {Outcome.UNKNOWN}:
            known = ", ".join(sorted(set(Outcome) - {Outcome.UNKNOWN}))
            found.append(Problem("outcome", "What the office decided is not certain.", f"Give one of: {known}."))
    else:
        found += _other_receipt(record, letter, day)
    return found


def _other_receipt(record: Record, letter: Letter, day: date) -> list[Problem]:
    for event in record.events(letter=letter.reference, kinds=[EventKind.RECEIPT_RECORDED]):
        if event.facts.get("received_on") != day.isoformat():
            other = event.facts.get("received_on")
            return [Problem("received_date", f"A receipt of {other} is on record already.", "Compare both papers.")]
    return []


def is_repeated(record: Record, settled: Settled) -> bool:
    """Whether the record says this already: the same paper scanned again. A number that was still wanted is news."""
    kind = EventKind.RECEIPT_RECORDED if settled.kind is DocumentKind.RECEIPT else EventKind.REPLY_RECORDED
    known = record.events(letter=settled.letter, kinds=[kind])
    if settled.kind is DocumentKind.RECEIPT:
        numbered = any(event.beside.get("diary_no") for event in known)
        return bool(known) and (numbered or not settled.values.get("diary_no"))
    said = (settled.values.get("outcome"), settled.values.get("letter_date"))
    return any((event.facts.get("outcome"), event.facts.get("letter_date")) == said for event in known)


def record_settled(record: Record, settled: Settled, on: date, *, document: int | None, proof: str | None) -> bool:
    """Append what a paper means. False where it says what is on record already.

    ``on`` is the day of the scan; ``proof`` the vault address of the picture of the office's mark.
    """
    if is_repeated(record, settled):
        return False
    letter = record.letter(settled.letter)
    assert letter is not None, "problems() was not asked"
    if settled.kind is DocumentKind.RECEIPT:
        _record_receipt(record, letter, settled.values, document, proof)
    else:
        _record_reply(record, letter, settled.values, on, document)
    return True


def _record_receipt(
    record: Record, letter: Letter, values: Mapping[str, str], document: int | None, proof: str | None
) -> None:
    received = values["received_date"]
    facts: dict[str, Fact] = {"received_on": received, "document": document, "proof": proof}
    beside = {"diary_no": values["diary_no"]} if values.get("diary_no") else {}
    day = date.fromisoformat(received)
    record.append(Event(EventKind.RECEIPT_RECORDED, day, letter.claim, letter.reference, facts, beside))


def _record_reply(record: Record, letter: Letter, values: Mapping[str, str], on: date, document: int | None) -> None:
    outcome = Outcome(values["outcome"])
    facts: dict[str, Fact] = {"outcome": outcome.value, "letter_date": values["letter_date"], "document": document}
    beside = {"memo_no": values["memo_no"]} if values.get("memo_no") else {}
    record.append(Event(EventKind.REPLY_RECORDED, on, letter.claim, letter.reference, facts, beside))
    also = _ALSO.get(outcome)
    if also is not None:
        record.append(Event(also, on, letter.claim, letter.reference, _also_facts(outcome, values)))


def _also_facts(outcome: Outcome, values: Mapping[str, str]) -> dict[str, Fact]:
    match outcome:
        case Outcome.FEE_DEMANDED:
            return {"sent_on": values["letter_date"], "amount": values.get("fee_amount")}
        case Outcome.HEARING_FIXED:
            return {"hearing_on": values.get("hearing_date")}
        case _:
            return {}
