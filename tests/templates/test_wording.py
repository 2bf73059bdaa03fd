"""Dates and numbers as West Bengal writes them."""

from datetime import date

import pytest

from rules.letters import Language, LetterKind
from rules.rows import Count
from rules.step_words import KINDS
from rules.text import Text
from templates.dossier_words import LETTERS
from templates.wording import KIND_NAMES, date_in, mark_in, period_in, provision_in

BN, EN = Language.BENGALI, Language.ENGLISH


@pytest.mark.parametrize(
    ("day", "words"),
    [(1, "১লা"), (2, "২রা"), (3, "৩রা"), (4, "৪ঠা"), (5, "৫ই"), (18, "১৮ই"), (19, "১৯শে"), (31, "৩১শে")],
)
def test_bengali_dates_carry_their_ordinal_ending(day: int, words: str) -> None:
    """Each day of the month has the ending that letters give it."""
    assert date_in(BN, date(2026, 1, day)) == f"{words} জানুয়ারি ২০২৬"


def test_english_dates_have_the_month_in_words() -> None:
    """No date can be read as month first."""
    assert date_in(EN, date(2026, 2, 1)) == "1 February 2026"


def test_lengths_of_time_stand_in_their_case() -> None:
    """Bengali lengths are in the genitive; English ones know one from many."""
    assert period_in(BN, 30) == "৩০ দিনের"
    assert period_in(BN, 2, Count.MONTHS) == "২ মাসের"
    assert period_in(EN, 1) == "1 day"
    assert period_in(EN, 2, Count.MONTHS) == "2 months"


def test_marks_and_provisions() -> None:
    """List marks are in the letter's digits; what the catalogue explains after a colon stays out of a letter."""
    assert (mark_in(BN, 3), mark_in(EN, 3)) == ("৩।", "3.")
    assert provision_in(EN, Text("Rules 1995: eight weeks", "বিধি: আট সপ্তাহ")) == "Rules 1995"


def test_every_kind_of_letter_has_its_names() -> None:
    """A letter that is cited, listed or told in a dossier is named in both languages, whatever its kind."""
    for names in (KIND_NAMES, LETTERS, KINDS):
        assert set(names) == set(LetterKind)
        assert all(name.en and name.bn for name in names.values())
