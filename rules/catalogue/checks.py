"""What no single catalogue row can show to be wrong: names that lead nowhere, loops, words that mean two things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import regex

from rules.catalogue.table import Table
from rules.errors import Problem
from rules.office_rows import Scope
from rules.offices import Offices
from rules.rows import Service
from rules.text import fold, slug

Tables = Mapping[str, Table]
_TAG = regex.compile(r"\[(S\d+[a-c]?)\b")
_ADD = "Add it or correct it."


def check_links(tables: Tables) -> list[Problem]:
    """Every faulty link between rows, each with its file, its row and what to do."""
    found = [*_kinds(tables), *_ladders(tables), *_validity(tables), *_names(tables), *_districts(tables)]
    return [*found, *_offices(tables), *_sources(tables)]


def _kinds(tables: Tables) -> Iterator[Problem]:
    """Kinds of office that lead to no kind, or back to themselves."""
    known = tables["office_kinds"].ids()
    rows = {row.id: row for row in tables["office_kinds"]}
    own = {row.id for row in tables["clocks"] if row.own} | tables["clocks"].faulty
    for row, where in tables["office_kinds"].placed():
        if row.rights is not None and row.rights.limit not in own | {None}:
            yield Problem(where, f"is told under {row.rights.limit}, no limit of our own.", _ADD, "rights")
        for field in ("superior", "faa"):
            other = getattr(row, field)
            if other is not None and other not in known:
                yield Problem(where, f"names the office kind {other}, which is not there.", _ADD, field)
            if row.id in _chain(rows, row.id, field):
                says = "stands above itself" if field == "superior" else "hears appeals against itself"
                yield Problem(where, f"{says}.", f"Break the loop of {field}.", field)


def _chain(rows: Mapping[str, object], start: str, field: str) -> list[str]:
    """The ids that a field leads to from row to row, up to the first that comes again."""
    chain: list[str] = []
    at = getattr(rows[start], field)
    while at is not None and at not in chain:
        chain.append(at)
        at = getattr(rows[at], field) if at in rows else None
    return chain


def _ladders(tables: Tables) -> Iterator[Problem]:
    """Rungs of no kind or clock, and ladders that turn back."""
    known = tables["office_kinds"].ids()
    kinds = {row.id: row for row in tables["office_kinds"]}
    clocks = {row.id: row.own or row.amount is None for row in tables["clocks"]}
    clocks |= dict.fromkeys(tables["clocks"].faulty, False)
    own = {row.id for row in tables["clocks"] if row.own}
    clocks |= {row.clock: False for row in tables["services"]}
    for row, where in tables["services"].placed():
        climbed: list[str] = []
        for rung in row.ladder:
            for kind in (rung.kind, rung.town, rung.rationed):
                if kind not in known | {None}:
                    yield Problem(where, f"climbs to the office kind {kind}, which is not there.", _ADD, "ladder")
            if rung.clock is not None and rung.clock not in clocks:
                yield Problem(where, f"names the clock {rung.clock}, which is not there.", _ADD, "ladder")
            elif rung.clock is not None and clocks[rung.clock]:
                yield Problem(where, f"runs a rung under {rung.clock}, no limit on an office.", "Correct it.", "ladder")
            if rung.limit is not None and rung.limit.clock not in own | tables["clocks"].faulty:
                yield Problem(where, f"goes on under {rung.limit.clock}, no limit of our own.", _ADD, "ladder")
            if rung.kind in climbed:
                yield Problem(where, f"comes to {rung.kind} twice.", "Each rung must lead upwards.", "ladder")
            elif rung.kind in kinds and (above := set(climbed) & set(_chain(kinds, rung.kind, "superior"))):
                lower = f"climbs from {min(above)} down to {rung.kind}."
                yield Problem(where, lower, "Put the lower office first.", "ladder")
            climbed.append(rung.kind)


def _validity(tables: Tables) -> Iterator[Problem]:
    """Schemes that end before they begin, lead to no successor, or are in force together with it."""
    known = tables["services"].ids()
    services = {row.id: row for row in tables["services"]}
    for row, where in tables["services"].placed():
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            yield Problem(where, "ends before it begins.", "Correct the two dates.", "valid_to")
        if row.successor is None:
            continue
        if row.successor not in known:
            yield Problem(where, f"names the successor {row.successor}, which is not there.", _ADD, "successor")
        elif row.id in _chain(services, row.id, "successor"):
            yield Problem(where, "is its own successor.", "Break the loop of successors.", "successor")
        elif row.successor in services and _together(row, services[row.successor]):
            remedy = "Give the one a valid_to before the other's valid_from."
            yield Problem(where, f"is in force together with its successor {row.successor}.", remedy, "valid_to")
    for row, where in tables["districts"].placed():
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            yield Problem(where, "ends before it begins.", "Correct the two dates.", "valid_to")


def _together(one: Service, other: Service) -> bool:
    """Whether there is a day on which both are in force."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first <= min(one.valid_to or date.max, other.valid_to or date.max)


