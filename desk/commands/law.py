"""`dabi clock`: one time limit with its derivation, from the law catalogue alone."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.context import given
from desk.output import document, note, say
from rules.errors import InputProblems, Problem, UsageError

if TYPE_CHECKING:
    from rules.derivation import Derivation


def add(app: typer.Typer) -> None:
    app.command("clock")(clock)


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
        datetime | None,
        typer.Option("--fee-sent", metavar="DATE", formats=["%Y-%m-%d"], help="When the fee letter was despatched."),
    ] = None,
    fee_paid: Annotated[
        datetime | None, typer.Option("--fee-paid", metavar="DATE", formats=["%Y-%m-%d"], help="When the fee was paid.")
    ] = None,
    decided: Annotated[
        datetime | None,
        typer.Option("--decided", metavar="DATE", formats=["%Y-%m-%d"], help="When the decision was received."),
    ] = None,
    filed: Annotated[
        datetime | None,
        typer.Option("--filed", metavar="DATE", formats=["%Y-%m-%d"], help="When the appeal was filed."),
    ] = None,
    calendar_file: Annotated[
        Path | None, typer.Option("--calendar-file", help="Holidays of further years, as YAML.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """One clock with its derivation, from the law catalogue alone."""
    from rules import catalogue, clocks

    extra = {"calendar": [_text(calendar_file)]} if calendar_file else {}
    derived = clocks.derive(
        rule,
        _start(start),
        catalogue.load({**given(context).catalogue_rows(), **extra}),
        apio=apio,
        third_party=third_party,
        life_or_liberty=life_or_liberty,
        fee_sent=_date(fee_sent),
        fee_paid=_date(fee_paid),
        decided=_date(decided),
        filed=_date(filed),
    )
    if as_json:
        document(derived.to_json())
    else:
        _print(derived)


def _print(derived: Derivation) -> None:
    value = derived.to_json()
    for label in ("rule", "provision", "basis", "state", "due", "ripe_on", "outer", "opens", "closes"):
        if value.get(label):
            say(f"{label.replace('_', ' ')}: {value[label]}")
    for language in ("en", "bn"):
        say()
        for step in value["steps"][language]:
            say(f"  {step}")
    for warning in value["warnings"]:
        note(f"Warning: {warning}")


def _date(value: datetime | None) -> date | None:
    return value.date() if value else None


def _start(text: str) -> date | datetime:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--from '{text}' is not a date. Write YYYY-MM-DD, or YYYY-MM-DDTHH:MM for hours.") from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputProblems(
            [Problem(path.name, "The calendar file cannot be read.", "Give a YAML file in UTF-8.")]
        ) from None
