"""The same paper scanned or photographed again: found among the papers of its letter, so that nobody is asked twice.

Bytes differ from scan to scan. A receipt copy of ours is the same paper where the picture of the office's mark is alike
and stands in the same place of the same letter; a reply is where its number and its date are those of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractors.likeness import is_alike
from extractors.numbers import is_same
from flows.recording import recorded_of
from flows.take_in_scans.archive import ACTOR
from flows.take_in_scans.papers import Paper
from flows.wiring import Dabi
from rules.errors import StoreDamaged
from rules.events import EventKind
from rules.findings import DocumentKind, FractionBox, ReadDocument
from store.record import Record
from store.reviews import ReviewEntry
from store.states import ReviewState

# Of an entry whose paper is on no record: its pages stand in another document, or are to be scanned anew.
_GIVEN_UP = (ReviewState.SPLIT, ReviewState.JOINED, ReviewState.DISCARDED)
_SAME_PLACE = 0.6  # of the area that two boxes cover together, the share that both cover


@dataclass(frozen=True, slots=True)
class Twin:
    """An earlier document of the same paper; ``entry`` asks about it and is still open, if there is one."""

    document: int
    read: ReadDocument
    entry: ReviewEntry | None


def twins(dabi: Dabi, record: Record, letter: str, paper: Paper, but: int) -> list[Twin]:
    """Earlier documents of this very paper among those of ``letter``, without the document ``but``."""
    entries = {entry.document: entry for entry in record.reviews(open_only=False, letter=letter) if entry.document}
    known = {one.id: one for one in record.documents(ids=list(entries))}
    known |= {one.id: one for one in record.documents(letter=letter)}
    marks = {
        event.facts["document"]: str(event.facts["proof"])
        for event in record.events(letter=letter, kinds=[EventKind.RECEIPT_RECORDED])
        if event.facts.get("proof")
    }
    # What was taken back as misread is not on record, however many scans of it came.
    kind = EventKind.RECEIPT_RECORDED if paper.read.kind is DocumentKind.RECEIPT else EventKind.REPLY_RECORDED
    stands = bool(recorded_of(record, letter, kind))
    found = []
    for one in known.values():
        if one.id == but or one.read is None or one.read.kind is not paper.read.kind:
            continue
        entry = entries.get(one.id)
        if entry is not None and entry.state in _GIVEN_UP and not one.letters:
            continue
        mark = marks.get(one.id) or (entry.crops[0] if entry is not None and entry.crops else None)
        if paper.read.kind is DocumentKind.RECEIPT:
            same = mark is not None and _is_same_mark(dabi, paper, one.read, mark)
        else:
            same = _is_same_letter(paper.read, one.read)
        still = entry if entry is not None and entry.state is ReviewState.OPEN else None
        if same and (still is not None or stands):
            found.append(Twin(one.id, one.read, still))
    return found


def contradicts(values: Mapping[str, str], twin: Twin) -> bool:
    """Whether any of these values, which nothing speaks against, was read otherwise on the earlier scan."""
    said = {name: found[0].value for name, found in twin.read.facts.items() if found}
    if twin.read.outcome is not None:
        said["outcome"] = twin.read.outcome.value
    return any(name in said and not is_same(value, said[name]) for name, value in values.items())


def _is_same_mark(dabi: Dabi, paper: Paper, other: ReadDocument, mark: str) -> bool:
    box, other_box = paper.read.proof_box, other.proof_box
    if box is None or other_box is None or not paper.pictures or _shared(box, other_box) < _SAME_PLACE:
        return False
    try:
        return is_alike(paper.pictures[0], dabi.store.vault.get(mark, ACTOR))
    except StoreDamaged:  # 'dabi verify' tells of it; here the paper is only asked about
        return False


def _shared(one: FractionBox, other: FractionBox) -> float:
    """The area that both boxes cover, as a share of what they cover together."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    both = max(wide, 0.0) * max(high, 0.0)
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return both / (areas - both) if areas > both else 0.0


def _is_same_letter(one: ReadDocument, other: ReadDocument) -> bool:
    facts = [(read.facts.get("memo_no"), read.facts.get("letter_date")) for read in (one, other)]
    if not all(number and day for number, day in facts):
        return False
    (number, day), (other_number, other_day) = ((n[0].value, d[0].value) for n, d in facts if n and d)
    return day == other_day and is_same(number, other_number)
