"""Events come back as they were appended, and their sealed words apart from them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import delete

from rules.errors import StoreDamaged, UsageError
from rules.events import Event, EventKind
from rules.references import new_reference
from store.session import Store
from store.tables import DataKeyRow
from tests.store.hands import look, tamper

ACTOR = "operator:u-17"


def test_an_event_comes_back_with_its_place_time_and_actor(store: Store, samples: Any) -> None:
    """What the caller says of seq, time and actor does not count."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        given = Event(
            EventKind.RECEIPT_RECORDED,
            date(2026, 1, 4),
            claim.code,
            new_reference(),
            facts={"received_on": "2026-01-04", "pages": 2, "stamp": True, "office": None},
            beside={"diary_no": "৪৫৬/বা"},
            seq=77,
            actor="operator:somebody-else",
        )
        appended = record.append(given)
        record.commit()
    with store.begin("auditor:u-1") as record:
        (found,) = record.events()
    assert found == appended
    assert (found.seq, found.actor) == (1, ACTOR)
    assert found.recorded_at == datetime(2026, 1, 5, 6, 30, tzinfo=UTC)
    assert (found.facts, found.beside) == (given.facts, {"diary_no": "৪৫৬/বা"})


def test_events_are_found_by_claim_letter_and_kind(store: Store, samples: Any) -> None:
    """Filters add up, and the order is the chain's."""
    letter = new_reference()
    with store.begin(ACTOR) as record:
        one = samples.claim(record, samples.claimant(record)).code
        two = samples.claim(record, samples.claimant(record)).code
        record.append(Event(EventKind.LETTER_PRINTED, date(2026, 1, 5), one, letter))
        record.append(Event(EventKind.GRANTED, date(2026, 1, 3), two))
        record.append(Event(EventKind.LETTER_FILED, date(2026, 1, 4), one, letter))
        record.append(Event(EventKind.GRANTED, date(2026, 1, 4), one))
        assert [event.seq for event in record.events(claims=[two, one])] == [1, 2, 3, 4]
        assert [event.seq for event in record.events(claims=[one])] == [1, 3, 4]
        assert [event.seq for event in record.events(claims=[])] == []
        assert [event.seq for event in record.events(letter=letter)] == [1, 3]
        assert [event.seq for event in record.events(claims=[one], kinds=[EventKind.GRANTED])] == [4]


def test_more_claims_than_one_query_takes(store: Store, samples: Any) -> None:
    """A list longer than a chunk loses nothing and repeats nothing."""
    with store.begin(ACTOR) as record:
        code = samples.claim(record, samples.claimant(record)).code
        record.append(Event(EventKind.GRANTED, date(2026, 1, 3), code))
        asked = [f"SN-222222-{number}" for number in range(1200)] + [code, code]
        assert len(record.events(claims=asked)) == 1
        assert len(record.claims(codes=asked)) == 1


@pytest.mark.parametrize("fact", [1.5, ["a"], {"a": 1}, date(2026, 1, 1)])
def test_a_fact_is_a_code_a_number_or_nothing(store: Store, fact: object) -> None:
    """Anything else would not hash the same everywhere."""
    with store.begin(ACTOR) as record, pytest.raises(UsageError, match="granted"):
        record.append(Event(EventKind.GRANTED, date(2026, 1, 3), facts={"x": fact}))  # type: ignore[dict-item]


def test_an_event_without_a_plain_date_is_refused(store: Store) -> None:
    """A time of day is not a date."""
    with store.begin(ACTOR) as record, pytest.raises(UsageError, match="date"):
        record.append(Event(EventKind.GRANTED, datetime(2026, 1, 3, tzinfo=UTC)))


def test_an_event_of_no_known_claim_is_refused(store: Store) -> None:
    """The chain speaks only of claims on record."""
    with store.begin(ACTOR) as record, pytest.raises(UsageError, match="SN-222222-1"):
        record.append(Event(EventKind.GRANTED, date(2026, 1, 3), "SN-222222-1"))


def test_words_die_with_their_key_and_the_event_stays(store: Store, samples: Any) -> None:
    """Without her data key an event keeps its codes and dates and says nothing more."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        record.append(
            Event(
                EventKind.VISIT_RECORDED,
                date(2026, 1, 4),
                claim.code,
                facts={"answer": "threat"},
                beside={"words": "…"},
            )
        )
        record.commit()
    with store._engine.begin() as connection:
        connection.execute(delete(DataKeyRow).where(DataKeyRow.owner == claim.claimant))
    with store.begin(ACTOR) as record:
        (event,) = record.events()
    assert (event.facts, event.beside) == ({"answer": "threat"}, {})


def test_words_of_another_event_do_not_pass_for_its_own(store: Store, samples: Any) -> None:
    """Sealed words moved from one event to another are noticed when they are read."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        for number in ("1", "2"):
            record.append(Event(EventKind.VISIT_RECORDED, date(2026, 1, 4), claim.code, beside={"words": number}))
        record.commit()
    tamper(store, "UPDATE event_besides SET sealed = (SELECT sealed FROM event_besides WHERE seq = 1) WHERE seq = 2")
    with store.begin(ACTOR) as record, pytest.raises(StoreDamaged):
        record.events()


def test_equal_words_have_unequal_commitments(store: Store, samples: Any) -> None:
    """The chain does not tell that two people said the same, nor can a guess be tried on it."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        for _ in range(2):
            record.append(Event(EventKind.VISIT_RECORDED, date(2026, 1, 4), claim.code, beside={"words": "yes"}))
        record.commit()
    assert len(set(look(store, "SELECT commitment FROM events"))) == 2
