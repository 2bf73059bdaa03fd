"""What a paper that came back means for the record: the one way from values to events, for machine and person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import regex

from rules.errors import Problem
from rules.events import Event, EventKind, Fact
from rules.findings import DocumentKind, Outcome
from rules.letters import Letter
from rules.references import is_reference
from rules.text import fold
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
# Facts stand in the clear, so only a sum goes where a sum is asked for.
_SUM = regex.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Settled:
    """What one paper says, once it is certain: ready to be recorded.

    ``values``: received_date and diary_no of a receipt; outcome, letter_date, memo_no, fee_amount and hearing_date of a
    reply. Dates are ISO 8601.
    """

    kind: DocumentKind
    letter: str
    values: Mapping[str, str] = field(default_factory=dict)

    def day(self, name: str) -> date | None:
        """The date of that name; None where there is none or it is impossible."""
        try:
            return date.fromisoformat(self.values.get(name, ""))
        except ValueError:
            return None


def problems(record: Record, settled: Settled, on: date) -> list[Problem]:
    """What keeps this from being recorded; empty where nothing does."""
    letter = record.letter(settled.letter)
    if letter is None:
        # What is no reference may be a name, so it is not repeated.
        named = settled.letter if is_reference(settled.letter) else "It"
        return [Problem("letter", f"{named} is no letter of this store.", "Check the reference.")]
    name = "received_date" if settled.kind is DocumentKind.RECEIPT else "letter_date"
    found = _impossible(settled)
    day = settled.day(name)
    if day is None:
        given = settled.values.get(name)
        what = f"'{given[:20]}' is not a date." if given else "There is no certain date."
        return [*found, Problem(name, what, f"Give it: --{name.replace('_', '-')} YYYY-MM-DD.")]
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
        found += _other_receipt(record, letter, settled)
    return found


def _impossible(settled: Settled) -> list[Problem]:
    """Further values that cannot be what they should be."""
    hearing, fee = settled.values.get("hearing_date"), settled.values.get("fee_amount")
    found = []
    if hearing and settled.day("hearing_date") is None:
        what = f"'{hearing[:20]}' is not a date."
        found.append(Problem("hearing_date", what, "Give it: --hearing-date YYYY-MM-DD."))
    if fee and not _SUM.fullmatch(fee):
        found.append(Problem("fee_amount", "It is not a sum.", "Give rupees in figures: --fee-amount 30."))
    return found


def _other_receipt(record: Record, letter: Letter, settled: Settled) -> list[Problem]:
    """Where another date or another number stands on record for this letter's receipt."""
    day, number = settled.day("received_date"), settled.values.get("diary_no")
    for event in record.events(letter=letter.reference, kinds=[EventKind.RECEIPT_RECORDED]):
        other, known = event.facts.get("received_on"), event.beside.get("diary_no")
        if day is None or other != day.isoformat():
            return [Problem("received_date", f"A receipt of {other} is on record already.", "Compare both papers.")]
        if number and known and fold(number) != fold(known):
            return [Problem("diary_no", "A receipt with another number is on record already.", "Compare both papers.")]
    return []


def is_repeated(record: Record, settled: Settled) -> bool:
    """Whether the record says this already: the same paper scanned again. A number that was still wanted is news."""
    kind = EventKind.RECEIPT_RECORDED if settled.kind is DocumentKind.RECEIPT else EventKind.REPLY_RECORDED
    known = record.events(letter=settled.letter, kinds=[kind])
    if settled.kind is DocumentKind.RECEIPT:
        numbered = any(event.beside.get("diary_no") for event in known)
        return bool(known) and (numbered or not settled.values.get("diary_no"))
    day = settled.day("letter_date")
    said = (settled.values.get("outcome"), day and day.isoformat())
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
        _record_receipt(record, letter, settled, document, proof)
    else:
        _record_reply(record, letter, settled, on, document)
    return True


def _record_receipt(record: Record, letter: Letter, settled: Settled, document: int | None, proof: str | None) -> None:
    received, number = settled.day("received_date"), settled.values.get("diary_no")
    assert received is not None, "problems() was not asked"
    facts: dict[str, Fact] = {"received_on": received.isoformat(), "document": document, "proof": proof}
    beside = {"diary_no": number} if number else {}
    record.append(Event(EventKind.RECEIPT_RECORDED, received, letter.claim, letter.reference, facts, beside))


def _record_reply(record: Record, letter: Letter, settled: Settled, on: date, document: int | None) -> None:
    outcome, memo = Outcome(settled.values["outcome"]), settled.values.get("memo_no")
    written = settled.day("letter_date")
    assert written is not None, "problems() was not asked"
    facts: dict[str, Fact] = {"outcome": outcome.value, "letter_date": written.isoformat(), "document": document}
    beside = {"memo_no": memo} if memo else {}
    record.append(Event(EventKind.REPLY_RECORDED, on, letter.claim, letter.reference, facts, beside))
    also = _ALSO.get(outcome)
    if also is not None:
        record.append(Event(also, on, letter.claim, letter.reference, _also_facts(outcome, settled, written)))


def _also_facts(outcome: Outcome, settled: Settled, written: date) -> dict[str, Fact]:
    match outcome:
        case Outcome.FEE_DEMANDED:
            return {"sent_on": written.isoformat(), "amount": settled.values.get("fee_amount")}
        case Outcome.HEARING_FIXED:
            hearing = settled.day("hearing_date")
            return {"hearing_on": hearing.isoformat() if hearing else None}
        case _:
            return {}
