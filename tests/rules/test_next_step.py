"""The next step follows from events and a date, and nothing is proposed twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from rules.events import EventKind
from rules.letters import Language, Letter, LetterKind
from rules.next_step import Steps
from rules.people import YesNoUnknown
from rules.status import ClaimStatus, Resolution
from rules.step_view import Doer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.rules.conftest import Life

D = date
FILED = D(2026, 3, 2)  # 30 days: due 1 April, ripe 2 April; the reminder's time ends on 17 April
RIPE = D(2026, 4, 2)
LATE = D(2026, 4, 17)


def test_a_new_claim_begins_with_its_application(life: Life) -> None:
    """To the first office, needing no go, keyed by the opening of the claim."""
    (proposal,) = life.steps(D(2026, 1, 2)).proposals
    assert (proposal.kind, proposal.rung, proposal.office) == (
        LetterKind.APPLICATION, 0, "food-inspector:south-24-parganas/basanti",
    )  # fmt: skip
    assert proposal.key == "SN-TESTAA-1:application:0:1"
    assert not proposal.needs_go
    assert proposal.clock is None


def test_a_letter_that_was_written_is_handed_in_before_anything_else(life: Life) -> None:
    """A printed letter starts no clock, and is not proposed again."""
    life.write_kind(LetterKind.APPLICATION, FILED)
    steps = life.steps(FILED + timedelta(days=200))
    assert steps.proposals == ()
    assert steps.overdue == ()
    assert "hand it in" in steps.waiting[0].reason.en


def test_what_is_not_ripe_waits_with_its_date(life: Life) -> None:
    """On the last day the office may still answer; the wait names the day after."""
    life.apply(FILED)
    steps = life.steps(D(2026, 4, 1))
    assert steps.proposals == ()
    assert steps.overdue == ()
    assert steps.waiting[0].until == RIPE


def test_a_silent_first_letter_gets_a_reminder_and_a_general_request(life: Life) -> None:
    """From the ripe day on; the reminder cites the letter, the general request cites nothing of hers."""
    reference = life.apply(FILED)
    steps = life.steps(RIPE)
    assert life.proposals(RIPE) == [("reminder", 0, ""), ("rti_request", 0, "aggregate")]
    reminder, request = steps.proposals
    assert reminder.cites == (reference,)
    assert not reminder.needs_go
    assert request.cites == ()
    assert request.needs_go
    assert not request.has_go
    assert reminder.clock is not None
    assert reminder.clock.due == D(2026, 4, 1)
    (overdue,) = steps.overdue
    assert (overdue.letter, overdue.days, overdue.clock.rule) == (reference, 1, "service.ration_card")


def test_a_silent_reminder_leads_to_the_next_office(life: Life) -> None:
    """Fifteen days after the reminder was received; both papers are cited."""
    first = life.apply(FILED)
    reminder = life.write_kind(LetterKind.REMINDER, RIPE)
    life.file(reminder, D(2026, 4, 6))
    life.receive(reminder, D(2026, 4, 6))
    assert ("escalation", 1, "") not in life.proposals(D(2026, 4, 21))
    steps = life.steps(D(2026, 4, 22))
    (escalation,) = [p for p in steps.proposals if p.kind is LetterKind.ESCALATION]
    assert escalation.office == "scfs:south-24-parganas/canning"
    assert escalation.cites == (first, reminder)
    assert escalation.needs_go


def test_without_a_reminder_the_next_office_is_due_once_its_time_is_over(life: Life) -> None:
    """Fifteen days past the ripe day the next office is proposed; a reminder stands in until she gives her go."""
    life.apply(FILED)
    assert life.proposals(LATE - timedelta(days=1))[0] == ("reminder", 0, "")
    assert life.proposals(LATE)[:2] == [("escalation", 1, ""), ("reminder", 0, "")]
    life.happens(EventKind.GO_GIVEN, LATE, step="escalation")
    assert life.proposals(LATE) == [("escalation", 1, ""), ("rti_request", 0, "aggregate")]
    assert life.steps(LATE).proposals[0].has_go


def test_nothing_is_proposed_twice(life: Life) -> None:
    """A step that was written is gone, whatever day it is asked for, and even when the receipt comes late."""
    reference = life.write_kind(LetterKind.APPLICATION, FILED)
    life.file(reference, FILED)
    life.write_kind(LetterKind.REMINDER, RIPE)
    life.write_kind(LetterKind.RTI_REQUEST, RIPE, "aggregate")
    life.receive(reference, FILED)
    assert life.proposals(RIPE) == []


def test_a_go_serves_one_letter(life: Life) -> None:
    """The next escalation needs her yes anew."""
    life.apply(FILED)
    life.happens(EventKind.GO_GIVEN, LATE, step="escalation")
    escalation = life.write_kind(LetterKind.ESCALATION, LATE)
    life.file(escalation, LATE)
    life.receive(escalation, LATE)
    found = [p for p in life.steps(D(2026, 6, 1)).proposals if p.kind is LetterKind.ESCALATION]
    assert [(p.rung, p.has_go) for p in found] == [(2, False)]
    life.happens(EventKind.GO_GIVEN, D(2026, 6, 1), step="escalation")
    found = [p for p in life.steps(D(2026, 6, 1)).proposals if p.kind is LetterKind.ESCALATION]
    assert [(p.rung, p.has_go) for p in found] == [(2, True)]


def test_her_wait_is_respected_until_its_day(life: Life) -> None:
    """A step that she wants to wait with is not proposed; the reminder still is."""
    life.apply(FILED)
    life.happens(EventKind.GO_WITHHELD, LATE, step="escalation", until="2026-05-01")
    steps = life.steps(LATE)
    assert LetterKind.ESCALATION not in {p.kind for p in steps.proposals}
    assert D(2026, 5, 1) in {w.until for w in steps.waiting}
    assert ("escalation", 1, "") in life.proposals(D(2026, 5, 2))


def test_a_threat_holds_everything_until_she_decides(life: Life) -> None:
    """What is overdue is still told, but nothing is proposed before she says to go on; a go for one step is none."""
    reference = life.apply(FILED)
    life.happens(EventKind.VISIT_RECORDED, D(2026, 4, 10), reference, answer="threat")
    steps = life.steps(LATE)
    assert steps.proposals == ()
    assert len(steps.overdue) == 1
    assert "threat" in steps.waiting[0].reason.en
    life.happens(EventKind.GO_GIVEN, LATE, step="escalation")
    assert life.proposals(LATE) == []
    life.happens(EventKind.RESUMED, LATE)
    assert ("escalation", 1, "") in life.proposals(LATE)


def test_after_a_threat_she_may_wait_until_a_day_or_for_good(life: Life) -> None:
    """Her wait holds everything through its day; one without a day holds until she says to go on."""
    reference = life.apply(FILED)
    life.happens(EventKind.VISIT_RECORDED, D(2026, 4, 10), reference, answer="threat")
    life.happens(EventKind.HELD, LATE, until="2026-05-01")
    held = life.steps(D(2026, 5, 1))
    assert (held.proposals, held.waiting[0].until, held.waiting[0].why.code) == ((), D(2026, 5, 1), "held")
    assert life.proposals(D(2026, 5, 2))
    life.happens(EventKind.HELD, D(2026, 5, 2), until=None)
    assert life.proposals(D(2026, 9, 1)) == []
    assert life.standing(D(2026, 9, 1)).status is ClaimStatus.HELD
    life.happens(EventKind.RESUMED, D(2026, 9, 1))
    assert life.proposals(D(2026, 9, 1))


@pytest.mark.parametrize("answer", ["absent", "come-back", "oral-promise", "oral-refusal", "money-asked"])
def test_what_is_only_said_at_a_visit_stops_no_clock(life: Life, answer: str) -> None:
    """An oral answer is no reply."""
    reference = life.apply(FILED)
    life.happens(EventKind.VISIT_RECORDED, D(2026, 3, 20), reference, answer=answer)
    assert life.proposals(RIPE)[0] == ("reminder", 0, "")


def test_a_refusal_leads_upwards_at_once(life: Life) -> None:
    """No clock is waited for; the trigger is the reply."""
    reference = life.apply(FILED)
    seq = life.reply(reference, "refused", D(2026, 3, 12))
    life.happens(EventKind.REFUSED, D(2026, 3, 12), reference)
    (proposal,) = life.steps(D(2026, 3, 12)).proposals
    assert (proposal.kind, proposal.rung, proposal.trigger) == (LetterKind.ESCALATION, 1, seq)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("documents_wanted", "wants documents"), ("fee_demanded", "wants a fee"), ("hearing_fixed", "hearing")],
)
def test_what_the_office_waits_for_is_not_its_silence(life: Life, outcome: str, said: str) -> None:
    """Papers, a fee or a hearing: no reminder, no escalation, no request about silence."""
    reference = life.apply(FILED)
    life.reply(reference, outcome, D(2026, 3, 25))
    steps = life.steps(RIPE)
    assert steps.overdue == ()
    ours = {LetterKind.COMPLIANCE, LetterKind.FEE_FORWARDING}
    assert {p.kind for p in steps.proposals} <= ours
    assert said in [*steps.proposals, *steps.waiting][0].reason.en


def test_documents_handed_in_start_the_clock_anew(life: Life) -> None:
    """The thirty days run from the second handing in."""
    reference = life.apply(FILED)
    life.reply(reference, "documents_wanted", D(2026, 3, 25))
    life.file(reference, D(2026, 4, 6))
    steps = life.steps(D(2026, 4, 20))
    assert steps.waiting[0].until == D(2026, 5, 7)
    assert life.proposals(D(2026, 5, 7))[0] == ("reminder", 0, "")


def test_a_hearing_is_waited_for_and_then_silence_counts_again(life: Life) -> None:
    """Until the hearing, and fifteen days for its order, nothing is ripe; after them the clock that ran out counts."""
    reference = life.apply(FILED)
    life.reply(reference, "hearing_fixed", D(2026, 3, 25))
    life.happens(EventKind.HEARING_FIXED, D(2026, 3, 25), reference, hearing_on="2026-04-10")
    assert life.steps(D(2026, 4, 10)).waiting[0].until == D(2026, 4, 10)
    order = life.steps(D(2026, 4, 25)).waiting[0]
    assert (order.why.code, order.until) == ("order", D(2026, 4, 25))
    assert life.proposals(D(2026, 4, 26))[0] == ("escalation", 1, "")


def test_under_process_does_not_stop_the_clock(life: Life) -> None:
    """An answer that decides nothing changes nothing."""
    reference = life.apply(FILED)
    life.reply(reference, "under_process", D(2026, 3, 25))
    assert life.proposals(RIPE)[0] == ("reminder", 0, "")


def test_a_transfer_starts_the_clock_anew(life: Life) -> None:
    """From the letter of transfer and five days of post; where it went is asked for."""
    reference = life.apply(FILED)
    life.reply(reference, "transferred", D(2026, 3, 25))
    steps = life.steps(RIPE)
    assert steps.proposals == ()
    assert [(w.why.code, w.until) for w in steps.waiting] == [("sent_on", None), ("not_ripe", D(2026, 4, 30))]


def test_a_grant_ends_the_proposals_and_waits_for_her_word(life: Life) -> None:
    """Granted is not delivered; only her word closes the claim."""
    reference = life.apply(FILED)
    life.reply(reference, "granted", D(2026, 3, 25))
    life.happens(EventKind.GRANTED, D(2026, 3, 25), reference)
    steps = life.steps(D(2026, 4, 20))
    assert steps.proposals == ()
    assert "not yet delivered" in steps.waiting[0].reason.en
    life.happens(EventKind.DELIVERED, D(2026, 6, 2))
    assert life.steps(D(2026, 6, 2)).waiting == ()


@pytest.mark.parametrize("kind", [EventKind.DELIVERED, EventKind.WITHDRAWN])
def test_a_closed_claim_has_no_steps(life: Life, kind: EventKind) -> None:
    """Delivered or withdrawn: nothing overdue, proposed or waited for."""
    life.apply(FILED)
    life.happens(kind, D(2026, 3, 25))
    assert (life.steps(LATE).overdue, life.steps(LATE).proposals, life.steps(LATE).waiting) == ((), (), ())


def test_a_withdrawn_consent_stops_all_writing(life: Life) -> None:
    """Nothing is proposed; a withdrawal that concerns the dossier only stops nothing."""
    life.apply(FILED)
    life.happens(EventKind.CONSENT_WITHDRAWN, D(2026, 3, 20), scope="dossier")
    assert life.proposals(RIPE)
    life.happens(EventKind.CONSENT_WITHDRAWN, D(2026, 3, 25))
    assert life.proposals(RIPE) == []


def test_a_letter_that_was_not_taken_is_sent_by_post(life: Life) -> None:
    """Until it is filed again no clock runs; then it runs from five days after the posting."""
    reference = life.write_kind(LetterKind.APPLICATION, FILED)
    life.file(reference, FILED)
    life.happens(EventKind.RECEIPT_REFUSED, FILED, reference)
    assert life.proposals(LATE) == [("posted_letter", 0, "")]
    assert "registered Speed Post" in life.steps(LATE).proposals[0].reason.en
    life.file(reference, D(2026, 3, 4), by="speed-post-registered")
    (waiting,) = life.steps(D(2026, 4, 1)).waiting
    assert waiting.until == D(2026, 4, 9)


@pytest.mark.parametrize(
    ("by", "due"), [("hand", D(2026, 4, 1)), ("speed-post", D(2026, 4, 6)), ("email", D(2026, 4, 1))]
)
def test_without_a_receipt_the_start_is_assumed_and_said(life: Life, by: str, due: date) -> None:
    """By post five days later, else the day of filing; the derivation says that it is assumed."""
    reference = life.write_kind(LetterKind.APPLICATION, FILED)
    life.file(reference, FILED, by=by)
    (overdue,) = life.steps(D(2026, 4, 10)).overdue
    assert overdue.clock.due == due
    assert "assumed" in overdue.clock.steps["en"][0]


def test_the_end_of_the_ladder_is_said_and_a_reminder_remains(life_of: Callable[..., Life]) -> None:
    """Above the last office there is the dossier or a lawyer."""
    life = life_of("residential_certificate")
    life.apply(FILED)
    for day in (D(2026, 4, 1), D(2026, 5, 1)):
        reference = life.write_kind(LetterKind.ESCALATION, day)
        life.file(reference, day)
        life.receive(reference, day)
    steps = life.steps(D(2026, 6, 10))
    assert [p.kind for p in steps.proposals] == [
        LetterKind.COMMISSION_COMPLAINT, LetterKind.REMINDER, LetterKind.RTI_REQUEST,
    ]  # fmt: skip
    assert any("ladder ends" in w.reason.en for w in steps.waiting)


def test_what_is_for_villages_is_not_claimed_in_a_town(life_of: Callable[..., Life]) -> None:
    """Instead of an office the social worker is told to ask what there is in its place."""
    life = life_of("job_card")
    life.claim, life.ladder = replace(life.claim, block="baruipur-municipality"), ()
    (waiting,) = life.steps(FILED).waiting
    assert (waiting.why.code, waiting.by) == ("rural", Doer.SOCIAL_WORKER)


def test_a_court_is_no_next_letter(life_of: Callable[..., Life]) -> None:
    """Above the Superintendent stands the magistrate: a lawyer's matter."""
    life = life_of("fir_copy")
    life.apply(FILED)
    reference = life.write_kind(LetterKind.ESCALATION, D(2026, 4, 20))
    life.file(reference, D(2026, 4, 20))
    steps = life.steps(D(2026, 6, 10))
    assert LetterKind.ESCALATION not in {p.kind for p in steps.proposals}
    assert any("lawyer's matter" in w.reason.en for w in steps.waiting)


