"""Receipt copies come back: recorded when every check holds, else a reason to look."""

import io
from datetime import date

import cv2
import numpy as np
import pytest
from PIL import Image

from extractors.codes import Code, find_codes
from extractors.pages import Page
from extractors.receipt import ArchivedPrint, OwnPaper, read_receipts
from rules import strip
from rules.findings import DocumentKind, Method, ReadDocument
from rules.letters import OwnField
from tests.extractors.papers import DPI, MM, REFERENCE, coloured, press, printed, scanned, write

PRINTED_ON, TODAY = date(2026, 1, 10), date(2026, 2, 20)
PAPER = printed()
OWN = OwnField(1, strip.Box(120.0, 196.0, 180.0, 212.0).fractions())

pytestmark = pytest.mark.slow


def _pdf(paper: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(paper).save(out, "PDF", resolution=DPI)
    return out.getvalue()


ARCHIVED = ArchivedPrint(REFERENCE, _pdf(PAPER), PRINTED_ON, (OWN,))


def _read(page: np.ndarray, archived: ArchivedPrint | None = ARCHIVED, *backs: np.ndarray) -> ReadDocument:
    scan, _ = scanned(page)
    pages = [Page(number, image, DPI) for number, image in enumerate((scan, *backs), start=1)]
    codes: list[list[Code]] = [find_codes(pages[0]), *([] for _ in backs)]
    [document] = read_receipts([OwnPaper(pages, codes, archived)], TODAY)
    return document


def _fields(document: ReadDocument) -> set[str]:
    return {reason.field for reason in document.needs_review}


def test_a_stamp_over_text_is_recorded_with_date_number_and_place() -> None:
    """Date and number from the added ink alone; the reference from the code; boxes on the upright scan."""
    page = coloured(PAPER)
    write(page, "RECEIVED", 60, 210, "violet")
    write(page, "Diary No. 5432", 60, 219, "violet")
    write(page, "Date 05 FEB 2026", 60, 228, "violet")
    document = _read(page)
    assert document.kind is DocumentKind.RECEIPT
    assert [finding.value for finding in document.references] == [REFERENCE]
    assert document.references[0].method is Method.QR
    assert document.needs_review == ()
    assert document.facts["received_date"][0].value == "2026-02-05"
    assert document.facts["diary_no"][0].value == "5432"
    x0, y0, x1, y1 = document.facts["received_date"][0].box
    assert 0.25 < x0 < x1 < 0.75
    assert 0.72 < y0 < y1 < 0.8
    assert document.proof is not None
    assert document.proof_page == 1


def test_our_own_printed_date_is_no_fact_of_the_office() -> None:
    """An unmarked copy gives no receipt, whatever dates the letter itself quotes."""
    paper = PAPER.copy()
    cv2.putText(paper, "Date 05 FEB 2026", (round(60 * MM), round(215 * MM)), cv2.FONT_HERSHEY_DUPLEX, 1.1, 0, 3)
    archived = ArchivedPrint(REFERENCE, _pdf(paper), PRINTED_ON, ())
    document = _read(coloured(paper), archived)
    assert document.facts == {}
    assert [(reason.field, reason.reason) for reason in document.needs_review] == [
        ("received_date", "no mark of the office found")
    ]
    assert document.proof is None


def test_a_date_in_our_own_field_is_not_read() -> None:
    """She may date her signature: that is not the office's mark."""
    page = coloured(PAPER)
    write(page, "05 FEB 2026", 122, 207, "blue", 0.9)
    assert _read(page).facts == {}


def test_a_date_after_the_scan_waits_for_a_person() -> None:
    """It stays as a candidate of low confidence, with its reason."""
    page = coloured(PAPER)
    write(page, "RECEIVED 05 MAR 2026", 60, 215, "blue")
    document = _read(page)
    assert "2026-03-05 lies after the scan" in document.needs_review[0].reason
    assert all(finding.confidence <= 0.5 for finding in document.facts.get("received_date", ()))


def test_two_dates_of_the_office_wait_for_a_person() -> None:
    """Which of them is the receipt's is not ours to say."""
    page = coloured(PAPER)
    write(page, "RECEIVED 05 FEB 2026", 60, 215, "blue")
    write(page, "RECEIVED 06 FEB 2026", 110, 225, "red")
    assert "received_date" in _fields(_read(page))


def test_a_stamp_of_receipt_that_is_in_doubt_is_not_passed_over() -> None:
    """Beside it the sound date of another stamp may be that on which the paper was passed on."""
    page = coloured(PAPER)
    write(page, "RECEIVED ISSUED 04 FEB 2026", 40, 215, "blue")
    write(page, "RECEIVED 06 FEB 2026", 110, 225, "red")
    assert "received_date" in _fields(_read(page))


def test_a_stamp_that_fell_into_two_marks_keeps_its_word() -> None:
    """The day under "CHECKED" is not that of a receipt, though word and day are marks of their own."""
    page = coloured(PAPER)
    write(page, "CHECKED", 60, 213, "red")
    write(page, "05 FEB 2026", 60, 221, "red")
    assert "received_date" in _fields(_read(page))


def test_a_paper_that_was_returned_is_no_receipt() -> None:
    """Whatever day is on record."""
    page = coloured(PAPER)
    write(page, "RETURNED 06 FEB 2026", 60, 215, "red")
    assert "pages" in _fields(_read(page))


def test_a_date_without_any_stamp_is_asked_about() -> None:
    """Whoever handed the letter in may have noted the day on her own copy: that is no receipt."""
    page = coloured(PAPER)
    write(page, "05/02/2026", 60, 215, "blue")
    document = _read(page)
    assert [found.value for found in document.facts["received_date"]] == ["2026-02-05"]
    assert "pages" in _fields(document)
    write(page, "Block Office", 60, 240, "violet")
    assert "pages" not in _fields(_read(page))


def test_a_pen_that_says_received_may_be_borne_out() -> None:
    """An office without a stamp writes "Recd" and the day: the record may bear it out; alone it is asked about."""
    page = coloured(PAPER)
    write(page, "Recd 05/02/2026", 60, 215, "blue")
    document = _read(page)
    assert all(found.stamped for found in document.facts["received_date"] if found.value == "2026-02-05")
    assert _fields(document) == {"received_date"}


@pytest.mark.parametrize(("below", "leaves_it"), [("Example", True), ("Date", False)])
def test_a_stamp_without_a_place_for_the_day_leaves_it_to_a_pen(below: str, leaves_it: bool) -> None:
    """One that has a date, which nobody can read, does not."""
    page = coloured(PAPER)
    write(page, "05/02/2026", 60, 215, "blue")
    write(page, "Block Office", 60, 238, "violet")
    write(page, below, 60, 247, "violet")
    [found] = _read(page).facts["received_date"]
    assert (found.value, found.stamped) == ("2026-02-05", leaves_it)


def test_a_pen_within_a_stamp_writes_the_stamps_date() -> None:
    """Whatever became of its label: what stands between a stamp's own lines is no clerk's note beside it."""
    page = coloured(PAPER)
    write(page, "Block Office", 60, 215, "violet")
    write(page, "05/02/2026", 60, 223, "blue")
    write(page, "Date Example", 60, 231, "violet")
    frame = np.zeros(page.shape[:2], np.uint8)
    cv2.rectangle(frame, (round(55 * MM), round(205 * MM)), (round(120 * MM), round(235 * MM)), 255, 3)
    press(page, frame, "violet")
    found = _read(page).facts["received_date"]
    assert [(one.value, one.stamped) for one in found] == [("2026-02-05", True)]


def test_a_stamp_on_the_back_is_read() -> None:
    """A side without a code behind ours is its back: all ink on it is added."""
    back = np.full_like(coloured(PAPER), 252)
    write(back, "RECEIVED", 60, 90, "violet", 1.4)
    write(back, "05 FEB 2026", 60, 102, "violet", 1.4)
    document = _read(coloured(PAPER), ARCHIVED, back)
    assert document.needs_review == ()
    [finding] = document.facts["received_date"]
    assert (finding.value, finding.page) == ("2026-02-05", 2)


def test_without_a_print_candidates_are_given_and_nothing_counts() -> None:
    """Coloured ink is read all the same, and a reason says what was missing."""
    page = coloured(PAPER)
    write(page, "RECEIVED 05 FEB 2026", 60, 215, "violet", 1.3)
    document = _read(page, None)
    assert "received_date" in _fields(document)
    assert [finding.value for finding in document.facts["received_date"]] == ["2026-02-05"]


def test_a_page_of_another_letter_under_this_code_is_not_read() -> None:
    """A print that does not fit is a reason for review, not a guess."""
    document = _read(coloured(printed(seed=2)))
    assert any("page 1" in reason.reason for reason in document.needs_review)


def test_a_stroke_of_the_pen_alone_is_a_mark_without_a_date() -> None:
    """Initials only: the office marked it, and a person must say when."""
    page = coloured(PAPER)
    mask = np.zeros(PAPER.shape, np.uint8)
    cv2.polylines(mask, [np.int32(np.array([[62, 212], [72, 224], [80, 210], [95, 223]]) * MM)], False, 255, 4)
    press(page, mask, "black")
    document = _read(page)
    assert [reason.reason for reason in document.needs_review] == ["no date could be read in the office's mark"]
