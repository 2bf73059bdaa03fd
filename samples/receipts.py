"""The simulated way back of receipt copies: handed in, marked by the office, scanned or photographed into an inbox.

``python -m samples.receipts --seed 1 --count 50 --out DIR`` makes stand-in letters, so that readers can be tuned alone.
Seeds below 100 are for tuning, from 1000 for testing.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from rules import catalogue
from rules.calendar import Calendar
from samples import filing, standins, truth
from samples.degrade import WEAR, aged, photocopied, photographed, scanned
from samples.ink import Sheet
from samples.office import Counter, rasterised, sign_ours
from samples.plan import Plan, deal_plans, handed_on, number_text, resolution
from samples.truth import Handed, Mark, Truth


def simulate(handed: Sequence[Handed], *, seed: int, out: Path, on: date) -> list[Truth]:
    """Hand ``handed`` in at their offices and scan by day ``on`` what comes back.

    Pictures go to ``out/inbox``, what really happened to ``out/truth.json``. Same seed and input, same marks.
    """
    calendar = catalogue.load().calendar
    plans = deal_plans(seed, len(handed))
    papers: list[filing.Paper] = []
    truths: list[Truth] = []
    back: list[int] = []
    for index, (item, plan) in enumerate(zip(handed, plans, strict=True)):
        rng = np.random.default_rng([seed, 2, index])
        paper, done = _one(item, plan, rng, on, calendar)
        if paper is not None:
            papers.append(paper)
            back.append(index)
        truths.append(done)
    places = filing.save_all(papers, out / "inbox", "scan", np.random.default_rng([seed, 3]))
    for index, files in zip(back, places, strict=True):
        truths[index] = dataclasses.replace(truths[index], files=files)
    truth.write(truths, out / "truth.json")
    return truths


def _one(
    item: Handed, plan: Plan, rng: np.random.Generator, on: date, calendar: Calendar
) -> tuple[filing.Paper | None, Truth]:
    day = handed_on(rng, item.printed_on, on, calendar)
    number = number_text(rng, day, plan.language)
    dpi = resolution(rng, plan)
    paper: filing.Paper | None = None
    marks: list[Mark] = []
    if plan.returned:
        drawn = 300 if dpi > 250 else 200
        sheets = rasterised(item.pdf, drawn)
        sign_ours(sheets, item.own_fields, rng)
        counter = Counter(sheets, item.own_fields, plan, item.office, rng)
        counter.receive(day, number)
        marks = counter.marks
        sides: list[tuple[int, Sheet]] = list(enumerate(sheets, start=1))
        if len(sides) > 1 and counter.back is None and rng.random() < 0.15:
            sides = sides[:1]  # only the stamped page was scanned
        if counter.back is not None:
            sides.append((0, counter.back))
        paper = to_paper(sides, plan, rng, drawn, dpi)
    return paper, Truth(
        reference=item.reference,
        files=(),
        received_on=day if any(mark.fact == "received_date" for mark in marks) else None,
        diary_no=next((mark.value for mark in marks if mark.fact == "diary_no"), None),
        marks=tuple(marks),
        stamp=plan.stamp,
        ink=plan.ink,
        strip_used=any(mark.spot is truth.Spot.STRIP for mark in marks),
        photocopy=plan.photocopy,
        phone=plan.phone,
        qr_covered=plan.cover_qr and plan.stamp not in ("slip", "pen") and not plan.strip_used,
        damage=plan.damage,
        dpi=dpi,
        handed_on=day,
    )


def to_paper(
    sides: Sequence[tuple[int, Sheet]], plan: Plan, rng: np.random.Generator, drawn: int, dpi: int
) -> filing.Paper:
    """Copy, age, scan or photograph the sides (letter page, sheet drawn at ``drawn`` dpi) as ``plan`` says."""
    images: list[bytes] = []
    low, high = WEAR[plan.damage].quality
    quality = int(rng.integers(low, high + 1))
    for _, sheet in sides:
        picture = photocopied(sheet.image, rng) if plan.photocopy else sheet.image
        picture = aged(picture, rng, drawn)
        camera = photographed if plan.phone else scanned
        picture = camera(picture, plan.damage, rng, drawn, dpi)
        if not plan.phone and rng.random() < 0.05:
            picture = np.ascontiguousarray(picture[::-1, ::-1])  # laid upside down
        images.append(
            filing.encode(picture, plan.container, rng, phone=plan.phone, dpi=dpi, quality=quality),
        )
    return filing.Paper(tuple(images), tuple(page for page, _ in sides), plan.container, dpi)


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Simulated stamped receipt copies of stand-in letters, with their truth."
    )
    parser.add_argument("--seed", type=int, required=True, help="below 100 to tune, from 1000 to test")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--on", type=date.fromisoformat, default=date(2026, 2, 20), help="the day of the scan")
    asked = parser.parse_args()
    handed = standins.handed(asked.seed, asked.count, asked.out)
    done = simulate(handed, seed=asked.seed, out=asked.out, on=asked.on)
    print(f"{sum(bool(one.files) for one in done)} of {len(done)} came back, in {asked.out / 'inbox'}")


if __name__ == "__main__":
    main()