@pytest.mark.parametrize("child", [YesNoUnknown.YES, YesNoUnknown.UNKNOWN])
def test_compensation_of_a_child_goes_to_a_lawyer_first(life_of: Callable[..., Life], child: YesNoUnknown) -> None:
    """A child at the time, or not known: nothing is proposed before a lawyer has seen it."""
    life = life_of("compensation")
    life.claim = replace(life.claim, child_at_offence=child)
    assert life.steps(FILED).proposals == ()
    assert "lawyer" in life.steps(FILED).waiting[0].reason.en
    life.happens(EventKind.LAWYER_APPROVED, D(2026, 1, 2))
    assert life.proposals(FILED) == [("application", 0, "")]


def test_an_adopted_paper_stands_where_its_office_stands(life_of: Callable[..., Any]) -> None:
    """An application that is already at the BDO, rung 1 of housing, goes on to the SDO."""
    life = life_of("housing")
    letter = "OLD"
    life.letters.append(
        Letter(
            letter,
            LetterKind.APPLICATION,
            life.claim.code,
            "bdo:south-24-parganas/basanti",
            0,
            Language.BENGALI,
            FILED,
            0,
            None,
            None,
            None,
        )
    )
    life.happens(
        EventKind.LETTER_ADOPTED, FILED, letter, kind="application", office="bdo:south-24-parganas/basanti", rung=0
    )
    life.file(letter, FILED)
    assert life.proposals(RIPE)[0] == ("reminder", 1, "")
    assert life.proposals(LATE)[0] == ("escalation", 2, "")


