"""`dabi statistics`: counts of many letters, nothing of a few, and what moved between two periods."""

from __future__ import annotations

import pytest

from tests.desk.desks import FOUR, Desk

NAMES = ("Anamika", "Bandana", "Chhaya", "Dipali", "Ela", "Kajal")
BDO = "bdo:south-24-parganas/basanti"


@pytest.fixture
def six(desk: Desk) -> Desk:
    """Six widows' pensions at the BDO since 2 March 2026 (asked for within 60 days); three were refused on 1 April."""
    rows = [{**FOUR[3], "claimant_name": f"{name} Namuna", "claimant_name_bn": f"{name} নমুনা"} for name in NAMES]
    codes = desk.claims(rows)
    for code in codes[:3]:
        events = desk("claims", "events", code, "--json").json["events"]
        letter = next(event["letter"] for event in events if event["kind"] == "letter_adopted")
        words = [
            "letters",
            "reply",
            letter,
            "--outcome",
            "refused",
            "--letter-date",
            "2026-04-01",
            "--on",
            "2026-04-02",
        ]
        assert desk(*words).code == 0
        said = ["letters", "visit", letter, "--on", "2026-03-20", "--answer", "money-asked", "--words", "Two hundred."]
        assert desk(*said).code == 0
    return desk


def test_answers_are_counted_by_office(six: Desk) -> None:
    """Three in time after thirty days, three never by July; half were answered, so the median is thirty days."""
    said = six("statistics", "--on", "2026-07-20", "--json")
    assert said.code == 0
    assert said.json == {
        "by": "office",
        "groups": {
            BDO: {
                "letters": 6,
                "in_time": 3,
                "late": 0,
                "never": 3,
                "open": 0,
                "median_days": 30,
                "spoken": {"money-asked": 3},
            }
        },
    }
    assert "bdo" in six("statistics", "--on", "2026-07-20").out


def test_a_few_letters_are_only_few(six: Desk) -> None:
    """In another quarter there is nothing; of fewer than five letters nothing else is said."""
    [code] = six.claims([{**FOUR[3], "claimant_name": "Kana Namuna", "claimant_name_bn": "কণা নমুনা", "block": "Gosaba",
                         "office": "BDO Gosaba"}])  # fmt: skip
    assert code
    groups = six("statistics", "--on", "2026-07-20", "--json").json["groups"]
    few = groups["bdo:south-24-parganas/gosaba"]
    assert few.pop("letters") == "<5"
    assert set(few.values()) == {None}


def test_what_moved_is_seen_on_the_last_day_of_each_period(six: Desk) -> None:
    """Before: six letters, none answered yet; after: none at all, and no change that could be told."""
    periods = ["--before", "2026-03-01..2026-03-31", "--after", "2026-04-01..2026-06-30"]
    group = six("statistics", *periods, "--json").json["groups"][BDO]
    assert (group["before"]["letters"], group["before"]["open"], group["after"]["letters"]) == (6, 6, 0)
    assert (group["share_in_time"], group["median_days"]) == (None, None)
    assert "6 -> 0" in six("statistics", *periods).out


@pytest.mark.parametrize(
    "words",
    [
        ["--by", "person"],
        ["--district", "Atlantis"],
        ["--before", "2026-01-01..2026-03-31"],
        ["--before", "2026-01-01", "--after", "2026-04-01..2026-06-30"],
        ["--before", "2026-03-31..2026-01-01", "--after", "2026-04-01..2026-06-30"],
    ],
)
def test_what_cannot_be_counted_is_wrong_usage(desk: Desk, words: list[str]) -> None:
    """An unknown grouping or district, one period alone, none that is one, one that runs backwards."""
    assert desk("statistics", *words).code == 2
