"""The law as data: YAML tables beside this file, checked row by row at load, all problems told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import yaml
from pydantic import ValidationError

from rules.calendar import Calendar, Holiday
from rules.catalogue.checks import check_links
from rules.catalogue.table import Table
from rules.errors import InputProblems, Problem
from rules.office_rows import DistrictRow, KindRow, OfficeRow
from rules.offices import Offices
from rules.plain_yaml import line_of, parse
from rules.rows import ClockRule, Column, Cue, GroundRow, HolidayRow, RetentionRow, Row, Service, SourceRow
from rules.text import Text, fold, nfc

# Each table: its row model and the fields that tell one row from another.
_TABLES: Mapping[str, tuple[type[Row], tuple[str, ...]]] = {
    "districts": (DistrictRow, ("id",)),
    "office_kinds": (KindRow, ("id",)),
    "offices": (OfficeRow, ("id",)),
    "services": (Service, ("id",)),
    "clocks": (ClockRule, ("id",)),
    "grounds": (GroundRow, ("id",)),
    "calendar": (HolidayRow, ("on", "list", "en")),
    "cues": (Cue, ("outcome", "language", "pattern")),
    "columns": (Column, ("name",)),
    "retention": (RetentionRow, ("id",)),
    "sources": (SourceRow, ("id",)),
}


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Everything that the law and its customs say, ready to be asked; known by identity, so answers can be kept."""

    services: Mapping[str, Service]
    clocks: Mapping[str, ClockRule]
    grounds: Mapping[str, GroundRow]
    calendar: Calendar
    offices: Offices
    cues: tuple[Cue, ...]
    columns: Mapping[str, str]  # heading, folded as by rules.text.fold -> column name
    column_rows: tuple[Column, ...]
    retention: Mapping[str, RetentionRow]
    sources: tuple[SourceRow, ...]
    _service_names: Mapping[str, tuple[str, ...]]  # of several under one name the latest scheme is the last

    def service_named(self, text: str, on: date | None = None) -> Service | None:
        """The service of an id, an alias, or a name in either language.

        Where a scheme took the place of another under a shared name: the one in force on a day, else the latest.
        """
        named = [self.services[name] for name in self._service_names.get(fold(text), ())]
        in_force = [service for service in named if on is None or service.in_force(on)]
        return next(reversed(in_force or named), None)

    def column_named(self, heading: str) -> str | None:
        """The column of the claims import that a heading stands for."""
        return self.columns.get(fold(heading))

    def column_value(self, column: str, cell: str) -> str | None:
        """The value that a cell's words mean in a column with fixed values; else the cell as it is."""
        row = next(row for row in self.column_rows if row.name == column)
        if not row.values:
            return cell
        words = fold(cell)
        return next((value for value, said in row.values.items() if words in {value, *map(fold, said)}), None)


@dataclass(frozen=True, slots=True)
class Extra:
    """Further rows of one table: the YAML text of a file, and the file's name as messages tell it."""

    table: str
    file: str
    text: str


def load(extra: Iterable[Extra] = ()) -> Catalogue:
    """The shipped tables with ``extra`` rows on top: a row of the same key replaces the earlier one.

    Raises InputProblems with every faulty row (file, row, remedy).
    """
    problems: list[Problem] = []
    tables = {name: table.copy() for name, table in _shipped().items()}
    for rows in extra:
        if rows.table in _TABLES:
            _read(rows.table, rows.text, rows.file, tables[rows.table], problems)
        else:
            remedy = f"Begin the file's name with one of: {', '.join(_TABLES)}."
            problems.append(Problem(rows.file, "is no table of the catalogue.", remedy))
    problems.extend(check_links(tables))
    if problems:
        raise InputProblems(problems)
    return _catalogue(tables)


