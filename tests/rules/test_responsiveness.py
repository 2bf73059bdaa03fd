"""What offices did is counted fairly: open letters count, papers that we owe do not, a precedent points to nobody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from rules.catalogue import load
from rules.events import EventKind
from rules.responsiveness import (
    Course,
    Grant,
    Precedent,
    Result,
    courses,
    grants,
    median_days,
    moved,
    precedents,
    quarter,
    quarter_words,
    responsiveness,
)

if TYPE_CHECKING:
    from tests.rules.conftest import Life

D = date
FILED = D(2026, 1, 2)  # ration card: 30 days by our own request, due 1 February
TODAY = D(2026, 6, 1)
BDO, GOSABA = "bdo:south-24-parganas/basanti", "bdo:south-24-parganas/gosaba"


def _courses(life: Life, today: date = TODAY) -> tuple[Course, ...]:
    return courses(life.claim, life.ladder, life.letters, life.events, today, life.catalogue)


def test_median_is_kaplan_and_meiers() -> None:
    """The remission times of Freireich and others (1963), of which 12 of 21 are censored, have the median 23."""
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    going_on = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    assert median_days([*((days, True) for days in ended), *((days, False) for days in going_on)]) == 23


@pytest.mark.parametrize(
    ("waits", "median"),
    [
        ([], None),
        ([(5, False)], None),
        ([(5, True)], 5),
        ([(5, True), (9, True)], 5),
        ([(5, True), (9, False), (9, False)], None),
        ([(0, True), (0, True), (40, False)], 0),
    ],
)
def test_median_of_few(waits: list[tuple[int, bool]], median: int | None) -> None:
    """Where half never got an answer there is no median, however quick the others were."""
    assert median_days(waits) == median


@pytest.mark.parametrize(
    ("answered", "result"),
    [
        (D(2026, 2, 1), Result.IN_TIME),
        (D(2026, 2, 2), Result.LATE),
        (None, Result.NEVER),
    ],
)
def test_an_answer_is_in_time_late_or_never(life: Life, answered: date | None, result: Result) -> None:
    """The last day counts as in time, for the office keeps its whole day."""
    reference = life.apply(FILED)
    if answered is not None:
        life.reply(reference, "refused", answered)
    (course,) = _courses(life)
    assert course.result(TODAY) is result
    assert course.start == FILED


def test_under_process_is_no_answer_and_a_visit_is_counted_apart(life: Life) -> None:
    """Neither a soothing letter nor a spoken promise ends the silence."""
    reference = life.apply(FILED)
    life.reply(reference, "under_process", D(2026, 1, 20))
    life.happens(EventKind.VISIT_RECORDED, D(2026, 1, 25), reference, answer="oral-promise")
    (course,) = _courses(life)
    assert course.result(TODAY) is Result.NEVER
    assert course.spoken == ("oral-promise",)


def test_papers_that_we_owe_are_not_the_offices_silence(life: Life) -> None:
    """Asked for papers within its time, the office waits for us; once they are handed in its time runs."""
    reference = life.apply(FILED)
    life.reply(reference, "documents_wanted", D(2026, 1, 20))
    (waiting,) = _courses(life)
    assert waiting.result(TODAY) is Result.OPEN
    assert waiting.waited(TODAY) == (18, False)
    life.file(reference, D(2026, 2, 1))
    (running,) = _courses(life)
    assert running.result(TODAY) is Result.NEVER


def _course(office: str, start: date, answered: date | None = None, service: str = "ration_card") -> Course:
    return Course(
        office, office.rpartition("/")[2], service, start, start + timedelta(days=30), answered, None, ("absent",)
    )


FOUND = [
    _course(BDO, D(2026, 1, 5), D(2026, 1, 15)),
    _course(BDO, D(2026, 1, 6), D(2026, 3, 6)),
    _course(BDO, D(2026, 2, 1)),
    _course(BDO, D(2026, 4, 10), D(2026, 4, 20)),
    _course(GOSABA, D(2026, 5, 20)),
]


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("office", [BDO, GOSABA]),
        ("block", ["basanti", "gosaba"]),
        ("service", ["ration_card"]),
        ("quarter", ["2026-Q1", "2026-Q2"]),
    ],
)
def test_numbers_by_office_block_service_and_quarter(by: str, labels: list[str]) -> None:
    """Every letter is in one group of each kind, and the parts add up."""
    found = responsiveness(FOUND, by, TODAY)
    assert list(found) == labels
    assert sum(one.letters for one in found.values()) == len(FOUND)


def test_the_numbers_of_one_office() -> None:
    """Two in time, one late, one never: half in time, and half answered within ten days."""
    basanti = responsiveness(FOUND, "office", TODAY)[BDO]
    assert (basanti.in_time, basanti.late, basanti.never, basanti.open) == (2, 1, 1, 0)
    assert (basanti.spoken, basanti.visits) == ({"absent": 4}, 4)
    assert basanti.share_in_time == 0.5
    assert basanti.median_days == 10
    gosaba = responsiveness(FOUND, "office", TODAY)[GOSABA]
    assert (gosaba.open, gosaba.share_in_time, gosaba.median_days) == (1, None, None)


def test_what_moved_is_seen_as_it_stood_at_the_end_of_each_period() -> None:
    """An answer of March does not make January's office quicker when January is looked at."""
    first, then = (D(2026, 1, 1), D(2026, 2, 28)), (D(2026, 3, 1), D(2026, 5, 31))
    basanti, gosaba = moved(FOUND, "office", first, then)
    assert basanti.before is not None
    assert basanti.after is not None
    assert (basanti.before.in_time, basanti.before.never, basanti.before.open) == (1, 1, 1)
    assert (basanti.after.in_time, basanti.after.letters) == (1, 1)
    assert basanti.share == 0.5
    assert gosaba.before is None
    assert gosaba.share is None


