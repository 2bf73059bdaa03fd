"""A batch file: which claims, and which letter for each, in a table that a social worker makes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flows.import_claims.table import read_table
from rules.errors import InputProblems, Problem, UsageError
from rules.letters import LetterKind
from rules.limits import STANDARD, Limits
from rules.references import is_claim_code, is_claimant_code
from rules.text import fold

_HEADINGS = {fold(heading): column for heading, column in {
    "claim": "claim", "claim_code": "claim", "দাবির কোড": "claim", "দাবি": "claim",
    "letter": "letter", "চিঠি": "letter",
}.items()}  # fmt: skip


def read_codes(texts: Sequence[str]) -> list[str]:
    """Codes of claims or claimants, each text holding one or several with commas between. UsageError otherwise."""
    codes = [code.strip().upper() for text in texts for code in text.split(",") if code.strip()]
    wrong = sum(not is_code(code) for code in codes)
    if wrong or not codes:
        what = f"{wrong} of {len(codes)} are no codes of a claim or a claimant" if codes else "No code was given"
        raise UsageError(f"--claims: {what}. Write them like SN-7K4Q9X-1; see 'dabi claims list'.")
    return codes


def is_code(text: str) -> bool:
    return is_claim_code(text) or is_claimant_code(text)


def read_batch(path: Path, limits: Limits = STANDARD) -> list[dict[str, str]]:
    """Rows of ``claim`` (a claim's or claimant's code) and ``letter`` (a kind; empty: whatever is ripe).

    Raises InputProblems with every bad row.
    """
    rows = read_table(path, _HEADINGS, frozenset({"claim"}), limits=limits)
    problems, found = [], []
    kinds = {kind.value for kind in LetterKind}
    for row in rows:
        letter = fold(row["letter"]).replace(" ", "_")
        code = row["claim"].upper()
        if not is_code(code):
            # It may be a name, so it is not repeated.
            what = "It is no code of a claim or a claimant." if code else "It is empty."
            remedy = "Write it like SN-7K4Q9X-1; see 'dabi claims list'."
            problems.append(Problem(f"{path.name} row {row.number}", what, remedy, "claim"))
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
        found.append({"claim": code, "letter": letter})
    if problems:
        raise InputProblems(problems)
    return found
