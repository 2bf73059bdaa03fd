"""`dabi verify`, `backup`, `restore`, `key rotate`: nothing is lost, and a key that was seen opens nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from desk.context import day, given
from desk.output import document, note, problem_json, say
from rules.errors import Problem

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="A private file whose first line is the backup's passphrase.")
]


def add(app: typer.Typer) -> None:
    app.command("verify")(verify)
    app.command("backup")(backup)
    app.command("restore")(restore)
    group = typer.Typer(help="The master key: rotate.", no_args_is_help=True)
    group.command("rotate")(rotate)
    app.add_typer(group, name="key")


def verify(context: typer.Context, as_json: Json = False) -> None:
    """Check every event, paper and letter against what was recorded, and the last days that letters state."""
    from flows.keeping import check

    dabi = given(context).open()
    problems = check(dabi)
    if as_json:
        with dabi.store.begin(dabi.actor, read_only=True) as record:
            head = record.head()
        document({"problems": [problem_json(problem) for problem in problems], "events": head.seq, "head": head.hash})
    _end_check(problems, as_json)


def _end_check(problems: list[Problem], as_json: bool) -> None:
    """Say what was found, and end: 6 where something is not as it was recorded, 4 where a date has to be looked at."""
    from flows.keeping import DUE

    damaged = any(problem.field != DUE for problem in problems)
    if not as_json:
        for problem in problems:
            note(str(problem))
        say("Something is not as it was recorded." if damaged else "Everything is as it was recorded.")
    if problems:
        raise typer.Exit(6 if damaged else 4)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The new file; nothing is overwritten.", show_default=False)],
    passphrase_file: PassphraseFile = None,
    remove_expired: Annotated[
        bool, typer.Option("--remove-expired", help="Then remove backups of this store beside it whose time is over.")
    ] = False,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")] = None,
    as_json: Json = False,
) -> None:
    """Record, papers, settings and key in one file under a passphrase; others may go on working meanwhile."""
    from flows.wiring import read_passphrase
    from store.backup import backup as write
    from store.expiry import expired, remove

    dabi = given(context).open()
    period = dabi.catalogue.retention["backup"]
    done = write(dabi.store, file, read_passphrase(passphrase_file, "this backup", new=True), actor=dabi.actor)
    before = day(on) - timedelta(days=period.days)
    old = [path for path in expired(dabi.store, done.path.parent, before, dabi.actor) if path != done.path]
    if remove_expired and not done.problems:
        remove(old)
    if as_json:
        document(
            {
                "file": str(done.path),
                "bytes": done.size,
                "papers": done.papers,
                "events": done.head.seq,
                "head": done.head.hash,
                "expired": [str(path) for path in old],
                "problems": [problem_json(problem) for problem in done.problems],
            }
        )
    else:
        for problem in done.problems:
            note(str(problem))
        say(f"{done.path}: {done.papers} papers and {done.head.seq} events, {done.size} bytes, read back and whole.")
        for path in old:
            what = "removed" if remove_expired and not done.problems else "remove it, or use --remove-expired"
            note(f"{path}: made more than {period.days} days ago, it holds whom erasure does not reach: {what}.")
        say(f"Its last event is {done.head.hash}. Keep file and passphrase apart: each is useless without the other.")
    if done.problems:
        raise typer.Exit(6)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file that 'dabi backup' made.", show_default=False)],
    passphrase_file: PassphraseFile = None,
    erased: Annotated[
        Path | None,
        typer.Option("--erased", help="A list of people erased since; that beside the key is read too."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Put a backup into an empty home, or where DABI_DATABASE_URL and DABI_VAULT say, and its key into the key file.

    Then everything is checked as 'verify' does.
    """
    from flows.keeping import check, restore_home
    from flows.wiring import read_passphrase
    from store.erasure import erased as known

    dabi = restore_home(given(context).settings(), file, read_passphrase(passphrase_file, "this backup"), erased)
    given(context).at_end(dabi.store.close)
    problems = check(dabi)
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        head = record.head()
    gone = known(dabi.store)
    if as_json:
        document(
            {
                "home": str(dabi.settings.home),
                "key_file": str(dabi.settings.key_file),
                "events": head.seq,
                "head": head.hash,
                "erased": len(gone),
                "problems": [problem_json(problem) for problem in problems],
            }
        )
    else:
        say(f"Restored {head.seq} events into {dabi.settings.home}; the key is in {dabi.settings.key_file}.")
        say(f"{len(gone)} people are erased in it. Whoever else was erased since it was made: 'dabi people erase'.")
    _end_check(problems, as_json)


def rotate(context: typer.Context, as_json: Json = False) -> None:
    """Draw a new master key into the key file; the old one opens this store no more (but still its older backups)."""
    from flows.keeping import change_key

    settings = given(context).settings()
    count = change_key(given(context).open())
    if as_json:
        document({"key_file": str(settings.key_file), "data_keys": count})
        return
    say(f"{count} data keys are under a new master key, which is in {settings.key_file}. Keep a copy in another place.")
    say("Destroy copies of the old key, start again what runs on this store, and make a new backup.")
