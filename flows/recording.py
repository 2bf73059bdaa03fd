"""What a paper that came back means for the record: the one way from values to events, for machine and person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import regex

from rules.errors import Problem
from rules.events import Event, EventKind, Fact, NumberKind
from rules.findings import DocumentKind, Outcome
from rules.grounds import CHECKLIST
from rules.history import effective, numbered
from rules.letters import RTI_KINDS, Letter
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
_CLAUSE = regex.compile(r"[0-9]{1,3}(\([0-9a-z]{1,4}\)){0,3}")
NOTHING = "nothing"  # what a complete reply lacks


@dataclass(frozen=True, slots=True)
class Settled:
    """What one paper says, once it is certain: ready to be recorded.

    ``values``: received_date, diary_no and number_kind of a receipt; outcome, letter_date, memo_no, fee_amount,
    hearing_date, sent_to, documents, section and lacks of a reply. Dates are ISO 8601; ``sent_to`` is the id of an
    office; ``documents`` the papers that the office wants, with semicolons between; ``lacks`` the codes of what a reply
    to a request does not hold, with commas between, or "nothing"; "seems_lacking" the same as a machine saw it, which
    is no ground of an appeal before a person has looked.
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


def for_each(record: Record, settled: Settled, others: Sequence[str]) -> list[Settled]:
    """One reply for each letter that it answers: ``settled``, then the same of ``others``, each letter once.

    What it lacks, and the clause that it cites, are told of requests for information alone.
    """
    found = [settled]
    for reference in dict.fromkeys(others):
        letter = record.letter(reference)
        hidden = () if letter is not None and letter.kind in RTI_KINDS else ("lacks", "section")
        values = {name: value for name, value in settled.values.items() if name not in hidden}
        if reference != settled.letter:
            found.append(replace(settled, letter=reference, values=values))
    return found


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
        if letter.kind in RTI_KINDS:
            found += lacking_problems(settled.values)
        elif settled.values.get("lacks") or settled.values.get("section"):
            what = f"{letter.reference} is no request under the RTI Act: the checklist is for those alone."
            found.append(Problem("lacks", what, "Leave out --lacks and --section."))
    else:
        found += _other_receipt(record, letter, settled)
    return found


