"""The sides of a pile sorted into papers, in whatever order a scanner took them."""

from __future__ import annotations

import numpy as np

from extractors.codes import Code
from extractors.pages import Page
from extractors.pile import Paper, Side, as_one, sort
from extractors.running import Sheet
from extractors.text import PageText, Word
from rules.findings import Method
from rules.references import Payload

A, B, C = "7K4Q-9XM2-A", "2M8R-4WXT-C", "9PQ3-7HNV-5"
NOTHING = np.full((10, 8, 3), 255, np.uint8)


def pile(*told: str) -> list[Side]:
    """Sides from words: ``A1`` has our code of letter A, page 1; ``back`` a stamp; ``letter`` much text; else empty."""
    stack = [Page(number, NOTHING, 200.0) for number in range(1, len(told) + 1)]
    return [_side(stack, at, word) for at, word in enumerate(told)]


def _side(stack: list[Page], at: int, word: str) -> Side:
    letters = {"A": A, "B": B, "C": C}
    if word[0] in letters:
        code = Code(Payload(1, letters[word[0]], int(word[1:])), np.zeros((4, 2)))
        return Side(stack, at, [code], reference=letters[word[0]])
    if word in ("blank", "separator"):
        return Side(stack, at, [], blank=word == "blank", separator=word == "separator")
    count = 4 if word == "back" else 100
    words = tuple(Word("word", (1.0, 1.0 + row, 5.0, 2.0 + row), 0.9, row) for row in range(count))
    return Side(stack, at, [], sheet=Sheet(at + 1, (200, 100), PageText(words), Method.OCR))


def sorted_(*told: str) -> list[tuple[str | None, list[int]]]:
    """The papers of a pile: of which letter, and the numbers of their sides."""
    return [(paper.reference, [side.page.number for side in paper.sides]) for paper in sort(pile(*told))]


def doubts(papers: list[Paper]) -> list[str | None]:
    return [paper.reference for paper in papers if paper.doubt]


def test_each_side_with_a_back_is_a_paper() -> None:
    """Front, back, front, blank back: two papers, no doubt."""
    assert sorted_("A1", "back", "B1", "blank") == [(A, [1, 2]), (B, [3])]
    assert doubts(sort(pile("A1", "back", "B1", "blank"))) == []


def test_a_letter_follows_its_pages_wherever_they_lie() -> None:
    """First pages scanned one after the other, then their second pages from the last to the first."""
    told = ("A1", "B1", "C1", "C2", "B2", "A2")
    assert sorted_(*told) == [(A, [1, 6]), (B, [2, 5]), (C, [3, 4])]
    assert doubts(sort(pile(*told))) == []


def test_a_page_scanned_again_later_is_a_paper_of_its_own() -> None:
    """Another copy of the same page is not joined to the first: they may say different things."""
    assert sorted_("A1", "B1", "A1") == [(A, [1]), (B, [2]), (A, [3])]
    assert sorted_("A0", "B1", "A0") == [(A, [1]), (B, [2]), (A, [3])]


def test_backs_scanned_after_all_fronts_go_to_their_fronts_and_are_doubted() -> None:
    """The pile was turned over, so the last back is the first front's. Only a back that says something is in doubt."""
    told = ("A1", "B1", "C1", "blank", "back", "blank")
    assert sorted_(*told) == [(A, [1]), (B, [2, 5]), (C, [3])]
    assert doubts(sort(pile(*told))) == [B]


def test_halves_are_not_seen_where_something_else_is_among_them() -> None:
    """A letter of an office, or a separator sheet, behind the fronts is no half of backs."""
    assert sorted_("A1", "B1", "back", "letter") == [(A, [1]), (B, [2, 3]), (None, [4])]
    assert sorted_("A1", "B1", "separator", "back") == [(A, [1]), (B, [2]), (None, [4])]


def test_a_second_side_behind_ours_is_doubted() -> None:
    """A sheet has one back: of two sides without a code behind it one may be another paper's."""
    assert doubts(sort(pile("A1", "back"))) == []
    assert sorted_("A1", "back", "back") == [(A, [1, 2, 3])]
    assert doubts(sort(pile("A1", "back", "back"))) == [A]
    assert doubts(sort(pile("A1", "back", "A2", "back"))) == []


def test_a_blank_side_or_a_separator_ends_a_paper() -> None:
    """What follows is not joined; neither is a paper itself."""
    assert sorted_("letter", "blank", "letter") == [(None, [1]), (None, [3])]
    assert sorted_("letter", "separator", "letter") == [(None, [1]), (None, [3])]
    assert sorted_("separator", "blank") == []


def test_sides_that_a_person_joined_are_one_paper() -> None:
    """Of the letter that any of them is of; empty ones are left out, of nothing comes nothing."""
    [paper] = as_one(pile("back", "blank", "A1", "letter"))
    assert (paper.reference, [side.page.number for side in paper.sides]) == (A, [1, 3, 4])
    [paper] = as_one(pile("letter", "letter"))
    assert (paper.reference, len(paper.sides)) == (None, 2)
    assert as_one(pile("blank", "separator")) == []
