"""After a breach: whom to tell. Everybody who is on record, or those whose names one user or journey read in a time."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flows.tables_out import harmless
from flows.wiring import KOLKATA, Dabi
from rules.breach import Duty, duties
from rules.errors import UsageError
from rules.roles import Right

PURPOSE = "breach report"
_HEADINGS = (
    "claimant",
    "organisation",
    "collective",
    "social worker",
    "language",
    "name",
    "safe phone",
    "told on",
    "how",
)


@dataclass(frozen=True, slots=True)
class Warned:
    """Whom to tell by law, and the affected people: their codes, and the table with their names and telephones."""

    duties: tuple[Duty, ...]
    people: tuple[str, ...]
    table: Path


def warn(
    dabi: Dabi,
    known: datetime,
    out: Path,
    *,
    user: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Warned:
    """Write the table of those to tell into ``out``; the reading of their names is on the access chain.

    With ``user`` (an id such as ``u-7k4q9x``, or a journey's name), ``since`` or ``until``: those whose names were read
    so; without: everybody on record. UsageError where that is nobody.
    """
    dabi.need(Right.ERASE)
    with dabi.store.begin(dabi.actor) as record:
        living = {person.code for person in record.claimants() if person.erased_on is None}
        if user or since or until:
            living &= {
                code
                for access in record.accesses()
                if (user is None or access.actor.partition(":")[2] == user)
                and _within(access.recorded_at, since, until)
                for code in access.claimants
            }
        if not living:
            raise UsageError("Nobody on record is affected by that. Check --user, --since and --until.")
        identities = record.identities(living, PURPOSE)
        claims = {claim.claimant: claim for claim in record.claims(claimants=living)}
        organisations = {person.code: person.organisation for person in record.claimants()}
        record.commit()
    rows = []
    for code, identity in sorted(identities.items()):
        claim = claims.get(code)
        rows.append(
            [
                code,
                organisations[code],
                claim.collective if claim else "",
                claim.social_worker if claim else "",
                claim.language.value if claim else "bn",
                identity.name_bn or identity.name,
                identity.safe_phone,
                "",
                "",
            ]
        )
    path = out / f"to-tell-{known:%Y%m%d-%H%M}.csv"
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        path.chmod(0o600)
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        writer.writerows([[harmless(cell) for cell in row] for row in rows])
    return Warned(duties(known), tuple(sorted(identities)), path)


def _within(moment: datetime, since: date | None, until: date | None) -> bool:
    day = moment.astimezone(KOLKATA).date()
    return (since is None or since <= day) and (until is None or day <= until)
