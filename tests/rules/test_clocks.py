"""Clocks give the dates that the law gives, and say how."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import regex
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rules.catalogue import Catalogue, Extra, load
from rules.clocks import derive
from rules.derivation import ClockState
from rules.errors import UsageError
from rules.rows import Basis

CATALOGUE = load()
EXAMPLES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "worked_examples.yaml").read_text("utf-8"))
DAYS = st.dates(date(2025, 1, 1), date(2026, 11, 30))
OFFICE_RULES = [rule.id for rule in CATALOGUE.clocks.values() if rule.amount is not None and not rule.own]
NO_LIMIT = """
rti.fee rti.bpl rti.free rti.sa.decide rti.complaint rti.penalty rti.burden rti.comp rtps.penalty
vc.wb2017 vc.wb.traff vc.wb.limit vc.nalsa vc.nalsa.sched vc.lockin fir.mag fir.penalty wps.bnss
"""
LAW_IDS = """
rti.fee rti.transfer rti.transfer.reply rti.reply rti.life rti.apio rti.deemed rti.furtherfee rti.bpl rti.free
rti.third.notice rti.third.rep rti.third.decide rti.fa.file rti.fa.decide rti.sa.file rti.sa.decide rti.complaint
rti.penalty rti.burden rti.comp vc.statute vc.wb2017 vc.wb.traff vc.wb.appeal vc.wb.limit vc.nalsa vc.nalsa.decide
vc.nalsa.interim vc.nalsa.acid vc.nalsa.appeal vc.nalsa.sched vc.hc vc.unpaid vc.lockin fir.zero fir.copy fir.pe
fir.sp fir.mag fir.progress fir.penalty med wps wps.bnss
"""
PAUSING = [rule.id for rule in CATALOGUE.clocks.values() if rule.pauses != "never"]


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{e['rule']} from {e['from']}: {e['why'][:40]}" for e in EXAMPLES])
def test_worked_examples(example: dict[str, Any]) -> None:
    """Every row of the table that a lawyer reads comes out as it says."""
    found = derive(example["rule"], example["from"], CATALOGUE, **example.get("with", {})).to_json()
    expected = {name: _plain(value) for name, value in example["gives"].items()}
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("rule", sorted(CATALOGUE.clocks))
def test_every_clock_answers_in_both_languages(rule: str) -> None:
    """Each id answers with a date, or with no-limit where nothing is set; Bengali steps have Bengali digits."""
    derivation = derive(rule, date(2026, 1, 2), CATALOGUE)
    assert (derivation.due is None) == (derivation.state is not ClockState.RUNNING)
    assert len(derivation.steps["en"]) == len(derivation.steps["bn"]) > 0
    for said in derivation.steps["bn"]:
        assert regex.search(r"\p{Bengali}", said)
        assert not regex.search(r"[0-9]", said), said
        assert "{" not in said


@pytest.mark.parametrize("rule", NO_LIMIT.split())
def test_a_row_without_a_limit_says_no_limit(rule: str) -> None:
    """Fee, burden and the like have nothing to count."""
    derivation = derive(rule, date(2026, 1, 2), CATALOGUE)
    assert derivation.state is ClockState.NO_LIMIT
    assert (derivation.due, derivation.ripe_on) == (None, None)


def test_a_row_without_a_limit_says_what_it_gives() -> None:
    """Whoever asks for a fee, a penalty or a scheme's amounts reads them in both languages, though nothing counts."""
    for rule in CATALOGUE.clocks.values():
        if rule.amount is None:
            said = derive(rule.id, date(2026, 1, 2), CATALOGUE).steps
            assert rule.says is not None or rule.warning is not None, rule.id
            assert len(said["en"]) > 1
            assert len(said["bn"]) > 1


def test_every_id_of_the_law_tables_is_a_clock() -> None:
    """law.md 1.2, 3 and 4 name these ids."""
    assert [rule for rule in LAW_IDS.split() if rule not in CATALOGUE.clocks] == []


