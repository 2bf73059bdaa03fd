"""The offices to which one claim may go, from the first upwards, without those that must not learn of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rules.areas import Block, Place
from rules.catalogue import Catalogue
from rules.letters import LetterKind
from rules.office import Office
from rules.rows import OwnLimit, RungRow, Service
from rules.text import Text, fold, in_scripts, joined

NEXT_LEVEL = "letter.next"
CONVENTIONS = {"dm": "letter.dm"}  # a District Magistrate is given longer (law.md 6)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step. ``index`` is the service's own count (0 = first office), so a gap is where an office was left out."""

    index: int
    office: Office
    clock: str  # the clock that runs from this office's receipt
    note: Text | None = None
    letter: LetterKind = LetterKind.ESCALATION  # what goes to it, unless it is the first
    on_order: LetterKind | None = None  # what goes to it against an order from below, where that is another
    limit: OwnLimit | None = None  # our own limit for going there


def ladder(service: Service, place: Place, avoid: Collection[str], catalogue: Catalogue) -> tuple[Rung, ...]:
    """The rungs of a service at a place. ``avoid``: office ids, names, or kinds in words ("gram panchayat", "থানা").

    An office to avoid drops out, and so does one that cannot be named from the place (no panchayat given); the next
    rung's note says which and why. Raises KeyError for a district or block that the catalogue does not know.
    """
    offices = catalogue.offices
    block = offices.areas.find_block(place.block, place.district)
    if service.rural and block is not None and block.town:
        return ()
    rungs: list[Rung] = []
    left_out: list[Text] = []
    for index, row in enumerate(service.ladder):
        kind = offices.kind(_kind(row, block))
        if not offices.serves(kind.id, place):
            continue
        try:
            office = offices.at(kind.id, place)
        except KeyError:
            if row.named:
                continue
            if not kind.on_demand:
                raise
            left_out.append(_unnamed(kind.designation))
            continue
        if avoids(office, avoid, catalogue):
            left_out.append(_wished(office))
            continue
        if any(rung.office.id == office.id for rung in rungs):
            continue  # in a municipality two rungs may be one office
        clock = row.clock or CONVENTIONS.get(kind.id, NEXT_LEVEL) if rungs else service.clock
        notes = [*left_out, *([row.note] if row.note and kind.id == row.kind else [])]
        note = joined(notes, "; ") if notes else None
        rungs.append(Rung(index, office, clock, note, row.letter, row.on_order, row.limit))
        left_out = []
    return tuple(rungs)


def _kind(row: RungRow, block: Block | None) -> str:
    """The kind of office that stands on a rung in this block or municipality."""
    if block is not None and block.rationed and row.rationed is not None:
        return row.rationed
    return row.town if block is not None and block.town and row.town is not None else row.kind


def names(office: Office, entries: Collection[str], catalogue: Catalogue) -> bool:
    """Whether one of the entries, as people write them in a claims table, means this office.

    An entry is an office id, an office's name, or a kind in words ("gram panchayat", "থানা"), in either language.
    """
    return any(_means(entry, office, catalogue) for entry in entries)


def avoids(office: Office, entries: Collection[str], catalogue: Catalogue) -> bool:
    """Whether an office must not learn of a claim: what an entry only may mean is left out too."""
    district = office.place.district
    return names(office, entries, catalogue) or (
        bool(district)
        and any(office.id in catalogue.offices.may_mean(words, district) for entry in entries for words in _said(entry))
    )


def shuns(office: Office, entries: Collection[str], rungs: Collection[Rung], catalogue: Catalogue) -> bool:
    """Whether an office must not learn of the claim that climbs these rungs.

    A panchayat or police station off her ladder counts as one as soon as she avoids any: its id tells its name
    in one script only, so a wish written in the other would not be seen to mean it.
    """
    if not entries:
        return False
    on_it = any(rung.office.id == office.id for rung in rungs)
    as_written = catalogue.offices.kind(office.kind).on_demand
    return (as_written and not on_it) or avoids(office, entries, catalogue)


def _said(entry: str) -> tuple[str, ...]:
    """An entry in each script that it holds."""
    scripts = in_scripts(entry)
    return tuple(dict.fromkeys(filter(None, (entry.strip(), scripts.en, scripts.bn))))


def _means(entry: str, office: Office, catalogue: Catalogue) -> bool:
    if ":" in entry:
        return catalogue.offices.canonical(entry.strip()) == office.id
    if office.kind in catalogue.offices.named_kinds(entry):
        return True
    for words in _said(entry):
        said = {office.name.en, office.name.bn}
        said |= {f"{office.designation.en}, {office.name.en}", f"{office.designation.bn}, {office.name.bn}"}
        if fold(words) in map(fold, said):
            return True
        found = catalogue.offices.find(words, office.place.district, office.place) if office.place.district else None
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
