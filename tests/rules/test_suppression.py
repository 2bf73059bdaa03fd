"""Public tables: no count under five is shown, and no total gives one away."""

from __future__ import annotations

from itertools import chain, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.suppression import SMALL, Hidden, Shown, suppress

_BEYOND = 18  # withheld counts are tried up to here; more would only add doubt


def _with_totals(inner: list[list[int]]) -> list[list[int]]:
    lines = [[*line, sum(line)] for line in inner]
    return [*lines, [sum(column) for column in zip(*lines, strict=True)]]


def _range(shown: Shown) -> range:
    if shown is Hidden.SMALL:
        return range(SMALL)
    return range(SMALL, _BEYOND) if shown is Hidden.WITHHELD else range(shown, shown + 1)


def _fits(value: int, shown: Shown) -> bool:
    if shown is Hidden.SMALL:
        return value < SMALL
    return value >= SMALL if shown is Hidden.WITHHELD else value == shown


def _all_withheld(shown: list[list[Shown]]) -> bool:
    return all(cell is Hidden.WITHHELD for line in shown for cell in line)


def _possible(shown: list[list[Shown]]) -> list[list[list[int]]]:
    """Every table of two by two that a reader must allow for, found by trying them all."""
    inner = [_range(cell) for line in shown[:-1] for cell in line[:-1]]
    tables = []
    for a, b, c, d in product(*inner):
        table = _with_totals([[a, b], [c, d]])
        if a + b and c + d and all(map(_fits, chain(*table), chain(*shown))):
            tables.append(table)
    return tables


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4), st.booleans())
def test_a_reader_who_tries_every_table_is_left_with_three_values_for_each_small_count(
    counts: list[int], show_total: bool
) -> None:
    """Row totals, column totals and the grand total together never narrow a count under five below three values."""
    assume(sum(counts[:2]) and sum(counts[2:]))  # no row without a claim is ever listed, and readers know it
    shown = suppress(_with_totals([counts[:2], counts[2:]]), show_total=show_total)
    if _all_withheld(shown):
        return
    possible = _possible(shown)
    for i, j in product(range(3), range(3)):
        if shown[i][j] is Hidden.SMALL:
            assert len({table[i][j] for table in possible}) >= 3


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=3))
def test_the_total_of_a_column_does_not_give_a_small_count_away(counts: list[int]) -> None:
    """A single column with its total leaves three values possible for each count under five."""
    shown = [line[0] for line in suppress([*([count] for count in counts), [sum(counts)]])]
    if all(cell is Hidden.WITHHELD for cell in shown):
        return
    possible = [(*t, sum(t)) for t in product(*map(_range, shown[:-1])) if all(t) and _fits(sum(t), shown[-1])]
    for index, cell in enumerate(shown):
        if cell is Hidden.SMALL:
            assert len({table[index] for table in possible}) >= 3


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=1, max_size=8))
def test_what_is_shown_is_true_and_never_under_five(inner: list[list[int]]) -> None:
    """Each number shown is the count itself and at least five; each count under five is hidden."""
    cells = _with_totals(inner)
    for line, shown in zip(cells, suppress(cells), strict=True):
        for count, cell in zip(line, shown, strict=True):
            if isinstance(cell, Hidden):
                assert cell is Hidden.WITHHELD or count < SMALL
            else:
                assert cell == count >= SMALL


def test_one_small_count_takes_a_neighbour_with_it_and_no_more() -> None:
    """3 of 60 is hidden together with the next smallest count; the larger ones and the total stay."""
    assert suppress([[3], [7], [20], [30], [60]]) == [[Hidden.SMALL], [Hidden.WITHHELD], [20], [30], [60]]


def test_a_small_count_inside_a_table_hides_the_corners_of_a_rectangle() -> None:
    """With totals both ways one hidden count needs three more, and totals are kept."""
    shown = suppress(_with_totals([[12, 8, 3], [10, 9, 8]]))
    assert shown[2] == [22, 17, 11, 50]
    assert [line[3] for line in shown] == [23, 27, 50]
    assert sum(isinstance(cell, Hidden) for line in shown for cell in line) == 4


def test_a_total_under_five_is_hidden_too() -> None:
    """Four claims in all are as few as four in a cell."""
    assert suppress([[4], [4]]) == [[Hidden.SMALL], [Hidden.SMALL]]


@pytest.mark.parametrize("total", [60, 5])
def test_the_grand_total_can_be_withheld_from_outside(total: int) -> None:
    """A total that another table must not show is not shown here either."""
    assert suppress([[total], [total]], show_total=False)[1] == [Hidden.WITHHELD]


def test_a_table_that_its_sums_would_give_away_is_withheld_whole() -> None:
    """Where no way round exists nothing is shown, small counts not even as small."""
    assert _all_withheld(suppress(_with_totals([[2, 4], [2, 3]])))
