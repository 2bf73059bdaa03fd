"""Which counts of a public table are hidden so that no count under five can be read or worked out.

A table with its totals is a circulation: rows and columns are nodes, counts are arcs, sums hold at every node. A count
is in doubt when two units more, or two less, can be sent round through hidden arcs, each staying within what a reader
knows of it: three values then remain possible. Where they cannot, the cheapest way round is found and the shown counts
on it are withheld (L. H. Cox, "Network models for complementary cell suppression", JASA 90, 1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

SMALL = 5
_DOUBT = 2  # units by which a small count must be able to move: three values stay possible
_PLENTY = 1_000_000
_TOTAL_COST = 10_000  # a total is withheld only where no inner count will do


class Hidden(StrEnum):
    """Why a count is not shown."""

    SMALL = "small"  # under SMALL, zero included
    WITHHELD = "withheld"  # with it a small one could be worked out; itself SMALL or more, unless all is withheld


Shown = int | Hidden


@dataclass(slots=True)
class _Arc:
    tail: int
    head: int
    value: int
    least: int  # what a reader knows of it anyway
    cost: int
    hidden: Hidden | None

    def room(self) -> tuple[int, int]:
        """By how much a reader must allow that it is more, and less, if it is hidden."""
        if self.hidden is Hidden.SMALL:
            return SMALL - 1 - self.value, self.value - self.least
        return _PLENTY, self.value - SMALL


def suppress(cells: Sequence[Sequence[int]], *, show_total: bool = True) -> list[list[Shown]]:
    """Hide counts of a table whose last row and last column are its totals (of a single column: its last count).

    Returns the table with each count under five as ``Hidden.SMALL`` and others, where need be, as ``Hidden.WITHHELD``.
    ``show_total`` False hides the grand total whatever it is. The rare table whose sums leave no way round is withheld
    whole, its small counts too.
    """
    arcs = _arcs(cells)
    if not show_total and arcs[-1].hidden is None:
        arcs[-1].hidden = Hidden.WITHHELD
    if not all(_put_in_doubt(arc, arcs) for arc in arcs if arc.hidden is Hidden.SMALL):
        return [[Hidden.WITHHELD] * len(line) for line in cells]
    shown = iter(arcs)
    return [[arc.hidden or arc.value for _, arc in zip(line, shown, strict=False)] for line in cells]


def _arcs(cells: Sequence[Sequence[int]]) -> list[_Arc]:
    """The circulation of a table, in reading order: inner counts run from row to column, totals back."""
    last_row, last_column = len(cells) - 1, len(cells[0]) - 1
    arcs = []
    for i, line in enumerate(cells):
        for j, value in enumerate(line):
            total = i == last_row or (j == last_column and last_column > 0)
            row, column = (i, last_row + 1 + j) if last_column else (0, 1)
            back = i == last_row if not last_column else (i == last_row) != (j == last_column)
            tail, head = (column, row) if back else (row, column)
            hidden = Hidden.SMALL if value < SMALL else None
            listed = j == last_column and i < last_row  # a row of no claims at all would not be there
            arcs.append(_Arc(tail, head, value, min(value, listed), value + _TOTAL_COST * total, hidden))
    return arcs


def _put_in_doubt(small: _Arc, arcs: Sequence[_Arc]) -> bool:
    """Withhold what it takes for ``small`` to be able to move by two units; False if all together would not do."""
    more_first = small.value + _DOUBT < SMALL
    for more in (more_first, not more_first):
        if small.room()[0 if more else 1] < _DOUBT:
            continue
        ends = (small.head, small.tail) if more else (small.tail, small.head)
        used = _cheapest_way(*ends, [arc for arc in arcs if arc is not small])
        if used is not None:
            for arc in used:
                arc.hidden = arc.hidden or Hidden.WITHHELD
            return True
    return False


def _cheapest_way(start: int, end: int, arcs: Sequence[_Arc]) -> list[_Arc] | None:
    """The arcs by which ``_DOUBT`` units get from ``start`` to ``end`` hiding least; None if they cannot."""
    flow = [0] * len(arcs)
    for _ in range(_DOUBT):
        way = _augment(start, end, arcs, flow)
        if way is None:
            return None
        for index, step in way:
            flow[index] += step
    return [arc for arc, units in zip(arcs, flow, strict=True) if units]


def _augment(start: int, end: int, arcs: Sequence[_Arc], flow: Sequence[int]) -> list[tuple[int, int]] | None:
    """One unit's cheapest way (Bellman and Ford), as steps of +1 or -1 along arcs, given the flow so far."""
    reached: dict[int, tuple[int, list[tuple[int, int]]]] = {start: (0, [])}
    changed = True
    while changed:
        changed = False
        for index, arc in enumerate(arcs):
            more, less = arc.room()
            for step, tail, head in ((1, arc.tail, arc.head), (-1, arc.head, arc.tail)):
                if tail not in reached or (flow[index] >= more if step > 0 else -flow[index] >= less):
                    continue
                price = 0 if arc.hidden else arc.cost if flow[index] * step >= 0 else -arc.cost
                cost, way = reached[tail]
                if head not in reached or cost + price < reached[head][0]:
                    reached[head] = (cost + price, [*way, (index, step)])
                    changed = True
    return reached[end][1] if end in reached else None
