"""The social workers who ask in general under the RTI Act, taken in one by one or from a table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flows.import_claims.table import read_table
from flows.wiring import Dabi
from rules.citizens import Citizen
from rules.errors import InputProblems, Problem, UsageError
from rules.text import fold, nfc
from store.record import Record

_COLUMNS = ("name", "address", "organisation")


def add(dabi: Dabi, citizens: Iterable[Citizen]) -> list[Citizen]:
    """Let social workers ask in their own names, or give them other addresses; as they are now on record.

    One without an organisation is of the actor's. UsageError where she has no name, no address or no organisation.
    """
    added = []
    with dabi.store.begin(dabi.actor) as record:
        for one in citizens:
            name, address = nfc(" ".join(one.name.split())), "\n".join(_lines(one.address))
            if not fold(name) or not address:
                raise UsageError("A citizen needs a name and an address. Write the name as the claims have it.")
            added.append(record.put_citizen(Citizen(_organisation(record, one.organisation), name, address)))
        record.commit()
    return added


def add_table(dabi: Dabi, path: Path, organisation: str = "") -> list[Citizen]:
    """The same of a csv or xlsx of names and addresses, all or none; ``organisation``: of those for whom none stands
    there. InputProblems with every bad row."""
    headings = {name: name for name in _COLUMNS}
    rows = read_table(path, headings, frozenset(_COLUMNS[:2]), "samples/citizens.csv", dabi.settings.limits)
    problems = [
        Problem(f"{path.name} row {row.number}", "It is empty.", remedy, column)
        for row in rows
        for column, said, remedy in (
            ("name", fold(row["name"]), "Write her name as the claims have it."),
            ("address", _lines(row["address"]), "Write where answers reach her, such as a post box."),
        )
        if not said
    ]
    if problems:
        raise InputProblems(problems)
    return add(dabi, [Citizen(row["organisation"] or organisation, row["name"], row["address"]) for row in rows])


def remove(dabi: Dabi, name: str, organisation: str = "") -> None:
    """She asks no more; what she has asked stays on record. UsageError for a name that is not on the list."""
    with dabi.store.begin(dabi.actor) as record:
        if not record.remove_citizen(_organisation(record, organisation), name):
            raise UsageError("There is no citizen of this name in that organisation. See 'dabi citizens list'.")
        record.commit()


def _organisation(record: Record, given: str) -> str:
    """The organisation that is given, else the actor's own. UsageError where there is neither."""
    found = nfc(given.strip()) or record.organisation
    if not found:
        raise UsageError("Say of which organisation she is, as the claims name it, with --organisation.")
    return found


def _lines(address: str) -> list[str]:
    return [line.strip() for line in nfc(address).replace(";", "\n").splitlines() if line.strip()]
