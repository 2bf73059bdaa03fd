"""Every reason of a review entry is said in Bengali as well."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

from rules.findings import Outcome
from rules.review_sentences import SENTENCES
from rules.review_words import candidate_words, field_words, reason_words
from rules.text import nfc

ROOT = Path(__file__).parents[2]
READERS = (
    *(f"extractors/{name}.py" for name in (
        "blanks", "dates", "facts_head", "match", "numbers", "outcome", "pile", "read", "receipt", "register", "reply",
        "reread", "reread_body", "stamp", "stamp_dates", "strip",
    )),
    "flows/take_in_scans/reading.py",
)  # fmt: skip
# Parts of a sentence that stands in the file whole.
PARTS = ("before the letter was printed", "after the scan", "read with confidence")


def _said(path: Path) -> Iterator[str]:
    """The sentences that a reader may give as a reason: its texts of three words and more, braces filled."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = ast.JoinedStr | ast.Constant
    inside = {id(node) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) for node in ast.walk(one)} - {
        id(one) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr)
    }
    docs = {
        id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, texts) or id(node) in inside | docs:
            continue
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        words = "".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
        if len(regex.findall(r"\b[a-z]{2,}\b", words)) < 3 or regex.search(r"[|\\\p{Bengali}]", words):
            continue
        whole = "".join(str(part.value) if isinstance(part, ast.Constant) else "2026-01-02" for part in parts)
        yield whole + "refused" if whole.endswith(" ") else whole


@pytest.mark.parametrize("reader", READERS)
def test_every_sentence_of_the_readers_has_its_bengali(reader: str) -> None:
    """No reader says anything that the file of words does not know."""
    said = [one for one in _said(ROOT / reader) if one not in PARTS]
    assert said
    assert [one for one in said if not regex.search(r"\p{Bengali}", reason_words(one).bn)] == []


def test_every_sentence_is_found_under_its_own_english() -> None:
    """No earlier sentence takes the place of a later one, and both languages fill the same values or fewer."""
    for text in SENTENCES:
        braces = regex.findall(r"\{(\w+)\}", text.en)
        assert set(regex.findall(r"\{(\w+)\}", text.bn)) <= set(braces)
        if "what" not in braces:
            said = reason_words(regex.sub(r"\{\w+\}", "X7", text.en)).bn
            assert said == nfc(regex.sub(r"\{\w+\}", "X7", text.bn))


@pytest.mark.parametrize(
    ("english", "bengali"),
    [
        ("read with confidence 0.52, under 0.90", "নিশ্চিত পড়া যায়নি: নিশ্চয়তা ০.৫২, দরকার ০.৯০"),
        ("the wording only hints at granted, refused", "বয়ান থেকে শুধু আভাস মেলে: মঞ্জুর, প্রত্যাখ্যান"),
        ("the marks give different values: 37, 137", "এক-এক জায়গায় এক-এক রকম লেখা: 37, 137"),
        (
            "by the record it was handed in on 2026-01-12, and the mark says 2026-01-13",
            "খাতায় জমার তারিখ ১২ জানুয়ারি ২০২৬, কিন্তু দপ্তরের লেখায় ১৩ জানুয়ারি ২০২৬",
        ),
        (
            "page 2: Reading took longer than 60 seconds; the page may be noise.",
            "পাতা ২: পড়তে ৬০ সেকেন্ডের বেশি লাগছিল; পাতায় হয়তো পড়ার মতো কিছু নেই।",
        ),
        ("its figures may be others (perhaps 12/1/26)", "অঙ্কগুলি অন্য কিছু হতে পারে (হয়তো 12/1/26)"),
        (
            "scan 12 page 3 is damaged. Scan that page again.",
            "স্ক্যান ১২, পাতা ৩: পাতাটি নষ্ট। শুধু ওই পাতা আবার স্ক্যান করুন।",
        ),
        (
            "It is damaged. Scan that page again. It has no size. Scan that page again.",
            "পাতাটি নষ্ট। শুধু ওই পাতা আবার স্ক্যান করুন। পাতাটির কোনও মাপ নেই। শুধু ওই পাতা আবার স্ক্যান করুন।",
        ),
        (
            "the sum does not agree with its reckoning: 4 pages at 2 are not 10",
            "টাকার হিসাব মিলছে না: ২ টাকা দরে ৪ পাতায় ১০ টাকা হয় না",
        ),
    ],
)
def test_values_are_filled_in_bengali(english: str, bengali: str) -> None:
    """Days, outcomes and bare figures are said in Bengali; what stands on the paper stays as it stands there."""
    assert reason_words(english).en == english
    assert reason_words(english).bn == nfc(bengali)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_name(outcome: Outcome) -> None:
    """An outcome that a reason names is named in Bengali."""
    assert outcome.value not in reason_words(f"the wording only hints at {outcome}").bn


def test_what_speaks_for_a_candidate_is_said_in_both_languages() -> None:
    """Each reason by itself, joined as it was."""
    said = candidate_words("it names the applicant; it quotes the date of this letter")
    assert said.bn == nfc("আবেদনকারীর নাম আছে; এই চিঠির তারিখের উল্লেখ আছে")


def test_what_is_not_known_stays_in_english() -> None:
    """A reason of an older version is shown as it was written, never lost."""
    assert reason_words("the ink has run").bn == "the ink has run"
    assert field_words("memo_no").bn == "স্মারক নম্বর"
    assert field_words("other_no").en == "other no"
