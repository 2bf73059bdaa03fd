"""A reference is allotted once, and a letter is recorded once, with its papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete

from rules.errors import StoreRefuses, UsageError
from rules.events import Event, EventKind
from rules.letters import LetterKind
from rules.references import is_reference, new_reference
from store.letters import Reservation
from store.session import Store
from store.tables import DataKeyRow
from tests.store.hands import filled

ACTOR = "system:test"


def test_the_same_step_gets_the_same_reference_forever(store: Store, samples: Any) -> None:
    """A second run does not allot a second reference; another step gets another one."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record)).code
        first = record.reserve_reference("step-1", claim)
        record.commit()
    with store.begin(ACTOR) as record:
        assert record.reserve_reference("step-1", claim) == first
        assert record.reserve_reference("step-2", claim) != first
        assert record.reservation(first) == Reservation(first, "step-1", claim)
        assert record.reservation(new_reference()) is None
    assert is_reference(first)


def test_a_letter_comes_back_whole(store: Store, samples: Any) -> None:
    """With its own fields, its context (dates as text) and by claim or reference."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        letter = samples.letter(store, record, claim)
        record.commit()
    with store.begin(ACTOR) as record:
        assert record.letter(letter.reference) == letter
        assert record.letters() == record.letters(claims=[claim.code]) == [letter]
        assert record.letters(references=[letter.reference], claims=[claim.code]) == [letter]
        assert record.letters(claims=["SN-222222-1"]) == record.letters(references=[]) == []
        assert filled(record, letter.reference) == {"name": "Rupali Kalponik", "on": "2026-01-05"}
        assert record.letter(new_reference()) is None
        assert filled(record, new_reference()) is None


def test_a_letter_is_never_overwritten(store: Store, samples: Any) -> None:
    """The same letter again is no deed; another one under its reference or its key is refused."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        letter = samples.letter(store, record, claim)
        record.add_letter(letter, key="step-1", context={})
        assert filled(record, letter.reference) != {}
        for other, key in (
            (replace(letter, pages=3), "step-1"),
            (replace(letter, reference=new_reference()), "step-1"),
            (letter, "step-2"),
            (replace(letter, claim=samples.claim(record, samples.claimant(record)).code), "step-1"),
        ):
            with pytest.raises(StoreRefuses):
                record.add_letter(other, key=key, context={})


def test_a_letter_needs_its_papers_in_the_vault(store: Store, samples: Any) -> None:
    """A paper that is not there, a bad reference and an unknown claim are refused."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        letter = replace(samples.letter(store, record, claim), reference=new_reference())
        for wrong in (
            replace(letter, office_copy="0" * 64),
            replace(letter, reference="7K4Q-9XM2-B"),
            replace(letter, claim="SN-222222-1"),
        ):
            with pytest.raises(UsageError):
                record.add_letter(wrong, key="step-9", context={})


def test_an_adopted_paper_has_no_copies_of_ours(store: Store, samples: Any) -> None:
    """An earlier letter is recorded with nothing but its proof."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        letter = samples.letter(store, record, claim)
        adopted = replace(letter, reference=new_reference(), docx=None, office_copy=None, pages=0)
        record.add_letter(adopted, key="adopted", context={})
        assert record.letter(adopted.reference) == adopted


def test_a_blank_sheet_finds_its_claim_once(store: Store, samples: Any) -> None:
    """A sheet printed without a claim is bound to one; then it cannot be bound to another."""
    with store.begin(ACTOR) as record:
        sheet = record.reserve_reference("blank:1", None)
        record.reserve_reference("blanket", None)
        claim = samples.claim(record, samples.claimant(record))
        other = samples.claim(record, samples.claimant(record))
        record.bind_reference(sheet, claim.code)
        record.bind_reference(sheet, claim.code)
        assert record.blank_references() == [Reservation(sheet, "blank:1", claim.code)]
        with pytest.raises(UsageError, match=claim.code):
            record.bind_reference(sheet, other.code)
        with pytest.raises(UsageError, match="not a reference"):
            record.bind_reference(new_reference(), claim.code)
        with pytest.raises(UsageError, match="no claim"):
            record.reserve_reference("another step", "SN-222222-1")


def test_a_letter_bound_later_moves_under_its_persons_key(store: Store, samples: Any) -> None:
    """Once bound, its context and what was said of it die with her key."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        paper = store.vault.put(b"sheet", "house")
        like = samples.letter(store, record, claim)
        reference = record.reserve_reference("blank:1", None)
        sheet = replace(like, reference=reference, claim=None, docx=paper, office_copy=paper, receipt_copy=paper)
        record.add_letter(sheet, key="blank:1", context={"words": "hers"})
        record.bind_reference(reference, claim.code)
        assert record.letter(reference) == replace(sheet, claim=claim.code)
        assert filled(record, reference) == {"words": "hers"}
        record.append(Event(EventKind.VISIT_RECORDED, date(2026, 1, 6), letter=reference, beside={"words": "no"}))
        record.commit()
    with store._engine.begin() as connection:
        connection.execute(delete(DataKeyRow).where(DataKeyRow.owner == claim.claimant))
    with store.begin(ACTOR) as record:
        assert filled(record, reference) is None
        assert record.events()[0].beside == {}


def test_an_aggregate_letter_belongs_to_the_house(store: Store, samples: Any) -> None:
    """An RTI request about nobody's own file has no claim, and its context opens all the same."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        like = samples.letter(store, record, claim)
        rti = replace(like, reference=new_reference(), claim=None, kind=LetterKind.RTI_REQUEST, variant="aggregate")
        record.add_letter(rti, key="rti-1", context={"asked": "how many"})
        assert filled(record, rti.reference) == {"asked": "how many"}


def test_opening_what_letters_were_filled_with_is_one_event(store: Store, samples: Any) -> None:
    """It names her: one link a call, of all whom the letters name; nobody's own letter leaves none."""
    with store.begin(ACTOR) as record:
        one, other = (samples.claim(record, samples.claimant(record, name)) for name in ("Rupali K", "Chhaya K"))
        letters = [samples.letter(store, record, claim, claim.code).reference for claim in (one, other)]
        before = len(record.accesses())
        assert set(record.letter_contexts([*letters, new_reference()], "costs")) == set(letters)
        [link] = record.accesses()[before:]
        assert (link.purpose, set(link.claimants)) == ("costs", {one.claimant, other.claimant})
        assert record.letter_contexts([new_reference()], "costs") == {}
        assert len(record.accesses()) == before + 1


def test_looking_at_papers_is_one_event_too(store: Store, samples: Any) -> None:
    """Of those whose letters they answer; a paper that answers nobody yet leaves none."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        letter = samples.letter(store, record, claim).reference
        before = len(record.accesses())
        record.note_papers_seen([letter, new_reference()], "look at a paper")
        record.note_papers_seen([], "look at a paper")
        [link] = record.accesses()[before:]
        assert (link.purpose, link.claimants) == ("look at a paper", (claim.claimant,))
