"""Grounds of an appeal follow from what a reply lacks, each with its section and its source."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from rules.clocks import derive
from rules.findings import Outcome
from rules.grounds import CHECKLIST, Element, Ground, of_reply, of_silence
from rules.history import Reply

if TYPE_CHECKING:
    from rules.catalogue import Catalogue

DAY = date(2026, 4, 20)


def _reply(outcome: Outcome, *lacks: Element, section: str = "", on: date = DAY) -> Reply:
    return Reply(outcome, on, 1, lacks=tuple(one.value for one in lacks), section=section)


def _grounds(reply: Reply, *, own_file: bool = False, bpl: bool = False) -> tuple[Ground, ...]:
    return of_reply(reply, None, own_file=own_file, bpl=bpl)


def test_every_ground_is_a_row_and_every_row_a_ground(catalogue: Catalogue) -> None:
    """Each has its sentence in both languages and a provision."""
    assert set(catalogue.grounds) == set(Ground)
    assert all(row.words.en and row.words.bn and row.provision.bn for row in catalogue.grounds.values())


def test_a_benchmark_or_an_unread_rule_is_not_cited_as_law(catalogue: Catalogue) -> None:
    """The central memorandum is a guideline; the clause on investigations is general knowledge until signed."""
    soft = {row.id for row in catalogue.grounds.values() if not row.firm}
    assert soft == {Ground.NOT_CERTIFIED, Ground.NO_OFFICER, Ground.IMPEDES}


@pytest.mark.parametrize("outcome", list(CHECKLIST))
def test_each_element_that_can_be_missing_gives_one_ground(outcome: Outcome) -> None:
    """A reply that lacks one thing has exactly one ground more than a whole one."""
    whole = _grounds(_reply(outcome))
    for element in CHECKLIST[outcome]:
        assert len(set(_grounds(_reply(outcome, element))) - set(whole)) == 1, element


def test_what_cannot_be_missing_from_such_a_reply_gives_no_ground() -> None:
    """A code that came with another outcome, or with no checklist, says nothing."""
    assert _grounds(_reply(Outcome.TRANSFERRED, Element.SECTION)) == ()
    assert _grounds(_reply(Outcome.UNDER_PROCESS, Element.OFFICER)) == ()


def test_personal_information_is_answered_by_whose_file_it_is() -> None:
    """Her own file is not another's; a general request names nobody."""
    reply = _reply(Outcome.REFUSED, section="8(1)(j)")
    assert Ground.PERSONAL_OWN in _grounds(reply, own_file=True)
    assert Ground.PERSONAL_AGGREGATE in _grounds(reply)


def test_an_investigation_must_be_shown_to_suffer() -> None:
    """The favourite clause of police offices."""
    assert Ground.IMPEDES in _grounds(_reply(Outcome.REFUSED, section="8(1)(h)"))


def test_a_late_reply_owes_free_supply(catalogue: Catalogue) -> None:
    """Part of the information after the last day: late, free, and partly; in time, partly alone."""
    clock = derive("rti.reply", date(2026, 3, 2), catalogue)
    late = of_reply(_reply(Outcome.PARTLY_SUPPLIED), clock, own_file=False, bpl=False)
    assert late == (Ground.LATE, Ground.FREE, Ground.PARTLY)
    in_time = _reply(Outcome.PARTLY_SUPPLIED, on=date(2026, 4, 1))
    assert of_reply(in_time, clock, own_file=False, bpl=False) == (Ground.PARTLY,)


def test_silence_and_what_is_not_held_have_their_sections() -> None:
    """Deemed refusal and free supply; the duty to transfer."""
    assert of_silence() == (Ground.SILENCE, Ground.FREE)
    assert _grounds(_reply(Outcome.NOT_HELD)) == (Ground.NOT_HELD, Ground.BURDEN)


def test_only_the_poor_with_their_own_file_owe_no_fee() -> None:
    """The proviso is for persons below the poverty line; the general request is a citizen's."""
    reply = _reply(Outcome.FEE_DEMANDED)
    assert _grounds(reply, own_file=True, bpl=True) == (Ground.FEE_BPL,)
    assert _grounds(reply, own_file=False, bpl=True) == _grounds(reply, own_file=True, bpl=False) == ()
