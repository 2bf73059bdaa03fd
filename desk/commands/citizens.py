"""`dabi citizens`: the social workers who ask in general under the RTI Act, each as a citizen, with her own address."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.context import given
from desk.output import document, say, table
from rules.citizens import Citizen
from rules.errors import UsageError

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Organisation = Annotated[
    str, typer.Option("--organisation", help="Hers, as its claims name it; your own where you belong to one.")
]


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="Citizens who ask in general: add, list, remove.", no_args_is_help=True)
    group.command("add")(add_)
    group.command("list")(list_)
    group.command("remove")(remove)
    app.add_typer(group, name="citizens")


def add_(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="Her name as the claims have it, in one script or both.")
    ] = "",
    address: Annotated[
        str, typer.Option("--address", help="Where answers reach her, such as a post box; lines end with semicolons.")
    ] = "",
    file: Annotated[
        Path | None,
        typer.Option("--file", help="Instead, a csv or xlsx: who lists this machine's processes sees no address."),
    ] = None,
    organisation: Organisation = "",
    as_json: Json = False,
) -> None:
    """Let social workers ask in general in their own names; told again, their addresses are others."""
    from flows import citizens

    if (file is None) == (not name and not address):
        raise UsageError("Say who asks: NAME with --address, or a table of them with --file.")
    dabi = given(context).open()
    if file is not None:
        added = citizens.add_table(dabi, file, organisation)
    else:
        added = citizens.add(dabi, [Citizen(organisation, name, address)])
    if as_json:
        document({"citizens": [_row(one) for one in added]})
    else:
        for one in added:
            say(f"{one.name} of {one.organisation} asks in general at that address.")


def list_(context: typer.Context, as_json: Json = False) -> None:
    """Who asks in general, and at which address."""
    dabi = given(context).open()
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        known = record.citizens()
    if as_json:
        document({"citizens": [_row(one) for one in known]})
    else:
        rows = [(one.organisation, one.name, one.address.replace("\n", "; ")) for one in known]
        table(["organisation", "citizen", "address"], rows)


def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Her name, in one script or both.")],
    organisation: Organisation = "",
    as_json: Json = False,
) -> None:
    """She asks no more; what she has asked stays on record."""
    from flows.citizens import remove as forget

    forget(given(context).open(), name, organisation)
    if as_json:
        document({"removed": True})
    else:
        say("She asks in general no more.")


def _row(citizen: Citizen) -> dict[str, str]:
    return {"organisation": citizen.organisation, "citizen": citizen.name, "address": citizen.address}
