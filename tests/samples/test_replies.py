"""Simulated replies: every outcome is written in both languages and says what its truth says."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from rules.findings import Outcome
from rules.letters import Language
from rules.text import Text, fold
from samples.replies import simulate_replies
from samples.reply_letter import compose, outcomes, written_date
from samples.truth import Asked, OfficeName

OFFICE = OfficeName(
    Text("Office of the Block Development Officer, Basanti", "সমষ্টি উন্নয়ন আধিকারিকের করণ, বাসন্তী"),
    Text("Block Development Officer", "সমষ্টি উন্নয়ন আধিকারিক"),
    Text("Basanti, South 24 Parganas", "বাসন্তী, দক্ষিণ ২৪ পরগনা"),
    "BDO-BST",
)


def asked(language: Language, rti: bool) -> Asked:
    return Asked(
        "7K4Q-9XM2-A", date(2026, 1, 5), date(2026, 1, 7), "1247/26", OFFICE, language, rti,
        Text("widow pension", "বিধবা ভাতা"), Text("Malati Kalpana", "মালতী কল্পনা"),
        Text("C/o Post Box 7", "প্রযত্নে পোস্ট বক্স ৭"),
    )  # fmt: skip


def test_every_outcome_is_written() -> None:
    """Between them applications and RTI requests get every outcome that a reader knows, but those of compensation."""
    others = {Outcome.UNKNOWN, Outcome.INTERIM_GRANTED}
    assert set(outcomes(rti=False)) | set(outcomes(rti=True)) == set(Outcome) - others


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("rti", [False, True])
def test_letters_say_what_the_truth_says(language: Language, rti: bool) -> None:
    """Memo number, quoted reference and number, and fee stand in the letter's text; nothing is left unfilled."""
    for seed in range(12):
        for outcome in outcomes(rti):
            letter = compose(asked(language, rti), outcome, date(2026, 2, 10), np.random.default_rng(seed))
            text = fold("\n".join(block.text for block in letter.blocks))
            assert "{" not in text
            serial, _, rest = letter.memo_no.partition("/")
            assert fold(rest) in text
            written = [fold(shown) for shown in letter.by_hand.values()]
            assert written == [fold(serial)] if letter.by_hand else fold(serial) in text
            for quoted in (letter.reference, letter.refers_to_no, letter.facts.get("fee_amount")):
                assert quoted is None or fold(quoted) in text
            assert ("fee_amount" in letter.facts) is (outcome is Outcome.FEE_DEMANDED)
            assert ("hearing_date" in letter.facts) is (outcome is Outcome.HEARING_FIXED)


def test_dates_are_written_as_offices_do() -> None:
    """Digits with dots or strokes, or words with the ordinals of each language."""
    rng = np.random.default_rng(1)
    english = {written_date(date(2026, 1, 2), Language.ENGLISH, rng) for _ in range(60)}
    bengali = {written_date(date(2026, 1, 2), Language.BENGALI, rng) for _ in range(60)}
    assert english == {"02.01.2026", "02/01/2026", "2.1.2026", "2nd January, 2026"}
    assert bengali == {"০২.০১.২০২৬", "০২/০১/২০২৬", "২.১.২০২৬", "২রা জানুয়ারি, ২০২৬"}


@pytest.mark.slow
def test_replies_are_typeset_and_scanned(tmp_path: Path) -> None:
    """Each letter gets one reply, with the outcome asked for, in files that exist; the same seed says the same."""
    wanted = [
        dataclasses.replace(asked(Language.BENGALI, rti=False), outcome=Outcome.REFUSED),
        asked(Language.ENGLISH, rti=True),
    ]
    done = simulate_replies(wanted, seed=4, out=tmp_path, on=date(2026, 3, 2))
    assert done[0].outcome is Outcome.REFUSED
    assert done[1].outcome in outcomes(rti=True)
    assert all(date(2026, 1, 7) < one.letter_date <= date(2026, 3, 2) for one in done)
    written = json.loads((tmp_path / "truth_replies.json").read_text(encoding="utf-8"))
    assert written["label"].startswith("SIMULATED")
    named = {page.file for one in done for page in one.files}
    assert named == {path.name for path in (tmp_path / "inbox").iterdir()}
