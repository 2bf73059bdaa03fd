"""What a paper as read means: certain, in doubt, or only its number in doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.match import Candidate
from extractors.receipt import NO_MARK
from flows.recording import Settled
from flows.take_in_scans.reading import decide, to_check
from rules.findings import DocumentKind, Finding, Method, ReadDocument, ReviewReason
from rules.letters import Language, Letter, LetterKind
from tests.flows.take_in_scans.readings import finding

TODAY = date(2026, 7, 20)
REFERENCE = "7K4Q-9XM2-B"


def receipt(*reasons: ReviewReason, references: bool = True) -> ReadDocument:
    facts = {"received_date": (finding("2026-07-08"),), "diary_no": (finding("412"),)}
    named = (finding(REFERENCE),) if references else ()
    return ReadDocument((1,), DocumentKind.RECEIPT, "eng", named, facts, needs_review=reasons)


def test_a_clear_receipt_is_certain() -> None:
    """Nothing in doubt: day and number are to be recorded."""
    decision = decide(receipt(), [], TODAY)
    assert decision.reasons == ()
    assert decision.settled.letter == REFERENCE
    assert decision.settled.values == {"received_date": "2026-07-08", "diary_no": "412"}


def test_what_the_office_calls_its_number_goes_with_it() -> None:
    """By the words of its mark; with the number in doubt it is left out as well."""
    marked = replace(receipt(), text="RECEIVED\nInward No. 412")
    assert decide(marked, [], TODAY).settled.values["number_kind"] == "inward"
    doubtful = replace(marked, needs_review=(ReviewReason("diary_no", "two readings"),))
    assert decide(doubtful, [], TODAY).settled.values == {"received_date": "2026-07-08"}


def test_a_receipt_shows_every_letter_whose_page_it_may_be() -> None:
    """With what each is known by: two codes on one paper are two candidates."""
    coded = replace(finding("2M8R-4WXT-C"), method=Method.QR, confidence=1.0)
    decision = decide(replace(receipt(), references=(coded, finding(REFERENCE))), [], TODAY)
    assert [(one.reference, one.score) for one in decision.candidates] == [("2M8R-4WXT-C", 1.0), (REFERENCE, 0.99)]
    assert ["code" in one.why for one in decision.candidates] == [True, False]


def test_a_request_for_information_is_not_granted_a_pension() -> None:
    """A reply that quotes it and grants something answers another letter of hers as well."""
    facts = {"letter_date": (finding("2026-07-15"),), "memo_no": (finding("412/BDO"),)}
    read = ReadDocument((1,), DocumentKind.REPLY, "eng", (finding(REFERENCE),), facts, finding("granted"))
    application = Candidate(REFERENCE, date(2026, 6, 1), is_request=False)
    assert decide(read, [application], TODAY).reasons == ()
    assert decide(read, [replace(application, is_request=True)], TODAY).doubts("outcome")


def test_a_number_in_doubt_holds_back_only_itself() -> None:
    """The day stands and starts the clock; the doubtful number is left out and asked for."""
    decision = decide(receipt(ReviewReason("diary_no", "two readings")), [], TODAY)
    assert decision.number_waits
    assert decision.settled.values == {"received_date": "2026-07-08"}


def test_a_reply_in_doubt_of_its_number_alone_waits_for_no_more() -> None:
    """Outcome, day and letter stand; the number is left out and asked for. With the outcome in doubt all waits."""
    facts = {"memo_no": (finding("417/BDO-BST"),), "letter_date": (finding("2026-07-08"),)}
    outcome = Finding("refused", "rejected", 1, (0.1, 0.5, 0.2, 0.6), 0.99, Method.OCR)
    pen = ReviewReason("memo_no", "a part of the number is written by pen")
    known = [Candidate(REFERENCE, date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 2))]
    named = (finding(REFERENCE),)
    read = ReadDocument((1,), DocumentKind.REPLY, "eng", named, facts, outcome=outcome, needs_review=(pen,))
    decision = decide(read, known, TODAY)
    assert decision.number_waits
    assert decision.settled.letter == REFERENCE
    assert decision.settled.values == {"letter_date": "2026-07-08", "outcome": "refused"}
    doubtful = ReviewReason("outcome", "the wording only hints at refused")
    assert not decide(replace(read, needs_review=(pen, doubtful)), known, TODAY).number_waits


def test_a_day_in_doubt_holds_back_all() -> None:
    """With the day in doubt nothing is recorded unseen."""
    decision = decide(receipt(ReviewReason("received_date", "two days")), [], TODAY)
    assert decision.reasons
    assert not decision.number_waits


def _handed(on: date) -> list[Candidate]:
    return [Candidate("2M8R-4WXT-C", date(2026, 6, 1)), Candidate(REFERENCE, date(2026, 6, 1), on, on)]


def test_the_day_of_handing_in_bears_out_a_doubtful_reading_of_that_day() -> None:
    """Two sources that say the same: the mark, however unsure, and the record."""
    unsure = replace(finding("2026-07-08", 0.5), doubt="its figures may be others")
    read = replace(
        receipt(ReviewReason("received_date", "its figures may be others")), facts={"received_date": (unsure,)}
    )
    assert decide(read, [], TODAY).reasons
    assert decide(read, [Candidate(REFERENCE, date(2026, 6, 1), filed_on=date(2026, 7, 8))], TODAY).reasons  # by post
    borne_out = decide(read, _handed(date(2026, 7, 8)), TODAY)
    assert borne_out.reasons == ()
    assert borne_out.settled.values["received_date"] == "2026-07-08"
    assert decide(read, _handed(date(2026, 7, 9)), TODAY).reasons


def test_of_two_sure_days_the_one_on_record_is_that_of_the_receipt() -> None:
    """The other is the day on which a clerk passed the paper on."""
    later = finding("2026-07-09", 0.999)
    several = receipt(ReviewReason("received_date", "the marks give different values"))
    read = replace(several, facts={"received_date": (later, finding("2026-07-08"))})
    decision = decide(read, _handed(date(2026, 7, 8)), TODAY)
    assert decision.reasons == ()
    assert decision.settled.values["received_date"] == "2026-07-08"


@pytest.mark.parametrize(
    "found",
    [
        (finding("2026-07-06"), finding("2026-07-08")),
        (finding("2026-07-08"), finding("2026-07-09"), finding("2026-07-07")),
        (finding("2026-07-08", stamped=False), finding("2026-07-09")),
    ],
)
def test_a_sure_day_beside_another_is_asked_about(found: tuple[Finding, ...]) -> None:
    """Where one is earlier than that of the record, or that of the record is by a pen, which may be ours."""
    several = receipt(ReviewReason("received_date", "the marks give different values"))
    decision = decide(replace(several, facts={"received_date": found}), _handed(date(2026, 7, 8)), TODAY)
    assert [reason.field for reason in decision.reasons] == ["received_date"]


def test_a_doubtful_day_by_a_pen_alone_is_not_borne_out() -> None:
    """It may be a number: 2811/26 reads like 28/1/26. In a stamp's blank the same reading counts."""
    read = receipt(ReviewReason("received_date", "a date by pen stands alone"))
    for stamped in (True, False):
        alone = replace(finding("2026-07-08", 0.9, stamped=stamped), doubt="a date by pen stands alone")
        decision = decide(replace(read, facts={"received_date": (alone,)}), _handed(date(2026, 7, 8)), TODAY)
        assert (decision.reasons == ()) is stamped


