"""Each rung has its letter, its limit and its approval; what is avoided is left out, and that is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from rules.events import EventKind
from rules.letters import LetterKind
from rules.next_step import assess
from rules.people import YesNoUnknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.next_step import Proposal
    from tests.rules.conftest import Life

D = date
FILED = D(2026, 3, 2)


def _upwards(life: Life, day: date) -> Proposal:
    return next(p for p in life.steps(day).proposals if p.kind not in (LetterKind.RTI_REQUEST, LetterKind.REMINDER))


# --- police ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["counter", "spoken", "reply"])
def test_a_refusal_to_record_goes_to_the_superintendent_at_once(life_of: Callable[..., Life], how: str) -> None:
    """Not taken at the counter, refused by word of mouth, or in writing: the substance by post, with go and lawyer."""
    life = life_of("fir_registration")
    reference = life.write_kind(LetterKind.APPLICATION, FILED)
    if how == "counter":
        seq = life.happens(EventKind.RECEIPT_REFUSED, FILED, reference)
    elif how == "spoken":
        seq = life.happens(EventKind.VISIT_RECORDED, FILED, reference, answer="oral-refusal")
    else:
        life.file(reference, FILED)
        seq = life.reply(reference, "refused", FILED)
    (step,) = life.steps(FILED).proposals
    assert (step.kind, step.rung, step.trigger, step.needs_go, step.needs_lawyer) == (
        LetterKind.SP_LETTER, 1, seq, True, True,
    )  # fmt: skip
    assert step.office.startswith("sp:")


def test_after_the_superintendents_silence_comes_the_magistrate(life_of: Callable[..., Life]) -> None:
    """Fifteen days after receipt, past a weekend, a draft that a lawyer files; no limit of ours binds a court."""
    life = life_of("fir_registration")
    life.reply(life.apply(FILED), "refused", D(2026, 3, 4))
    letter = life.write_kind(LetterKind.SP_LETTER, D(2026, 3, 4))
    assert life.steps(D(2026, 3, 4)).waiting[0].why.code == "send"
    life.file(letter, D(2026, 3, 4), by="speed-post-registered")
    life.receive(letter, D(2026, 3, 6))
    assert [p for p in life.steps(D(2026, 3, 23)).proposals if p.kind is LetterKind.MAGISTRATE_APPLICATION] == []
    step = _upwards(life, D(2026, 3, 24))
    assert (step.kind, step.needs_go, step.needs_lawyer) == (LetterKind.MAGISTRATE_APPLICATION, True, True)
    draft = life.write(step, D(2026, 3, 24))
    assert life.steps(D(2026, 3, 24)).waiting[0].why.code == "through_lawyer"
    life.file(draft, D(2026, 3, 25))
    assert life.steps(D(2027, 3, 25)).waiting[0].why.code == "no_limit"


def test_a_paper_for_the_superintendent_waits_for_a_lawyer(life_of: Callable[..., Life]) -> None:
    """Her go alone does not draft it; an approval of another paper does not either, and one serves one letter."""
    life = life_of("fir_registration")
    life.reply(life.apply(FILED), "refused", FILED)
    life.happens(EventKind.GO_GIVEN, FILED, step="sp_letter")
    life.happens(EventKind.LAWYER_APPROVED, FILED, step="magistrate_application")
    life.happens(EventKind.LAWYER_APPROVED, FILED, step=None)
    (step,) = life.steps(FILED).proposals
    assert (step.has_go, step.has_lawyer, step.ready) == (True, False, False)
    life.happens(EventKind.LAWYER_APPROVED, FILED, step="sp_letter")
    assert life.steps(FILED).proposals[0].ready
    life.write(life.steps(FILED).proposals[0], FILED)
    view = life.steps(D(2026, 12, 1))
    assert all(not p.has_lawyer for p in view.proposals if p.kind is LetterKind.SP_LETTER)


# --- commissions, ombudsman, rights ------------------------------------------------------------------------


def test_the_food_commission_gets_a_complaint_with_a_lawyers_approval(life_of: Callable[..., Life]) -> None:
    """The last rung of the ration ladder is no escalation."""
    life = life_of("ration_card")
    life.reply(life.apply(FILED), "refused", FILED)
    for month in (4, 5, 6):
        letter = life.write_kind(LetterKind.ESCALATION, D(2026, month, 1))
        life.file(letter, D(2026, month, 1))
        life.reply(letter, "refused", D(2026, month, 2))
    step = _upwards(life, D(2026, 6, 2))
    assert (step.kind, step.office, step.needs_go, step.needs_lawyer) == (
        LetterKind.COMMISSION_COMPLAINT, "food-commission:west-bengal", True, True,
    )  # fmt: skip


def test_the_ombudsman_has_a_window(life_of: Callable[..., Life]) -> None:
    """After thirty days of the bank's silence, for ninety days; both offices get their own letters."""
    life = life_of("bank_account")
    life.reply(life.apply(FILED), "refused", FILED)
    bank = life.write_kind(LetterKind.BANK_COMPLAINT, D(2026, 7, 1))
    life.file(bank, D(2026, 7, 1))
    life.receive(bank, D(2026, 7, 1))
    assert LetterKind.OMBUDSMAN_COMPLAINT not in {p.kind for p in life.steps(D(2026, 7, 31)).proposals}
    step = _upwards(life, D(2026, 8, 3))
    assert step.kind is LetterKind.OMBUDSMAN_COMPLAINT
    assert step.limit is not None
    assert (step.limit.opens, step.limit.closes, step.late) == (D(2026, 8, 1), D(2026, 10, 29), False)
    assert "29 October 2026" in step.reason.en
    late = _upwards(life, D(2026, 11, 2))
    assert late.late
    assert "condoned" in late.reason.en


