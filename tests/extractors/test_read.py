"""A stack into papers, and each letter into a document: on born-digital pages, so that no Tesseract is needed."""

from collections.abc import Callable
from datetime import date

import pytest

from extractors.pages import Page
from extractors.read import read_documents, read_stacks
from rules import catalogue
from rules.findings import DocumentKind, Method
from rules.rows import Cue
from tests.extractors.papers import separator

PageOf = Callable[..., Page]
TODAY = date(2026, 4, 1)
HEAD = ("Government of West Bengal", "Office of the Block Development Officer", "Basanti, South 24 Parganas")
ONE = (
    *HEAD,
    "Memo No. 417/BDO-BST/2026            Dated : 12.03.2026",
    "Sub : Your prayer",
    "Ref : Your application No. 7K4Q-9XM2-A dated 16.01.2026",
    "Madam,",
    "The information as sought for is furnished below. The rest of it follows on the next page of this letter.",
)
ANNEX = ("Extract from the receipt register of this office for the year two thousand and twenty five",)
OTHER = (*HEAD, "Memo No. 418/BDO-BST/2026            Dated : 13.03.2026", "Sub : Hearing", "Madam,")
HEARING = "A hearing is fixed on 17.04.2026 at 11 A.M. and you are requested to attend with your papers in original."


@pytest.fixture(scope="module")
def cues() -> tuple[Cue, ...]:
    return catalogue.load().cues


def test_a_letter_with_its_annex_is_one_paper_and_the_next_letter_another(
    page_of: PageOf, cues: tuple[Cue, ...]
) -> None:
    """A new letterhead with a number begins a new paper; a page without one belongs to the letter before it."""
    pages = [page_of(1, *ONE), page_of(2, *ANNEX), page_of(3, *OTHER, HEARING)]
    one, other = read_documents(pages, archive=None, today=TODAY, cues=cues)
    assert (one.pages, other.pages) == ((1, 2), (3,))
    assert one.facts["memo_no"][0].value == "417/BDO-BST/2026"
    assert one.facts["memo_no"][0].method is Method.TEXT
    assert (one.outcome and one.outcome.value, one.needs_review) == ("information_supplied", ())
    assert (other.outcome and other.outcome.value, other.needs_review) == ("hearing_fixed", ())
    assert other.facts["hearing_date"][0].value == "2026-04-17"


def test_a_blank_side_ends_a_paper(page_of: PageOf, cues: tuple[Cue, ...]) -> None:
    """What follows a blank side is not joined to the letter before it."""
    pages = [page_of(1, *ONE), page_of(2), page_of(3, *ANNEX)]
    documents = read_documents(pages, archive=None, today=TODAY, cues=cues)
    assert [document.pages for document in documents] == [(1,), (3,)]
    assert documents[1].kind is DocumentKind.OTHER
    assert [reason.field for reason in documents[1].needs_review] == ["kind"]


def test_a_separator_sheet_ends_a_paper_and_is_none(page_of: PageOf, cues: tuple[Cue, ...]) -> None:
    """What follows a separator sheet is not joined to the letter before it, and the sheet is no paper."""
    pages = [page_of(1, *ONE), Page(2, separator(), 200.0, None), page_of(3, *ANNEX)]
    documents = read_documents(pages, archive=None, today=TODAY, cues=cues)
    assert [document.pages for document in documents] == [(1,), (3,)]


def test_our_reference_is_quoted_not_carried(page_of: PageOf, cues: tuple[Cue, ...]) -> None:
    """A reference in the Ref line makes a letter an answer to ours, not our own page."""
    [document] = read_documents([page_of(1, *ONE)], archive=None, today=TODAY, cues=cues)
    assert document.kind is DocumentKind.REPLY
    assert document.language == "eng"


def test_a_letter_without_number_and_date_waits_for_a_person(page_of: PageOf, cues: tuple[Cue, ...]) -> None:
    """What a record needs and the letter lacks is named, field by field."""
    lines = [line for line in (*OTHER, HEARING) if not line.startswith("Memo")]
    [document] = read_documents([page_of(1, *lines)], archive=None, today=TODAY, cues=cues)
    assert {reason.field for reason in document.needs_review} == {"memo_no", "letter_date"}


def test_a_later_page_with_a_subject_of_its_own_is_doubted(page_of: PageOf, cues: tuple[Cue, ...]) -> None:
    """Two letters whose second head could not be read must not be recorded as one."""
    pages = [page_of(1, *ONE), page_of(2, "aratagg 5 x", *OTHER[4:], HEARING)]
    [document] = read_documents(pages, archive=None, today=TODAY, cues=cues)
    assert "pages" in {reason.field for reason in document.needs_review}


def test_stacks_are_read_each_for_itself(page_of: PageOf, cues: tuple[Cue, ...]) -> None:
    """Reading files together never joins their pages."""
    stacks = [[page_of(1, *ONE)], [page_of(1, *ANNEX)], []]
    assert [len(papers) for papers in read_stacks(stacks, archive=None, today=TODAY, cues=cues)] == [1, 1, 0]
