"""What no single catalogue row can show to be wrong: names that lead nowhere, loops, words that mean two things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rules.errors import Problem
from rules.text import fold

Tables = Mapping[str, Mapping[tuple[object, ...], Any]]


def check_links(tables: Tables) -> list[Problem]:
    """Every faulty link between rows, each with its table, its row and what to do."""
    return [*_kinds(tables), *_services(tables), *_offices(tables), *_names(tables)]


def _kinds(tables: Tables) -> Iterator[Problem]:
    kinds = {row.id: row for row in tables["office_kinds"].values()}
    for row in kinds.values():
        where = f"office_kinds.yaml ({row.id})"
        for field, other in (("superior", row.superior), ("faa", row.faa)):
            if other is not None and other not in kinds:
                yield Problem(
                    where, f"names the office kind {other}, which is not there.", "Add it or correct it.", field
                )
        seen, at = {row.id}, row.superior
        while at in kinds:
            if at in seen:
                yield Problem(where, "stands above itself.", "Break the loop of superiors.", "superior")
                break
            seen.add(at)
            at = kinds[at].superior


def _services(tables: Tables) -> Iterator[Problem]:
    kinds = {row.id for row in tables["office_kinds"].values()}
    services = {row.id: row for row in tables["services"].values()}
    clocks = {row.id: row.own or row.amount is None for row in tables["clocks"].values()}
    clocks |= {row.clock: False for row in services.values()}
    for row in services.values():
        where = f"services.yaml ({row.id})"
        rungs = [rung.kind for rung in row.ladder]
        for rung in row.ladder:
            if rung.kind not in kinds:
                yield Problem(
                    where, f"climbs to the office kind {rung.kind}, which is not there.", "Correct it.", "ladder"
                )
            if rung.clock is not None and clocks.get(rung.clock):
                yield Problem(where, f"runs a rung under {rung.clock}, no limit on an office.", "Correct it.", "ladder")
            if rung.clock is not None and rung.clock not in clocks:
                yield Problem(
                    where, f"names the clock {rung.clock}, which is not there.", "Add or correct it.", "ladder"
                )
        if len(set(rungs)) < len(rungs):
            yield Problem(where, "comes to the same kind of office twice.", "Each rung must lead upwards.", "ladder")
        if row.successor is not None and row.successor not in services:
            yield Problem(
                where, f"names the successor {row.successor}, which is not there.", "Correct it.", "successor"
            )
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            yield Problem(where, "ends before it begins.", "Correct the two dates.", "valid_to")


def _offices(tables: Tables) -> Iterator[Problem]:
    kinds = {row.id for row in tables["office_kinds"].values()}
    for row in tables["offices"].values():
        kind = row.id.partition(":")[0]
        if kind not in kinds:
            yield Problem(
                f"offices.yaml ({row.id})", f"is of the kind {kind}, which is not there.", "Correct it.", "id"
            )


def _names(tables: Tables) -> Iterator[Problem]:
    """Headings and service names must lead to one thing only."""
    headings: dict[str, str] = {}
    named: dict[str, str] = {}
    for row in tables["columns"].values():
        for heading in row.headings:
            first = headings.setdefault(fold(heading), row.name)
            if first != row.name:
                yield Problem(f"columns.yaml ({row.name})", f"shares a heading with {first}.", "Rename one of them.")
    for row in tables["services"].values():
        for name in {fold(name) for name in (row.id, row.name.en, row.name.bn, *row.aliases)}:
            first = named.setdefault(name, row.id)
            if first != row.id:
                yield Problem(
                    f"services.yaml ({row.id})", f"shares the name '{name}' with {first}.", "Rename one of them."
                )
