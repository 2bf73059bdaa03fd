"""A person says which pages are one paper: each is read anew as one, then recorded or asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PIL import Image

from extractors.pages import Page
from flows import jobs
from flows.happenings import file_letter
from flows.take_in_scans import papers, settle
from flows.take_in_scans import steps as take_in
from flows.take_in_scans.regroup import join, split
from flows.wiring import Dabi
from rules.errors import UsageError
from rules.events import EventKind, FiledBy
from rules.findings import DocumentKind, ReadDocument, ReviewReason
from rules.letters import OWN_FILE, LetterKind
from rules.roles import Role
from store.erasure import erase
from store.reviews import ReviewState
from store.verify import verify
from tests.flows.take_in_scans.readings import finding

ON = date(2026, 7, 20)
ACTOR = "system:test"
Read = Callable[[Sequence[int], bool], list[ReadDocument]]


def unclear(pages: Sequence[int]) -> ReadDocument:
    reason = ReviewReason("pages", "these pages may be two letters")
    return ReadDocument(tuple(pages), DocumentKind.OTHER, "eng", needs_review=(reason,))


def receipt(letter: str, pages: Sequence[int]) -> ReadDocument:
    facts = {"received_date": (finding("2026-03-04"),), "diary_no": (finding("412"),)}
    return ReadDocument(tuple(pages), DocumentKind.RECEIPT, "eng", (finding(letter),), facts)


def reads(monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    """From now on ``read`` says what is on the pages of a stack, given their numbers and whether they are one paper."""

    def stacks(pages: Sequence[Sequence[Page]], whole: bool = False, **_: Any) -> list[list[ReadDocument]]:
        return [read([page.number for page in stack], whole) for stack in pages]

    monkeypatch.setattr(papers, "read_stacks", stacks)


def take(dabi: Dabi, *shades: Sequence[int]) -> dict[str, int]:
    """Take in one file for each sequence, with a page of each shade."""
    for number, pages in enumerate(shades):
        first, *rest = (Image.new("L", (400, 600), shade) for shade in pages)
        first.save(dabi.settings.inbox / f"{number}.tif", save_all=True, append_images=rest)
    return take_in.run(dabi, jobs.open_job(dabi, take_in.JOURNEY, {"on": ON.isoformat(), "paths": []}, ACTOR))


def entries(dabi: Dabi) -> dict[int, tuple[ReviewState, int | None]]:
    """Every entry by its number: its state, and the document that it asks about."""
    with dabi.store.begin(ACTOR, read_only=True) as record:
        return {entry.id: (entry.state, entry.document) for entry in record.reviews(open_only=False)}


def receipts(dabi: Dabi) -> list[tuple[str | None, object]]:
    """The receipts on record: of which letter, from which document."""
    with dabi.store.begin(ACTOR, read_only=True) as record:
        found = record.events(kinds=[EventKind.RECEIPT_RECORDED])
    return [(event.letter, event.facts["document"]) for event in found]


def test_pages_of_two_papers_are_cut_apart(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first part is certain and recorded; the second is asked about in an entry of its own."""
    reads(monkeypatch, lambda pages, whole: [receipt(letter, pages) if whole and 1 in pages else unclear(pages)])
    take(dabi, (250, 240, 230))
    assert split(dabi, 1, [3], ON, ACTOR) == {"recorded": 1, "queued": 1, "repeated": 0}
    assert entries(dabi) == {1: (ReviewState.SPLIT, 1), 2: (ReviewState.OPEN, 2)}
    assert receipts(dabi) == [(letter, 1)]
    with dabi.store.begin(ACTOR, read_only=True) as record:
        assert [one.read.pages for one in record.documents() if one.read] == [(1, 2), (3,)]
    assert verify(dabi.store) == []


