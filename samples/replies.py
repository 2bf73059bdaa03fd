"""Simulated official replies: typeset as such offices write them, signed, sealed, printed and scanned like receipts.

``python -m samples.replies --seed 1 --count 20 --out DIR`` answers stand-in letters. Seeds below 100 are for tuning,
from 1000 for testing.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pypdfium2

from rules import catalogue
from rules.calendar import Calendar
from rules.findings import Outcome
from rules.letters import Language
from rules.references import new_reference
from samples import filing, stamps, standins, truth
from samples.ink import Sheet, deal, pick, turned
from samples.office import rasterised
from samples.pen import Hand, signature
from samples.plan import Plan, deal_plans, resolution
from samples.receipts import to_paper
from samples.reply_letter import Letterpress, compose, outcomes, stand_in
from samples.truth import Asked, ReplyTruth
from samples.typeset import Look, to_pdfs


def simulate_replies(asked: Sequence[Asked], *, seed: int, out: Path, on: date) -> list[ReplyTruth]:
    """Answer every letter of ``asked`` on paper by day ``on``.

    Pictures go to ``out/inbox``, what the replies say to ``out/truth_replies.json``.
    """
    calendar = catalogue.load().calendar
    decided = _decide(asked, seed)
    letters = [
        _write(item, outcome, np.random.default_rng([seed, 11, index]), on, calendar)
        for index, (item, outcome) in enumerate(decided)
    ]
    looks = [_look(np.random.default_rng([seed, 12, index])) for index in range(len(asked))]
    pdfs = to_pdfs(
        {f"r{i}": (letter.blocks, look) for i, (letter, look) in enumerate(zip(letters, looks, strict=True))}
    )
    plans = deal_plans(seed + 7, len(asked))
    papers = []
    truths = []
    for index, (item, letter, plan) in enumerate(zip(asked, letters, plans, strict=True)):
        rng = np.random.default_rng([seed, 13, index])
        paper, dpi = _scan(item, letter, pdfs[f"r{index}"], plan, rng)
        papers.append(paper)
        truths.append(_truth(item, letter, plan, dpi, decided[index][1]))
    places = filing.save_all(papers, out / "inbox", "page", np.random.default_rng([seed, 14]))
    done = [dataclasses.replace(one, files=files) for one, files in zip(truths, places, strict=True)]
    truth.write(done, out / "truth_replies.json")
    return done


def _decide(asked: Sequence[Asked], seed: int) -> list[tuple[Asked, Outcome]]:
    """An outcome for each letter: the asked-for one, else dealt evenly over what such a letter may be answered."""
    rng = np.random.default_rng([seed, 10])
    hands = {
        rti: deal(rng, [(outcome, 1.0) for outcome in outcomes(rti)], sum(one.rti is rti for one in asked))
        for rti in (False, True)
    }
    return [(one, one.outcome or hands[one.rti].pop()) for one in asked]


def _write(item: Asked, outcome: Outcome, rng: np.random.Generator, on: date, calendar: Calendar) -> Letterpress:
    start = item.received_on or item.written_on
    latest = max(1, min(45, (on - start).days))
    day = start + timedelta(days=int(rng.integers(min(8, latest), latest + 1)))
    while calendar.closed(day) is not None and day > start:
        day -= timedelta(days=1)
    return compose(item, outcome, day, rng)


def _look(rng: np.random.Generator) -> Look:
    faces = pick(rng, (("Noto Serif", "Noto Serif Bengali"), ("Noto Sans", "Noto Sans Bengali")))
    return Look((18, 20, 18, 24), float(pick(rng, (10.5, 11.0, 11.5, 12.0))), *faces, float(pick(rng, (115, 125, 140))))


def _scan(
    item: Asked, letter: Letterpress, pdf: bytes, plan: Plan, rng: np.random.Generator
) -> tuple[filing.Paper, int]:
    dpi = resolution(rng, plan)
    drawn = 300 if dpi > 250 else 200
    sheets = rasterised(pdf, drawn)
    _handwritten(sheets[0], pdf, letter, rng)
    _sign(sheets[0], pdf, item, rng)
    return to_paper(list(enumerate(sheets, start=1)), plan, rng, drawn, dpi), dpi


def _handwritten(sheet: Sheet, pdf: bytes, letter: Letterpress, rng: np.random.Generator) -> None:
    """Fill the blank before the memo number's printed tail with a serial by pen."""
    for tail, text in letter.by_hand.items():
        spot = _find(pdf, tail)
        if spot is None:
            raise ValueError("the memo number was not found on the reply just typeset")
        mask = Hand.of(rng).write(text, 4.4, sheet.ppm, rng)
        width = mask.shape[1] / sheet.ppm
        sheet.ink(mask, pick(rng, ("pen-blue", "pen-black")), spot[0] - width / 2 - 0.8, spot[1])


