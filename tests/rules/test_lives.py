"""Whole lives of claims, drawn at random: order does not matter, a second run changes nothing, every state leads on."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.catalogue import load
from rules.events import Answer, EventKind
from rules.findings import Outcome
from rules.history import POST_DAYS, read
from rules.letter_clock import clock_of
from rules.letters import CARRIERS, NEEDS_GO, NEEDS_LAWYER, LetterKind
from rules.stated_limits import unfounded
from rules.status import MAIN_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.rules.conftest import Life

CATALOGUE = load()
SERVICES = sorted(CATALOGUE.services)
OUTCOMES = [outcome.value for outcome in Outcome]
WANTED = OUTCOMES.index(Outcome.DOCUMENTS_WANTED)
ANSWERS = [answer.value for answer in Answer]
STEPS = sorted(NEEDS_GO)
ENDS = {"ladder_ends", "court", "left_out", "no_limit"}  # after the last office a person decides
# What leads on stands here more than once: else most lives would end before there is a letter to lose.
WHAT = [*6 * ["write"], *3 * ["file"], "post", *2 * ["receive"], "refuse", *4 * ["reply"], "send_on", "check", "visit",
        "go", "wait", "hold", "resume", "approve", "pay", "correct"]  # fmt: skip
TURNS = st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 40), st.integers(0, 99)), max_size=40)


def _live(life_of: Callable, service: str, turns: list[tuple[str, int, int]]) -> tuple:
    """A life in which people do one thing after another, some days apart."""
    life, day = life_of(service), date(2026, 1, 2)
    for what, days, pick in turns:
        day += timedelta(days=days)
        step = STEPS[pick % len(STEPS)].value
        if what == "write":
            proposals = life.steps(day).proposals
            if proposals:
                life.write(proposals[pick % len(proposals)], day)
        elif what == "go":
            life.happens(EventKind.GO_GIVEN, day, step=step)
        elif what == "wait":
            life.happens(EventKind.GO_WITHHELD, day, step=step, until=(day + timedelta(days=pick)).isoformat())
        elif what == "hold":
            life.happens(EventKind.HELD, day, until=(day + timedelta(days=pick)).isoformat() if pick % 2 else None)
        elif what == "resume":
            life.happens(EventKind.RESUMED, day)
        elif what == "approve":
            life.happens(EventKind.LAWYER_APPROVED, day, step=step if pick % 2 else None)
        elif what == "correct" and pick % 5 == 0:
            life.happens(EventKind.CORRECTED, day, corrects=1 + pick % len(life.events))
        elif life.letters:
            _to_a_letter(life, what, day, pick)
    return life, day


def _to_a_letter(life: Life, what: str, day: date, pick: int) -> None:
    letter = life.letters[pick % len(life.letters)].reference
    match what:
        case "file" | "post":
            life.file(letter, day, "hand" if what == "file" else "speed-post")
        case "receive":
            life.receive(letter, day)
        case "refuse":
            life.happens(EventKind.RECEIPT_REFUSED, day, letter)
        case "reply":
            life.reply(letter, OUTCOMES[pick % len(OUTCOMES)], day)
        case "send_on":
            offices = [rung.office.id for rung in life.ladder]
            life.happens(EventKind.TRANSFERRED, day, letter, office=offices[pick % len(offices)])
        case "check":
            life.happens(EventKind.REPLY_CHECKED, day, letter, reply=pick, lacks="section,officer", section="8(1)(j)")
        case "visit":
            life.happens(EventKind.VISIT_RECORDED, day, letter, answer=ANSWERS[pick % len(ANSWERS)])
        case "pay":
            life.happens(EventKind.FEE_PAID, day, letter, paid_on=day.isoformat())


@settings(max_examples=60, deadline=None)
@given(service=st.sampled_from(SERVICES), turns=TURNS, seed=st.integers(0, 99), later=st.integers(0, 120))
@example(service="housing", turns=[("write", 0, 0), ("refuse", 1, 0), ("file", 1, 0)], seed=3, later=9)
def test_events_in_any_order_give_the_same_steps(
    life_of: Callable, service: str, turns: list, seed: int, later: int
) -> None:
    """The record may arrive in any order; what is to be done does not change."""
    life, day = _live(life_of, service, turns)
    today = day + timedelta(days=later)
    mixed = list(life.events)
    random.Random(seed).shuffle(mixed)
    assert life.shuffled(mixed).steps(today) == life.steps(today)


@settings(max_examples=60, deadline=None)
@given(service=st.sampled_from(SERVICES), turns=TURNS, later=st.integers(0, 120))
@example(service="housing", turns=[("write", 0, 0), ("file", 0, 0), ("reply", 1, WANTED)], later=0)
@example(service="housing", turns=[("write", 0, 0), ("refuse", 0, 0)], later=0)
def test_steps_are_stable_and_never_proposed_twice(life_of: Callable, service: str, turns: list, later: int) -> None:
    """Asked again, the same answer; a key is unique, and once written it is not proposed again."""
    life, day = _live(life_of, service, turns)
    today = day + timedelta(days=later)
    steps = life.steps(today)
    assert life.steps(today) == steps
    keys = [proposal.key for proposal in steps.proposals]
    assert len(set(keys)) == len(keys)
    for proposal in steps.proposals:
        life.write(proposal, today)
    assert not set(keys) & {proposal.key for proposal in life.steps(today + timedelta(days=30)).proposals}


@settings(max_examples=60, deadline=None)
@given(service=st.sampled_from(SERVICES), turns=TURNS)
def test_every_state_of_every_service_leads_on(life_of: Callable, service: str, turns: list) -> None:
    """There is always a proposal or a wait with its reason: no claim is forgotten."""
    life, day = _live(life_of, service, turns)
    steps = life.steps(day)
    assert steps.proposals or steps.waiting
    for step in (*steps.proposals, *steps.waiting):
        assert step.reason.en
        assert step.reason.bn


@settings(max_examples=60, deadline=None)
@given(service=st.sampled_from(SERVICES), turns=TURNS)
def test_no_paper_goes_out_without_the_yes_that_it_needs(life_of: Callable, service: str, turns: list) -> None:
    """What is ready has her go if its kind needs one, and a lawyer's approval if its office is a court or the like."""
    life, day = _live(life_of, service, turns)
    for proposal in life.steps(day).proposals:
        court = CATALOGUE.offices.kind(proposal.office.partition(":")[0]).lawyer
        lawyer = court or proposal.kind in NEEDS_LAWYER
        assert (proposal.needs_go, proposal.needs_lawyer) == (proposal.kind in NEEDS_GO, lawyer)
        assert proposal.ready <= (proposal.has_go or not proposal.needs_go)
        assert proposal.ready <= (proposal.has_lawyer or not lawyer)