@pytest.mark.parametrize("wish", ["কল্পনাগর গ্রাম পঞ্চায়েত", "gp:south-24-parganas/basanti/kalpanagar", "panchayat"])
def test_an_adopted_paper_at_an_office_to_avoid_leads_on_without_it(life_of: Callable[..., Life], wish: str) -> None:
    """A paper at a panchayat that she now avoids is not reminded or asked about, in whichever script she says so."""
    life, office = life_of("housing", wish), "gp:south-24-parganas/basanti/kalpanagar"
    life.letters.append(
        Letter("OLD", LetterKind.APPLICATION, life.claim.code, office, 0, Language.BENGALI, FILED, 0, None, None, None)
    )
    life.happens(EventKind.LETTER_ADOPTED, FILED, "OLD", kind="application", office=office, rung=0)
    life.file("OLD", FILED)
    for day in (RIPE, LATE):
        assert life.proposals(day) == [("escalation", 1, "")]


def test_a_scheme_that_has_ended_is_not_applied_for(life_of: Callable[..., Life]) -> None:
    """After Lakshmir Bhandar she is asked about its successor; a letter that went out in its time goes on."""
    life = life_of("lakshmir_bhandar")
    (waiting,) = life.steps(D(2026, 6, 1)).waiting
    assert "Annapurna Bhandar" in waiting.reason.en
    life.apply(FILED)
    assert life.proposals(D(2026, 8, 1))[0] == ("escalation", 1, "")


