"""`dabi users`: who may sign in, in which role, and within which organisation or collective."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.context import given, today
from desk.output import document, say, table
from rules.roles import Role

if TYPE_CHECKING:
    from store.users import User

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Name = Annotated[str, typer.Argument(help="The name she signs in with, or her id.", show_default=False)]
NewPassword = Annotated[
    Path | None,
    typer.Option("--new-password-file", help="A private file whose first line is the new password; else it is asked."),
]


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="Users: add, list, end, password.", no_args_is_help=True)
    group.command("add")(add_)
    group.command("list")(list_)
    group.command("end")(end)
    group.command("password")(password)
    app.add_typer(group, name="users")


def add_(
    context: typer.Context,
    name: Name,
    role: Annotated[Role, typer.Option("--role", help="What she does here.")],
    organisation: Annotated[
        str | None, typer.Option("--organisation", help="Her organisation, as its claims name it.")
    ] = None,
    collective: Annotated[
        str | None, typer.Option("--collective", help="Of a collective: which, as its claims name it.")
    ] = None,
    may_override: Annotated[
        bool, typer.Option("--may-override", help="A coordinator who may go past a missing consent, with a reason.")
    ] = False,
    new_password: NewPassword = None,
    as_json: Json = False,
) -> None:
    """Let somebody in. The first user is an administrator; from then on everybody signs in."""
    from flows.wiring import read_passphrase

    dabi = given(context).open()
    secret = read_passphrase(new_password, f"user {name}", new=True, option="--new-password-file")
    with dabi.store.begin(dabi.actor) as record:
        user = record.add_user(
            name,
            secret,
            role,
            on=today(),
            organisation=organisation,
            collective=collective,
            may_override=may_override,
        )
        record.commit()
    if as_json:
        document({"user": _json(user)})
    else:
        say(f"{user.id} may sign in as {user.role.value}. Tell her the password; 'dabi users password' changes it.")


def list_(context: typer.Context, as_json: Json = False) -> None:
    """Everybody who may sign in, and who no longer may."""
    dabi = given(context).open()
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        users = record.users()
    if as_json:
        document({"users": [_json(user) for user in users]})
        return
    table(
        ["user", "name", "role", "organisation", "collective", "overrides", "ended"],
        [
            (
                user.id,
                user.name,
                user.role.value,
                user.organisation or "",
                user.collective or "",
                "yes" if user.may_override else "",
                user.ended_on or "",
            )
            for user in users
        ],
    )


def end(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """From now on she is let in no more; what she did stays under her id."""
    dabi = given(context).open()
    with dabi.store.begin(dabi.actor) as record:
        user = record.end_user(name, on=today())
        record.commit()
    if as_json:
        document({"user": _json(user)})
    else:
        say(f"{user.id} is let in no more.")


def password(context: typer.Context, name: Name, new_password: NewPassword = None, as_json: Json = False) -> None:
    """A new password: one's own, or, for an administrator, anybody's."""
    from flows.wiring import read_passphrase

    dabi = given(context).open()
    secret = read_passphrase(new_password, f"user {name}", new=True, option="--new-password-file")
    with dabi.store.begin(dabi.actor) as record:
        user = record.set_password(name, secret)
        record.commit()
    if as_json:
        document({"user": user.id})
    else:
        say(f"{user.id} has a new password.")


def _json(user: User) -> dict[str, object]:
    return {
        "id": user.id,
        "name": user.name,
        "role": user.role.value,
        "organisation": user.organisation,
        "collective": user.collective,
        "may_override": user.may_override,
        "added_on": user.added_on,
        "ended_on": user.ended_on,
    }
