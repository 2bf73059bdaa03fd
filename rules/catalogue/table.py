"""One table of the catalogue while it is read: its rows, the file and row that each came from, and what was faulty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Table:
    """Rows by their key; a later row of the same key takes the place of the earlier one."""

    def __init__(self) -> None:
        self._rows: dict[tuple[object, ...], tuple[Any, str]] = {}
        self.faulty: set[str] = (
            set()
        )  # names of rows that did not hold: they are there, though nothing is known of them

    def copy(self) -> Table:
        made = Table()
        made._rows = dict(self._rows)
        made.faulty = set(self.faulty)
        return made

    def put(self, key: tuple[object, ...], row: Any, where: str) -> None:
        self._rows[key] = row, where

    def __iter__(self) -> Iterator[Any]:
        return (row for row, _ in self._rows.values())

    def placed(self) -> Iterator[tuple[Any, str]]:
        """Each row with its file and row number, for a message."""
        return iter(self._rows.values())

    def ids(self) -> set[str]:
        """The ids of all rows, the faulty ones too."""
        return {row.id for row in self} | self.faulty