def test_a_convention_is_requested_and_never_due() -> None:
    """What rests on our own request is not printed as if a law set it; nor is what nobody has verified."""
    for rule in CATALOGUE.clocks.values():
        said = " ".join(derive(rule.id, date(2026, 1, 2), CATALOGUE).steps["en"])
        if rule.basis is Basis.CONVENTION and rule.amount is not None:
            assert "Requested by" in said
        if rule.basis is Basis.CONVENTION or rule.verification == "general-knowledge":
            assert "Last day" not in said
            assert not rule.firm


def test_a_missing_holiday_year_is_a_warning_in_every_derivation_that_needed_it() -> None:
    """Without the list of 2027 the ripe day is worked out from weekends and says so; 2026 needs no such words."""
    late = derive("rti.reply", date(2026, 12, 20), CATALOGUE)
    assert late.due == date(2027, 1, 19)
    assert any("2027" in warning.en and "২০২৭" in warning.bn for warning in late.warnings)
    assert derive("service.domicile_certificate", date(2026, 12, 20), CATALOGUE).warnings
    assert derive("rti.sa.file", date(2027, 2, 5), CATALOGUE).warnings
    assert not derive("rti.reply", date(2026, 1, 2), CATALOGUE).warnings


def test_a_calendar_file_of_a_further_year_is_heeded() -> None:
    """Rows given for 2027 close its days and end the warning."""
    rows = (
        "- {on: 2027-01-19, list: I, en: Some day, bn: কোনও দিন, notification: N, source: order, verification: sourced}"
    )
    derivation = derive("rti.reply", date(2026, 12, 20), load([Extra("calendar", "2027.yaml", rows)]))
    assert derivation.ripe_on == date(2027, 1, 21)
    assert not derivation.warnings


@pytest.mark.parametrize(
    ("rule", "options", "said"),
    [
        ("rti.repl", {}, "Did you mean rti.reply"),
        ("fir.pe", {"apio": True}, "no extra days"),
        ("fir.pe", {"third_party": True}, "no third party"),
        ("fir.pe", {"life_or_liberty": True}, "life or liberty"),
        ("fir.pe", {"fee_sent": date(2026, 1, 3)}, "not stopped by a fee"),
        ("fir.pe", {"decided": date(2026, 1, 3)}, "does not run from a decision"),
        ("fir.pe", {"filed": date(2026, 1, 1)}, "does not depend on a filing date"),
        ("fir.pe", {"list_ii": True}, "leaves no holidays out"),
        ("rti.fa.decide", {"filed": date(2026, 1, 3)}, "starts before what was filed"),
        ("rti.reply", {"fee_paid": date(2026, 1, 3)}, "Give fee_sent too"),
        ("rti.reply", {"fee_sent": date(2025, 12, 3)}, "before the start"),
        ("rti.reply", {"fee_sent": date(2026, 1, 9), "fee_paid": date(2026, 1, 8)}, "before it was asked for"),
        ("rti.reply", {"life_or_liberty": True, "third_party": True}, "cannot be both"),
    ],
)
def test_what_does_not_go_together_is_refused(rule: str, options: dict[str, Any], said: str) -> None:
    """A wrong question gets a sentence that says what to change."""
    with pytest.raises(UsageError, match=said):
        derive(rule, date(2026, 1, 2), CATALOGUE, **options)


def test_an_hour_is_indian_time() -> None:
    """An hour without a zone is read as Indian time; one with a zone is turned into it."""
    plain = derive("rti.life", datetime(2026, 1, 2, 23, 30), CATALOGUE)  # noqa: DTZ001  # an hour as written on paper
    assert plain.due_at is not None
    assert plain.due_at.isoformat() == "2026-01-04T23:30:00+05:30"
    zoned = derive("rti.reply", datetime.fromisoformat("2026-01-02T20:00:00+00:00"), CATALOGUE)
    assert zoned.start == date(2026, 1, 3)


@pytest.mark.parametrize("rule", OFFICE_RULES)
@given(start=DAYS, later=st.integers(0, 60))
def test_a_later_receipt_never_gives_an_earlier_due_date(rule: str, start: date, later: int) -> None:
    """Due and ripe days move with the receipt or stay, never back."""
    first = derive(rule, start, CATALOGUE)
    second = derive(rule, start + timedelta(days=later), CATALOGUE)
    if first.due is not None and second.due is not None:
        assert first.due <= second.due
        assert first.ripe_on is not None
        assert second.ripe_on is not None
        assert first.ripe_on <= second.ripe_on


