"""The current readers on papers whose truth a person told: each fact read right, read wrong, or left to a person.

Truth is what was accepted or corrected in review, and what was recorded in the place of an event taken back as misread.
What nobody told is not measured: a paper that was recorded unseen and never taken back says nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from extractors.numbers import is_same
from extractors.reply import GATES, regated
from flows import jobs
from flows.recording import Settled
from flows.take_in_scans.archive import Archive, candidates
from flows.take_in_scans.intake import ACTOR
from flows.take_in_scans.papers import Opened, open_and_read
from flows.take_in_scans.reading import Decision, decide
from flows.take_in_scans.steps import CHUNK
from flows.wiring import Dabi
from rules.errors import UsageError
from rules.events import Correction, Event, EventKind
from rules.findings import DocumentKind, ReadDocument
from rules.history import effective, numbered
from store.record import Record
from store.reviews import ReviewEntry, ReviewState
from store.scans import Document, Scan

PAPER = "paper"  # in the place of a fact: the paper as a whole
_LETTER = "letter"
_PAGES = "pages"  # which pages are one paper
_SHOWN_ON = {DocumentKind.RECEIPT: EventKind.RECEIPT_RECORDED, DocumentKind.REPLY: EventKind.REPLY_RECORDED}
_MISREAD = {Correction.MISREAD, Correction.WRONG_DATE}
_FACTS = ("received_date", "diary_no", "letter_date", "memo_no", "outcome", "fee_amount", "hearing_date")


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"  # and nobody would have been asked
    QUEUED = "queued"


Verdicts = Mapping[str, Verdict]  # by fact
Counts = Mapping[str, Mapping[Verdict, int]]  # by fact


@dataclass(frozen=True, slots=True)
class Change:
    """What other gates would make of one fact of one document."""

    document: int
    fact: str
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of each verdict by fact, under the gates that hold and under those that were tried (the same if none)."""

    papers: int
    now: Counts
    tried: Counts
    changes: tuple[Change, ...]


def score(dabi: Dabi, gates: Mapping[str, float]) -> Score:
    """Read every paper with a known truth again, and hold what would be recorded against it. Nothing is recorded.

    ``gates``: least confidences to try, by fact. They hold back what was read with less; the doubts that a receipt's
    stamp and pen raise by themselves stay. UsageError for a fact without a gate, or none between 0 and 1.
    """
    for name, least in gates.items():
        if name not in GATES or not 0 <= least <= 1:
            raise UsageError(f"There is no gate '{name[:20]}' at {least:g}. Use 0 to 1 for: {', '.join(GATES)}.")
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        truths = _truths(record)
        documents = [one for one in record.documents(ids=truths) if one.read is not None]
        scans = {one.scan: scan for one in documents if (scan := record.scan(one.scan)) is not None}
    known, now, tried, changes = candidates(dabi), [], [], []
    for document, read in _read_again(dabi, documents, scans):
        on = scans[document.scan].received_on
        told = _as_told(truths[document.id], document.read)
        before, after = (
            _verdicts(told, read, decide(regated(read, some), known, on)) if read is not None else _unread(told)
            for some in ({}, gates)
        )
        now.append(before)
        tried.append(after)
        changes += [
            Change(document.id, fact, before[fact], after[fact]) for fact in before if before[fact] is not after[fact]
        ]
    return Score(len(now), _counted(now), _counted(tried), tuple(changes))


def _truths(record: Record) -> dict[int, Settled]:
    """What each document says, by its id, as far as a person told."""
    reviewed = {
        entry.document: _told(entry)
        for entry in record.reviews(open_only=False)
        if entry.document is not None and entry.state in (ReviewState.ACCEPTED, ReviewState.CORRECTED)
    }
    return reviewed | dict(_replaced(record))


def _told(entry: ReviewEntry) -> Settled:
    values = {name: str(value) for name, value in {**entry.facts, **entry.values}.items() if value is not None}
    kind, letter = values.pop("kind", entry.kind), values.pop(_LETTER, entry.letter or "")
    return Settled(DocumentKind(kind), letter, {name: values[name] for name in _FACTS if values.get(name)})


