"""One reply to several letters: recorded for each where they are of one claim, else put to a person first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from extractors.pages import Page
from flows import jobs
from flows.import_claims.steps import import_claims
from flows.take_in_scans import papers, settle
from flows.take_in_scans import steps as take_in
from flows.wiring import Dabi
from rules.errors import UsageError
from rules.events import EventKind
from rules.findings import DocumentKind, Finding, Method, ReadDocument
from rules.letters import LetterKind
from store.reviews import ReviewEntry
from tests.desk.desks import FOUR, table

ON = date(2026, 7, 20)
OTHER_CLAIM = {**FOUR[3], "claimant_name": "Alpana Namuna", "claimant_name_bn": "আল্পনা নমুনা", "diary_no": ""}


@pytest.fixture
def letters(dabi: Dabi, tmp_path: Path) -> tuple[str, str, str]:
    """Two letters of one claim and one of another, all handed in on 2 March 2026."""
    rows = [{**FOUR[3], "diary_no": ""}, OTHER_CLAIM]
    one, other = (claim.code for claim in import_claims(dabi, table(tmp_path / "c.csv", rows), ON).claims)
    with dabi.store.begin("system:test") as record:
        [first], [third] = record.letters(claims=[one]), record.letters(claims=[other])
        second = record.reserve_reference("second", one)
        record.add_letter(replace(first, reference=second), key="second", context={})
        record.commit()
    return first.reference, second, third.reference


def taken(dabi: Dabi, monkeypatch: pytest.MonkeyPatch, quoted: Sequence[str]) -> dict[str, int]:
    """Take in a scan that is read as a refusal which quotes these references."""

    def found(value: str) -> Finding:
        return Finding(value, value, 1, (0.1, 0.1, 0.2, 0.2), 0.99, Method.OCR)

    facts = {"letter_date": (found("2026-03-20"),), "memo_no": (found("417/BDO-BST"),)}
    references = tuple(map(found, quoted))
    read = ReadDocument((1,), DocumentKind.REPLY, "eng", references, facts, outcome=found("refused"))

    def stacks(pages: Sequence[Sequence[Page]], **_: Any) -> list[list[ReadDocument]]:
        return [[read] for _ in pages]

    monkeypatch.setattr(papers, "read_stacks", stacks)
    Image.new("RGB", (400, 600), "white").save(dabi.settings.inbox / "reply.png")
    return take_in.run(dabi, jobs.open_job(dabi, take_in.JOURNEY, {"on": ON.isoformat(), "paths": []}, "system:test"))


def answered(dabi: Dabi) -> set[str | None]:
    """The letters for which a reply and its refusal are on record, each once."""
    with dabi.store.begin("system:test", read_only=True) as record:
        replies = record.events(kinds=[EventKind.REPLY_RECORDED])
        refused = {event.letter for event in record.events(kinds=[EventKind.REFUSED])}
        documents = record.documents()
    found = {event.letter for event in replies}
    assert (len(replies), refused) == (len(found), found)
    assert {letter for document in documents for letter in document.letters} == found
    return found


def waiting(dabi: Dabi) -> ReviewEntry:
    with dabi.store.begin("system:test", read_only=True) as record:
        [entry] = record.reviews()
    return entry


def test_a_reply_to_two_letters_of_one_claim_is_recorded_for_both(
    dabi: Dabi, letters: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is asked; one document answers both letters."""
    counts = taken(dabi, monkeypatch, letters[:2])
    assert (counts["recorded"], counts["queued"]) == (1, 0)
    assert answered(dabi) == set(letters[:2])


def test_of_a_request_it_is_kept_what_the_reader_did_not_see(
    dabi: Dabi, letters: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recorded without a hand, the refusal of a request tells what to look for; that of an application does not."""
    application, _, _ = letters
    with dabi.store.begin("system:test") as record:
        letter = record.letter(application)
        assert letter is not None
        request = record.reserve_reference("request", letter.claim)
        made = replace(letter, reference=request, kind=LetterKind.RTI_REQUEST, variant="aggregate")
        record.add_letter(made, key="request", context={})
        record.commit()
    assert taken(dabi, monkeypatch, [application, request])["recorded"] == 1
    with dabi.store.begin("system:test", read_only=True) as record:
        told = {event.letter: event.facts for event in record.events(kinds=[EventKind.REPLY_RECORDED])}
    assert told[request]["seems_lacking"] == "section,officer,appeal_period,appellate"
    assert "lacks" not in told[request]
    assert "seems_lacking" not in told[application]


def test_a_reply_to_two_claims_waits_and_is_recorded_for_each_that_a_person_names(
    dabi: Dabi, letters: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To another claim it may say another thing: nothing is recorded unseen, accepting records it for both."""
    both = {letters[0], letters[2]}
    assert taken(dabi, monkeypatch, sorted(both))["queued"] == 1
    entry = waiting(dabi)
    assert [reason.field for reason in entry.reasons] == ["letter"]
    assert {entry.letter, entry.facts["also_answers"]} == both
    with pytest.raises(UsageError, match="--also-answers"):
        settle.correct(dabi, entry.id, {"also_answers": "the other one"}, ON, "system:test")
    settle.accept(dabi, entry.id, ON, "system:test")
    assert answered(dabi) == both


def test_a_person_can_say_that_a_reply_answers_one_letter_only(
    dabi: Dabi, letters: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Further letters struck out get no event."""
    taken(dabi, monkeypatch, [letters[0], letters[2]])
    settle.correct(dabi, waiting(dabi).id, {"letter": letters[0], "also_answers": ""}, ON, "system:test")
    assert answered(dabi) == {letters[0]}
