"""`dabi clock`: one time limit with its derivation; `dabi holidays import`: the next year's list."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.context import day_of, given
from desk.output import document, note, say
from rules.errors import InputProblems, Problem, StoreMissing, UsageError
from rules.text import slug

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
        datetime | None,
        typer.Option("--offence", metavar="DATE", formats=["%Y-%m-%d"], help="Day of the offence: which code applies."),
    ] = None,
    calendar_file: Annotated[
        Path | None, typer.Option("--calendar-file", help="Holidays of further years, as YAML.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """One clock with its derivation, from the law catalogue alone."""
    from rules import catalogue, clocks

    rows = given(context).catalogue_rows()
    if calendar_file is not None:
        rows["calendar"] = [*rows.get("calendar", ()), _text(calendar_file)]
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


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputProblems(
            [Problem(path.name, "The calendar file cannot be read.", "Give a YAML file in UTF-8.")]
        ) from None


def import_holidays(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="csv: date, list (I, II, III), holiday, holiday_bn, notification.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Take a government's list of holidays of one year into this home; clocks use it from then on."""
    from rules import catalogue
    from rules.calendar import holiday_rows

    rows, problems = holiday_rows(_text(file), file.name)
    if problems:
        raise InputProblems(problems)
    home = given(context).settings().home
    if not home.is_dir():
        raise StoreMissing(str(home))
    earlier = given(context).catalogue_rows()
    years = catalogue.load({**earlier, "calendar": [*earlier.get("calendar", ()), rows]}).calendar.years
    folder = home / "catalogue"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"calendar.{slug(file.stem)}.yaml"
    path.write_text(rows, encoding="utf-8")
    listed = sorted(years)
    if as_json:
        document({"file": str(path), "years": listed})
    else:
        say(f"Holidays are now known for {', '.join(map(str, listed))}: {path}")
