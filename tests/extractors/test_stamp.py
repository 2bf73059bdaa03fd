"""What counts on a mark: readings that agree, borne out by the recogniser of numerals."""

from datetime import date

import cv2
import numpy as np
import pytest

from extractors.crops import Crop, straighten
from extractors.marks import Ink, Region
from extractors.stamp import NUMBER, RECEIVED, Looks, MarkText, look_at, office_name, weigh
from extractors.stamp_dates import Span
from extractors.text import PageText, Word

SPAN = Span(date(2026, 1, 10), date(2026, 2, 20))
LEFT, TOP = 14, 60


def _mark(text: str) -> Crop:
    """A mark that shows ``text``, upright."""
    picture = np.zeros((100, 60 + 32 * len(text)), np.uint8)
    cv2.putText(picture, text, (10, 70), cv2.FONT_HERSHEY_DUPLEX, 1.6, 255, 4, cv2.LINE_AA)
    return straighten(Region((100, 200, 100 + picture.shape[1], 300), Ink.BLUE, picture, np.zeros_like(picture)))


def _reading(mark: Crop, text: str, confidence: float = 0.95) -> PageText:
    """Tesseract's answer of one line, its words over the ink of ``mark`` in proportion to their letters."""
    if not text:
        return PageText(())
    width = (mark.density.shape[1] - 28) / len(text)
    words, at = [], 0
    for word in text.split(" "):
        box = (LEFT + at * width, 10.0, LEFT + (at + len(word)) * width, mark.density.shape[0] - 10.0)
        words.append(Word(word, box, confidence, 0))
        at += len(word) + 1
    return PageText(tuple(words))


def _weigh(shown: str, *read: str, confidence: float = 0.95) -> MarkText:
    mark = _mark(shown)
    return weigh(mark, Looks(tuple(_reading(mark, text, confidence) for text in read), (1.0,) * len(read)), SPAN)


def test_a_date_on_which_readings_agree_is_sound() -> None:
    """And its box lies on the mark's place on the print."""
    found = _weigh("05/02/2026", "05/02/2026", "05/02/2026", "05/02/2026")
    [date_] = found.candidates
    assert (date_.field, date_.value, date_.doubt) == (RECEIVED, "2026-02-05", None)
    x0, y0, x1, y1 = date_.box
    assert 100 <= x0 < x1 <= 520
    assert 195 <= y0 < y1 <= 305


def test_one_reading_is_not_enough() -> None:
    """At middling confidence a lone reading waits."""
    assert _weigh("05/02/2026", "05/02/2026", "", confidence=0.7).candidates[0].doubt is not None


def test_readings_that_differ_leave_the_date_open() -> None:
    """Unless the recogniser of numerals rules one of them out, neither is taken."""
    found = _weigh("05/02/2026", "05/02/2026", "05/02/2026", "06/02/2026")
    assert [one.value for one in found.candidates if one.doubt is None] in ([], ["2026-02-05"])
    assert all(one.value != "2026-02-06" or one.doubt for one in found.candidates)


def test_figures_that_the_ink_does_not_show_are_refused() -> None:
    """Three confident readings of a 7 where the ink shows a 5 do not make it one."""
    found = _weigh("05/02/2026", "07/02/2026", "07/02/2026", "07/02/2026")
    assert all(one.doubt for one in found.candidates)


def test_a_date_before_printing_or_after_the_scan_is_refused_with_its_reason() -> None:
    """It stays as a candidate that says why."""
    found = _weigh("05/03/2026", "05/03/2026", "05/03/2026", "05/03/2026")
    assert [one.doubt for one in found.candidates] == ["2026-03-05 lies after the scan"]


@pytest.mark.parametrize(
    ("shown", "value"),
    [("Diary No. 5432", "5432"), ("Dy. No. 542/26", "542/26"), ("Sl. No. 5432", "5432"), ("5432/2026", "5432/2026")],
)
def test_a_number_after_its_label_or_alone_is_read(shown: str, value: str) -> None:
    """Diary, receipt and serial numbers, and a numbering machine's figures."""
    found = _weigh(shown, shown, shown, shown)
    assert [one.value for one in found.candidates if one.field == NUMBER] == [value]