def test_a_doubtful_day_is_borne_out_only_where_it_reads_best() -> None:
    """Where the mark rather looks like another day, or as much like one, the record may be what is wrong."""
    read = receipt(ReviewReason("received_date", "unclear"))
    other = replace(finding("2026-07-09", 0.5), doubt="unclear")
    for confidence, is_asked in ((0.4, True), (0.5, True), (0.6, False)):
        found = (replace(finding("2026-07-08", confidence), doubt="unclear"), other)
        decision = decide(replace(read, facts={"received_date": found}), _handed(date(2026, 7, 8)), TODAY)
        assert bool(decision.reasons) is is_asked
    beside = replace(finding("2026-07-30", 0.9, stamped=False), doubt="a date by pen stands alone")
    found = (beside, replace(finding("2026-07-08", 0.5), doubt="unclear"))
    assert decide(replace(read, facts={"received_date": found}), _handed(date(2026, 7, 8)), TODAY).reasons == ()
    faint = (replace(finding("2026-07-08", 0.1), doubt="unclear"),)
    assert decide(replace(read, facts={"received_date": faint}), _handed(date(2026, 7, 8)), TODAY).reasons


def test_a_sure_day_that_is_not_the_one_on_record_is_asked_about() -> None:
    """One of the two is wrong, and only a person can say which."""
    decision = decide(receipt(), _handed(date(2026, 7, 7)), TODAY)
    assert [reason.field for reason in decision.reasons] == ["received_date"]
    assert "2026-07-07" in decision.reasons[0].reason


def test_what_is_wrong_with_a_page_is_asked_about_whatever_the_record_says() -> None:
    """Marks that may stand on another letter's page prove nothing of this one."""
    unsure = replace(finding("2026-07-08", 0.5), doubt="there is no archived print")
    reasons = (ReviewReason("pages", "there is no archived print"), ReviewReason("received_date", "no archived print"))
    read = replace(receipt(*reasons), facts={"received_date": (unsure,)})
    assert [why.field for why in decide(read, _handed(date(2026, 7, 8)), TODAY).reasons] == ["pages"]


