"""`dabi clock`: each option on the command line, and what cannot be a date."""

from __future__ import annotations

from pathlib import Path

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
