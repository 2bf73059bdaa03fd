"""`dabi init`, `dabi doctor`, `dabi demo`: the home itself and its tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.context import given, today
from desk.output import document, note, say

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def add(app: typer.Typer) -> None:
    app.command("doctor")(doctor)
    app.command("init")(init)
    app.command("demo")(demo)


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Tools, languages, fonts and versions; each failing line says the remedy."""
    from desk.doctor import examine

    findings = examine(given(context).catalogue_rows, today())
    if as_json:
        document({"checks": [finding.to_json() for finding in findings]})
    else:
        for finding in findings:
            say(f"{'ok ' if finding.ok else 'NO '} {finding.what}: {finding.found}")
            if not finding.ok:
                say(f"     {finding.remedy}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(5)


def init(context: typer.Context, as_json: Json = False) -> None:
    """Create the store and its key; refuses to overwrite."""
    from flows.wiring import create_home

    settings = given(context).settings()
    made_key = create_home(settings)
    if as_json:
        document({"home": str(settings.home), "key_file": str(settings.key_file) if settings.key_file else None})
        return
    say(f"Created an empty store in {settings.home}")
    if made_key:
        say(f"Its key is in {settings.key_file}. Keep a copy in another place: without it nobody can read the store.")


def demo(
    out: Annotated[Path, typer.Option("--out", help="A new or empty folder for the demo's home and papers.")] = Path(
        "demo"
    ),
    as_json: Json = False,
) -> None:
    """The whole loop on sample people and really degraded scans; exit 0 unless something is wrong."""
    from samples.demo import run

    result = run(out, progress=note)
    if as_json:
        document(result.to_json())
    else:
        result.print(say)
    if result.wrong:
        raise typer.Exit(1)
