"""Codes for letters and claimants."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import references

SEEDS = st.integers(min_value=0, max_value=2**32)


@given(SEEDS)
def test_a_reference_is_read_back_from_running_text(seed: int) -> None:
    """Printed in a sentence, a reference is found whole and right."""
    reference = references.new_reference(random.Random(seed).choice)
    assert references.find_references(f"Ref: {reference}, dated 2 January 2026") == [reference]


@given(SEEDS)
def test_no_reference_holds_a_character_that_is_taken_for_another(seed: int) -> None:
    """0, 1, I and O never occur, not even as the check character."""
    assert not set("01IO") & set(references.new_reference(random.Random(seed).choice))


@given(SEEDS, st.integers(min_value=0, max_value=8), st.sampled_from(references.ALPHABET))
def test_one_wrong_character_is_noticed(seed: int, place: int, other: str) -> None:
    """A single misread character never yields another valid reference."""
    reference = references.new_reference(random.Random(seed).choice)
    bare = list(reference.replace("-", ""))
    if bare[place] == other:
        return
    bare[place] = other
    assert references.find_references("".join(bare)) == []


def test_a_payload_carries_version_reference_and_page() -> None:
    """What a QR says comes back as its three parts."""
    reference = references.new_reference(random.Random(1).choice)
    assert references.parse_payload(references.payload(reference, 2)) == references.Payload(1, reference, 2)


@pytest.mark.parametrize("text", ["", "https://example.org", "1:7K4Q-9XM2-0:1", "2:7K4Q-9XM2-A:1", "1::", "1:7K4Q:x"])
def test_a_foreign_code_is_not_ours(text: str) -> None:
    """Any other QR text is None, never an exception."""
    assert references.parse_payload(text) is None
