"""Reads a csv or xlsx of claims into rows under the catalogue's column names, whatever language its headings have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from confined.data_files import cells
from rules.errors import InputProblems, Problem
from rules.limits import STANDARD, Limits
from rules.text import fold, nfc


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``number`` as a spreadsheet shows it (the headings are row 1), values by column name, trimmed."""

    number: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


def read_table(
    path: Path,
    headings: Mapping[str, str],
    required: frozenset[str],
    sample: str = "samples/claims.csv",
    limits: Limits = STANDARD,
) -> list[Row]:
    """All rows of a csv (UTF-8) or xlsx file.

    ``headings`` maps a folded heading to its column name; ``required`` are the columns that must be there; ``sample``
    shows all columns.
    Raises InputProblems with every problem of the file's shape.
    """
    return rows_of(path.name, cells(path, limits), headings, required, sample)


def rows_of(
    name: str, grid: Sequence[Sequence[str]], headings: Mapping[str, str], required: frozenset[str], sample: str
) -> list[Row]:
    """The rows of a table under its headings; as ``read_table``."""
    first = grid[0] if grid else []
    if not any(cell.strip() for cell in first):
        raise InputProblems(
            [Problem(name, "The file has no headings in its first row.", f"Start from the sample, {sample}.")]
        )
    columns = [headings.get(fold(cell)) for cell in first]
    problems = _heading_problems(name, first, columns, required, sample)
    if problems:
        raise InputProblems(problems)
    rows = []
    for number, row in enumerate(grid[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
            problems.append(
                Problem(
                    f"{name} row {number}",
                    "It has more cells than there are headings.",
                    "Put text with commas in quotes.",
                )
            )
            continue
        named = zip(columns, row, strict=False)
        rows.append(Row(number, {column: nfc(cell.strip()) for column, cell in named if column}))
    if problems:
        raise InputProblems(problems)
    if not rows:
        raise InputProblems(
            [Problem(name, "The file has headings and no rows.", f"Add rows as '{sample}' shows them.")]
        )
    return rows


def _heading_problems(
    name: str, first: Sequence[str], columns: list[str | None], required: frozenset[str], sample: str
) -> list[Problem]:
    problems = []
    for cell, column in zip(first, columns, strict=True):
        if column is None and cell.strip():
            problems.append(
                Problem(name, f"The heading '{cell.strip()[:60]}' is not known.", "Rename or remove that column.")
            )
    for column in sorted(set(filter(None, columns))):
        if columns.count(column) > 1:
            problems.append(Problem(name, f"The column '{column}' is there twice.", "Keep one of them."))
    for column in sorted(required - {column for column in columns if column}):
        problems.append(Problem(name, f"The column '{column}' is missing.", f"Add it; '{sample}' shows all columns."))
    return problems
