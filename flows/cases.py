"""A claim with everything that is known of it, as the journeys handle it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from rules.areas import Place
from rules.catalogue import Catalogue
from rules.citizens import Citizen, called
from rules.events import Event, EventKind
from rules.general import NONE, Generals, Matter, as_claim, matters
from rules.history import ClaimHistory, effective, numbered, read
from rules.ladder import Rung, ladder
from rules.letters import AGGREGATE, CARRIERS, Letter, LetterKind
from rules.next_step import Steps, matter_steps, next_steps
from rules.office import Office, first_appellate_office
from rules.people import Claim, Identity
from rules.pooling import Pooled
from rules.rows import Service
from rules.status import CLAIM_KINDS, Resolution, resolution
from rules.text import in_scripts
from store.record import Record


@dataclass(frozen=True)
class Case:
    """One claim, the person behind it, its ladder, its letters and what happened.

    Or what a citizen asks in general, in the same shape: there is no claimant, and ``matter`` is what came of it.
    """

    claim: Claim
    identity: Identity
    service: Service
    place: Place
    ladder: tuple[Rung, ...]
    letters: tuple[Letter, ...]
    events: tuple[Event, ...]
    general: Generals = field(default_factory=dict)  # general requests under the RTI Act, whoever made them
    matter: Matter | None = None

    @property
    def of_claim(self) -> str | None:
        """The claim that its letters belong to; None for a citizen's."""
        return None if self.of_citizen else self.claim.code

    @property
    def of_citizen(self) -> bool:
        """Whether it is a citizen's, and no claimant's."""
        return not self.claim.claimant

    def steps(self, today: date, catalogue: Catalogue) -> Steps:
        """What is overdue and what may be done now."""
        if self.of_citizen:
            return matter_steps(self.matter, today, catalogue) if self.matter is not None else Steps()
        avoid = self.identity.avoid_offices
        return next_steps(
            self.claim,
            self.ladder,
            self.letters,
            self.events,
            today,
            catalogue,
            avoid=avoid,
            general=self.general,
            male=self.identity.is_male,
        )

    def history(self, today: date) -> ClaimHistory:
        """What happened to the claim and its letters up to a day."""
        return read(self.letters, self.events, today)

    def addressee(
        self, catalogue: Catalogue, kind: LetterKind, office: str, cites: Collection[str], history: ClaimHistory
    ) -> Office:
        """To whom a letter goes: see ``addressee``."""
        return addressee(catalogue, self.place, kind, office, cites, history)

    def unresolved(self, today: date) -> bool:
        """Whether a letter of this claim has reached an office and she does not yet have what it asks for."""
        history = self.history(today)
        return resolution(history) is Resolution.OPEN and any(one.is_filed for one in history.among(CLAIM_KINDS))

    @cached_property
    def counting(self) -> tuple[Event, ...]:
        """The events that count, in order of their dates: without those that were corrected."""
        return effective(self.events)

    def letter_events(self, reference: str, kind: EventKind) -> list[Event]:
        return [event for event in self.counting if event.letter == reference and event.kind is kind]


def addressee(
    catalogue: Catalogue,
    place: Place,
    kind: LetterKind,
    office: str,
    cites: Collection[str],
    history: ClaimHistory,
) -> Office:
    """To whom a letter goes: a first appeal to the authority that its office names, what carries a letter to whom that
    one goes, others to their office."""
    cited = [one for one in history.letters if one.letter.reference in cites]
    if kind in CARRIERS:
        for one in cited:
            if one.letter.office == office:
                return addressee(catalogue, place, one.letter.kind, office, one.letter.cites, history)
    found = catalogue.offices.office(office, place)
    asked = [one.seat for one in cited if one.letter.kind is LetterKind.RTI_REQUEST]
    return _appellate(catalogue, asked[0], place, found) if kind is LetterKind.FIRST_APPEAL and asked else found


def _appellate(catalogue: Catalogue, asked: str, place: Place, found: Office) -> Office:
    """The office that hears appeals, as the office that was ``asked`` names it; as ``found`` where it names none."""
    request = catalogue.offices.office(asked, place)
    named = first_appellate_office(request, request.place, catalogue.offices)
    return named if named is not None and named.id == found.id else found


