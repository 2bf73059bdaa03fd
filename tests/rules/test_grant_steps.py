"""Granted is not delivered: what stays away is written for, and an unpaid award has a way of its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from rules.events import EventKind
from rules.letters import LetterKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.next_step import Proposal
    from tests.rules.conftest import Life

D = date
FILED = D(2026, 3, 2)
GRANTED = D(2026, 3, 25)  # thirty days: 24 April, a Friday; sixty: 24 May, a Sunday
DLSA, SLSA = "dlsa:south-24-parganas", "slsa:west-bengal"


def _grant(life: Life, on: date = GRANTED) -> int:
    return life.reply(life.apply(FILED), "granted", on)


def _only(life: Life, kind: LetterKind, day: date) -> Proposal:
    (step,) = [p for p in life.steps(day).proposals if p.kind is kind]
    return step


def test_what_is_granted_and_stays_away_is_asked_for(life: Life) -> None:
    """Until thirty days she is asked only; then the office that granted it gets a letter; the grant is overdue."""
    grant = _grant(life)
    early = life.steps(D(2026, 4, 24))
    assert (early.proposals, early.waiting[0].until) == ((), D(2026, 4, 25))
    steps = life.steps(D(2026, 4, 25))
    (step,) = steps.proposals
    assert (step.kind, step.office, step.trigger, step.needs_go) == (
        LetterKind.DELIVERY_REMINDER, life.ladder[0].office.id, grant, False,
    )  # fmt: skip
    (overdue,) = steps.overdue
    assert (overdue.letter, overdue.clock.rule, overdue.days) == ("R1", "letter.delivery", 1)


def test_a_silent_delivery_reminder_goes_up_the_ladder(life: Life) -> None:
    """Fifteen days later the next office, reciting both papers; its own silence goes on upwards."""
    _grant(life)
    reminder = life.write_kind(LetterKind.DELIVERY_REMINDER, D(2026, 4, 27))
    life.file(reminder, D(2026, 4, 27))
    life.receive(reminder, D(2026, 4, 27))
    assert life.proposals(D(2026, 5, 12)) == []
    step = _only(life, LetterKind.ESCALATION, D(2026, 5, 13))
    assert (step.rung, step.cites, step.needs_go) == (1, ("R1", reminder), True)
    escalation = life.write(step, D(2026, 5, 13))
    life.file(escalation, D(2026, 5, 13))
    life.receive(escalation, D(2026, 5, 13))
    assert _only(life, LetterKind.ESCALATION, D(2026, 6, 15)).rung == 2


def test_silence_about_what_was_granted_may_be_asked_about(life: Life) -> None:
    """In general first, then of her own file; before the letter about it is silent, nothing is asked."""
    _grant(life)
    reminder = life.write_kind(LetterKind.DELIVERY_REMINDER, D(2026, 4, 27))
    life.file(reminder, D(2026, 4, 27))
    assert [p.kind for p in life.steps(D(2026, 5, 12)).proposals] == []
    general = _only(life, LetterKind.RTI_REQUEST, D(2026, 5, 13))
    assert (general.variant, general.office, general.cites) == ("aggregate", life.ladder[0].office.id, ())
    life.file(life.write(general, D(2026, 5, 13)), D(2026, 5, 13))
    own = _only(life, LetterKind.RTI_REQUEST, D(2026, 5, 14))
    assert (own.variant, own.cites) == ("own_file", (reminder,))


def test_what_was_silent_before_the_grant_is_not_asked_about(life: Life) -> None:
    """The first office never answered, the next one granted it."""
    life.apply(FILED)
    higher = life.write_kind(LetterKind.ESCALATION, D(2026, 4, 20))
    life.file(higher, D(2026, 4, 20))
    life.reply(higher, "granted", D(2026, 4, 28))
    assert life.proposals(D(2026, 5, 1)) == []


def test_a_request_goes_on_after_the_grant(life: Life) -> None:
    """Its reply was due before: the appeal and its window are not lost because the claim was granted."""
    letter = life.apply(FILED)
    request = life.write_kind(LetterKind.RTI_REQUEST, D(2026, 4, 2), "aggregate")
    life.file(request, D(2026, 4, 2))
    life.receive(request, D(2026, 4, 2))
    life.reply(letter, "granted", D(2026, 4, 20))
    appeal = _only(life, LetterKind.FIRST_APPEAL, D(2026, 5, 5))
    assert appeal.limit is not None
    assert appeal.limit.closes == D(2026, 6, 1)


def test_her_word_ends_it(life: Life) -> None:
    """What she has received is asked for no more."""
    _grant(life)
    life.happens(EventKind.DELIVERED, D(2026, 4, 1))
    assert life.steps(D(2026, 6, 1)).proposals == ()
    assert life.steps(D(2026, 6, 1)).overdue == ()


def test_a_threat_holds_a_granted_claim_too(life: Life) -> None:
    """Nothing is written for what was granted before she decides."""
    _grant(life)
    life.happens(EventKind.VISIT_RECORDED, D(2026, 4, 20), "R1", answer="threat")
    steps = life.steps(D(2026, 5, 1))
    assert (steps.proposals, steps.waiting[0].why.code) == ((), "threat")


# --- awards ------------------------------------------------------------------------------------------------


def test_an_unpaid_award_has_its_own_letters(life_of: Callable[..., Life]) -> None:
    """Thirty days: the Authority that made it; past sixty, if silent: the State Authority, a lawyer; then court."""
    life = life_of("compensation")
    grant = _grant(life)
    assert not [p for p in life.steps(D(2026, 4, 24)).proposals if p.kind is LetterKind.UNPAID_AWARD]
    first = _only(life, LetterKind.UNPAID_AWARD, D(2026, 4, 25))
    assert (first.office, first.trigger, first.needs_go, first.needs_lawyer) == (DLSA, grant, True, False)
    letter = life.write(first, D(2026, 4, 27))
    life.file(letter, D(2026, 4, 27))
    life.receive(letter, D(2026, 4, 27))
    assert not [p for p in life.steps(D(2026, 5, 24)).proposals if p.kind is LetterKind.UNPAID_AWARD]
    second = _only(life, LetterKind.UNPAID_AWARD, D(2026, 5, 25))
    assert (second.office, second.needs_lawyer, second.key == first.key) == (SLSA, True, False)
    letter = life.write(second, D(2026, 5, 25))
    life.file(letter, D(2026, 5, 25))
    life.receive(letter, D(2026, 5, 25))
    waiting = life.steps(D(2026, 7, 1)).waiting
    assert "High Court" in next(w.reason.en for w in waiting if w.why.code == "court")


def test_an_unpaid_award_is_overdue_under_its_own_clock(life_of: Callable[..., Life]) -> None:
    """With the sixtieth day beside the thirtieth."""
    life = life_of("compensation")
    _grant(life)
    (overdue,) = life.steps(D(2026, 5, 24)).overdue
    assert (overdue.clock.rule, overdue.clock.due, overdue.clock.outer, overdue.days) == (
        "vc.unpaid", D(2026, 4, 24), D(2026, 5, 24), 30,
    )  # fmt: skip


def test_an_award_that_is_too_low_may_be_appealed_in_its_window(life_of: Callable[..., Life]) -> None:
    """Thirty days are the safe limit, ninety are shown beside; after those nothing is offered."""
    life = life_of("compensation")
    _grant(life)
    step = _only(life, LetterKind.COMPENSATION_APPEAL, GRANTED)
    assert (step.office, step.needs_go, step.needs_lawyer) == ("dlsa-chairman:south-24-parganas", True, True)
    assert step.limit is not None
    assert (step.limit.closes, step.limit.outer, step.late) == (D(2026, 4, 24), D(2026, 6, 23), False)
    assert "24 April 2026" in step.reason.en
    assert "23 June 2026" in step.reason.en
    assert _only(life, LetterKind.COMPENSATION_APPEAL, D(2026, 6, 23)).late
    assert not [p for p in life.steps(D(2026, 6, 24)).proposals if p.kind is LetterKind.COMPENSATION_APPEAL]


@pytest.mark.parametrize(("refused_by", "office"), [(0, "dlsa-chairman:south-24-parganas"), (1, SLSA)])
def test_a_refused_compensation_is_appealed_not_escalated(
    life_of: Callable[..., Life], refused_by: int, office: str
) -> None:
    """From the Authority to the District Judge, from there to the State Authority: both with the safe limit."""
    life = life_of("compensation")
    life.reply(life.apply(FILED), "refused", D(2026, 3, 20))
    if refused_by:
        letter = life.write_kind(LetterKind.COMPENSATION_APPEAL, D(2026, 3, 20))
        life.file(letter, D(2026, 3, 20))
        life.reply(letter, "refused", D(2026, 3, 20))
    (step,) = life.steps(D(2026, 3, 20)).proposals
    assert (step.kind, step.office, step.needs_lawyer) == (LetterKind.COMPENSATION_APPEAL, office, True)
    assert step.limit is not None
    assert (step.limit.closes, step.limit.outer) == (D(2026, 4, 19), D(2026, 6, 18))


def test_a_silent_authority_is_escalated_not_appealed(life_of: Callable[..., Life]) -> None:
    """Without an order there is nothing to appeal."""
    life = life_of("compensation")
    life.apply(FILED)
    step = _only(life, LetterKind.ESCALATION, D(2026, 6, 1))
    assert (step.office, step.limit) == ("dlsa-chairman:south-24-parganas", None)


def test_an_appeal_against_an_award_is_followed_beside_the_unpaid_money(life_of: Callable[..., Life]) -> None:
    """She may want more and still be owed what was awarded."""
    life = life_of("compensation")
    _grant(life)
    appeal = life.write_kind(LetterKind.COMPENSATION_APPEAL, D(2026, 4, 1))
    life.file(appeal, D(2026, 4, 1))
    life.receive(appeal, D(2026, 4, 1))
    steps = life.steps(D(2026, 5, 5))
    assert LetterKind.UNPAID_AWARD in {p.kind for p in steps.proposals}
    assert LetterKind.ESCALATION in {p.kind for p in steps.proposals}
