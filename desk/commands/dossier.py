"""`dabi dossier`: a district's unresolved claims as one bound paper."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from desk.context import day, folder, given
from desk.output import document, say
from rules.errors import InputProblems, Problem
from rules.letters import Language


class Edition(StrEnum):
    DM = "dm"
    PUBLIC = "public"


def add(app: typer.Typer) -> None:
    app.command("dossier")(dossier)


def dossier(
    context: typer.Context,
    district: Annotated[str, typer.Option("--district", help="Name or id, in English or Bengali.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the PDF.")],
    collective: Annotated[str | None, typer.Option("--collective", help="Only this collective's claims.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")] = None,
    edition: Annotated[
        Edition, typer.Option("--edition", help="dm: for the District Magistrate; public: counts alone.")
    ] = Edition.DM,
    language: Annotated[Language, typer.Option("--language", help="bn or en.")] = Language.BENGALI,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """The dossier of a district's unresolved claims, with their proofs; people appear by code."""
    from flows import jobs
    from flows.compile_dossier import steps

    dabi = given(context).open()
    request: dict[str, Any] = {
        "district": district,
        "collective": collective,
        "on": day(on).isoformat(),
        "edition": edition.value,
        "language": language.value,
        "out": str(folder(out)),
    }
    job = jobs.open_job(dabi, steps.JOURNEY, request, dabi.actor)
    counts = steps.run(dabi, job)
    paths = steps.paths(dabi, job)
    if not counts.get("dossiers"):
        what = f"No unresolved claim of {district} may be in a dossier."
        raise InputProblems([Problem("dossier", what, "See the consents of its claims, and 'dabi track'.")])
    if as_json:
        document({"job": job, "dossier": str(paths[0]), "counts": counts})
    else:
        say(f"{counts['cases']} claims, {counts['pages']} pages: {paths[0]}")
