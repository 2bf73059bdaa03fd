"""What a paper as read means: certain, in doubt, or only its number in doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from extractors.match import Candidate
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