def _replaced(record: Record) -> Iterator[tuple[int, Settled]]:
    """Documents that were recorded unseen and wrongly, with what a person recorded instead."""
    events = record.events(kinds=[*_SHOWN_ON.values(), EventKind.REPLY_NUMBERED, EventKind.CORRECTED])
    by_seq = {event.seq: event for event in events}
    counting = effective(numbered(events))
    for event in events:
        wrong = by_seq.get(int(event.facts.get("corrects") or 0))
        if wrong is None or event.facts.get("reason") not in _MISREAD or wrong.actor != ACTOR:
            continue
        right = [
            one for one in counting if (one.kind, one.letter) == (wrong.kind, wrong.letter) and one.seq > event.seq
        ]
        document = wrong.facts.get("document")
        if right and isinstance(document, int):
            yield document, _as_settled(right[-1])


def _as_settled(event: Event) -> Settled:
    kind = next(kind for kind, recorded in _SHOWN_ON.items() if recorded is event.kind)
    said = {**event.facts, **event.beside, "received_date": event.facts.get("received_on")}
    return Settled(kind, event.letter or "", {name: str(said[name]) for name in _FACTS if said.get(name)})


def _read_again(
    dabi: Dabi, documents: Sequence[Document], scans: Mapping[int, Scan]
) -> Iterator[tuple[Document, ReadDocument | None]]:
    """Each document with what is read now on most of its pages; None where nothing is."""
    archive = Archive(dabi)
    wanted = sorted({scans[one.scan] for one in documents}, key=lambda scan: (scan.received_on, scan.id))
    for on, some in groupby(wanted, key=lambda scan: scan.received_on):
        ids = [str(scan.id) for scan in some]
        for chunk in jobs.chunks(ids, CHUNK):
            opened = open_and_read(dabi, [scans[int(one)] for one in chunk], archive, on)
            for one in documents:
                if one.scan in opened:
                    yield one, _same_paper(one, opened[one.scan])


def _same_paper(document: Document, opened: Opened) -> ReadDocument | None:
    assert document.read is not None, "its key was destroyed"
    pages = set(document.read.pages)
    shared = [(len(pages & set(paper.read.pages)), paper.read) for paper in opened.papers]
    most, read = max(shared, key=lambda one: one[0], default=(0, None))
    return read if most else None


def _as_told(settled: Settled, read: ReadDocument | None) -> dict[str, str]:
    """A paper's facts with its letter, its kind and its pages."""
    pages = "-".join(map(str, read.pages)) if read is not None else ""
    return {_LETTER: settled.letter, "kind": settled.kind.value, _PAGES: pages, **settled.values}


def _unread(told: Mapping[str, str]) -> dict[str, Verdict]:
    return dict.fromkeys((PAPER, *told), Verdict.QUEUED)


def _verdicts(told: Mapping[str, str], paper: ReadDocument, decision: Decision) -> dict[str, Verdict]:
    """What became of each fact that was told, and of the paper as a whole."""
    read = _as_told(decision.settled, paper)
    found = {name: _verdict(read.get(name), value, decision.doubts(name)) for name, value in told.items()}
    if decision.reasons and not decision.number_waits:
        whole = Verdict.QUEUED
    else:
        whole = Verdict.WRONG if Verdict.WRONG in found.values() else Verdict.RIGHT
    return {PAPER: whole, **found}


def _verdict(read: str | None, truth: str, doubted: bool) -> Verdict:
    if not read or doubted:
        return Verdict.QUEUED
    return Verdict.RIGHT if is_same(read, truth) else Verdict.WRONG


def _counted(papers: Sequence[Verdicts]) -> dict[str, dict[Verdict, int]]:
    counts: dict[str, dict[Verdict, int]] = {}
    for fact, verdict in (one for verdicts in papers for one in verdicts.items()):
        counts.setdefault(fact, dict.fromkeys(Verdict, 0))[verdict] += 1
    return counts
