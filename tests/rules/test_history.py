"""What happened is read from the events that count."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

from rules.events import Event, EventKind
from rules.findings import Outcome
from rules.history import effective, read

if TYPE_CHECKING:
    from tests.rules.conftest import Life

DAY = date(2026, 3, 2)


def _event(seq: int, kind: EventKind, **facts: str | int) -> Event:
    return Event(kind, DAY, "C", "L", facts, seq=seq)


def test_a_corrected_event_counts_no_more_in_any_order() -> None:
    """Event 1 is corrected by 2, 2 by 3, so 1 counts again; 4 is corrected by 5 and does not."""
    events = [
        _event(1, EventKind.LETTER_FILED, by="hand"),
        _event(2, EventKind.CORRECTED, corrects=1),
        _event(3, EventKind.CORRECTED, corrects=2),
        _event(4, EventKind.RECEIPT_RECORDED, received_on="2026-03-02"),
        _event(5, EventKind.CORRECTED, corrects=4),
    ]
    for mixed in permutations(events):
        assert [event.seq for event in effective(mixed)] == [1]


def test_a_correction_that_names_itself_or_nothing_does_no_harm() -> None:
    """Corrections that lead in a circle or nowhere leave the rest as it is."""
    events = [
        _event(1, EventKind.LETTER_FILED, by="hand"),
        _event(2, EventKind.CORRECTED, corrects=3),
        _event(3, EventKind.CORRECTED, corrects=2),
        _event(4, EventKind.CORRECTED, corrects=99),
    ]
    assert [event.seq for event in effective(events)] == [1]


def test_with_a_corrected_reply_falls_the_event_that_repeats_it() -> None:
    """A reply read wrongly as a grant leaves no grant behind; a grant of another day stays."""
    events = [
        _event(1, EventKind.REPLY_RECORDED, outcome="granted", letter_date="2026-03-01"),
        _event(2, EventKind.GRANTED),
        Event(EventKind.GRANTED, date(2026, 3, 9), "C", "L", seq=3),
        _event(4, EventKind.CORRECTED, corrects=1),
    ]
    assert [event.seq for event in effective(events)] == [3]


def test_a_reply_and_its_event_are_one_answer(life: Life) -> None:
    """Not held is recorded as a reply and as a refusal: one answer, dated by the letter."""
    reference = life.apply(DAY)
    seq = life.happens(
        EventKind.REPLY_RECORDED, date(2026, 3, 20), reference, outcome="not_held", letter_date="2026-03-17"
    )
    life.happens(EventKind.REFUSED, date(2026, 3, 20), reference)
    (history,) = read(life.letters, life.events, date(2026, 4, 1)).letters
    assert [(r.outcome, r.on, r.seq) for r in history.replies] == [(Outcome.NOT_HELD, date(2026, 3, 17), seq)]


def test_a_letter_whose_printing_was_corrected_is_no_letter(life: Life) -> None:
    """A spoilt print run leaves nothing to hand in, and the step is proposed again."""
    reference = life.apply(DAY)
    printed = next(event for event in life.events if event.kind is EventKind.LETTER_PRINTED)
    for event in [event for event in life.events if event.letter == reference]:
        life.happens(EventKind.CORRECTED, DAY, corrects=event.seq)
    assert read(life.letters, life.events, DAY).letters == ()
    [again] = life.steps(DAY).proposals
    assert (again.trigger, again.key) == (printed.facts["trigger"], "SN-TESTAA-1:application:0:1:1")


def test_of_two_receipts_the_later_date_counts(life: Life) -> None:
    """Where two papers disagree the office has the benefit."""
    reference = life.apply(DAY)
    life.receive(reference, date(2026, 3, 5))
    (history,) = read(life.letters, life.events, date(2026, 4, 1)).letters
    assert history.received_on == date(2026, 3, 5)


def test_a_date_that_cannot_be_read_falls_back_to_the_day_of_the_event(life: Life) -> None:
    """An old record without the fact does not stop the reading."""
    reference = life.apply(DAY)
    life.happens(EventKind.REPLY_RECORDED, date(2026, 3, 9), reference, outcome="refused", letter_date="")
    (history,) = read(life.letters, life.events, date(2026, 4, 1)).letters
    assert history.replies[0].on == date(2026, 3, 9)
