"""First appeals on a citizen's own request: on silence, refusals, and what a person says is unanswered."""

from __future__ import annotations

from datetime import date

import pytest

from rules.catalogue import Catalogue, load
from rules.events import Event, EventKind, Fact
from rules.grounds import Ground
from rules.history import LetterHistory, read
from rules.letters import Language, Letter, LetterKind
from rules.request_appeals import RequestAppeal, appeal_on, second_appeal_on

REFERENCE = "7K4Q-9XM2-A"
WRITTEN, RECEIVED = date(2026, 1, 1), date(2026, 1, 2)
REQUEST = Letter(
    REFERENCE, LetterKind.RTI_REQUEST, None, "dlsa:nadia", 0, Language.ENGLISH, WRITTEN, 1, "a", "b", "c"
)  # fmt: skip


@pytest.fixture(scope="module")
def law() -> Catalogue:
    return load()


def history(today: date, *told: Event) -> LetterHistory:
    printed = Event(EventKind.LETTER_PRINTED, WRITTEN, None, REFERENCE, {}, seq=1)
    facts: dict[str, Fact] = {"received_on": RECEIVED.isoformat()}
    receipt = Event(EventKind.RECEIPT_RECORDED, RECEIVED, None, REFERENCE, facts, seq=2)
    (one,) = read([REQUEST], [printed, receipt, *told], today).letters
    return one


def reply(outcome: str, on: date, **facts: Fact) -> Event:
    return Event(
        EventKind.REPLY_RECORDED, on, None, REFERENCE, {"outcome": outcome, "letter_date": on.isoformat(), **facts},
        seq=3,
    )  # fmt: skip


def found(law: Catalogue, today: date, *told: Event) -> RequestAppeal | None:
    return appeal_on(history(today, *told), today, law)


def test_silence_is_appealed_against_once_the_office_has_had_its_day(law: Catalogue) -> None:
    """1 February 2026 is a Sunday: the office may act on Monday, the citizen on Tuesday, until 3 March."""
    assert found(law, date(2026, 2, 2)) is None
    appeal = found(law, date(2026, 2, 3))
    assert appeal is not None
    assert appeal.grounds == (Ground.SILENCE, Ground.FREE)
    assert appeal.limit.closes == date(2026, 3, 3)
    assert not appeal.unread


def test_a_refusal_waits_for_nothing_but_a_look_at_it(law: Catalogue) -> None:
    """What it lacks is told by a person; until then it is unread."""
    appeal = found(law, date(2026, 1, 21), reply("refused", date(2026, 1, 20)))
    assert appeal is not None
    assert appeal.unread
    told = reply("refused", date(2026, 1, 20), lacks="section,appeal_period")
    appeal = found(law, date(2026, 1, 21), told)
    assert appeal is not None
    assert appeal.grounds == (Ground.NO_SECTION, Ground.NO_APPEAL_PERIOD, Ground.BURDEN)


def test_a_full_answer_is_appealed_against_only_where_it_leaves_a_question_out(law: Catalogue) -> None:
    """As a person has told; a seal that is missing alone is no reason to appeal."""
    on, today = date(2026, 1, 20), date(2026, 2, 10)
    assert found(law, today, reply("information_supplied", on)) is None
    assert found(law, today, reply("information_supplied", on, lacks="certified")) is None
    appeal = found(law, today, reply("information_supplied", on, lacks="answers"))
    assert appeal is not None
    assert appeal.grounds == (Ground.UNANSWERED,)


def test_what_was_never_handed_in_has_no_appeal(law: Catalogue) -> None:
    """No clock runs."""
    printed = Event(EventKind.LETTER_PRINTED, WRITTEN, None, REFERENCE, {}, seq=1)
    (one,) = read([REQUEST], [printed], date(2026, 6, 1)).letters
    assert appeal_on(one, date(2026, 6, 1), law) is None


FIRST = Letter(
    "3HJK-7WQZ-B", LetterKind.FIRST_APPEAL, None, "dlsa:nadia", 0, Language.ENGLISH, date(2026, 2, 3), 1, "a", "b", "c",
    cites=(REFERENCE,),
)  # fmt: skip


def second(law: Catalogue, today: date, *told: Event, of_request: tuple[Event, ...] = ()) -> RequestAppeal | None:
    """The second appeal on a silent request whose first appeal was handed in on 4 February 2026."""
    printed = Event(EventKind.LETTER_PRINTED, FIRST.written_on, None, FIRST.reference, {}, seq=11)
    filed = Event(EventKind.LETTER_FILED, date(2026, 2, 4), None, FIRST.reference, {"by": "hand"}, seq=12)
    (first,) = read([FIRST], [printed, filed, *told], today).letters
    return second_appeal_on(history(today, *of_request), first, today, law)


def order(outcome: str, on: date) -> Event:
    return Event(
        EventKind.REPLY_RECORDED, on, None, FIRST.reference, {"outcome": outcome, "letter_date": on.isoformat()}, seq=13
    )


def test_a_silent_appellate_authority_is_gone_over_from_the_forty_sixth_day(law: Catalogue) -> None:
    """45 days from 4 February end on 21 March 2026, a Saturday: the authority may act on Monday."""
    assert second(law, date(2026, 3, 23)) is None
    found_one = second(law, date(2026, 3, 24))
    assert found_one is not None
    assert (found_one.grounds, found_one.answer) == ((Ground.APPEAL_SILENCE,), None)
    assert found_one.limit.closes == date(2026, 6, 4)


def test_a_refused_first_appeal_gives_ninety_days_from_the_order(law: Catalogue) -> None:
    """At once; a hearing that is fixed is waited for."""
    assert second(law, date(2026, 3, 1), order("hearing_fixed", date(2026, 3, 1))) is None
    found_one = second(law, date(2026, 3, 1), order("refused", date(2026, 3, 1)))
    assert found_one is not None
    assert found_one.grounds == (Ground.APPEAL_REFUSED,)
    assert found_one.limit.closes == date(2026, 5, 30)


def test_an_order_that_is_not_obeyed_is_taken_further_and_information_ends_it(law: Catalogue) -> None:
    """Thirty days are waited; the full answer ends it, unless somebody has told that it leaves a question out."""
    allowed = order("granted", date(2026, 3, 2))
    assert second(law, date(2026, 4, 1), allowed) is None
    found_one = second(law, date(2026, 4, 2), allowed)
    assert found_one is not None
    assert found_one.grounds == (Ground.APPEAL_NOT_OBEYED,)
    supplied = date(2026, 3, 20)
    assert second(law, date(2026, 4, 2), allowed, of_request=(reply("information_supplied", supplied),)) is None
    lacking = reply("information_supplied", supplied, lacks="answers")
    assert second(law, date(2026, 4, 2), allowed, of_request=(lacking,)) is not None


def test_a_first_appeal_that_was_never_handed_in_has_no_second(law: Catalogue) -> None:
    """Nothing runs."""
    printed = Event(EventKind.LETTER_PRINTED, FIRST.written_on, None, FIRST.reference, {}, seq=11)
    (first,) = read([FIRST], [printed], date(2026, 9, 1)).letters
    assert second_appeal_on(history(date(2026, 9, 1)), first, date(2026, 9, 1), law) is None
