"""A claim as the journeys handle it: to whom its letters go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import cast

import pytest

from flows.cases import addressees
from rules.catalogue import Catalogue, Extra, load
from rules.events import Event, EventKind
from rules.letters import Language, Letter, LetterKind
from rules.people import Claim
from store.record import Record
from tests.rules.conftest import Life

NAMED = """
- id: food-inspector:south-24-parganas/basanti
  appellate_office: {en: "Food Office, Canning", bn: "খাদ্য অফিস, ক্যানিং"}
  source: the office's board
  verification: sourced
- id: dlsa:nadia
  appellate_office: {en: "Court Building, Krishnanagar", bn: "আদালত ভবন, কৃষ্ণনগর"}
  source: the office's board
  verification: sourced
"""


class Kept:
    """What is on record of one claim, or of none."""

    def __init__(self, letters: list[Letter], life: Life | None = None) -> None:
        self._letters, self._life = letters, life

    def claims(self, *, codes: Collection[str]) -> list[Claim]:
        return [self._life.claim] if self._life is not None and self._life.claim.code in codes else []

    def letters(
        self, *, claims: Collection[str] | None = None, references: Collection[str] | None = None
    ) -> list[Letter]:
        return [
            one
            for one in self._letters
            if (claims is None or one.claim in claims) and (references is None or one.reference in references)
        ]

    def events(self, *, claims: Collection[str]) -> list[Event]:
        return self._life.events if self._life is not None and self._life.claim.code in claims else []


@pytest.fixture(scope="module")
def named() -> Catalogue:
    """Two offices whose boards name who hears appeals."""
    return load([Extra("offices", "offices.own.yaml", NAMED)])


def test_an_appeal_and_what_carries_it_go_to_the_authority_that_the_board_names(named: Catalogue) -> None:
    """Refused there it is posted there, and not to the office of its kind; a letter to that office goes to it."""
    life = Life(named)
    life.apply(date(2026, 3, 2))
    request = life.write_kind(LetterKind.RTI_REQUEST, date(2026, 4, 7), "aggregate")
    life.file(request, date(2026, 4, 7))
    life.receive(request, date(2026, 4, 7))
    on = date(2026, 5, 20)
    appeal = life.write_kind(LetterKind.FIRST_APPEAL, on, "aggregate")
    life.happens(EventKind.RECEIPT_REFUSED, on, appeal)
    posted = life.write_kind(LetterKind.POSTED_LETTER, on, "aggregate")
    found = addressees(named, cast(Record, Kept(life.letters, life)), life.letters)
    assert {found[appeal].name.en, found[posted].name.en} == {"Food Office, Canning"}
    assert found[request].id == "food-inspector:south-24-parganas/basanti"
    plain = named.offices.office("scfs:south-24-parganas/canning")
    assert found[appeal].id == plain.id
    assert found[appeal].counter != plain.counter


def test_a_campaigns_appeal_goes_to_the_authority_that_the_board_names(named: Catalogue) -> None:
    """No claim stands behind it: the request that it cites says whose board."""
    on = date(2026, 4, 1)
    request = Letter("R1", LetterKind.RTI_REQUEST, None, "dlsa:nadia", 0, Language.ENGLISH, on, 1, "", "", "")
    appeal = Letter(
        "R2", LetterKind.FIRST_APPEAL, None, "dlsa-chairman:nadia", 0, Language.ENGLISH, on, 1, "", "", "",
        cites=("R1",),
    )  # fmt: skip
    found = addressees(named, cast(Record, Kept([request, appeal])), [appeal])
    assert found["R2"].name.en == "Court Building, Krishnanagar"
