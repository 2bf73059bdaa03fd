"""Generated claims: as many as asked for, no two alike, in both languages."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from benchmarks.people import names, write_claims


def test_fresh_and_pending_claims_of_different_people_in_both_languages(tmp_path: Path) -> None:
    """The pending ones have an application of 80 days ago and its number."""
    path = tmp_path / "claims.csv"
    write_claims(path, 3, 2, date(2026, 7, 6))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["applied_on"] for row in rows] == ["", "", "", "2026-04-17", "2026-04-17"]
    assert [row["diary_no"] for row in rows[3:]] == ["1003/26", "1004/26"]
    assert len({row["claimant_name"] for row in rows}) == 5
    assert {row["language"] for row in rows} == {"bn", "en"}


def test_names_are_not_used_twice(tmp_path: Path) -> None:
    """More people than names are refused."""
    assert len({name.en for name in names()}) == len({name.bn for name in names()}) == len(names())
    with pytest.raises(ValueError, match="names"):
        write_claims(tmp_path / "claims.csv", len(names()), 1, date(2026, 7, 6))
