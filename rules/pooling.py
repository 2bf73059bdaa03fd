"""The general requests that many claims propose, as the one that is written for all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from rules import step_words as say
from rules.citizens import Citizen, called
from rules.letters import AGGREGATE, LetterKind
from rules.people import Claim
from rules.step_view import Proposal
from rules.text import Text, number_words


@dataclass(frozen=True, slots=True)
class Pooled:
    """One general request to one office about one service. One yes is enough, that of the ``lead``, whose social worker
    asks as a citizen; the letter is neither hers nor her claim's."""

    lead: Claim
    proposal: Proposal
    members: tuple[tuple[str, str], ...]  # organisation and code of each claim that it serves, by code

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(code for _, code in self.members)

    def words(self, organisation: str | None = None) -> Text:
        """Why, and for which claims: by code alone, those of one organisation where it is given."""
        reason = self.proposal.reason
        if len(self.members) == 1:
            return reason
        listed = ", ".join(code for whose, code in self.members if organisation in (None, whose))
        shared = say.SHARED.filled(number=number_words(len(self.members)), claims=Text(listed, listed))
        return Text(f"{reason.en} {shared.en}", f"{reason.bn} {shared.bn}")


@dataclass
class Pool:
    """Takes the general requests out of what claims propose on a day, and gives back one for each office and service.

    It is led by a claim whose consent is in force, which has the go, and whose social worker is one of the
    ``citizens``, where there is one; else by the first code.
    """

    on: date
    citizens: Collection[Citizen]
    _leads: dict[tuple[str, str], tuple[Claim, Proposal]] = field(default_factory=dict)
    _members: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)

    def take(self, claim: Claim, proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
        """What of a claim's proposals is its own."""
        own: list[Proposal] = []
        for proposal in proposals:
            if proposal.kind is not LetterKind.RTI_REQUEST or proposal.variant != AGGREGATE:
                own.append(proposal)
                continue
            key, offered = (proposal.office, claim.service), (claim, proposal)
            self._members.setdefault(key, []).append((claim.organisation, claim.code))
            self._leads[key] = min(self._leads.get(key, offered), offered, key=self._fitness)
        return tuple(own)

    def pooled(self) -> tuple[Pooled, ...]:
        """One request for each office and service, in their order."""
        return tuple(
            Pooled(*self._leads[key], tuple(sorted(members, key=lambda member: member[1])))
            for key, members in sorted(self._members.items())
        )

    def _fitness(self, offered: tuple[Claim, Proposal]) -> tuple[bool, bool, bool, str]:
        claim, proposal = offered
        consents = claim.consent.apply and claim.consent.in_force(self.on)
        asks = called(self.citizens, claim.organisation, claim.social_worker)
        return not proposal.ready, not consents, asks is None, claim.code
