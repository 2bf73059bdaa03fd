"""`dabi offices`: a table of offices, and what is known of them."""

from __future__ import annotations

from pathlib import Path

from tests.desk.desks import Desk

SAMPLE = Path(__file__).parents[3] / "samples" / "offices.csv"


def test_offices_are_taken_in_and_listed(desk: Desk) -> None:
    """The command tells what is new; from then on the list has the panchayat with its address and officers."""
    assert desk("offices", "list", "--district", "S24P", "--kind", "gp", "--json").json == {"offices": []}
    said = desk("offices", "import", SAMPLE, "--json").json
    assert len(said["added"]) == 4
    assert said["replaced"] == []
    [panchayat] = desk("offices", "list", "--district", "S24P", "--kind", "gp", "--json").json["offices"]
    assert panchayat["name"] == {"en": "Kalpanagar Gram Panchayat", "bn": "কল্পনাগর গ্রাম পঞ্চায়েত"}
    assert panchayat["appeal_to"] == "bdo"
    assert not panchayat["verified"]
    assert "Kalpanagar Gram Panchayat" in desk("offices", "list", "--district", "S24P").out


def test_what_cannot_be_taken_in_or_listed_is_told(desk: Desk) -> None:
    """A bad table gives 3 with its row; an unknown district or kind 2; no home 6."""
    bad = desk.folder / "o.csv"
    bad.write_text("office,district,name\nteapot,S24P,x\n", encoding="utf-8")
    said = desk("offices", "import", bad)
    assert said.code == 3
    assert "o.csv row 2, office:" in said.err
    assert desk("offices", "list", "--district", "Goa").code == 2
    assert desk("offices", "list", "--district", "S24P", "--kind", "teapot").code == 2
    assert desk("offices", "import", SAMPLE, home=desk.folder / "none").code == 6