@cache
def _shipped() -> Mapping[str, Table]:
    problems: list[Problem] = []
    folder = resources.files(__package__)
    tables = {name: Table() for name in _TABLES}
    for name, table in tables.items():
        _read(name, (folder / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml", table, problems)
    if problems:
        raise InputProblems(problems)
    return tables


def _read(name: str, text: str, where: str, table: Table, problems: list[Problem]) -> None:
    """The rows of one YAML text into their table; what is wrong goes to ``problems``."""
    try:
        listed = parse(nfc(text))
    except yaml.YAMLError as error:
        number = line_of(error)
        line = f" line {number}" if number else ""
        problems.append(Problem(f"{where}{line}", "is not YAML.", "Mend the line, or take the file out."))
        return
    if listed is None:
        return
    if not isinstance(listed, list):
        problems.append(Problem(where, "is not a list of rows.", "Begin each row with '- '."))
        return
    model, key = _TABLES[name]
    seen = set()
    for number, fields in enumerate(listed, start=1):
        called = fields.get(key[0]) if isinstance(fields, dict) else None
        at = f"{where} row {number}" + (f" ({called})" if called else "")
        try:
            row = model.model_validate(fields)
        except ValidationError as error:
            problems.extend(_problems(error, at))
            table.faulty.add(str(called))
            continue
        identity = tuple(getattr(row, part) for part in key)
        if identity in seen:
            problems.append(Problem(at, "stands twice in this file.", "Keep one of the two rows."))
        seen.add(identity)
        table.put(identity, row, at)


def _problems(error: ValidationError, where: str) -> list[Problem]:
    """A ValidationError as problems: which field, what is wrong, what to write instead."""
    found = []
    for detail in error.errors(include_url=False, include_input=False):
        field = ".".join(str(part) for part in detail["loc"]) or None
        remedy = {
            "missing": "Add it.",
            "extra_forbidden": "Take it out, or correct its spelling.",
        }.get(detail["type"], "Correct it.")
        what = detail["msg"].removeprefix("Value error, ").rstrip(".")
        found.append(Problem(where, f"{what}.", remedy, field))
    return found


def _catalogue(tables: Mapping[str, Table]) -> Catalogue:
    services = {row.id: row for row in tables["services"]}
    clocks = {row.id: row for row in tables["clocks"]}
    clocks |= {row.clock: _service_clock(row) for row in services.values() if row.clock not in clocks}
    columns = tuple(tables["columns"])
    return Catalogue(
        services=services,
        clocks=clocks,
        grounds={row.id: row for row in tables["grounds"]},
        calendar=Calendar(
            Holiday(
                row.on, Text(row.en, row.bn), row.list, row.notification, row.verification.value, row.saturday, row.held
            )
            for row in tables["calendar"]
        ),
        offices=Offices(
            {row.id: row for row in tables["office_kinds"]},
            {row.id: row for row in tables["districts"]},
            {row.id: row for row in tables["offices"]},
        ),
        cues=tuple(tables["cues"]),
        columns={fold(heading): row.name for row in columns for heading in row.headings},
        column_rows=columns,
        retention={row.id: row for row in tables["retention"]},
        sources=tuple(tables["sources"]),
        _service_names=_service_names(services.values()),
    )


def _service_names(services: Iterable[Service]) -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for row in sorted(services, key=lambda row: row.valid_from or date.min):
        for name in {fold(name) for name in row.names}:
            names[name] = (*names.get(name, ()), row.id)
    return names


def _service_clock(service: Service) -> ClockRule:
    """The clock of a service's first office, from the service's own row."""
    return ClockRule(
        id=service.clock,
        name=service.name,
        starts=Text("receipt of the application", "আবেদন প্রাপ্তি"),
        provision=service.provision,
        earlier=service.earlier,
        warning=service.warning,
        basis=service.basis,
        amount=service.days,
        count=service.count,
        source=service.source,
        verification=service.verification,
        verified_by=service.verified_by,
        verified_on=service.verified_on,
    )