def lacking_problems(values: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the codes of a checklist, for a reply of the outcome that stands beside them."""
    found = []
    section = values.get("section", "")
    if section and not _CLAUSE.fullmatch(section):
        found.append(Problem("section", "It is no clause of the Act.", "Write it like 8(1)(j): --section 8(1)(j)."))
    outcome = values.get("outcome", "")
    known = CHECKLIST.get(Outcome(outcome), ()) if outcome in set(Outcome) else ()
    wrong = [code for code in _codes(values.get("lacks", "")) if code not in known]
    if wrong:
        allowed = ", ".join(known) or "nothing"
        what = f"A reply of the outcome {outcome or 'unknown'} is not known to lack {', '.join(wrong)[:80]}."
        found.append(Problem("lacks", what, f"Use, with commas between: {allowed}."))
    return found


def lacking_facts(values: Mapping[str, str]) -> dict[str, Fact]:
    """The facts of a checklist: what a reply lacks, and the clause that it cites; without what nobody looked at."""
    facts: dict[str, Fact] = {"section": values["section"]} if values.get("section") else {}
    if "lacks" in values:
        facts["lacks"] = ",".join(_codes(values["lacks"]))
    return facts


def _codes(text: str) -> list[str]:
    return [code for part in text.split(",") if (code := part.strip().lower()) and code != NOTHING]


def _impossible(settled: Settled) -> list[Problem]:
    """Further values that cannot be what they should be."""
    hearing, fee = settled.values.get("hearing_date"), settled.values.get("fee_amount")
    kind = settled.values.get("number_kind")
    found = []
    if hearing and settled.day("hearing_date") is None:
        what = f"'{hearing[:20]}' is not a date."
        found.append(Problem("hearing_date", what, "Give it: --hearing-date YYYY-MM-DD."))
    if fee and not _SUM.fullmatch(fee):
        found.append(Problem("fee_amount", "It is not a sum.", "Give rupees in figures: --fee-amount 30."))
    if kind and kind not in set(NumberKind):
        known = ", ".join(NumberKind)
        found.append(Problem("number_kind", "It is no kind of number.", f"Give one of: {known}."))
    return found


def _other_receipt(record: Record, letter: Letter, settled: Settled) -> list[Problem]:
    """Where another date or another number stands on record for this letter's receipt."""
    day, number = settled.day("received_date"), settled.values.get("diary_no")
    for event in recorded_of(record, letter.reference, EventKind.RECEIPT_RECORDED):
        other, known = event.facts.get("received_on"), event.beside.get("diary_no")
        if day is None or other != day.isoformat():
            return [Problem("received_date", f"A receipt of {other} is on record already.", "Compare both papers.")]
        if number and known and fold(number) != fold(known):
            return [Problem("diary_no", "A receipt with another number is on record already.", "Compare both papers.")]
    return []


def recorded_of(record: Record, letter: str, kind: EventKind) -> list[Event]:
    """The events of a kind that count for a letter; what was corrected is not known any more."""
    return [event for event in effective(numbered(record.events(letter=letter))) if event.kind is kind]


def is_repeated(record: Record, settled: Settled) -> bool:
    """Whether the record says this already: the same paper scanned again. A number that was still wanted is news."""
    if settled.kind is DocumentKind.RECEIPT:
        known, name = recorded_of(record, settled.letter, EventKind.RECEIPT_RECORDED), "diary_no"
    else:
        known, name = _same_replies(record, settled), "memo_no"
    has_number = any(event.beside.get(name) for event in known)
    return bool(known) and (has_number or not settled.values.get(name))


def _same_replies(record: Record, settled: Settled) -> list[Event]:
    """The replies on record that say the same of the same letter on the same day."""
    day = settled.day("letter_date")
    said = (settled.values.get("outcome"), day and day.isoformat())
    known = recorded_of(record, settled.letter, EventKind.REPLY_RECORDED)
    return [event for event in known if (event.facts.get("outcome"), event.facts.get("letter_date")) == said]


def record_settled(record: Record, settled: Settled, on: date, *, document: int | None, proof: str | None) -> bool:
    """Append what a paper means. False where it says what is on record already.

    ``on`` is the day of the scan; ``proof`` the vault address of the picture of the office's mark alone, drawn from the
    added ink: nothing else may be annexed to a dossier.
    """
    letter = record.letter(settled.letter)
    assert letter is not None, "problems() was not asked"
    if is_repeated(record, settled):
        return _add_office(record, letter, settled)
    if settled.kind is DocumentKind.RECEIPT:
        _record_receipt(record, letter, settled, document, proof)
    elif same := _same_replies(record, settled):
        facts: dict[str, Fact] = {"reply": same[-1].seq}
        told = {"memo_no": settled.values["memo_no"]}
        record.append(Event(EventKind.REPLY_NUMBERED, on, letter.claim, letter.reference, facts, told))
    else:
        _record_reply(record, letter, settled, on, document)
    return True


def _record_receipt(record: Record, letter: Letter, settled: Settled, document: int | None, proof: str | None) -> None:
    received, number = settled.day("received_date"), settled.values.get("diary_no")
    assert received is not None, "problems() was not asked"
    facts: dict[str, Fact] = {"received_on": received.isoformat(), "document": document}
    if proof is not None:
        facts |= {"proof": proof, "cropped": True}
    if number and settled.values.get("number_kind"):
        facts["number_kind"] = NumberKind(settled.values["number_kind"]).value
    beside = {"diary_no": number} if number else {}
    record.append(Event(EventKind.RECEIPT_RECORDED, received, letter.claim, letter.reference, facts, beside))


def _record_reply(record: Record, letter: Letter, settled: Settled, on: date, document: int | None) -> None:
    outcome = Outcome(settled.values["outcome"])
    written = settled.day("letter_date")
    assert written is not None, "problems() was not asked"
    facts: dict[str, Fact] = {"outcome": outcome.value, "letter_date": written.isoformat(), "document": document}
    facts |= lacking_facts(settled.values)
    if "seems_lacking" in settled.values:
        facts["seems_lacking"] = ",".join(_codes(settled.values["seems_lacking"]))
    beside = {name: text for name in ("memo_no", "documents") if (text := settled.values.get(name, "").strip())}
    record.append(Event(EventKind.REPLY_RECORDED, on, letter.claim, letter.reference, facts, beside))
    also = _ALSO.get(outcome)
    if also is not None:
        record.append(Event(also, on, letter.claim, letter.reference, _also_facts(outcome, settled, written)))


def _add_office(record: Record, letter: Letter, settled: Settled) -> bool:
    """To which office a matter was sent on is news, though the reply that sent it on is on record."""
    office = settled.values.get("sent_to")
    known = recorded_of(record, letter.reference, EventKind.TRANSFERRED)
    if not office or settled.values.get("outcome") != Outcome.TRANSFERRED or not known:
        return False
    if known[-1].facts.get("office") == office:
        return False
    record.append(Event(EventKind.TRANSFERRED, known[-1].on, letter.claim, letter.reference, {"office": office}))
    return True


def _also_facts(outcome: Outcome, settled: Settled, written: date) -> dict[str, Fact]:
    match outcome:
        case Outcome.FEE_DEMANDED:
            return {"sent_on": written.isoformat(), "amount": settled.values.get("fee_amount")}
        case Outcome.HEARING_FIXED:
            hearing = settled.day("hearing_date")
            return {"hearing_on": hearing.isoformat() if hearing else None}
        case Outcome.TRANSFERRED:
            return {"office": settled.values.get("sent_to")}
        case _:
            return {}