def test_an_answer_of_the_bank_gives_ninety_days_from_it(life_of: Callable[..., Life]) -> None:
    """Where the bank refused, the window counts from the refusal."""
    life = life_of("bank_account")
    life.reply(life.apply(FILED), "refused", FILED)
    bank = life.write_kind(LetterKind.BANK_COMPLAINT, D(2026, 7, 1))
    life.file(bank, D(2026, 7, 1))
    life.reply(bank, "refused", D(2026, 7, 10))
    step = _upwards(life, D(2026, 7, 10))
    assert step.limit is not None
    assert step.limit.closes == D(2026, 10, 8)


def test_at_the_ladders_end_one_rights_commission_at_a_time_may_be_told(life_of: Callable[..., Life]) -> None:
    """Within a year of the last day, with go and lawyer; while it lies there no other, and after a refusal another."""
    life = life_of("residential_certificate")
    for kind in (LetterKind.APPLICATION, LetterKind.ESCALATION, LetterKind.ESCALATION):
        letter = life.write_kind(kind, FILED)
        life.file(letter, FILED)
        life.reply(letter, "refused", FILED)
    steps = life.steps(FILED)
    (step,) = steps.proposals
    assert (step.kind, step.office, step.needs_lawyer) == (
        LetterKind.COMMISSION_COMPLAINT, "human-rights-commission:west-bengal", True,
    )  # fmt: skip
    assert step.limit is not None
    assert step.limit.closes == D(2027, 3, 2)
    assert steps.waiting[0].why.code == "ladder_ends"
    assert step.note is not None
    assert "West Bengal Commission for Women; National Human Rights Commission; National Commission for" in step.note.en
    letter = life.write(step, FILED)
    life.file(letter, FILED)
    (waits,) = life.steps(D(2026, 3, 10)).waiting
    assert (life.proposals(D(2026, 3, 10)), waits.letter) == ([], letter)
    life.reply(letter, "refused", D(2026, 5, 1))
    (other,) = life.steps(D(2026, 5, 1)).proposals
    assert (other.kind, other.office) == (LetterKind.COMMISSION_COMPLAINT, "women-commission:west-bengal")
    assert letter in other.cites


def test_a_commission_for_women_is_not_offered_to_a_man(life_of: Callable[..., Life]) -> None:
    """To a woman, and to whom the table does not say, it is among those to choose from."""
    life = _at_the_end(life_of("residential_certificate"))
    (hers,) = life.steps(FILED).proposals
    (his,) = assess(
        life.claim, life.ladder, life.letters, life.events, FILED, life.catalogue, male=True
    ).steps.proposals
    assert hers.note is not None
    assert his.note is not None
    assert ("Women" in hers.note.en, "Women" in his.note.en) == (True, False)
    assert "National Human Rights Commission" in his.note.en


def _at_the_end(life: Life) -> Life:
    """A claim for which every office of its ladder has refused."""
    for kind in (LetterKind.APPLICATION, LetterKind.ESCALATION, LetterKind.ESCALATION):
        letter = life.write_kind(kind, FILED)
        life.file(letter, FILED)
        life.reply(letter, "refused", FILED)
    return life


def test_she_chooses_which_commission_is_told(life_of: Callable[..., Life]) -> None:
    """A go that names one is for that one alone; under the Act on women no limit of ours runs."""
    life = _at_the_end(life_of("residential_certificate"))
    life.happens(EventKind.GO_GIVEN, FILED, step="commission_complaint", office="women-commission:west-bengal")
    (step,) = life.steps(FILED).proposals
    assert (step.office, step.has_go, step.limit) == ("women-commission:west-bengal", True, None)
    life.happens(EventKind.GO_GIVEN, FILED, step="commission_complaint", office="information-commission:west-bengal")
    (step,) = life.steps(FILED).proposals
    assert (step.office, step.has_go) == ("human-rights-commission:west-bengal", False)
    life.happens(EventKind.GO_GIVEN, FILED, step="commission_complaint")
    assert life.steps(FILED).proposals[0].has_go


