"""Of the general requests that many claims propose there is one for each office and service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rules.citizens import Citizen
from rules.events import EventKind
from rules.letters import LetterKind
from rules.pooling import Pool, Pooled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.rules.conftest import Life

FILED, RIPE = date(2026, 3, 2), date(2026, 4, 2)


def named(life: Life, code: str, organisation: str = "Org") -> Life:
    """The life under another claim's code, silent since the first of April 2026."""
    life.claim = replace(life.claim, code=code, organisation=organisation)
    life.apply(FILED)
    return life


def pooled(lives: Sequence[Life]) -> tuple[Pooled, ...]:
    pool = Pool(RIPE, [])
    for life in lives:
        own = pool.take(life.claim, life.steps(RIPE).proposals)
        assert [p.kind for p in own] == [LetterKind.REMINDER], "what is hers alone stays with her claim"
    return pool.pooled()


def test_claims_at_one_office_for_one_service_share_a_request(life_of: Callable[..., Life]) -> None:
    """Led by the first code and listing all, whatever their order; another service has a request of its own."""
    lives = [named(life_of("ration_card"), f"SN-TEST{mark}-1") for mark in ("CC", "AA", "BB")]
    lives.append(named(life_of("housing"), "SN-TESTDD-1"))
    found = pooled(lives[:3])
    assert [(one.lead.code, one.claims) for one in found] == [
        ("SN-TESTAA-1", ("SN-TESTAA-1", "SN-TESTBB-1", "SN-TESTCC-1"))
    ]
    assert pooled(lives[2::-1]) == found
    assert (
        found[0].words().en.endswith("One such request serves 3 claims there: SN-TESTAA-1, SN-TESTBB-1, SN-TESTCC-1.")
    )
    assert "সেখানকার ৩টি দাবির" in found[0].words().bn
    assert sorted(one.claims for one in pooled(lives)) == [found[0].claims, ("SN-TESTDD-1",)]


def test_one_yes_is_enough(life_of: Callable[..., Life]) -> None:
    """The claim that has it leads, though its code comes later."""
    first, second = (named(life_of("ration_card"), code) for code in ("SN-TESTAA-1", "SN-TESTBB-1"))
    second.happens(EventKind.GO_GIVEN, RIPE, step="rti_request")
    (one,) = pooled([first, second])
    assert (one.lead.code, one.proposal.ready) == ("SN-TESTBB-1", True)
    assert one.proposal.key == "general:ration_card:1:food-inspector:south-24-parganas/basanti"


def test_a_claim_without_consent_does_not_lead(life_of: Callable[..., Life]) -> None:
    """A letter is written for a claim whose consent is in force."""
    first, second = (named(life_of("ration_card"), code) for code in ("SN-TESTAA-1", "SN-TESTBB-1"))
    first.claim = replace(first.claim, consent=replace(first.claim.consent, until=date(2026, 4, 1)))
    assert pooled([first, second])[0].lead.code == "SN-TESTBB-1"


def test_a_worker_who_asks_as_a_citizen_leads(life_of: Callable[..., Life]) -> None:
    """Before one whose own address is not known."""
    first, second = (named(life_of("ration_card"), code) for code in ("SN-TESTAA-1", "SN-TESTBB-1"))
    second.claim = replace(second.claim, social_worker="Citizen")

    def lead(organisation: str) -> str:
        pool = Pool(RIPE, [Citizen(organisation, "Citizen", "Post Box 9")])
        for life in (first, second):
            pool.take(life.claim, life.steps(RIPE).proposals)
        (one,) = pool.pooled()
        return one.lead.code

    assert lead("Org") == "SN-TESTBB-1"
    assert lead("Others") == "SN-TESTAA-1", "a worker of the same name elsewhere is another"


def test_a_worklist_tells_the_codes_of_its_own_organisation(life_of: Callable[..., Life]) -> None:
    """The number of claims is told whole; a request that serves one claim says nothing of others."""
    ours, theirs = named(life_of("ration_card"), "SN-TESTAA-1"), named(life_of("ration_card"), "SN-TESTBB-1", "Others")
    (one,) = pooled([ours, theirs])
    assert one.words("Org").en.endswith("serves 2 claims there: SN-TESTAA-1.")
    (alone,) = pooled([ours])
    assert alone.words() == alone.proposal.reason
