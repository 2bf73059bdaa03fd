"""What a dossier is made of: who gets a copy, and nobody that a claimant avoids; which proofs are annexed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.compile_dossier.steps import gather
from flows.happenings import adopt
from flows.import_claims.steps import import_claims
from flows.jobs import Request
from flows.recording import Settled, record_settled
from flows.wiring import Dabi
from rules.findings import DocumentKind
from store.keys import HOUSE
from templates.dossier_data import DossierData
from tests.desk.desks import FOUR, table

TODAY = date(2026, 7, 20)


def _gathered(dabi: Dabi, folder: Path) -> DossierData:
    district = dabi.catalogue.offices.areas.find_district("South 24 Parganas")
    assert district is not None
    return gather(dabi, Request(TODAY, folder, {"language": "en"}), district)


@pytest.fixture
def claim(dabi: Dabi, tmp_path: Path) -> str:
    """A claim pending at the BDO since 2 March 2026, without a receipt on record."""
    [claim] = import_claims(dabi, table(tmp_path / "c.csv", [{**FOUR[3], "diary_no": ""}]), TODAY).claims
    return claim.code


@pytest.mark.parametrize(("avoid", "copies"), [("", 1), ("BDO Basanti", 0), ("gram panchayat", 1)])
def test_no_copy_goes_where_one_claimant_avoids_it(dabi: Dabi, tmp_path: Path, avoid: str, copies: int) -> None:
    """Two claims wait at the same BDO; where one of the two women avoids that office, it reads of neither."""
    rows = [FOUR[3], {**FOUR[3], "claimant_name": "Rekha Namuna", "claimant_name_bn": "রেখা নমুনা"}]
    rows = [{**row, "avoid_offices": wish} for row, wish in zip(rows, ("", avoid), strict=True)]
    import_claims(dabi, table(tmp_path / "c.csv", rows), TODAY)
    data = _gathered(dabi, tmp_path)
    assert len(data.cases) == 2
    assert len(data.copies_to) == copies


def test_the_mark_of_a_recorded_receipt_is_annexed(dabi: Dabi, claim: str, tmp_path: Path) -> None:
    """Sheet and annexure point to each other, and the picture is the one that was kept."""
    with dabi.store.begin("system:take_in_scans") as record:
        [letter] = record.letters(claims=[claim])
        proof = dabi.store.vault.put(b"the mark", HOUSE)
        said = Settled(DocumentKind.RECEIPT, letter.reference, {"received_date": "2026-03-04"})
        record_settled(record, said, TODAY, document=None, proof=proof)
        record.commit()
    data = _gathered(dabi, tmp_path)
    [annexure] = data.annexures
    assert (annexure.claim, annexure.picture) == (claim, b"the mark")
    assert annexure.code in [row.annexure for case in data.cases for row in case.chronology]


def test_the_proof_of_an_adopted_paper_is_not_annexed(dabi: Dabi, claim: str, tmp_path: Path) -> None:
    """It is a whole page, with her name on it."""
    page = tmp_path / "earlier.png"
    page.write_bytes(Path("docs/pictures/letter.png").read_bytes())
    adopt(dabi, claim, date(2026, 1, 12), "BDO Basanti", page, "77/26", None, "person:test")
    assert _gathered(dabi, tmp_path).annexures == ()
