"""The events: appended to the chain, read with what lies beside them.

record.append(event) -> Event                       with seq, recorded_at and actor filled in
record.append_all(events) -> list[Event]            the same of several, in this order
record.events(*, claims=None, letter=None, letters=None, kinds=None, shared=False) -> list[Event]    by the chain
record.head() -> Head                               length and hash of the chain, for dossiers and backups
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, select

from rules.errors import StoreDamaged, UsageError
from rules.events import Event, EventKind
from rules.roles import Right
from store.chain import Chain, Head
from store.codec import canonical, pack, unpack
from store.keys import CHAIN, HOUSE, chunks
from store.tables import BesideRow, EventRow
from store.unit import Unit


def commitment(salt: str, beside: dict[str, str]) -> str:
    """What the chain keeps of sealed words: a hash that says nothing without the salt, which is sealed with them."""
    return sha256(f"{salt}\n{canonical(beside)}".encode()).hexdigest()


class Events(Unit):
    def append(self, event: Event) -> Event:
        """Append ``event`` to the chain; its seq, recorded_at and actor are given here, whatever it says.

        UsageError for a fact that is not a code, number, yes/no or ISO date, or for a claim that is not on record.
        """
        return self.append_all([event])[0]

    def append_all(self, events: Sequence[Event]) -> list[Event]:
        """``append`` of several events in this order, in few queries."""
        self.need(Right.TELL)
        self._hold_claims(event.claim for event in events)
        salts = [secrets.token_hex(16) for _ in events]
        rows = [self._row_of(event, salt) for event, salt in zip(events, salts, strict=True)]
        self._events_chain().extend(rows)
        appended = []
        for event, row, salt in zip(events, rows, salts, strict=True):
            beside = dict(event.beside)
            owner = (self._claimant_of(event.claim, event.letter) or HOUSE) if beside else HOUSE
            if beside and self._is_erased(owner):  # nothing of her is written any more, only that something was said
                beside = {}
            if beside:
                sealed = self._keys.key(owner).seal(pack({"salt": salt, "beside": beside}), f"event/{row.seq}")
                self._session.add(BesideRow(seq=row.seq, owner=owner, sealed=sealed))
            appended.append(_event(row, beside))
        self._session.flush()
        return appended

    def _row_of(self, event: Event, salt: str) -> EventRow:
        """The row of a new event, without its place in the chain; UsageError as ``append`` says."""
        if isinstance(event.on, datetime) or not isinstance(event.on, date):
            raise UsageError(f"The event {event.kind} needs a date.")
        if any(not isinstance(fact, str | int | None) for fact in event.facts.values()):
            raise UsageError(f"A fact of the event {event.kind} is neither text, number, yes/no nor empty.")
        if event.claim is not None and self._claim_row(event.claim) is None:
            raise UsageError(f"There is no claim {event.claim} on record.")
        return EventRow(
            kind=event.kind,
            on=event.on,
            claim=event.claim,
            letter=event.letter,
            facts=dict(event.facts),
            commitment=commitment(salt, dict(event.beside)) if event.beside else "",
            recorded_at=self._moment(),
            actor=self.actor,
        )

    def events(
        self,
        *,
        claims: Collection[str] | None = None,
        letter: str | None = None,
        letters: Collection[str] | None = None,
        kinds: Collection[EventKind] | None = None,
        shared: bool = False,
    ) -> list[Event]:
        """Events in order of the chain; ``beside`` is empty where its key is destroyed, or is not for the actor.

        ``shared``: with those of what other organisations' citizens ask in general, which serves claims of hers too.
        """
        self.need(Right.EVENTS)
        query = select(EventRow, BesideRow).outerjoin(BesideRow, BesideRow.seq == EventRow.seq)
        query = query.where(self._of_claim(EventRow.claim), self._of_letter(EventRow.letter, shared=shared))
        if letter is not None:
            query = query.where(EventRow.letter == letter)
        if kinds is not None:
            query = query.where(EventRow.kind.in_(list(kinds)))
        found = [row for part in self._parts(query, claims, letters) for row in part]
        self._keys.preload({beside.owner for _, beside in found if beside is not None})
        return sorted((_event(row, self._beside(row, beside)) for row, beside in found), key=lambda event: event.seq)

    def _parts(
        self,
        query: Select[tuple[EventRow, BesideRow]],
        claims: Collection[str] | None,
        letters: Collection[str] | None,
    ) -> Iterable[Iterable[Any]]:
        queries = [query]
        if claims is not None:
            queries = [one.where(EventRow.claim.in_(some)) for one in queries for some in chunks(set(claims))]
        if letters is not None:
            queries = [one.where(EventRow.letter.in_(some)) for one in queries for some in chunks(set(letters))]
        return [self._session.execute(one) for one in queries]

    def _beside(self, row: EventRow, beside: BesideRow | None) -> dict[str, str]:
        if beside is not None and row.claim is None and row.letter is not None and not self._reference_row(row.letter):
            return {}
        key = self._keys.find(beside.owner) if beside is not None and self.may(Right.PAPERS) else None
        if beside is None or key is None:
            return {}
        opened = unpack(key.open(beside.sealed, f"event/{row.seq}"))
        if commitment(opened["salt"], opened["beside"]) != row.commitment:
            raise StoreDamaged(f"what lies beside event {row.seq} is not what was written")
        words: dict[str, str] = opened["beside"]
        return words

    def head(self) -> Head:
        """Length and hash of the event chain."""
        return self._events_chain().head()

    def _events_chain(self) -> Chain:
        return Chain(self._session, CHAIN, self._keys.need(CHAIN))


def _event(row: EventRow, beside: dict[str, str]) -> Event:
    return Event(
        kind=row.kind,
        on=row.on,
        claim=row.claim,
        letter=row.letter,
        facts=row.facts,
        beside=beside,
        seq=row.seq,
        recorded_at=row.recorded_at,
        actor=row.actor,
    )
