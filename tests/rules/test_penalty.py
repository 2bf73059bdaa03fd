"""A penalty is possible, capped, and never named as owed."""

from __future__ import annotations

from datetime import date

import pytest

from rules.catalogue import load
from rules.clocks import derive
from rules.penalty import COMPENSATION, possible_penalty

CATALOGUE = load()
RECEIVED = date(2026, 1, 2)  # due on 1 February


@pytest.mark.parametrize(
    ("until", "days", "rupees"),
    [
        (date(2026, 2, 2), 1, 250),
        (date(2026, 3, 3), 30, 7_500),
        (date(2026, 5, 12), 100, 25_000),
        (date(2026, 12, 31), 333, 25_000),
    ],
)
def test_250_rupees_a_day_up_to_25000(until: date, days: int, rupees: int) -> None:
    """s.20(1): a hundred days reach the most; the sentence says possible in both languages."""
    found = possible_penalty(derive("rti.reply", RECEIVED, CATALOGUE), until)
    assert found is not None
    assert (found.days, found.rupees) == (days, rupees)
    assert found.words().en.startswith("Possible penalty: Rs ")
    assert found.words().bn.startswith("সম্ভাব্য জরিমানা: ")


def test_the_amount_is_written_in_each_languages_digits() -> None:
    """25,000 for 100 days."""
    found = possible_penalty(derive("rti.reply", RECEIVED, CATALOGUE), date(2026, 5, 12))
    assert found is not None
    assert "Rs 25,000 for 100 days" in found.words().en
    assert "১০০ দিনের জন্য ২৫,০০০ টাকা" in found.words().bn


def test_no_penalty_while_time_runs_or_stands_still_or_for_another_clock() -> None:
    """On the last day, with a fee unpaid, for an appellate authority and for an office outside the Act."""
    late = date(2026, 6, 1)
    assert possible_penalty(derive("rti.reply", RECEIVED, CATALOGUE), date(2026, 2, 1)) is None
    assert possible_penalty(derive("rti.reply", RECEIVED, CATALOGUE, fee_sent=date(2026, 1, 12)), late) is None
    assert possible_penalty(derive("rti.fa.decide", RECEIVED, CATALOGUE), late) is None
    assert possible_penalty(derive("service.ration_card", RECEIVED, CATALOGUE), late) is None


def test_compensation_is_possible_too() -> None:
    """The prayer names no amount."""
    assert "possible" in COMPENSATION.en
    assert "সম্ভব" in COMPENSATION.bn
