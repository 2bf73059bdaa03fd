"""What waits for a person: an entry with its crops, its candidates and its reasons, until somebody settles it.

    record.add_review(ReviewEntry(kind=…, reasons=…, …)) -> int     same key: the entry that is there already
    record.reviews(open_only=True, *, scan=None, letter=None) -> list[ReviewEntry]
    record.review(id) -> ReviewEntry | None
    record.settle_review(id, decision, *, values=None, note="") -> ReviewEntry
    record.postpone_review(id, until) -> ReviewEntry

``kind`` is a code word (receipt, reply, file, …). What was read, and what a person wrote, is sealed under the key of
the letter's claimant where one is named, else under the scan's, else under the house's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

from rules.errors import StoreRefuses, UsageError
from rules.findings import ReviewReason
from rules.roles import Right
from store.codec import pack, pack_as, unpack, unpack_as
from store.keys import HOUSE, intake
from store.states import ReviewState
from store.tables import ReviewRow, ScanRow, VaultFileRow
from store.unit import Unit

__all__ = ["Candidate", "ReviewEntry", "ReviewState", "Reviews"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One letter that the paper may belong to: how likely (0..1), and why."""

    reference: str
    score: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """One question to a person. Everything from ``id`` on is given by the record."""

    kind: str
    reasons: tuple[ReviewReason, ...]
    candidates: tuple[Candidate, ...] = ()
    crops: tuple[str, ...] = ()  # vault addresses of pictures
    scan: int | None = None
    document: int | None = None
    letter: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)  # what was read, as JSON; dates as text
    key: str | None = None  # of one question, so that a second run does not ask it twice
    id: int = 0
    state: ReviewState = ReviewState.OPEN
    opened_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    postponed_until: date | None = None
    postponed_by: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)  # what the person said instead
    note: str = ""

    def is_due(self, on: date) -> bool:
        """Whether it waits for a person on this day; one that was put off waits from its day."""
        return self.state is ReviewState.OPEN and (self.postponed_until is None or self.postponed_until <= on)


@dataclass(frozen=True, slots=True)
class _Question:
    """The sealed part of an entry."""

    reasons: tuple[ReviewReason, ...]
    candidates: tuple[Candidate, ...]
    facts: dict[str, Any]


