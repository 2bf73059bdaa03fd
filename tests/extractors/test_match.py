"""Which letter a reply answers: sure only when unique and consistent."""

from dataclasses import replace
from datetime import date
from random import Random

from extractors.match import Candidate, match
from rules.findings import DocumentKind, Finding, Method, ReadDocument
from rules.references import new_reference

_DRAW = Random(7)
REFERENCES = [new_reference(_DRAW.choice) for _ in range(6)]
TEXT_BN = "সমষ্টি উন্নয়ন আধিকারিকের করণ বাসন্তী, দক্ষিণ ২৪ পরগনা প্রাপক : শ্রীমতী নমুনা খাতুন"
OFFICE_BN = "সমষ্টি উন্নয়ন আধিকারিক, বাসন্তী"


def _finding(value: str, confidence: float = 0.95) -> Finding:
    return Finding(value, value, 1, (0.1, 0.1, 0.3, 0.12), confidence, Method.OCR)


def _reply(text: str = TEXT_BN, references: tuple[str, ...] = (), **facts: str) -> ReadDocument:
    found = {"letter_date": "2026-03-12", "office": "সমষ্টি উন্নয়ন আধিকারিকের করণ বাসন্তী", **facts}
    return ReadDocument(
        pages=(1,),
        kind=DocumentKind.REPLY,
        language="ben",
        references=tuple(_finding(reference) for reference in references),
        facts={name: (_finding(value),) for name, value in found.items() if value},
        text=text,
    )


def _candidate(at: int, **changes: object) -> Candidate:
    base: dict[str, object] = {
        "reference": REFERENCES[at],
        "printed_on": date(2026, 1, 16),
        "received_on": date(2026, 1, 19),
        "diary_no": f"47{at}8",
        "office_names": (OFFICE_BN,),
        "applicant_names": ("নমুনা খাতুন",),
    }
    return Candidate(**{**base, **changes})  # type: ignore[arg-type]


def test_our_reference_quoted_settles_it() -> None:
    """The check character vouches for it."""
    ranked = match(_reply(references=(REFERENCES[1],)), [_candidate(0), _candidate(1)])
    assert ranked.sure == (REFERENCES[1],)
    assert ranked.candidates[0].reasons[0] == "it quotes our reference"


def test_one_reply_may_answer_two_letters() -> None:
    """Both references quoted, both answered."""
    ranked = match(_reply(references=(REFERENCES[0], REFERENCES[1])), [_candidate(0), _candidate(1), _candidate(2)])
    assert set(ranked.sure) == {REFERENCES[0], REFERENCES[1]}


def test_number_date_office_and_name_together_settle_it() -> None:
    """Without our reference the diary number, the date, the office and the name must meet on one letter."""
    reply = _reply(diary_no="৪৭২৮", refers_to_date="2026-01-16")
    ranked = match(reply, [_candidate(1), _candidate(2), _candidate(3)])
    assert ranked.sure == (REFERENCES[2],)
    assert len(ranked.candidates[0].reasons) == 4


def test_two_letters_of_one_person_to_one_office_need_a_person() -> None:
    """Same date, office and name: nothing tells them apart."""
    ranked = match(_reply(refers_to_date="2026-01-16"), [_candidate(1), _candidate(2)])
    assert ranked.sure == ()
    assert ranked.doubt is not None


def test_an_answer_older_than_the_letter_is_refused() -> None:
    """A reply dated before our letter was handed in cannot answer it, reference or not."""
    ranked = match(_reply(references=(REFERENCES[0],), letter_date="2026-01-10"), [_candidate(0)])
    assert ranked.sure == ()
    assert "dated before" in str(ranked.doubt)


def test_an_office_off_the_ladder_is_refused() -> None:
    """The same post in another block is another office."""
    other = _candidate(0, office_names=("সমষ্টি উন্নয়ন আধিকারিক, গোসাবা",))
    ranked = match(_reply(references=(REFERENCES[0],)), [other])
    assert ranked.sure == ()
    assert "ladder" in str(ranked.doubt)


def test_an_office_on_the_ladder_may_answer() -> None:
    """A letter sent on may be answered by the next office."""
    other = _candidate(0, office_names=("মহকুমা শাসক, ক্যানিং",), ladder_names=(OFFICE_BN,))
    assert match(_reply(references=(REFERENCES[0],)), [other]).sure == (REFERENCES[0],)


