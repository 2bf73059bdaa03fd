"""What follows a first appeal: the second in its window, a complaint beside it, and a Commission that is silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from rules.catalogue import Extra, load
from rules.events import EventKind
from rules.grounds import Element, Ground
from rules.letters import LetterKind
from rules.step_words import ELEMENTS
from tests.rules.conftest import Life

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.next_step import Proposal

D = date
FILED = D(2026, 3, 2)
ASKED = D(2026, 4, 2)  # a request on silence; due 2 May, a Saturday, ripe on 5 May
COMMISSION = "information-commission:west-bengal"


def _request(life: Life, variant: str = "aggregate") -> str:
    if not life.letters:
        life.apply(FILED)
    reference = life.write_kind(LetterKind.RTI_REQUEST, ASKED, variant)
    life.file(reference, ASKED)
    life.receive(reference, ASKED)
    return reference


def _appeal(life: Life) -> tuple[str, str]:
    """A request and the appeal against its silence, filed and received on 5 May 2026."""
    request = _request(life)
    appeal = life.write_kind(LetterKind.FIRST_APPEAL, D(2026, 5, 5), "aggregate")
    life.file(appeal, D(2026, 5, 5))
    life.receive(appeal, D(2026, 5, 5))
    return request, appeal


def _kind(life: Life, kind: LetterKind, day: date) -> list[Proposal]:
    return [p for p in life.steps(day).proposals if p.kind is kind]


# --- first appeals -----------------------------------------------------------------------------------------


def test_an_appeal_against_silence_says_so(life: Life) -> None:
    """Deemed refusal, and free supply; the window of thirty days from the last day."""
    _request(life)
    (step,) = _kind(life, LetterKind.FIRST_APPEAL, D(2026, 5, 5))
    assert step.grounds == (Ground.SILENCE, Ground.FREE)
    assert step.limit is not None
    assert (step.limit.closes, step.limit.warn_on) == (D(2026, 6, 1), (D(2026, 5, 22), D(2026, 5, 29)))


@pytest.mark.parametrize(
    ("day", "left", "said"),
    [
        (D(2026, 5, 21), None, "It must be filed by 1 June 2026."),
        (D(2026, 5, 22), 10, "It must be filed by 1 June 2026. Days left: 10."),
        (D(2026, 5, 29), 3, "Days left: 3."),
        (D(2026, 6, 1), 0, "Today is the last day."),
        (D(2026, 6, 2), None, "The last day was 1 June 2026: ask that the delay be condoned"),
    ],
)
def test_a_window_that_closes_counts_its_last_days(life: Life, day: date, left: int | None, said: str) -> None:
    """From ten days before to the last day the step says how many are left; then that it is late."""
    _request(life)
    (step,) = _kind(life, LetterKind.FIRST_APPEAL, day)
    assert (step.left, step.late) == (left, day > D(2026, 6, 1))
    assert said in step.reason.en
    assert left is None or "দিন" in step.reason.bn


def test_an_appeal_against_a_reply_is_grounded_on_what_it_lacks(life: Life) -> None:
    """Unread, the reply is to be held against the checklist first; read, what it lacks are grounds."""
    request = _request(life)
    reply = life.reply(request, "refused", D(2026, 4, 15))
    (step,) = _kind(life, LetterKind.FIRST_APPEAL, D(2026, 4, 15))
    assert step.grounds == (Ground.BURDEN,)
    assert "check_reply" in {w.why.code for w in life.steps(D(2026, 4, 15)).waiting}
    life.happens(EventKind.REPLY_CHECKED, D(2026, 4, 16), request, reply=reply, lacks="appellate,section", section="")
    (step,) = _kind(life, LetterKind.FIRST_APPEAL, D(2026, 4, 16))
    assert step.grounds == (Ground.NO_SECTION, Ground.NO_APPELLATE, Ground.BURDEN)
    assert "check_reply" not in {w.why.code for w in life.steps(D(2026, 4, 16)).waiting}


def test_what_a_machine_did_not_see_is_looked_for_and_is_no_ground_yet(life: Life) -> None:
    """The wait names it in words; whoever looks decides; where all was seen it only asks to look."""
    request = _request(life)
    day = D(2026, 4, 15)
    facts = {"outcome": "refused", "letter_date": day.isoformat(), "seems_lacking": "officer,appeal_period"}
    reply = life.happens(EventKind.REPLY_RECORDED, day, request, **facts)
    (step,) = _kind(life, LetterKind.FIRST_APPEAL, day)
    assert step.grounds == (Ground.BURDEN,)
    (waiting,) = [w for w in life.steps(day).waiting if w.why.code == "check_reply_seems"]
    assert "did not see: the officer's name and post, the time for an appeal." in waiting.reason.en
    assert "আধিকারিকের নাম ও পদ, আপীলের সময়সীমা" in waiting.reason.bn
    life.happens(EventKind.REPLY_CHECKED, day, request, reply=reply, lacks="appeal_period")
    (step,) = _kind(life, LetterKind.FIRST_APPEAL, day)
    assert step.grounds == (Ground.NO_APPEAL_PERIOD, Ground.BURDEN)


def test_every_element_of_the_checklist_has_words() -> None:
    """Whatever a reply may lack can be named to who looks at it."""
    assert set(ELEMENTS) == set(Element)


def test_after_a_transfer_the_appeal_goes_above_the_second_office(life_of: Callable[..., Life]) -> None:
    """Whoever has the request now, its own appellate authority hears the appeal."""
    life = life_of("housing")
    request = _request(life)
    life.happens(EventKind.TRANSFERRED, D(2026, 4, 6), request, office="bdo:south-24-parganas/basanti")
    assert ("transfer_follow_up", 0, "aggregate") in life.proposals(D(2026, 4, 6))
    (step,) = _kind(life, LetterKind.FIRST_APPEAL, D(2026, 6, 1))
    assert step.office == "sdo:south-24-parganas/canning"


@pytest.mark.parametrize("wish", ["BDO Basanti", "bdo:south-24-parganas/basanti", "bdo", "বিডিও বাসন্তী"])
@pytest.mark.parametrize(
    "named",
    [
        'appellate_office: {en: "Office of the Block Development Officer, Basanti", bn: "ব্লক কার্যালয়"}',
        'appellate_office: {en: Block Office, bn: "সমষ্টি উন্নয়ন আধিকারিকের করণ, বাসন্তী"}',
        "appellate_post: {en: Block Development Officer, bn: সমষ্টি উন্নয়ন আধিকারিক}",
        "appellate_post: {en: BDO, bn: আধিকারিক}\n  appellate_address: {en: Basanti, bn: বাসন্তী}",
        'appellate_office: {en: "Room 4, BDO Office Building of Basanti, second floor", bn: "দোতলা"}',
        'appellate_office: {en: "Second floor", bn: "সমষ্টি উন্নয়ন আধিকারিকের করণ, বাসন্তী, ৪ নং ঘর, দোতলা"}',
    ],
    ids=["office", "office in Bengali", "post", "post and address", "within more words", "within more in Bengali"],
)
def test_no_appeal_goes_to_an_office_to_avoid_under_the_name_that_a_board_gives_it(wish: str, named: str) -> None:
    """The board of another office names it as who hears appeals, in one language or both, by office, post or place."""
    row = "- id: food-inspector:south-24-parganas/basanti\n  source: board\n  verification: sourced\n  "
    catalogue = load([Extra("offices", "offices.own.yaml", row + named)])
    free, bound = Life(catalogue), Life(catalogue, avoid=(wish,))
    for life in (free, bound):
        _request(life)
        _request(life, "own_file")
    assert [p.variant for p in _kind(free, LetterKind.FIRST_APPEAL, D(2026, 5, 5))] == ["own_file", "aggregate"]
    assert [p.variant for p in _kind(bound, LetterKind.FIRST_APPEAL, D(2026, 5, 5))] == ["aggregate"]
    assert "no_appellate" in {w.why.code for w in bound.steps(D(2026, 5, 5)).waiting}


def test_a_fee_asked_of_the_poor_is_appealed_not_paid(life: Life) -> None:
    """Her own request, with proof that she lives below the poverty line: no fee is owed; of others it is paid."""
    life.file(_request(life), ASKED)
    own = life.write_kind(LetterKind.RTI_REQUEST, ASKED, "own_file")
    life.file(own, ASKED)
    life.receive(own, ASKED)
    life.reply(own, "fee_demanded", D(2026, 4, 10))
    (step,) = _kind(life, LetterKind.FIRST_APPEAL, D(2026, 4, 10))
    assert (step.cites, step.grounds) == ((own,), (Ground.FEE_BPL,))
    life.claim = replace(life.claim, bpl=False)
    assert ("fee_forwarding", 0, "own_file") in life.proposals(D(2026, 4, 10))


# --- second appeals ----------------------------------------------------------------------------------------


def test_a_second_appeal_opens_and_closes(life: Life) -> None:
    """Silent: from the 46th day of filing to 90 days after the thirtieth of receipt; the liberal date beside."""
    request, appeal = _appeal(life)
    assert _kind(life, LetterKind.SECOND_APPEAL, D(2026, 6, 19)) == []
    (step,) = _kind(life, LetterKind.SECOND_APPEAL, D(2026, 6, 20))
    assert (step.office, step.cites, step.variant, step.needs_go, step.needs_lawyer) == (
        COMMISSION, (request, appeal), "aggregate", True, True,
    )  # fmt: skip
    assert step.limit is not None
    assert (step.limit.opens, step.limit.closes, step.limit.outer) == (D(2026, 6, 20), D(2026, 9, 2), D(2026, 9, 17))
    assert step.grounds == (Ground.APPEAL_SILENCE,)
    assert not step.late
    (late,) = _kind(life, LetterKind.SECOND_APPEAL, D(2026, 9, 3))
    assert late.late
    assert late.key == step.key


def test_a_refused_appeal_gives_ninety_days_from_the_order(life: Life) -> None:
    """At once, without waiting for the forty-fifth day."""
    _, appeal = _appeal(life)
    life.reply(appeal, "refused", D(2026, 5, 20))
    (step,) = _kind(life, LetterKind.SECOND_APPEAL, D(2026, 5, 20))
    assert step.limit is not None
    assert (step.limit.closes, step.grounds) == (D(2026, 8, 18), (Ground.APPEAL_REFUSED,))


def test_an_allowed_appeal_is_waited_for_and_then_taken_further(life: Life) -> None:
    """Thirty days for the information to come; if it does not, the second appeal; if it does, nothing."""
    request, appeal = _appeal(life)
    life.reply(appeal, "granted", D(2026, 5, 20))
    assert _kind(life, LetterKind.SECOND_APPEAL, D(2026, 6, 19)) == []
    assert "ordered" in {w.why.code for w in life.steps(D(2026, 6, 19)).waiting}
    (step,) = _kind(life, LetterKind.SECOND_APPEAL, D(2026, 6, 22))
    assert step.grounds == (Ground.APPEAL_NOT_OBEYED,)
    life.reply(request, "information_supplied", D(2026, 6, 22))
    assert _kind(life, LetterKind.SECOND_APPEAL, D(2026, 6, 22)) == []


def test_a_silent_commission_is_reminded_every_ninety_days_and_then_the_court(life: Life) -> None:
    """Three reminders, each ninety days after the last, then a writ through a lawyer."""
    _appeal(life)
    second = life.write_kind(LetterKind.SECOND_APPEAL, D(2026, 6, 22), "aggregate")
    life.file(second, D(2026, 6, 22))
    life.receive(second, D(2026, 6, 22))
    day = D(2026, 6, 22)
    for expected in (D(2026, 9, 20), D(2026, 12, 19), D(2027, 3, 19)):
        waiting = next(w for w in life.steps(day).waiting if w.why.code == "at_commission")
        assert waiting.until == expected
        day = expected
        (step,) = _kind(life, LetterKind.COMMISSION_REMINDER, day)
        assert (step.cites, step.needs_go, step.needs_lawyer) == ((second,), False, True)
        life.file(life.write(step, day), day)
    steps = life.steps(D(2027, 6, 17))
    assert _kind(life, LetterKind.COMMISSION_REMINDER, D(2027, 6, 17)) == []
    assert "writ" in {w.why.code for w in steps.waiting}


def test_a_refused_second_appeal_ends_with_a_lawyer(life: Life) -> None:
    """Above the Commission there is the High Court only."""
    _appeal(life)
    second = life.write_kind(LetterKind.SECOND_APPEAL, D(2026, 6, 22), "aggregate")
    life.file(second, D(2026, 6, 22))
    life.reply(second, "refused", D(2026, 8, 1))
    assert "writ" in {w.why.code for w in life.steps(D(2026, 8, 1)).waiting}


# --- complaints --------------------------------------------------------------------------------------------


def test_a_request_that_is_not_taken_is_posted_and_may_be_complained_of(life: Life) -> None:
    """Both are offered, the one not instead of the other; the complaint needs her go and a lawyer."""
    life.apply(FILED)
    request = life.write_kind(LetterKind.RTI_REQUEST, ASKED, "aggregate")
    seq = life.happens(EventKind.RECEIPT_REFUSED, ASKED, request)
    assert [p.kind for p in life.steps(ASKED).proposals if p.trigger == seq] == [
        LetterKind.POSTED_LETTER, LetterKind.RTI_COMPLAINT,
    ]  # fmt: skip
    (step,) = _kind(life, LetterKind.RTI_COMPLAINT, ASKED)
    assert (step.office, step.needs_go, step.needs_lawyer, step.grounds) == (
        COMMISSION, True, True, (Ground.NOT_RECEIVED,),
    )  # fmt: skip


def test_silence_may_be_complained_of_beside_the_appeal_and_never_before_it(life: Life) -> None:
    """Once the appeal is filed; one complaint for a request, whatever comes later."""
    request, _ = _request(life), None
    assert _kind(life, LetterKind.RTI_COMPLAINT, D(2026, 5, 5)) == []
    appeal = life.write_kind(LetterKind.FIRST_APPEAL, D(2026, 5, 5), "aggregate")
    assert _kind(life, LetterKind.RTI_COMPLAINT, D(2026, 5, 5)) == []
    life.file(appeal, D(2026, 5, 5))
    (step,) = _kind(life, LetterKind.RTI_COMPLAINT, D(2026, 5, 6))
    assert (step.cites, step.grounds) == ((request,), (Ground.SILENCE, Ground.FREE))
    life.file(life.write(step, D(2026, 5, 6)), D(2026, 5, 6))
    assert _kind(life, LetterKind.RTI_COMPLAINT, D(2026, 12, 1)) == []
    assert _kind(life, LetterKind.SECOND_APPEAL, D(2026, 12, 1))


@pytest.mark.parametrize("avoided", ["information-commission:west-bengal"])
def test_a_commission_to_avoid_is_not_written_to(life_of: Callable[..., Life], avoided: str) -> None:
    """Neither appeal nor complaint about her own file goes to an office that must not learn of it; what a citizen asks
    in general tells nothing of her."""
    life = life_of("ration_card", avoided)
    _appeal(life)
    request = _request(life, "own_file")
    (appeal,) = [p for p in _kind(life, LetterKind.FIRST_APPEAL, D(2026, 5, 5)) if p.cites == (request,)]
    life.file(life.write(appeal, D(2026, 5, 5)), D(2026, 5, 5))
    steps = life.steps(D(2026, 12, 1))
    found = [p for p in steps.proposals if p.kind in (LetterKind.SECOND_APPEAL, LetterKind.RTI_COMPLAINT)]
    assert {p.variant for p in found} == {"aggregate"}
    assert "avoided" in {w.why.code for w in steps.waiting}
