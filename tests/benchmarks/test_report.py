"""The report: figures are numbers only, and each target says which way it is meant."""

from __future__ import annotations

import json
from datetime import date

from benchmarks import report


def test_results_hold_the_date_the_machine_and_numbers_only() -> None:
    """The shape that design.md gives."""
    text = report.document({"letters.vs_naive": 31.23456, "letters.count": 200}, date(2026, 11, 23), "2 cores")
    assert json.loads(text) == {
        "date": "2026-11-23",
        "machine": "2 cores",
        "figures": {"letters.count": 200.0, "letters.vs_naive": 31.2346},
    }


def test_a_missed_target_is_said_either_way() -> None:
    """A speed below its bound and a share above it are missed; what lies on the bound is met."""
    table = report.table({"letters.vs_naive": 29.9, "receipts.wrong": 0.1, "replies.wrong": 0.0, "letters.count": 5})
    lines = {line.split()[0]: line for line in table.splitlines()}
    assert lines["letters.vs_naive"].endswith("at least 30: MISSED")
    assert lines["receipts.wrong"].endswith("at most 0: MISSED")
    assert lines["replies.wrong"].endswith("at most 0: met")
    assert lines["letters.count"].split() == ["letters.count", "5"]