def test_a_mark_without_a_date_is_offered_the_day_on_record() -> None:
    """Asked about, to be accepted at a glance; a side that bears no mark at all is offered nothing."""
    nothing = replace(receipt(ReviewReason("received_date", "no date could be read in the office's mark")), facts={})
    decision = decide(nothing, _handed(date(2026, 7, 8)), TODAY)
    assert decision.reasons
    assert decision.settled.values == {"received_date": "2026-07-08"}
    bare = replace(nothing, needs_review=(ReviewReason("received_date", NO_MARK),))
    assert decide(bare, _handed(date(2026, 7, 8)), TODAY).settled.values == {}


def test_what_is_wrong_with_the_pages_doubts_each_fact() -> None:
    """A day read on a side that may be of another paper is no more certain than the side."""
    decision = decide(receipt(ReviewReason("pages", "codes of two letters are on one page")), [], TODAY)
    assert all(map(decision.doubts, ("letter", "received_date", "diary_no")))
    numbered = decide(receipt(ReviewReason("diary_no", "two readings"), references=False), [], TODAY)
    assert [*map(numbered.doubts, ("letter", "received_date", "diary_no"))] == [True, False, True]


def test_a_receipt_of_no_letter_is_asked_about() -> None:
    """Without a reference there is a question, never a guess."""
    decision = decide(receipt(references=False), [], TODAY)
    assert [reason.field for reason in decision.reasons] == ["reference"]


def test_a_paper_of_no_kind_is_asked_about_once() -> None:
    """A paper that is neither receipt nor reply gives one question about its kind, and names no letter."""
    for reasons in ((), (ReviewReason("kind", "no known form"),)):
        decision = decide(ReadDocument((1,), DocumentKind.OTHER, "eng", needs_review=reasons), [], TODAY)
        fields = [reason.field for reason in decision.reasons]
        assert fields.count("kind") == 1
        assert {"letter", "outcome"} <= set(fields)
        assert decision.settled.letter == ""


def _letter(kind: LetterKind) -> Letter:
    return Letter(REFERENCE, kind, None, "bdo:x", 0, Language.ENGLISH, TODAY, 1, None, None, None)


def test_what_a_refusal_seems_to_lack_is_put_to_a_person() -> None:
    """No appeal line and no officer were seen, the section was: all three are shown, to be accepted or corrected."""
    facts = {"section": (finding("6(1)"), finding("8(1)(j)"))}
    read = ReadDocument((1,), DocumentKind.REPLY, "eng", facts=facts)
    settled = Settled(DocumentKind.REPLY, REFERENCE, {"outcome": "refused"})
    said = to_check(read, settled, _letter(LetterKind.RTI_REQUEST), 0)
    assert said == {"section": "8(1)(j)", "lacks": "officer,appeal_period,appellate"}
    whole = {**facts, "appeal_line": (finding("30 days"),), "officer": (finding("SPIO"),)}
    assert to_check(
        ReadDocument((1,), DocumentKind.REPLY, "eng", facts=whole), settled, _letter(LetterKind.RTI_REQUEST), 0
    ) == {"section": "8(1)(j)"}


def test_numbered_answers_are_counted_against_the_questions() -> None:
    """Three of five are too few; a reply that numbers nothing may well answer all."""
    few = {"answers": tuple(map(finding, "124")), "appeal_line": (finding("30 days"),), "officer": (finding("SPIO"),)}
    settled = Settled(DocumentKind.REPLY, REFERENCE, {"outcome": "information_supplied"})
    letter = _letter(LetterKind.RTI_REQUEST)
    read = ReadDocument((1,), DocumentKind.REPLY, "eng", facts=few)
    assert to_check(read, settled, letter, 5) == {"lacks": "answers"}
    assert to_check(read, settled, letter, 3) == {}
    plain = {name: found for name, found in few.items() if name != "answers"}
    assert to_check(ReadDocument((1,), DocumentKind.REPLY, "eng", facts=plain), settled, letter, 5) == {}


def test_an_answer_to_no_request_has_no_checklist() -> None:
    """A refused application, or a reply of no known letter, is not measured by the RTI Act."""
    read = ReadDocument((1,), DocumentKind.REPLY, "eng")
    settled = Settled(DocumentKind.REPLY, REFERENCE, {"outcome": "refused"})
    assert to_check(read, settled, _letter(LetterKind.APPLICATION), 0) == {}
    assert to_check(read, settled, None, 0) == {}
