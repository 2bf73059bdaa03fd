"""`dabi claims`: import a table of claims, list them by code, record her go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.context import ACTOR, day, given
from desk.output import document, note, problem_json, say, table
from rules.letters import LetterKind

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="Claims: import, list, her go.", no_args_is_help=True)
    group.command("import")(import_)
    group.command("list")(list_)
    group.command("go")(go)
    app.add_typer(group, name="claims")


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="csv or xlsx, with English or Bengali headings.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """Record every row of a table of claims, or none: every bad row is listed."""
    from flows.import_claims.steps import import_claims

    imported = import_claims(given(context).open(), file, day(on), actor=ACTOR)
    if as_json:
        document(
            {
                "claimants": imported.claimants,
                "claims": [claim.code for claim in imported.claims],
                "suspicions": [problem_json(problem) for problem in imported.suspicions],
            }
        )
        return
    for suspicion in imported.suspicions:
        note(str(suspicion))
    say(f"{len(imported.claims)} claims of {imported.claimants} new people recorded.")


def list_(context: typer.Context, as_json: Json = False) -> None:
    """All claims by code; no names."""
    dabi = given(context).open()
    with dabi.store.begin(ACTOR, read_only=True) as record:
        claims = record.claims()
    if as_json:
        shown = ("code", "service", "priority", "language", "district", "block", "collective")
        document({"claims": [{name: getattr(claim, name) for name in shown} for claim in claims]})
        return
    table(
        ["claim", "service", "block", "district", "priority"],
        [(claim.code, claim.service, claim.block, claim.district, claim.priority) for claim in claims],
    )


def go(
    context: typer.Context,
    claim: Annotated[str, typer.Argument(help="The claim's code, such as SN-7K4Q9X-1.")],
    step: Annotated[LetterKind, typer.Option("--step", help="The step that she agrees to.")],
    on: On = None,
    wait: Annotated[bool, typer.Option("--wait", help="She says: not now.")] = False,
    as_json: Json = False,
) -> None:
    """Record her yes to one escalation, RTI request or appeal; without it the step is proposed and never drafted."""
    from flows.happenings import give_go

    event = give_go(given(context).open(), claim, step, day(on), ACTOR, withheld=wait)
    if as_json:
        document({"claim": claim, "step": step.value, "on": event.on, "event": event.seq, "go": not wait})
    else:
        say(f"Recorded: {claim} says {'wait' if wait else 'yes'} to {step.value}.")
