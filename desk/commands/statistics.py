"""`dabi statistics`: how offices answer, and what moved between two periods."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from desk.context import day, day_of, given
from desk.output import document, table
from rules.errors import UsageError
from rules.responsiveness import Moved, Responsiveness
from rules.roles import Right
from rules.suppression import SMALL

_HEADINGS = ["letters", "in time", "late", "never", "open", "median days", "spoken answers"]


def add(app: typer.Typer) -> None:
    app.command("statistics")(statistics)


def statistics(
    context: typer.Context,
    by: Annotated[str, typer.Option("--by", help="office, block, service or quarter.")] = "office",
    district: Annotated[str | None, typer.Option("--district", help="One district; else all.")] = None,
    before: Annotated[
        str | None, typer.Option("--before", metavar="FROM..TO", help="With --after: what moved between two periods.")
    ] = None,
    after: Annotated[str | None, typer.Option("--after", metavar="FROM..TO")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """How many letters were answered in time, late or never, and after how many days; of fewer than five, nothing."""
    from flows.answers import answers, what_moved

    if (before is None) != (after is None):
        raise UsageError("--before and --after go together: each a period such as 2026-01-01..2026-03-31.")
    dabi = given(context).open()
    dabi.need(Right.CLAIMS)
    if before is not None and after is not None:
        periods = _period("--before", before), _period("--after", after)
        _moved(what_moved(dabi, by, district, *periods), as_json)
        return
    found = answers(dabi, by, district, day(on))
    if as_json:
        document({"by": by, "groups": {label: _numbers(one) for label, one in found.items()}})
        return
    table([by, *_HEADINGS], [(label, *map(_cell, _numbers(one).values())) for label, one in found.items()])


def _moved(found: tuple[Moved, ...], as_json: bool) -> None:
    rows = [(one.label, _numbers(one.before), _numbers(one.after), *_change(one)) for one in found]
    if as_json:
        names = ("before", "after", "share_in_time", "median_days")
        document({"groups": {label: dict(zip(names, row, strict=True)) for label, *row in rows}})
        return
    said = [
        (label, *(f"{_cell(a)} -> {_cell(b)}" for a, b in zip(first.values(), then.values(), strict=True)))
        for label, first, then, *_ in rows
    ]
    table(["", *_HEADINGS], said)


def _change(one: Moved) -> tuple[float | None, int | None]:
    """By how much share and median moved; nothing where one of the periods is too small to show."""
    small = any(period is not None and period.letters < SMALL for period in (one.before, one.after))
    return (None, None) if small else (one.share, one.days)


def _numbers(one: Responsiveness | None) -> dict[str, Any]:
    """What may be shown: of so few letters that they point to a person, only that they are few."""
    names = ("letters", "in_time", "late", "never", "open", "median_days", "spoken")
    if one is None:
        return dict.fromkeys(names, 0) | {"median_days": None, "spoken": {}}
    if one.letters < SMALL:
        return dict.fromkeys(names) | {"letters": f"<{SMALL}"}
    return {name: getattr(one, name) for name in names} | {"spoken": dict(one.spoken)}


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{answer} {number}" for answer, number in value.items())
    return "" if value is None else str(value)


def _period(option: str, text: str) -> tuple[date, date]:
    first, dots, last = text.partition("..")
    if not dots:
        raise UsageError(f"{option}: '{text[:30]}' is no period. Write it as FROM..TO, like 2026-01-01..2026-03-31.")
    return day_of(option, first), day_of(option, last)