def test_status_resolution_and_steps_come_from_one_reading(life: Life) -> None:
    """Silent and open with its steps; after her own word delivered, and nothing more to do. Sentences have a code."""
    life.apply(FILED)
    late = life.standing(LATE)
    assert (late.status, late.resolution) == (ClaimStatus.SILENT, Resolution.OPEN)
    assert late.steps == life.steps(LATE)
    assert late.steps.proposals[0].why.code == "silent"
    life.happens(EventKind.DELIVERED, LATE)
    closed = life.standing(LATE)
    assert closed.resolution is Resolution.DELIVERED
    assert closed.steps == Steps()


# --- requests for information ------------------------------------------------------------------------------


def _request(life: Life, variant: str = "aggregate") -> str:
    """Silence, and a request filed and received on 2 April 2026: due 2 May, a Saturday, ripe on 5 May."""
    if not life.letters:
        life.apply(FILED)
    reference = life.write_kind(LetterKind.RTI_REQUEST, RIPE, variant)
    life.file(reference, RIPE)
    life.receive(reference, RIPE)
    return reference


def _rti(life: Life, today: date) -> list[tuple[str, int, str]]:
    return [p for p in life.proposals(today) if p[0] in ("rti_request", "first_appeal")]


def test_her_own_file_is_asked_for_only_after_the_general_request_is_filed(life: Life) -> None:
    """Printed is not enough; once filed, the request about her file cites her letter."""
    first = life.apply(FILED)
    general = life.write_kind(LetterKind.RTI_REQUEST, RIPE, "aggregate")
    assert _rti(life, RIPE) == []
    life.file(general, RIPE)
    assert _rti(life, RIPE) == [("rti_request", 0, "own_file")]
    own = next(p for p in life.steps(RIPE).proposals if p.variant == "own_file")
    assert own.cites == (first,)
    assert own.needs_go


