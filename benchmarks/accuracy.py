"""What the reader made of simulated papers, held against what they really say: shares recorded, queued, wrong.

A paper counts as recorded where the product would record it without a hand: its own decision, then the checks of
dates that ``flows.recording.problems`` asks the record for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from benchmarks import reliability
from extractors.dates import find_dates
from extractors.numbers import is_same, key
from extractors.text import normal
from flows.take_in_scans.reading import ACTOR, Decision
from rules.events import Event, EventKind
from rules.findings import DocumentKind, Outcome, ReadDocument
from rules.text import fold
from samples.demo_truth import Tally, judge_receipts, judge_replies
from samples.truth import Damage, PageFile, ReplyTruth, Truth

GATES_OF_REPLIES = ("memo_no", "letter_date", "outcome")
GATES_TRIED = (0.0, 0.55, 0.7, 0.8, 0.9, 0.95)
Figures = dict[str, float]
ReaderTexts = Mapping[str, Mapping[tuple[str, int], str]]  # by reader, then by file and page in it
T = TypeVar("T", Truth, ReplyTruth)


@dataclass(frozen=True, slots=True)
class Reading:
    """One paper as read from one file, and what the product decides about it."""

    file: str
    read: ReadDocument
    decision: Decision

    def shows(self, files: Iterable[PageFile]) -> bool:
        """Whether one of these pages is of this paper."""
        return any(page.file == self.file and page.at in self.read.pages for page in files)

    def value(self, name: str) -> str | None:
        """The best finding of a fact, certain or not."""
        found = self.read.facts.get(name)
        return found[0].value if found else None


def is_recorded(decision: Decision, written: Mapping[str, date], on: date) -> bool:
    """Whether nobody is asked before it is recorded; ``written``: when each of our letters was written.

    The letters here are of different claims: a reply taken to answer several would be asked about.
    """
    settled = decision.settled
    day = settled.day("received_date" if settled.kind is DocumentKind.RECEIPT else "letter_date")
    if (decision.reasons and not decision.number_waits) or settled.letter not in written or day is None:
        return False
    if decision.also:
        return False
    if settled.kind is DocumentKind.REPLY and settled.values.get("outcome") not in set(Outcome) - {Outcome.UNKNOWN}:
        return False
    return written[settled.letter] <= day <= on


def events_of(readings: Iterable[Reading], written: Mapping[str, date], on: date) -> list[Event]:
    """The events that the product would append; one that says what was said before is not appended again."""
    events: dict[tuple[str | None, ...], Event] = {}
    for reading in readings:
        settled = reading.decision.settled
        if not is_recorded(reading.decision, written, on):
            continue
        values = settled.values
        if settled.kind is DocumentKind.RECEIPT:
            facts, beside = {"received_on": values["received_date"]}, ("diary_no", EventKind.RECEIPT_RECORDED)
        else:
            facts = {"outcome": values["outcome"], "letter_date": values["letter_date"]}
            beside = ("memo_no", EventKind.REPLY_RECORDED)
        name, kind = beside
        said = {name: values[name]} if values.get(name) else {}
        event = Event(kind, on, None, settled.letter, dict(facts), said, actor=ACTOR)
        # A second receipt of a letter is repeated or, if it says another thing, queued; replies differ by their words.
        again = (settled.letter,) if settled.kind is DocumentKind.RECEIPT else (settled.letter, *facts.values())
        events.setdefault(again, event)
    return list(events.values())


def receipts(truths: Sequence[Truth], readings: Sequence[Reading], events: Sequence[Event]) -> Figures:
    """Shares of the receipt copies that came back, overall and by damage; then field by field, certain or not."""
    back = [truth for truth in truths if truth.files]
    figures = _receipts_recorded("receipts", truths, events)
    replies = sum(event.kind is EventKind.REPLY_RECORDED for event in events)
    figures["receipts.taken_for_replies"] = share(replies, len(back))
    own = [reading for reading in readings if reading.read.kind is DocumentKind.RECEIPT]
    found = {
        truth.reference: [
            reading
            for reading in own
            if reading.shows(truth.files) and truth.reference in {one.value for one in reading.read.references}
        ]
        for truth in back
    }
    figures["scans.reference_found"] = share(sum(map(bool, found.values())), len(back))
    figures |= field_shares(
        "receipts.received_date",
        [(found[t.reference], t.received_on.isoformat()) for t in back if t.received_on],
    )
    figures |= field_shares("receipts.diary_no", [(found[t.reference], t.diary_no) for t in back if t.diary_no])
    recorded = {event.letter: event for event in events if event.kind is EventKind.RECEIPT_RECORDED}
    numbered = [truth for truth in back if truth.diary_no and truth.reference in recorded]
    waiting = sum("diary_no" not in recorded[truth.reference].beside for truth in numbered)
    return figures | {"receipts.number_asked": share(waiting, len(numbered))}


def receipts_untold(truths: Sequence[Truth], events: Sequence[Event]) -> Figures:
    """The shares that are recorded where nobody told the record on which day the letters were handed in."""
    return _receipts_recorded("receipts.untold", truths, events)


def receipts_mistold(truths: Sequence[Truth], told: Iterable[Sequence[Event]]) -> Figures:
    """The share of wrong records where the record has another day than that of handing in; ``told``: what would be
    recorded under each such day."""
    back = sum(bool(truth.files) for truth in truths)
    wrong = [judge_receipts(truths, events).wrong for events in told]
    return {"receipts.mistold.wrong": share(sum(wrong), back * len(wrong))}


def _receipts_recorded(name: str, truths: Sequence[Truth], events: Sequence[Event]) -> Figures:
    back = [truth for truth in truths if truth.files]
    return _by_damage(name, back, events, judge_receipts, lambda truth: truth.reference)


def replies(truths: Sequence[ReplyTruth], readings: Sequence[Reading], events: Sequence[Event]) -> Figures:
    """Shares of the replies, overall and by damage; then field by field, certain or not."""
    figures = _by_damage("replies", truths, events, judge_replies, lambda truth: truth.answers)
    recorded = [event for event in events if event.kind is EventKind.REPLY_RECORDED]
    figures["replies.number_asked"] = share(sum("memo_no" not in event.beside for event in recorded), len(recorded))
    found = {truth.answers: [reading for reading in readings if reading.shows(truth.files)] for truth in truths}
    figures |= field_shares("replies.letter_date", [(found[t.answers], t.letter_date.isoformat()) for t in truths])
    figures |= field_shares("replies.memo_no", [(found[t.answers], t.memo_no) for t in truths])
    bound = [
        ([r.decision.settled.letter for r in found[t.answers] if not r.decision.doubts("letter")], t.answers)
        for t in truths
    ]
    figures |= value_shares("replies.letter", bound)
    read = [
        ([r.read.outcome.value for r in found[t.answers] if r.read.outcome and not _is_unknown(r)], t.outcome.value)
        for t in truths
    ]
    decided = [(r.read.outcome, t.outcome) for t in truths for r in found[t.answers] if not _is_unknown(r)]
    said = [(outcome.confidence, outcome.value == truth) for outcome, truth in decided if outcome is not None]
    return figures | value_shares("replies.outcome", read) | reliability.table("replies.outcome.reliability", said)


def gates(truths: Sequence[ReplyTruth], recorded: Callable[[str, float], Sequence[Event]]) -> Figures:
    """The shares of the replies that are recorded and wrong, were the gate of one fact another than it is.

    ``recorded``: the events that the product would append with this gate for that fact.
    """
    figures = {}
    for fact in GATES_OF_REPLIES:
        for least in GATES_TRIED:
            tally = judge_replies(truths, recorded(fact, least))
            name = f"replies.{fact}.gate_{100 * least:02.0f}"
            figures[f"{name}.recorded"] = share(tally.recorded, tally.came_back)
            figures[f"{name}.wrong"] = share(tally.wrong, tally.came_back)
    return figures


def _is_unknown(reading: Reading) -> bool:
    return reading.read.outcome is not None and reading.read.outcome.value == Outcome.UNKNOWN


def share(part: int, whole: int) -> float:
    """``part`` of ``whole``; of nothing, 0."""
    return part / whole if whole else 0.0


def field_shares(name: str, papers: Sequence[tuple[Sequence[Reading], str]]) -> Figures:
    """Shares of the papers that say this at all whose best finding of it is right, and wrong; the rest went unread.

    ``wrong_unasked``: wrong, and no doubt about this field was raised. ``reliability``: see reliability.py.
    """
    field = name.rpartition(".")[2]
    values = [([value for r in readings if (value := r.value(field))], truth) for readings, truth in papers]
    unasked = [([r for r in readings if not r.decision.doubts(field)], truth) for readings, truth in papers]
    missed = sum(any((value := r.value(field)) and not is_same(value, truth) for r in rs) for rs, truth in unasked)
    best = [(found[0], truth) for rs, truth in papers for r in rs if (found := r.read.facts.get(field))]
    said = [(finding.confidence, is_same(finding.value, truth)) for finding, truth in best]
    figures = value_shares(name, values) | {f"{name}.wrong_unasked": share(missed, len(papers))}
    return figures | reliability.table(f"{name}.reliability", said)


def text_shares(name: str, texts: ReaderTexts, papers: Sequence[tuple[Sequence[PageFile], str]], on: date) -> Figures:
    """The share of the papers, given as pages with the true value, whose text by each reader says the value at all:
    the most that anyone could find in it, who would still have to tell it from all others on the page."""
    figures = {}
    for reader, by_page in texts.items():
        read = [("\n".join(by_page.get((page.file, page.at), "") for page in pages), truth) for pages, truth in papers]
        figures[f"{name}.in_{reader}"] = share(sum(_says(text, truth, on) for text, truth in read), len(papers))
    return figures


def _says(text: str, truth: str, on: date) -> bool:
    if truth in {found.value.isoformat() for found in find_dates(normal(text), on)}:
        return True
    return f"/{key(fold(truth))}/" in f"/{key(fold(text))}/"


def value_shares(name: str, papers: Sequence[tuple[Collection[str], str]]) -> Figures:
    """Of papers with the values read and the true one: the share right (the first value is it), and wrong."""
    right = sum(bool(values) and is_same(next(iter(values)), truth) for values, truth in papers)
    read = sum(bool(values) for values, _ in papers)
    return {f"{name}.right": share(right, len(papers)), f"{name}.wrong": share(read - right, len(papers))}


def _by_damage(
    name: str,
    truths: Sequence[T],
    events: Sequence[Event],
    judge: Callable[[Iterable[T], Iterable[Event]], Tally],
    letter: Callable[[T], str],
) -> Figures:
    figures = {f"{name}.count": float(len(truths)), **_tally(name, judge(truths, events))}
    groups = {damage.value: {damage} for damage in Damage} | {"light_and_medium": {Damage.LIGHT, Damage.MEDIUM}}
    for group, damages in groups.items():
        part = [truth for truth in truths if truth.damage in damages]
        letters = {letter(truth) for truth in part}
        if part:
            tally = judge(part, [event for event in events if event.letter in letters])
            figures |= _tally(f"{name}.{group}", tally)
    return figures


def _tally(name: str, tally: Tally) -> Figures:
    parts = {"recorded": tally.recorded, "queued": tally.queued, "wrong": tally.wrong}
    return {f"{name}.{what}": share(part, tally.came_back) for what, part in parts.items()}
