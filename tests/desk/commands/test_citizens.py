"""`dabi citizens`: who asks in general, in her own name and at her own address."""

from __future__ import annotations

from tests.desk.desks import FOUR, ROW, Desk

RANU = {"citizen": "Ranu Kalpit / রানু কল্পিত", "address": "Post Box 9\nCanning"}


def test_a_citizen_is_kept_changed_and_removed(desk: Desk) -> None:
    """Told again under a name in one script she is the same person, with another address."""
    said = desk("citizens", "add", RANU["citizen"], "--address", "Post Box 9; Canning", "--json")
    assert (said.code, said.json) == (0, RANU)
    assert desk("citizens", "list", "--json").json == {"citizens": [RANU]}
    desk("citizens", "add", "রানু কল্পিত", "--address", "Post Box 7")
    assert desk("citizens", "list", "--json").json == {"citizens": [{"citizen": "রানু কল্পিত", "address": "Post Box 7"}]}
    assert desk("citizens", "remove", "রানু কল্পিত").code == 0
    assert desk("citizens", "list", "--json").json == {"citizens": []}


def test_nobody_is_removed_twice_or_added_without_an_address(desk: Desk) -> None:
    """Wrong usage, told with what to do."""
    assert "See 'dabi citizens list'" in desk("citizens", "remove", "Nobody").err
    assert desk("citizens", "remove", "Nobody").code == 2
    assert desk("citizens", "add", "Ranu Kalpit", "--address", " ; ").code == 2


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
