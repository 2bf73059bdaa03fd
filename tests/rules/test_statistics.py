"""Ageing and the summary tables."""

from __future__ import annotations

import pytest

from rules.statistics import AgeBucket, Waiting, age_bucket, public_summary, summarise
from rules.suppression import Hidden


def _claims(number: int, service: str = "Ration card", block: str = "Basanti", days: int = 10) -> list[Waiting]:
    return [Waiting(service, block, "Block", 1, days)] * number


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(0, "0-30"), (30, "0-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"), (90, "61-90"), (91, "90+"), (900, "90+")],
)
def test_the_last_day_of_a_bucket_belongs_to_it(days: int, bucket: str) -> None:
    """30, 60 and 90 days are the ends of their buckets."""
    assert age_bucket(days) == bucket


def test_an_age_is_never_negative() -> None:
    """A letter handed in tomorrow is a mistake of the caller, not a young claim."""
    with pytest.raises(ValueError, match="negative"):
        age_bucket(-1)


def test_claims_are_counted_by_service_block_and_age() -> None:
    """Each pair of service and block has one row, its counts in the order of the buckets, totals both ways."""
    table = summarise([*_claims(2), *_claims(1, days=95), *_claims(3, block="Canning I", days=45)]).by_service_and_block
    assert [(row.labels, row.counts, row.total) for row in table.rows] == [
        (("Ration card", "Basanti"), (2, 0, 0, 1), 3),
        (("Ration card", "Canning I"), (0, 3, 0, 0), 3),
    ]
    assert (table.totals, table.total) == ((2, 3, 0, 1), 6)
    assert len(table.totals) == len(AgeBucket)


def test_levels_stand_in_the_order_of_the_ladder() -> None:
    """The panchayat comes before the block and the block before the sub-division, whatever their letters."""
    claims = [
        Waiting("S", "B", level, rung, 1) for level, rung in [("Sub-division", 2), ("Panchayat", 0), ("Block", 1)]
    ]
    assert [row.labels[0] for row in summarise(claims).by_level.rows] == ["Panchayat", "Block", "Sub-division"]


def test_no_claims_make_empty_tables() -> None:
    """A district without unresolved claims has tables without rows."""
    summary = summarise([])
    assert (summary.by_level.rows, summary.by_level.total) == ((), 0)
    assert isinstance(public_summary([]).by_block.cells[-1][-1], Hidden)


def test_the_grand_total_is_in_all_public_tables_or_in_none() -> None:
    """When a table of blocks cannot show the total, the table of services must not show it either."""
    claims = [*_claims(2, block="Basanti"), *_claims(4, block="Gosaba")]
    public = public_summary(claims)
    totals = [table.cells[-1][-1] for table in (public.by_service, public.by_block, public.by_level)]
    assert all(isinstance(total, Hidden) for total in totals)


def test_large_counts_are_published_as_they_are() -> None:
    """Nothing is hidden where nothing is small."""
    public = public_summary([*_claims(12), *_claims(9, block="Gosaba")])
    assert public.by_block.cells == ((12,), (9,), (21,))
    assert public.by_block.labels == ("Basanti", "Gosaba")
