"""Precedents for a dossier: many grants of one office in a quarter, and none of an office that somebody avoids."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.answers import precedents_for
from flows.cases import Case, load_cases
from flows.happenings import reply
from flows.import_claims.steps import import_claims
from flows.wiring import Dabi
from rules.responsiveness import Precedent
from tests.desk.desks import FOUR, table

TODAY = date(2026, 7, 20)
ACTOR = "system:test"
NAMES = ("Anamika", "Bandana", "Chhaya", "Dipali", "Ela")


def _granted(dabi: Dabi, folder: Path, avoid: str = "") -> list[Case]:
    """Five pensions granted by the BDO on 1 April 2026."""
    rows = [
        {**FOUR[3], "claimant_name": f"{name} Namuna", "claimant_name_bn": f"{name} নমুনা", "avoid_offices": avoid}
        for name in NAMES
    ]
    import_claims(dabi, table(folder / "c.csv", rows), TODAY)
    with dabi.store.begin(ACTOR, read_only=True) as record:
        letters = record.letters(claims=[claim.code for claim in record.claims()])
    for letter in letters:
        reply(dabi, letter.reference, {"outcome": "granted", "letter_date": "2026-04-01"}, TODAY, ACTOR)
    with dabi.store.begin(ACTOR) as record:
        cases = load_cases(dabi.catalogue, record, record.claims(), purpose="test")
        record.commit()
    return cases


def test_five_grants_are_a_precedent(dabi: Dabi, tmp_path: Path) -> None:
    """Of four it would point to a person."""
    cases = _granted(dabi, tmp_path)
    found = precedents_for(cases[:1], cases, TODAY, dabi.catalogue)
    assert found == (Precedent("widow_pension", "bdo:south-24-parganas/basanti", "2026-Q2"),)
    assert precedents_for(cases[:1], cases[1:], TODAY, dabi.catalogue) == ()


def test_no_precedent_of_an_office_that_she_avoids(dabi: Dabi, tmp_path: Path) -> None:
    """Her letters and dossiers do not name it."""
    cases = _granted(dabi, tmp_path, avoid="BDO Basanti")
    assert precedents_for(cases[:1], cases, TODAY, dabi.catalogue) == ()
