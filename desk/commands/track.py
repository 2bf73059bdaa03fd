"""`dabi track`: what is overdue, under which clock, and the next step for each open claim."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from desk.context import day, folder, given
from desk.output import document, note, problem_json, say, table
from rules.roles import Right


def add(app: typer.Typer) -> None:
    app.command("track")(track)


def track(
    context: typer.Context,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Draft what is ripe and agreed to, and write the worklists, here.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """What is overdue and why, and what may be done now. With --out the steps that she agreed to are drafted."""
    from flows import jobs
    from flows.track_deadlines import steps

    dabi = given(context).open()
    dabi.need(Right.TRACK)
    today = day(on)
    before = steps.survey(dabi, today)
    drafted: dict[str, Any] = {"drafted": [], "files": {}}
    problems = []
    if out is not None:
        request = {"on": today.isoformat(), "out": str(folder(out))}
        job = jobs.open_job(dabi, steps.JOURNEY, request, dabi.actor)
        steps.run(dabi, job)
        drafted = {"drafted": steps.written(dabi, job), "files": steps.files(dabi, job)}
        problems = steps.problems(dabi, job)
    value = {
        **before.to_json(),
        "drafted": drafted["drafted"],
        "problems": [problem_json(problem) for problem in problems],
        "files": {name: str(path) for name, path in drafted["files"].items()},
    }
    if as_json:
        document(value)
    else:
        _print(value)
    if problems:
        raise typer.Exit(3)


def _print(value: dict[str, Any]) -> None:
    table(
        ["claim", "letter", "office", "due", "days over", "basis", "provision"],
        [
            (
                o["claim"],
                o["letter"],
                o["office"],
                o["clock"]["due"],
                o["days"],
                o["clock"]["basis"],
                o["clock"]["provision"],
            )
            for o in value["overdue"]
        ],
        title=f"{len(value['overdue'])} overdue",
    )
    say()
    table(
        ["claim", "next step", "office", "her go", "lawyer", "why"],
        [
            (
                p["claim"],
                p["kind"],
                p["office"],
                _yes(p["needs_go"], p["has_go"], "given"),
                _yes(p["needs_lawyer"], p["has_lawyer"], "approved"),
                " ".join(text["en"] for text in (p["reason"], p["ladder"]) if text),
            )
            for p in value["proposals"]
        ],
        title=f"{len(value['proposals'])} next steps",
    )
    say()
    table(
        ["claim", "letter", "until", "waits for"],
        [(w["claim"], w["letter"] or "", w["until"] or "", w["reason"]["en"]) for w in value["waiting"]],
        title=f"{len(value['waiting'])} waiting",
    )
    if value["drafted"]:
        say(f"{len(value['drafted'])} letters drafted.")
    for name, path in value["files"].items():
        say(f"{name.replace('_', ' ')}: {path}")
    for problem in value["problems"]:
        note(f"{problem['where']}: {problem['what']} {problem['remedy']}")


def _yes(needed: bool, given: bool, said: str) -> str:
    if not needed:
        return "not needed"
    return said if given else "to ask"
