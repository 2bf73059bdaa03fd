"""A general request stands for every claim at its office and for its service, and for no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from rules.events import EventKind
from rules.general import GeneralRequest, asked_of, generals, key_of
from rules.letters import LetterKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.general import Generals
    from tests.rules.conftest import Life

D = date
FILED, RIPE = D(2026, 3, 2), D(2026, 4, 2)
OFFICE = "food-inspector:south-24-parganas/basanti"
ANOTHERS = GeneralRequest(OFFICE, "ration_card", 3, D(2026, 3, 20), D(2026, 3, 23), 4)


def told(*requests: GeneralRequest) -> Generals:
    """What is known of general requests, as it is given to each claim."""
    found: dict[tuple[str, str], list[GeneralRequest]] = {}
    for one in requests:
        found.setdefault((one.office, one.service), []).append(one)
    return found


def requests(life: Life, on: date) -> list[str]:
    """The variants of the requests that are proposed."""
    return [p.variant for p in life.steps(on).proposals if p.kind is LetterKind.RTI_REQUEST]


def test_what_was_asked_for_another_claim_is_not_asked_again(life: Life) -> None:
    """Handed in for somebody else, it opens the way to her own file; its event triggers that, so it comes once."""
    life.apply(FILED)
    assert requests(life, RIPE) == ["aggregate"]
    life.general = told(ANOTHERS)
    (own,) = [p for p in life.steps(RIPE).proposals if p.kind is LetterKind.RTI_REQUEST]
    assert (own.variant, own.trigger) == ("own_file", 3)
    life.write(own, RIPE)
    assert requests(life, D(2026, 9, 1)) == []


@pytest.mark.parametrize(
    ("other", "on", "found"),
    [
        (replace(ANOTHERS, office="bdo:south-24-parganas/basanti"), RIPE, ["aggregate"]),
        (replace(ANOTHERS, service="job_card"), RIPE, ["aggregate"]),
        (replace(ANOTHERS, filed_on=None), RIPE, []),
        (replace(ANOTHERS, filed_on=None), D(2026, 4, 19), []),
        (replace(ANOTHERS, filed_on=None), D(2026, 4, 20), ["aggregate"]),
        (replace(ANOTHERS, written_on=D(2025, 4, 2)), RIPE, ["own_file"]),
        (replace(ANOTHERS, written_on=D(2025, 4, 1)), RIPE, ["aggregate"]),
    ],
)
def test_only_a_fresh_one_to_the_same_office_about_the_same_service_stands(
    life: Life, other: GeneralRequest, on: date, found: list[str]
) -> None:
    """A year from its writing once it was handed in; for thirty days it is waited for, and then written anew."""
    life.apply(FILED)
    life.general = told(other)
    assert requests(life, on) == found


def test_a_yes_to_the_general_request_is_none_to_her_own(life: Life) -> None:
    """Said before her own file was offered, it would give her name away; said after, it is a yes to that."""
    life.apply(FILED)
    life.happens(EventKind.GO_GIVEN, D(2026, 3, 22), step="rti_request")
    life.general = told(ANOTHERS)
    (own,) = [p for p in life.steps(RIPE).proposals if p.kind is LetterKind.RTI_REQUEST]
    assert (own.needs_go, own.has_go) == (True, False)
    life.happens(EventKind.GO_GIVEN, D(2026, 3, 23), step="rti_request")
    assert [p.has_go for p in life.steps(RIPE).proposals if p.kind is LetterKind.RTI_REQUEST] == [True]


@pytest.mark.parametrize("handed_in", ["file", "receive"])
def test_a_yes_said_before_the_filing_was_told_is_none_to_her_own(life: Life, handed_in: str) -> None:
    """Her own file was offered when the filing came on record, and not on the earlier day that it was told of."""
    life.apply(FILED)
    reference = life.write_kind(LetterKind.RTI_REQUEST, RIPE, "aggregate")
    life.happens(EventKind.GO_GIVEN, D(2026, 4, 8), step="rti_request")
    getattr(life, handed_in)(reference, D(2026, 4, 6))
    assert [p.has_go for p in life.steps(D(2026, 4, 9)).proposals if p.variant == "own_file"] == [False]
    life.happens(EventKind.GO_GIVEN, D(2026, 4, 9), step="rti_request")
    assert [p.has_go for p in life.steps(D(2026, 4, 9)).proposals if p.variant == "own_file"] == [True]


def test_a_print_that_was_taken_back_leaves_every_yes(life: Life) -> None:
    """What was agreed to was not asked: it is asked again without a second yes; what was asked has used it up."""
    life.apply(FILED)
    life.happens(EventKind.GO_GIVEN, RIPE, step="rti_request")
    old = replace(ANOTHERS, trigger=1, written_on=D(2025, 1, 1))
    life.general = told(old, replace(ANOTHERS, trigger=90, taken_back=True))
    (again,) = [p for p in life.steps(RIPE).proposals if p.kind is LetterKind.RTI_REQUEST]
    assert (again.variant, again.has_go, again.key) == ("aggregate", True, key_of(OFFICE, "ration_card", 2))
    life.general = told(replace(old, trigger=90))
    assert [p.has_go for p in life.steps(RIPE).proposals if p.kind is LetterKind.RTI_REQUEST] == [False]


@pytest.mark.parametrize("end", [EventKind.DELIVERED, EventKind.WITHDRAWN, EventKind.CONSENT_WITHDRAWN, EventKind.HELD])
def test_it_goes_on_whatever_becomes_of_the_claim_that_led_to_it(life: Life, end: EventKind) -> None:
    """It is the citizen's, and stands for others: its appeal is proposed, under its own reference."""
    life.apply(FILED)
    reference = life.write_kind(LetterKind.RTI_REQUEST, RIPE, "aggregate")
    life.file(reference, RIPE)
    life.receive(reference, RIPE)
    life.happens(end, D(2026, 4, 10))
    (appeal,) = life.steps(D(2026, 5, 5)).proposals
    assert (appeal.kind, appeal.variant, appeal.claim) == (LetterKind.FIRST_APPEAL, "aggregate", reference)


