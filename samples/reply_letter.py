"""The wording and lay-out of one simulated official reply: letterhead, memo number, reference, body, copies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from rules.findings import Outcome
from rules.letters import Language
from rules.text import MONTHS_BN, MONTHS_EN, Text, bengali_digits
from samples.ink import pick
from samples.truth import Asked
from samples.typeset import Block

_TEXTS = Path(__file__).with_name("reply_texts.yaml")
_BLANK = "\u2003" * 5  # room for a number written by hand
_WORDS = {8: "Eight", 12: "Twelve", 18: "Eighteen", 24: "Twenty-four", 36: "Thirty-six"}


@dataclass(frozen=True, slots=True)
class Letterpress:
    """A reply ready for typesetting, with what it says and what is still to be written by hand."""

    blocks: tuple[Block, ...]
    memo_no: str  # with Latin digits
    letter_date: date
    reference: str | None  # of ours, as quoted
    refers_to_date: date | None
    refers_to_no: str | None
    facts: Mapping[str, str]
    by_hand: Mapping[str, str] = field(default_factory=dict)  # text after the blank -> what the pen writes there


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    return dict(yaml.safe_load(_TEXTS.read_text(encoding="utf-8")))


def outcomes(rti: bool) -> tuple[Outcome, ...]:
    """What an office may answer to an application or to an RTI request."""
    return tuple(Outcome(name) for name in texts()["rti" if rti else "application"])


def compose(asked: Asked, outcome: Outcome, day: date, rng: np.random.Generator) -> Letterpress:
    """The reply of ``asked.office`` of ``day`` with ``outcome``, in ``asked.language``."""
    variant = pick(rng, texts()["rti" if asked.rti else "application"][outcome.value][asked.language.value])
    values, facts = _values(asked, outcome, day, rng)
    if "section" in variant:
        facts["section"] = variant["section"]
    memo, memo_raw, by_hand = _memo(asked, rng)
    copies = int(rng.integers(1, 4))
    reference_line, quoted = _reference_line(asked, rng)
    english = asked.language is Language.ENGLISH
    subject = variant["subject"].format(**values)
    blocks = [
        *_letterhead(asked),
        _memo_line(asked, memo_raw, day, copies, rng, by_hand),
        Block(_addresses(asked), "plain"),
        Block(f"{'Sub' if english else 'বিষয়'} : {subject}", "bold"),
    ]
    if reference_line:
        blocks.append(Block(reference_line, "plain"))
    blocks.append(Block("Madam," if english else "মহাশয়া,", "plain"))
    for text in variant["body"]:
        filled = text.format(**values)
        blocks.append(Block(filled, "plain" if filled[0] in "1১" else "body"))
    blocks += _close(asked, memo_raw, copies, rng)
    if "annex" in variant:
        blocks += _annex(variant["annex"], asked.language, day, rng)
    return Letterpress(tuple(blocks), memo, day, *quoted, facts, by_hand)


def _values(
    asked: Asked, outcome: Outcome, day: date, rng: np.random.Generator
) -> tuple[dict[str, str], dict[str, str]]:
    english = asked.language is Language.ENGLISH
    fee = pick(rng, tuple(_WORDS))
    hearing = day + timedelta(days=int(rng.integers(9, 24)))
    hearing += timedelta(days={5: 2, 6: 1}.get(hearing.weekday(), 0))
    numbers = {
        "fee": fee,
        "pages": fee // 2,
        "received": int(rng.integers(90, 400)),
        "disposed": int(rng.integers(20, 90)),
    }
    values = {name: str(number) if english else bengali_digits(str(number)) for name, number in numbers.items()}
    values |= {
        "service": asked.service.of(asked.language),
        "superior": asked.office.superior.of(asked.language),
        "hearing": written_date(hearing, asked.language, rng),
        "put_up": written_date(day - timedelta(days=int(rng.integers(3, 9))), asked.language, rng),
        "fee_words": _WORDS[fee],
    }
    facts = {}
    if outcome is Outcome.FEE_DEMANDED:
        facts["fee_amount"] = str(fee)
    if outcome is Outcome.HEARING_FIXED:
        facts["hearing_date"] = hearing.isoformat()
    return values, facts


def written_date(day: date, language: Language, rng: np.random.Generator) -> str:
    """A date in an office letter: 05.01.2026, 5/1/2026, 5th January, 2026; ০৫.০১.২০২৬, ৫ই জানুয়ারি, ২০২৬."""
    form = int(rng.integers(4))
    if form < 2:
        text = day.strftime("%d.%m.%Y" if form == 0 else "%d/%m/%Y")
        return text if language is Language.ENGLISH else bengali_digits(text)
    if form == 2:
        text = f"{day.day}.{day.month}.{day.year}"
        return text if language is Language.ENGLISH else bengali_digits(text)
    if language is Language.ENGLISH:
        tail = "th" if 11 <= day.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
        return f"{day.day}{tail} {MONTHS_EN[day.month - 1]}, {day.year}"
    tail = {1: "লা", 2: "রা", 3: "রা", 4: "ঠা"}.get(day.day, "ই" if day.day < 19 else "শে")
    return f"{bengali_digits(str(day.day))}{tail} {MONTHS_BN[day.month - 1]}, {bengali_digits(str(day.year))}"


def _letterhead(asked: Asked) -> list[Block]:
    name, _ = asked.office.parts(asked.language)
    top = "Government of West Bengal" if asked.language is Language.ENGLISH else "পশ্চিমবঙ্গ সরকার"
    return [Block(top, "centre"), Block(name, "heading"), Block(f"{asked.office.place.of(asked.language)}\n", "centre")]


def _memo(asked: Asked, rng: np.random.Generator) -> tuple[str, str, dict[str, str]]:
    """The memo number normalised, as set in type (with a blank if its serial is handwritten), and the pen's part."""
    serial = str(int(rng.integers(11, 1890)))
    year = pick(rng, ("", "/2026", "/26")) if asked.written_on.year == 2026 else ""
    tail = f"/{'RTI/' if asked.rti and rng.random() < 0.6 else ''}{asked.office.short}{year}"
    if rng.random() < 0.3:
        shown = bengali_digits(serial) if asked.language is Language.BENGALI and rng.random() < 0.5 else serial
        return serial + tail, _BLANK + tail, {tail: shown}
    if asked.language is Language.BENGALI:
        return serial + tail, bengali_digits(serial + tail), {}
    return serial + tail, serial + tail, {}


