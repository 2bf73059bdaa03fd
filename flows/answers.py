"""How offices answer, over the claims of the store: counts and medians alone, none of fewer letters than five."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from flows.cases import Case, citizens_cases, load_cases, load_matters
from flows.memory import unsearched
from flows.wiring import Dabi
from rules.catalogue import Catalogue
from rules.errors import UsageError
from rules.responsiveness import (
    BY,
    Course,
    Grant,
    Moved,
    Precedent,
    Responsiveness,
    courses,
    grants,
    moved,
    precedents,
    responsiveness,
)

ACTOR = "system:answers"
CHUNK = 500
Period = tuple[date, date]


def answers(dabi: Dabi, by: str, district: str | None, on: date) -> dict[str, Responsiveness]:
    """The numbers of every group, by one of office, block, service and quarter. UsageError for another."""
    return responsiveness(_courses(dabi, _by(by), district, on), by, on)


def what_moved(dabi: Dabi, by: str, district: str | None, before: Period, after: Period) -> tuple[Moved, ...]:
    """Each group's letters received in two periods, each seen on its period's last day."""
    for first, last in (before, after):
        if last < first:
            raise UsageError(f"A period ends before it begins: {first} to {last}. Check the two dates.")
    return moved(_courses(dabi, _by(by), district, max(before[1], after[1])), by, before, after)


def _by(by: str) -> str:
    if by not in BY:
        raise UsageError(f"'{by[:20]}' is nothing that answers are counted by. Use one of: {', '.join(BY)}.")
    return by


def _courses(dabi: Dabi, by: str, district: str | None, on: date) -> Iterator[Course]:
    for case in _cases(dabi, district):
        with unsearched():
            found = courses(case.claim, case.ladder, case.letters, case.events, on, dabi.catalogue)
        yield from found


def _cases(dabi: Dabi, district: str | None) -> Iterator[Case]:
    """Every case of a district, or all, a chunk at a time; then what citizens have asked in general there."""
    area = dabi.catalogue.offices.areas.find_district(district) if district else None
    if district and area is None:
        known = ", ".join(one.name.en for one in dabi.catalogue.offices.areas.districts)
        raise UsageError(f"'{district[:40]}' is no known district. Write one of: {known}.")
    with dabi.store.begin(ACTOR) as record:
        claims = [claim for claim in record.claims() if area is None or claim.district == area.id]
        for start in range(0, len(claims), CHUNK):
            yield from load_cases(dabi.catalogue, record, claims[start : start + CHUNK], purpose="count_answers")
        record.commit()
        every = citizens_cases(dabi.catalogue, record, load_matters(dabi.catalogue, record))
        yield from (case for case in every if area is None or case.claim.district == area.id)


def precedents_for(
    wanting: Iterable[Case], among: Iterable[Case], on: date, catalogue: Catalogue
) -> tuple[Precedent, ...]:
    """What the grants ``among`` all cases let be said for the services of ``wanting``, of no office that one of those
    claimants avoids."""
    cases = list(wanting)
    avoid = tuple(entry for case in cases for entry in case.identity.avoid_offices)
    granted: list[Grant] = [one for case in among for one in grants(case.claim, case.letters, case.events, on)]
    services = sorted({case.service.id for case in cases})
    return tuple(one for service in services for one in precedents(granted, service, catalogue, avoid=avoid))
