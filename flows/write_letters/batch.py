"""A batch file: which claims, and which letter for each, in a table that a social worker makes."""

from __future__ import annotations

from pathlib import Path

from flows.import_claims.table import read_table
from rules.errors import InputProblems, Problem
from rules.letters import LetterKind
from rules.text import fold

_HEADINGS = {fold(heading): column for heading, column in {
    "claim": "claim", "claim_code": "claim", "দাবির কোড": "claim", "দাবি": "claim",
    "letter": "letter", "চিঠি": "letter",
}.items()}  # fmt: skip


def read_batch(path: Path) -> list[dict[str, str]]:
    """Rows of ``claim`` (a claim's or claimant's code) and ``letter`` (a kind; empty: whatever is ripe).

    Raises InputProblems with every bad row.
    """
    rows = read_table(path, _HEADINGS, frozenset({"claim"}))
    problems, found = [], []
    kinds = {kind.value for kind in LetterKind}
    for row in rows:
        letter = fold(row["letter"]).replace(" ", "_")
        if not row["claim"]:
            problems.append(
                Problem(f"{path.name} row {row.number}", "It is empty.", "Write the claim's code.", "claim")
            )
        if letter and letter not in kinds:
            known = ", ".join(sorted(kinds))
            problems.append(
                Problem(
                    f"{path.name} row {row.number}",
                    f"'{letter[:40]}' is no letter.",
                    f"Write one of: {known}.",
                    "letter",
                )
            )
        found.append({"claim": row["claim"], "letter": letter})
    if problems:
        raise InputProblems(problems)
    return found
