"""The count of wrong automatic records: shares back into papers, seeds on file not measured again."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.wrong import measured, papers, tally, total

SHARES = {
    **{"receipts.count": 36.0, "receipts.recorded": 0.75, "receipts.wrong": 1 / 36},
    **{"receipts.untold.count": 36.0, "receipts.untold.recorded": 0.5, "receipts.untold.wrong": 0.0},
    **{"replies.count": 20.0, "replies.recorded": 0.65, "replies.wrong": 0.05},
}


def test_shares_become_papers_again() -> None:
    """A share of what came back is a whole number of papers."""
    found = tally(SHARES)
    assert (found["receipts.recorded"], found["receipts.wrong"]) == (27, 1)
    assert (found["receipts.untold.recorded"], found["replies.wrong"]) == (18, 1)


def test_a_paper_judged_twice_is_one_paper() -> None:
    """With and without the day of handing in on record it is the same receipt."""
    assert papers(total([tally(SHARES), tally(SHARES)])) == 112


def test_what_is_on_file_is_not_measured_again(tmp_path: Path) -> None:
    """A run that was stopped goes on where it was, and ends when there are papers enough."""
    out = tmp_path / "wrong.jsonl"
    out.write_text("".join(json.dumps({"seed": seed, **tally(SHARES)}) + "\n" for seed in (2000, 2001, 2002)))
    assert [line["seed"] for line in measured(out, 2000, 100)] == [2000, 2001]
