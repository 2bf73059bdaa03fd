"""A general request stands for every claim at its office and for its service, and for no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from rules.events import EventKind
from rules.general import GeneralRequest, by_office, requests_of
from rules.history import read
from rules.letters import LetterKind

if TYPE_CHECKING:
    from tests.rules.conftest import Life

D = date
FILED, RIPE = D(2026, 3, 2), D(2026, 4, 2)
OFFICE = "food-inspector:south-24-parganas/basanti"
ANOTHERS = GeneralRequest(OFFICE, "ration_card", "SN-OTHERS-1", 901, D(2026, 3, 20), D(2026, 3, 23))


def requests(life: Life, on: date) -> list[str]:
    """The variants of the requests that are proposed."""
    return [p.variant for p in life.steps(on).proposals if p.kind is LetterKind.RTI_REQUEST]


def test_what_was_asked_for_another_claim_is_not_asked_again(life: Life) -> None:
    """Handed in for somebody else, it opens the way to her own file; its event triggers that, so it comes once."""
    life.apply(FILED)
    assert requests(life, RIPE) == ["aggregate"]
    life.general = by_office([ANOTHERS])
    (own,) = [p for p in life.steps(RIPE).proposals if p.kind is LetterKind.RTI_REQUEST]
    assert (own.variant, own.trigger) == ("own_file", 901)
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
    life.general = by_office([other])
    assert requests(life, on) == found


def test_a_yes_to_the_general_request_is_none_to_her_own(life: Life) -> None:
    """Said before her own file was offered, it would give her name away; said after, it is a yes to that."""
    life.apply(FILED)
    life.happens(EventKind.GO_GIVEN, D(2026, 3, 22), step="rti_request")
    life.general = by_office([ANOTHERS])
    (own,) = [p for p in life.steps(RIPE).proposals if p.kind is LetterKind.RTI_REQUEST]
    assert (own.needs_go, own.has_go) == (True, False)
    life.happens(EventKind.GO_GIVEN, D(2026, 3, 23), step="rti_request")
    assert [p.has_go for p in life.steps(RIPE).proposals if p.kind is LetterKind.RTI_REQUEST] == [True]


def test_it_goes_on_when_the_claim_that_it_was_written_for_is_delivered(life: Life) -> None:
    """It stands for the others there: its appeal is proposed, and nothing of hers; withdrawn, nothing is."""
    life.apply(FILED)
    reference = life.write_kind(LetterKind.RTI_REQUEST, RIPE, "aggregate")
    life.file(reference, RIPE)
    life.receive(reference, RIPE)
    end = life.happens(EventKind.DELIVERED, D(2026, 4, 10))
    silent = life.steps(D(2026, 5, 5))
    assert [(p.kind, p.variant) for p in silent.proposals] == [(LetterKind.FIRST_APPEAL, "aggregate")]
    assert (silent.overdue, silent.waiting) == ((), ())
    life.happens(EventKind.CORRECTED, D(2026, 4, 11), corrects=end, reason="not-so")
    life.happens(EventKind.WITHDRAWN, D(2026, 4, 11))
    assert life.steps(D(2026, 5, 5)).proposals == ()


def test_a_request_is_read_with_the_day_on_which_it_went(life: Life) -> None:
    """Written, it has no day yet; taken back, it is none; a second one to the office is not listed before the first."""
    life.apply(FILED)
    reference = life.write_kind(LetterKind.RTI_REQUEST, RIPE, "aggregate")
    printed = len(life.events)
    (written,) = requests_of(life.claim, read(life.letters, life.events, RIPE))
    assert (written.office, written.service, written.trigger, written.filed_on) == (
        OFFICE,
        "ration_card",
        printed,
        None,
    )
    life.file(reference, D(2026, 4, 6))
    (filed,) = requests_of(life.claim, read(life.letters, life.events, D(2026, 4, 6)))
    assert filed.filed_on == D(2026, 4, 6)
    assert by_office([filed, ANOTHERS]) == {(OFFICE, "ration_card"): [ANOTHERS, filed]}
    life.happens(EventKind.CORRECTED, D(2026, 4, 7), reference, corrects=printed, reason="not-so")
    assert requests_of(life.claim, read(life.letters, life.events, D(2026, 4, 7))) == []
