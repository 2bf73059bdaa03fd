"""A claim's life in short words, for tests of what is read from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from rules.areas import Place
from rules.catalogue import Catalogue, load
from rules.events import Event, EventKind
from rules.general import Generals, Matter, generals, matters
from rules.ladder import Rung, ladder
from rules.letters import AGGREGATE, Language, Letter, LetterKind
from rules.next_step import Proposal, Standing, Steps, assess, matter_steps
from rules.people import Capacity, Claim, Consent, DossierConsent, YesNoUnknown
from rules.stated_limits import facts_of, limit_stated, own_facts

PLACE = Place("south-24-parganas", "basanti", gram_panchayat="Sabujgram", police_station="Sabujgram")
CODE = "SN-TESTAA-1"


def claim_for(service: str) -> Claim:
    return Claim(
        CODE, "SN-TESTAA", service, 1, Language.BENGALI, PLACE.district, PLACE.block, "Org", "Collective", "Worker",
        YesNoUnknown.NO, Capacity.SELF, True,
        Consent(date(2026, 1, 1), None, True, None, DossierConsent.CODED),
    )  # fmt: skip


@dataclass
class Life:
    """One claim, its ladder, its letters and events; every method adds an event and gives back its position.

    Among them are the general requests that the claim has led to, which are no claim's: a yes and an approval here are
    said of both.
    """

    catalogue: Catalogue
    service: str = "ration_card"
    avoid: tuple[str, ...] = ()
    events: list[Event] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    general: Generals = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.claim = claim_for(self.service)
        self.ladder: tuple[Rung, ...] = ladder(self.catalogue.services[self.service], PLACE, self.avoid, self.catalogue)
        self.happens(EventKind.CLAIM_OPENED, date(2026, 1, 1))

    def happens(self, what: EventKind, on: date, letter: str | None = None, /, **facts: Any) -> int:
        seq = len(self.events) + 1
        self.events.append(Event(what, on, CODE, letter, facts, seq=seq))
        return seq

    def steps(self, today: date) -> Steps:
        """Those of the claim, then those of its general requests."""
        every = [self.standing(today).steps, *(matter_steps(one, today, self.catalogue) for one in self.matters())]
        return Steps(
            tuple(late for steps in every for late in steps.overdue),
            tuple(proposal for steps in every for proposal in steps.proposals),
            tuple(waiting for steps in every for waiting in steps.waiting),
        )

    def matters(self) -> tuple[Matter, ...]:
        """The general requests, each with what was said of its steps."""
        said = (EventKind.GO_GIVEN, EventKind.GO_WITHHELD, EventKind.LAWYER_APPROVED)
        told = [one for one in self.events if one.kind in said]
        return tuple(replace(one, events=(*one.events, *told)) for one in matters(self.letters, self.events))

    def standing(self, today: date) -> Standing:
        own = [letter for letter in self.letters if letter.variant != AGGREGATE]
        others = {letter.reference for letter in self.letters} - {letter.reference for letter in own}
        return assess(
            self.claim, self.ladder, own, [event for event in self.events if event.letter not in others], today,
            self.catalogue, avoid=self.avoid, general=self.general or generals(self.matters(), today),
        )  # fmt: skip

    def proposals(self, today: date) -> list[tuple[str, int, str]]:
        """Kind, rung and variant of every proposal."""
        return [(p.kind.value, p.rung, p.variant) for p in self.steps(today).proposals]

    def write(self, proposal: Proposal, on: date) -> str:
        """Write what was proposed."""
        reference = f"R{len(self.letters) + 1}"
        limit = limit_stated(proposal, self.steps(on), self.letters)
        self.letters.append(
            Letter(
                reference,
                proposal.kind,
                CODE,
                proposal.office,
                proposal.rung,
                Language.BENGALI,
                on,
                1,
                "",
                "",
                "",
                cites=proposal.cites,
                variant=proposal.variant,
            )
        )
        self.happens(
            EventKind.LETTER_PRINTED, on, reference,
            kind=proposal.kind.value, office=proposal.office, rung=proposal.rung, trigger=proposal.trigger,
            service=self.service, organisation="Org", **facts_of(limit),
            **own_facts(proposal.limit, proposal.clock),
        )  # fmt: skip
        return reference

    def write_kind(self, kind: LetterKind, on: date, variant: str = "") -> str:
        """Write the proposal of a kind, as if she had given her go."""
        found = [p for p in self.steps(on).proposals if p.kind is kind and p.variant == variant]
        assert len(found) == 1, f"{kind} is proposed {len(found)} times on {on}"
        return self.write(found[0], on)

    def file(self, reference: str, on: date, by: str = "hand") -> int:
        return self.happens(EventKind.LETTER_FILED, on, reference, by=by)

    def receive(self, reference: str, on: date) -> int:
        return self.happens(EventKind.RECEIPT_RECORDED, on, reference, received_on=on.isoformat())

    def reply(self, reference: str, outcome: str, on: date) -> int:
        return self.happens(EventKind.REPLY_RECORDED, on, reference, outcome=outcome, letter_date=on.isoformat())

    def apply(self, on: date, received: date | None = None) -> str:
        """Write, hand in and have received the first application."""
        reference = self.write_kind(LetterKind.APPLICATION, on)
        self.file(reference, received or on)
        self.receive(reference, received or on)
        return reference

    def shuffled(self, events: list[Event]) -> Life:
        other = replace(self, events=[], letters=list(self.letters))
        other.events = events
        return other


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture
def life(catalogue: Catalogue) -> Life:
    """A ration card claim in Basanti: 30 days by convention, no office avoided."""
    return Life(catalogue)


@pytest.fixture(scope="session")
def life_of(catalogue: Catalogue) -> Any:
    """A life for another service, or with offices to avoid."""

    def make(service: str, *avoid: str) -> Life:
        return Life(catalogue, service, avoid)

    return make
