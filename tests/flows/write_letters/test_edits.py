"""Other words in a claim's letters: hers, where she says it otherwise, and only where a field may be edited."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.cases import load_cases
from flows.import_claims.steps import import_claims
from flows.wiring import Dabi
from flows.write_letters.contexts import context_of
from flows.write_letters.edits import edit
from rules.errors import NotAllowed, UsageError
from rules.letters import LetterKind
from tests.desk.desks import ROW, table

ON = date(2026, 7, 6)
WORDS = "They turned me away twice.\n\nI cannot feed my son."


@pytest.fixture
def claim(dabi: Dabi, tmp_path: Path) -> str:
    return import_claims(dabi, table(tmp_path / "c.csv", [ROW]), ON).claims[0].code


def application(dabi: Dabi) -> dict[str, object]:
    """What her application would be filled with now."""
    with dabi.store.begin("system:test") as record:
        (case,) = load_cases(dabi.catalogue, record, record.claims(), "test")
    (proposal,) = [step for step in case.steps(ON, dabi.catalogue).proposals if step.kind is LetterKind.APPLICATION]
    context, wrong = context_of(dabi, case, proposal, ON)
    assert wrong == []
    return context


def test_her_words_stand_in_the_letter_until_they_are_taken_back(dabi: Dabi, claim: str) -> None:
    """A list is a paragraph a line, a text one paragraph; the rest of the letter stays as it was."""
    before = application(dabi)
    edit(dabi, claim, LetterKind.APPLICATION, "words", WORDS, ON, "user:test")
    edit(dabi, claim, LetterKind.APPLICATION, "need", "I have no card\nsince the flood.", ON, "user:test")
    after = application(dabi)
    assert after["words"] == ["They turned me away twice.", "I cannot feed my son."]
    assert after["need"] == "I have no card since the flood."
    assert {name for name in before if before[name] != after[name]} == {"words", "need"}
    edit(dabi, claim, LetterKind.APPLICATION, "words", "", ON, "user:test")
    assert application(dabi)["words"] == before["words"]


@pytest.mark.parametrize("field", ["date", "to.designation", "applicant.name", "enclosures[].text", "nonsense"])
def test_what_comes_from_the_record_is_edited_by_nobody(dabi: Dabi, claim: str, field: str) -> None:
    """The refusal names the fields that are edited."""
    with pytest.raises(UsageError, match="words"):
        edit(dabi, claim, LetterKind.APPLICATION, field, "x", ON, "user:test")


def test_what_cannot_be_printed_is_refused(dabi: Dabi, claim: str) -> None:
    """A control character would vanish on paper."""
    with pytest.raises(UsageError, match="cannot be printed"):
        edit(dabi, claim, LetterKind.APPLICATION, "need", "a\x07b", ON, "user:test")


def test_the_law_in_a_letter_is_a_coordinators(dabi: Dabi, claim: str, worker: str) -> None:
    """A social worker may change what the claimant says, and not the right that the letter names."""
    edit(dabi, claim, LetterKind.APPLICATION, "need", "I have no card.", ON, worker)
    with pytest.raises(NotAllowed):
        edit(dabi, claim, LetterKind.APPLICATION, "right", "It is due to me.", ON, worker)
