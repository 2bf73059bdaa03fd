"""A person settles what the machine was not sure of; what she decides goes the same way into the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flows.claim_words import district_of, find_office
from flows.recording import Settled, for_each, problems, record_settled
from flows.take_in_scans.reading import join_bare
from flows.wiring import Dabi
from rules.errors import InputProblems, UsageError
from rules.findings import DocumentKind
from rules.references import find_references
from store.record import Record
from store.reviews import ReviewEntry
from store.states import ReviewState


def accept(dabi: Dabi, number: int, on: date, actor: str) -> ReviewEntry:
    """Record the entry as it was read. InputProblems where what was read cannot stand."""
    return _settle(dabi, number, {}, on, actor)


def correct(dabi: Dabi, number: int, said: Mapping[str, str], on: date, actor: str) -> ReviewEntry:
    """Record the entry with ``said`` over what was read; the difference is kept as ground truth."""
    return _settle(dabi, number, said, on, actor)


def discard(dabi: Dabi, number: int, reason: str, actor: str) -> ReviewEntry:
    """Record nothing of the entry, for a reason."""
    if not reason.strip():
        raise UsageError("Say why nothing is recorded from it, with --reason.")
    with dabi.store.begin(actor) as record:
        open_entry(record, number)
        entry = record.settle_review(number, ReviewState.DISCARDED, note=reason)
        record.commit()
    return entry


def postpone(dabi: Dabi, number: int, until: date, on: date, actor: str) -> ReviewEntry:
    """Leave the entry until a day after ``on``: then it is listed again."""
    if until <= on:
        raise UsageError(f"--until {until} is not after today, {on}. Give a later day.")
    with dabi.store.begin(actor) as record:
        open_entry(record, number)
        entry = record.postpone_review(number, until)
        record.commit()
    return entry


def open_entry(record: Record, number: int) -> ReviewEntry:
    """The entry of that number. UsageError where there is none, or it was settled."""
    entry = record.review(number)
    if entry is None:
        raise UsageError(f"There is no review entry {number}. See 'dabi review list'.")
    if entry.state is not ReviewState.OPEN:
        raise UsageError(f"Entry {number} was {entry.state.value} already. See 'dabi review list' for what waits.")
    return entry


def _settle(dabi: Dabi, number: int, said: Mapping[str, str], on: date, actor: str) -> ReviewEntry:
    with dabi.store.begin(actor) as record:
        entry = open_entry(record, number)
        values = {**{name: str(value) for name, value in entry.facts.items() if value is not None}, **said}
        kind = values.pop("kind", entry.kind)
        letter = values.pop("letter", entry.letter or "")
        letter = next(iter(find_references(letter)), letter)
        also = values.pop("also_answers", "")
        others = find_references(also)
        if kind not in (DocumentKind.RECEIPT, DocumentKind.REPLY):
            raise UsageError(
                f"Entry {number} is neither receipt nor reply. Say which with 'dabi review correct --kind'."
            )
        known = record.letter(letter)
        if values.get("sent_to") and known is not None:
            values["sent_to"] = find_office(dabi, district_of(dabi, record, known), values["sent_to"])
        settled = Settled(DocumentKind(kind), letter, values)
        if also.strip() and (not others or settled.kind is not DocumentKind.REPLY):
            raise UsageError("Only a reply answers further letters: give their references with --also-answers.")
        answered = for_each(record, settled, others)
        wrong = [problem for one in answered for problem in problems(record, one, on)]
        if wrong:
            raise InputProblems(wrong)
        proof = entry.crops[0] if entry.crops and entry.kind == settled.kind == DocumentKind.RECEIPT else None
        for one in answered:
            if entry.document is not None:
                record.bind_document(entry.document, one.letter)
            record_settled(record, one, on, document=entry.document, proof=proof)
        decision = ReviewState.CORRECTED if said else ReviewState.ACCEPTED
        done = record.settle_review(number, decision, values=dict(said))
        for one in answered:
            join_bare(record, one)
        record.commit()
    return done
