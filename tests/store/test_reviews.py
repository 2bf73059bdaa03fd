"""Questions wait until a person settles them, and are settled once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import delete

from rules.errors import StoreRefuses, UsageError
from rules.findings import ReviewReason
from store.reviews import Candidate, ReviewEntry, ReviewState
from store.session import Store
from store.tables import DataKeyRow

ACTOR = "system:test"
ENTRY = ReviewEntry(
    kind="receipt",
    reasons=(ReviewReason("received_date", "the day is smudged"),),
    candidates=(Candidate("7K4Q-9XM2-A", 0.8, "same office"),),
    facts={"received_date": date(2026, 1, 5), "diary_no": ["456", "458"]},
)


def test_an_entry_comes_back_as_asked(store: Store) -> None:
    """Reasons, candidates and crops; dates in facts as text."""
    with store.begin(ACTOR) as record:
        crop = store.vault.put(b"picture", "house")
        number = record.add_review(replace(ENTRY, crops=(crop,)))
        record.commit()
    with store.begin(ACTOR) as record:
        (found,) = record.reviews()
    assert (found.id, found.state, found.crops) == (number, ReviewState.OPEN, (crop,))
    assert (found.reasons, found.candidates) == (ENTRY.reasons, ENTRY.candidates)
    assert found.facts == {"received_date": "2026-01-05", "diary_no": ["456", "458"]}
    assert found.opened_at == datetime(2026, 1, 5, 6, 30, tzinfo=UTC)


def test_a_second_run_does_not_ask_twice(store: Store) -> None:
    """The same key gives the entry that is there, open or settled; no key asks anew."""
    with store.begin(ACTOR) as record:
        number = record.add_review(replace(ENTRY, key="scan-1:1"))
        assert record.add_review(replace(ENTRY, key="scan-1:1", kind="reply")) == number
        record.settle_review(number, ReviewState.DISCARDED)
        assert record.add_review(replace(ENTRY, key="scan-1:1")) == number
        assert record.add_review(ENTRY) != record.add_review(ENTRY)


def test_a_crop_must_be_in_the_vault(store: Store) -> None:
    """Nobody is shown a picture that is not there."""
    with store.begin(ACTOR) as record, pytest.raises(UsageError, match="crop"):
        record.add_review(replace(ENTRY, crops=("0" * 64,)))


def test_an_entry_is_settled_once_by_somebody(store: Store, clock: Any) -> None:
    """Who, when, what instead and why; a second settling is refused."""
    with store.begin(ACTOR) as record:
        number = record.add_review(ENTRY)
        record.commit()
    clock.move(60)
    with store.begin("operator:u-17") as record:
        settled = record.settle_review(number, ReviewState.CORRECTED, values={"received_date": "2026-01-04"}, note="৪")
        with pytest.raises(StoreRefuses, match="corrected"):
            record.settle_review(number, ReviewState.ACCEPTED)
        record.commit()
    with store.begin(ACTOR) as record:
        assert record.review(number) == settled
        assert record.reviews() == []
        assert record.reviews(open_only=False) == [settled]
    assert (settled.settled_by, settled.values, settled.note) == ("operator:u-17", {"received_date": "2026-01-04"}, "৪")
    assert settled.settled_at == datetime(2026, 1, 5, 6, 31, tzinfo=UTC)


def test_an_entry_put_off_waits_from_its_day(store: Store) -> None:
    """It stays open; before that day it is not due. What is settled is not put off."""
    with store.begin(ACTOR) as record:
        number = record.add_review(ENTRY)
        entry = record.postpone_review(number, date(2026, 1, 12))
        assert (entry.state, entry.postponed_until) == (ReviewState.OPEN, date(2026, 1, 12))
        assert entry.postponed_by == ACTOR
        assert [entry.is_due(date(2026, 1, day)) for day in (11, 12, 13)] == [False, True, True]
        assert record.reviews() == [entry]
        assert not record.settle_review(number, ReviewState.ACCEPTED).is_due(date(2026, 1, 13))
        with pytest.raises(StoreRefuses, match="accepted"):
            record.postpone_review(number, date(2026, 1, 20))


def test_settling_needs_an_entry_and_a_decision(store: Store) -> None:
    """An unknown number and "open" are mistakes."""
    with store.begin(ACTOR) as record:
        number = record.add_review(ENTRY)
        with pytest.raises(UsageError, match="99"):
            record.settle_review(99, ReviewState.ACCEPTED)
        with pytest.raises(UsageError):
            record.settle_review(number, ReviewState.OPEN)
        assert record.review(99) is None


def test_an_entry_about_a_person_dies_with_her_key(store: Store, samples: Any) -> None:
    """Afterwards the question is empty and can still be closed."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        address = store.vault.put(b"pixels", "house")
        scan = record.add_scan(address, media_type="image/png", pages=1, received_on=date(2026, 1, 7))
        reference = record.reserve_reference("1", claim.code)
        hers = record.add_review(replace(ENTRY, scan=scan.id, letter=reference))
        unknown = record.add_review(replace(ENTRY, scan=scan.id))
        assert [entry.id for entry in record.reviews(scan=scan.id)] == [hers, unknown]
        record.commit()
    with store._engine.begin() as connection:
        connection.execute(delete(DataKeyRow).where(DataKeyRow.owner == claim.claimant))
    with store.begin(ACTOR) as record:
        assert record.review(hers).reasons == ()
        assert record.review(unknown).reasons == ENTRY.reasons
        assert record.settle_review(hers, ReviewState.DISCARDED, note="x").note == ""
