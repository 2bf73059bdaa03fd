"""What is refused in a request for information is found before it is printed."""

import pytest

from rules.questions import MOST, Doubt, Fault, doubts


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ("Why was no compensation paid?", Fault.REASON),
        ("ক্ষতিপূরণ কেন দেওয়া হয়নি?", Fault.REASON),
        ("Do you think that the fund is enough?", Fault.OPINION),
        ("এ বিষয়ে আপনার মতামত জানান।", Fault.OPINION),
        ("Names of the victims who were paid.", Fault.PERSONAL),
        ("উপভোক্তাদের নাম ও ঠিকানা দিন।", Fault.PERSONAL),
        ("How many applied? How many were paid?", Fault.SEVERAL),
        ("x" * 501, Fault.LONG),
        ("  ", Fault.EMPTY),
    ],
)
def test_what_gets_refused_is_found(question: str, fault: Fault) -> None:
    """In both languages, with the number of the question."""
    assert doubts(["The number of applications received in 2025.", question]) == [Doubt(2, fault)]


@pytest.mark.parametrize(
    "question",
    [
        "The number of persons who applied for compensation, year by year.",
        "A copy of the register, with the names of applicants severed under section 10.",
        "কতজন আবেদন করেছেন, কতজনকে টাকা দেওয়া হয়েছে; বছরওয়ারি হিসাব।",
        "নামের তালিকা নয়, রেজিস্টারের নকল, আবেদনকারীদের নাম বাদ দিয়ে।",
        "যে কেন্দ্রগুলিতে আবেদন নেওয়া হয়, সেগুলির তালিকা।",
    ],
)
def test_what_is_held_on_paper_may_be_asked(question: str) -> None:
    """Figures, copies, registers with names left out; a word that only begins like "why" is none."""
    assert doubts([question]) == []


def test_too_many_questions_are_one_doubt() -> None:
    """They will be taken for more than one subject."""
    assert doubts(["A copy of the rule."] * (MOST + 1)) == [Doubt(0, Fault.MANY)]
