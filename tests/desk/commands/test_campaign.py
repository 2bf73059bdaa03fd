"""`dabi campaign`: from the questions to who answered what."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.desk.desks import Desk

SAMPLE = Path(__file__).parents[3] / "samples" / "campaign.yaml"


@pytest.mark.slow
def test_a_campaign_from_questions_to_answers(desk: Desk) -> None:
    """Unconfirmed offices wait; confirmed, each gets one letter once; receipt and reply show in status and table."""
    values = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
    values["offices"] = ["dlsa:south-24-parganas", {"office": "slsa:west-bengal", "language": "en"}]
    file = desk.folder / "campaign.yaml"
    file.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    begun = desk("campaign", "new", file, "--json").json
    campaign, out = begun["campaign"], desk.folder / "out"
    assert (begun["offices"], len(begun["unverified"])) == (2, 2)

    words = ["campaign", "write", campaign, "--on", "2026-04-01", "--out", out, "--json"]
    refused = desk(*words)
    assert refused.code == 3
    assert "not verified" in refused.err
    written = desk(*words, "--confirm").json
    assert len(written["letters"]) == 2
    assert (out / "print-run.pdf").exists()
    assert desk(*words, "--confirm").json["letters"] == []

    first = next(
        row["reference"]
        for row in desk("campaign", "status", campaign, "--on", "2026-04-01", "--json").json["offices"]
        if row["office"] == "dlsa:south-24-parganas"
    )
    assert desk("letters", "file", first, "--on", "2026-04-02", "--by", "hand").code == 0
    said = desk("letters", "received", first, "--on", "2026-04-02", "--number", "77/26")
    assert said.code == 0, said.err
    rows = {
        row["office"]: row
        for row in desk("campaign", "status", campaign, "--on", "2026-06-01", "--json").json["offices"]
    }
    assert (rows["dlsa:south-24-parganas"]["due"], rows["dlsa:south-24-parganas"]["status"]) == ("2026-05-02", "silent")
    assert rows["slsa:west-bengal"]["status"] == "printed"
    path = desk.folder / "page.csv"
    assert desk("campaign", "table", campaign, "--out", path, "--on", "2026-06-01").code == 0
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("office,reference,written")
    assert [line.partition(",")[0] for line in lines[1:]] == ["dlsa:south-24-parganas", "slsa:west-bengal"]
    assert desk("verify").code == 0


def test_a_campaign_that_is_not_there_is_said_to_be_none(desk: Desk) -> None:
    """With 2, and no traceback."""
    assert desk("campaign", "status", "campaign-000000000000").code == 2
