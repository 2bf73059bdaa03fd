"""Who asks in general under the RTI Act: social workers with their own addresses, sealed under the house's key.

record.citizens() -> list[Citizen]                        by organisation and name
record.put_citizen(citizen) -> Citizen                    in the place of the one of her organisation and name
record.remove_citizen(organisation, name) -> bool         whether there was one
"""

from __future__ import annotations

from sqlalchemy import select

from rules.citizens import Citizen
from rules.errors import NotAllowed
from rules.roles import Right
from rules.text import fold
from store.codec import pack, unpack
from store.keys import HOUSE
from store.tables import CitizenRow
from store.unit import Unit


class Citizens(Unit):
    def citizens(self) -> list[Citizen]:
        """Those of the actor's organisation, of all where none bounds her."""
        self.need(Right.NAMES)
        rows = self._session.scalars(select(CitizenRow))
        found = [self._citizen(row) for row in rows if self.within(row.organisation)]
        return sorted(found, key=lambda one: (one.organisation, fold(one.name)))

    def put_citizen(self, citizen: Citizen) -> Citizen:
        """Let her ask, or give her another address; a script in which only her earlier name was given is kept."""
        for row in self._rows_called(citizen.organisation, citizen.name):
            citizen = citizen.also_called(self._citizen(row).name)
            self._session.delete(row)
        said = pack({"name": citizen.name, "address": citizen.address})
        sealed = self._keys.key(HOUSE).seal(said, f"citizen/{citizen.organisation}")
        self._session.add(CitizenRow(organisation=citizen.organisation, sealed=sealed))
        self._session.flush()
        return citizen

    def remove_citizen(self, organisation: str, name: str) -> bool:
        """She asks no more."""
        rows = self._rows_called(organisation, name)
        for row in rows:
            self._session.delete(row)
        self._session.flush()
        return bool(rows)

    def _rows_called(self, organisation: str, name: str) -> list[CitizenRow]:
        """The rows of a name, to be changed: NotAllowed who may not."""
        self.need(Right.ENTER)
        if not self.within(organisation):
            raise NotAllowed(self.actor, "enter people of another organisation")
        rows = self._session.scalars(select(CitizenRow).where(CitizenRow.organisation == organisation))
        return [row for row in rows if self._citizen(row).is_called(organisation, name)]

    def _citizen(self, row: CitizenRow) -> Citizen:
        said = unpack(self._keys.key(HOUSE).open(row.sealed, f"citizen/{row.organisation}"))
        return Citizen(row.organisation, said["name"], said["address"])
