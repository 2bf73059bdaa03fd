"""What letters say for each service: subject, need and prayer, from the YAML beside the letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rules.errors import InputProblems, Problem
from rules.rows import Service
from rules.text import Text

FILE = "paragraphs.yaml"
_PARTS = ("subject", "need", "prayer")


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The words for one service. ``right``: the law that an application names, where one gives her what she asks for;
    ``enclosures`` is None where the catalogue's documents serve."""

    subject: Text
    need: Text
    prayer: Text
    right: Text | None = None
    enclosures: tuple[Text, ...] | None = None


def load(shipped: Path, override: Path | None = None) -> Mapping[str, Paragraphs]:
    """By service id; rows of ``override`` go before the shipped. Raises InputProblems with all that is wrong."""
    rows: dict[str, Paragraphs] = {}
    problems: list[Problem] = []
    for folder in (shipped, override):
        if folder is None or not (folder / FILE).is_file():
            continue
        try:
            data = yaml.safe_load((folder / FILE).read_text(encoding="utf-8")) or {}
        except yaml.YAMLError:
            problems.append(Problem(FILE, "it is not readable YAML.", "Mend the indentation."))
            continue
        for service, row in data.items():
            if (made := _row(row)) is None:
                problems.append(Problem(FILE, "it lacks subject, need or prayer in en and bn.", "Write them.", service))
            else:
                rows[service] = made
    if problems:
        raise InputProblems(problems)
    return rows


def words_for(service: Service, rows: Mapping[str, Paragraphs]) -> Paragraphs:
    """The words for a service, or the general ones with its name in them."""
    if service.id in rows:
        return rows[service.id]
    general = rows["other"]
    return Paragraphs(*(getattr(general, part).filled(service=service.name) for part in _PARTS))


def _row(row: Any) -> Paragraphs | None:
    if not isinstance(row, Mapping):
        return None
    texts = [text_of(row.get(part)) for part in _PARTS]
    enclosures = None if "enclosures" not in row else [text_of(entry) for entry in row["enclosures"] or []]
    subject, need, prayer = texts
    if subject is None or need is None or prayer is None or (enclosures is not None and None in enclosures):
        return None
    right = text_of(row.get("right"))
    if "right" in row and right is None:
        return None
    kept = None if enclosures is None else tuple(entry for entry in enclosures if entry is not None)
    return Paragraphs(subject, need, prayer, right, kept)


def text_of(value: Any) -> Text | None:
    """A text in both languages; None where one is missing."""
    if isinstance(value, Mapping) and all(
        isinstance(value.get(key), str) and value[key].strip() for key in ("en", "bn")
    ):
        return Text(value["en"].strip(), value["bn"].strip())
    return None
