"""An office's own printed receipt slip, which gets pinned to a paper instead of a stamp."""

from __future__ import annotations

from datetime import date

import numpy as np

from rules.letters import Language
from rules.text import bengali_digits, fold
from samples.ink import Mask, Sheet, lettering
from samples.plan import Plan
from samples.stamps import Part
from samples.truth import OfficeName, Writing

WIDTH, HEIGHT = 86.0, 54.0
_LABELS = {
    Language.ENGLISH: ("RECEIPT", "Receipt Sl. No.", "Date of receipt", "Subject : Petition", "Receiving Clerk"),
    Language.BENGALI: ("প্রাপ্তি স্বীকার পত্র", "ক্রমিক নং", "প্রাপ্তির তারিখ", "বিষয় : আবেদনপত্র", "গ্রহণকারী"),
}


def printed(
    office: OfficeName, plan: Plan, day: date, number: str, dpi: int, rng: np.random.Generator
) -> tuple[Sheet, tuple[Part, ...]]:
    """The slip as a small sheet, and where its facts stand in millimetres from its top left corner."""
    paper = np.array([255, rng.integers(238, 254), rng.integers(205, 250)], np.uint8)
    shape = (round(HEIGHT * dpi / 25.4), round(WIDTH * dpi / 25.4), 3)
    sheet = Sheet(np.ascontiguousarray(np.broadcast_to(paper, shape)), dpi)
    title, number_label, date_label, subject, clerk = _LABELS[plan.language]
    name, place = office.parts(plan.language)
    for text, size, y in ((name, 2.9, 5), (place, 2.6, 10), (title, 3.4, 16.5)):
        sheet.ink(_fitted(sheet, text, size, plan.language), "black", WIDTH / 2, y)
    parts = []
    rows = (
        ("diary_no", number_label, number, plan.number_spot is not None, plan.number_writing, 25.0),
        ("received_date", date_label, day.strftime("%d/%m/%Y"), plan.date_spot is not None, plan.date_writing, 33.0),
    )
    for fact, label, text, given, writing, y in rows:
        mask = _fitted(sheet, label + " :", 2.8, plan.language)
        width = mask.shape[1] / sheet.ppm
        sheet.ink(mask, "black", 5 + width / 2, y)
        room = (width + 8, WIDTH - 6)
        middle = (room[0] + room[1]) / 2
        _dotted(sheet, room, y + 2.4)
        if not given:
            continue
        if writing is Writing.PEN:
            parts.append(Part(fact, None, middle, y - 0.4, room[1] - room[0] - 2, 6))
            continue
        shown = bengali_digits(text) if plan.language is Language.BENGALI else fold(text)
        typed = _fitted(sheet, shown, 3.0, plan.language)
        parts.append(Part(fact, shown, middle, y, typed.shape[1] / sheet.ppm, typed.shape[0] / sheet.ppm))
        sheet.ink(typed, "black", middle, y)
    for text, x, y in ((subject, 24.0, 41.0), (clerk, WIDTH - 20, HEIGHT - 3.5)):
        sheet.ink(_fitted(sheet, text, 2.5, plan.language), "black", x, y)
    return sheet, tuple(parts)


def _fitted(sheet: Sheet, text: str, size: float, language: Language) -> Mask:
    mask = lettering(text, size * 1.35 * sheet.ppm, language, "serif")
    while mask.shape[1] > (WIDTH - 6) * sheet.ppm and size > 1.6:
        size *= 0.93
        mask = lettering(text, size * 1.35 * sheet.ppm, language, "serif")
    return mask


def _dotted(sheet: Sheet, room: tuple[float, float], y: float) -> None:
    dot = np.ones((max(1, round(0.25 * sheet.ppm)), max(1, round(0.4 * sheet.ppm))), np.float32)
    for x in np.arange(room[0], room[1], 1.2):
        sheet.ink(dot, "black", float(x), y)
