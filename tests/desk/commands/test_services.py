"""`dabi services`: what may be claimed, and how."""

from __future__ import annotations

from tests.desk.desks import Desk


def test_a_service_is_told_with_its_form_and_its_receipt(desk: Desk) -> None:
    """Under any of its names: offices, papers, the form with what it asks, the number to look for."""
    [told] = desk("services", "বিধবা ভাতা", "--json").json["services"]
    assert told["id"] == "widow_pension"
    assert [office["kind"] for office in told["offices"]] == ["bdo", "dswo", "dm", "wcdsw-department"]
    assert told["ways"] == ["form", "letter", "camp"]
    assert told["form"]["name"]["en"] == "Form P of the scheme"
    assert {"en": "Bank account number and IFSC", "bn": "ব্যাঙ্ক অ্যাকাউন্ট নম্বর ও আইএফএসসি"} in told["form"]["asks"]
    assert told["receipts"] == ["diary", "inward", "application"]
    plain = desk("services", "fir_copy").out
    assert "number on the receipt: gde, diary" in plain
    assert "কীভাবে: সাদা কাগজে আবেদন" in plain


def test_the_list_is_that_of_a_day(desk: Desk) -> None:
    """Lakshmir Bhandar until May 2026, Annapurna Bhandar since; an unknown word gives 2."""
    before, after = (desk("services", "--on", day).out for day in ("2026-05-31", "2026-06-01"))
    assert ("lakshmir_bhandar:" in before, "annapurna_bhandar:" in before) == (True, False)
    assert ("lakshmir_bhandar:" in after, "annapurna_bhandar:" in after) == (False, True)
    assert desk("services", "cup of tea").code == 2
