"""`dabi track`: what is late, what may be done, and what is drafted because she said yes."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.desk.desks import FOUR, Desk

ON = ["--on", "2026-07-20"]


def steps(value: dict[str, list[dict[str, object]]], claim: str) -> dict[object, object]:
    """The proposed steps of a claim and whether she agreed."""
    return {one["kind"]: one["has_go"] for one in value["proposals"] if one["claim"] == claim}


def test_what_is_late_is_told_with_its_derivation(desk: Desk) -> None:
    """The paper at the BDO since March is overdue under its own clock; nothing is written by looking."""
    code = desk.claims(FOUR)[3]
    before = desk("verify", "--json").json["events"]
    said = desk("track", *ON, "--json")
    assert said.code == 0
    assert set(said.json) == {"on", "overdue", "proposals", "waiting", "drafted", "problems", "files"}
    [late] = said.json["overdue"]
    assert (late["claim"], late["office"]) == (code, "bdo:south-24-parganas/basanti")
    assert (late["clock"]["from"], late["clock"]["due"], late["clock"]["basis"]) == (
        "2026-03-02", "2026-05-01", "convention",
    )  # fmt: skip
    assert late["days"] > 60
    assert steps(said.json, code) == {"reminder": False, "escalation": False, "rti_request": False}
    assert said.json["drafted"] == []
    assert desk("verify", "--json").json["events"] == before
    assert "Namuna" not in said.out


@pytest.mark.slow
def test_only_what_she_agreed_to_is_drafted_and_once(desk: Desk) -> None:
    """With her go the RTI request is drafted, the escalation only proposed; a second run drafts nothing."""
    code = desk.claims(FOUR)[3]
    desk.citizen()
    desk("claims", "go", code, "--step", "rti_request", "--on", "2026-07-10")
    out = desk.folder / "out"
    said = desk("track", *ON, "--out", out, "--json")
    assert said.code == 0
    assert steps(said.json, code) == {"reminder": False, "escalation": False, "rti_request": True}
    assert len(said.json["drafted"]) == 2, "the request that she agreed to, and a reminder, which needs no go"
    assert {path.suffix for path in (out / "letters").iterdir()} == {".pdf", ".docx"}
    again = desk("track", *ON, "--out", desk.folder / "again", "--json")
    assert (again.json["drafted"], again.code) == ([], 0)
    assert steps(again.json, code) == {}, "what was drafted is handed in first"
    waiting = {one["claim"] for one in again.json["waiting"]}
    assert waiting > {code}
    assert waiting - {code} < set(said.json["drafted"]), "the request is the citizen's, under its own reference"
    assert "print_run" not in again.json["files"]
    with Path(said.json["files"]["worklist_01"]).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == [FOUR[3]["social_worker"]]
    assert any(row[:2] == [code, "wait"] for row in rows)
    assert desk("verify").code == 0


def test_claims_at_one_office_share_one_general_request(desk: Desk) -> None:
    """It is listed once, with the codes of both; a yes of either is enough, and what is written serves both."""
    [row] = FOUR[3:]
    first, second = sorted(desk.claims([row, {**row, "claimant_name_bn": "উপমা নমুনা", "diary_no": "413"}]))
    [shared] = requests(desk("track", *ON, "--json").json)
    assert (shared["claim"], shared["claims"], shared["has_go"]) == (first, [first, second], False)
    assert shared["office"] == "bdo:south-24-parganas/basanti"
    assert f"serves 2 claims there: {first}, {second}." in shared["reason"]["en"]
    desk("claims", "go", second, "--step", "rti_request", "--on", "2026-07-10")
    [shared] = requests(desk("track", *ON, "--json").json)
    assert (shared["claim"], shared["claims"], shared["has_go"]) == (second, [first, second], True)


@pytest.mark.slow
def test_a_shared_request_is_written_once_and_opens_the_way_for_all(desk: Desk) -> None:
    """With both their goes one letter is written; handed in, each may ask for her own file, with a new yes."""
    [row] = FOUR[3:]
    codes = desk.claims([row, {**row, "claimant_name_bn": "উপমা নমুনা", "diary_no": "413"}])
    desk.citizen()
    for code in codes:
        desk("claims", "go", code, "--step", "rti_request", "--on", "2026-07-10")
    batch = desk.folder / "batch.csv"
    batch.write_text("claim,letter\n" + "".join(f"{code},rti_request\n" for code in codes), encoding="utf-8")
    said = desk("letters", "write", "--batch", batch, *ON, "--out", desk.folder / "out", "--json")
    [reference] = said.json["letters"]
    assert requests(desk("track", *ON, "--json").json) == []
    desk("letters", "file", reference, "--on", "2026-07-21", "--by", "hand")
    own = requests(desk("track", "--on", "2026-07-21", "--json").json)
    assert sorted((one["claim"], one["variant"], one["has_go"]) for one in own) == sorted(
        (code, "own_file", False) for code in codes
    )


def requests(value: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The requests for information that are proposed."""
    return [one for one in value["proposals"] if one["kind"] == "rti_request"]


def test_wrong_days_and_folders_are_wrong_usage(desk: Desk) -> None:
    """An impossible day and a folder that cannot be give 2."""
    (desk.folder / "file").write_text("x")
    assert desk("track", "--on", "2026-13-01").code == 2
    assert desk("track", "--on", "9999-12-31").code == 2
    assert desk("track", *ON, "--out", desk.folder / "file" / "out").code == 2
