"""Interim relief is a state of its own: neither the award nor the end of the enquiry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from rules.events import EventKind
from rules.letters import LetterKind
from rules.status import ClaimStatus
from rules.step_view import Doer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.rules.conftest import Life

D = date
FILED = D(2026, 3, 2)  # a Monday; the enquiry ends on 4 May, the 2nd being a Saturday
ORDERED = D(2026, 3, 16)


@pytest.fixture
def claim(life_of: Callable[..., Life]) -> Life:
    """A compensation claim that the Authority has since 2 March 2026."""
    life = life_of("compensation")
    life.apply(FILED)
    return life


def codes(life: Life, day: date) -> list[str]:
    return [waiting.why.code for waiting in life.steps(day).waiting]


def test_it_is_asked_for_at_once(claim: Life) -> None:
    """From the day after the Authority has the claim, by the social worker; not where there is no award to wait for."""
    assert codes(claim, FILED) == ["not_ripe"]
    assert codes(claim, D(2026, 3, 4)) == ["not_ripe", "interim_owed"]
    assert claim.steps(D(2026, 3, 4)).waiting[1].by is Doer.SOCIAL_WORKER
    claim.reply("R1", "refused", D(2026, 3, 10))
    assert "interim_owed" not in codes(claim, D(2026, 3, 10))


def test_other_services_know_no_interim_relief(life: Life) -> None:
    """A ration card is given or not."""
    life.apply(FILED)
    assert codes(life, D(2026, 3, 10)) == ["not_ripe"]


def test_an_order_of_interim_relief_is_no_award(claim: Life) -> None:
    """The claim stands at interim relief, its clock runs on, and silence after the two months is silence."""
    claim.reply("R1", "interim_granted", ORDERED)
    assert claim.standing(ORDERED).status is ClaimStatus.INTERIM
    assert codes(claim, ORDERED) == ["not_ripe", "interim"]
    late = D(2026, 5, 6)
    assert claim.standing(late).status is ClaimStatus.SILENT
    assert [overdue.clock.rule for overdue in claim.steps(late).overdue] == ["service.compensation"]
    claim.reply("R1", "granted", D(2026, 5, 11))
    assert claim.standing(D(2026, 5, 11)).status is ClaimStatus.GRANTED
    assert "interim" not in codes(claim, D(2026, 5, 11))


def test_interim_relief_that_stays_away_is_written_for_once(claim: Life) -> None:
    """Thirty days after the order, the last a holiday, to who made it; her word ends that, and not the claim."""
    order = claim.reply("R1", "interim_granted", ORDERED)
    assert LetterKind.DELIVERY_REMINDER.value not in {kind for kind, *_ in claim.proposals(D(2026, 4, 16))}
    step = next(p for p in claim.steps(D(2026, 4, 17)).proposals if p.kind is LetterKind.DELIVERY_REMINDER)
    assert (step.office, step.trigger, step.cites) == ("dlsa:south-24-parganas", order, ("R1",))
    letter = claim.write(step, D(2026, 4, 17))
    assert codes(claim, D(2026, 4, 17)) == ["not_ripe", "hand_in"]
    claim.file(letter, D(2026, 4, 18))
    assert codes(claim, D(2026, 4, 20)) == ["not_ripe", "interim"]
    claim.happens(EventKind.INTERIM_RECEIVED, D(2026, 4, 22))
    assert codes(claim, D(2026, 4, 22)) == ["not_ripe"]
    assert claim.standing(D(2026, 4, 22)).status is ClaimStatus.INTERIM