@pytest.mark.parametrize(("child", "offered"), [(YesNoUnknown.NO, False), (YesNoUnknown.UNKNOWN, True)])
def test_commissions_for_children_are_for_children(
    life_of: Callable[..., Life], child: YesNoUnknown, offered: bool
) -> None:
    """Where she was a child at the time, or that is not known, they may be chosen; an avoided one may not."""
    life = _at_the_end(life_of("residential_certificate", "wbcw"))
    life.claim = replace(life.claim, child_at_offence=child)
    (step,) = life.steps(FILED).proposals
    assert step.note is not None
    assert ("West Bengal Commission for Protection of Child Rights" in step.note.en) is offered
    assert "West Bengal Commission for Women" not in step.note.en


# --- appeals with a limit of our own -----------------------------------------------------------------------


def test_an_appeal_under_the_services_act_shows_its_last_day(life_of: Callable[..., Life]) -> None:
    """Thirty days from a rejection; on silence from the last day of the service."""
    life = life_of("domicile_certificate")
    reference = life.apply(FILED)
    silent = _upwards(life, D(2026, 4, 20)) if life.proposals(D(2026, 4, 20))[0][0] == "escalation" else None
    life.reply(reference, "refused", D(2026, 3, 20))
    step = _upwards(life, D(2026, 3, 20))
    assert (step.kind, step.office) == (LetterKind.ESCALATION, "dm:south-24-parganas")
    assert step.limit is not None
    assert (step.limit.rule, step.limit.closes) == ("rtps.appeal", D(2026, 4, 19))
    assert silent is not None
    assert silent.limit is not None
    assert silent.limit.opens is not None
    assert silent.limit.opens > D(2026, 3, 23)


def test_a_limit_that_runs_from_an_order_alone_is_not_shown_on_silence(life_of: Callable[..., Life]) -> None:
    """Nobody's order, nobody's fifteen days: the appeal about the roll has a limit only against an order."""
    life = life_of("voter_id")
    reference = life.apply(FILED)
    assert _upwards(life, D(2026, 5, 1)).limit is None
    life.reply(reference, "refused", D(2026, 5, 1))
    step = _upwards(life, D(2026, 5, 1))
    assert step.limit is not None
    assert step.limit.closes == D(2026, 5, 16)


# --- offices to avoid --------------------------------------------------------------------------------------


def test_a_rung_that_is_left_out_is_said_with_the_step(life_of: Callable[..., Life]) -> None:
    """Past an office to avoid, the step to the next one says why."""
    life = life_of("housing", "panchayat")
    step = life.steps(FILED).proposals[0]
    assert (step.rung, step.office) == (1, "bdo:south-24-parganas/basanti")
    assert step.note is not None
    assert step.note.en == "Pradhan left out at the claimant's wish"
    assert "প্রধান" in step.note.bn


def test_where_the_last_offices_are_avoided_the_end_says_so(life_of: Callable[..., Life]) -> None:
    """A ladder cut short is no ladder climbed."""
    life = life_of("residential_certificate", "SDO Canning")
    for kind in (LetterKind.APPLICATION, LetterKind.ESCALATION):
        letter = life.write_kind(kind, FILED)
        life.file(letter, FILED)
        life.reply(letter, "refused", FILED)
    assert life.steps(FILED).waiting[0].why.code == "left_out"


def test_the_silent_office_gets_a_copy_unless_she_avoids_it(life_of: Callable[..., Life]) -> None:
    """An earlier paper at an office that she now avoids brings that office no copy."""
    life = life_of("ration_card")
    life.reply(life.apply(FILED), "refused", FILED)
    assert _upwards(life, FILED).copies == ("food-inspector:south-24-parganas/basanti",)
    wary = life_of("ration_card", "food inspector")
    wary.letters, wary.events = life.letters, life.events
    step = _upwards(wary, FILED)
    assert (step.office, step.copies) == ("scfs:south-24-parganas/canning", ())


def test_no_proposal_of_any_life_goes_to_an_office_to_avoid(life_of: Callable[..., Life]) -> None:
    """Whoever is avoided, no letter and no copy of hers is addressed there, through a whole silent climb."""
    for avoided in ("gp", "bdo", "sdo", "dm", "human-rights-commission", "information-commission"):
        life = life_of("housing", avoided)
        for day in (D(2026, 3, 2), D(2026, 4, 30), D(2026, 6, 30), D(2026, 9, 30), D(2026, 12, 31), D(2027, 4, 30)):
            for step in life.steps(day).proposals:
                hers = step.variant != "aggregate"
                assert not (hers and {office.partition(":")[0] for office in (step.office, *step.copies)} & {avoided})
                life.file(life.write(step, day), day)
