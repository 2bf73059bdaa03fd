"""Citizens who ask in general under the RTI Act: social workers, each in her own name and at an address of her own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flows.wiring import Dabi
from rules.errors import UsageError
from rules.text import Text, fold, in_scripts
from store.record import Record

_ORDER = "general_requests"  # the standing order that says who asks


@dataclass(frozen=True, slots=True)
class Citizen:
    """``name`` as claims have it for the social worker, in one script or both; ``address``: where answers reach her."""

    name: str
    address: str

    @property
    def names(self) -> Text:
        return in_scripts(self.name)

    def is_called(self, name: str) -> bool:
        """Whether a claim's social worker is this citizen; a name in one script is enough."""
        mine, other = ({fold(one) for one in (text.en, text.bn) if one} for text in (self.names, in_scripts(name)))
        return bool(mine & other)


def citizens(record: Record) -> list[Citizen]:
    """Who asks, by name."""
    order = record.standing_order(_ORDER) or {}
    return sorted((Citizen(**row) for row in order.get("citizens", [])), key=lambda one: fold(one.name))


def called(among: Iterable[Citizen], name: str) -> Citizen | None:
    """The citizen that a claim's social worker is."""
    return next((one for one in among if one.is_called(name)), None)


def add(dabi: Dabi, name: str, address: str) -> Citizen:
    """Let a social worker ask in her own name, or give her another address."""
    lines = [line.strip() for line in address.replace(";", "\n").splitlines() if line.strip()]
    if not fold(name) or not lines:
        raise UsageError("A citizen needs a name and an address. Write the name as the claims have it.")
    new = Citizen(" ".join(name.split()), "\n".join(lines))
    _change(dabi, new.name, [new])
    return new


def remove(dabi: Dabi, name: str) -> None:
    """She asks no more; what she has asked stays on record. UsageError for a name that is not on the list."""
    if not _change(dabi, name, []):
        raise UsageError("There is no citizen of this name. See 'dabi citizens list'.")


def _change(dabi: Dabi, name: str, instead: list[Citizen]) -> bool:
    """Put others in the place of those of a name; whether there were any."""
    with dabi.store.begin(dabi.actor) as record:
        known = citizens(record)
        kept = [one for one in known if not one.is_called(name)]
        rows = [{"name": one.name, "address": one.address} for one in (*kept, *instead)]
        record.set_standing_order(_ORDER, {"citizens": rows})
        record.commit()
    return len(kept) < len(known)