def _sign(sheet: Sheet, pdf: bytes, item: Asked, rng: np.random.Generator) -> None:
    """The officer's signature over the typed post and a round seal beside it."""
    lines = 3 if item.rti else 2
    y = _post_end(pdf) - 6 * lines
    sheet.ink(signature(rng, 42, 15, sheet.ppm), pick(rng, ("pen-blue", "pen-black")), rng.uniform(138, 150), y - 3)
    if rng.random() < 0.8:
        seal = stamps.round_seal(item.office, item.language, sheet.ppm, None, rng)
        ink = pick(rng, ("violet", "blue", "violet", "red"))
        sheet.ink(turned(seal.mask, rng.normal(0, 10)), ink, rng.uniform(85, 118), y + rng.uniform(-8, 10), 0.85)


def _find(pdf: bytes, text: str) -> tuple[float, float] | None:
    """Left edge and middle height in mm of the first ``text`` on page 1."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        hit = page.get_textpage().search(text, match_case=True).get_next()
        if hit is None:
            return None
        left, low, _, high = page.get_textpage().get_charbox(hit[0])
        return left * 25.4 / 72, (page.get_height() - (low + high) / 2) * 25.4 / 72
    finally:
        document.close()


def _post_end(pdf: bytes) -> float:
    """Lower edge in mm of the officer's typed post and place, which end the right side of page 1."""
    sheet = rasterised(pdf, 50)[0]
    right = sheet.image[:, round(130 * sheet.ppm) :].min(axis=2)
    return float(np.where(right < 160)[0].max() / sheet.ppm)


def _truth(item: Asked, letter: Letterpress, plan: Plan, dpi: int, outcome: Outcome) -> ReplyTruth:
    return ReplyTruth(
        answers=item.reference,
        files=(),
        outcome=outcome,
        language=item.language,
        memo_no=letter.memo_no,
        letter_date=letter.letter_date,
        refers_to_reference=letter.reference,
        refers_to_date=letter.refers_to_date,
        refers_to_no=letter.refers_to_no,
        facts=dict(letter.facts),
        damage=plan.damage,
        photocopy=plan.photocopy,
        phone=plan.phone,
        dpi=dpi,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Simulated official replies to stand-in letters, with their truth.")
    parser.add_argument("--seed", type=int, required=True, help="below 100 to tune, from 1000 to test")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--on", type=date.fromisoformat, default=date(2026, 3, 20), help="the day of the scan")
    wanted = parser.parse_args()
    rng = np.random.default_rng([wanted.seed, 15])
    languages = deal(rng, ((Language.BENGALI, 0.5), (Language.ENGLISH, 0.5)), wanted.count)
    kinds = deal(rng, ((True, 0.5), (False, 0.5)), wanted.count)
    asked = [
        stand_in(new_reference(lambda options: pick(rng, options)), standins.office(rng), rng, language, rti)
        for language, rti in zip(languages, kinds, strict=True)
    ]
    truth.write_asked(asked, wanted.out / "asked.json")
    done = simulate_replies(asked, seed=wanted.seed, out=wanted.out, on=wanted.on)
    print(f"{len(done)} replies in {wanted.out / 'inbox'}")


if __name__ == "__main__":
    main()
