"""``python -m benchmarks``: measure everything, print a table, write results.json.

Each part runs in a process of its own, so that none inherits another's memory.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from benchmarks import claims, letters, report, scans

RESULTS = Path(__file__).parent / "results.json"
Part = Callable[[], dict[str, float]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed and accuracy, measured.")
    parser.add_argument("--letters", type=int, default=1000, help="letters to write; a multiple of five")
    parser.add_argument("--receipts", type=int, default=40, help="receipt copies handed in; nine in ten come back")
    parser.add_argument("--replies", type=int, default=20)
    parser.add_argument("--claims", type=int, default=1_000_000, help="claims to track")
    parser.add_argument(
        "--seed", type=int, default=scans.FIRST_TEST_SEED, help="of the simulated papers, 1000 or above"
    )
    parser.add_argument(
        "--without-ocrmypdf", action="store_true", help="do not install and time it, as without a network"
    )
    parser.add_argument("--only", choices=("letters", "scans", "claims"), help="one part; results.json is not written")
    parser.add_argument("--out", type=Path, help=f"where to write the figures; {RESULTS.name} beside this if not given")
    asked = parser.parse_args()
    if asked.seed < scans.FIRST_TEST_SEED:
        parser.error(f"seeds below {scans.FIRST_TEST_SEED} are for tuning: what they show is no measurement")
    parts: dict[str, Part] = {
        "letters": partial(letters.run, asked.letters),
        "scans": partial(
            scans.run,
            asked.receipts,
            asked.replies,
            asked.seed,
            against=("tesseract",) if asked.without_ocrmypdf else ("tesseract", "ocrmypdf"),
        ),
        "claims": partial(claims.run, asked.claims),
    }
    machine = report.machine()
    figures: dict[str, float] = {}
    for name in (asked.only,) if asked.only else parts:
        print(f"Measuring {name} …", file=sys.stderr)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            figures |= pool.submit(parts[name]).result()
    print(machine)
    print(report.table(figures))
    out = asked.out or (None if asked.only else RESULTS)
    if out is not None:
        report.write(out, figures, date.today(), machine)  # noqa: DTZ011  the day here, wherever that is
        print(f"Written to {out}")


if __name__ == "__main__":
    main()
