"""Status and resolution are derived, and are two things."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from rules.events import EventKind
from rules.history import LetterHistory, read
from rules.letter_clock import clock_of
from rules.letters import LetterKind
from rules.status import ClaimStatus, LetterStatus, Resolution, granted, letter_status, resolution

if TYPE_CHECKING:
    from tests.rules.conftest import Life

FILED = date(2026, 3, 2)
LATER = date(2026, 3, 20)
LATE = date(2026, 4, 2)


def _statuses(life: Life, today: date) -> list[tuple[LetterHistory, LetterStatus]]:
    history = read(life.letters, life.events, today)
    return [
        (found, letter_status(found, clock_of(found, life.claim, life.ladder, life.catalogue), today))
        for found in history.letters
    ]


def _letter(life: Life, today: date) -> LetterStatus:
    return _statuses(life, today)[0][1]


def _claim(life: Life, today: date) -> ClaimStatus:
    return life.standing(today).status


def test_a_letter_goes_from_printed_to_silent(life: Life) -> None:
    """Printed, filed, received, and silent from the day it is ripe."""
    assert _claim(life, FILED) is ClaimStatus.NOT_WRITTEN
    reference = life.write_kind(LetterKind.APPLICATION, FILED)
    assert (_letter(life, FILED), _claim(life, FILED)) == (LetterStatus.PRINTED, ClaimStatus.TO_BE_FILED)
    life.file(reference, FILED)
    assert (_letter(life, FILED), _claim(life, FILED)) == (LetterStatus.FILED, ClaimStatus.PENDING)
    life.receive(reference, FILED)
    assert (_letter(life, date(2026, 4, 1)), _claim(life, date(2026, 4, 1))) == (
        LetterStatus.RECEIVED, ClaimStatus.PENDING,
    )  # fmt: skip
    assert (_letter(life, LATE), _claim(life, LATE)) == (LetterStatus.SILENT, ClaimStatus.SILENT)


@pytest.mark.parametrize(
    ("outcome", "letter", "claim"),
    [
        ("granted", LetterStatus.GRANTED, ClaimStatus.GRANTED),
        ("refused", LetterStatus.REFUSED, ClaimStatus.REFUSED),
        ("not_held", LetterStatus.REFUSED, ClaimStatus.REFUSED),
        ("documents_wanted", LetterStatus.DOCUMENTS_WANTED, ClaimStatus.FOR_US),
        ("fee_demanded", LetterStatus.FEE_WANTED, ClaimStatus.FOR_US),
        ("hearing_fixed", LetterStatus.HEARING, ClaimStatus.HEARING),
        ("under_process", LetterStatus.RECEIVED, ClaimStatus.PENDING),
        ("transferred", LetterStatus.RECEIVED, ClaimStatus.PENDING),
        ("information_supplied", LetterStatus.RECEIVED, ClaimStatus.PENDING),
        ("unknown", LetterStatus.RECEIVED, ClaimStatus.PENDING),
    ],
)
def test_a_reply_gives_the_status(life: Life, outcome: str, letter: LetterStatus, claim: ClaimStatus) -> None:
    """What decides, decides; what only says that work goes on leaves the letter pending."""
    life.reply(life.apply(FILED), outcome, LATER)
    assert (_letter(life, LATER), _claim(life, LATER)) == (letter, claim)


def test_a_letter_that_was_not_taken_waits_for_us(life: Life) -> None:
    """Refused at the counter is neither filed nor silent."""
    reference = life.write_kind(LetterKind.APPLICATION, FILED)
    life.happens(EventKind.RECEIPT_REFUSED, FILED, reference)
    assert (_letter(life, LATE), _claim(life, LATE)) == (LetterStatus.NOT_TAKEN, ClaimStatus.FOR_US)


def test_granted_is_not_delivered(life: Life) -> None:
    """The claim stays open until the claimant says that she has it."""
    life.reply(life.apply(FILED), "granted", LATER)
    history = read(life.letters, life.events, LATER)
    assert granted(history) is not None
    assert resolution(history) is Resolution.OPEN
    life.happens(EventKind.DELIVERED, LATE)
    assert resolution(read(life.letters, life.events, LATE)) is Resolution.DELIVERED


def test_a_grant_that_was_taken_back_stands_no_more(life: Life) -> None:
    """The latest decision counts."""
    reference = life.apply(FILED)
    life.reply(reference, "granted", LATER)
    life.reply(reference, "refused", LATE)
    assert granted(read(life.letters, life.events, LATE)) is None


def test_information_under_the_act_grants_no_claim(life: Life) -> None:
    """A reply to a request that reads like a grant says nothing on the claim itself."""
    life.apply(FILED)
    request = life.write_kind(LetterKind.RTI_REQUEST, LATE, "aggregate")
    life.reply(request, "granted", LATE)
    assert granted(read(life.letters, life.events, LATE)) is None


def test_a_withdrawn_claim_is_closed_and_a_threat_holds_it(life: Life) -> None:
    """Held is a status, withdrawn a resolution."""
    reference = life.apply(FILED)
    life.happens(EventKind.VISIT_RECORDED, LATER, reference, answer="threat")
    assert _claim(life, LATER) is ClaimStatus.HELD
    life.happens(EventKind.WITHDRAWN, LATE)
    assert resolution(read(life.letters, life.events, LATE)) is Resolution.WITHDRAWN
