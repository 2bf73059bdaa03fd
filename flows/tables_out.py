"""Tables that leave the house: no cell of theirs acts in a spreadsheet, whatever was told or read into it."""

from __future__ import annotations

# What spreadsheets take for the beginning of a formula, in the wide forms of East Asian keyboards too.
_ACTING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_ACTING) else cell