def test_one_go_for_a_request_serves_one_of_two(life: Life) -> None:
    """A go given for the general request does not also draft the one that names her."""
    life.apply(FILED)
    life.happens(EventKind.GO_GIVEN, RIPE, step="rti_request")
    _request(life)
    own = next(p for p in life.steps(RIPE).proposals if p.variant == "own_file")
    assert not own.has_go


def test_a_missing_reply_is_appealed_once_it_is_ripe(life: Life) -> None:
    """2 May 2026 is a Saturday: the officer may act on Monday, we on Tuesday; it goes to the authority above."""
    request = _request(life)
    assert ("first_appeal", 0, "aggregate") not in _rti(life, D(2026, 5, 4))
    appeal = next(p for p in life.steps(D(2026, 5, 5)).proposals if p.kind is LetterKind.FIRST_APPEAL)
    assert appeal.office == "scfs:south-24-parganas/canning"
    assert appeal.cites == (request,)
    assert appeal.clock is not None
    assert appeal.clock.provision.en == "RTI Act 2005 s.7(1)"
    assert "1 June 2026" in appeal.reason.en
    assert appeal.needs_go
    assert {o.letter for o in life.steps(D(2026, 5, 5)).overdue} == {"R1", request}


@pytest.mark.parametrize("outcome", ["refused", "not_held", "partly_supplied"])
def test_a_refused_or_lacking_reply_is_appealed_at_once(life: Life, outcome: str) -> None:
    """No waiting for the thirtieth day; thirty days from the reply to appeal."""
    request = _request(life)
    seq = life.reply(request, outcome, D(2026, 4, 15))
    appeal = next(p for p in life.steps(D(2026, 4, 15)).proposals if p.kind is LetterKind.FIRST_APPEAL)
    assert appeal.trigger == seq
    assert "15 May 2026" in appeal.reason.en