def addressees(catalogue: Catalogue, record: Record, letters: Collection[Letter]) -> dict[str, Office]:
    """To whom each of these letters goes, by reference, of claims and campaigns; no name of hers is read for it."""
    offices = catalogue.offices
    found = {letter.reference: offices.office(letter.office) for letter in letters}
    followed = [letter for letter in letters if letter.kind in {LetterKind.FIRST_APPEAL, *CARRIERS}]
    codes = {letter.claim for letter in followed if letter.claim is not None}
    claims = {claim.code: claim for claim in record.claims(codes=codes)} if codes else {}
    cited = {reference for letter in followed if letter.claim is None for reference in letter.cites}
    asked = {one.reference: one.office for one in record.letters(references=cited)} if cited else {}
    papers: dict[str, list[Letter]] = defaultdict(list)
    for letter in record.letters(claims=codes) if codes else ():
        papers[letter.claim or ""].append(replace(letter, office=offices.canonical(letter.office)))
    events: dict[str, list[Event]] = defaultdict(list)
    for event in record.events(claims=codes) if codes else ():
        events[event.claim or ""].append(event)
    for letter in followed:
        plain = found[letter.reference]
        if letter.claim is not None:
            claim = claims[letter.claim]
            history = read(papers[claim.code], numbered(events[claim.code]), letter.written_on)
            place = Place(claim.district, claim.block)
            found[letter.reference] = addressee(catalogue, place, letter.kind, plain.id, letter.cites, history)
        elif letter.kind is LetterKind.FIRST_APPEAL and letter.cites[0] in asked:
            found[letter.reference] = _appellate(catalogue, asked[letter.cites[0]], plain.place, plain)
    return found


def place_of(district: str, block: str, identity: Identity) -> Place:
    """Where a claim lies, with the offices there that she names."""
    return Place(district, block, identity.gram_panchayat, identity.police_station, identity.health_unit)


def load_matters(catalogue: Catalogue, record: Record) -> tuple[Matter, ...]:
    """Every general request under the RTI Act with what was written upon it and what happened, whoever made it."""
    letters = [letter for letter in record.letters(variant=AGGREGATE, shared=True) if letter.claim is None]
    events = record.events(letters=[letter.reference for letter in letters], shared=True) if letters else []
    return matters((replace(one, office=catalogue.offices.canonical(one.office)) for one in letters), numbered(events))


def citizens_cases(catalogue: Catalogue, record: Record, every: Iterable[Matter]) -> list[Case]:
    """General requests as their citizens' cases; those of another organisation are not the actor's."""
    known, found = record.citizens(), []
    for matter in every:
        if record.within(matter.organisation):
            place = catalogue.offices.office(matter.request.office).place
            claim, who = matter.as_claim(place), called(known, matter.organisation, matter.citizen)
            service = catalogue.services[matter.service]
            found.append(
                Case(
                    claim, _identity(matter.citizen, who), service, place, (), matter.letters, matter.events, {}, matter
                )
            )
    return found


def asking_case(catalogue: Catalogue, citizens: Iterable[Citizen], pooled: Pooled, named: Place, on: date) -> Case:
    """A general request that is not written yet, as its citizen's case.

    ``named``: the place of the claim that leads it, which has the names of a panchayat or station in no list.
    """
    lead, key = pooled.lead, pooled.proposal.key
    place, worker = catalogue.offices.office(pooled.proposal.office).place, lead.social_worker
    claim = as_claim(key, lead.service, place, lead.language, lead.organisation, worker, on)
    who = called(citizens, lead.organisation, worker)
    return Case(claim, _identity(worker, who), catalogue.services[lead.service], named, (), (), ())


def _identity(worker: str, citizen: Citizen | None) -> Identity:
    names = citizen.names if citizen is not None else in_scripts(worker)
    return Identity(names.en, names.bn, reply_address=citizen.address if citizen is not None else "")


def load_cases(
    catalogue: Catalogue, record: Record, claims: Iterable[Claim], purpose: str, general: Generals = NONE
) -> list[Case]:
    """The cases of ``claims``, in their order, but for people who were erased; one audited read of the identities.

    ``general``: how the general requests stand, for those who ask for the next steps.
    """
    wanted = list(claims)
    identities = record.identities({claim.claimant for claim in wanted}, purpose=purpose)
    wanted = [claim for claim in wanted if claim.claimant in identities]
    codes = [claim.code for claim in wanted]
    letters: dict[str, list[Letter]] = defaultdict(list)
    for letter in record.letters(claims=codes):
        letters[letter.claim or ""].append(letter)
    events: dict[str, list[Event]] = defaultdict(list)
    for event in record.events(claims=codes):
        events[event.claim or ""].append(event)
    cases = []
    for claim in wanted:
        identity = identities[claim.claimant]
        service = catalogue.services[claim.service]
        place = place_of(claim.district, claim.block, identity)
        rungs = ladder(service, place, identity.avoid_offices, catalogue)
        papers = tuple(replace(one, office=catalogue.offices.canonical(one.office)) for one in letters[claim.code])
        happened = numbered(events[claim.code])
        cases.append(Case(claim, identity, service, place, rungs, papers, happened, general))
    return cases
