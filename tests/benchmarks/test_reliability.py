"""The reliability table: what is said with a confidence, and how often it is right."""

from __future__ import annotations

import pytest

from benchmarks.reliability import table


def test_each_row_has_the_findings_of_its_confidence() -> None:
    """A bound belongs to the row above it; empty rows are left out; the error weighs rows by their findings."""
    found = table("x", [(0.96, True), (0.98, True), (0.95, False), (0.9, True), (1.0, True), (0.3, False)])
    assert {name: value for name, value in found.items() if name.endswith("count")} == {
        "x.from_00.count": 1, "x.from_90.count": 1, "x.from_95.count": 3, "x.from_99.count": 1,
    }  # fmt: skip
    assert (found["x.from_95.said"], found["x.from_95.right"]) == pytest.approx((0.9633333, 2 / 3))
    assert found["x.error"] == pytest.approx((0.3 + 0.1 + 3 * (0.9633333 - 2 / 3) + 0.0) / 6)


def test_of_no_finding_there_is_no_table() -> None:
    """Not even an error of 0, which would look like a good one."""
    assert table("x", []) == {}