def test_a_request_is_read_with_the_day_on_which_it_went(life: Life) -> None:
    """Written, it has no day yet; taken back, it stands no more, and the next has another key."""
    life.apply(FILED)
    reference = life.write_kind(LetterKind.RTI_REQUEST, RIPE, "aggregate")
    printed = len(life.events)

    def found(on: date) -> GeneralRequest:
        ((one,),) = generals(life.matters(), on).values()
        return one

    assert found(RIPE) == GeneralRequest(OFFICE, "ration_card", printed, RIPE, None, 0)
    filed = life.file(reference, D(2026, 4, 6))
    assert (found(D(2026, 4, 5)).filed_on, found(D(2026, 4, 6)).filed_on) == (None, D(2026, 4, 6))
    assert (found(D(2026, 4, 5)).taken, found(D(2026, 4, 6)).taken) == (0, filed)
    life.happens(EventKind.CORRECTED, D(2026, 4, 7), reference, corrects=printed, reason="not-so")
    assert not found(D(2026, 4, 7)).serves(D(2026, 4, 7), RIPE)
    (again,) = [p for p in life.steps(D(2026, 4, 7)).proposals if p.kind is LetterKind.RTI_REQUEST]
    assert again.key == f"general:ration_card:2:{OFFICE}"


def test_every_claim_asks_for_it_under_one_key(life_of: Callable[..., Life]) -> None:
    """Its office, its service and how many came before: two runs that write it at once write one letter."""
    lives = [life_of("ration_card"), life_of("ration_card")]
    lives[1].claim = replace(lives[1].claim, code="SN-TESTBB-1")
    for life in lives:
        life.apply(FILED)
        life.general = told(replace(ANOTHERS, written_on=D(2025, 3, 1)))  # too old to serve
    keys = {p.key for life in lives for p in life.steps(RIPE).proposals if p.kind is LetterKind.RTI_REQUEST}
    assert keys == {key_of(OFFICE, "ration_card", 1)}
    assert asked_of(keys.pop()) == (OFFICE, "ration_card")
    assert asked_of("SN-TESTAA-1:reminder:0:3") is None
