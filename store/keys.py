"""The data keys of one transaction: found, drawn and kept unwrapped only as long as it lasts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from rules.errors import StoreDamaged
from store.sealing import DataKey, MasterKey
from store.tables import DataKeyRow

T = TypeVar("T")

_INTAKE = "scan/"
HOUSE = "house"  # what belongs to no one person
CHAIN = "chain"
ACCESS = "access"
BLIND = "blind"
CHUNK = 500


def chunks(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """``items`` in pieces that fit the number of parameters of one query."""
    rest = list(items)
    for start in range(0, len(rest), CHUNK):
        yield rest[start : start + CHUNK]


def intake(address: str) -> str:
    """The owner of what was read from one scan, as long as it is not split by person."""
    return f"{_INTAKE}{address}"


def scan_of_intake(owner: str) -> str | None:
    """The address of the scan whose intake owner this is; None for any other owner."""
    return owner.removeprefix(_INTAKE) if owner.startswith(_INTAKE) else None


class Keyring:
    def __init__(self, session: Session, master: MasterKey) -> None:
        self._session = session
        self._master = master
        self._open: dict[str, bytes] = {}

    def draw(self, owner: str) -> DataKey:
        """A new data key for ``owner``, recorded with this transaction."""
        secret = DataKey.draw()
        self._session.add(DataKeyRow(owner=owner, wrapped=self._master.wrap(owner, secret)))
        self._session.flush()
        self._open[owner] = secret
        return DataKey(secret)

    def renew(self, owner: str) -> None:
        """Put a new key in the place of the one of ``owner``: what that one made can never be made again."""
        secret = DataKey.draw()
        self._session.get_one(DataKeyRow, owner).wrapped = self._master.wrap(owner, secret)
        self._session.flush()
        self._open[owner] = secret

    def preload(self, owners: Iterable[str]) -> None:
        """Fetch many keys in few queries."""
        for some in chunks({owner for owner in owners if owner not in self._open}):
            for row in self._session.scalars(select(DataKeyRow).where(DataKeyRow.owner.in_(some))):
                self._open[row.owner] = self._master.unwrap(row.owner, row.wrapped)

    def find(self, owner: str) -> DataKey | None:
        """The key of ``owner``; None once it was destroyed (or never drawn)."""
        secret = self.secret(owner)
        return None if secret is None else DataKey(secret)

    def key(self, owner: str) -> DataKey:
        """The key of ``owner``, which must be there."""
        found = self.find(owner)
        if found is None:
            raise StoreDamaged(f"the data key of {owner} is missing")
        return found

    def secret(self, owner: str) -> bytes | None:
        if owner not in self._open:
            self.preload([owner])
        return self._open.get(owner)

    def need(self, owner: str) -> bytes:
        """The raw key of a chain or of the blind index, which must be there."""
        secret = self.secret(owner)
        if secret is None:
            raise StoreDamaged(f"the key of the {owner} is missing")
        return secret
