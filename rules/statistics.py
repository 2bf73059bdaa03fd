"""Counts of waiting claims: ageing, the summary tables of a dossier, and public tables in which no small count shows.

A claim's age is the number of days since its first letter was handed in. In public tables a count under ``SMALL`` is
shown as "<5", and where sums would still give it away others are withheld (``rules.suppression``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.suppression import Hidden, Shown, suppress


class AgeBucket(StrEnum):
    TO_30 = "0-30"
    TO_60 = "31-60"
    TO_90 = "61-90"
    OVER_90 = "90+"


def age_bucket(days: int) -> AgeBucket:
    """The ageing bucket of so many days; ValueError for a negative number."""
    if days < 0:
        raise ValueError("an age in days cannot be negative")
    for limit, bucket in ((30, AgeBucket.TO_30), (60, AgeBucket.TO_60), (90, AgeBucket.TO_90)):
        if days <= limit:
            return bucket
    return AgeBucket.OVER_90


@dataclass(frozen=True, slots=True)
class Waiting:
    """One unresolved claim as the tables count it; labels are as they shall be printed."""

    service: str
    block: str
    level: str  # the kind of office it is before now
    rung: int  # position of that office on its ladder, for the order of rows
    days: int  # since its first letter was handed in


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its labels and one count per column."""

    labels: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Table:
    """Counts with totals both ways."""

    rows: tuple[Row, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(sum(column) for column in zip(*(row.counts for row in self.rows), strict=True))

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


@dataclass(frozen=True, slots=True)
class Summary:
    """The tables of one dossier; the columns of each are the four age buckets."""

    by_service_and_block: Table
    by_level: Table


def summarise(claims: Iterable[Waiting]) -> Summary:
    """Count claims by service and block, and by the level they have reached, each by age."""
    listed = list(claims)
    rungs = _rungs(listed)
    levels = _by_age(((claim.level,), claim.days) for claim in listed)
    return Summary(
        by_service_and_block=_by_age(((claim.service, claim.block), claim.days) for claim in listed),
        by_level=Table(tuple(sorted(levels.rows, key=lambda row: (rungs[row.labels[0]], row.labels)))),
    )


def _by_age(labelled: Iterable[tuple[tuple[str, ...], int]]) -> Table:
    counts = Counter((labels, age_bucket(days)) for labels, days in labelled)
    names = sorted({labels for labels, _ in counts})
    return Table(tuple(Row(labels, tuple(counts[labels, bucket] for bucket in AgeBucket)) for labels in names))


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A table as it may be published: ``cells`` has a line per label and one for the totals; a line of several counts
    ends with their total."""

    labels: tuple[str, ...]
    cells: tuple[tuple[Shown, ...], ...]


@dataclass(frozen=True, slots=True)
class PublicSummary:
    """Service by age, and blocks and levels by their number alone: the three share nothing but the grand total."""

    by_service: PublicTable
    by_block: PublicTable
    by_level: PublicTable


def public_summary(claims: Iterable[Waiting]) -> PublicSummary:
    """The tables of the public edition. If one of them cannot show the grand total, none does."""
    listed = list(claims)
    rungs = _rungs(listed)
    services = _by_age(((claim.service,), claim.days) for claim in listed)
    blocks = Counter(claim.block for claim in listed)
    levels = Counter(claim.level for claim in listed)
    tables = [
        (tuple(row.labels[0] for row in services.rows), [*([*row.counts, row.total] for row in services.rows)]),
        _column(blocks, sorted(blocks)),
        _column(levels, sorted(levels, key=lambda level: (rungs[level], level))),
    ]
    tables[0][1].append([*services.totals, services.total])
    public = [suppress(cells) for _, cells in tables]
    if any(isinstance(cells[-1][-1], Hidden) for cells in public):
        public = [suppress(cells, show_total=False) for _, cells in tables]
    return PublicSummary(
        *(PublicTable(labels, tuple(map(tuple, cells))) for (labels, _), cells in zip(tables, public, strict=True))
    )


def _column(counts: Counter[str], labels: Sequence[str]) -> tuple[tuple[str, ...], list[list[int]]]:
    return tuple(labels), [*([counts[label]] for label in labels), [counts.total()]]


def _rungs(claims: Iterable[Waiting]) -> dict[str, int]:
    """The lowest rung at which each level occurs, for the order of rows."""
    rungs: dict[str, int] = {}
    for claim in claims:
        rungs[claim.level] = min(claim.rung, rungs.get(claim.level, claim.rung))
    return rungs