class Reviews(Unit):
    def add_review(self, entry: ReviewEntry) -> int:
        """Queue ``entry`` and return its number. UsageError for a crop that is not in the vault."""
        self.need(Right.TAKE_IN)
        if entry.key is not None:
            known = self._session.scalar(select(ReviewRow.id).where(ReviewRow.key == entry.key))
            if known is not None:
                return known
        for crop in entry.crops:
            if self._session.get(VaultFileRow, crop) is None:
                raise UsageError(f"The crop {crop[:12]} is not in the vault; put it there first.")
        row = ReviewRow(
            key=entry.key,
            kind=entry.kind,
            state=ReviewState.OPEN,
            scan=entry.scan,
            document=entry.document,
            letter=entry.letter,
            crops=list(entry.crops),
            owner=self._owner(entry),
            opened_at=self._moment(),
        )
        self._session.add(row)
        self._session.flush()
        question = _Question(entry.reasons, entry.candidates, unpack(pack(entry.facts)))
        if not self._is_erased(row.owner):  # nothing of her is written any more
            row.sealed = self._keys.key(row.owner).seal(pack_as(_Question, question), f"review/{row.id}")
        self._session.flush()
        return row.id

    def _owner(self, entry: ReviewEntry) -> str:
        claimant = self._claimant_of(None, entry.letter) if entry.letter else None
        if claimant is not None:
            return claimant
        scan = self._session.get(ScanRow, entry.scan) if entry.scan is not None else None
        return intake(scan.sha256) if scan is not None else HOUSE

    def reviews(
        self, open_only: bool = True, *, scan: int | None = None, letter: str | None = None
    ) -> list[ReviewEntry]:
        """Entries, oldest first."""
        self.need(Right.PAPERS)
        query = select(ReviewRow).where(self._asked_of_her()).order_by(ReviewRow.id)
        if open_only:
            query = query.where(ReviewRow.state == ReviewState.OPEN)
        if scan is not None:
            query = query.where(ReviewRow.scan == scan)
        if letter is not None:
            query = query.where(ReviewRow.letter == letter)
        rows = list(self._session.scalars(query))
        self._keys.preload({row.owner for row in rows})
        return [self._entry(row) for row in rows]

    def review(self, review: int) -> ReviewEntry | None:
        self.need(Right.PAPERS)
        row = self._review_row(review)
        return self._entry(row) if row else None

    def _review_row(self, review: int, *, lock: bool = False) -> ReviewRow | None:
        """The entry, unless it is about a letter or a scan that does not exist for the actor."""
        query = select(ReviewRow).where(ReviewRow.id == review, self._asked_of_her())
        return self._session.scalar(query.with_for_update() if lock else query)

    def _asked_of_her(self) -> ColumnElement[bool]:
        """Which entries are about a letter of hers, or about no letter and a scan that is hers to look through."""
        if not self._standing.bounded:
            return true()
        own = select(ScanRow.id).where(self._own_scans())
        matched = ReviewRow.letter.is_not(None)
        return and_(self._of_letter(ReviewRow.letter), or_(matched, ReviewRow.scan.is_(None), ReviewRow.scan.in_(own)))

    def settle_review(
        self,
        review: int,
        decision: ReviewState,
        *,
        values: Mapping[str, Any] | None = None,
        note: str = "",
    ) -> ReviewEntry:
        """Close an entry: accepted as read, corrected to ``values``, discarded with a ``note``, split or joined.

        UsageError if there is none; StoreRefuses if it was settled before.
        """
        row = self._open_row(review)
        if decision is ReviewState.OPEN:
            raise UsageError("A review entry is settled as accepted, corrected, discarded, split or joined.")
        row.state, row.settled_at, row.settled_by = ReviewState(decision), self._moment(), self.actor
        key = self._keys.find(row.owner)
        if key is not None:  # of an erased person nothing is written any more
            row.settlement = key.seal(pack({"values": values or {}, "note": note}), f"settlement/{row.id}")
        self._session.flush()
        return self._entry(row)

    def postpone_review(self, review: int, until: date) -> ReviewEntry:
        """Put an entry off to a day. UsageError if there is none; StoreRefuses if it was settled before."""
        row = self._open_row(review)
        row.postponed_until, row.postponed_by = until, self.actor
        self._session.flush()
        return self._entry(row)

    def _open_row(self, review: int) -> ReviewRow:
        self.need(Right.TAKE_IN)
        row = self._review_row(review, lock=True)
        if row is None:
            raise UsageError(f"There is no review entry {review}.")
        if row.state is not ReviewState.OPEN:
            raise StoreRefuses(f"Review entry {review} was settled already: {row.state}. Record a correction instead.")
        return row

    def _entry(self, row: ReviewRow) -> ReviewEntry:
        key = self._keys.find(row.owner)
        entry = ReviewEntry(
            kind=row.kind,
            reasons=(),
            crops=tuple(row.crops),
            scan=row.scan,
            document=row.document,
            letter=row.letter,
            key=row.key,
            id=row.id,
            state=row.state,
            opened_at=row.opened_at,
            settled_at=row.settled_at,
            settled_by=row.settled_by,
            postponed_until=row.postponed_until,
            postponed_by=row.postponed_by,
        )
        if key is not None and row.sealed is not None:
            asked = unpack_as(_Question, key.open(row.sealed, f"review/{row.id}"))
            entry = replace(entry, reasons=asked.reasons, candidates=asked.candidates, facts=asked.facts)
        if key is not None and row.settlement is not None:
            entry = replace(entry, **unpack(key.open(row.settlement, f"settlement/{row.id}")))
        return entry
