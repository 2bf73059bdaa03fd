"""People and claims come back as they were recorded, and reading a name leaves a trace."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete

from rules.errors import InputProblems, UsageError
from rules.references import is_claimant_code
from store.session import Store
from store.tables import DataKeyRow

ACTOR = "worker:u-3"


def test_a_person_comes_back_whole(store: Store, samples: Any) -> None:
    """Every field of her identity survives sealing."""
    with store.begin(ACTOR) as record:
        code = samples.claimant(record)
        record.commit()
    with store.begin(ACTOR) as record:
        assert record.identities([code], "write_letters") == {code: samples.identity()}
    assert is_claimant_code(code)


def test_reading_names_is_one_event_per_query(store: Store, samples: Any) -> None:
    """Three names in one query make one link that says who, whom and why; unread names make none."""
    with store.begin(ACTOR) as record:
        codes = sorted(samples.claimant(record) for _ in range(3))
        record.commit()
    with store.begin("coordinator:u-9") as record:
        record.identities(iter(codes), "dossier: case sheets")
        record.identities([codes[0]], "write_letters")
        record.claimants()
        record.commit()
    with store.begin("auditor:u-1") as record:
        one, two = record.accesses()
        assert (one.actor, one.purpose, list(one.claimants)) == ("coordinator:u-9", "dossier: case sheets", codes)
        assert record.accesses(claimant=codes[1]) == [one]
        assert record.accesses(claimant=codes[0]) == [one, two]


@pytest.mark.parametrize("purpose", ["", "Because Rupali asked", "x" * 80])
def test_a_purpose_is_a_code_word(store: Store, samples: Any, purpose: str) -> None:
    """The access chain is read by people who may not see names: it takes no free text with capitals or length."""
    with store.begin(ACTOR) as record:
        code = samples.claimant(record)
        with pytest.raises(UsageError, match="code word"):
            record.identities([code], purpose)


def test_an_unknown_person_is_named_by_code(store: Store) -> None:
    """Asking for somebody who is not on record is a mistake, not an empty answer."""
    with store.begin(ACTOR) as record, pytest.raises(UsageError, match="SN-222222"):
        record.identities(["SN-222222"], "test")


def test_people_are_found_by_either_name_and_by_phone(store: Store, samples: Any) -> None:
    """Exact look-up in both scripts, whatever case and spacing; part of a name finds nobody."""
    with store.begin(ACTOR) as record:
        one = samples.claimant(record)
        two = samples.claimant(record, name="Other Kalponik")
        assert record.claimants_named(" rupali  KALPONIK ") == [one]
        assert record.claimants_named("রূপালী কাল্পনিক") == sorted([one, two])
        assert record.claimants_named("Rupali") == []
        assert record.claimants_named("") == []
        assert record.claimants_with_phone("0000012345") == sorted([one, two])
        assert {access.purpose for access in record.accesses()} == {"look up a name", "look up a phone"}


def test_a_code_is_taken_once(store: Store, samples: Any) -> None:
    """A given code must be of its form and free."""
    with store.begin(ACTOR) as record:
        assert samples.claimant(record, code="SN-222222") == "SN-222222"
        for code in ("SN-222222", "SN-1", "Rupali"):
            with pytest.raises(InputProblems):
                samples.claimant(record, code=code)


def test_a_claim_comes_back_whole(store: Store, samples: Any) -> None:
    """Codes, consent and her own words; the number goes up per person."""
    with store.begin(ACTOR) as record:
        claimant = samples.claimant(record)
        first = samples.claim(record, claimant)
        second = samples.claim(record, claimant, service="pension", district="nadia-2")
        record.commit()
    assert (first.code, second.code) == (f"{claimant}-1", f"{claimant}-2")
    with store.begin(ACTOR) as record:
        assert record.claims() == [first, second]
        assert record.claims(codes=[second.code]) == [second]
        assert record.claims(codes=[]) == []
        assert record.claims(district="nadia") == [first]
        assert record.claims(collective="utsho", claimants=[claimant]) == [first, second]
        assert record.claims(collective="none") == []
    assert first.consent.name_to_offices == ("bdo:x",)
    assert first.details_bn == "ডিলার কার্ডটি নিয়ে গিয়েছেন।"


def test_consent_to_all_offices_is_not_consent_to_none(store: Store, samples: Any) -> None:
    """None (all on the ladder) and an empty list (no office) stay apart."""
    with store.begin(ACTOR) as record:
        sample = samples.claim(record, samples.claimant(record))
        kept = {
            field: getattr(sample, field) for field in sample.__dataclass_fields__ if field not in ("code", "consent")
        }
        for service, offices in (("a", None), ("b", ())):
            consent = replace(sample.consent, name_to_offices=offices)
            claim = record.add_claim(**(kept | {"service": service, "consent": consent}))
            assert record.claims(codes=[claim.code])[0].consent == consent


def test_the_same_service_twice_is_a_duplicate(store: Store, samples: Any) -> None:
    """The problem names both the person's code and the claim that stands."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        with pytest.raises(InputProblems, match=claim.code):
            samples.claim(record, claim.claimant)
        with pytest.raises(UsageError):
            samples.claim(record, "SN-222222")


def test_a_claim_outlives_its_persons_key(store: Store, samples: Any) -> None:
    """Codes, dates and places stay; her words and her worker's name do not."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        record.commit()
    with store._engine.begin() as connection:
        connection.execute(delete(DataKeyRow).where(DataKeyRow.owner == claim.claimant))
    with store.begin(ACTOR) as record:
        assert record.claims() == [replace(claim, details="", details_bn="", social_worker="")]
