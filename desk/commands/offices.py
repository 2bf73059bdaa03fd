"""`dabi offices`: take a table of offices into this home, and list what is known of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.context import given
from desk.output import document, say
from rules.errors import UsageError

if TYPE_CHECKING:
    from rules.office import Appellate, Office
    from rules.text import Text

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="Offices: import a table of them, list what is known.", no_args_is_help=True)
    group.command("import")(import_)
    group.command("list")(list_)
    app.add_typer(group, name="offices")


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="csv or xlsx; samples/offices.csv shows the columns.")],
    as_json: Json = False,
) -> None:
    """Take panchayats, police stations, health units and details of other offices into this home, or none of them."""
    from flows.import_offices import import_offices
    from rules.roles import Right
    from templates.catalog import LetterCatalog

    dabi = given(context).open()
    dabi.need(Right.TABLES)
    home = dabi.settings.home
    fees = LetterCatalog(home / "letters", dabi.settings.limits).requests.fees
    found = import_offices(file, home, given(context).catalogue_rows(), tuple(fees), dabi.settings.limits)
    if as_json:
        document({"file": str(found.path), "added": sorted(found.added), "replaced": sorted(found.replaced)})
    else:
        say(f"{len(found.added)} offices taken in, {len(found.replaced)} rows replaced: {found.path}")


def list_(
    context: typer.Context,
    district: Annotated[str, typer.Option("--district", help="A district in either language.")],
    kind: Annotated[str | None, typer.Option("--kind", help="One kind of office, such as gp or bdo.")] = None,
    as_json: Json = False,
) -> None:
    """The offices of a district with their addresses, information officers and appellate authorities."""
    from rules import catalogue

    offices = catalogue.load(given(context).catalogue_rows()).offices
    area = offices.areas.find_district(district)
    if area is None:
        known = ", ".join(area.name.en for area in offices.areas.districts)
        raise UsageError(f"'{district[:40]}' is no district that is known. Write one of: {known}.")
    if kind is not None and kind not in offices.kinds:
        raise UsageError(f"'{kind[:40]}' is no kind of office. Write one of: {', '.join(offices.kinds)}.")
    found = [office for office in offices.of_district(area.id) if kind in (None, office.kind)]
    if as_json:
        document({"offices": [_row(office) for office in found]})
        return
    for office in found:
        say(f"{office.id}: {office.name.en} / {office.name.bn}")
        say(f"    {office.address.en}; {'checked' if office.verified else 'not verified'}")


def _row(office: Office) -> dict[str, object]:
    return {
        "id": office.id,
        "name": _both(office.name),
        "officer": _both(office.designation),
        "address": _both(office.address),
        "pio": _both(office.pio) if office.rti else None,
        "appeal_to": office.faa if office.rti else None,
        "appellate": _named(office.appellate),
        "fee_mode": office.fee_mode,
        "verified": office.verified,
    }


def _named(told: Appellate | None) -> dict[str, object] | None:
    """Who hears the office's appeals, as far as it says."""
    if told is None:
        return None
    parts = {"post": told.post, "office": told.office, "address": told.address}
    return {name: _both(text) for name, text in parts.items() if text is not None}


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "bn": text.bn}