@pytest.mark.parametrize("rule", PAUSING)
@given(start=DAYS, sent=st.integers(0, 60), paid=st.integers(0, 60))
def test_a_pause_never_shortens(rule: str, start: date, sent: int, paid: int) -> None:
    """Asking for a fee moves the last day out or leaves it, by no more than the days until payment."""
    fee_sent = start + timedelta(days=sent)
    fee_paid = fee_sent + timedelta(days=paid)
    plain = derive(rule, start, CATALOGUE, fee_sent=start, fee_paid=start).due
    paused = derive(rule, start, CATALOGUE, fee_sent=fee_sent, fee_paid=fee_paid).due
    assert plain is not None
    assert paused is not None
    assert timedelta(0) <= paused - plain <= timedelta(days=paid)


@given(start=DAYS)
def test_we_never_act_on_a_day_on_which_the_office_still_may(start: date) -> None:
    """Between the last day and the ripe day lies at least one open day, or the last day itself was open."""
    derivation = derive("rti.reply", start, CATALOGUE)
    assert derivation.due is not None
    assert derivation.ripe_on is not None
    days = [derivation.due + timedelta(days=n) for n in range((derivation.ripe_on - derivation.due).days)]
    assert CATALOGUE.calendar.closed(days[-1]) is None
    assert all(CATALOGUE.calendar.closed(day) is not None for day in days[:-1])


def test_overdue_days_are_counted_from_the_last_day_once_it_is_ripe() -> None:
    """On Monday the office may still act; on Tuesday it is two days late."""
    derivation = derive("rti.reply", date(2026, 1, 2), CATALOGUE)
    assert derivation.overdue_days(date(2026, 2, 2)) == 0
    assert derivation.overdue_days(date(2026, 2, 3)) == 2


@pytest.mark.parametrize(
    ("rule", "start", "offence", "provision"),
    [
        ("service.work_demand", date(2026, 6, 30), None, "MGNREGA 2005: work within"),
        ("service.work_demand", date(2026, 7, 1), None, "VB-G RAM G Act 2025"),
        ("work.redress", date(2026, 6, 30), None, "MGNREGA Schedules"),
        ("fir.copy", date(2024, 6, 30), None, "CrPC 1973 s.154(2)"),
        ("fir.copy", date(2024, 7, 1), None, "BNSS 2023 s.173(2)"),
        ("service.compensation", date(2026, 1, 2), date(2024, 6, 30), "CrPC 1973 s.357A(5), now BNSS"),
        ("service.compensation", date(2026, 1, 2), date(2024, 7, 1), "BNSS 2023 s.396(5) (CrPC s.357A(5))"),
        ("service.compensation", date(2026, 1, 2), None, "BNSS 2023 s.396(5) (CrPC s.357A(5))"),
    ],
)
def test_the_law_of_the_time_is_named(rule: str, start: date, offence: date | None, provision: str) -> None:
    """The old law by the day of receipt, penal law by the day of the offence; not known, the row names both."""
    derived = derive(rule, start, CATALOGUE, offence=offence)
    assert derived.provision.en.startswith(provision)
    assert any(provision in step for step in derived.steps["en"])


def test_our_own_limit_warns_ten_and_three_days_before_it_closes() -> None:
    """The warnings say when and until when; a limit on an office has none of them."""
    closing = derive("rti.fa.file", date(2026, 2, 1), CATALOGUE)
    assert [warning.en for warning in closing.warnings] == [
        "From 21 February 2026 (Saturday): our own limit closes on 3 March 2026 (Tuesday), 10 days later.",
        "From 28 February 2026 (Saturday): our own limit closes on 3 March 2026 (Tuesday), 3 days later.",
    ]
    assert derive("rti.reply", date(2026, 1, 2), CATALOGUE).warnings == ()


