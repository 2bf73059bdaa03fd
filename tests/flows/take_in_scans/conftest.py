"""A claim that waits at an office, and its letter: what comes back answers it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.import_claims.steps import import_claims
from flows.wiring import Dabi
from tests.desk.desks import FOUR, table


@pytest.fixture
def claim(dabi: Dabi, tmp_path: Path) -> str:
    """A claim that waits at the BDO since 2 March 2026."""
    rows = [{**FOUR[3], "diary_no": ""}]
    [claim] = import_claims(dabi, table(tmp_path / "c.csv", rows), date(2026, 7, 20)).claims
    return claim.code


@pytest.fixture
def letter(dabi: Dabi, claim: str) -> str:
    """Its letter."""
    with dabi.store.begin("system:test", read_only=True) as record:
        [found] = record.letters(claims=[claim])
    return found.reference
