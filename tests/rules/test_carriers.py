"""Letters that carry another on its way, and what becomes of the one that they carry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from rules.events import EventKind
from rules.history import read
from rules.letter_clock import clock_of
from rules.letters import LetterKind
from rules.status import LetterStatus, letter_status

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.rules.conftest import Life

D = date
FILED = D(2026, 3, 2)


def _refused(life: Life) -> str:
    """An application that the office would not take on 2 March 2026."""
    reference = life.write_kind(LetterKind.APPLICATION, FILED)
    life.happens(EventKind.RECEIPT_REFUSED, FILED, reference)
    return reference


def test_what_is_not_taken_is_posted_with_that_told(life: Life) -> None:
    """The posted letter cites the refused one, goes to the same office, needs no go, and is to be sent once written."""
    reference = _refused(life)
    (proposal,) = life.steps(FILED).proposals
    assert (proposal.kind, proposal.office, proposal.cites, proposal.needs_go) == (
        LetterKind.POSTED_LETTER, life.ladder[0].office.id, (reference,), False,
    )  # fmt: skip
    posted = life.write(proposal, FILED)
    (waiting,) = life.steps(FILED).waiting
    assert (waiting.letter, waiting.why.code) == (posted, "send")
    assert life.proposals(FILED) == []


def test_once_posted_the_refused_letters_own_clock_runs(life: Life) -> None:
    """Posted on the very day of the refusal, thirty days run from five days later, for the application itself."""
    reference = _refused(life)
    posted = life.write_kind(LetterKind.POSTED_LETTER, FILED)
    life.file(posted, FILED, by="speed-post-registered")
    (waiting,) = life.steps(D(2026, 3, 3)).waiting
    assert (waiting.letter, waiting.until) == (reference, D(2026, 4, 7))
    steps = life.steps(D(2026, 4, 7))
    assert [o.letter for o in steps.overdue] == [reference]
    assert steps.proposals[0].kind is LetterKind.REMINDER
    assert steps.proposals[0].cites == (reference,)


def test_a_receipt_or_reply_to_the_posted_letter_is_one_to_the_letter_that_it_carries(life: Life) -> None:
    """Delivery on the sixth starts the clock, due on a Sunday; a refusal leads upwards from the application."""
    reference = _refused(life)
    posted = life.write_kind(LetterKind.POSTED_LETTER, FILED)
    life.file(posted, FILED, by="speed-post-registered")
    life.receive(posted, D(2026, 3, 6))
    assert life.steps(D(2026, 3, 10)).waiting[0].until == D(2026, 4, 7)
    life.reply(posted, "refused", D(2026, 3, 20))
    (proposal,) = life.steps(D(2026, 3, 20)).proposals
    assert (proposal.kind, proposal.rung, proposal.cites) == (LetterKind.ESCALATION, 1, (reference,))


def test_post_that_is_refused_too_counts_as_sent(life: Life) -> None:
    """Registered post that comes back refused is no second letter to write: the time runs from its despatch."""
    reference = _refused(life)
    posted = life.write_kind(LetterKind.POSTED_LETTER, FILED)
    life.file(posted, FILED, by="speed-post-registered")
    life.happens(EventKind.RECEIPT_REFUSED, D(2026, 3, 7), posted)
    (waiting,) = life.steps(D(2026, 3, 10)).waiting
    assert (waiting.letter, waiting.until) == (reference, D(2026, 4, 7))


def test_documents_go_with_a_letter_and_start_the_clock_anew(life: Life) -> None:
    """Proposed at once under the memo, then to be handed in, then thirty days from its receipt."""
    reference = life.apply(FILED)
    memo = life.reply(reference, "documents_wanted", D(2026, 3, 25))
    (proposal,) = life.steps(D(2026, 3, 25)).proposals
    assert (proposal.kind, proposal.trigger, proposal.cites) == (LetterKind.COMPLIANCE, memo, (reference,))
    letter = life.write(proposal, D(2026, 3, 25))
    assert life.steps(D(2026, 5, 1)).waiting[0].letter == letter
    life.file(letter, D(2026, 3, 25))
    life.receive(letter, D(2026, 3, 26))
    assert life.steps(D(2026, 4, 20)).waiting[0].until == D(2026, 4, 28)  # due on a Saturday


def test_a_memo_to_a_reminder_is_met_for_the_reminder(life: Life) -> None:
    """The documents go with the reminder's reference, and its fifteen days run anew from their receipt."""
    life.apply(FILED)
    reminder = life.write_kind(LetterKind.REMINDER, D(2026, 4, 2))
    life.file(reminder, D(2026, 4, 2))
    life.reply(reminder, "documents_wanted", D(2026, 4, 8))
    (proposal,) = life.steps(D(2026, 4, 8)).proposals
    assert (proposal.kind, proposal.cites) == (LetterKind.COMPLIANCE, (reminder,))
    letter = life.write(proposal, D(2026, 4, 8))
    life.file(letter, D(2026, 4, 9))
    life.receive(letter, D(2026, 4, 9))
    assert life.steps(D(2026, 4, 20)).waiting[0].until == D(2026, 4, 25)
    assert ("escalation", 1, "") in life.proposals(D(2026, 4, 27))


