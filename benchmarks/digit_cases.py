"""Simulated cases for the recogniser of handwritten numerals, and what its readers make of them before calibration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import digit_simulator as simulator
from extractors import digits, penned

SEED = 20261123
TESTED = 80  # the last of each numeral in the files: these are for testing, here and in samples/handwriting.npz
LEARNING = 0.85  # of the others; the rest calibrates
LEVEL_SHARES = {"light": 0.3, "medium": 0.4, "heavy": 0.3}


@dataclass(frozen=True)
class Trial:
    """One case read: ``chance`` and ``support`` before calibration, 0 if nothing was read."""

    kind: str
    right: bool
    chance: float
    support: float = 1.0


def split(folder: Path) -> list[simulator.Sources]:
    """Training, calibration and test sources."""
    letters = simulator.letters(sorted(Path("/usr/share/fonts").rglob("Noto*Bengali-*.ttf")))
    rng = np.random.default_rng(SEED)
    pools: list[list[NDArray[np.uint8]]] = [[], [], []]
    for name in ("bengali-train.npz", "latin-train.npz"):
        stored = np.load(folder / name)
        dark_on_light = stored["images"].ndim == 4
        thin = simulator.skeletons(255 - stored["images"][..., 0] if dark_on_light else stored["images"])
        for value in range(10):
            chosen = thin[stored["labels"] == value]
            learning, calibration = _cut(rng.permutation(chosen[:-TESTED]))
            for pool, part in zip(pools, (learning, calibration, chosen[-TESTED:]), strict=True):
                pool.append(part)
    letters = rng.permutation(letters)
    parts = (*_cut(letters[40:]), letters[:40])
    return [simulator.Sources(tuple(pool), part) for pool, part in zip(pools, parts, strict=True)]


def _cut(items: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    cut = round(LEARNING * len(items))
    return items[:cut], items[cut:]


def _damage(rng: np.random.Generator, level: str | None) -> simulator.Damage:
    return simulator.LEVELS[level or str(rng.choice(list(LEVEL_SHARES), p=list(LEVEL_SHARES.values())))]


def boxes(
    sources: simulator.Sources, rows: int, seed: int, level: str | None = None
) -> Iterator[tuple[list[digits.Image], list[int]]]:
    """Rows of eight crops with their classes: mostly numerals of one script, some empty boxes, some no numerals."""
    rng = np.random.default_rng(seed)
    for _ in range(rows):
        script = int(rng.integers(2))
        drawn = rng.choice(3, 8, p=[0.84, 0.05, 0.11])
        classes = [(int(rng.integers(10)) + 10 * script, digits.EMPTY, digits.NO_NUMERAL)[kind] for kind in drawn]
        yield simulator.row(classes, sources, _damage(rng, level), rng), classes


def pieces(
    sources: simulator.Sources, lines: int, seed: int, level: str | None = None
) -> Iterator[tuple[list[digits.Image], list[int]]]:
    """The numerals of dates and numbers written without boxes, cut apart as the reader cuts them, with their classes;
    nothing of a line whose characters touch or fall apart."""
    rng = np.random.default_rng(seed)
    for _ in range(lines):
        script = int(rng.integers(2))
        text = _date_text(rng, _written(rng)[1]) if rng.random() < 0.6 else _number_text(rng)
        cut = penned.pieces(simulator.line(text, script, sources, _damage(rng, level), rng))
        if len(cut) == len(text):
            numerals = [(piece.picture, int(char)) for piece, char in zip(cut, text, strict=True) if char.isdigit()]
            yield [picture for picture, _ in numerals], [value + 10 * script for _, value in numerals]


def _written(rng: np.random.Generator) -> tuple[str, date, date, date]:
    """``plain`` or ``outside``, a date written, and the range that the reader is told: a true date of it or outside."""
    kind = str(rng.choice(["plain", "outside"], p=[0.9, 0.1]))
    earliest = date(2024, 1, 1) + timedelta(days=int(rng.integers(2500)))
    latest = earliest + timedelta(days=int(rng.choice([7, 30, 60, 120, 365])))
    written = earliest + timedelta(days=int(rng.integers((latest - earliest).days + 1)))
    if kind == "outside":
        written = written.replace(day=min(written.day, 28), year=written.year + int(rng.choice([-10, -2, -1, 1, 2])))
        if earliest <= written <= latest:
            written = earliest - timedelta(days=int(rng.integers(1, 60)))
    return kind, written, earliest, latest


def dates(sources: simulator.Sources, count: int, seed: int, level: str | None = None) -> list[Trial]:
    """Dates in eight boxes. ``outside`` ones lie outside the range, ``spoilt`` ones have a box left empty or filled
    with no numeral: what is sure for these must still be the date written."""
    rng = np.random.default_rng(seed)
    trials = []
    for _ in range(count):
        kind, written, earliest, latest = _written(rng)
        script = int(rng.integers(2))
        classes = [int(digit) + 10 * script for digit in f"{written:%d%m%Y}"]
        if kind == "plain" and rng.random() < 0.1:
            kind = "spoilt"
            classes[int(rng.integers(8))] = int(rng.choice([digits.EMPTY, digits.NO_NUMERAL]))
        found = digits.weigh_date(simulator.row(classes, sources, _damage(rng, level), rng), earliest, latest)
        trials.append(
            Trial(kind, found.value == written, found.chance, found.support) if found else Trial(kind, False, 0, 0)
        )
    return trials


def numbers(sources: simulator.Sources, count: int, seed: int, level: str | None = None) -> list[Trial]:
    """Numbers of three to eight numerals in boxes, for which no calendar helps."""
    rng = np.random.default_rng(seed)
    trials = []
    for _ in range(count):
        script = int(rng.integers(2))
        written = [int(digit) for digit in rng.integers(0, 10, 8)]
        length = int(rng.integers(3, 9))
        crops = simulator.row([digit + 10 * script for digit in written], sources, _damage(rng, level), rng)[:length]
        found = digits.weigh_boxes(crops)
        text = "".join(map(str, written[:length]))
        trials.append(Trial("plain", found[0] == text, found[2]) if found else Trial("plain", False, 0, 0))
    return trials


def penned_dates(sources: simulator.Sources, count: int, seed: int, level: str | None = None) -> list[Trial]:
    """Dates without boxes, of the range or (``outside``) not."""
    rng = np.random.default_rng(seed)
    trials = []
    for _ in range(count):
        kind, written, earliest, latest = _written(rng)
        text = _date_text(rng, written)
        picture = simulator.line(text, int(rng.integers(2)), sources, _damage(rng, level), rng)
        found = penned.weigh_penned_date(picture, earliest, latest)
        trials.append(
            Trial(kind, found[0].value == written, found[0].probability, found[1])
            if found
            else Trial(kind, False, 0, 0)
        )
    return trials


def penned_numbers(sources: simulator.Sources, count: int, seed: int, level: str | None = None) -> list[Trial]:
    """Diary numbers without boxes, half of them with their year."""
    rng = np.random.default_rng(seed)
    trials = []
    for _ in range(count):
        text = _number_text(rng)
        picture = simulator.line(text, int(rng.integers(2)), sources, _damage(rng, level), rng)
        found = penned.weigh_penned_number(picture, (2025, 2026))
        right = found is not None and found.digits == text
        trials.append(Trial("plain", right, found.probability if found else 0.0, 1.0 if found else 0.0))
    return trials


def _date_text(rng: np.random.Generator, day: date) -> str:
    """In ASCII, with or without leading zeros, the year of two or four numerals."""
    parts = (f"{day:%d}", f"{day:%m}") if rng.random() < 0.6 else (f"{day.day}", f"{day.month}")
    year = f"{day.year}" if rng.random() < 0.5 else f"{day:%y}"
    return str(rng.choice(["/", "/", ".", "-"])).join((*parts, year))


def _number_text(rng: np.random.Generator) -> str:
    """A diary number in ASCII, three in five with its year."""
    text = str(int(rng.integers(1, 10 ** int(rng.integers(2, 6)))))
    return text + ("", "", "/26", "/2026", "/2025")[int(rng.integers(5))]


# by the name under which a reader's fitted numbers are stored
READERS: dict[str, Callable[[simulator.Sources, int, int, str | None], list[Trial]]] = {
    "date": dates,
    "reading": numbers,
    "penned_date": penned_dates,
    "penned_number": penned_numbers,
}
