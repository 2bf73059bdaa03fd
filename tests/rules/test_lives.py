"""Whole lives of claims, drawn at random: order does not matter, a second run changes nothing, every state leads on."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalogue import load
from rules.events import EventKind
from rules.findings import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

CATALOGUE = load()
SERVICES = sorted(CATALOGUE.services)
OUTCOMES = [outcome.value for outcome in Outcome]
TURNS = st.lists(st.tuples(st.sampled_from(["write", "file", "post", "receive", "reply", "visit", "go", "wait", "pay"]),
                           st.integers(0, 40), st.integers(0, 9)), max_size=25)  # fmt: skip


def _live(life_of: Callable, service: str, turns: list[tuple[str, int, int]]) -> tuple:
    """A life in which people do one thing after another, some days apart."""
    life, day = life_of(service), date(2026, 1, 2)
    for what, days, pick in turns:
        day += timedelta(days=days)
        proposals = life.steps(day).proposals
        letter = life.letters[pick % len(life.letters)].reference if life.letters else None
        if what == "write" and proposals:
            life.write(proposals[pick % len(proposals)], day)
        elif what == "go":
            life.happens(EventKind.GO_GIVEN, day, step="escalation" if pick % 2 else "rti_request")
        elif what == "wait":
            life.happens(EventKind.GO_WITHHELD, day, step="escalation", until=(day + timedelta(days=pick)).isoformat())
        elif letter is None:
            continue
        elif what in ("file", "post"):
            life.file(letter, day, "hand" if what == "file" else "speed-post")
        elif what == "receive":
            life.receive(letter, day)
        elif what == "reply":
            life.reply(letter, OUTCOMES[pick % len(OUTCOMES)], day)
        elif what == "visit":
            life.happens(EventKind.VISIT_RECORDED, day, letter, answer="threat" if pick == 9 else "absent")
        elif what == "pay":
            life.happens(EventKind.FEE_PAID, day, letter, paid_on=day.isoformat())
    return life, day


@settings(max_examples=60, deadline=None)
@given(service=st.sampled_from(SERVICES), turns=TURNS, seed=st.integers(0, 99), later=st.integers(0, 120))
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


@settings(max_examples=40, deadline=None)
@given(service=st.sampled_from(SERVICES), days=st.lists(st.integers(0, 90), min_size=30, max_size=30))
def test_if_every_office_stays_silent_the_ladder_is_climbed_to_its_end(
    life_of: Callable, service: str, days: list[int]
) -> None:
    """Each escalation goes to a higher rung, and the last word is a reason, never a loop."""
    life, day, rungs = life_of(service), date(2026, 1, 2), []
    for gap in days:
        for proposal in life.steps(day).proposals:
            reference = life.write(proposal, day)
            life.file(reference, day)
            if proposal.kind.value in ("application", "escalation"):
                rungs.append(proposal.rung)
        day += timedelta(days=gap)
    assert rungs == sorted(set(rungs))
    letters = [rung.index for rung in life.ladder if not rung.office.court]
    assert set(rungs) <= set(letters)
    if sum(days) > 1500:
        assert rungs == letters