def test_a_holiday_that_nobody_verified_is_told_where_a_date_turns_on_it() -> None:
    """26 August 2026 is only probable: a limit that skips it or ends on it says so, one beside it does not."""
    for rule, start in (("service.domicile_certificate", date(2026, 8, 20)), ("rti.reply", date(2026, 7, 27))):
        warnings = derive(rule, start, CATALOGUE).warnings
        assert any("26 August 2026" in warning.en and "২৬ আগস্ট ২০২৬" in warning.bn for warning in warnings)
    assert not derive("rti.reply", date(2026, 7, 28), CATALOGUE).warnings


def test_the_states_own_holidays_are_left_out_of_a_public_service_on_demand() -> None:
    """Sundays and List I at least; with List II the later day, which the plain derivation names too."""
    plain = derive("service.domicile_certificate", date(2026, 9, 28), CATALOGUE)
    wide = derive("service.domicile_certificate", date(2026, 9, 28), CATALOGUE, list_ii=True)
    assert (plain.due, wide.due) == (date(2026, 10, 27), date(2026, 11, 4))
    assert any(step.startswith("4 November 2026") and "List II" in step for step in plain.steps["en"])


@given(start=DAYS, days=st.integers(0, 60))
def test_a_fee_letter_on_the_next_open_day_is_still_in_time(start: date, days: int) -> None:
    """Where the last day is closed, a letter of the next open day stops the clock; one a day later does not."""
    last = start + timedelta(days=30)
    opened = CATALOGUE.calendar.open_on_or_after(last)
    in_time = derive("rti.reply", start, CATALOGUE, fee_sent=opened)
    assert in_time.state is ClockState.PAUSED
    late = derive("rti.reply", start, CATALOGUE, fee_sent=opened + timedelta(days=1))
    assert (late.state, late.due) == (ClockState.RUNNING, last)
    paid = opened + timedelta(days=days)
    assert (derive("rti.reply", start, CATALOGUE, fee_sent=opened, fee_paid=paid).ripe_on or paid) > paid


@given(start=DAYS, silent=st.integers(0, 200))
def test_our_own_window_opens_before_it_closes_and_never_moves_for_a_holiday(start: date, silent: int) -> None:
    """The last safe day is counted by the calendar alone, and lies before the liberal one."""
    first = derive("rti.fa.file", start, CATALOGUE)
    assert first.closes == start + timedelta(days=30)
    filed = start - timedelta(days=min(silent, 20))
    second = derive("rti.sa.file", start, CATALOGUE, filed=filed)
    assert second.closes == start + timedelta(days=120)
    assert second.outer == filed + timedelta(days=135)
    for window in (first, second):
        assert window.opens is not None
        assert window.closes is not None
        assert window.opens <= window.closes
        assert all(window.opens <= day < window.closes for day in window.warn_on)


def test_what_is_only_said_to_be_law_is_told_as_hearsay() -> None:
    """A limit of general knowledge is requested, also in hours, and its basis is what is said, in both languages."""
    for rule, start in (("fir.progress", date(2026, 2, 1)), ("med.exam", datetime(2026, 2, 1, 10))):  # noqa: DTZ001
        english, bengali = (" ".join(derive(rule, start, CATALOGUE).steps[language]) for language in ("en", "bn"))
        assert "Basis: said to be statute; general knowledge, to be verified." in english
        assert "Requested by" in english
        assert "Last" not in english
        assert "আইন বলে প্রচলিত" in bengali


def test_a_demand_without_a_day_of_despatch_says_what_is_assumed(catalogue: Catalogue) -> None:
    """The rule on the fee stands still from its start unless the demand's own day is given."""
    taken = derive("rti.furtherfee", date(2026, 1, 12), catalogue).to_json()["steps"]
    told = derive("rti.furtherfee", date(2026, 1, 2), catalogue, fee_sent=date(2026, 1, 12)).to_json()["steps"]
    assert "taken to have been sent" in taken["en"][0]
    assert "ধরা হয়েছে" in taken["bn"][0]
    assert not any("taken to have been sent" in step for step in told["en"])


def test_one_day_is_a_day(catalogue: Catalogue) -> None:
    """Refusal is deemed one day, not one days, after the last."""
    steps = derive("rti.deemed", date(2026, 2, 2), catalogue).to_json()["steps"]
    assert "RTI Act 2005 s.7(2): 1 day." in steps["en"][1]
