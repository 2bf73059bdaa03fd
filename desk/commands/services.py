"""`dabi services`: what may be claimed, and how each is claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.context import day, given
from desk.output import document, say
from rules.errors import UsageError

if TYPE_CHECKING:
    from rules.catalogue import Catalogue
    from rules.rows import Service
    from rules.text import Text


def add(app: typer.Typer) -> None:
    app.command("services")(services)


def services(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="An id, a name or another word for it; left out: all.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """What may be claimed; of one service the offices, the papers, the form and what it asks, and the receipt."""
    from rules import catalogue

    law, today = catalogue.load(given(context).catalogue_rows()), day(on)
    found = [service for service in law.services.values() if service.in_force(today)]
    if name is not None:
        named = law.service_named(name, today)
        if named is None:
            raise UsageError(f"'{name[:40]}' is no service that is known. Run 'dabi services' for all of them.")
        found = [named]
    if as_json:
        document({"services": [_told(service, law) for service in found]})
    elif name is None:
        for service in found:
            say(f"{service.id}: {service.name.en} / {service.name.bn}")
    else:
        _print(_told(found[0], law))


def _told(service: Service, law: Catalogue) -> dict[str, Any]:
    form = service.form
    kinds = [law.offices.kind(rung.kind) for rung in service.ladder]
    return {
        "id": service.id,
        "name": _both(service.name),
        "offices": [{"kind": kind.id, **_both(kind.designation)} for kind in kinds],
        "clock": service.clock,
        "documents": [_both(text) for text in service.documents],
        "how": _both(service.how),
        "ways": [way.value for way in service.ways],
        "form": form and {"name": _both(form.name), "asks": [_both(text) for text in form.asks]},
        "receipts": [number.value for number in service.receipts],
        "delivered": _both(service.delivered),
        "warning": _both(service.warning) if service.warning else None,
        "source": service.source,
        "verification": service.verification.value,
    }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "bn": text.bn}


def _print(told: dict[str, Any]) -> None:
    for language, labels in _LABELS.items():
        lines = {
            "": told["name"][language],
            labels["offices"]: " → ".join(office[language] for office in told["offices"]),
            labels["documents"]: "; ".join(text[language] for text in told["documents"]),
            labels["how"]: told["how"][language],
            labels["asks"]: "; ".join(text[language] for text in told["form"]["asks"]) if told["form"] else "",
            labels["delivered"]: told["delivered"][language],
            labels["warning"]: told["warning"][language] if told["warning"] else "",
        }
        for label, line in lines.items():
            if line:
                say(f"{label}: {line}" if label else line)
        say()
    say(f"ways: {', '.join(told['ways'])}; number on the receipt: {', '.join(told['receipts'])}")
    say(f"source: {told['source']} ({told['verification']})")


_LABELS = {
    "en": {
        "offices": "offices", "documents": "papers", "how": "how", "asks": "the form asks",
        "delivered": "delivered when", "warning": "mind",
    },
    "bn": {
        "offices": "দপ্তর", "documents": "কাগজপত্র", "how": "কীভাবে", "asks": "ফর্মে যা লাগে", "delivered": "প্রাপ্তি কখন",
        "warning": "খেয়াল রাখুন",
    },
}  # fmt: skip
