"""`dabi citizens`: who asks in general, in her own name and at her own address."""

from __future__ import annotations

from pathlib import Path

from tests.desk.desks import FOUR, ROW, Desk, Said

SAMPLE = Path(__file__).parents[3] / "samples" / "citizens.csv"
ORGANISATION = "Namuna Sangha"
RANU = {"organisation": ORGANISATION, "citizen": "Ranu Kalpit / রানু কল্পিত", "address": "Post Box 9\nCanning"}


def add(desk: Desk, name: str, address: str, *words: str) -> Said:
    return desk("citizens", "add", name, "--address", address, "--organisation", ORGANISATION, *words)


def test_a_citizen_is_kept_changed_and_removed(desk: Desk) -> None:
    """Told again under a name in one script she is the same person, with another address and both her names."""
    said = add(desk, RANU["citizen"], "Post Box 9; Canning", "--json")
    assert (said.code, said.json) == (0, {"citizens": [RANU]})
    assert desk("citizens", "list", "--json").json == {"citizens": [RANU]}
    add(desk, "রানু কল্পিত", "Post Box 7")
    assert desk("citizens", "list", "--json").json == {"citizens": [{**RANU, "address": "Post Box 7"}]}
    assert desk("citizens", "remove", "রানু কল্পিত", "--organisation", ORGANISATION).code == 0
    assert desk("citizens", "list", "--json").json == {"citizens": []}


def test_a_table_takes_many_and_says_no_address(desk: Desk) -> None:
    """The sample goes in whole, and neither names nor addresses stand among the words of the command."""
    assert desk("citizens", "add", "--file", SAMPLE).code == 0
    listed = desk("citizens", "list", "--json").json["citizens"]
    assert [one["organisation"] for one in listed] == [ORGANISATION] * 2 + ["Udaharan Mahila Samiti"] * 2
    assert listed[1]["address"] == "C/o Post Box 100, Namuna Sangha, Canning"


def test_every_bad_row_of_a_table_is_told_and_none_is_taken(desk: Desk) -> None:
    """Each with what is missing; an organisation that stands in no row is the one that is given beside it."""
    path = desk.folder / "citizens.csv"
    path.write_text("name,address\nMukta,Post Box 2\n,Post Box 3\nRanu, ;\n", encoding="utf-8")
    said = desk("citizens", "add", "--file", path, "--organisation", ORGANISATION)
    assert (said.code, "row 2" in said.err) == (3, False)
    for row in ("row 3, name", "row 4, address"):
        assert row in said.err
    assert desk("citizens", "list", "--json").json == {"citizens": []}
    path.write_text("name,address\nMukta,Post Box 2\n", encoding="utf-8")
    assert "--organisation" in desk("citizens", "add", "--file", path).err
    assert desk("citizens", "add", "--file", path, "--organisation", ORGANISATION).code == 0
    assert desk("citizens", "list", "--json").json["citizens"][0]["organisation"] == ORGANISATION


def test_nobody_is_removed_twice_or_added_without_an_address(desk: Desk) -> None:
    """Wrong usage, told with what to do."""
    gone = desk("citizens", "remove", "Nobody", "--organisation", ORGANISATION)
    assert (gone.code, "See 'dabi citizens list'" in gone.err) == (2, True)
    assert add(desk, "Ranu Kalpit", " ; ").code == 2
    assert "--organisation" in desk("citizens", "add", "Ranu Kalpit", "--address", "Post Box 9").err
    for words in ([], ["Ranu", "--address", "Post Box 9", "--file", SAMPLE]):
        assert "--file" in desk("citizens", "add", *words).err


def test_without_an_address_of_the_workers_own_nothing_is_asked_in_general(desk: Desk) -> None:
    """The claimant's address would lead to her: the request is not made, and the remedy is told."""
    code = desk.claims([FOUR[3]])[0]
    desk("claims", "go", code, "--step", "rti_request", "--on", "2026-07-10")
    batch = desk.folder / "batch.csv"
    batch.write_text(f"claim,letter\n{code},rti_request\n", encoding="utf-8")
    said = desk("letters", "write", "--batch", batch, "--on", "2026-07-20", "--out", desk.folder / "out", "--json")
    assert (said.code, said.json["letters"]) == (3, [])
    [problem] = said.json["problems"]
    assert "dabi citizens add" in problem["remedy"]
    assert ROW["reply_address"] not in said.out
