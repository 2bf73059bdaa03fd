"""The offices to which one claim may go, from the first upwards, without those that must not learn of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rules.catalogue import Catalogue
from rules.offices import Office, Place
from rules.rows import Service
from rules.text import Text, fold, joined

NEXT_LEVEL = "letter.next"
_CONVENTIONS = {"dm": "letter.dm"}  # a District Magistrate is given longer (law.md 6)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step. ``index`` is the service's own count (0 = first office), so a gap is where an office was left out."""

    index: int
    office: Office
    clock: str  # the clock that runs from this office's receipt
    note: Text | None = None


def ladder(service: Service, place: Place, avoid: Collection[str], catalogue: Catalogue) -> tuple[Rung, ...]:
    """The rungs of a service at a place. ``avoid``: office ids, names, or kinds in words ("gram panchayat", "থানা").

    An office to avoid drops out, and so does one that cannot be named from the place (no panchayat given); the next
    rung's note says which and why. Raises KeyError for a district or block that the catalogue does not know.
    """
    offices = catalogue.offices
    rungs: list[Rung] = []
    left_out: list[Text] = []
    for index, row in enumerate(service.ladder):
        kind = offices.kind(row.kind)
        try:
            office = offices.at(row.kind, place)
        except KeyError:
            if not kind.on_demand:
                raise
            left_out.append(_unnamed(kind.designation))
            continue
        if avoided(office, avoid, catalogue):
            left_out.append(_wished(office))
            continue
        clock = row.clock or _CONVENTIONS.get(row.kind, NEXT_LEVEL) if rungs else service.clock
        notes = [*left_out, *([row.note] if row.note else [])]
        rungs.append(Rung(index, office, clock, joined(notes, "; ") if notes else None))
        left_out = []
    return tuple(rungs)


def avoided(office: Office, avoid: Collection[str], catalogue: Catalogue) -> bool:
    """Whether an office is one of those that must not learn of a claim."""
    for entry in avoid:
        words = fold(entry)
        names = {office.id, fold(office.name.en), fold(office.name.bn)}
        names |= {
            fold(f"{office.designation.en}, {office.name.en}"),
            fold(f"{office.designation.bn}, {office.name.bn}"),
        }
        if entry.strip() == office.id or words in names or office.kind in catalogue.offices.named_kinds(entry):
            return True
        found = catalogue.offices.find(entry, office.place.district) if office.place.district else None
        if found is not None and found.id == office.id:
            return True
    return False


def _wished(office: Office) -> Text:
    return Text(
        f"{office.designation.en} left out at the claimant's wish",
        f"আবেদনকারীর ইচ্ছায় {office.designation.bn} বাদ রাখা হয়েছে",
    )


def _unnamed(designation: Text) -> Text:
    return Text(
        f"{designation.en} left out: the claim does not name the office",
        f"{designation.bn} বাদ: দাবিতে দপ্তরটির নাম নেই",
    )