def test_a_reference_of_no_open_letter_is_told() -> None:
    """A quoted reference that is not among the letters is never bent to fit one."""
    ranked = match(_reply(references=(REFERENCES[5],), diary_no="৪৭১৮", refers_to_date="2026-01-16"), [_candidate(1)])
    assert ranked.sure == ()
    assert "no open letter" in str(ranked.doubt)


def test_bengali_spelt_in_two_ways_is_one_name() -> None:
    """Composed and decomposed য় and a joiner make no difference."""
    candidate = _candidate(1, applicant_names=("শ্রীমতী ম\u09dfনা\u200d",))
    reply = _reply(text="শ্রীমতী ম\u09af\u09bcনা", diary_no="৪৭১৮")
    assert "it names the applicant" in match(reply, [candidate]).candidates[0].reasons


def test_reasons_never_hold_a_name() -> None:
    """Reasons reach logs and screens."""
    ranked = match(_reply(diary_no="৪৭১৮", refers_to_date="2026-01-16"), [_candidate(1)])
    assert "নমুনা" not in " ".join(ranked.candidates[0].reasons)


def test_a_reference_misread_by_a_character_still_leads_to_its_letter() -> None:
    """Our reference with one character misread, together with the letter's date, names one letter and no other."""
    smudged = ("T" if REFERENCES[0][0] != "T" else "X") + REFERENCES[0][1:]
    reply = _reply(text=f"{TEXT_BN} সূত্র : আপনার পত্র নং {smudged}", refers_to_date="2026-01-16")
    ranked = match(reply, [_candidate(0), _candidate(1)])
    assert ranked.sure == (REFERENCES[0],)


def test_a_reference_misread_by_three_characters_leads_nowhere() -> None:
    """What is too far from every reference is no reason for any letter."""
    reply = _reply(text="Ref: your letter no. 22" + REFERENCES[0][2:-1] + "2")
    ranked = match(reply, [_candidate(0, applicant_names=(), office_names=(), diary_no=None)])
    assert not any("misread" in reason for one in ranked.candidates for reason in one.reasons)


def test_date_office_and_name_settle_it_where_no_other_letter_fits() -> None:
    """The three together are enough for one letter; of two letters of that day to that office neither is sure."""
    reply = _reply(refers_to_date="2026-01-16")
    assert match(reply, [_candidate(0)]).sure == (REFERENCES[0],)
    assert match(reply, [_candidate(0), _candidate(1)]).sure == ()


def test_her_name_the_office_and_the_matter_settle_it() -> None:
    """A reply that quotes nothing of ours is bound by office, full name and matter, where one letter has all three."""
    housing = _candidate(0, service_names=("Housing", "আবাস প্রকল্পের ঘর"))
    pension = _candidate(1, service_names=("Widow pension", "বিধবা ভাতা"))
    reply = _reply(TEXT_BN + "\nমহাশয়া,\nআপনার বিধবা ভাতা সংক্রান্ত আবেদন মঞ্জুর করা হইল")
    assert match(reply, [housing, pension]).sure == (REFERENCES[1],)
    assert match(reply, [pension, replace(pension, reference=REFERENCES[2])]).sure == ()
    assert match(reply, [replace(pension, applicant_names=("নমুনা খাতন",))]).sure == ()


def test_another_woman_s_answer_is_not_hers() -> None:
    """Neither one whose name begins as hers, nor one in whose answer she is only mentioned."""
    pension = _candidate(0, service_names=("Widow pension", "বিধবা ভাতা"))
    said = "\nমহাশয়া,\nআপনার বিধবা ভাতা সংক্রান্ত আবেদন মঞ্জুর করা হইল"
    assert match(_reply(TEXT_BN + said), [pension]).sure == (REFERENCES[0],)
    assert match(_reply(TEXT_BN + " মণ্ডল" + said), [pension]).sure == ()
    other = TEXT_BN.replace("নমুনা খাতুন", "রিনা দাস") + said + "। নমুনা খাতুন পৃথক আবেদন করিয়াছেন"
    assert match(_reply(other), [pension]).sure == ()


def test_an_answer_under_the_rti_act_answers_no_application() -> None:
    """Who answers as information officer answers a request; her application to the same office is none."""
    reply = _reply(TEXT_BN + " তথ্যের অধিকার আইনে আপনার আবেদন", refers_to_date="2026-01-16")
    assert match(reply, [_candidate(0, is_request=True)]).sure == (REFERENCES[0],)
    refused = match(reply, [_candidate(0, is_request=False)])
    assert (refused.sure, refused.doubt) == ((), "it answers a request for information, and this letter is none")
