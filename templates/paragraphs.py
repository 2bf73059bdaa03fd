"""What letters say for each service: subject, need and prayer, from the YAML beside the letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from confined.data_files import values
from rules.errors import InputProblems, Problem
from rules.limits import STANDARD, Limits
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


def load(shipped: Path, override: Path | None = None, limits: Limits = STANDARD) -> Mapping[str, Paragraphs]:
    """By service id; rows of ``override`` go before the shipped. Raises InputProblems with all that is wrong."""
    rows: dict[str, Paragraphs] = {}
    problems: list[Problem] = []
    for data in shipped_and_own(FILE, shipped, override, limits):
        if not isinstance(data, Mapping):
            raise InputProblems([Problem(FILE, "it does not name services.", "Begin each with its id and a colon.")])
        for service, row in data.items():
            if (made := _row(row)) is None:
                problems.append(Problem(FILE, "it lacks subject, need or prayer in en and bn.", "Write them.", service))
            else:
                rows[service] = made
    if problems:
        raise InputProblems(problems)
    return rows


def shipped_and_own(name: str, shipped: Path, override: Path | None, limits: Limits) -> Iterator[Any]:
    """What a YAML file beside the shipped letters holds, then an organisation's own, which a child process opens.

    Raises InputProblems for one that cannot be opened.
    """
    yield yaml.safe_load((shipped / name).read_text(encoding="utf-8"))
    if override is not None and (override / name).is_file():
        yield values(override / name, limits) or {}


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
