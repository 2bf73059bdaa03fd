"""What a dossier is made of: who gets a copy, and nobody that a claimant avoids."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.compile_dossier.steps import gather
from flows.import_claims.steps import import_claims
from flows.jobs import Request
from flows.wiring import Dabi
from tests.desk.desks import FOUR, table

TODAY = date(2026, 7, 20)


@pytest.mark.parametrize(("avoid", "copies"), [("", 1), ("BDO Basanti", 0), ("gram panchayat", 1)])
def test_no_copy_goes_where_one_claimant_avoids_it(dabi: Dabi, tmp_path: Path, avoid: str, copies: int) -> None:
    """Two claims wait at the same BDO; where one of the two women avoids that office, it reads of neither."""
    rows = [FOUR[3], {**FOUR[3], "claimant_name": "Rekha Namuna", "claimant_name_bn": "রেখা নমুনা"}]
    rows = [{**row, "avoid_offices": wish} for row, wish in zip(rows, ("", avoid), strict=True)]
    import_claims(dabi, table(tmp_path / "c.csv", rows), TODAY)
    district = dabi.catalogue.offices.find_district("South 24 Parganas")
    assert district is not None
    data = gather(dabi, Request(TODAY, tmp_path, {"language": "en"}), district)
    assert len(data.cases) == 2
    assert len(data.copies_to) == copies
