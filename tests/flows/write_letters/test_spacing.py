"""At most two letters to one panchayat in seven days go unremarked; with --spread the others wait."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest

from flows.cases import Case
from flows.write_letters.spacing import Crowd, crowds, spread
from rules.catalogue import Catalogue, load
from rules.letters import Language, Letter, LetterKind
from rules.next_step import Proposal
from store.record import Record
from tests.flows.write_letters.test_contexts import case_of
from tests.rules.conftest import Life

GP, BDO = "gp:south-24-parganas/basanti/sabujgram", "bdo:south-24-parganas/basanti"
ON = date(2026, 7, 8)


@pytest.fixture(scope="module")
def law() -> Catalogue:
    return load()


class Letters:
    """What is on record of letters, by office."""

    def __init__(self, *written: tuple[str, date]) -> None:
        self._letters = [
            Letter(f"R{n}", LetterKind.APPLICATION, None, office, 0, Language.BENGALI, on, 1, "", "", "")
            for n, (office, on) in enumerate(written)
        ]

    def letters(self, *, offices: Collection[str]) -> list[Letter]:
        return [letter for letter in self._letters if letter.office in offices]


def record(*written: tuple[str, date]) -> Record:
    return cast(Record, Letters(*written))


def proposed(law: Catalogue, *asked: tuple[str, int]) -> list[tuple[Case, Proposal]]:
    """Applications to these offices, each with the claimant's priority."""
    life = Life(law, "residential_certificate")
    (first,) = life.steps(ON).proposals
    case = case_of(life)
    return [
        (replace(case, claim=replace(case.claim, priority=priority)), first._replace(office=office, key=f"{number}"))
        for number, (office, priority) in enumerate(asked)
    ]


def keys(pairs: list[tuple[Any, Proposal]]) -> list[str]:
    return [proposal.key for _, proposal in pairs]


def test_the_third_letter_to_a_panchayat_waits_and_the_block_office_gets_all(law: Catalogue) -> None:
    """The two that matter most to the claimants go; other offices see many letters a day."""
    pairs = proposed(law, (GP, 3), (GP, 1), (GP, 2), (BDO, 1), (BDO, 1), (BDO, 1))
    assert keys(spread(record(), pairs, ON)) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(("earlier", "kept"), [(date(2026, 7, 2), ["0"]), (date(2026, 7, 1), ["0", "1"])])
def test_what_went_there_in_the_last_seven_days_counts(law: Catalogue, earlier: date, kept: list[str]) -> None:
    """Seven days end with today: on the eighth the panchayat may get two again."""
    assert keys(spread(record((GP, earlier)), proposed(law, (GP, 1), (GP, 1)), ON)) == kept


def test_a_crowd_is_named_with_the_day_on_which_the_next_may_go() -> None:
    """Three within seven days: the next one goes when only one of them is left in the week."""
    days = [date(2026, 7, 3), date(2026, 7, 6), date(2026, 7, 8)]
    written = Letters(*((GP, day) for day in days))
    assert crowds(cast(Record, written), written.letters(offices={GP}), ON) == [Crowd(GP, 3, date(2026, 7, 13))]
    two = Letters(*((GP, day) for day in days[1:]))
    assert crowds(cast(Record, two), two.letters(offices={GP}), ON) == []
