"""How every command speaks: one JSON document or plain lines on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import regex
from rich.console import Console
from rich.table import Table

from rules.errors import Problem
from rules.events import Event
from rules.findings import Finding, ReviewReason
from rules.review_words import reason_words

# What a terminal would obey, cannot show, or would turn round: it may come with a file's name or the cell of a table.
_OBEYED = regex.compile(r"(?![\n\t])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """``text`` as it can be shown on any terminal."""
    return _OBEYED.sub("\ufffd", text)


def say(line: str = "") -> None:
    """A line of the answer, on stdout."""
    sys.stdout.write(shown(line) + "\n")


def note(line: str) -> None:
    """Progress or a remark, on stderr."""
    sys.stderr.write(shown(line) + "\n")


def document(value: Mapping[str, Any]) -> None:
    """The answer of ``--json``: exactly one document on stdout."""
    sys.stdout.write(shown(json.dumps(value, ensure_ascii=False, indent=1, default=str)) + "\n")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> None:
    """A plain table on stdout, as wide as its terminal allows."""
    drawn = Table(*headings, title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for row in rows:
        drawn.add_row(*(shown(str(cell)) for cell in row))
    Console(file=sys.stdout, highlight=False, markup=False, soft_wrap=False).print(drawn)


def problem_json(problem: Problem) -> dict[str, str | None]:
    return {"where": problem.where, "field": problem.field, "what": problem.what, "remedy": problem.remedy}


def reason_json(reason: ReviewReason) -> dict[str, str]:
    """A reason of a review entry, in English and in Bengali."""
    return {"field": reason.field, "reason": reason.reason, "reason_bn": reason_words(reason.reason).bn}


def finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "value": finding.value,
        "raw": finding.raw,
        "page": finding.page,
        "box": [round(edge, 4) for edge in finding.box],
        "confidence": round(finding.confidence, 4),
        "method": finding.method.value,
    }


def told(event: Event, as_json: bool) -> None:
    """What was recorded of a letter."""
    if as_json:
        document({"event": event.seq, "kind": event.kind.value, "on": event.on, "letter": event.letter})
    else:
        say(f"Recorded as event {event.seq}: {event.kind.value.replace('_', ' ')} on {event.on}.")
