"""Reads a csv or xlsx of claims into rows under the catalogue's column names, whatever language its headings have."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rules.errors import InputProblems, Problem
from rules.text import fold, nfc

MAX_BYTES = 20_000_000
MAX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``number`` as a spreadsheet shows it (the headings are row 1), values by column name, trimmed."""

    number: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


def read_table(
    path: Path, headings: Mapping[str, str], required: frozenset[str], sample: str = "samples/claims.csv"
) -> list[Row]:
    """All rows of a csv (UTF-8) or xlsx file.

    ``headings`` maps a folded heading to its column name; ``required`` are the columns that must be there; ``sample``
    shows all columns.
    Raises InputProblems with every problem of the file's shape.
    """
    name = path.name
    if not path.is_file():
        raise InputProblems([Problem(name, "There is no such file.", "Check the path and try again.")])
    if path.stat().st_size > MAX_BYTES:
        raise InputProblems(
            [Problem(name, f"The file is larger than {MAX_BYTES // 1_000_000} MB.", "Split it into smaller files.")]
        )
    grid = _cells(path)
    first = next(grid, None)
    if first is None or not any(cell.strip() for cell in first):
        raise InputProblems(
            [Problem(name, "The file has no headings in its first row.", f"Start from the sample, {sample}.")]
        )
    columns = [headings.get(fold(cell)) for cell in first]
    problems = _heading_problems(name, first, columns, required, sample)
    if problems:
        raise InputProblems(problems)
    rows = []
    for number, cells in enumerate(grid, start=2):
        if number > MAX_ROWS:
            raise InputProblems(
                [Problem(name, f"The file has more than {MAX_ROWS} rows.", "Split it into smaller files.")]
            )
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            problems.append(
                Problem(
                    f"{name} row {number}",
                    "It has more cells than there are headings.",
                    "Put text with commas in quotes.",
                )
            )
            continue
        named = zip(columns, cells, strict=False)
        rows.append(Row(number, {column: nfc(cell.strip()) for column, cell in named if column}))
    if problems:
        raise InputProblems(problems)
    if not rows:
        raise InputProblems(
            [Problem(name, "The file has headings and no rows.", f"Add rows as '{sample}' shows them.")]
        )
    return rows


def _heading_problems(
    name: str, first: list[str], columns: list[str | None], required: frozenset[str], sample: str
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


def _cells(path: Path) -> Iterator[list[str]]:
    data = path.read_bytes()
    if data[:4] == b"PK\x03\x04":
        return _xlsx_cells(path.name, data)
    return _csv_cells(path.name, data)


def _csv_cells(name: str, data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputProblems(
            [Problem(name, "The file is not UTF-8 text.", "Save it as 'CSV UTF-8' or as .xlsx.")]
        ) from None
    if "\0" in text:
        raise InputProblems([Problem(name, "The file is neither csv nor xlsx.", "Save it as 'CSV UTF-8' or as .xlsx.")])
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error:
        raise InputProblems([Problem(name, "A quoted text does not end.", "Check the quotation marks.")]) from None


def _xlsx_cells(name: str, data: bytes) -> Iterator[list[str]]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 20 * MAX_BYTES:
                raise InputProblems(
                    [Problem(name, "The workbook is too large when unpacked.", "Split it into smaller files.")]
                )
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        for row in sheet.iter_rows(values_only=True):
            yield [_plain(value) for value in row]
    except InputProblems:
        raise
    except Exception:
        # openpyxl meets a damaged workbook with errors of a dozen kinds, its XML readers' own among them.
        raise InputProblems(
            [Problem(name, "The workbook cannot be opened.", "Save it again as .xlsx or as 'CSV UTF-8'.")]
        ) from None


def _plain(value: object) -> str:
    """A cell as text: whole numbers without a point, dates as ISO 8601."""
    import datetime

    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