def test_information_that_was_supplied_ends_the_request(life: Life) -> None:
    """An answered request leads nowhere, and is not overdue."""
    request = _request(life)
    life.reply(request, "information_supplied", D(2026, 4, 15))
    assert ("first_appeal", 0, "aggregate") not in _rti(life, D(2026, 6, 1))
    assert request not in {o.letter for o in life.steps(D(2026, 6, 1)).overdue}


def test_a_fee_that_is_asked_for_pauses_the_request_until_it_is_paid(life: Life) -> None:
    """Unpaid: no appeal, and we have to pay; paid after eight days: due eight days later."""
    request = _request(life)
    life.reply(request, "fee_demanded", D(2026, 4, 12))
    life.happens(EventKind.FEE_DEMANDED, D(2026, 4, 12), request, sent_on="2026-04-12", amount="24")
    assert not [p for p in _rti(life, D(2026, 7, 1)) if p[0] == "first_appeal"]
    assert any("wants a fee" in p.reason.en for p in life.steps(D(2026, 7, 1)).proposals)
    life.happens(EventKind.FEE_PAID, D(2026, 4, 20), request, paid_on="2026-04-20")
    (overdue,) = [o for o in life.steps(D(2026, 7, 1)).overdue if o.letter == request]
    assert overdue.clock.due == D(2026, 5, 10)


