"""`dabi clock`: one time limit with its derivation; `dabi holidays import`: the next year's list."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.context import day_of, given
from desk.output import document, note, say
from rules.errors import InputProblems, UsageError

if TYPE_CHECKING:
    from rules.derivation import Derivation


def add(app: typer.Typer) -> None:
    app.command("clock")(clock)
    group = typer.Typer(help="Holidays: import a year's list.", no_args_is_help=True)
    group.callback()(lambda: None)
    group.command("import")(import_holidays)
    app.add_typer(group, name="holidays")


def clock(
    context: typer.Context,
    rule: Annotated[str, typer.Argument(help="The rule's id, such as rti.reply or service.ration_card.")],
    start: Annotated[
        str,
        typer.Option(
            "--from", metavar="DATE", help="When the limit starts: YYYY-MM-DD, or YYYY-MM-DDTHH:MM for 48 hours."
        ),
    ],
    apio: Annotated[bool, typer.Option("--apio", help="Lodged with an assistant information officer.")] = False,
    third_party: Annotated[bool, typer.Option("--third-party", help="A third party was heard.")] = False,
    life_or_liberty: Annotated[
        bool, typer.Option("--life-or-liberty", help="Life or liberty is concerned: 48 hours.")
    ] = False,
    fee_sent: Annotated[
        str | None,
        typer.Option("--fee-sent", metavar="DATE", help="When the fee letter was despatched."),
    ] = None,
    fee_paid: Annotated[str | None, typer.Option("--fee-paid", metavar="DATE", help="When the fee was paid.")] = None,
    decided: Annotated[
        str | None,
        typer.Option("--decided", metavar="DATE", help="When the decision was received."),
    ] = None,
    filed: Annotated[
        str | None,
        typer.Option("--filed", metavar="DATE", help="When the appeal was filed."),
    ] = None,
    offence: Annotated[
        str | None,
        typer.Option("--offence", metavar="DATE", help="Day of the offence: which code applies."),
    ] = None,
    list_ii: Annotated[
        bool, typer.Option("--list-ii", help="Public services: leave the State's own holidays (List II) out too.")
    ] = False,
    calendar_file: Annotated[
        Path | None, typer.Option("--calendar-file", help="Holidays of further years, as YAML.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """One clock with its derivation, from the law catalogue alone."""
    from flows.wiring import extra_rows
    from rules import catalogue, clocks

    rows = given(context).catalogue_rows()
    if calendar_file is not None:
        limits = given(context).settings().limits
        rows.append(extra_rows(calendar_file, limits, where=calendar_file.name, table="calendar"))
    derived = clocks.derive(
        rule,
        _start(start),
        catalogue.load(rows),
        apio=apio,
        third_party=third_party,
        life_or_liberty=life_or_liberty,
        fee_sent=_date("--fee-sent", fee_sent),
        fee_paid=_date("--fee-paid", fee_paid),
        decided=_date("--decided", decided),
        filed=_date("--filed", filed),
        offence=_date("--offence", offence),
        list_ii=list_ii,
    )
    if as_json:
        document(derived.to_json())
    else:
        _print(derived)


def _print(derived: Derivation) -> None:
    from rules.rows import Basis

    value = derived.to_json()
    if not derived.firm and derived.basis is not Basis.CONVENTION:
        value["basis"] = f"said to be {derived.basis.value}, not verified"
    for label in ("rule", "provision", "basis", "state", "due", "ripe_on", "outer", "opens", "closes"):
        if value.get(label):
            say(f"{label.replace('_', ' ')}: {value[label]}")
    for language in ("en", "bn"):
        say()
        for step in value["steps"][language]:
            say(f"  {step}")
    for warning in value["warnings"]:
        note(f"Warning: {warning}")


def _date(option: str, text: str | None) -> date | None:
    return day_of(option, text) if text is not None else None


def _start(text: str) -> date | datetime:
    given, _, hour = text.partition("T")
    start = day_of("--from", given)
    if not hour:
        return start
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--from: '{text[:30]}' has no hour of the day. Write YYYY-MM-DDTHH:MM.") from None


def import_holidays(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="csv or xlsx: date, list (I, II, III), holiday, holiday_bn, notification.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Take a government's list of holidays of one year into this home; clocks use it from then on."""
    from confined.data_files import cells
    from rules import catalogue
    from rules.calendar import holiday_rows
    from rules.roles import Right

    dabi = given(context).open()
    dabi.need(Right.TABLES)
    earlier = given(context).catalogue_rows()
    found = holiday_rows(cells(file, dabi.settings.limits), file.name, catalogue.load(earlier).calendar)
    if found.problems:
        raise InputProblems(found.problems)
    added = catalogue.Extra("calendar", file.name, found.rows)
    years = sorted(catalogue.load([*earlier, added]).calendar.years)
    path = _keep(dabi.settings.home, f"calendar.{found.year}.yaml", found.rows)
    called_off = [day.isoformat() for day in found.called_off]
    if as_json:
        document({"file": str(path), "year": found.year, "years": years, "called_off": called_off})
        return
    say(f"Holidays are now known for {', '.join(map(str, years))}: {path}")
    if called_off:
        say(f"No holidays any more, for they are not in the list: {', '.join(called_off)}")


def _keep(home: Path, name: str, rows: str) -> Path:
    """Write rows into the home's catalogue; whole or not at all."""
    folder = home / "catalogue"
    folder.mkdir(mode=0o700, exist_ok=True)
    path, new = folder / name, folder / f".{name}.new"
    new.write_text(rows, encoding="utf-8")
    new.replace(path)
    return path
