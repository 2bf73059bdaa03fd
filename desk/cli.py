"""The command `dabi`: its options, its groups, and the one place where an error becomes an exit code."""

from __future__ import annotations

import resource
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from desk.commands import (
    campaign,
    citizens,
    claims,
    dossier,
    home,
    keeping,
    law,
    letters,
    offices,
    people,
    review,
    scans,
    services,
    statistics,
    track,
    users,
)
from desk.context import Context
from desk.output import note
from flows.guard import code_of
from rules.errors import DabiError

app = typer.Typer(
    name="dabi",
    help="Puts every claim on paper, every receipt on record, and every silence in front of the District Magistrate.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def options(
    context: typer.Context,
    home_folder: Annotated[
        Path | None, typer.Option("--home", help="Dabi's home; else $DABI_HOME, else the platform's data folder.")
    ] = None,
    key_file: Annotated[Path | None, typer.Option("--key-file", help="The key file, outside the home.")] = None,
    user: Annotated[
        str | None, typer.Option("--user", envvar="DABI_USER", help="Who you are, where the store has users.")
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(
            "--password-file", envvar="DABI_PASSWORD_FILE", help="A private file whose first line is your password."
        ),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show a traceback when something fails.")] = False,
) -> None:
    context.obj = Context(home_folder, key_file, user, password_file, verbose, context.call_on_close)


home.add(app)
keeping.add(app)
law.add(app)
claims.add(app)
letters.add(app)
offices.add(app)
services.add(app)
scans.add(app)
review.add(app)
track.add(app)
statistics.add(app)
dossier.add(app)
people.add(app)
campaign.add(app)
citizens.add(app)
users.add(app)


def main(arguments: list[str] | None = None) -> None:
    """Run `dabi` and leave the process with the exit code of design: 0, 2, 3, 4, 5 or 6; 1 for an error of our own."""
    given = sys.argv[1:] if arguments is None else arguments
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))  # it would hold names
    try:
        app(given)
    except Exception as error:
        if {"-v", "--verbose"} & set(given):
            traceback.print_exc()
        said, code = _said(error)
        for line in said.splitlines():
            note(line)
        sys.exit(code)


def _said(error: Exception) -> tuple[str, int]:
    """What is told of an error, and the exit code that it means."""
    match error:
        case DabiError():
            return str(error), error.exit_code
        case OSError(filename=str() as path, strerror=str() as reason):
            return f"{path}: {reason}. Check the path and its rights, or name another, then run this again.", 2
        case _:
            # Its own text may hold what was read of a paper or a person.
            said = f"Something unforeseen went wrong ({code_of(error)}). Run it again with -v, and report what it says."
            return said, 1