def test_a_fee_letter_after_the_last_day_is_silence_all_the_same(life: Life) -> None:
    """It came too late to stop the clock."""
    request = _request(life)
    life.reply(request, "fee_demanded", D(2026, 5, 20))
    assert [p for p in _rti(life, D(2026, 5, 21)) if p[0] == "first_appeal"]


def test_a_transferred_request_runs_anew_with_an_outer_date(life: Life) -> None:
    """Thirty days from the second authority's receipt, assumed; thirty-five from the first at the outside."""
    request = _request(life)
    life.reply(request, "transferred", D(2026, 4, 6))
    (overdue,) = [o for o in life.steps(D(2026, 7, 1)).overdue if o.letter == request]
    assert overdue.clock.rule == "rti.transfer.reply"
    assert (overdue.clock.due, overdue.clock.outer) == (D(2026, 5, 11), D(2026, 5, 7))


def test_there_is_one_appeal_for_one_request(life: Life) -> None:
    """A refusal after the appeal on silence brings no second one; a silent appeal shows the next window."""
    request = _request(life)
    appeal = life.write_kind(LetterKind.FIRST_APPEAL, D(2026, 5, 5), "aggregate")
    life.file(appeal, D(2026, 5, 5))
    life.receive(appeal, D(2026, 5, 5))
    life.reply(request, "refused", D(2026, 5, 8))
    assert not [p for p in _rti(life, D(2026, 5, 9)) if p[0] == "first_appeal"]
    assert any(w.letter == appeal and w.until == D(2026, 6, 20) for w in life.steps(D(2026, 5, 9)).waiting)
    steps = life.steps(D(2026, 6, 20))
    assert appeal in {o.letter for o in steps.overdue}
    (second,) = [p for p in steps.proposals if p.kind is LetterKind.SECOND_APPEAL]
    assert second.limit is not None
    assert (second.limit.opens, second.limit.closes) == (D(2026, 6, 20), D(2026, 9, 2))


def test_an_appellate_office_to_avoid_is_not_written_to(life_of: Callable[..., Life]) -> None:
    """Where the appeal would go to an office that must not learn of it, a person decides."""
    life = life_of("ration_card", "SCFS Canning")
    _request(life)
    _request(life, "own_file")
    steps = life.steps(D(2026, 5, 5))
    assert [p.variant for p in steps.proposals if p.kind is LetterKind.FIRST_APPEAL] == ["aggregate"]
    assert any("first appeal" in w.reason.en for w in steps.waiting)


def test_a_bank_is_not_asked_under_the_act(life_of: Callable[..., Life]) -> None:
    """A branch may be of a private bank."""
    life = life_of("bank_account")
    life.apply(FILED)
    assert _rti(life, LATE) == []


def test_what_happens_later_does_not_count_earlier(life: Life) -> None:
    """Asked for a day in the past, only what had happened by then counts."""
    reference = life.apply(FILED)
    before = life.steps(RIPE)
    life.reply(reference, "refused", D(2026, 4, 10))
    assert life.steps(RIPE) == before


def test_each_step_says_whose_turn_it_is(life: Life) -> None:
    """She signs a reminder, another the general request; what is written is ours to hand in, a clock the office's."""
    life.apply(FILED)
    assert life.steps(D(2026, 3, 20)).waiting[0].by is Doer.OFFICE
    steps = life.steps(RIPE)
    assert [p.by for p in steps.proposals] == [Doer.CLAIMANT, Doer.CITIZEN]
    life.write(steps.proposals[0], RIPE)
    assert life.steps(RIPE).waiting[0].by is Doer.SOCIAL_WORKER
    life.happens(EventKind.HELD, RIPE, until=None)
    assert life.steps(RIPE).waiting[0].by is Doer.CLAIMANT
