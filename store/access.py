"""Who read whose name, when and why: one link per query on a chain of its own.

record.accesses(claimant=None) -> list[Access]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import regex
from sqlalchemy import not_, select

from rules.errors import UsageError
from rules.roles import Right
from store.chain import Chain
from store.keys import ACCESS
from store.tables import AccessRow, ClaimantRow
from store.unit import Unit

_PURPOSE = regex.compile(r"[a-z0-9][a-z0-9 _:.-]*")


@dataclass(frozen=True, slots=True)
class Access:
    """One query that read names: the claimants' codes, the purpose (a code word) and the actor."""

    seq: int
    purpose: str
    claimants: tuple[str, ...]
    recorded_at: datetime
    actor: str


class Accesses(Unit):
    def _note_access(self, claimants: Iterable[str], purpose: str) -> None:
        if len(purpose) > 64 or not _PURPOSE.fullmatch(purpose):
            raise UsageError("The purpose of reading names is a code word, such as 'write_letters'.")
        row = AccessRow(purpose=purpose, claimants=sorted(set(claimants)), recorded_at=self._moment(), actor=self.actor)
        Chain(self._session, ACCESS, self._keys.need(ACCESS)).extend([row])

    def accesses(self, *, claimant: str | None = None) -> list[Access]:
        """All reading of names, or of one claimant's, oldest first."""
        self.need(Right.AUDIT)
        rows = self._session.scalars(select(AccessRow).order_by(AccessRow.seq)).all()
        theirs = self._claimants_of_others()
        found = [(row, tuple(code for code in row.claimants if code not in theirs)) for row in rows]
        return [
            Access(row.seq, row.purpose, codes, row.recorded_at, row.actor)
            for row, codes in found
            if (claimant is None or claimant in codes) and (codes or not row.claimants)
        ]

    def _claimants_of_others(self) -> set[str]:
        if not self._standing.bounded:
            return set()
        return set(self._session.scalars(select(ClaimantRow.code).where(not_(self._people()))))