def _memo_line(
    asked: Asked, memo: str, day: date, copies: int, rng: np.random.Generator, by_hand: Mapping[str, str]
) -> Block:
    if not by_hand and rng.random() < 0.4:
        head, _, rest = memo.partition("/")
        memo = f"{head}({copies if asked.language is Language.ENGLISH else bengali_digits(str(copies))})/{rest}"
    written = written_date(day, asked.language, rng)
    if asked.language is Language.ENGLISH:
        label = pick(rng, ("Memo No.", "Memo No.", "No.", "Ref. No."))
        return Block(f"{label} {memo}\t{pick(rng, ('Dated', 'Date :', 'Dated :', 'Dt.'))} {written}", "plain")
    label = pick(rng, ("স্মারক নং", "স্মারক সংখ্যা", "মেমো নং", "পত্রাঙ্ক"))
    return Block(f"{label} {memo}\t{pick(rng, ('তারিখ', 'তারিখ :', 'তাং'))} {written}", "plain")


def _addresses(asked: Asked) -> str:
    post = asked.office.post.of(asked.language)
    name, address = asked.name.of(asked.language), asked.address.of(asked.language)
    if asked.language is Language.ENGLISH:
        return f"From : The {post}\nTo : Smt. {name}\n{address}"
    return f"প্রেরক : {post}\nপ্রাপক : শ্রীমতী {name}\n{address}"