def test_a_number_that_one_reading_has_otherwise_is_doubted() -> None:
    """The recogniser rules a wrong day out beside a calendar; of two numbers a person says which it is."""
    for last, doubt in (("2222", None), ("2227", "read differently in different ways")):
        found = _weigh("Diary No. 2222", "Diary No. 2222", "Diary No. 2222", f"Diary No. {last}")
        assert [one.doubt for one in found.candidates if one.value == "2222"] == [doubt]


def test_digits_of_two_scripts_in_one_number_are_doubted() -> None:
    """৪ and 8, ৭ and 9 look alike: a mixture means that one was misread."""
    found = _weigh("Diary No. 5432", "Diary No. ৫432", "Diary No. ৫432", "Diary No. ৫432")
    assert all(one.doubt == "digits of two scripts in one number" for one in found.candidates)


def test_labels_are_found_with_their_places() -> None:
    """So that what a pen wrote after them can be cut out."""
    found = _weigh("Dy. No. ...", "Dy. No. :;", "Dy. No. ~~")
    assert [field for field, _ in found.labels] == [NUMBER]
    dated = _weigh("Date ...", "Date ,,", "")
    assert [field for field, _ in dated.labels] == [RECEIVED]


@pytest.mark.parametrize(("read", "is_label"), [("Recd", True), ("Pec", True), ("Ree", True), ("Per", False)])
def test_a_word_by_pen_that_says_received_is_known_as_it_comes_out(read: str, is_label: bool) -> None:
    """Tesseract reads print: a pen's R and c come out as what they look like."""
    found = _weigh("05/02/2026", f"{read} S/Q/Z2N", "", "")
    assert [field for field, _ in found.labels] == ([RECEIVED] if is_label else [])


def test_an_office_is_named_where_its_words_are_clear() -> None:
    """The line that names a post or office, and nothing from a blurred one."""
    assert office_name(_weigh("x", "Block Development Officer")) == ("Block Development Officer", 0.95)
    assert office_name(_weigh("x", "Block Development Officer", confidence=0.4)) is None


@pytest.mark.slow
def test_a_stamp_is_read_by_tesseract_and_recogniser_together() -> None:
    """From ink to a sound date."""
    mark = _mark("05 FEB 2026")
    [looks] = look_at([mark])
    assert [(one.value, one.doubt) for one in weigh(mark, looks, SPAN).candidates] == [("2026-02-05", None)]
    assert look_at([]) == []


@pytest.mark.parametrize("alone", ["2026", "1301", "130126"])
def test_figures_that_may_be_part_of_a_date_are_no_number_by_themselves(alone: str) -> None:
    """A year, or a day and month since the printing, may be what is left of a date; not with a word before it."""
    [found] = _weigh(alone, alone, alone).candidates
    assert (found.field, found.doubt) == (NUMBER, "it may be a part of a date")
    [labelled] = _weigh(f"No. {alone}", f"No. {alone}", f"No. {alone}").candidates
    assert labelled.doubt != "it may be a part of a date"


@pytest.mark.parametrize(
    ("shown", "doubt"),
    [
        ("CHECKED 05/02/2026", "CHECKED"),
        ("Enquiry on 05/02/2026", "something else"),
        ("Diary No. 11/02/2026", "where a number is asked for"),
    ],
)
def test_a_date_for_something_else_is_doubted(shown: str, doubt: str) -> None:
    """A stamp of another purpose, a day to come, a diary number in the form of a date."""
    [date_] = [one for one in _weigh(shown, *[shown] * 3).candidates if one.field == RECEIVED]
    assert date_.doubt is not None
    assert doubt.casefold() in date_.doubt.casefold()


def test_a_daters_year_is_no_other_than_it_says() -> None:
    """A dater that was left at last year is asked about, not moved into the days that are possible."""
    found = _weigh("05 FEB 2025", *["05 FEB 2025"] * 3).candidates
    assert found
    assert all(one.doubt for one in found)


def test_the_number_of_a_table_is_no_diary_number() -> None:
    """ "Table No. 14" and "Copy No. 18" are doubted, "Diary Sl. No. 14" is not."""
    assert _weigh("Table No. 14", *["Table No. 14"] * 3).candidates[0].doubt == "it is the number of something else"
    assert _weigh("Diary No. 14", *["Diary No. 14"] * 3).candidates[0].doubt is None