@settings(max_examples=40, deadline=None)
@given(service=st.sampled_from(SERVICES), days=st.lists(st.integers(0, 90), min_size=30, max_size=30))
def test_if_every_office_stays_silent_the_ladder_is_climbed_to_its_end(
    life_of: Callable, service: str, days: list[int]
) -> None:
    """Each letter of the ladder goes to a higher rung, and the last word is a reason, never a loop."""
    life, day, rungs = life_of(service), date(2026, 1, 2), []
    for gap in days:
        for proposal in life.steps(day).proposals:
            reference = life.write(proposal, day)
            life.file(reference, day)
            if proposal.kind in MAIN_KINDS:
                rungs.append(proposal.rung)
        day += timedelta(days=gap)
    assert rungs == sorted(set(rungs))
    ours = [
        rung.index for rung in life.ladder if not rung.office.court or rung.letter is LetterKind.MAGISTRATE_APPLICATION
    ]
    assert set(rungs) <= {*ours, len(CATALOGUE.services[service].ladder)}
    if sum(days) > 1500:
        assert rungs[: len(ours)] == ours
        assert any(waiting.why.code in ENDS for waiting in life.steps(day + timedelta(days=400)).waiting)


@settings(max_examples=60, deadline=None)
@given(service=st.sampled_from(SERVICES), turns=TURNS, gap=st.integers(POST_DAYS.days, 40))
def test_a_later_receipt_never_makes_a_letter_ripe_earlier(
    life_of: Callable, service: str, turns: list, gap: int
) -> None:
    """Whatever else has happened, a proof that the office had a letter later, and later than the post was thought to
    bring it, gives it no less time."""
    life, day = _live(life_of, service, turns)
    before = _ripe(life, day)
    for letter in life.letters:
        if letter.kind not in CARRIERS:
            life.receive(letter.reference, day + timedelta(days=gap))
    after = _ripe(life, day + timedelta(days=gap))
    assert all(after[letter] >= ripe for letter, ripe in before.items() if letter in after)


