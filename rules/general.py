"""General requests under the RTI Act: one by someone else, to one office about one service, for all who wait there.

Where many claims lie at one office, one such request shows how they fare and points to none of them. It is kept with
the claim for which it was written, and stands for every other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from rules.history import ClaimHistory
from rules.letters import AGGREGATE, LetterKind
from rules.people import Claim

STANDS_FOR = timedelta(days=365)  # our own convention: it asks for the figures of a year
HANDED_IN_WITHIN = timedelta(days=30)  # our own convention: one that lies unfiled for longer keeps nobody waiting


@dataclass(frozen=True, slots=True)
class GeneralRequest:
    """One general request as it stands on a day. ``trigger``: the position of the event that put it on record."""

    office: str
    service: str
    claim: str  # for which it was written
    trigger: int
    written_on: date
    filed_on: date | None  # handed in, sent, or received without that being told

    def stands(self, today: date) -> bool:
        """Whether the other claims at its office need no other."""
        return today <= self.written_on + (STANDS_FOR if self.filed_on is not None else HANDED_IN_WITHIN)


Generals = Mapping[tuple[str, str], Sequence[GeneralRequest]]  # by office and service, oldest first
NONE: Generals = MappingProxyType({})


def requests_of(claim: Claim, history: ClaimHistory) -> list[GeneralRequest]:
    """The general requests that were written for a claim."""
    return [
        GeneralRequest(
            found.letter.office, claim.service, claim.code, found.trigger, found.letter.written_on,
            found.filed_on or found.received_on,
        )
        for found in history.of_kind(LetterKind.RTI_REQUEST)
        if found.letter.variant == AGGREGATE
    ]  # fmt: skip


def by_office(requests: Iterable[GeneralRequest]) -> Generals:
    """General requests of any claims, as ``assess`` takes them."""
    found: dict[tuple[str, str], list[GeneralRequest]] = defaultdict(list)
    for request in sorted(requests, key=lambda one: (one.written_on, one.trigger)):
        found[request.office, request.service].append(request)
    return found