def test_quarters_in_words() -> None:
    """A quarter is named by its months, in both languages."""
    assert [quarter(D(2026, month, 1)) for month in (1, 3, 4, 12)] == ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]
    assert quarter_words("2026-Q4").en == "October-December 2026"
    assert quarter_words("2026-Q4").bn == "অক্টোবর-ডিসেম্বর ২০২৬"


FEBRUARY = D(2026, 2, 3)


def _granted(number: int, office: str = BDO, on: date = FEBRUARY) -> list[Grant]:
    return [Grant(f"SN-{count}", "ration_card", office, on) for count in range(number)]


def test_a_precedent_is_cited_by_office_and_quarter_from_five_claimants_on() -> None:
    """Four grants point too near to a person; two grants of one claimant count once; no memo number is told."""
    catalogue = load()
    assert precedents(_granted(4) * 2, "ration_card", catalogue) == ()
    assert precedents(_granted(5), "ration_card", catalogue) == (Precedent("ration_card", BDO, "2026-Q1"),)
    spread = [*_granted(4), *_granted(4, on=D(2026, 5, 1)), *_granted(4, GOSABA)]
    assert precedents(spread, "ration_card", catalogue) == ()
    assert precedents(_granted(5), "housing", catalogue) == ()


def test_a_general_order_is_cited_with_its_number() -> None:
    """It speaks of no single person."""
    order = Grant("SN-1", "ration_card", BDO, D(2026, 4, 1), "1309-RD")
    found = precedents([order, *_granted(5)], "ration_card", load())
    assert [(one.quarter, one.memo_no) for one in found] == [("2026-Q2", "1309-RD"), ("2026-Q1", "")]


@pytest.mark.parametrize(("office", "wish"), [(BDO, "বিডিও বাসন্তী"), ("gp:south-24-parganas/basanti/kalpanagar", "BDO")])
def test_an_office_to_avoid_is_no_precedent(office: str, wish: str) -> None:
    """Nor is any panchayat for one who avoids an office at all."""
    assert precedents(_granted(6, office), "ration_card", load(), avoid=(wish,)) == ()


def test_grants_are_read_from_the_record(life: Life) -> None:
    """The office that granted, the day of its letter, and a memo number only where the reply is a general order."""
    reference = life.apply(FILED)
    life.reply(reference, "granted", D(2026, 1, 20))
    (grant,) = grants(life.claim, life.letters, life.events, TODAY)
    assert (grant.office, grant.on, grant.general_order) == (life.letters[0].office, D(2026, 1, 20), "")