def _ripe(life: Life, day: date) -> dict[str, date]:
    history = read(life.letters, life.events, day)
    clocks = {one.letter.reference: clock_of(one, life.claim, life.ladder, life.catalogue) for one in history.letters}
    return {letter: clock.ripe_on for letter, clock in clocks.items() if clock is not None and clock.ripe_on}


@settings(max_examples=60, deadline=None)
@given(service=st.sampled_from(SERVICES), turns=TURNS, pays=st.integers(0, 60))
def test_waiting_for_a_fee_never_shortens_a_limit(life_of: Callable, service: str, turns: list, pays: int) -> None:
    """A fee asked for and paid later, on any letter, leaves every limit where it was or moves it onwards."""
    life, day = _live(life_of, service, turns)
    before = _ripe(life, day)
    for letter in life.letters:
        asked = {"sent_on": day.isoformat()}
        life.happens(EventKind.FEE_DEMANDED, day, letter.reference, **asked)
        paid = day + timedelta(days=pays)
        life.happens(EventKind.FEE_PAID, paid, letter.reference, paid_on=paid.isoformat())
    after = _ripe(life, day + timedelta(days=pays))
    assert all(after[letter] >= ripe for letter, ripe in before.items() if letter in after)


@settings(max_examples=60, deadline=None)
@given(service=st.sampled_from(SERVICES), turns=TURNS)
def test_a_last_day_that_a_letter_states_follows_until_something_is_taken_back(
    life_of: Callable, service: str, turns: list
) -> None:
    """Derived again from the record, each is what was printed; what is not was printed before a correction."""
    life, _ = _live(life_of, service, turns)
    printed = {event.letter: event.seq for event in life.events if event.kind is EventKind.LETTER_PRINTED}
    corrected = max((event.seq for event in life.events if event.kind is EventKind.CORRECTED), default=0)
    assert all(printed[found.letter] < corrected for found in unfounded(life.letters, life.events, CATALOGUE))


@settings(max_examples=40, deadline=None)
@given(service=st.sampled_from(SERVICES), turns=TURNS)
def test_from_every_state_all_that_is_proposed_comes_to_an_end(life_of: Callable, service: str, turns: list) -> None:
    """Whatever has happened, if each step is written and every office stays silent, nothing is proposed for ever."""
    life, day = _live(life_of, service, turns)
    life.happens(EventKind.RESUMED, day)
    for kind in STEPS:
        life.happens(EventKind.GO_GIVEN, day, step=kind.value)
    life.happens(EventKind.LAWYER_APPROVED, day, step=None)
    quiet = 0
    for _ in range(60):
        day += timedelta(days=120)
        proposals = life.steps(day).proposals
        quiet = 0 if proposals else quiet + 1
        for proposal in proposals:
            life.file(life.write(proposal, day), day)
        for letter in life.letters:
            if letter.reference not in {event.letter for event in life.events if event.kind is EventKind.LETTER_FILED}:
                life.file(letter.reference, day)
    assert quiet > 3
    assert life.steps(day).waiting
