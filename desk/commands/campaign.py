"""`dabi campaign`: one set of questions under the RTI Act to many authorities, and who answered what and when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk import output
from desk.context import day, folder, given
from desk.output import document, note, problem_json, say

if TYPE_CHECKING:
    from flows.campaigns.steps import Answer
    from rules.errors import Problem

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Confirm = Annotated[
    bool,
    typer.Option(
        "--confirm",
        help="A coordinator: officer, address, fee and form of the unverified offices were looked up; a court may have"
        " its own print of the form.",
    ),
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")]
Campaign = Annotated[str, typer.Argument(metavar="ID", help="The campaign's id, as 'campaign new' said it.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="RTI campaigns: new, write, status, table, appeal.", no_args_is_help=True)
    for command in (new, write, status, table, appeal):
        group.command(command.__name__)(command)
    app.add_typer(group, name="campaign")


def new(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            help="YAML: subject and questions in en and bn, offices (kinds such as dlsa, or ids), applicants (name,"
            " name_bn, address), and if wanted language and period."
        ),
    ],
    as_json: Json = False,
) -> None:
    """Begin a campaign: its questions are checked against what gets refused. Nothing is written yet."""
    from flows.campaigns.plan import read_file
    from flows.campaigns.steps import ITS_OWN_PRINT
    from flows.campaigns.steps import new as begin

    dabi = given(context).open()
    campaign, plan = begin(dabi, read_file(file, dabi.settings.limits), file.name)
    if as_json:
        document(
            {"campaign": campaign, "offices": len(plan.targets), "unverified": [one.id for one in plan.unverified]}
        )
    else:
        say(f"{campaign}: {len(plan.questions)} questions to {len(plan.targets)} authorities.")
        if plan.unverified:
            printed = any(office.request_form is not None for office in plan.unverified)
            ask = f"ask there first, {ITS_OWN_PRINT}" if printed else "ask there first"
            note(f"Officer, address, fee and form of {len(plan.unverified)} of them are not verified: {ask}.")


def write(
    context: typer.Context,
    campaign: Campaign,
    out: Annotated[Path, typer.Option("--out", help="Folder for the letters and the print run.")],
    confirm: Confirm = False,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Write what is not written yet: one request with its own reference to each authority."""
    from flows.campaigns.steps import write as print_letters

    dabi = given(context).open()
    _written("requests", *print_letters(dabi, campaign, day(on), folder(out), confirmed=confirm), out, as_json)


def appeal(
    context: typer.Context,
    campaign: Campaign,
    out: Annotated[Path, typer.Option("--out", help="Folder for the appeals and the print run.")],
    confirm: Confirm = False,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Write the appeal that is open on each request: the first on silence, a refusal or a part; then the second.

    A second appeal goes to the Information Commission and waits for a lawyer: 'dabi claims approve' with the request.
    """
    from flows.campaigns.appeals import appeal as print_appeals

    dabi = given(context).open()
    _written("appeals", *print_appeals(dabi, campaign, day(on), folder(out), confirmed=confirm), out, as_json)


def _written(what: str, references: list[str], problems: list[Problem], out: Path, as_json: bool) -> None:
    if as_json:
        document({"letters": references, "problems": [problem_json(problem) for problem in problems]})
    else:
        say(f"{len(references)} {what} written: {out}")
        for problem in problems:
            note(str(problem))
    if problems:
        raise typer.Exit(3)


def status(context: typer.Context, campaign: Campaign, on: On = None, as_json: Json = False) -> None:
    """Who was asked, who answered and when, who is silent since when, and which appeal may be made by which day."""
    rows = _rows(context, campaign, on)
    if as_json:
        document({"offices": [_row(row) for row in rows]})
        return
    output.table(
        ("office", "letter", "due", "status", "replied", "unanswered", "appeal", "second", "may be made"),
        [_cells(row) for row in rows],
    )
    answered = sum(row.replied is not None for row in rows)
    say(f"{answered} of {len(rows)} have answered.")


def table(
    context: typer.Context,
    campaign: Campaign,
    out: Annotated[Path, typer.Option("--out", help="The csv file to write.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """The same as csv, with a column for the answer to each question, as read from the scanned reply."""
    from flows.campaigns.steps import plan_of
    from flows.campaigns.steps import table as as_csv

    asked = len(plan_of(given(context).open(), campaign).questions)
    path = folder(out.parent) / out.name
    path.write_bytes(as_csv(_rows(context, campaign, on), asked))
    path.chmod(0o600)
    if as_json:
        document({"file": str(path)})
    else:
        say(str(path))


def _rows(context: typer.Context, campaign: str, on: str | None) -> list[Answer]:
    from flows.campaigns.steps import status as look

    return look(given(context).open(), campaign, day(on))


def _cells(row: Answer) -> list[object]:
    unanswered = ", ".join(map(str, row.unanswered))
    dated = [row.due or "", row.status or "", row.replied or ""]
    open_one = f"{row.open_appeal} by {row.appeal_by}" if row.open_appeal is not None else ""
    return [row.office, row.reference, *dated, unanswered, row.appeal, row.second, open_one]


def _row(row: Answer) -> dict[str, object]:
    return {
        "office": row.office,
        "reference": row.reference or None,
        "received": row.received,
        "due": row.due,
        "status": row.status,
        "replied": row.replied,
        "outcome": row.outcome,
        "answers": {str(number): text for number, text in row.answers.items()},
        "unanswered": list(row.unanswered),
        "appeal": row.appeal or None,
        "appeal_status": row.appeal_status,
        "second_appeal": row.second or None,
        "second_appeal_status": row.second_status,
        "open_appeal": row.open_appeal,
        "appeal_by": row.appeal_by,
    }
