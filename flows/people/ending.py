"""What has been kept longer than its period: listed for a person to decide, never erased on its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from flows.wiring import Dabi
from rules.events import Event, EventKind
from rules.history import effective
from rules.roles import Right
from rules.rows import RetentionRow

_ENDED = frozenset({EventKind.DELIVERED, EventKind.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Overdue:
    """One thing past its period: ``since`` when it ran, ``until`` the day from which it ought to be gone."""

    what: str  # a claimant's code, or "scan 12"
    since: date
    until: date
    period: RetentionRow


def overdue(dabi: Dabi, on: date) -> list[Overdue]:
    """People all of whose claims have ended, and scans that were matched to no letter; the longest overdue first."""
    dabi.need(Right.ERASE)
    periods = dabi.catalogue.retention
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        living = {person.code: person.added_on for person in record.claimants() if person.erased_on is None}
        claims = [claim for claim in record.claims() if claim.claimant in living]
        events = record.events(claims=[claim.code for claim in claims])
        scans = {scan.id: scan.received_on for scan in record.scans()}
        matched = {document.scan for document in record.documents() if document.letters}
    of_claim: dict[str, list[Event]] = defaultdict(list)
    for event in effective(events):
        of_claim[event.claim or ""].append(event)
    hers: dict[str, list[list[Event]]] = defaultdict(list)
    for claim in claims:
        hers[claim.claimant].append(of_claim[claim.code])
    found = [
        _past(code, _last(hers[code], added), periods["person"], on)
        for code, added in living.items()
        if all(any(event.kind in _ENDED for event in told) for told in hers[code])
    ]
    found += [
        _past(f"scan {scan}", received, periods["scan"], on) for scan, received in scans.items() if scan not in matched
    ]
    return sorted((one for one in found if one is not None), key=lambda one: (one.until, one.what))


def _last(claims: list[list[Event]], added: date) -> date:
    return max([event.on for told in claims for event in told], default=added)


def _past(what: str, since: date, period: RetentionRow, on: date) -> Overdue | None:
    until = since + timedelta(days=period.days)
    return Overdue(what, since, until, period) if until <= on else None
