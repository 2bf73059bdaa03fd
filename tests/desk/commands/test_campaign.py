"""`dabi campaign`: from the questions to who answered what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from pypdf import PdfReader

from templates import flat_odf, libreoffice
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
    papers = {path.name for path in out.iterdir()}
    assert papers == {"letters", "print-run.pdf", "register.pdf", "cash-sheet.pdf"}
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
    assert lines[0].endswith("answer_4,answer_5")
    assert [line.partition(",")[0] for line in lines[1:]] == ["dlsa:south-24-parganas", "slsa:west-bengal"]
    assert desk("verify").code == 0


REPLY = (
    "Government of West Bengal",
    "District Legal Services Authority, South 24 Parganas",
    "Alipore, Kolkata 700027",
    "Memo No. 77/DLSA/2026        Date: 20/04/2026",
    "To: Ranu Kalpit, C/o Post Box 100, Namuna Sangha, Canning",
    "Sub: Information under the Right to Information Act, 2005",
    "Ref: Your application {reference} dated 01/04/2026",
    "Madam,",
    "With reference to the above, the information sought for is furnished below.",
    "(a) 128 applications were received in that period.",
    "(b) Interim relief was granted in 12 of them.",
    "(d) 9 awards are unpaid.",
    "If you are not satisfied you may prefer an appeal within 30 days before the Chairman.",
    "Yours faithfully,",
    "Secretary and State Public Information Officer",
)


def scanned(lines: Sequence[str], folder: Path) -> Path:
    """A letter as a scanner gives it: printed, and nothing but a picture."""
    body = "<text:p/>".join(f"<text:p>{line}</text:p>" for line in lines)
    source = folder / "reply.fodt"
    source.write_text(flat_odf.document("", body, margin=25), encoding="utf-8")
    pdf = libreoffice.to_pdf([source], folder).pdfs[source]
    path = folder / "reply.png"
    pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72).to_pil().save(path, dpi=(200, 200))
    return path


@pytest.mark.slow
def test_a_scanned_reply_lands_in_the_table_and_what_it_leaves_out_is_appealed_against(desk: Desk) -> None:
    """Each numbered answer under its question; the missing ones are a ground once a person has said so."""
    values = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
    values |= {"offices": ["dlsa:south-24-parganas", "dlsa:nadia"], "language": "en"}
    file, out = desk.folder / "campaign.yaml", desk.folder / "out"
    file.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    campaign = desk("campaign", "new", file, "--json").json["campaign"]
    desk("campaign", "write", campaign, "--on", "2026-04-01", "--out", out, "--confirm")

    def rows(on: str) -> list[dict[str, Any]]:
        return list(desk("campaign", "status", campaign, "--on", on, "--json").json["offices"])

    asked = [row["reference"] for row in rows("2026-04-01")]
    for reference in asked:
        assert desk("letters", "received", reference, "--on", "2026-04-02", "--number", "77/26").code == 0
    scan = scanned([line.format(reference=asked[0]) for line in REPLY], desk.folder)
    taken = desk("scans", "ingest", scan, "--on", "2026-05-10", "--json").json["counts"]
    assert (taken["recorded"], taken["queued"]) == (1, 0), taken
    answered, silent = rows("2026-05-10")
    assert (silent["open_appeal"], silent["appeal_by"]) == ("first_appeal", "2026-06-01")
    assert answered["open_appeal"] is None
    assert (answered["status"], answered["outcome"]) == ("answered", "information_supplied")
    assert answered["answers"]["2"].startswith("Interim relief was granted in 12")
    assert answered["unanswered"] == [3, 5]
    assert silent["status"] == "silent"

    words = ["campaign", "appeal", campaign, "--on", "2026-05-10", "--out", desk.folder / "appeals", "--json"]
    unsure = desk(*words)
    assert (unsure.code, unsure.json["letters"]) == (3, [])
    assert "not verified" in unsure.out
    words.append("--confirm")
    (first,) = desk(*words).json["letters"]  # a full answer is no ground until somebody says what it lacks
    checked = desk("letters", "checklist", asked[0], "--lacks", "answers", "--on", "2026-05-10")
    assert checked.code == 0, checked.err
    (second,) = desk(*words).json["letters"]
    assert desk(*words).json["letters"] == []
    assert [row["appeal"] for row in rows("2026-05-10")] == [second, first]
    text = PdfReader(desk.folder / "appeals" / "letters" / f"{second}.pdf").pages[0].extract_text()
    assert "Chairman" in text
    assert "Questions of the request are left without an answer" in text
    assert desk("verify").code == 0


def test_a_campaign_that_is_not_there_is_said_to_be_none(desk: Desk) -> None:
    """With 2, and no traceback."""
    assert desk("campaign", "status", "campaign-000000000000").code == 2
