"""First appeals on a citizen's own request: on silence, refusals, and what a person says is unanswered."""

from __future__ import annotations

from datetime import date

import pytest

from rules.catalogue import Catalogue, load
from rules.events import Event, EventKind, Fact
from rules.grounds import Ground
from rules.history import LetterHistory, read
from rules.letters import Language, Letter, LetterKind
from rules.request_appeals import RequestAppeal, appeal_on

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
