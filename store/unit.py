"""What every part of the record stands on: one transaction, its keys, its actor and the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import regex
from sqlalchemy.orm import Session

from rules.errors import UsageError
from store.keys import HOUSE, Keyring
from store.sealing import DataKey
from store.tables import ClaimantRow, ClaimRow, ReferenceRow

Now = Callable[[], datetime]
# "system:take_in_scans", "operator:u-17": a role and an id, never a name.
_ACTOR = regex.compile(r"[a-z][a-z_-]*:[A-Za-z0-9][A-Za-z0-9._-]*")


def utc_now() -> datetime:
    return datetime.now(UTC)


def check_actor(actor: str) -> str:
    """``actor`` if it is of the form role:id, such as ``system:write_letters``; UsageError if not."""
    if not _ACTOR.fullmatch(actor) or len(actor) > 64:
        raise UsageError("An actor is a role and an id, such as 'operator:u-17' or 'system:track_deadlines'.")
    return actor


class Unit:
    """The base of ``Record``; the parts of the record are classes on top of it."""

    def __init__(self, session: Session, keys: Keyring, actor: str, now: Now) -> None:
        self._session = session
        self._keys = keys
        self._now = now
        self.actor = check_actor(actor)

    def _moment(self) -> datetime:
        return self._now().astimezone(UTC)

    def commit(self) -> None:
        """Keep what was done so far. Leaving the block without it undoes everything since the last commit."""
        self._session.commit()

    def _claimant_of(self, claim: str | None, letter: str | None = None) -> str | None:
        """Whose a claim or letter is; None for an aggregate letter or one bound to no claim yet."""
        if claim is None and letter is not None:
            reserved = self._session.get(ReferenceRow, letter)
            claim = reserved.claim if reserved else None
        row = self._session.get(ClaimRow, claim) if claim else None
        return row.claimant if row else None

    def _is_erased(self, owner: str) -> bool:
        """Whether ``owner`` is a person who was erased: her key is gone by intent."""
        row = self._session.get(ClaimantRow, owner)
        return row is not None and row.erased_on is not None

    def _key_of(self, claimant: str | None) -> tuple[str, DataKey]:
        """The name of the key's owner and the key: hers, or the house's where it is about no one person."""
        owner = claimant or HOUSE
        return owner, self._keys.key(owner)
