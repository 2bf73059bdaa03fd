"""`dabi clock`: each option on the command line, and what cannot be a date."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.desks import Desk, Said

SHAPE = {"rule", "from", "due", "ripe_on", "basis", "provision", "state", "outer", "opens", "closes", "warnings"}
CASES = [
    (["rti.reply", "--from", "2026-01-02"], {"due": "2026-02-01", "ripe_on": "2026-02-03", "state": "running"}),
    (["rti.reply", "--from", "2026-01-02", "--apio"], {"due": "2026-02-06", "ripe_on": "2026-02-07"}),
    (["rti.reply", "--from", "2026-01-02", "--third-party"], {"due": "2026-02-11"}),
    (["rti.reply", "--from", "2026-01-02T10:30", "--life-or-liberty"], {"due": "2026-01-04T10:30:00+05:30"}),
    (["rti.reply", "--from", "2026-01-02", "--fee-sent", "2026-01-10"], {"due": None, "state": "paused"}),
    (
        ["rti.reply", "--from", "2026-01-02", "--fee-sent", "2026-01-10", "--fee-paid", "2026-01-20"],
        {"due": "2026-02-11", "state": "running"},
    ),
]  # each reckoned by hand from section 7 of the RTI Act 2005: 30 days, 35 by an APIO, 40 with a third party, 48 hours


def test_each_option_moves_the_clock(desk: Desk) -> None:
    """Dates as the law has them, with a derivation in both languages and no store opened."""
    for words, wanted in CASES:
        said = desk("clock", *words, "--json", home=desk.folder / "none")
        assert said.code == 0, words
        value = said.json
        assert {name: value[name] for name in wanted} == wanted, words
        assert set(value) >= {
            "rule",
            "from",
            "due",
            "ripe_on",
            "basis",
            "provision",
            "state",
            "outer",
            "opens",
            "closes",
        }
        assert value["provision"].startswith("RTI Act 2005 s.7")
        assert value["steps"]["en"]
        assert len(value["steps"]["en"]) == len(value["steps"]["bn"])


WRONG = [
    ["rti.nonsense", "--from", "2026-01-02"],
    ["", "--from", "2026-01-02"],
    ["rti.reply"],
    ["rti.reply", "--from", "2026-02-30"],
    ["rti.reply", "--from", "02.01.2026"],
    ["rti.reply", "--from", "2026-W01-1"],
    ["rti.reply", "--from", "2026-01-02T25:00"],
    ["rti.reply", "--from", "9999-12-20"],
    ["rti.reply", "--from", "0001-01-01"],
    ["rti.reply", "--from", "2026-01-02", "--fee-sent", "2026-02-30"],
    ["rti.reply", "--from", "2026-01-02", "--fee-sent", "2025-12-01"],
    ["rti.reply", "--from", "2026-01-02", "--fee-paid", "2026-01-20"],
    ["rti.reply", "--from", "2026-01-02", "--fee-sent", "2026-01-20", "--fee-paid", "2026-01-10"],
    ["rti.reply", "--from", "2026-01-02", "--decided", "soon"],
    ["rti.reply", "--from", "2026-01-02", "--filed", ""],
]


def test_what_cannot_be_reckoned_is_wrong_usage(desk: Desk) -> None:
    """Unknown rules, impossible days and fees out of order give 2 and a sentence."""
    for words in WRONG:
        said = desk("clock", *words)
        assert (said.code, said.out) == (2, ""), words
        assert said.err.strip(), words


def holiday(desk: Desk, path: Path) -> Said:
    return desk("clock", "rti.reply", "--from", "2031-01-01", "--calendar-file", path, "--json")


def test_a_calendar_file_adds_to_those_of_the_home(desk: Desk) -> None:
    """A holiday of a further year moves the day; rows under the home count beside it; a bad file gives 3."""
    row = (
        '- {{on: {day}, list: I, en: "A day", bn: "একটি দিন", notification: "order 1", '
        'source: "test", verification: sourced}}\n'
    )
    own, given = desk.home / "catalogue", desk.folder / "more.yaml"
    own.mkdir()
    (own / "calendar.2031.yaml").write_text(row.format(day="2031-01-31"), encoding="utf-8")
    given.write_text(row.format(day="2031-02-03"), encoding="utf-8")
    value = holiday(desk, given).json
    assert (value["due"], value["ripe_on"]) == ("2031-01-31", "2031-02-05")  # Friday; weekend; Monday is the other day
    for bad in (b"- [", b"a: 1", b"\xff\xfe", b"- {on: 2031-02-30}"):
        given.write_bytes(bad)
        assert holiday(desk, given).code == 3, bad
    assert holiday(desk, desk.folder / "none.yaml").code == 3
    (own / "calendar.2031.yaml").write_bytes(b"\xff\xfe")
    said = desk("clock", "rti.reply", "--from", "2031-01-01")
    assert said.code == 3
    assert "calendar.2031.yaml" in said.err


def test_the_day_of_the_offence_decides_the_penal_law(desk: Desk) -> None:
    """`--offence` reaches the derivation, and must be a date."""
    words = ["clock", "vc.statute", "--from", "2026-01-02", "--json"]
    assert desk(*words, "--offence", "2024-06-30").json["provision"].startswith("CrPC 1973")
    assert desk(*words, "--offence", "2024-07-01").json["provision"].startswith("BNSS 2023")
    assert desk(*words, "--offence", "then").code == 2


def test_holidays_of_the_state_are_left_out_on_demand(desk: Desk) -> None:
    """`--list-ii` moves the last day of a public service, and is refused where days are not left out."""
    words = ["clock", "service.domicile_certificate", "--from", "2026-09-28"]
    assert desk(*words, "--json").json["due"] == "2026-10-27"
    assert desk(*words, "--list-ii", "--json").json["due"] == "2026-11-04"
    assert desk("clock", "rti.reply", "--from", "2026-09-28", "--list-ii").code == 2


LIST = """date,list,holiday,holiday_bn,notification
01.01.2027,I,New Year's Day,ইংরেজি নববর্ষ,9999-F(P2)
{more}
"""


def test_a_years_holidays_are_taken_in_with_one_command(desk: Desk) -> None:
    """The year is known to the clocks from then on; a second list of it takes the first one's place."""
    words = ["clock", "rti.reply", "--from", "2026-12-24", "--json"]
    assert any("2027" in warning for warning in desk(*words).json["warnings"])
    given = desk.folder / "2027.csv"
    given.write_text(LIST.format(more="23.01.2027,I,Netaji,নেতাজি,9999-F(P2)"), encoding="utf-8")
    said = desk("holidays", "import", given, "--json").json
    assert (said["year"], said["years"], said["called_off"]) == (2027, [2025, 2026, 2027], [])
    assert desk(*words).json["warnings"] == []
    given.write_text(LIST.format(more="25.01.2027,I,Netaji,নেতাজি,9999-F(P2)"), encoding="utf-8")
    assert desk("holidays", "import", given, "--json").json["called_off"] == ["2027-01-23"]
    assert desk(*words).json["ripe_on"] == "2027-01-27"
    given.write_text("date,list\n", encoding="utf-8")
    assert desk("holidays", "import", given).code == 3
    assert [path.name for path in (desk.home / "catalogue").iterdir()] == ["calendar.2027.yaml"]


@pytest.mark.slow
def test_the_doctor_tells_the_years_and_bad_rows_of_the_home(desk: Desk) -> None:
    """A row of the home that does not hold is told with its file; the years come from the home too."""
    own = desk.home / "catalogue"
    own.mkdir()
    row = (
        '- {on: 2031-01-31, list: I, en: A day, bn: "একটি দিন", notification: order, source: test, '
        "verification: sourced}\n"
    )
    (own / "calendar.2031.yaml").write_text(row, encoding="utf-8")
    checks = {check["what"]: check for check in desk("doctor", "--json").json["checks"]}
    assert "2025, 2026, 2031" in checks["Holidays of the years"]["found"]
    assert checks["The law's tables"]["ok"]
    (own / "services.own.yaml").write_text("- {id: tea}", encoding="utf-8")
    said = desk("doctor", "--json")
    checks = {check["what"]: check for check in said.json["checks"]}
    assert said.code == 5
    assert "catalogue/services.own.yaml row 1 (tea), name:" in checks["The law's tables"]["found"]