def _names(tables: Tables) -> Iterator[Problem]:
    """Headings lead to one column; a service's name to one service on any day."""
    headings: dict[str, str] = {}
    for row, where in tables["columns"].placed():
        for heading in row.headings:
            first = headings.setdefault(fold(heading), row.name)
            if first != row.name:
                yield Problem(where, f"shares a heading with {first}.", "Rename one of them.")
    named: dict[str, list[Service]] = {}
    for row, where in tables["services"].placed():
        for name in dict.fromkeys(map(fold, row.names)):
            for other in named.setdefault(name, []):
                if _together(row, other):
                    yield Problem(where, f"shares the name '{name}' with {other.id}.", "Rename one of them.")
            named[name].append(row)


def _districts(tables: Tables) -> Iterator[Problem]:
    """Blocks under a police unit that is not there, and words for two blocks of one district."""
    for row, where in tables["districts"].placed():
        units = {unit.id for unit in row.police_units}
        named: dict[str, str] = {}
        for sub in row.subdivisions:
            for block in (*sub.blocks, *sub.municipalities):
                unit = block.police_unit or sub.police_unit
                if unit not in units:
                    yield Problem(where, f"puts {block.id} under the police unit {unit}, which is not there.", _ADD)
                for name in map(fold, (block.id, block.en, block.bn, *block.aliases)):
                    first = named.setdefault(name, block.id)
                    if first != block.id:
                        yield Problem(where, f"calls {first} and {block.id} '{name}'.", "Rename one of them.")


def _offices(tables: Tables) -> Iterator[Problem]:
    """Rows for offices of no kind, or at no place."""
    known = tables["office_kinds"].ids()
    kinds = {row.id: row for row in tables["office_kinds"]}
    offices = Offices(kinds, {row.id: row for row in tables["districts"]}, {row.id: row for row in tables["offices"]})
    named: dict[tuple[str, str], str] = {}
    for row, where in tables["offices"].placed():
        kind = row.id.partition(":")[0]
        if kind not in known:
            yield Problem(where, f"is of the kind {kind}, which is not there.", "Correct it.", "id")
        elif kind in kinds and not tables["districts"].faulty:
            try:
                offices.office(row.id)
            except KeyError:
                yield Problem(where, "is at no place that is known.", "Write kind:district/block.", "id")
        told = row.appellate_post or row.appellate_office or row.appellate_address
        if told and row.faa is None and kind in kinds and kinds[kind].faa is None:
            yield Problem(where, "names an appellate authority of no kind.", "Give its kind as faa.", "faa")
        if row.faa is not None and row.faa not in known:
            yield Problem(where, f"names the office kind {row.faa}, which is not there.", _ADD, "faa")
        if kind in kinds and kinds[kind].scope is Scope.HEALTH_UNIT and row.name is None:
            yield Problem(where, "has no name.", "Give its name in both languages.", "name")
        within = row.id.rpartition("/")[0]
        for name in dict.fromkeys(map(slug, offices.listed_names(row.id))):
            first = named.setdefault((within, name), row.id)
            if first != row.id:
                yield Problem(where, f"bears a name of {first}.", "Rename one of them, or take one out.", "name")


def _sources(tables: Tables) -> Iterator[Problem]:
    """Tags such as [S12] that stand for no page."""
    known = tables["sources"].ids()
    for table in tables.values():
        for row, where in table.placed():
            for tag in _TAG.findall(getattr(row, "source", "")):
                if tag not in known:
                    yield Problem(where, f"names the source {tag}, which is not there.", _ADD, "source")
