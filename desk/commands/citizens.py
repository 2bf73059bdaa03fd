"""`dabi citizens`: the social workers who ask in general under the RTI Act, each as a citizen, with her own address."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.context import given
from desk.output import document, say, table

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Her name as the claims have it, in one script or both.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="Citizens who ask in general: add, list, remove.", no_args_is_help=True)
    group.command("add")(add_)
    group.command("list")(list_)
    group.command("remove")(remove)
    app.add_typer(group, name="citizens")


def add_(
    context: typer.Context,
    name: Name,
    address: Annotated[
        str, typer.Option("--address", help="Where answers reach her, such as a post box; lines end with semicolons.")
    ],
    as_json: Json = False,
) -> None:
    """Let a social worker ask in general in her own name; told again, her address is another."""
    from flows.citizens import add as keep

    citizen = keep(given(context).open(), name, address)
    if as_json:
        document({"citizen": citizen.name, "address": citizen.address})
    else:
        say(f"{citizen.name} asks in general at that address.")


def list_(context: typer.Context, as_json: Json = False) -> None:
    """Who asks in general, and at which address."""
    from flows.citizens import citizens

    dabi = given(context).open()
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        known = citizens(record)
    if as_json:
        document({"citizens": [{"citizen": one.name, "address": one.address} for one in known]})
    else:
        table(["citizen", "address"], [(one.name, one.address.replace("\n", "; ")) for one in known])


def remove(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """She asks no more; what she has asked stays on record."""
    from flows.citizens import remove as forget

    forget(given(context).open(), name)
    if as_json:
        document({"removed": True})
    else:
        say("She asks in general no more.")