def test_a_cut_must_be_inside(dabi: Dabi, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first page, behind the last and on a page of another paper there is nothing to cut."""
    reads(monkeypatch, lambda pages, whole: [unclear(pages)])
    take(dabi, (250, 240))
    for at in ([1], [3], [2, 9], []):
        with pytest.raises(UsageError, match="before these pages: 2"):
            split(dabi, 1, at, ON, ACTOR)
    assert entries(dabi) == {1: (ReviewState.OPEN, 1)}


def test_pages_of_one_file_are_joined(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two papers of a pile are read as one; both entries are settled and the second's pages are part of the first."""

    def read(pages: Sequence[int], whole: bool) -> list[ReadDocument]:
        return [receipt(letter, pages)] if whole else [unclear([page]) for page in pages]

    reads(monkeypatch, read)
    take(dabi, (250, 240))
    assert join(dabi, [1, 2], ON, ACTOR) == {"recorded": 1}
    assert {state for state, _ in entries(dabi).values()} == {ReviewState.JOINED}
    with dabi.store.begin(ACTOR, read_only=True) as record:
        assert [(one.id, one.letters) for one in record.documents()] == [(1, (letter,)), (2, (letter,))]
        assert [one.read.pages for one in record.documents(ids=[1]) if one.read] == [(1, 2)]
    assert receipts(dabi) == [(letter, 1)]


def test_sides_photographed_one_by_one_are_joined(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are bound into a file of their own, which is asked about; the answer counts for the originals too."""
    doubt = ReviewReason("received_date", "the day is smudged")

    def read(pages: Sequence[int], whole: bool) -> list[ReadDocument]:
        return [replace(receipt(letter, pages), needs_review=(doubt,)) if whole else unclear(pages)]

    reads(monkeypatch, read)
    take(dabi, (250,), (240,))
    assert join(dabi, [2, 1], ON, ACTOR) == {"queued": 1}
    assert entries(dabi) == {1: (ReviewState.JOINED, 1), 2: (ReviewState.JOINED, 2), 3: (ReviewState.OPEN, 3)}
    with dabi.store.begin(ACTOR, read_only=True) as record:
        bound = record.scans()[-1]
        assert (bound.media_type, bound.pages) == ("image/tiff", 2)
    settle.accept(dabi, 3, ON, ACTOR)
    assert receipts(dabi) == [(letter, 3)]
    with dabi.store.begin(ACTOR, read_only=True) as record:
        assert {one.letters for one in record.documents()} == {(letter,)}
    assert take(dabi) == {"files": 0, "known": 0, "left": 0}
    assert verify(dabi.store) == []


def test_with_her_go_the_joined_file_and_the_originals_of_its_sides(
    dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an erased person no picture is left: not of the paper that was bound, nor of what it was bound from."""
    reads(monkeypatch, lambda pages, whole: [receipt(letter, pages) if whole else unclear(pages)])
    take(dabi, (250,), (240,))
    assert join(dabi, [1, 2], ON, ACTOR) == {"recorded": 1}
    with dabi.store.begin(ACTOR, read_only=True) as record:
        addresses = [scan.sha256 for scan in record.scans()]
        [claim] = record.claims()
    assert len([dabi.store.vault.get(address, "system:test") for address in addresses]) == 3
    done = erase(dabi.store, claim.claimant, on=ON, actor=ACTOR)
    assert done.shared == ()
    for address in addresses:
        with pytest.raises(UsageError, match="erased"):
            dabi.store.vault.get(address, "system:test")


def test_sides_joined_by_mistake_are_cut_apart_again(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each paper is asked about again, and what is recorded from it counts for its own original alone."""

    def read(pages: Sequence[int], whole: bool) -> list[ReadDocument]:
        return [receipt(letter, pages)] if list(pages) == [2] else [unclear(pages)]

    reads(monkeypatch, read)
    take(dabi, (250,), (240,))
    join(dabi, [2, 1], ON, ACTOR)
    assert split(dabi, 3, [2], ON, ACTOR) == {"recorded": 1, "queued": 1, "repeated": 0}
    assert [state for state, _ in entries(dabi).values()] == [
        ReviewState.JOINED, ReviewState.JOINED, ReviewState.SPLIT, ReviewState.OPEN,
    ]  # fmt: skip
    with dabi.store.begin(ACTOR, read_only=True) as record:
        assert {one.id: one.letters for one in record.documents()} == {1: (letter,), 2: (), 3: (), 4: (letter,)}
    assert verify(dabi.store) == []


def test_a_regrouping_taken_back_is_asked_about_again(dabi: Dabi, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same pages of the same file may be one question twice: each time somebody is asked."""
    reads(monkeypatch, lambda pages, whole: [unclear(pages)])
    take(dabi, (250, 240))
    assert split(dabi, 1, [2], ON, ACTOR)["queued"] == 2
    assert join(dabi, [2, 3], ON, ACTOR) == {"queued": 1}
    assert split(dabi, 4, [2], ON, ACTOR)["queued"] == 2
    assert [number for number, (state, _) in entries(dabi).items() if state is ReviewState.OPEN] == [5, 6]
    assert verify(dabi.store) == []


def test_a_paper_that_was_scanned_twice_can_be_cut(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second scan of it, which was known again, is no part that a person joined."""
    doubt = ReviewReason("received_date", "the day is smudged")
    reads(monkeypatch, lambda pages, whole: [replace(receipt(letter, pages), needs_review=(doubt,))])
    take(dabi, (250, 240), (230,))
    with dabi.store.begin(ACTOR) as record:
        again = record.add_document(2, receipt(letter, (1, 2)))
        record.give_pages(again, 1)
        record.commit()
    assert split(dabi, 1, [2], ON, ACTOR)["queued"] == 2


def test_an_operator_cuts_a_reply_to_a_request(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may not read names may group pages: what the request asked is then not looked up."""
    with dabi.store.begin(ACTOR) as record:
        was = record.letter(letter)
        assert was is not None
        request = record.reserve_reference("key", was.claim)
        asked = replace(was, reference=request, kind=LetterKind.RTI_REQUEST, variant=OWN_FILE)
        record.add_letter(asked, key="key", context={"questions": ["How far has it come?"]})
        [claim] = record.claims()
        record.add_user("first", "three dry words", Role.ADMINISTRATOR, on=ON)
        record.commit()
    facts = {"letter_date": (finding("2026-03-20"),), "memo_no": (finding("7/BDO"),)}
    doubt = ReviewReason("outcome", "not clear")

    def read(pages: Sequence[int], whole: bool) -> list[ReadDocument]:
        named = (finding(request),)
        return [ReadDocument(tuple(pages), DocumentKind.REPLY, "eng", named, facts, finding("refused"), (doubt,))]

    reads(monkeypatch, read)
    take(dabi, (250, 240))
    with dabi.store.begin(dabi.store.sign_in("first", "three dry words")) as record:
        operator = record.add_user("op", "three dry words", Role.OPERATOR, on=ON, organisation=claim.organisation).actor
        record.commit()
    dabi.store.act_for(operator)
    assert split(dabi, 1, [2], ON, operator)["queued"] == 2


def test_what_is_on_record_is_not_regrouped(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only the number is asked for, the date stands already, and its paper keeps its pages."""
    doubt = ReviewReason("diary_no", "two readings")
    reads(monkeypatch, lambda pages, whole: [replace(receipt(letter, pages), needs_review=(doubt,))])
    take(dabi, (250, 240))
    with pytest.raises(UsageError, match="on record"):
        split(dabi, 1, [2], ON, ACTOR)
    with pytest.raises(UsageError, match="at least two"):
        join(dabi, [1, 1], ON, ACTOR)


def test_the_back_in_the_next_file_is_asked_about_with_its_front(
    dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One question instead of two, with what was read on the back; never recorded unseen."""
    bare = ReviewReason("received_date", "no mark of the office found")
    sides = iter([replace(receipt(letter, (1,)), facts={}, needs_review=(bare,)), unclear((1,))])
    reads(monkeypatch, lambda pages, whole: [receipt(letter, pages)] if whole else [next(sides)])
    assert take(dabi, (250,), (240,))["queued"] == 1
    assert [state for state, _ in entries(dabi).values()] == [
        ReviewState.JOINED, ReviewState.JOINED, ReviewState.OPEN,
    ]  # fmt: skip
    with dabi.store.begin(ACTOR, read_only=True) as record:
        [entry] = record.reviews()
    assert "next file" in entry.reasons[0].reason
    assert (entry.letter, entry.facts["received_date"]) == (letter, "2026-03-04")
    assert receipts(dabi) == []
    settle.accept(dabi, entry.id, ON, ACTOR)
    assert receipts(dabi) == [(letter, 3)]


def test_a_back_of_the_day_of_handing_in_is_asked_about_all_the_same(
    dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an office received that day may be another's letter: the day says nothing of whose back it is."""
    with dabi.store.begin(ACTOR) as record:
        earlier = record.letter(letter)
        assert earlier is not None
        ours = record.reserve_reference("key", earlier.claim)
        record.add_letter(replace(earlier, reference=ours, kind=LetterKind.REMINDER), key="key", context={})
        record.commit()
    file_letter(dabi, ours, date(2026, 3, 4), FiledBy.HAND, None, ACTOR)
    bare = ReviewReason("received_date", "no mark of the office found")
    sides = iter([replace(receipt(ours, (1,)), facts={}, needs_review=(bare,)), unclear((1,))])
    reads(monkeypatch, lambda pages, whole: [receipt(ours, pages)] if whole else [next(sides)])
    assert take(dabi, (250,), (240,))["queued"] == 1
    assert receipts(dabi) == []
    with dabi.store.begin(ACTOR, read_only=True) as record:
        [entry] = record.reviews()
    assert (entry.letter, [why.field for why in entry.reasons]) == (ours, ["pages"])


@pytest.mark.parametrize("words", [1, 80])
def test_only_what_looks_like_a_back_is_joined(
    dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch, words: int
) -> None:
    """A page of much text behind a bare one is a paper of its own; so is any behind a page with a mark."""
    bare = ReviewReason("received_date", "no mark of the office found")
    smudged = ReviewReason("received_date", "the day is smudged")
    reason = smudged if words == 1 else bare
    front = replace(receipt(letter, (1,)), facts={}, needs_review=(reason,))
    sides = iter([front, replace(unclear((1,)), text="word " * words)])
    reads(monkeypatch, lambda pages, whole: [next(sides)])
    assert take(dabi, (250,), (240,))["queued"] == 2


def test_a_bare_side_on_which_a_person_saw_the_date_is_corrected(
    dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own entry is settled as she said; another bare side of the letter asks no more."""
    bare = ReviewReason("received_date", "no mark of the office found")
    reads(monkeypatch, lambda pages, whole: [replace(receipt(letter, pages), facts={}, needs_review=(bare,))])
    take(dabi, (250,), (240,))
    settle.correct(dabi, 1, {"received_date": "2026-03-04"}, ON, ACTOR)
    assert entries(dabi) == {1: (ReviewState.CORRECTED, 1), 2: (ReviewState.JOINED, 2)}
    assert receipts(dabi) == [(letter, 1)]


def test_a_bare_side_asks_nothing_where_another_says_it(
    dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of our copy without any mark waits only until the receipt of its letter is on record."""
    bare = ReviewReason("received_date", "no mark of the office found")

    def read(pages: Sequence[int], whole: bool) -> list[ReadDocument]:
        if len(pages) == 2:
            return [receipt(letter, pages)]
        return [replace(receipt(letter, pages), facts={}, needs_review=(bare,))]

    reads(monkeypatch, read)
    assert take(dabi, (250,))["queued"] == 1
    counts = take(dabi, (240, 230), (220,))
    assert (counts["recorded"], counts["repeated"], counts["queued"]) == (1, 1, 0)
    assert entries(dabi) == {1: (ReviewState.JOINED, 1)}
    with dabi.store.begin(ACTOR, read_only=True) as record:
        assert {one.letters for one in record.documents()} == {(letter,)}
