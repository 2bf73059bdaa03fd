"""What goes out in a table does nothing there."""

from __future__ import annotations

import csv
import io

import pytest

from flows.tables_out import harmless


@pytest.mark.parametrize(
    "cell",
    [
        "=HYPERLINK(1)",
        "+1+1",
        "-1+cmd|'/C calc'!A0",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "＝1",
        "＠1",
    ],
)
def test_a_cell_that_would_act_is_text(cell: str) -> None:
    """Also behind blanks and line ends, and in wide letters; what was said is all there behind a quotation mark."""
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell)])
    [[written]] = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert written == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "কল্পনা", "SN-7K4Q9X-1", "2026-07-06", "a = b", "412"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    """Codes, dates, numbers and words."""
    assert harmless(cell) == cell
