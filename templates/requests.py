"""What a request for information asks, how its fee is paid and what post costs, from the YAML beside the letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.errors import InputProblems, Problem
from rules.limits import STANDARD, Limits
from rules.text import Text
from templates.paragraphs import shipped_and_own, text_of

FILE = "requests.yaml"
_MOST = 1000  # rupees for an envelope


@dataclass(frozen=True, slots=True)
class Fee:
    """One way of paying: how the sentence on the fee ends, and what the box beside it is for."""

    mode: Text
    box: Text


@dataclass(frozen=True, slots=True)
class Requests:
    """Questions by the request's variant, ways of paying by an office's fee_mode, and what an envelope costs."""

    questions: Mapping[str, tuple[Text, ...]]
    fees: Mapping[str, Fee]
    postage: int | None = None  # rupees to have at hand for one envelope; None where only the counter knows


def load(shipped: Path, override: Path | None = None, limits: Limits = STANDARD) -> Requests:
    """Variants and fees of ``override`` go before the shipped. Raises InputProblems with all that is wrong."""
    questions: dict[str, tuple[Text, ...]] = {}
    fees: dict[str, Fee] = {}
    postage: int | None = None
    problems: list[Problem] = []
    for data in shipped_and_own(FILE, shipped, override, limits):
        for variant, rows in _mapping(data, "questions"):
            texts = [text_of(row) for row in rows] if isinstance(rows, list) else []
            if not texts or None in texts:
                problems.append(Problem(FILE, "its questions are not all in en and bn.", "Write them.", variant))
            questions[variant] = tuple(text for text in texts if text is not None)
        for way, row in _mapping(data, "fees"):
            mode, box = (text_of(row.get(part)) if isinstance(row, Mapping) else None for part in ("mode", "box"))
            if mode is None or box is None:
                problems.append(Problem(FILE, "it lacks mode or box in en and bn.", "Write them.", way))
            else:
                fees[way] = Fee(mode, box)
        if isinstance(data, Mapping) and "postage" in data:
            postage = data["postage"]
            if not (postage is None or (type(postage) is int and 0 < postage < _MOST)):
                problems.append(Problem(FILE, "it is no sum in whole rupees.", "Write it in digits.", "postage"))
    if problems:
        raise InputProblems(problems)
    return Requests(questions, fees, postage)


def _mapping(data: Any, part: str) -> list[tuple[str, Any]]:
    rows = data.get(part) if isinstance(data, Mapping) else None
    return [(str(key), row) for key, row in rows.items()] if isinstance(rows, Mapping) else []
