"""General requests under the RTI Act: one by someone else, to one office about one service, for all who wait there.

Where many claims lie at one office, one such request shows how they fare and points to none of them. It is no claim's:
it belongs to the office and the service, and to the citizen who asks, whatever becomes of the claims that led to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from rules.areas import Place
from rules.events import Event, EventKind
from rules.history import read
from rules.letters import AGGREGATE, Language, Letter, LetterKind
from rules.people import Capacity, Claim, Consent, DossierConsent, YesNoUnknown

STANDS_FOR = timedelta(days=365)  # our own convention: it asks for the figures of a year
HANDED_IN_WITHIN = timedelta(days=30)  # our own convention: one that lies unfiled for longer keeps nobody waiting
KEY = "general"  # what the keys of such requests begin with; no claim's code does


@dataclass(frozen=True, slots=True)
class Matter:
    """One general request with what was written upon it and what happened to these letters."""

    request: Letter
    service: str
    organisation: str  # of the citizen who asks
    citizen: str  # her name as claims have it; empty where it is not opened
    letters: tuple[Letter, ...]
    events: tuple[Event, ...]

    def as_claim(self, place: Place) -> Claim:
        """The matter in the shape of a claim, under the request's reference. ``place``: that of its office."""
        asked = self.request
        return as_claim(
            asked.reference, self.service, place, asked.language, self.organisation, self.citizen, asked.written_on
        )


def as_claim(
    code: str, service: str, place: Place, language: Language, organisation: str, citizen: str, on: date
) -> Claim:
    """What a citizen asks in general in the shape of a claim, so that steps and letters are found as those of claims
    are: it has no claimant, is agreed to by who signs it, and is never on record."""
    return Claim(
        code, "", service, 1, language, place.district, place.block, organisation, "", citizen, YesNoUnknown.NO,
        Capacity.SELF, False, Consent(on, None, True, None, DossierConsent.NONE),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GeneralRequest:
    """One general request as it stands on a day. ``trigger``: the position of the event that put it on record;
    ``taken``: that of the first by which it was known to be with its office, 0 where it is not."""

    office: str
    service: str
    trigger: int
    written_on: date
    filed_on: date | None  # handed in, sent, or received without that being told
    taken: int
    taken_back: bool = False  # its print counts no more

    def serves(self, today: date, silent_since: date) -> bool:
        """Whether a claim on which its office has been silent since that day needs no other.

        What was asked into that silence is asked once; what was asked before it serves for a while.
        """
        if self.taken_back:
            return False
        if self.filed_on is None:
            return today <= self.written_on + HANDED_IN_WITHIN
        return silent_since <= self.written_on or today <= self.written_on + STANDS_FOR


Generals = Mapping[tuple[str, str], Sequence[GeneralRequest]]  # by office and service, oldest first
NONE: Generals = MappingProxyType({})


def key_of(office: str, service: str, earlier: int) -> str:
    """The key of the next request after so many ``earlier`` ones, whichever claim asks for it: it is written once."""
    return f"{KEY}:{service}:{earlier + 1}:{office}"


def asked_of(key: str) -> tuple[str, str] | None:
    """The office and the service of such a key; None for the key of another step."""
    if not key.startswith(f"{KEY}:"):
        return None
    _, service, _, office = key.split(":", 3)
    return office, service


def matters(letters: Iterable[Letter], events: Iterable[Event]) -> tuple[Matter, ...]:
    """The general requests among letters of no claim, each with what cites it, in the order in which they came.

    ``events``: those of these letters.
    """
    by_reference = {letter.reference: letter for letter in letters if letter.variant == AGGREGATE}
    told: dict[str, list[Event]] = defaultdict(list)
    printed: dict[str, Event] = {}
    for event in events:
        if event.letter in by_reference:
            told[event.letter].append(event)
            if event.kind is EventKind.LETTER_PRINTED:
                printed.setdefault(event.letter, event)
    of_request: dict[str, list[Letter]] = defaultdict(list)
    for letter in by_reference.values():
        of_request[_request_of(letter, by_reference)].append(letter)
    found = []
    for reference, its in of_request.items():
        first = printed.get(reference)
        if first is None:
            continue
        happened = sorted((one for letter in its for one in told[letter.reference]), key=lambda one: one.seq)
        service, organisation = str(first.facts.get("service", "")), str(first.facts.get("organisation", ""))
        found.append(
            Matter(
                by_reference[reference], service, organisation, first.beside.get("citizen", ""), tuple(its),
                tuple(happened),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: printed[one.request.reference].seq))


def _request_of(letter: Letter, letters: Mapping[str, Letter]) -> str:
    """The reference of the request that a letter goes back to: what is written upon it cites it, or one that does."""
    seen = {letter.reference}
    while letter.kind is not LetterKind.RTI_REQUEST:
        cited = [one for one in letter.cites if one in letters and one not in seen]
        if not cited:
            break
        letter = letters[cited[0]]
        seen.add(letter.reference)
    return letter.reference


def generals(every: Iterable[Matter], today: date) -> Generals:
    """How the general requests stand on a day, as ``assess`` takes them."""
    found: dict[tuple[str, str], list[GeneralRequest]] = defaultdict(list)
    for matter in every:
        letter = matter.request
        if letter.written_on > today:
            continue
        history = next((h for h in read(matter.letters, matter.events, today).letters if h.letter == letter), None)
        found[letter.office, matter.service].append(
            GeneralRequest(
                letter.office,
                matter.service,
                min(event.seq for event in matter.events if event.letter == letter.reference),
                letter.written_on,
                (history.filed_on or history.received_on) if history is not None else None,
                history.taken if history is not None else 0,
                taken_back=history is None,
            )
        )
    return found
