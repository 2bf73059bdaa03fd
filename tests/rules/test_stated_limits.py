"""A last day that a letter states is derived again from what is on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rules.catalogue import Catalogue
from rules.events import EventKind
from rules.letters import LetterKind
from rules.stated_limits import Unfounded, unfounded

if TYPE_CHECKING:
    from tests.rules.conftest import Life

APPLIED, REMINDED = date(2026, 1, 5), date(2026, 3, 16)


def reminded(life_of: Callable[[str], Life]) -> tuple[Life, int]:
    """A claim with an application that stayed silent and the reminder of it; the position of the receipt's event."""
    life = life_of("ration_card")
    first = life.apply(APPLIED)
    life.write_kind(LetterKind.REMINDER, REMINDED)
    received = next(e for e in life.events if e.kind is EventKind.RECEIPT_RECORDED and e.letter == first)
    return life, received.seq


def stated(life: Life) -> date:
    """The last day that the reminder states."""
    return date.fromisoformat(life.events[-1].facts["due"])


def test_the_print_keeps_the_limit_with_its_rule(life_of: Callable[[str], Life]) -> None:
    """Rule, start and last day, in the clear: none of it is about who she is."""
    life, _ = reminded(life_of)
    facts = life.events[-1].facts
    assert (facts["rule"], facts["since"]) == ("service.ration_card", "2026-01-05")
    assert APPLIED < stated(life) < REMINDED
    assert unfounded(life.letters, life.events, life.catalogue) == []


def test_what_was_told_later_takes_nothing_away(life_of: Callable[[str], Life]) -> None:
    """A receipt of a later day, or a reply of an earlier one, that came to us after the letter was printed."""
    life, _ = reminded(life_of)
    life.receive("R1", date(2026, 1, 12))
    life.reply("R1", "under_process", date(2026, 1, 20))
    assert unfounded(life.letters, life.events, life.catalogue) == []


def test_a_receipt_that_was_misread_takes_the_last_day_with_it(life_of: Callable[[str], Life]) -> None:
    """Corrected to another day, the letter and the day that it states are named; to the same day, nothing is."""
    life, receipt = reminded(life_of)
    due = stated(life)
    life.happens(EventKind.CORRECTED, date(2026, 4, 1), corrects=receipt, reason="misread")
    life.receive("R1", date(2026, 1, 12))
    assert unfounded(life.letters, life.events, life.catalogue) == [Unfounded("R2", due)]
    life.receive("R1", APPLIED)
    life.happens(EventKind.CORRECTED, date(2026, 4, 2), corrects=len(life.events) - 1, reason="misread")
    assert unfounded(life.letters, life.events, life.catalogue) == []


def test_a_letter_that_was_taken_back_states_nothing(life_of: Callable[[str], Life]) -> None:
    """Its print corrected away, its last day is nobody's concern."""
    life, receipt = reminded(life_of)
    printed = len(life.events)
    life.happens(EventKind.CORRECTED, date(2026, 4, 1), corrects=receipt, reason="not-so")
    life.happens(EventKind.CORRECTED, date(2026, 4, 1), corrects=printed, reason="not-so")
    assert unfounded(life.letters, life.events, life.catalogue) == []


def test_a_changed_table_of_the_law_shows(life_of: Callable[[str], Life], catalogue: Catalogue) -> None:
    """Another number of days, or the rule gone: what was printed does not follow from the tables any more."""
    life, _ = reminded(life_of)
    found = [Unfounded("R2", stated(life))]
    rule = catalogue.clocks["service.ration_card"]
    longer = {**catalogue.clocks, rule.id: rule.model_copy(update={"amount": (rule.amount or 0) + 1})}
    without = {name: row for name, row in catalogue.clocks.items() if name != rule.id}
    assert unfounded(life.letters, life.events, replace(catalogue, clocks=longer)) == found
    assert unfounded(life.letters, life.events, replace(catalogue, clocks=without)) == found


def test_until_when_an_appeal_may_be_filed_is_derived_again(
    life_of: Callable[[str], Life], catalogue: Catalogue
) -> None:
    """From silence and from a reply alike; another reply, or another rule, and the letter is named with its day."""
    life = life_of("ration_card")
    life.apply(date(2026, 3, 2))
    request = life.write_kind(LetterKind.RTI_REQUEST, date(2026, 4, 2), "aggregate")
    life.file(request, date(2026, 4, 2))
    life.receive(request, date(2026, 4, 2))
    refused = life.reply(request, "refused", date(2026, 4, 13))
    life.write_kind(LetterKind.FIRST_APPEAL, date(2026, 4, 20), "aggregate")
    facts = life.events[-1].facts
    assert (facts["own_rule"], facts["own_until"]) == ("rti.fa.file", "2026-05-13")
    assert unfounded(life.letters, life.events, life.catalogue) == []
    rule = catalogue.clocks["rti.fa.file"]
    shorter = {**catalogue.clocks, rule.id: rule.model_copy(update={"decided_amount": 20})}
    found = [Unfounded(life.letters[-1].reference, date(2026, 5, 13))]
    assert unfounded(life.letters, life.events, replace(catalogue, clocks=shorter)) == found
    life.happens(EventKind.CORRECTED, date(2026, 4, 27), corrects=refused, reason="misread")
    life.reply(request, "refused", date(2026, 4, 15))
    assert unfounded(life.letters, life.events, life.catalogue) == found