def test_a_second_memo_wants_a_second_letter(life: Life) -> None:
    """Each demand for papers is answered by a letter of its own."""
    reference = life.apply(FILED)
    life.reply(reference, "documents_wanted", D(2026, 3, 25))
    life.file(life.write_kind(LetterKind.COMPLIANCE, D(2026, 3, 26)), D(2026, 3, 26))
    life.reply(reference, "documents_wanted", D(2026, 4, 6))
    assert life.proposals(D(2026, 4, 6)) == [("compliance", 0, "")]


def test_a_fee_that_a_letter_forwards_is_paid_when_the_letter_arrives(life_of: Callable[..., Life]) -> None:
    """The clock stands still from the demand to the payment, which by post is five days after despatch."""
    life = life_of("ration_card")
    life.apply(FILED)
    request = life.write_kind(LetterKind.RTI_REQUEST, D(2026, 4, 2), "aggregate")
    life.file(request, D(2026, 4, 2))
    life.receive(request, D(2026, 4, 2))
    life.reply(request, "fee_demanded", D(2026, 4, 12))
    letter = life.write_kind(LetterKind.FEE_FORWARDING, D(2026, 4, 14), "aggregate")
    life.file(letter, D(2026, 4, 15), by="speed-post")
    history = next(
        one for one in read(life.letters, life.events, D(2026, 7, 1)).letters if one.letter.reference == request
    )
    assert history.fee_paid == D(2026, 4, 20)
    life.receive(letter, D(2026, 4, 17))
    (overdue,) = [o for o in life.steps(D(2026, 7, 1)).overdue if o.letter == request]
    assert overdue.clock.due == D(2026, 5, 7)


def test_where_a_letter_was_sent_on_is_written_to(life_of: Callable[..., Life]) -> None:
    """The second office gets a letter, its silence is the one that counts, and a reminder goes to it."""
    life = life_of("housing")
    reference = life.apply(FILED)
    moved = life.happens(EventKind.TRANSFERRED, D(2026, 3, 10), reference, office="bdo:south-24-parganas/basanti")
    steps = life.steps(D(2026, 3, 10))
    (proposal,) = steps.proposals
    assert (proposal.kind, proposal.office, proposal.trigger) == (
        LetterKind.TRANSFER_FOLLOW_UP, "bdo:south-24-parganas/basanti", moved,
    )  # fmt: skip
    life.file(life.write(proposal, D(2026, 3, 10)), D(2026, 3, 11))
    ripe = steps.waiting[0].until
    assert ripe == D(2026, 4, 17)
    late = life.steps(D(2026, 4, 17))
    assert late.overdue[0].office == "bdo:south-24-parganas/basanti"
    assert (late.proposals[0].kind, late.proposals[0].office) == (
        LetterKind.REMINDER, "bdo:south-24-parganas/basanti",
    )  # fmt: skip


def test_from_the_office_that_has_it_now_the_ladder_goes_on_upwards(life_of: Callable[..., Life]) -> None:
    """Sent on from the panchayat to the BDO: above comes the SDO; sent down from the SDO, still the DM."""
    life = life_of("housing")
    reference = life.apply(FILED)
    life.happens(EventKind.TRANSFERRED, D(2026, 3, 10), reference, office="bdo:south-24-parganas/basanti")
    life.reply(reference, "refused", D(2026, 3, 20))
    (upwards,) = life.steps(D(2026, 3, 20)).proposals
    assert (upwards.kind, upwards.rung) == (LetterKind.ESCALATION, 2)
    letter = life.write(upwards, D(2026, 3, 20))
    life.file(letter, D(2026, 3, 20))
    life.happens(EventKind.TRANSFERRED, D(2026, 3, 25), letter, office="gp:south-24-parganas/basanti/sabujgram")
    life.reply(letter, "refused", D(2026, 4, 1))
    assert life.proposals(D(2026, 4, 1)) == [("escalation", 3, "")]


def test_an_office_to_avoid_is_not_followed_to(life_of: Callable[..., Life]) -> None:
    """Sent on to an office that must not learn of it: she is asked, nothing is written there."""
    life = life_of("housing", "BDO Basanti")
    reference = life.apply(FILED)
    life.happens(EventKind.TRANSFERRED, D(2026, 3, 10), reference, office="bdo:south-24-parganas/basanti")
    steps = life.steps(D(2026, 3, 10))
    assert steps.proposals == ()
    assert steps.waiting[0].why.code == "avoided"


@pytest.mark.parametrize("kind", [LetterKind.COMPLIANCE, LetterKind.POSTED_LETTER])
def test_a_carrying_letter_has_no_clock_of_its_own(life: Life, kind: LetterKind) -> None:
    """Only what it carries can be silent."""
    if kind is LetterKind.POSTED_LETTER:
        _refused(life)
    else:
        life.reply(life.apply(FILED), "documents_wanted", FILED)
    letter = life.write_kind(kind, FILED)
    life.file(letter, FILED)
    steps = life.steps(D(2027, 3, 2))
    assert letter not in {late.letter for late in steps.overdue}
    assert steps.overdue
    history = read(life.letters, life.events, D(2027, 3, 2))
    assert [one.is_filed for one in history.letters] == [True, True]
    assert life_status(life, "R1", D(2027, 3, 2)) is LetterStatus.SILENT


def life_status(life: Life, reference: str, day: date) -> LetterStatus:
    history = next(one for one in read(life.letters, life.events, day).letters if one.letter.reference == reference)
    return letter_status(history, clock_of(history, life.claim, life.ladder, life.catalogue), day)
