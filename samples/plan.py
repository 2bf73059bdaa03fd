"""What an office will do with each paper: every habit occurs, and at most two papers in five use the strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from rules.calendar import Calendar
from rules.letters import Language
from rules.text import bengali_digits
from samples.degrade import TELEPHONE_DPI, WEAR
from samples.ink import deal, pick
from samples.stamps import dater
from samples.truth import Damage, Spot, Writing

STRIP_SHARE = 0.38
_LOST_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Plan:
    """One paper's fate, before any ink is drawn."""

    returned: bool
    stamp: str  # ring | box | dater | pen | slip
    language: Language  # of the stamp and of the officer's digits
    ink: str
    date_spot: Spot | None  # None: no date is marked
    date_writing: Writing
    number_spot: Spot | None
    number_writing: Writing
    photocopy: bool
    phone: bool
    cover_qr: bool
    damage: Damage
    container: str  # jpeg | png | pdf | heic
    other_date: bool  # an endorsement with a later date, which is not the receipt's

    @property
    def strip_used(self) -> bool:
        return Spot.STRIP in (self.date_spot, self.number_spot)


def _split(share: float) -> tuple[tuple[bool, float], tuple[bool, float]]:
    return ((True, share), (False, 1 - share))


def deal_plans(seed: int, count: int) -> list[Plan]:
    """``count`` plans; the shares are of the batch, so that even a small one shows every habit."""
    rng = np.random.default_rng([seed, 1])
    returned = deal(rng, _split(1 - _LOST_SHARE), count)
    stamps = deal(rng, (("ring", 0.28), ("box", 0.28), ("dater", 0.2), ("pen", 0.15), ("slip", 0.09)), count)
    languages = deal(rng, ((Language.ENGLISH, 0.55), (Language.BENGALI, 0.45)), count)
    inks = deal(rng, (("blue", 0.3), ("violet", 0.34), ("red", 0.14), ("black", 0.22)), count)
    undated = deal(rng, _split(0.1), count)
    unnumbered = deal(rng, _split(0.14), count)
    photocopies = deal(rng, _split(0.14), count)
    phones = deal(rng, _split(0.2), count)
    covers = deal(rng, _split(0.14), count)
    damages = deal(rng, ((Damage.LIGHT, 0.46), (Damage.MEDIUM, 0.37), (Damage.HEAVY, 0.17)), count)
    containers = deal(rng, (("jpeg", 0.42), ("png", 0.16), ("pdf", 0.37), ("heic", 0.05)), count)
    others = deal(rng, _split(0.12), count)
    strips = _strips(rng, stamps, returned)
    plans = []
    for i in range(count):
        date_spot, date_writing = _date_place(rng, stamps[i], strips[i], undated[i])
        number_spot, number_writing = _number_place(rng, stamps[i], strips[i], unnumbered[i])
        plans.append(
            Plan(
                returned[i],
                stamps[i],
                languages[i],
                inks[i],
                date_spot,
                date_writing,
                number_spot,
                number_writing,
                photocopies[i],
                phones[i] and containers[i] != "png",
                covers[i],
                damages[i],
                containers[i],
                others[i],
            )
        )
    return plans


def _strips(rng: np.random.Generator, stamps: Sequence[str], returned: Sequence[bool]) -> list[bool]:
    """Which papers have their strip used: never more than two in five of those that come back; never with a slip."""
    able = [i for i, kind in enumerate(stamps) if kind != "slip" and returned[i]]
    most = int(STRIP_SHARE * sum(returned))
    chosen = {able[int(i)] for i in rng.permutation(len(able))[:most]}
    return [i in chosen for i in range(len(stamps))]


def _date_place(rng: np.random.Generator, stamp: str, strip: bool, undated: bool) -> tuple[Spot | None, Writing]:
    if undated:
        return None, Writing.PEN
    if stamp == "slip":
        return Spot.SLIP, pick(rng, (Writing.PEN, Writing.TYPED))
    if strip:
        typed = stamp == "dater" and rng.random() < 0.5
        return Spot.STRIP, Writing.TYPED if typed else Writing.PEN
    if stamp == "pen":
        return pick(rng, (Spot.MARGIN, Spot.MARGIN, Spot.OVER_TEXT)), Writing.PEN
    if stamp == "ring" and rng.random() < 0.35:
        return pick(rng, (Spot.MARGIN, Spot.OVER_TEXT)), Writing.PEN
    if rng.random() < 0.1:
        return Spot.BACK, Writing.TYPED
    return Spot.STAMP, Writing.PEN if stamp == "box" and rng.random() < 0.6 else Writing.TYPED


def _number_place(rng: np.random.Generator, stamp: str, strip: bool, unnumbered: bool) -> tuple[Spot | None, Writing]:
    if unnumbered:
        return None, Writing.PEN
    if stamp == "slip":
        return Spot.SLIP, pick(rng, (Writing.PEN, Writing.TYPED))
    if strip and rng.random() < 0.85:
        return Spot.STRIP, Writing.PEN if rng.random() < 0.8 else Writing.TYPED
    if stamp == "box":
        return Spot.STAMP, pick(rng, (Writing.PEN, Writing.PEN, Writing.TYPED))
    return pick(rng, (Spot.MARGIN, Spot.MARGIN, Spot.OVER_TEXT)), pick(rng, (Writing.PEN, Writing.PEN, Writing.TYPED))


def handed_on(rng: np.random.Generator, printed_on: date, on: date, calendar: Calendar) -> date:
    """A day between printing and the scan on which offices are open."""
    days = [printed_on + timedelta(days=n) for n in range(max(1, min(9, (on - printed_on).days + 1)))]
    return pick(rng, [day for day in days if calendar.closed(day) is None] or days[:1])


def date_text(rng: np.random.Generator, day: date, language: Language, writing: Writing) -> str:
    """``day`` as an office writes it: a dater's type, or digits with strokes, dots or hyphens, in either script."""
    if writing is Writing.TYPED and (language is Language.ENGLISH or rng.random() < 0.5):
        return dater(day, rng)
    mark = pick(rng, ("/", "/", ".", "-"))
    year = f"{day.year}" if rng.random() < 0.55 else f"{day.year % 100:02d}"
    pad = rng.random() < 0.6
    text = mark.join((f"{day.day:02d}", f"{day.month:02d}", year) if pad else (f"{day.day}", f"{day.month}", year))
    return bengali_digits(text) if language is Language.BENGALI else text


def number_text(rng: np.random.Generator, day: date, language: Language) -> str:
    """A diary number of the year: ``1247``, ``1247/26`` or ``1247/2026``, in the digits of ``language``."""
    number = f"{int(rng.integers(104, 5890))}"
    text = pick(rng, (number, number, f"{number}/{day.year % 100:02d}", f"{number}/{day.year}"))
    return bengali_digits(text) if language is Language.BENGALI else text


def resolution(rng: np.random.Generator, plan: Plan) -> int:
    """Dots per inch of the scan or photograph."""
    return pick(rng, TELEPHONE_DPI[plan.damage] if plan.phone else WEAR[plan.damage].dpi)
