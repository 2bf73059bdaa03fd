"""The hash chain under the event table and the access table: each link is keyed, and the head is sealed.

A link's hash is HMAC-SHA256 over the hash before it and the canonical JSON of its row. The key is in the store,
wrapped: who cannot open the store cannot forge a link. The head says how long the chain is and carries a seal of its
own, so a cut tail shows unless an old head was kept to put back; therefore ``record.head()`` also goes into backups
and dossiers.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rules.errors import Problem, StoreDamaged
from store.codec import canonical
from store.keys import chunks
from store.tables import HeadRow, LinkRow

FIRST = "0" * 64
REMEDY = "Change nothing; compare with the last backup."


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of a chain: its position and hash."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Link:
    seq: int
    previous: str
    hash: str


def body_of(row: LinkRow) -> dict[str, Any]:
    """What of a row is hashed: everything but the hashes themselves."""
    left_out = {"previous", "hash"}
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key not in left_out}


def _mac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), sha256).hexdigest()


def link_hash(key: bytes, previous: str, body: Mapping[str, Any]) -> str:
    return _mac(key, f"link\n{previous}\n{canonical(body)}")


def _head_seal(key: bytes, seq: int, head: str) -> str:
    return _mac(key, f"head\n{seq}\n{head}")


class Chain:
    """One chain within one transaction: ``name`` is its head's row, ``key`` its secret."""

    def __init__(self, session: Session, name: str, key: bytes) -> None:
        self._session = session
        self._name = name
        self._key = key

    def start(self) -> None:
        """Set the head of a new, empty chain."""
        self._session.add(
            HeadRow(chain=self._name, seq=0, hash=FIRST, seal=_head_seal(self._key, 0, FIRST)),
        )

    def _row(self, *, lock: bool) -> HeadRow:
        query = select(HeadRow).where(HeadRow.chain == self._name).execution_options(populate_existing=True)
        # SQLite ignores FOR UPDATE: there BEGIN IMMEDIATE has locked out other writers already.
        row = self._session.scalar(query.with_for_update() if lock else query)
        if row is None or not hmac.compare_digest(row.seal, _head_seal(self._key, row.seq, row.hash)):
            raise StoreDamaged(f"the head of the {self._name} chain is not what was written")
        return row

    def head(self) -> Head:
        row = self._row(lock=False)
        return Head(row.seq, row.hash)

    def extend(self, rows: Iterable[LinkRow]) -> None:
        """Give each row its place behind the last link, in this order, and add them."""
        head = self._row(lock=True)
        for row in rows:
            row.seq = head.seq + 1
            row.previous = head.hash
            row.hash = link_hash(self._key, head.hash, body_of(row))
            self._session.add(row)
            head.seq, head.hash = row.seq, row.hash
        head.seal = _head_seal(self._key, head.seq, head.hash)
        self._session.flush()

    def check(self, table: type[LinkRow]) -> Iterator[Problem]:
        """Every place where the chain is not what was written: altered, missing or inserted links, or a cut tail."""
        before, expected = FIRST, 1
        where = f"{table.__tablename__} chain"
        for seq, row in self._links(table):
            if seq != expected:
                gap = f"links {expected} to {seq - 1} are" if seq - 1 > expected else f"link {expected} is"
                yield Problem(where, f"{gap} missing.", REMEDY, "missing")
            if row is None or not hmac.compare_digest(row.hash, link_hash(self._key, row.previous, body_of(row))):
                yield Problem(where, f"link {seq} was altered or inserted.", REMEDY, "altered")
            elif seq == expected and row.previous != before:
                yield Problem(where, f"link {seq} does not follow the one before it.", REMEDY, "inserted")
            before, expected = row.hash if row else "", seq + 1
        try:
            head = self.head()
        except StoreDamaged:
            yield Problem(where, "its head was altered.", REMEDY, "altered")
            return
        if (head.seq, head.hash) != (expected - 1, before):
            yield Problem(where, f"it ends at link {expected - 1}, its head says {head.seq}.", REMEDY, "missing")

    def _links(self, table: type[LinkRow]) -> Iterator[tuple[int, LinkRow | None]]:
        """All links in order; None for one that cannot even be read as what it should be."""
        for some in chunks(self._session.scalars(select(table.seq).order_by(table.seq))):
            try:
                rows = list(self._session.scalars(select(table).where(table.seq.in_(some)).order_by(table.seq)))
                yield from ((row.seq, row) for row in rows)
            except (LookupError, ValueError, TypeError):
                yield from ((seq, self._link(table, seq)) for seq in some)

    def _link(self, table: type[LinkRow], seq: int) -> LinkRow | None:
        try:
            return self._session.get(table, seq)
        except (LookupError, ValueError, TypeError):
            return None
