"""The sample claims read without a problem and hold the mix that the demo is to show."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
import regex

import samples
from flows.import_claims.rows import NewClaim, Reader
from flows.import_claims.table import read_table
from rules import catalogue
from rules.letters import NEEDS_GO, Language, LetterKind
from rules.people import DossierConsent, Relation, YesNoUnknown

HERE = Path(samples.__file__).parent


@pytest.fixture(scope="module")
def claims() -> list[NewClaim]:
    """All rows as the import reads them on the demo's first day."""
    known = catalogue.load()
    required = frozenset(column.name for column in known.column_rows if column.required)
    reader = Reader("claims.csv", known, date(2026, 7, 6))
    found = [reader.read(row) for row in read_table(HERE / "claims.csv", known.columns, required)]
    assert [str(problem) for problem in reader.problems] == []
    return [claim for claim in found if claim is not None]


def test_people_blocks_and_services(claims: list[NewClaim]) -> None:
    """At least 28 people, some with two claims, in six blocks or more of both districts, eight services or more."""
    people = {claim.identity for claim in claims}
    assert 28 <= len(people) < len(claims)
    assert len({(claim.fields["district"], claim.fields["block"]) for claim in claims}) >= 6
    assert {claim.fields["district"] for claim in claims} == {"south-24-parganas", "north-24-parganas"}
    assert len({claim.fields["service"] for claim in claims}) >= 8


def test_consents_differ(claims: list[NewClaim]) -> None:
    """Every consent occurs: none to apply, all three for the dossier, one that has ended, one for two offices."""
    consents = [claim.fields["consent"] for claim in claims]
    assert sum(not consent.apply for consent in consents) == 2
    assert {consent.dossier for consent in consents} == set(DossierConsent)
    assert any(not consent.in_force(date(2026, 7, 6)) for consent in consents)
    assert any(consent.name_to_offices is not None for consent in consents)


def test_lives_differ(claims: list[NewClaim]) -> None:
    """Both languages, all relations, one child at the time, one not known, offices to avoid, claims already pending."""
    assert {claim.fields["language"] for claim in claims} == set(Language)
    assert {claim.identity.relation for claim in claims} == set(Relation)
    ages = [claim.fields["child_at_offence"] for claim in claims]
    assert ages.count(YesNoUnknown.YES) == 1
    assert ages.count(YesNoUnknown.UNKNOWN) == 1
    assert {claim.fields["bpl"] for claim in claims} == {True, False}
    assert any(claim.identity.avoid_offices for claim in claims)
    pending = [claim for claim in claims if claim.applied_on]
    assert len(pending) >= 3
    assert all(claim.office and claim.diary_no for claim in pending)


def test_no_telephone_can_ring(claims: list[NewClaim]) -> None:
    """Indian mobile numbers begin with 6 to 9; those of the sample do not, and papers go to a post box."""
    for claim in claims:
        assert regex.fullmatch(r"[01]\d{4} \d{5}", claim.identity.safe_phone)
        assert "Post Box" in claim.identity.reply_address or "পোস্ট বক্স" in claim.identity.reply_address


def test_nothing_says_why(claims: list[NewClaim]) -> None:
    """Her own words name no offence: they stand on letters to offices."""
    for claim in claims:
        words = f"{claim.fields['details']} {claim.fields['details_bn']}".casefold()
        assert not regex.search(r"traffick|survivor|rescue|brothel|পাচার|উদ্ধার|সারভাইভার", words)


def test_goes_name_claims_that_exist(claims: list[NewClaim]) -> None:
    """Each go is for a claim of the sample and a step that needs one, or of the citizen who asks for such claims in
    general; some claims have none, and no day is before 0."""
    existing = {(claim.identity.name, claim.fields["service"]) for claim in claims}
    workers = {(claim.fields["social_worker"].split(" / ")[0], claim.fields["service"]) for claim in claims}
    with (HERE / "go.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    given = {(row["name"], row["service"]) for row in rows}
    assert given < existing | workers
    assert given & workers
    assert existing - given


def test_every_social_worker_has_an_address_of_her_own(claims: list[NewClaim]) -> None:
    """At which she asks in general, and not at a claimant's."""
    with (HERE / "citizens.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: row["address"] for row in csv.DictReader(file)}
    assert set(rows) == {claim.fields["social_worker"] for claim in claims}
    assert not set(rows.values()) & {claim.identity.reply_address for claim in claims}


def test_goes_are_of_steps_that_need_one() -> None:
    """On a day of the story."""
    with (HERE / "go.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {LetterKind(row["step"]) for row in rows} == NEEDS_GO & {
        LetterKind.ESCALATION, LetterKind.RTI_REQUEST, LetterKind.FIRST_APPEAL,
    }  # fmt: skip
    assert all(int(row["on_day"]) >= 0 for row in rows)