def _reference_line(asked: Asked, rng: np.random.Generator) -> tuple[str, tuple[str | None, date | None, str | None]]:
    """The Ref line and what it quotes: our reference, our letter's date, the office's diary number."""
    english = asked.language is Language.ENGLISH
    ways = ["reference", "reference", "date", "none"]
    if asked.diary_no:
        ways += ["diary", "diary", "diary"]
    way = pick(rng, ways)
    ours = written_date(asked.written_on, asked.language, rng)
    if way == "none":
        return "", (None, None, None)
    kind = pick(rng, ("application", "petition", "letter")) if english else "আবেদনপত্র"
    if way == "reference":
        line = (
            f"Ref : Your {kind} bearing No. {asked.reference} dated {ours}"
            if english
            else f"সূত্র : আপনার পত্র নং {asked.reference}, তারিখ {ours}"
        )
        return line, (asked.reference, asked.written_on, None)
    if way == "date" or asked.diary_no is None:
        line = f"Ref : Your {kind} dated {ours}" if english else f"সূত্র : আপনার {ours} তারিখের {kind}"
        return line, (None, asked.written_on, None)
    number = asked.diary_no if english else bengali_digits(asked.diary_no)
    line = (
        f"Ref : Your {kind} dated {ours}, Diary No. {number} of this office"
        if english
        else f"সূত্র : আপনার {ours} তারিখের {kind}, অত্র দপ্তরের ডায়েরি নং {number}"
    )
    return line, (None, asked.written_on, asked.diary_no)


def _close(asked: Asked, memo: str, copies: int, rng: np.random.Generator) -> list[Block]:
    english = asked.language is Language.ENGLISH
    post, place = asked.office.post.of(asked.language), asked.office.place.of(asked.language)
    if asked.rti:
        post += "\n& State Public Information Officer" if english else "\nতথা রাজ্য জন তথ্য আধিকারিক"
    blocks = [Block(("Yours faithfully," if english else "ভবদীয়,") + f"\n\n\n{post}\n{place}", "right")]
    if rng.random() < 0.55:
        head, _, rest = memo.partition("/")
        number = str(copies) if english else bengali_digits(str(copies))
        again = f"{head}/{'1' if english else '১'}({number})/{rest}"
        if english:
            text = f"Memo No. {again}\nCopy forwarded for information and necessary action to :\n1. The S.D.O."
        else:
            text = f"স্মারক নং {again}\nঅবগতি ও প্রয়োজনীয় ব্যবস্থা গ্রহণের জন্য প্রতিলিপি প্রেরিত হইল :\n১। মহকুমা শাসক।"
        blocks.append(Block(text, "small"))
    return blocks


def _annex(title: str, language: Language, day: date, rng: np.random.Generator) -> list[Block]:
    """A page of register lines: numbers and dates that are facts of other people's papers, not of this letter."""
    rows = []
    for _ in range(int(rng.integers(9, 16))):
        other = day - timedelta(days=int(rng.integers(20, 160)))
        row = f"{int(rng.integers(100, 1900))}\t{other.strftime('%d/%m/%Y')}"
        rows.append(row if language is Language.ENGLISH else bengali_digits(row))
    return [Block(title, "newpage"), Block("\n".join(rows), "plain")]


def stand_in(reference: str, office: Any, rng: np.random.Generator, language: Language, rti: bool) -> Asked:
    """A question from nobody, for tuning readers alone."""
    service = pick(
        rng,
        (
            Text("widow pension", "বিধবা ভাতা"),
            Text("new ration card", "নতুন রেশন কার্ড"),
            Text("housing assistance", "আবাস প্রকল্পের ঘর"),
            Text("caste certificate", "জাতিগত শংসাপত্র"),
        ),
    )
    written = date(2026, 1, 5) + timedelta(days=int(rng.integers(0, 30)))
    numbered = rng.random() < 0.7
    number = str(int(rng.integers(104, 5890)))
    return Asked(
        reference, written, written + timedelta(days=2), number if numbered else None, office, language, rti, service,
        Text("Malati Kalpana", "মালতী কল্পনা"),
        Text("C/o Post Box 7, Namuna Sangha", "প্রযত্নে পোস্ট বক্স ৭, নমুনা সংঘ"),
    )  # fmt: skip
